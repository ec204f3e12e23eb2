//! Ratios and percentages with two decimals.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Hundredths, written as a number with what decimals there are: `12.5`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = f64, example = 12.5)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// A part of a whole as a percentage, rounded half up; 0 of nothing.
    pub fn percentage(part: i64, whole: i64) -> Self {
        let hundredths = i128::from(part) * 10_000 + i128::from(whole) / 2;
        let share = hundredths.checked_div(i128::from(whole)).unwrap_or(0);
        Self(i64::try_from(share).unwrap_or(0))
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{fraction:02}").trim_end_matches('0'))
    }
}

impl Serialize for Hundredths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?;
        text.serialize(serializer)
    }
}
