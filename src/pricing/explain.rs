//! Which price a call would get, and why: every layer with what it makes of the ones below.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::money::TooFine;

use super::call::Subject;
use super::catalogue::Base;
use super::cost::plain;
use super::entry::Rate;
use super::overrides::{Terms, UnitRate};
use super::quote::Quote;
use super::tariff::Tariff;

/// Which price applies, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Explanation {
    /// As asked for.
    pub provider: String,
    /// As asked for.
    pub model: Option<String>,
    /// As asked for.
    pub service_tier: Option<String>,
    /// As asked for.
    pub customer: Option<String>,
    /// As asked for.
    pub at: DateTime<Utc>,
    /// The price's id, where there is a price: it names every step.
    pub price_id: Option<String>,
    /// The book's spelling of provider and model.
    pub found: Option<String>,
    /// How the name led to it.
    pub how: String,
    /// USD by kind of usage: the price, the units it is for, tiers.
    pub unit_prices: BTreeMap<String, ExplainedRate>,
    /// Where the book's figures come from.
    pub source: Option<String>,
    /// Each layer that has a say, from the lowest up, with the prices after it.
    pub steps: Vec<Step>,
}

/// A layer that has a say.
#[derive(Debug, Serialize, ToSchema)]
pub struct Step {
    /// `book`, `breadth`, `operator`, `tenant` or `customer`.
    pub layer: &'static str,
    /// The price, import or override.
    pub id: String,
    /// What it does.
    pub what: String,
    /// USD by kind of usage, after it.
    pub unit_prices: BTreeMap<String, ExplainedRate>,
}

/// A rate in words and figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExplainedRate {
    /// USD, exact.
    #[schema(example = "2.5")]
    pub usd: String,
    /// For this many units.
    #[schema(example = 1_000_000)]
    pub per: u32,
    /// Prompt totals above which another price applies to all units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<ExplainedTier>,
}

/// A border in the size of the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExplainedTier {
    /// Prompt tokens that must be exceeded.
    pub tokens: u32,
    /// USD, exact.
    pub usd: String,
}

impl Tariff {
    /// Says which price a call would get and why.
    pub fn explain(
        &self,
        subject: &Subject<'_>,
        at: DateTime<Utc>,
    ) -> Result<Explanation, TooFine> {
        let owned = |text: Option<&str>| text.map(ToOwned::to_owned);
        let mut explanation = Explanation {
            provider: subject.provider.to_owned(),
            model: owned(subject.model),
            service_tier: owned(subject.service_tier),
            customer: owned(subject.customer),
            at,
            price_id: None,
            found: None,
            how: String::new(),
            unit_prices: BTreeMap::new(),
            source: None,
            steps: Vec::new(),
        };
        let Some(base) = self.base(subject, at) else { return Ok(explanation) };
        explanation.describe(&base, subject);
        let mut quote = base.quote.clone();
        for (layer, over) in self.steps(subject, &base, at) {
            quote = Quote::apply(quote, layer.as_str(), over)?;
            explanation.steps.push(Step {
                layer: layer.as_str(),
                id: over.id.clone(),
                what: what(&over.terms, quote.is_some()),
                unit_prices: rates(quote.as_ref()),
            });
        }
        explanation.unit_prices = rates(quote.as_ref());
        explanation.price_id = quote.map(|quote| quote.id);
        if explanation.price_id.is_none() {
            explanation.how += "; such calls are stored, counted and shown as unpriced";
        }
        Ok(explanation)
    }
}

impl Explanation {
    /// What the books say.
    fn describe(&mut self, base: &Base<'_>, subject: &Subject<'_>) {
        let Ok(found) = &base.look_up.found else {
            self.how = base.miss().map(|miss| miss.to_string()).unwrap_or_default();
            return;
        };
        let model = base.book.model(found);
        self.found = Some(format!("{}/{}", base.book.provider_of(found), model.id));
        self.source = Some(model.source.clone());
        self.how = format!("found by {}", found.how);
        let Some(quote) = &base.quote else {
            self.how += "; no price was in force at that time";
            return;
        };
        if subject.service_tier.is_some() && !quote.id.contains('+') {
            self.how += "; it has no price of its own for that service tier, so the standard price \
                         applies";
        }
        self.steps.push(Step {
            layer: if base.is_breadth { "breadth" } else { "book" },
            id: quote.id.clone(),
            what: format!("the price of {}", model.source),
            unit_prices: rates(Some(quote)),
        });
    }
}

fn what(terms: &Terms, applies: bool) -> String {
    match terms {
        Terms::Prices(prices) => {
            let kinds: Vec<&str> = prices.keys().map(String::as_str).collect();
            format!("sets the prices of {}", kinds.join(", "))
        }
        Terms::Factor(factor) if applies => format!("multiplies every price by {}", plain(*factor)),
        Terms::Factor(factor) => {
            format!("multiplies every price by {}; there is none", plain(*factor))
        }
    }
}

/// The rates of a quote in words and figures.
pub(super) fn rates(quote: Option<&Quote<'_>>) -> BTreeMap<String, ExplainedRate> {
    let rates = quote.into_iter().flat_map(|quote| &quote.rates);
    rates.map(|(kind, rated)| ((*kind).to_owned(), explained(&rated.rate, rated.per))).collect()
}

impl From<&UnitRate> for ExplainedRate {
    fn from(price: &UnitRate) -> Self {
        explained(&price.price, price.per)
    }
}

fn explained(rate: &Rate, per: u32) -> ExplainedRate {
    match rate {
        Rate::Flat(usd) => ExplainedRate { usd: plain(*usd), per, above: Vec::new() },
        Rate::Tiered { base, tiers } => ExplainedRate {
            usd: plain(*base),
            per,
            above: tiers
                .iter()
                .map(|tier| ExplainedTier { tokens: tier.above, usd: plain(tier.price) })
                .collect(),
        },
    }
}
