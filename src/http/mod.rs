//! The edge kit: one error type, extractors, layers.

pub mod cursor;
pub mod error;
pub mod extract;
pub mod hundredths;
pub mod layers;
pub mod millis;
pub mod table;

pub use error::{ApiError, Code};
