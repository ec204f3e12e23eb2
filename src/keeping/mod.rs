//! What is kept and what is lost: retention of single events, and the erasure of a customer.
//!
//! Totals are never lost. `docs/decisions/0011-retention-and-erasure.md` has the reasoning.

mod erasure;
mod retention;

pub use erasure::MAX_REASON;
pub use retention::{Keeping, Kept};
