//! The rates that apply to one call: those of a book, and what the layers above it make of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::domain::money::{TooFine, UnitPrice};
use crate::domain::usage::{Quantity, UsageKind};

use super::book::{Found, Model, PriceBook};
use super::entry::{Entry, Rate};
use super::overrides::{Override, Terms};

/// A rate with the number of units that it is for.
#[derive(Debug, Clone)]
pub struct Rated<'t> {
    /// The rate.
    pub rate: Cow<'t, Rate>,
    /// How many units.
    pub per: u32,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Quote<'t> {
    /// Where the rates come from: `2026-11-21:openai/gpt-4o@2024-10-02+batch;tenant:po_x`.
    pub id: String,
    /// By kind of usage.
    pub rates: BTreeMap<&'t str, Rated<'t>>,
    /// Units that are billed at least, by the kind that pays.
    minimum: Option<&'t BTreeMap<String, u32>>,
}

impl<'t> Quote<'t> {
    /// The rates of a book: the standard ones, with those of the call's service tier over them.
    pub fn of(
        book: &'t PriceBook,
        found: &Found,
        tier: Option<&str>,
        at: DateTime<Utc>,
    ) -> Option<Self> {
        let model = book.model(found);
        let entry = model.standard(at)?;
        let tier = tier.map(str::to_ascii_lowercase);
        // Another provider's tiers are that provider's business.
        let variants: Vec<_> = model
            .variants
            .iter()
            .filter(|variant| !found.by_fallback && Some(&variant.name) == tier.as_ref())
            .filter(|variant| variant.validity.holds(at))
            .collect();
        let of_variants = variants.iter().rev().flat_map(|variant| &variant.unit_prices);
        let rates = entry
            .unit_prices
            .iter()
            .chain(of_variants)
            .filter_map(|(kind, rate)| {
                let per = book.per(model, kind)?;
                Some((kind.as_str(), Rated { rate: Cow::Borrowed(rate), per }))
            })
            .collect();
        let tier = variants.first().map(|variant| variant.name.as_str());
        let id = price_id(book.provider_of(found), model, entry, tier);
        Some(Self { id, rates, minimum: Some(&model.minimum) })
    }

    /// What an override makes of what the layers below it give. A mark-up on nothing is nothing.
    pub fn apply(
        quote: Option<Self>,
        layer: &str,
        over: &'t Override,
    ) -> Result<Option<Self>, TooFine> {
        let step = format!("{layer}:{}", over.id);
        let mut quote = match (quote, &over.terms) {
            (None, Terms::Factor(_)) => return Ok(None),
            (None, Terms::Prices(_)) => Self { id: step, rates: BTreeMap::new(), minimum: None },
            (Some(mut quote), _) => {
                if !quote.id.ends_with(&step) {
                    quote.id = format!("{};{step}", quote.id);
                }
                quote
            }
        };
        match &over.terms {
            Terms::Prices(prices) => {
                for (kind, price) in prices {
                    let rate = Cow::Borrowed(&price.price);
                    quote.rates.insert(kind, Rated { rate, per: price.per });
                }
            }
            Terms::Factor(factor) => {
                for rated in quote.rates.values_mut() {
                    rated.rate = Cow::Owned(rated.rate.marked_up(*factor)?);
                }
            }
        }
        Ok(Some(quote))
    }

    /// The kind that pays for a kind, its own or one that it is part of, with its unit price.
    pub fn unit_price(&self, kind: &UsageKind, prompt: Quantity) -> Option<(&'t str, UnitPrice)> {
        let candidates = std::iter::once(kind.as_str()).chain(kind.fallbacks().iter().copied());
        let (payer, rated) =
            candidates.into_iter().find_map(|name| self.rates.get_key_value(name))?;
        Some((payer, UnitPrice { usd: rated.rate.at(prompt), per: rated.per }))
    }

    /// What is billed of a kind at least.
    pub fn minimum(&self, payer: &str) -> Quantity {
        let units = self.minimum.and_then(|minimum| minimum.get(payer));
        units.map_or(Quantity::default(), |units| Quantity::units(*units))
    }

    /// Nothing that it prices costs anything.
    pub fn is_free(&self) -> bool {
        !self.rates.is_empty() && self.rates.values().all(|rated| rated.rate.is_free())
    }

    /// Requests are billed, and nothing else or other kinds too.
    pub fn bills_requests(&self) -> bool {
        self.rates.contains_key(UsageKind::REQUESTS.as_str())
    }
}

/// `2026-11-21:openai/gpt-4o@2024-10-02+batch`: book version, model, start of validity, tier.
fn price_id(provider: &str, model: &Model, entry: &Entry, tier: Option<&str>) -> String {
    let from = entry.validity.from.map(|from| {
        let text = from.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("@{}", text.strip_suffix("T00:00:00Z").unwrap_or(&text))
    });
    let tier = tier.map(|tier| format!("+{tier}"));
    let (from, tier) = (from.unwrap_or_default(), tier.unwrap_or_default());
    format!("{}:{provider}/{}{from}{tier}", model.version, model.id)
}
