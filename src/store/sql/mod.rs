//! Every SQL text. One text serves both databases; the few that cannot have two.
//!
//! `?` marks a parameter. In a [`Bulk`](super::rows::Bulk) the rows `v` come first, then the
//! parameters of its tail in the order of the text.

macro_rules! measures {
    () => {
        "calls, errors, unpriced_calls, customer_paid_calls, input_tokens, output_tokens, \
         cache_read_tokens, cache_write_tokens, reasoning_tokens, cost, customer_paid_cost, \
         latency, timed_calls"
    };
}

mod access;
mod answers;
mod backup;
mod erasures;
mod imports;
mod ingest;
mod legacy;
#[cfg(test)]
mod prepared;
mod prices;
mod retention;
mod revisions;
mod verify;

pub use access::*;
pub use answers::*;
pub use backup::*;
pub use erasures::*;
pub use imports::*;
pub use ingest::*;
pub use legacy::*;
pub use prices::*;
pub use retention::*;
pub use revisions::*;
pub use verify::*;
