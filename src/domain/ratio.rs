//! Shares and changes, exact to the sixth decimal.

use std::fmt;

use serde::{Serialize, Serializer};

use super::money::{divide_half_even, serialize_number, write_scaled};

/// Millionths of a whole, written as a decimal number: `0.25`, `-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(i64);

impl Ratio {
    /// A part of a whole, rounded half-even. `None` where the whole is zero, or the ratio beyond
    /// nine trillion.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let (part, whole) = (i128::from(part) * i128::from(whole.signum()), i128::from(whole));
        i64::try_from(divide_half_even(part * 1_000_000, whole.abs())).ok().map(Self)
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(f, self.0, 1_000_000, 6)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.to_string(), serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_rounded_once_and_written_short() {
        for (part, whole, text) in [
            (1, 4, Some("0.25")),
            (1, 3, Some("0.333333")),
            (2, 3, Some("0.666667")),
            (-1, 1, Some("-1")),
            (-1, 8, Some("-0.125")),
            (1, -2, Some("-0.5")),
            (1, 2_000_000, Some("0")),
            (3, 2_000_000, Some("0.000002")),
            (0, 5, Some("0")),
            (i64::MAX, 1, None),
            (5, 0, None),
        ] {
            assert_eq!(Ratio::of(part, whole).map(|ratio| ratio.to_string()).as_deref(), text);
        }
    }
}
