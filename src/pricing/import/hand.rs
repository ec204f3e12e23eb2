//! `prices/hand.json`: what is added to the data of genai-prices, with the reasons.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::ImportError;

const TEXT: &str = include_str!("../../../prices/hand.json");

/// The tables.
#[derive(Debug, Deserialize)]
pub struct Hand {
    /// The source's price keys: our kind, and how many units a price is for.
    pub units: Table<BTreeMap<String, (String, u32)>>,
    /// Names of providers.
    pub aliases: Table<BTreeMap<String, Vec<String>>>,
    /// Rules in front of the source's.
    pub rules: Table<BTreeMap<String, Vec<Value>>>,
    minimums: Table<Vec<Minimum>>,
    free: Free,
    windows: Table<Vec<Windows>>,
}

/// A table.
#[derive(Debug, Deserialize)]
pub struct Table<T> {
    /// Its rows.
    pub table: T,
}

#[derive(Debug, Deserialize)]
struct Named {
    provider: String,
    model: String,
}

#[derive(Debug, Deserialize)]
struct Minimum {
    #[serde(flatten)]
    of: Named,
    minimum: BTreeMap<String, u32>,
}

#[derive(Debug, Deserialize)]
struct Free {
    prices: Prices,
    table: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Windows {
    provider: String,
    model: String,
    windows: Vec<Window>,
}

/// When a daily window of the source holds.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Window {
    /// First day.
    pub from: Option<String>,
    /// First day after.
    pub to: Option<String>,
    /// Weekdays, 1 is Monday.
    pub days: Option<Vec<u32>>,
    /// Prices instead of the source's.
    pub prices: Option<Prices>,
}

/// Prices by the source's keys: a number, the text of one, or tiers.
pub type Prices = BTreeMap<String, Box<RawValue>>;

impl Hand {
    /// Reads the tables.
    pub fn read() -> Result<Self, ImportError> {
        serde_json::from_str(TEXT)
            .map_err(|error| ImportError::new("prices/hand.json", error.to_string()))
    }

    /// Units that a model bills at least.
    pub fn minimum(&self, provider: &str, model: &str) -> Option<BTreeMap<String, u32>> {
        let rows = &self.minimums.table;
        let found = rows.iter().find(|row| row.of.provider == provider && row.of.model == model);
        found.map(|row| row.minimum.clone())
    }

    /// The zeros of a model without prices that is free by its provider's word.
    pub fn free(&self, provider: &str, model: &str) -> Option<&Prices> {
        let rows = &self.free.table;
        let listed = rows.iter().any(|row| row.provider == provider && row.model == model);
        (listed || model.ends_with(":free")).then_some(&self.free.prices)
    }

    /// When the daily windows of a model hold; always, where nothing is known.
    pub fn windows(&self, provider: &str, model: &str) -> Vec<Window> {
        let rows = &self.windows.table;
        let found = rows.iter().find(|row| row.provider == provider && row.model == model);
        found.map_or_else(|| vec![Window::default()], |row| row.windows.clone())
    }
}
