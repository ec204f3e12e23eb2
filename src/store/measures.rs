//! The measures of a row of totals, as they are read.

use crate::domain::totals::Totals;

/// The columns that every table of totals has. Part of other rows by `#[sqlx(flatten)]`.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Measures {
    calls: i64,
    errors: i64,
    unpriced_calls: i64,
    customer_paid_calls: i64,
    input_tokens: i64,
    output_tokens: i64,
    cache_read_tokens: i64,
    cache_write_tokens: i64,
    reasoning_tokens: i64,
    cost: i64,
    customer_paid_cost: i64,
    latency: i64,
    timed_calls: i64,
}

impl From<Measures> for Totals {
    fn from(measures: Measures) -> Self {
        Self {
            calls: measures.calls,
            errors: measures.errors,
            unpriced_calls: measures.unpriced_calls,
            customer_paid_calls: measures.customer_paid_calls,
            input_tokens: measures.input_tokens,
            output_tokens: measures.output_tokens,
            cache_read_tokens: measures.cache_read_tokens,
            cache_write_tokens: measures.cache_write_tokens,
            reasoning_tokens: measures.reasoning_tokens,
            cost: measures.cost,
            customer_paid_cost: measures.customer_paid_cost,
            latency: measures.latency,
            timed_calls: measures.timed_calls,
        }
    }
}
