//! The prices of one model of genai-prices: dates, daily windows, tiers, variants.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::entry::{Rate, Rates, Tier, Validity};
use super::book::Entry;
use super::figure;
use super::hand::{Hand, Prices, Window};
use super::{Counts, ImportError};

/// What a variant may be selected by; whichever it is, the same text selects it here.
const SELECTORS: [&str; 5] = ["processing", "service_tier", "speed", "route", "search_type"];

/// An entry of the source's lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    prices: Prices,
    #[serde(default)]
    constraint: Constraint,
    #[serde(default)]
    when: BTreeMap<String, String>,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Constraint {
    start_date: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tiered {
    base: Box<RawValue>,
    tiers: Vec<SourceTier>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTier {
    start: u32,
    price: Box<RawValue>,
}

/// Converts prices, and remembers which kinds it met.
#[derive(Debug)]
pub struct Figures<'h> {
    hand: &'h Hand,
    /// What was counted.
    pub counts: Counts,
    /// Kinds that have a price somewhere.
    pub kinds: BTreeSet<String>,
}

impl<'h> Figures<'h> {
    /// Nothing met yet.
    pub fn new(hand: &'h Hand) -> Self {
        Self { hand, counts: Counts::default(), kinds: BTreeSet::new() }
    }

    /// The dated price entries.
    ///
    /// The source takes the last entry whose constraint holds, or else the first. Its lists are one
    /// undated entry, then rising start dates, then daily windows. So each date ends where the next
    /// begins, the first reaches back for ever, and the windows come last, where "the last entry in
    /// force wins" lets them override the dates.
    pub fn standard(
        &mut self,
        source: &RawValue,
        provider: &str,
        model: &str,
    ) -> Result<Vec<Entry>, ImportError> {
        let place = format!("{provider}/{model}");
        let wrong = |problem: &str| ImportError::new(&place, problem);
        let mut dated = self.items(source, provider, model)?;
        let first = dated.iter().position(|item| item.constraint.start_time.is_some());
        let windows = dated.split_off(first.unwrap_or(dated.len()));
        if windows.iter().any(|item| item.constraint.start_time.is_none()) {
            return Err(wrong("a daily window before a dated price"));
        }
        if dated.is_empty() {
            return Err(wrong("daily windows without a price for the rest of the day"));
        }
        let starts: Vec<Option<String>> =
            dated.iter().skip(1).map(|item| item.constraint.start_date.clone()).collect();
        let first = dated.first().and_then(|item| item.constraint.start_date.clone());
        let all: Vec<&Option<String>> = first.iter().map(|_| &first).chain(&starts).collect();
        if starts.iter().any(Option::is_none) || !all.is_sorted_by(|left, right| left < right) {
            return Err(wrong("start dates do not rise"));
        }
        let mut entries = Vec::new();
        let froms = std::iter::once(None).chain(starts.iter().cloned());
        let tos = starts.iter().cloned().chain(std::iter::once(None));
        for ((item, from), to) in dated.iter().zip(froms).zip(tos) {
            let validity = Validity {
                from: midnight(from.as_deref(), &place)?,
                to: midnight(to.as_deref(), &place)?,
                ..Validity::default()
            };
            entries.push(self.entry(None, validity, &item.prices, &place)?);
        }
        let periods = self.hand.windows(provider, model);
        for period in periods.iter().filter(|_| !windows.is_empty()) {
            entries.extend(self.windows(&windows, period, &place)?);
        }
        Ok(entries)
    }

    /// The daily windows of the source, in a period in which they hold.
    fn windows(
        &mut self,
        windows: &[Item],
        period: &Window,
        place: &str,
    ) -> Result<Vec<Entry>, ImportError> {
        let each = windows.iter();
        each.map(|item| {
            let validity = Validity {
                from: midnight(period.from.as_deref(), place)?,
                to: midnight(period.to.as_deref(), place)?,
                days: period.days.clone(),
                daily: Some(daily(&item.constraint, place)?),
            };
            let prices = period.prices.as_ref().unwrap_or(&item.prices);
            self.entry(None, validity, prices, place)
        })
        .collect()
    }

    /// A map of prices is a list of one. An empty one is a free model, where its provider says so.
    fn items(
        &mut self,
        source: &RawValue,
        provider: &str,
        model: &str,
    ) -> Result<Vec<Item>, ImportError> {
        let place = format!("{provider}/{model}");
        if source.get().starts_with('[') {
            return read(source, &place);
        }
        let mut prices: Prices = read(source, &place)?;
        if prices.is_empty()
            && let Some(free) = self.hand.free(provider, model)
        {
            self.counts.add("models made explicitly free");
            prices.clone_from(free);
        }
        Ok(vec![Item { prices, constraint: Constraint::default(), when: BTreeMap::new() }])
    }

    /// Partial prices that a call selects by its service tier; the first in force wins.
    pub fn variants(&mut self, source: Vec<Item>, place: &str) -> Result<Vec<Entry>, ImportError> {
        let mut selectors: BTreeMap<String, String> = BTreeMap::new();
        let mut entries = Vec::with_capacity(source.len());
        for item in source {
            let wrong = |problem: &str| ImportError::new(place, problem);
            let mut when = item.when.into_iter();
            let (Some((selector, name)), None) = (when.next(), when.next()) else {
                return Err(wrong("a variant needs one selector"));
            };
            if !SELECTORS.contains(&selector.as_str()) {
                return Err(wrong("an unknown selector of a variant"));
            }
            if *selectors.entry(name.clone()).or_insert_with(|| selector.clone()) != selector {
                return Err(wrong("a variant's name means two things"));
            }
            if item.constraint.start_time.is_some() || item.constraint.end_time.is_some() {
                return Err(wrong("a variant with daily hours"));
            }
            let from = midnight(item.constraint.start_date.as_deref(), place)?;
            let validity = Validity { from, ..Validity::default() };
            entries.push(self.entry(Some(name), validity, &item.prices, place)?);
        }
        Ok(entries)
    }

    fn entry(
        &mut self,
        name: Option<String>,
        validity: Validity,
        prices: &Prices,
        place: &str,
    ) -> Result<Entry, ImportError> {
        let mut unit_prices = Rates::new();
        for (key, value) in prices {
            let Some((kind, _)) = self.hand.units.table.get(key) else {
                return Err(ImportError::new(place, format!("an unknown price key {key}")));
            };
            let rate = self.rate(value, place)?;
            let known = unit_prices.insert(kind.clone(), rate.clone());
            if known.is_some_and(|known| known != rate) {
                return Err(ImportError::new(place, format!("two different prices for {kind}")));
            }
            self.kinds.insert(kind.clone());
        }
        Ok(Entry { name, validity, unit_prices })
    }

    fn rate(&mut self, value: &RawValue, place: &str) -> Result<Rate, ImportError> {
        if !value.get().starts_with('{') {
            return figure::price(value.get(), 0, place, &mut self.counts).map(Rate::Flat);
        }
        let mut tiered: Tiered = read(value, place)?;
        tiered.tiers.sort_by_key(|tier| tier.start);
        let base = figure::price(tiered.base.get(), 0, place, &mut self.counts)?;
        let tiers = tiered.tiers.iter();
        let tiers = tiers.map(|tier| {
            let price = figure::price(tier.price.get(), 0, place, &mut self.counts)?;
            Ok(Tier { above: tier.start, price })
        });
        Ok(Rate::Tiered { base, tiers: tiers.collect::<Result<_, _>>()? })
    }
}

fn read<'de, T: Deserialize<'de>>(raw: &'de RawValue, place: &str) -> Result<T, ImportError> {
    serde_json::from_str(raw.get()).map_err(|error| ImportError::new(place, error.to_string()))
}

fn midnight(date: Option<&str>, place: &str) -> Result<Option<DateTime<Utc>>, ImportError> {
    let Some(date) = date else { return Ok(None) };
    let day: Result<NaiveDate, _> = date.parse();
    day.map(|day| Some(day.and_time(NaiveTime::MIN).and_utc()))
        .map_err(|_| ImportError::new(place, format!("{date} is not a date")))
}

/// The hours of a constraint: whole minutes in UTC.
fn daily(constraint: &Constraint, place: &str) -> Result<(NaiveTime, NaiveTime), ImportError> {
    let time = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        let minutes = text.strip_suffix(":00+00:00").or_else(|| text.strip_suffix(":00Z"));
        let time = minutes.and_then(|text| NaiveTime::parse_from_str(text, "%H:%M").ok());
        time.ok_or_else(|| ImportError::new(place, format!("{text} is not a whole minute of UTC")))
    };
    if constraint.start_date.is_some() {
        return Err(ImportError::new(place, "a constraint with a date and daily hours"));
    }
    Ok((time(&constraint.start_time)?, time(&constraint.end_time)?))
}
