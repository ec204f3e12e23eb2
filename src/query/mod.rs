//! The questions that a cost owner asks, answered from the ledger.

pub mod costs;
pub mod customers;
pub mod plan;
pub mod runs;
pub mod tree;
pub mod unpriced;

use thiserror::Error;

use crate::domain::window::WindowError;
use crate::store::StoreError;

/// Why a question has no answer.
#[derive(Debug, Error)]
pub enum QueryError {
    /// The window cannot be cut as asked.
    #[error(transparent)]
    Window(#[from] WindowError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sum left the range of a 64-bit integer.
    #[error("the total exceeds 9.2 billion USD; narrow the window")]
    Overflow,
}
