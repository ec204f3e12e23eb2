//! What a call used: disjoint kinds, each with a quantity.
//!
//! Disjoint means that no unit is counted in two kinds: `input` excludes what was read from or
//! written to a cache, `output` excludes reasoning. Doors whose totals include those parts subtract
//! them before they build a [`Usage`].

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::money::{serialize_number, write_scaled};
use super::number::{Number, NumberError};

/// Most units accepted in one usage line (10⁹): a thousand times the largest context window in use,
/// and small enough that no sum of a day can overflow.
pub const MAX_UNITS: i64 = 1_000_000_000;

/// Most usage lines accepted in one event.
pub const MAX_KINDS: usize = 32;

const MICROS: i64 = 1_000_000;

/// A number of units, exact to one millionth, never negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

/// Why a number is not a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// Not a usable number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// Below zero.
    #[error("must not be negative")]
    Negative,
    /// Above [`MAX_UNITS`].
    #[error("must be at most 1000000000 units")]
    TooMany,
}

impl Quantity {
    /// A whole number of units.
    pub const fn units(count: u32) -> Self {
        Self(count as i64 * MICROS)
    }

    /// From millionths of a unit.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// In millionths of a unit.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads a JSON number's text. Finer than a millionth is rounded half-even.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let number = Number::parse(text)?;
        if number.is_negative() {
            return Err(QuantityError::Negative);
        }
        match number.scaled(6) {
            Ok(micros) if micros <= MAX_UNITS * MICROS => Ok(Self(micros)),
            Ok(_) | Err(NumberError::TooLarge) => Err(QuantityError::TooMany),
            Err(error) => Err(error.into()),
        }
    }

    /// Whole units, a started one counted in full.
    pub fn ceil_units(self) -> i64 {
        self.0.div_euclid(MICROS) + i64::from(self.0.rem_euclid(MICROS) > 0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(f, self.0, MICROS, 6)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.to_string(), serializer)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(serde::de::Error::custom)
    }
}

/// A kind of usage: `input`, `cache_read`, `output`, `characters`, `read_units` …
///
/// The kinds that the product knows are constants; any other name of the same form is kept as it
/// is and stays unpriced until a price book names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsageKind(Cow<'static, str>);

/// Not a name for a kind of usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must be 1 to 64 characters of a-z, 0-9 and _, starting with a letter")]
pub struct InvalidKind;

impl UsageKind {
    /// Prompt tokens that no cache served.
    pub const INPUT: Self = Self(Cow::Borrowed("input"));
    /// Prompt tokens served from a cache.
    pub const CACHE_READ: Self = Self(Cow::Borrowed("cache_read"));
    /// Prompt tokens written to a cache, lifetime not stated.
    pub const CACHE_WRITE: Self = Self(Cow::Borrowed("cache_write"));
    /// Completion tokens other than reasoning.
    pub const OUTPUT: Self = Self(Cow::Borrowed("output"));
    /// Completion tokens spent on reasoning.
    pub const REASONING: Self = Self(Cow::Borrowed("reasoning"));
    /// Characters of text, as speech synthesis bills them.
    pub const CHARACTERS: Self = Self(Cow::Borrowed("characters"));
    /// Seconds of audio.
    pub const SECONDS: Self = Self(Cow::Borrowed("seconds"));
    /// Requests, for providers that bill each one.
    pub const REQUESTS: Self = Self(Cow::Borrowed("requests"));

    /// A kind by its name.
    pub fn parse(name: &str) -> Result<Self, InvalidKind> {
        let well_formed = name.len() <= 64
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if well_formed { Ok(Self(Cow::Owned(name.to_owned()))) } else { Err(InvalidKind) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Counts towards the prompt total: all input, cache reads and cache writes.
    pub fn is_prompt(&self) -> bool {
        self.is_cache_read()
            || self.is_cache_write()
            || matches!(self.as_str(), "input" | "input_audio" | "input_image" | "input_video")
    }

    /// Counts towards the completion total: all output, reasoning included.
    pub fn is_completion(&self) -> bool {
        matches!(
            self.as_str(),
            "output" | "output_audio" | "output_image" | "output_video" | "reasoning" | "citation"
        )
    }

    /// Tokens served from a cache, of any modality.
    pub fn is_cache_read(&self) -> bool {
        self.0.starts_with("cache_read")
    }

    /// Tokens written to a cache, of any lifetime.
    pub fn is_cache_write(&self) -> bool {
        self.0.starts_with("cache_write")
    }

    /// The kinds whose price applies, in order, when this one has no price of its own.
    ///
    /// A part bills like the whole that it belongs to: providers without a cache discount charge a
    /// cached token as any other prompt token.
    pub fn fallbacks(&self) -> &'static [&'static str] {
        match self.as_str() {
            "cache_read_audio" => &["cache_read", "input_audio", "input"],
            "cache_read_image" => &["cache_read", "input_image", "input"],
            "cache_read_video" => &["cache_read", "input_video", "input"],
            "cache_write" => &["cache_write_5m", "input"],
            "cache_write_5m" | "cache_write_30m" | "cache_write_1h" | "cache_write_12h" => {
                &["cache_write", "cache_write_5m", "input"]
            }
            "cache_read" | "input_audio" | "input_image" | "input_video" => &["input"],
            "output_audio" | "output_image" | "output_video" | "reasoning" | "citation" => {
                &["output"]
            }
            "annotated_pages" => &["pages"],
            "input_seconds" | "output_seconds" => &["seconds"],
            _ => &[],
        }
    }
}

impl fmt::Display for UsageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The usage of one call: at most one quantity a kind, none of them zero, sorted by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Usage(Vec<(UsageKind, Quantity)>);

impl Usage {
    /// Adds a quantity of a kind.
    pub fn add(&mut self, kind: UsageKind, quantity: Quantity) {
        if quantity.0 == 0 {
            return;
        }
        match self.0.binary_search_by(|(known, _)| known.cmp(&kind)) {
            Ok(at) => self.0[at].1 = Quantity(self.0[at].1.0.saturating_add(quantity.0)),
            Err(at) => self.0.insert(at, (kind, quantity)),
        }
    }

    /// The lines.
    pub fn iter(&self) -> impl Iterator<Item = (&UsageKind, Quantity)> {
        self.0.iter().map(|(kind, quantity)| (kind, *quantity))
    }

    /// Nothing was used, or nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many kinds were used.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a kind is among the lines.
    pub fn has(&self, kind: &UsageKind) -> bool {
        self.0.binary_search_by(|(known, _)| known.cmp(kind)).is_ok()
    }

    /// Units of the kinds that `select` chooses, a started unit counted in full.
    pub fn count(&self, select: impl Fn(&UsageKind) -> bool) -> i64 {
        self.sum(select).ceil_units()
    }

    /// The quantity of the kinds that `select` chooses.
    pub fn sum(&self, select: impl Fn(&UsageKind) -> bool) -> Quantity {
        let chosen = self.0.iter().filter(|(kind, _)| select(kind));
        Quantity(chosen.fold(0, |sum, (_, quantity)| sum.saturating_add(quantity.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_exact_to_a_millionth() {
        for (text, shown) in
            [("1200", "1200"), ("61.5", "61.5"), ("0.0000001", "0"), ("1e3", "1000")]
        {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), shown);
        }
        assert_eq!(Quantity::parse("-1"), Err(QuantityError::Negative));
        assert_eq!(Quantity::parse("1000000001"), Err(QuantityError::TooMany));
        assert_eq!(Quantity::parse("18446744073709551616"), Err(QuantityError::TooMany));
        assert_eq!(Quantity::parse("x"), Err(QuantityError::Number(NumberError::Malformed)));
        assert_eq!(Quantity::units(1_000_000_000).ceil_units(), MAX_UNITS);
    }

    #[test]
    fn totals_include_their_parts() {
        let mut usage = Usage::default();
        for (kind, units) in [
            ("input", 100),
            ("cache_read", 20),
            ("cache_write_1h", 3),
            ("output", 7),
            ("reasoning", 2),
            ("input_seconds", 9),
        ] {
            usage.add(UsageKind::parse(kind).unwrap(), Quantity::units(units));
        }
        assert_eq!(usage.count(UsageKind::is_prompt), 123);
        assert_eq!(usage.count(UsageKind::is_completion), 9);
        assert_eq!(usage.count(UsageKind::is_cache_write), 3);
    }

    #[test]
    fn kind_names() {
        assert!(UsageKind::parse("gpu_seconds").is_ok());
        for bad in ["", "Input", "1x", "a b", "a-b", "_x"] {
            assert_eq!(UsageKind::parse(bad), Err(InvalidKind), "{bad:?}");
        }
    }
}
