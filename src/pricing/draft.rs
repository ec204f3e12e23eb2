//! An override as somebody writes it, checked field by field.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::ids::{MAX_NAME, check_text};
use crate::domain::number::{FLOAT_DIGITS, Number};
use crate::domain::usage::{MAX_KINDS, UsageKind};

use super::entry::{Rate, Tier, Validity};
use super::overrides::{ANY, Override, Target, Terms, UnitRate};

/// Most digits behind the point of a price: with the mark-ups of all layers it still is a decimal.
const PRICE_DECIMALS: u32 = 12;

/// Most prompt sizes above which a kind has another price. Price lists have one or two.
const MAX_TIERS: usize = 16;

/// Most digits behind the point of a factor.
const FACTOR_DECIMALS: u32 = 4;

/// A field that does not hold what it must, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{field}` {problem}")]
pub struct Invalid {
    /// The field.
    pub field: String,
    /// What is wrong, and the cure.
    pub problem: String,
}

impl Invalid {
    /// From its parts.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }
}

/// A unit price in texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftPrice {
    /// USD.
    pub usd: String,
    /// For this many units.
    pub per: u32,
    /// Prompt totals above which another price applies to all units.
    pub above: Vec<(u32, String)>,
}

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The provider, or `*`.
    pub provider: String,
    /// The model, or `*`.
    pub model: String,
    /// The price tier that it is for.
    pub service_tier: Option<String>,
    /// Prices by kind of usage.
    pub unit_prices: BTreeMap<String, DraftPrice>,
    /// A mark-up instead.
    pub factor: Option<String>,
    /// First instant.
    pub from: Option<DateTime<Utc>>,
    /// First instant after.
    pub to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, 1 is Monday.
    pub days: Option<Vec<u32>>,
    /// Hours in UTC: `16:30`, `00:30`.
    pub daily: Option<(String, String)>,
}

impl Draft {
    /// The override that it means; its id is still to be given.
    pub fn check(self) -> Result<Override, Invalid> {
        let target = Target {
            provider: name("provider", &self.provider)?,
            model: name("model", &self.model)?,
            service_tier: self
                .service_tier
                .as_deref()
                .map(|tier| name("service_tier", tier))
                .transpose()?,
        };
        let terms = self.terms()?;
        if target.provider == ANY && (target.model != ANY || matches!(terms, Terms::Prices(_))) {
            let problem = "may be `*` for a factor on all models only; name the provider";
            return Err(Invalid::new("provider", problem));
        }
        Ok(Override { id: String::new(), target, validity: self.validity()?, terms })
    }

    fn terms(&self) -> Result<Terms, Invalid> {
        match (&self.factor, self.unit_prices.is_empty()) {
            (Some(_), false) => Err(Invalid::new(
                "factor",
                "and `unit_prices` exclude each other; give one of them",
            )),
            (None, true) => Err(Invalid::new(
                "unit_prices",
                "or `factor` must say what the override does; give one of them",
            )),
            (Some(text), true) => factor(text).map(Terms::Factor),
            (None, false) if self.unit_prices.len() > MAX_KINDS => {
                Err(Invalid::new("unit_prices", format!("names more than {MAX_KINDS} kinds")))
            }
            (None, false) => {
                let prices = self.unit_prices.iter();
                let prices = prices.map(|(kind, price)| Ok((kind.clone(), price.check(kind)?)));
                prices.collect::<Result<_, _>>().map(Terms::Prices)
            }
        }
    }

    fn validity(&self) -> Result<Validity, Invalid> {
        let backwards = self.from.zip(self.to).is_some_and(|(from, to)| to <= from);
        if backwards {
            return Err(Invalid::new("to", "must be later than `from`"));
        }
        let days = self.days.clone();
        if days.as_ref().is_some_and(|days| {
            days.is_empty() || days.len() > 7 || !days.iter().all(|day| (1..=7).contains(day))
        }) {
            return Err(Invalid::new("days", "must list weekdays from 1 (Monday) to 7 (Sunday)"));
        }
        let time = |text: &str| {
            NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| {
                Invalid::new("daily", "must be two times of day, as in 16:30 and 00:30")
            })
        };
        let daily = match &self.daily {
            Some((opens, closes)) => Some((time(opens)?, time(closes)?)),
            None => None,
        };
        if daily.is_some_and(|(opens, closes)| opens == closes) {
            return Err(Invalid::new("daily", "must not end when it begins; leave it out"));
        }
        Ok(Validity { from: self.from, to: self.to, days, daily })
    }
}

impl DraftPrice {
    fn check(&self, kind: &str) -> Result<UnitRate, Invalid> {
        let field = format!("unit_prices.{kind}");
        UsageKind::parse(kind).map_err(|error| Invalid::new(&field, error.to_string()))?;
        if self.per == 0 {
            let problem = "needs `per`, the number of units that the price is for: 1000000 for most \
                           tokens";
            return Err(Invalid::new(field, problem));
        }
        let base = price(&field, &self.usd)?;
        if self.above.len() > MAX_TIERS {
            let problem = format!("has more than {MAX_TIERS} prompt sizes in `above`");
            return Err(Invalid::new(field, problem));
        }
        if !self.above.is_sorted_by(|left, right| left.0 < right.0) {
            return Err(Invalid::new(field, "needs the borders of `above` in rising order"));
        }
        let tiers = self.above.iter();
        let tiers: Vec<Tier> = tiers
            .map(|(above, usd)| Ok(Tier { above: *above, price: price(&field, usd)? }))
            .collect::<Result<_, _>>()?;
        let price = if tiers.is_empty() { Rate::Flat(base) } else { Rate::Tiered { base, tiers } };
        Ok(UnitRate { price, per: self.per })
    }
}

fn name(field: &str, text: &str) -> Result<String, Invalid> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return Err(Invalid::new(field, "must not be empty; `*` stands for all"));
    }
    check_text(&text, MAX_NAME).map_err(|error| Invalid::new(field, error.to_string()))?;
    Ok(text)
}

/// A price in USD: exact, not negative.
pub(super) fn price(field: &str, text: &str) -> Result<Decimal, Invalid> {
    let usd =
        decimal(text).filter(|usd| *usd < Decimal::from(1_000_000_000) && !usd.is_sign_negative());
    usd.filter(|usd| usd.scale() <= PRICE_DECIMALS).ok_or_else(|| {
        let problem = format!(
            "must be a price in USD such as 2.50, not negative, with at most {FLOAT_DIGITS} digits, \
             {PRICE_DECIMALS} of them behind the point; for less, raise `per`"
        );
        Invalid::new(field, problem)
    })
}

fn factor(text: &str) -> Result<Decimal, Invalid> {
    let factor = decimal(text).filter(|factor| *factor > Decimal::ZERO);
    let factor = factor.filter(|factor| *factor <= Decimal::ONE_HUNDRED);
    factor.filter(|factor| factor.scale() <= FACTOR_DECIMALS).ok_or_else(|| {
        let problem = format!(
            "must be above 0 and at most 100, with at most {FACTOR_DECIMALS} digits behind the \
             point: 0.9 takes ten per cent off, 1.2 adds twenty"
        );
        Invalid::new("factor", problem)
    })
}

fn decimal(text: &str) -> Option<Decimal> {
    let number = Number::parse(text.trim()).ok()?;
    if number.significant_digits() > FLOAT_DIGITS {
        return None;
    }
    Decimal::from_str_exact(&number.plain(0)).ok()
}
