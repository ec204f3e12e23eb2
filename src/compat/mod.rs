//! Other people's wire formats, translated at the door and nowhere else.

pub mod csv;
mod draft;
pub mod intake;
pub mod langfuse;
pub mod litellm;
pub mod llmobserve;
pub mod otlp;
mod row;
mod tokens;

pub use row::MAX_ROW;

use serde_json::value::RawValue;

use crate::domain::money::Usd;
use crate::ingest::Rejection;

use self::llmobserve::wire::Claimed;

/// Another system's rows as events.
pub trait Translate: Send {
    /// The event that a row tells of.
    fn event(&mut self, row: &RawValue) -> Result<Claimed, Rejection>;

    /// What the row says that it cost. Asked of rows that cannot be translated, so that two ledgers
    /// can still be compared.
    fn figure(&self, row: &RawValue) -> Option<Usd>;
}
