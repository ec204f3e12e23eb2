//! The questions that a cost owner asks, answered from the ledger.

pub mod costs;
pub mod customers;
mod dimension;
pub mod insights;
pub mod kept;
pub mod models;
pub mod page;
pub mod people;
pub mod plan;
pub mod runs;
pub mod sections;
pub mod series;
pub mod summary;
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
    /// Hours and days of two windows have no common names.
    #[error("`compare` does not go with `hour` or `day`; ask for each window by itself")]
    ComparedTimes,
    /// It needs single events that are no longer kept; the text says from when on they are.
    #[error("{0}")]
    Gone(String),
    /// A sum left the range of a 64-bit integer.
    #[error("the total exceeds 9.2 billion USD; narrow the window")]
    Overflow,
}
