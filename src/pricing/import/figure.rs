//! Figures of foreign data: exact text, whatever it looks like.

use rust_decimal::Decimal;

use crate::domain::number::{FLOAT_DIGITS, Number};

use super::{Counts, ImportError};

/// The figure of a JSON value that is a number or the text of one, times `10^shift`. More than 15
/// significant digits are the noise of a float and are rounded away.
pub fn price(
    json: &str,
    shift: i32,
    place: &str,
    counts: &mut Counts,
) -> Result<Decimal, ImportError> {
    let text = json.trim().trim_matches('"');
    let wrong = || ImportError::new(place, format!("{text} is not a price"));
    let number = Number::parse(text).map_err(|_| wrong())?;
    if number.is_negative() {
        return Err(wrong());
    }
    if number.significant_digits() > FLOAT_DIGITS {
        counts.add("figures rounded to 15 digits");
    }
    let plain = number.round_significant(FLOAT_DIGITS).plain(shift);
    Decimal::from_str_exact(&plain).map_err(|_| wrong())
}
