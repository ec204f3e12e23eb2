//! What a call costs: dated prices in layers, and the arithmetic over them. Pure: no input or output.
//!
//! The book is in `prices/`, compiled in. `prices/README.md` describes its format and rules, and
//! `prices/reference.py` is a second implementation that an oracle holds against this one.
//! `docs/prices.md` describes the layers over it.

mod book;
mod call;
mod catalogue;
mod cost;
pub mod diff;
mod draft;
mod entry;
mod explain;
pub mod import;
mod list;
mod names;
mod overrides;
mod quote;
mod rule;
mod similar;
mod standard;
mod tariff;

pub use book::{BookError, BookText, COMPILED, Miss, PriceBook};
pub use call::{Call, Subject};
pub use catalogue::{Catalogue, Edition};
pub use cost::reported;
pub use draft::{Draft, DraftPrice, Invalid};
pub use entry::{Rate, Tier, Validity};
pub use explain::{ExplainedRate, ExplainedTier, Explanation, Step};
pub use list::Listed;
pub use overrides::{ANY, Override, Overrides, Target, Terms, UnitRate};
pub use similar::{Index, Near};
pub use tariff::{Layer, Tariff, TariffResult, TariffSource, TariffUnavailable};
