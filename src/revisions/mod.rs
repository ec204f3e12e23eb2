//! Changes of what was stored: re-pricing, voiding, moving to another customer, and taking back.
//!
//! The past is never rewritten silently: each changed event keeps what it was and became, with the
//! reason, and every total changes with it in one transaction. `docs/decisions/0010-revisions.md`
//! has the reasoning.

mod judge;
mod preview;
mod service;

use thiserror::Error;

use crate::clock::NoRandomness;
use crate::domain::revision::InvalidRequest;
use crate::pricing::TariffUnavailable;
use crate::store::StoreError;

pub use preview::{Effect, Preview};
pub use service::Revisions;

/// Why a revision cannot be done.
#[derive(Debug, Error)]
pub enum RevisionError {
    /// The database, or what is stored there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The prices.
    #[error(transparent)]
    Prices(#[from] TariffUnavailable),
    /// No id can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// What is asked for means nothing.
    #[error(transparent)]
    Invalid(#[from] InvalidRequest),
    /// A sum left the range of a 64-bit integer.
    #[error("the change exceeds 9.2 billion USD; narrow the window")]
    Overflow,
}
