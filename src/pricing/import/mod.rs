//! Price data of others, converted into our own formats. A price that is silently dropped is a call
//! that is silently free, so what is not understood is an error or is counted.

mod book;
mod clause;
mod csv;
mod figure;
mod genai;
mod genai_prices;
mod hand;
mod litellm;
mod litellm_fields;

use std::collections::BTreeMap;

use thiserror::Error;

use super::book::PriceBook;

/// A format that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The data of genai-prices: takes the place of the generated half of the book.
    GenaiPrices,
    /// `LiteLLM`'s price file: for models that the book does not know.
    Litellm,
    /// The operator's own list.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::GenaiPrices, Self::Litellm, Self::Csv];

    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GenaiPrices => "genai-prices",
            Self::Litellm => "litellm",
            Self::Csv => "csv",
        }
    }

    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// Its prices may be without dates: they hold from the import on. The data of genai-prices has
    /// dates of its own.
    pub const fn is_undated(self) -> bool {
        !matches!(self, Self::GenaiPrices)
    }
}

/// A file that cannot be read as what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {problem}")]
pub struct ImportError {
    /// A line, or a model.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

impl ImportError {
    fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

/// A file in our own format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// A book, or a list of overrides, as JSON.
    pub content: String,
    /// What was counted on the way: taken, left out.
    pub counts: BTreeMap<String, u64>,
}

/// Converts a file. The book knows how providers are called.
pub fn convert(format: Format, text: &str, book: &PriceBook) -> Result<Converted, ImportError> {
    match format {
        Format::GenaiPrices => genai::convert(text),
        Format::Litellm => litellm::convert(text, book),
        Format::Csv => csv::convert(text),
    }
}

/// JSON that this program made cannot fail to be written; if it does, say so.
fn written<T: serde::Serialize>(value: &T) -> Result<String, ImportError> {
    serde_json::to_string(value).map_err(|error| ImportError::new("the result", error.to_string()))
}

/// Counts by what is counted.
#[derive(Debug, Default)]
struct Counts(BTreeMap<String, u64>);

impl Counts {
    fn add(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }
}

#[cfg(test)]
mod tests;
