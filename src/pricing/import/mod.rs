//! Price data of others, converted into our own formats.

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
}
