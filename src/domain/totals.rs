//! The measures that every total is made of.

use super::money::Usd;

/// Sums over calls. All parts are integers and add without loss; a call that turns out to be a
/// duplicate is taken back by adding its negation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Provider calls, duplicates excluded.
    pub calls: i64,
    /// Calls that failed.
    pub errors: i64,
    /// Calls with a usage line, or a whole usage, that we have no price for.
    pub unpriced_calls: i64,
    /// Calls that the customer's own provider account paid.
    pub customer_paid_calls: i64,
    /// Prompt tokens: uncached, read from and written to caches.
    pub input_tokens: i64,
    /// Completion tokens, reasoning included.
    pub output_tokens: i64,
    /// Prompt tokens read from a cache.
    pub cache_read_tokens: i64,
    /// Prompt tokens written to a cache.
    pub cache_write_tokens: i64,
    /// Completion tokens spent on reasoning.
    pub reasoning_tokens: i64,
    /// Nano-USD that the tenant paid.
    pub cost: i64,
    /// Nano-USD that customers paid on their own accounts; never part of `cost`.
    pub customer_paid_cost: i64,
    /// Sum of latencies in microseconds, over the calls that report one.
    pub latency: i64,
    /// Calls that report a latency.
    pub timed_calls: i64,
}

/// One call, as far as totals are concerned.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// It failed.
    pub failed: bool,
    /// Some of it has no price.
    pub unpriced: bool,
    /// The customer's own account paid.
    pub customer_paid: bool,
    /// Prompt tokens.
    pub input_tokens: i64,
    /// Completion tokens.
    pub output_tokens: i64,
    /// Prompt tokens read from a cache.
    pub cache_read_tokens: i64,
    /// Prompt tokens written to a cache.
    pub cache_write_tokens: i64,
    /// Completion tokens spent on reasoning.
    pub reasoning_tokens: i64,
    /// Nano-USD.
    pub cost: i64,
    /// Microseconds, where reported.
    pub latency: Option<i64>,
}

impl From<Call> for Totals {
    fn from(call: Call) -> Self {
        let (cost, customer_paid_cost) =
            if call.customer_paid { (0, call.cost) } else { (call.cost, 0) };
        Self {
            calls: 1,
            errors: i64::from(call.failed),
            unpriced_calls: i64::from(call.unpriced),
            customer_paid_calls: i64::from(call.customer_paid),
            input_tokens: call.input_tokens,
            output_tokens: call.output_tokens,
            cache_read_tokens: call.cache_read_tokens,
            cache_write_tokens: call.cache_write_tokens,
            reasoning_tokens: call.reasoning_tokens,
            cost,
            customer_paid_cost,
            latency: call.latency.unwrap_or(0),
            timed_calls: i64::from(call.latency.is_some()),
        }
    }
}

impl Totals {
    /// The measures in the order in which every table of totals has them.
    pub const fn to_array(self) -> [i64; 13] {
        [
            self.calls,
            self.errors,
            self.unpriced_calls,
            self.customer_paid_calls,
            self.input_tokens,
            self.output_tokens,
            self.cache_read_tokens,
            self.cache_write_tokens,
            self.reasoning_tokens,
            self.cost,
            self.customer_paid_cost,
            self.latency,
            self.timed_calls,
        ]
    }

    /// From measures in the order of [`Self::to_array`].
    pub const fn from_array(measures: [i64; 13]) -> Self {
        let [
            calls,
            errors,
            unpriced_calls,
            customer_paid_calls,
            input_tokens,
            output_tokens,
            cache_read_tokens,
            cache_write_tokens,
            reasoning_tokens,
            cost,
            customer_paid_cost,
            latency,
            timed_calls,
        ] = measures;
        Self {
            calls,
            errors,
            unpriced_calls,
            customer_paid_calls,
            input_tokens,
            output_tokens,
            cache_read_tokens,
            cache_write_tokens,
            reasoning_tokens,
            cost,
            customer_paid_cost,
            latency,
            timed_calls,
        }
    }

    /// Adds the other's measures. `None` where a sum leaves the range of a 64-bit integer.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let mut sum = self.to_array();
        for (left, right) in sum.iter_mut().zip(other.to_array()) {
            *left = left.checked_add(right)?;
        }
        Some(Self::from_array(sum))
    }

    /// What takes these measures back.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::from_array(self.to_array().map(i64::wrapping_neg))
    }

    /// Nothing counted.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// What the tenant paid.
    pub fn cost_usd(self) -> Usd {
        Usd::from_nanos(self.cost)
    }

    /// What customers paid on their own accounts.
    pub fn customer_paid_cost_usd(self) -> Usd {
        Usd::from_nanos(self.customer_paid_cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_back_leaves_nothing() {
        let totals = Totals { calls: 1, cost: 123_000, latency: 88, ..Totals::default() };
        assert!(totals.plus(totals.negated()).unwrap().is_zero());
        assert_eq!(Totals { cost: i64::MAX, ..Totals::default() }.plus(totals), None);
    }
}
