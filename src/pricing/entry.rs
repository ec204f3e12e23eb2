//! Prices with the times at which they hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveTime, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::money::{TooFine, UnitPrice};
use crate::domain::usage::Quantity;

/// When a price holds. All parts that are given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First instant, none: always before.
    #[serde(serialize_with = "instant")]
    pub from: Option<DateTime<Utc>>,
    /// First instant after, none: always after.
    #[serde(serialize_with = "instant")]
    pub to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, 1 is Monday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<u32>>,
    /// Hours in UTC, from the first up to the second; may run over midnight.
    #[serde(
        default,
        deserialize_with = "daily",
        serialize_with = "hours",
        skip_serializing_if = "Option::is_none"
    )]
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

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn instant<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)).serialize(serializer)
}

#[expect(clippy::ref_option, reason = "the signature that serde asks for")]
fn hours<S: Serializer>(
    daily: &Option<(NaiveTime, NaiveTime)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = |time: NaiveTime| time.format("%H:%M").to_string();
    daily.map(|(opens, closes)| (text(opens), text(closes))).serialize(serializer)
}

/// The price of one kind of usage: flat, or by the size of the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Rate {
    /// USD for the book's number of units.
    Flat(#[serde(deserialize_with = "decimal", serialize_with = "text")] Decimal),
    /// A cliff: the highest border strictly below the prompt total prices every unit.
    Tiered {
        /// Below all borders.
        #[serde(deserialize_with = "decimal", serialize_with = "text")]
        base: Decimal,
        /// Borders in ascending order.
        tiers: Vec<Tier>,
    },
}

/// A border and the price above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// Prompt tokens that must be exceeded.
    pub above: u32,
    /// USD for the book's number of units.
    #[serde(deserialize_with = "decimal", serialize_with = "text")]
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

    /// Every price of it times a mark-up, exactly.
    pub fn marked_up(&self, factor: Decimal) -> Result<Self, TooFine> {
        Ok(match self {
            Self::Flat(price) => Self::Flat(UnitPrice::marked_up(*price, factor)?),
            Self::Tiered { base, tiers } => Self::Tiered {
                base: UnitPrice::marked_up(*base, factor)?,
                tiers: tiers
                    .iter()
                    .map(|tier| {
                        let price = UnitPrice::marked_up(tier.price, factor)?;
                        Ok(Tier { above: tier.above, price })
                    })
                    .collect::<Result<_, _>>()?,
            },
        })
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
pub(super) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    Decimal::from_str_exact(&text).map_err(serde::de::Error::custom)
}

pub(super) fn text<S: Serializer>(price: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&price.normalize().to_string())
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
