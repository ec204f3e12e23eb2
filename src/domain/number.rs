//! Decimal numbers read from text, exactly.
//!
//! JSON numbers reach us as text (`0.0036`, `3.9e-05`, `1200`). They become scaled integers here
//! without passing through a float, so that what a client wrote is what is counted.

use thiserror::Error;

/// Digits beyond this are a float's rendering, not something a client meant
/// (an IEEE double carries 15 significant decimal digits).
pub const FLOAT_DIGITS: usize = 15;

/// Longest number accepted, in bytes. The smallest and the largest double written in full stay
/// well below it.
const MAX_TEXT: usize = 400;

/// Why a text is not a number that we can count with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Not a decimal number at all.
    #[error("is not a number")]
    Malformed,
    /// Does not fit the range in which exact arithmetic is possible.
    #[error("is too large")]
    TooLarge,
    /// Has a fraction where a whole number is required.
    #[error("must be a whole number")]
    NotWhole,
}

/// A decimal number: `digits × 10^exponent`, with a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    /// Significant digits, most significant first, without leading or trailing zeros.
    digits: Vec<u8>,
    exponent: i32,
}

impl Number {
    /// Reads a JSON number or the text of one: optional sign, digits, fraction, exponent.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        if text.len() > MAX_TEXT {
            return Err(NumberError::TooLarge);
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return Err(NumberError::Malformed),
            Some((whole, fraction)) => (whole, fraction),
            None => (mantissa, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(NumberError::Malformed);
        }
        let digits = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let scale = i32::try_from(fraction.len()).map_err(|_| NumberError::TooLarge)?;
        Ok(Self { negative, digits, exponent: exponent - scale }.canonical())
    }

    /// Below zero. A negative zero is not.
    pub fn is_negative(&self) -> bool {
        self.negative && !self.digits.is_empty()
    }

    /// How many significant digits the number was written with.
    pub fn significant_digits(&self) -> usize {
        self.digits.len()
    }

    /// The nearest number with at most `count` significant digits, ties to even.
    pub fn round_significant(self, count: usize) -> Self {
        if self.digits.len() <= count {
            return self;
        }
        let up = rounds_up(&self.digits[..count], &self.digits[count..]);
        let mut digits = self.digits[..count].to_vec();
        let dropped = self.digits.len() - count;
        let mut exponent = self.exponent + i32::try_from(dropped).unwrap_or(i32::MAX);
        if up && increment(&mut digits) {
            digits.insert(0, 1);
            digits.pop();
            exponent += 1;
        }
        Self { negative: self.negative, digits, exponent }.canonical()
    }

    /// The number times `10^scale` as an integer, rounded half-even.
    pub fn scaled(&self, scale: u32) -> Result<i64, NumberError> {
        let shift = i64::from(self.exponent) + i64::from(scale);
        let length = i64::try_from(self.digits.len()).map_err(|_| NumberError::TooLarge)?;
        if self.digits.is_empty() || length + shift < 0 {
            return Ok(0);
        }
        if length + shift > 19 {
            return Err(NumberError::TooLarge);
        }
        let kept = usize::try_from(length + shift.min(0)).map_err(|_| NumberError::TooLarge)?;
        let mut value: i128 = 0;
        for digit in &self.digits[..kept] {
            value = value * 10 + i128::from(*digit);
        }
        for _ in 0..shift.max(0) {
            value *= 10;
        }
        if rounds_up(&self.digits[..kept], &self.digits[kept..]) {
            value += 1;
        }
        let signed = if self.negative { -value } else { value };
        i64::try_from(signed).map_err(|_| NumberError::TooLarge)
    }

    /// The number as an integer; a fraction is an error, `12.0` is twelve.
    pub fn whole(&self) -> Result<i64, NumberError> {
        if self.exponent < 0 {
            return Err(NumberError::NotWhole);
        }
        self.scaled(0)
    }

    /// The number times `10^shift` in digits, without exponent and without trailing zeros.
    pub fn plain(&self, shift: i32) -> String {
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let sign = if self.is_negative() { "-" } else { "" };
        let exponent = self.exponent.saturating_add(shift);
        let zeros = |count: usize| "0".repeat(count);
        let Ok(fraction) = usize::try_from(exponent.saturating_neg()) else {
            let count = if digits.is_empty() { 0 } else { exponent.unsigned_abs() as usize };
            return format!("{sign}{digits:0>1}{}", zeros(count));
        };
        if fraction == 0 || digits.is_empty() {
            return format!("{sign}{digits:0>1}");
        }
        let padded = format!("{}{digits}", zeros((fraction + 1).saturating_sub(digits.len())));
        let (whole, fraction) = padded.split_at(padded.len() - fraction);
        format!("{sign}{whole}.{fraction}")
    }

    fn canonical(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent = self.exponent.saturating_add(1);
        }
        let leading = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..leading);
        if self.digits.is_empty() {
            self.exponent = 0;
        }
        self
    }
}

fn parse_exponent(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Malformed);
    }
    let value: i32 = text.parse().map_err(|_| NumberError::TooLarge)?;
    if value.abs() > 400 { Err(NumberError::TooLarge) } else { Ok(value) }
}

/// Half-even: whether dropping `tail` after `kept` rounds away from zero.
fn rounds_up(kept: &[u8], tail: &[u8]) -> bool {
    match tail.first() {
        None => false,
        Some(first) if *first != 5 => *first > 5,
        Some(_) => {
            let exactly_half = tail[1..].iter().all(|digit| *digit == 0);
            !exactly_half || kept.last().is_some_and(|digit| digit % 2 == 1)
        }
    }
}

/// Adds one to the last digit. True when the number grew by a digit (it is then all zeros).
fn increment(digits: &mut [u8]) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return false;
        }
        *digit = 0;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nano(text: &str) -> Result<i64, NumberError> {
        Number::parse(text).and_then(|number| number.scaled(9))
    }

    #[test]
    fn reads_what_is_on_the_wire() {
        assert_eq!(nano("0"), Ok(0));
        assert_eq!(nano("-0.0"), Ok(0));
        assert_eq!(nano("3.9e-05"), Ok(39_000));
        assert_eq!(nano("7.74e-06"), Ok(7_740));
        assert_eq!(nano("1.8E-7"), Ok(180));
        assert_eq!(nano("0.0036"), Ok(3_600_000));
        assert_eq!(nano("1e6"), Ok(1_000_000_000_000_000));
        assert_eq!(nano("-3.5"), Ok(-3_500_000_000));
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        for text in ["", "-", ".5", "1.", "1e", "1e+", "NaN", "Infinity", "0x10", "1,5", " 1", "١"]
        {
            assert_eq!(Number::parse(text), Err(NumberError::Malformed), "{text:?}");
        }
        assert_eq!(nano("1e1000"), Err(NumberError::TooLarge));
        assert_eq!(nano("1e99999999999"), Err(NumberError::TooLarge));
        assert_eq!(nano("18446744073709551616"), Err(NumberError::TooLarge));
    }

    #[test]
    fn rounds_half_to_even() {
        assert_eq!(nano("0.0000000005"), Ok(0));
        assert_eq!(nano("0.0000000015"), Ok(2));
        assert_eq!(nano("0.0000000025"), Ok(2));
        assert_eq!(nano("0.00000000250000001"), Ok(3));
        assert_eq!(nano("0.00000000049999"), Ok(0));
        assert_eq!(nano("0.00000000009"), Ok(0));
    }

    #[test]
    fn a_float_rendering_is_rounded_to_fifteen_digits() {
        let number = Number::parse("0.0006500000000000001").unwrap();
        assert_eq!(number.significant_digits(), 16);
        assert_eq!(number.round_significant(FLOAT_DIGITS).scaled(9), Ok(650_000));
        let nines = Number::parse("9999999999999999").unwrap().round_significant(FLOAT_DIGITS);
        assert_eq!(nines, Number::parse("1e16").unwrap());
    }

    #[test]
    fn digits_without_exponent() {
        for (text, shift, plain) in [
            ("4e-06", 6, "4"),
            ("2.5e-7", 6, "0.25"),
            ("1.25", 0, "1.25"),
            ("0.000", 6, "0"),
            ("12", 2, "1200"),
            ("-3e3", -4, "-0.3"),
            ("0.0100", 2, "1"),
        ] {
            assert_eq!(Number::parse(text).unwrap().plain(shift), plain, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(Number::parse("1200").unwrap().whole(), Ok(1200));
        assert_eq!(Number::parse("1200.0").unwrap().whole(), Ok(1200));
        assert_eq!(Number::parse("1.2e3").unwrap().whole(), Ok(1200));
        assert_eq!(Number::parse("0.5").unwrap().whole(), Err(NumberError::NotWhole));
    }
}
