//! The prices of each tenant as they are now, and the acts that change them.

mod compile;
mod imports;
mod overrides;
mod service;

use thiserror::Error;

use crate::clock::NoRandomness;
use crate::domain::money::TooFine;
use crate::pricing::import::ImportError;
use crate::pricing::{BookError, Invalid};
use crate::store::StoreError;

pub use compile::Candidate;
pub use imports::{File, Prepared};
pub use overrides::{Owner, Written};
pub use service::Prices;

/// Why prices cannot be read or changed.
#[derive(Debug, Error)]
pub enum PricesError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Stored prices cannot be read.
    #[error("the stored prices {id} cannot be read: {cause}")]
    Damaged {
        /// The import or override.
        id: String,
        /// Why.
        cause: String,
    },
    /// The compiled-in book.
    #[error(transparent)]
    Book(#[from] BookError),
    /// What somebody wrote is not a price.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A file is not what it is said to be.
    #[error("the file cannot be read: {0}")]
    File(#[from] ImportError),
    /// There is no such tenant.
    #[error("there is no tenant {0}; create it with `llmobserve tenants create {0}`")]
    NoTenant(String),
    /// There are too many overrides.
    #[error("there are {0} overrides in use; retire some, or import a price list")]
    TooMany(i64),
    /// No id can be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Prices multiply to more digits than a decimal has.
    #[error(transparent)]
    TooFine(#[from] TooFine),
}
