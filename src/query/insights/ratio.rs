//! Exact comparisons of ratios, and how figures are said in a sentence.

use crate::domain::money::NANOS;

/// A numerator and a denominator, neither negative.
pub type Ratio = (i64, i64);

/// Whether one ratio is at least `percent` per cent of another.
pub fn at_least(left: Ratio, percent: i64, right: Ratio) -> bool {
    let product = |factors: [i64; 3]| {
        factors.iter().fold(1_i128, |product, factor| product.saturating_mul(i128::from(*factor)))
    };
    product([left.0, right.1, 100]) >= product([right.0, left.1, percent])
}

/// How many times one ratio another is, in hundredths, rounded half up; 0 of nothing.
pub fn times(left: Ratio, right: Ratio) -> i64 {
    let part = i128::from(left.0).saturating_mul(i128::from(right.1)).saturating_mul(100);
    let whole = i128::from(left.1).saturating_mul(i128::from(right.0));
    let rounded = part.saturating_add(whole / 2).checked_div(whole).unwrap_or(0);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// `amount × part / whole`, rounded half-even; 0 of nothing.
pub fn share(amount: i64, (part, whole): Ratio) -> i64 {
    let (product, whole) = (i128::from(amount).saturating_mul(part.into()), i128::from(whole));
    if whole == 0 {
        return 0;
    }
    let (quotient, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let up = match (rest * 2).cmp(&whole) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Greater => 1,
        std::cmp::Ordering::Equal => quotient.rem_euclid(2),
    };
    i64::try_from(quotient + up).unwrap_or(i64::MAX)
}

/// An amount for a sentence: whole cents from one dollar on, exact below.
pub fn usd(nanos: i64) -> String {
    const CENT: i64 = NANOS / 100;
    if nanos.abs() < NANOS {
        return format!("${}", crate::domain::money::Usd::from_nanos(nanos));
    }
    let cents = share(nanos, (1, CENT));
    format!("${}.{:02}", cents / 100, (cents % 100).abs())
}

/// Hundredths for a sentence, one decimal: `3.2`.
pub fn decimal(hundredths: i64) -> String {
    let tenths = share(hundredths, (1, 10));
    if tenths % 10 == 0 {
        return (tenths / 10).to_string();
    }
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A part of a whole for a sentence: `12.5 %`.
pub fn percent(part: Ratio) -> String {
    format!("{} %", decimal(times(part, (1, 100))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_compared_exactly() {
        assert!(at_least((2, 1), 200, (1, 1)));
        assert!(!at_least((1_999_999_999, 1_000_000_000), 200, (1, 1)));
        assert!(at_least((1, 3), 100, (1, 3)));
        assert_eq!(times((7, 2), (1, 1)), 350);
        assert_eq!(times((7, 2), (0, 1)), 0);
    }

    #[test]
    fn amounts_are_shared_half_even() {
        assert_eq!(
            [share(5, (1, 2)), share(7, (1, 2)), share(1, (0, 3)), share(1, (1, 0))],
            [2, 4, 0, 0]
        );
        assert_eq!(share(i64::MAX, (i64::MAX, i64::MAX)), i64::MAX);
    }

    #[test]
    fn figures_are_short_in_a_sentence() {
        assert_eq!(usd(12_345_000_001), "$12.35");
        assert_eq!(usd(123_000), "$0.000123");
        assert_eq!(decimal(325), "3.2");
        assert_eq!(decimal(400), "4");
        assert_eq!(percent((1, 8)), "12.5 %");
    }
}
