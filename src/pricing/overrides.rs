//! Overrides: prices and mark-ups that an operator, a tenant or a customer's contract puts over the
//! book.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::book::PriceBook;
use super::entry::{Rate, Validity, decimal, text};

/// Stands for every model of a provider, and for every provider.
pub const ANY: &str = "*";

/// A price that an override sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRate {
    /// USD, flat or by the size of the prompt.
    pub price: Rate,
    /// For this many units.
    pub per: u32,
}

/// What an override does to what the layers below it give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// Replaces the prices of these kinds.
    #[serde(rename = "unit_prices")]
    Prices(BTreeMap<String, UnitRate>),
    /// Multiplies every price: 0.9 is a discount, 1.2 a mark-up.
    Factor(#[serde(deserialize_with = "decimal", serialize_with = "text")] Decimal),
}

/// What an override applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Lower case, or [`ANY`].
    pub provider: String,
    /// As events name it or as the book does, lower case, or [`ANY`].
    pub model: String,
    /// Only calls that this price tier served; none: calls of every tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_tier: Option<String>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Names it in price ids.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Which calls.
    #[serde(flatten)]
    pub target: Target,
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
    /// What.
    #[serde(flatten)]
    pub terms: Terms,
}

/// The names of a call, lower case, as it gives them and as the book does.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// As the call names it.
    pub provider: String,
    /// As the book does.
    pub provider_id: String,
    /// As the call names it; empty for none.
    pub model: String,
    /// As the book does, where it knows the model.
    pub model_id: Option<String>,
    /// The price tier.
    pub service_tier: Option<String>,
}

/// Overrides of one layer, found by model.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    by_model: HashMap<String, Vec<Placed>>,
}

#[derive(Debug, Clone)]
struct Placed {
    over: Override,
    /// The book's id of its provider.
    provider_id: String,
    /// Its place from the oldest to the newest.
    order: usize,
}

impl Overrides {
    /// From the oldest to the newest. The book knows providers by other names too; its rules are not
    /// asked, or an override for one name of a provider would be one for all of them.
    pub fn new(overrides: impl IntoIterator<Item = Override>, book: &PriceBook) -> Self {
        let mut by_model: HashMap<String, Vec<Placed>> = HashMap::new();
        for (order, over) in overrides.into_iter().enumerate() {
            let provider = &over.target.provider;
            let provider_id = book.named_provider(provider).unwrap_or(provider).to_owned();
            let placed = Placed { over, provider_id, order };
            by_model.entry(placed.over.target.model.clone()).or_default().push(placed);
        }
        Self { by_model }
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.by_model.is_empty()
    }

    /// Every override.
    pub fn iter(&self) -> impl Iterator<Item = &Override> {
        self.by_model.values().flatten().map(|placed| &placed.over)
    }

    /// Those that hold for a call, the most specific last: an exact model over all of a provider,
    /// an exact provider over all, a service tier over all; then the newest.
    pub fn holding(&self, names: &Names, at: DateTime<Utc>) -> Vec<&Override> {
        let id = names.model_id.as_deref().filter(|id| *id != names.model);
        let models = [Some(names.model.as_str()), id, Some(ANY)];
        let mut found: Vec<&Placed> = models
            .into_iter()
            .flatten()
            .filter_map(|model| self.by_model.get(model))
            .flatten()
            .filter(|placed| placed.matches(names) && placed.over.validity.holds(at))
            .collect();
        found.sort_by_key(|placed| placed.precedence());
        found.into_iter().map(|placed| &placed.over).collect()
    }
}

impl Placed {
    fn matches(&self, names: &Names) -> bool {
        let target = &self.over.target;
        let provider = target.provider == ANY
            || target.provider == names.provider
            || self.provider_id == names.provider_id;
        provider
            && target
                .service_tier
                .as_ref()
                .is_none_or(|tier| names.service_tier.as_ref() == Some(tier))
    }

    fn precedence(&self) -> (bool, bool, bool, usize) {
        let target = &self.over.target;
        (target.model != ANY, target.provider != ANY, target.service_tier.is_some(), self.order)
    }
}
