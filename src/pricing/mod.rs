//! What a call costs: a dated price book, and the arithmetic over it. Pure: no input or output.
//!
//! The book is in `prices/`, compiled in. `prices/README.md` describes its format and rules, and
//! `prices/reference.py` is a second implementation that an oracle holds against this one.

mod book;
mod cost;
mod entry;
mod names;
mod rule;

pub use book::{BookError, Found, Listed, Miss, PriceBook};
pub use cost::{Explanation, explain, reported};
