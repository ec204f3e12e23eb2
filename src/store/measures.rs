//! The measures of a row of totals, and what an event's row adds to them, as they are read.

use crate::domain::event::{PriceState, Status};
use crate::domain::totals::{Call, Totals};

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

/// The columns of an event that totals are made of. Part of other rows by `#[sqlx(flatten)]`.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Counted {
    pub status: String,
    /// Empty for a step, which is no call. Neither a step nor a void call counts.
    pub price_state: String,
    pub customer_paid: i64,
    pub input_tokens: i64,
    pub output_tokens: i64,
    pub cache_read_tokens: i64,
    pub cache_write_tokens: i64,
    pub reasoning_tokens: i64,
    pub latency: Option<i64>,
    pub cost: i64,
}

impl Counted {
    /// What the event counts for, were it no duplicate.
    pub fn totals(&self) -> Totals {
        if self.price_state.is_empty() || self.price_state == PriceState::Void.as_str() {
            return Totals::default();
        }
        Totals::from(Call {
            failed: Status::new(&self.status).is_error(),
            unpriced: self.price_state == PriceState::Unpriced.as_str(),
            customer_paid: self.customer_paid == 1,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            cache_read_tokens: self.cache_read_tokens,
            cache_write_tokens: self.cache_write_tokens,
            reasoning_tokens: self.reasoning_tokens,
            cost: self.cost,
            latency: self.latency,
        })
    }
}
