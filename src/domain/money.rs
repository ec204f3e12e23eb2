//! Amounts of money and unit prices.
//!
//! An amount is a whole number of nano-USD. A unit price is an exact decimal. The two meet in
//! [`UnitPrice::amount`], which rounds once, half-even; after that there is only integer addition,
//! so a sum does not depend on its order and every total equals the sum of its lines.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use thiserror::Error;

use super::number::{FLOAT_DIGITS, Number, NumberError};
use super::usage::Quantity;

/// Nano-USD in one USD.
pub const NANOS: i64 = 1_000_000_000;

/// An amount of money in nano-USD (10⁻⁹ USD), between about ±9.2 billion USD.
///
/// In JSON it is a number with its exact, canonical text: `0.000123`, never an exponent, never a
/// trailing zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(i64);

/// Highest cost of one event: $1,000,000. A bound on what one mistake can do to a total.
pub const MAX_EVENT_COST: Usd = Usd::from_nanos(1_000_000_000_000_000);

/// A sum or a product that does not fit an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the amount does not fit: more than 9.2 billion USD")]
pub struct MoneyOverflow;

/// A mark-up that makes a price longer than an exact decimal can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the mark-ups multiply the price to more than 28 digits; give a factor or the price fewer digits"
)]
pub struct TooFine;

impl Usd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From nano-USD.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// In nano-USD.
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// The sum, or an error where it does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyOverflow> {
        self.0.checked_add(other.0).map(Self).ok_or(MoneyOverflow)
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(f, self.0, NANOS, 9)
    }
}

/// Writes `value / unit` (`unit` = 10^`digits`) without exponent and without trailing zeros.
pub(super) fn write_scaled(
    f: &mut fmt::Formatter<'_>,
    value: i64,
    unit: i64,
    digits: usize,
) -> fmt::Result {
    let (whole, fraction) = (value.unsigned_abs() / unit.unsigned_abs(), value % unit);
    let sign = if value < 0 { "-" } else { "" };
    if fraction == 0 {
        return write!(f, "{sign}{whole}");
    }
    let text = format!("{:0digits$}", fraction.unsigned_abs());
    write!(f, "{sign}{whole}.{}", text.trim_end_matches('0'))
}

impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.to_string(), serializer)
    }
}

/// Serialises a decimal text as a JSON number, digit for digit.
pub(super) fn serialize_number<S: Serializer>(
    text: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    RawValue::from_string(text.to_owned()).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

impl Usd {
    /// The amount times a ratio of two counts, rounded half-even: 1,000,000 / tokens for the cost of
    /// a million tokens. `None` where the denominator is not above zero, or the result too large.
    pub fn scaled(self, numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let product = i128::from(self.0) * i128::from(numerator);
        i64::try_from(divide_half_even(product, i128::from(denominator))).ok().map(Self)
    }
}

/// What a client says a call cost, with the text as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientCost {
    /// The number as the client wrote it.
    pub text: String,
    /// The same in nano-USD: a figure of more than 15 significant digits is a float's rendering
    /// and is first rounded to 15.
    pub nanos: i64,
}

impl ClientCost {
    /// Reads a JSON number's text, scientific notation included.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let number = Number::parse(text)?;
        let nanos = number.round_significant(FLOAT_DIGITS).scaled(9)?;
        Ok(Self { text: text.to_owned(), nanos })
    }

    /// Reads a figure out of another ledger, to the digit: rounded once, half-even, to nano-USD, so
    /// that the sums of both are the same.
    pub fn stored(text: &str) -> Result<Self, NumberError> {
        Ok(Self { text: text.to_owned(), nanos: Number::parse(text)?.scaled(9)? })
    }

    /// Above zero, if only by less than an amount can hold.
    pub fn is_above_zero(&self) -> bool {
        let is_positive = |n: Number| n.significant_digits() > 0 && !n.is_negative();
        self.nanos > 0 || (self.nanos == 0 && Number::parse(&self.text).is_ok_and(is_positive))
    }

    /// The amount.
    pub fn amount(&self) -> Usd {
        Usd(self.nanos)
    }
}

/// An exact price for a number of units: `2.5` USD per 1,000,000 tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitPrice {
    /// USD for `per` units, not negative.
    pub usd: Decimal,
    /// How many units that price is for, at least one.
    pub per: u32,
}

impl UnitPrice {
    /// What `quantity` costs, rounded once, half-even, to nano-USD.
    pub fn amount(&self, quantity: Quantity) -> Result<Usd, MoneyOverflow> {
        // quantity = micros / 10^6 and price = mantissa / 10^scale, so in nano-USD the product is
        // micros × mantissa × 10^3 / (10^scale × per).
        let count = i128::from(quantity.micros()).checked_mul(1_000).ok_or(MoneyOverflow)?;
        let denominator = 10_i128
            .checked_pow(self.usd.scale())
            .and_then(|power| power.checked_mul(i128::from(self.per)))
            .ok_or(MoneyOverflow)?;
        let (quotient, remainder) = match count.checked_mul(self.usd.mantissa()) {
            Some(numerator) => (numerator / denominator, numerator % denominator),
            None => divide_product(count, self.usd.mantissa(), denominator)?,
        };
        i64::try_from(half_even(quotient, remainder, denominator))
            .map(Usd)
            .map_err(|_| MoneyOverflow)
    }

    /// `usd` times a mark-up, exactly: an error where the digits do not fit a decimal.
    pub fn marked_up(usd: Decimal, factor: Decimal) -> Result<Decimal, TooFine> {
        let (usd, factor) = (usd.normalize(), factor.normalize());
        let product = usd.mantissa().checked_mul(factor.mantissa()).ok_or(TooFine)?;
        Decimal::try_from_i128_with_scale(product, usd.scale() + factor.scale())
            .map(|price| price.normalize())
            .map_err(|_| TooFine)
    }

    /// True for an explicit price of zero.
    pub fn is_free(&self) -> bool {
        self.usd.is_zero()
    }
}

/// The quotient, rounded half-even. The denominator is above zero.
pub(super) fn divide_half_even(numerator: i128, denominator: i128) -> i128 {
    let (quotient, remainder) =
        (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    half_even(quotient, remainder, denominator)
}

/// Quotient and remainder of `count × mantissa` that is wider than 128 bits, as the products of
/// mark-ups are: long division, one bit of `count` a step. `count` is below 2⁷⁴, the mantissa below
/// 2⁹⁶ and the denominator below 2¹²⁶, so no step leaves 128 bits. None is negative.
fn divide_product(
    count: i128,
    mantissa: i128,
    denominator: i128,
) -> Result<(i128, i128), MoneyOverflow> {
    let (mut quotient, mut remainder) = (0_i128, 0_i128);
    for bit in (0..74).rev() {
        remainder = remainder * 2 + if count >> bit & 1 == 1 { mantissa } else { 0 };
        quotient = quotient
            .checked_mul(2)
            .and_then(|doubled| doubled.checked_add(remainder / denominator))
            .ok_or(MoneyOverflow)?;
        remainder %= denominator;
    }
    Ok((quotient, remainder))
}

/// Rounds what a division left, half to even.
fn half_even(quotient: i128, remainder: i128, denominator: i128) -> i128 {
    match remainder.cmp(&(denominator - remainder)) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(usd: &str, per: u32) -> UnitPrice {
        UnitPrice { usd: Decimal::from_str_exact(usd).unwrap(), per }
    }

    #[test]
    fn an_amount_is_written_exactly_and_canonically() {
        for (nanos, text) in [
            (0, "0"),
            (1, "0.000000001"),
            (123_000, "0.000123"),
            (3_600_000, "0.0036"),
            (NANOS, "1"),
            (-1_500_000_000, "-1.5"),
            (i64::MIN, "-9223372036.854775808"),
        ] {
            assert_eq!(Usd::from_nanos(nanos).to_string(), text);
            assert_eq!(serde_json::to_string(&Usd::from_nanos(nanos)).unwrap(), text);
        }
    }

    #[test]
    fn a_line_is_rounded_once_half_even() {
        let one = Quantity::units(1);
        assert_eq!(price("0.0005", 1_000_000).amount(one), Ok(Usd(0)));
        assert_eq!(price("0.0015", 1_000_000).amount(one), Ok(Usd(2)));
        assert_eq!(price("0.0025", 1_000_000).amount(one), Ok(Usd(2)));
        assert_eq!(price("2.5", 1_000_000).amount(Quantity::units(1200)), Ok(Usd(3_000_000)));
        // 61.5 seconds at $0.36 an hour.
        assert_eq!(
            price("0.36", 3600).amount(Quantity::from_micros(61_500_000)),
            Ok(Usd(6_150_000))
        );
    }

    #[test]
    fn a_long_price_is_as_exact_as_a_short_one() {
        // 10^9 units at 2.5 × 1.0000000001 × 1.0000000001 a million.
        let long = price("2.500000000500000000025", 1_000_000);
        assert_eq!(long.amount(Quantity::units(1_000_000_000)), Ok(Usd(2_500_000_000_500)));
        // Exactly half a nano-dollar beside an even and an odd one, through the wide division.
        let half = |text| price(text, 1_000_000_000).amount(Quantity::units(1_000_000_000));
        assert_eq!(half("4.0000000005000000000000000000"), Ok(Usd(4_000_000_000)));
        assert_eq!(half("4.0000000015000000000000000000"), Ok(Usd(4_000_000_002)));
        assert_eq!(half("4.0000000005000000000000000001"), Ok(Usd(4_000_000_001)));
    }

    #[test]
    fn a_product_that_does_not_fit_is_an_error() {
        assert_eq!(
            price("79228162514264337593543950335", 1).amount(Quantity::units(1_000_000_000)),
            Err(MoneyOverflow)
        );
    }

    #[test]
    fn a_client_figure_keeps_its_text() {
        let cost = ClientCost::parse("0.0006500000000000001").unwrap();
        assert_eq!((cost.amount(), cost.text.as_str()), (Usd(650_000), "0.0006500000000000001"));
    }
}
