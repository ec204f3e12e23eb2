//! Prices with the times at which they hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};

use crate::domain::usage::Quantity;

/// When a price holds. All parts that are given must hold.
#[derive(Debug, Deserialize)]
pub struct Validity {
    /// First instant, none: always before.
    pub from: Option<DateTime<Utc>>,
    /// First instant after, none: always after.
    pub to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, 1 is Monday.
    #[serde(default)]
    pub days: Option<Vec<u32>>,
    /// Hours in UTC, from the first up to the second; may run over midnight.
    #[serde(default, deserialize_with = "daily")]
    pub daily: Option<(NaiveTime, NaiveTime)>,
}

impl Validity {
    /// Whether the price holds at an instant.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        let time = at.time();
        let in_hours = self.daily.is_none_or(|(opens, closes)| {
            if opens <= closes {
                opens <= time && time < closes
            } else {
                opens <= time || time < closes
            }
        });
        let weekday = at.weekday().number_from_monday();
        self.from.is_none_or(|from| from <= at)
            && self.to.is_none_or(|to| at < to)
            && self.days.as_ref().is_none_or(|days| days.contains(&weekday))
            && in_hours
    }
}

fn daily<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<(NaiveTime, NaiveTime)>, D::Error> {
    let Some((opens, closes)) = Option::<(String, String)>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let time =
        |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(serde::de::Error::custom);
    Ok(Some((time(&opens)?, time(&closes)?)))
}

/// The price of one kind of usage: flat, or by the size of the prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Rate {
    /// USD for the book's number of units.
    Flat(#[serde(deserialize_with = "decimal")] Decimal),
    /// A cliff: the highest border strictly below the prompt total prices every unit.
    Tiered {
        /// Below all borders.
        #[serde(deserialize_with = "decimal")]
        base: Decimal,
        /// Borders in ascending order.
        tiers: Vec<Tier>,
    },
}

/// A border and the price above it.
#[derive(Debug, Clone, Deserialize)]
pub struct Tier {
    /// Prompt tokens that must be exceeded.
    pub above: u32,
    /// USD for the book's number of units.
    #[serde(deserialize_with = "decimal")]
    pub price: Decimal,
}

impl Rate {
    /// The price for a prompt of that many tokens.
    pub fn at(&self, prompt: Quantity) -> Decimal {
        match self {
            Self::Flat(price) => *price,
            Self::Tiered { base, tiers } => tiers
                .iter()
                .filter(|tier| prompt > Quantity::units(tier.above))
                .max_by_key(|tier| tier.above)
                .map_or(*base, |tier| tier.price),
        }
    }

    /// Zero, whatever the prompt.
    pub fn is_free(&self) -> bool {
        match self {
            Self::Flat(price) => price.is_zero(),
            Self::Tiered { base, tiers } => {
                base.is_zero() && tiers.iter().all(|tier| tier.price.is_zero())
            }
        }
    }
}

/// Exact decimal text, never through a float.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    Decimal::from_str_exact(&text).map_err(serde::de::Error::custom)
}

/// Rates by kind of usage.
pub type Rates = BTreeMap<String, Rate>;

/// Rates that hold for some time.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
    /// What.
    pub unit_prices: Rates,
}

/// Rates for calls that were served in a tier of their own (`batch`, `priority`, `hd/1024x1792`).
#[derive(Debug, Deserialize)]
pub struct Variant {
    /// The tier.
    pub name: String,
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
    /// What differs from the standard price.
    pub unit_prices: Rates,
}
