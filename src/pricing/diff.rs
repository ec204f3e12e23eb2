//! What changes between two books, or two price lists: models and prices with their figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::book::PriceBook;
use super::entry::{Rate, Rates, Validity};
use super::overrides::{Override, Terms};

/// Every price by provider and model, then by kind with its tier and period.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Figures(BTreeMap<(String, String), BTreeMap<String, String>>);

/// What changes.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changes {
    /// How much of it.
    pub counts: ChangeCounts,
    /// Model by model.
    pub models: Vec<ModelChange>,
}

/// How many models and prices change.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeCounts {
    /// Models that were not there.
    pub models_added: usize,
    /// Models with other prices.
    pub models_changed: usize,
    /// Models that are there no longer.
    pub models_removed: usize,
    /// Models as they were.
    pub models_unchanged: usize,
    /// Prices that were not there.
    pub prices_added: usize,
    /// Prices with other figures.
    pub prices_changed: usize,
    /// Prices that are there no longer.
    pub prices_removed: usize,
}

/// What changes of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ModelChange {
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: String,
    /// `added`, `changed` or `removed`.
    pub change: &'static str,
    /// Its prices that change.
    pub prices: Vec<PriceChange>,
}

/// What changes of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PriceChange {
    /// The kind of usage, with service tier and period where it has any.
    pub price: String,
    /// USD before; none: it is new.
    pub old: Option<String>,
    /// USD after; none: it is gone.
    pub new: Option<String>,
}

impl Figures {
    /// Of a book.
    pub fn of_book(book: &PriceBook) -> Self {
        let mut figures = Self::default();
        for (provider, model) in book.models() {
            let name = (provider.to_owned(), model.id.clone());
            let prices = figures.0.entry(name).or_default();
            let per = |kind: &str| book.per(model, kind).unwrap_or(1);
            for entry in &model.prices {
                add(prices, "", &entry.validity, &entry.unit_prices, per);
            }
            for variant in &model.variants {
                add(prices, &variant.name, &variant.validity, &variant.unit_prices, per);
            }
        }
        figures
    }

    /// Of a price list.
    pub fn of_list(list: &[Override]) -> Self {
        let mut figures = Self::default();
        for over in list {
            let name = (over.target.provider.clone(), over.target.model.clone());
            let prices = figures.0.entry(name).or_default();
            let Terms::Prices(set) = &over.terms else { continue };
            let tier = over.target.service_tier.as_deref().unwrap_or_default();
            for (kind, price) in set {
                let label = label(tier, kind, &over.validity);
                prices.insert(label, figure(&price.price, price.per));
            }
        }
        figures
    }

    /// From these figures to others.
    pub fn changes_to(&self, new: &Self) -> Changes {
        let nothing = BTreeMap::new();
        let names: BTreeSet<&(String, String)> = self.0.keys().chain(new.0.keys()).collect();
        let mut changes = Changes::default();
        for name in names {
            let (old, new) = (self.0.get(name), new.0.get(name));
            let prices = price_changes(old.unwrap_or(&nothing), new.unwrap_or(&nothing));
            changes.counts.count(&prices);
            let (count, change) = match (old, new) {
                (None, _) => (&mut changes.counts.models_added, "added"),
                (_, None) => (&mut changes.counts.models_removed, "removed"),
                _ if prices.is_empty() => {
                    changes.counts.models_unchanged += 1;
                    continue;
                }
                _ => (&mut changes.counts.models_changed, "changed"),
            };
            *count += 1;
            let (provider, model) = name.clone();
            changes.models.push(ModelChange { provider, model, change, prices });
        }
        changes
    }
}

impl ChangeCounts {
    fn count(&mut self, prices: &[PriceChange]) {
        for price in prices {
            match (&price.old, &price.new) {
                (None, _) => self.prices_added += 1,
                (_, None) => self.prices_removed += 1,
                _ => self.prices_changed += 1,
            }
        }
    }
}

fn price_changes(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<PriceChange> {
    let prices: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    prices
        .into_iter()
        .filter(|price| old.get(*price) != new.get(*price))
        .map(|price| PriceChange {
            price: price.clone(),
            old: old.get(price).cloned(),
            new: new.get(price).cloned(),
        })
        .collect()
}

fn add(
    prices: &mut BTreeMap<String, String>,
    tier: &str,
    validity: &Validity,
    rates: &Rates,
    per: impl Fn(&str) -> u32,
) {
    for (kind, rate) in rates {
        prices.insert(label(tier, kind, validity), figure(rate, per(kind)));
    }
}

/// `batch input from 2026-11-01 16:30-00:30 days 1,2`.
fn label(tier: &str, kind: &str, validity: &Validity) -> String {
    let date = |at: DateTime<Utc>| {
        let text = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        text.strip_suffix("T00:00:00Z").unwrap_or(&text).to_owned()
    };
    let mut parts: Vec<String> = Vec::new();
    if !tier.is_empty() {
        parts.push(tier.to_owned());
    }
    parts.push(kind.to_owned());
    parts.extend(validity.from.map(|at| format!("from {}", date(at))));
    parts.extend(validity.to.map(|at| format!("to {}", date(at))));
    let hours = validity.daily;
    parts
        .extend(hours.map(|(opens, closes)| {
            format!("{}-{}", opens.format("%H:%M"), closes.format("%H:%M"))
        }));
    parts.extend(validity.days.as_ref().map(|days| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        format!("days {}", days.join(","))
    }));
    parts.join(" ")
}

/// `1.25 per 1000000, above 200000 2.5`.
fn figure(rate: &Rate, per: u32) -> String {
    match rate {
        Rate::Flat(usd) => format!("{} per {per}", usd.normalize()),
        Rate::Tiered { base, tiers } => {
            let tiers = tiers.iter();
            let tiers: Vec<String> = tiers
                .map(|tier| format!(", above {} {}", tier.above, tier.price.normalize()))
                .collect();
            format!("{} per {per}{}", base.normalize(), tiers.concat())
        }
    }
}
