//! From a call to its lines, its amount and its price state.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::event::{Event, Price, PriceState, UsageLine};
use crate::domain::money::{MoneyOverflow, UnitPrice, Usd};
use crate::domain::usage::{Quantity, Usage, UsageKind};

use super::book::{Found, Miss, Model, PriceBook};
use super::entry::{Entry, Rate};

/// The rates that apply to one call, and where they come from.
struct Quote<'b> {
    book: &'b PriceBook,
    model: &'b Model,
    id: String,
    rates: BTreeMap<&'b str, &'b Rate>,
}

impl PriceBook {
    /// What an event costs at its own time. `None` for a step, which is no provider call.
    pub fn price(&self, event: &Event, at: DateTime<Utc>) -> Result<Option<Price>, MoneyOverflow> {
        if !event.role().is_call() {
            return Ok(None);
        }
        let tier = event.detail.service_tier.as_deref();
        let quote = self
            .find(&event.provider, event.model.as_deref())
            .ok()
            .and_then(|found| self.quote(&found, tier, at));
        let usage = with_implied_request(event, quote.as_ref());
        let lines: Vec<UsageLine> = usage
            .iter()
            .map(|(kind, quantity)| line(quote.as_ref(), &usage, kind, quantity))
            .collect::<Result<_, _>>()?;
        let mut amount = Usd::ZERO;
        for line in &lines {
            amount = amount.checked_add(Usd::from_nanos(line.nanos.unwrap_or(0)))?;
        }
        let state = state(event, &lines, quote.as_ref());
        let id = quote.map(|quote| quote.id);
        Ok(Some(match (&event.client_cost, state) {
            (Some(client), PriceState::Reported) => {
                Price { state, id: None, lines, amount: client.amount() }
            }
            _ => Price { state, id, lines, amount },
        }))
    }

    fn quote(&self, found: &Found, tier: Option<&str>, at: DateTime<Utc>) -> Option<Quote<'_>> {
        let model = self.model(found);
        let entry = model.standard(at)?;
        let mut rates: BTreeMap<&str, &Rate> = BTreeMap::new();
        for (kind, rate) in &entry.unit_prices {
            rates.insert(kind, rate);
        }
        let tier = tier.map(str::to_ascii_lowercase);
        // Another provider's tiers are that provider's business.
        let variants: Vec<_> = model
            .variants
            .iter()
            .filter(|variant| !found.by_fallback && Some(&variant.name) == tier.as_ref())
            .filter(|variant| variant.validity.holds(at))
            .collect();
        for variant in variants.iter().rev() {
            for (kind, rate) in &variant.unit_prices {
                rates.insert(kind, rate);
            }
        }
        let tier = variants.first().map(|variant| variant.name.as_str());
        let id = price_id(self.provider_of(found), model, entry, tier);
        Some(Quote { book: self, model, id, rates })
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

impl<'b> Quote<'b> {
    /// The kind that pays for a kind, its own or one that it is part of, with its unit price.
    fn unit_price(&self, kind: &UsageKind, prompt: Quantity) -> Option<(&'b str, UnitPrice)> {
        let candidates = std::iter::once(kind.as_str()).chain(kind.fallbacks().iter().copied());
        let (payer, rate) =
            candidates.into_iter().find_map(|name| self.rates.get_key_value(name))?;
        let per = self.book.per(self.model, payer)?;
        Some((payer, UnitPrice { usd: rate.at(prompt), per }))
    }

    fn minimum(&self, payer: &str) -> Quantity {
        self.model.minimum.get(payer).map_or(Quantity::default(), |units| Quantity::units(*units))
    }

    fn is_free(&self) -> bool {
        !self.rates.is_empty() && self.rates.values().all(|rate| rate.is_free())
    }
}

/// Providers that bill each request bill this one, whether or not the client counted it. A call
/// that failed implies nothing, nor does one of which nothing is known, unless requests are all
/// that the provider bills.
fn with_implied_request(event: &Event, quote: Option<&Quote<'_>>) -> Usage {
    let mut usage = event.usage.clone();
    let Some(quote) = quote.filter(|quote| quote.rates.contains_key(UsageKind::REQUESTS.as_str()))
    else {
        return usage;
    };
    let known = !usage.is_empty() || quote.rates.len() == 1;
    if known && !event.status.is_error() && !usage.has(&UsageKind::REQUESTS) {
        usage.add(UsageKind::REQUESTS, Quantity::units(1));
    }
    usage
}

fn line(
    quote: Option<&Quote<'_>>,
    usage: &Usage,
    kind: &UsageKind,
    quantity: Quantity,
) -> Result<UsageLine, MoneyOverflow> {
    let mut line = UsageLine { kind: kind.clone(), quantity, price: None, per: None, nanos: None };
    let prompt = usage.sum(UsageKind::is_prompt);
    let Some((quote, (payer, price))) =
        quote.and_then(|quote| Some((quote, quote.unit_price(kind, prompt)?)))
    else {
        return Ok(line);
    };
    let billed = quantity.max(quote.minimum(payer));
    line.nanos = Some(price.amount(billed)?.nanos());
    line.price = Some(plain(price.usd));
    line.per = Some(price.per);
    Ok(line)
}

/// The client's own figure as the price of a call, where it is above zero: its usage lines then have
/// none. `None` for a step, which is no provider call, and for a call without such a figure.
pub fn reported(event: &Event) -> Option<Price> {
    let client = event.client_cost.as_ref().filter(|cost| cost.is_above_zero())?;
    let unpriced = |(kind, quantity): (&UsageKind, Quantity)| UsageLine {
        kind: kind.clone(),
        quantity,
        price: None,
        per: None,
        nanos: None,
    };
    event.role().is_call().then(|| Price {
        state: PriceState::Reported,
        id: None,
        lines: event.usage.iter().map(unpriced).collect(),
        amount: client.amount(),
    })
}

/// A decimal without trailing zeros.
fn plain(price: Decimal) -> String {
    price.normalize().to_string()
}

fn state(event: &Event, lines: &[UsageLine], quote: Option<&Quote<'_>>) -> PriceState {
    let priced = lines.iter().filter(|line| line.nanos.is_some()).count();
    let client_knows = event.client_cost.as_ref().is_some_and(|cost| cost.nanos > 0);
    if lines.is_empty() {
        return match () {
            () if client_knows => PriceState::Reported,
            () if event.status.is_error() => PriceState::Free,
            () if quote.is_some_and(Quote::is_free) => PriceState::Free,
            () => PriceState::Unpriced,
        };
    }
    if priced == 0 && client_knows {
        return PriceState::Reported;
    }
    if priced < lines.len() {
        return PriceState::Unpriced;
    }
    let all_free = lines.iter().all(|line| line.price.as_deref() == Some("0"));
    if all_free { PriceState::Free } else { PriceState::Priced }
}

/// Which price applies, and why.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// As asked for.
    pub provider: String,
    /// As asked for.
    pub model: Option<String>,
    /// As asked for.
    pub at: DateTime<Utc>,
    /// As asked for.
    pub service_tier: Option<String>,
    /// The price's id, where there is a price.
    pub price_id: Option<String>,
    /// The book's spelling of provider and model.
    pub found: Option<String>,
    /// How the name led to it.
    pub how: String,
    /// USD by kind of usage: the price, the units it is for, tiers.
    pub unit_prices: BTreeMap<String, ExplainedRate>,
    /// Where the figures come from.
    pub source: Option<String>,
}

/// A rate in words and figures.
#[derive(Debug, Serialize)]
pub struct ExplainedRate {
    /// USD, exact.
    pub usd: String,
    /// For this many units.
    pub per: u32,
    /// Prompt totals above which another price applies to all units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<(u32, String)>,
}

/// Says which price a call would get and why.
pub fn explain(
    book: &PriceBook,
    provider: &str,
    model: Option<&str>,
    tier: Option<&str>,
    at: DateTime<Utc>,
) -> Explanation {
    let mut explanation = Explanation {
        provider: provider.to_owned(),
        model: model.map(ToOwned::to_owned),
        at,
        service_tier: tier.map(ToOwned::to_owned),
        price_id: None,
        found: None,
        how: String::new(),
        unit_prices: BTreeMap::new(),
        source: None,
    };
    let found = match book.find(provider, model) {
        Ok(found) => found,
        Err(miss) => {
            explanation.how = unpriced(miss);
            return explanation;
        }
    };
    let entry = book.model(&found);
    explanation.found = Some(format!("{}/{}", book.provider_of(&found), entry.id));
    explanation.source = Some(entry.source.clone());
    let Some(quote) = book.quote(&found, tier, at) else {
        explanation.how = format!("found by {}; no price was in force at that time", found.how);
        return explanation;
    };
    explanation.how = format!("found by {}", found.how);
    if tier.is_some() && !quote.id.contains('+') {
        explanation.how += "; it has no price of its own for that service tier, so the standard \
                            price applies";
    }
    explanation.unit_prices = quote
        .rates
        .iter()
        .filter_map(|(kind, rate)| {
            let per = book.per(entry, kind)?;
            Some(((*kind).to_owned(), explained(rate, per)))
        })
        .collect();
    explanation.price_id = Some(quote.id);
    explanation
}

fn unpriced(miss: Miss) -> String {
    format!("{miss}; such calls are stored, counted and shown as unpriced")
}

fn explained(rate: &Rate, per: u32) -> ExplainedRate {
    match rate {
        Rate::Flat(usd) => ExplainedRate { usd: plain(*usd), per, above: Vec::new() },
        Rate::Tiered { base, tiers } => ExplainedRate {
            usd: plain(*base),
            per,
            above: tiers.iter().map(|tier| (tier.above, plain(tier.price))).collect(),
        },
    }
}
