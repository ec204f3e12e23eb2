//! A book as it is written: the format of `prices/README.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::entry::{Rates, Validity};

/// The file.
#[derive(Debug, Serialize)]
pub struct Book {
    /// Of the file; prices that are imported are named by their import instead.
    pub version: &'static str,
    /// How many units a price of a kind is for.
    pub per: BTreeMap<String, u32>,
    /// The providers.
    pub providers: Vec<Provider>,
}

/// A provider.
#[derive(Debug, Serialize)]
pub struct Provider {
    /// Its id.
    pub id: String,
    /// Its other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Rules on its names.
    #[serde(rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<serde_json::Value>,
    /// Providers whose models it serves too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<String>,
    /// Its models.
    pub models: Vec<Model>,
}

/// A model.
#[derive(Debug, Serialize)]
pub struct Model {
    /// Its id.
    pub id: String,
    /// Its other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Rules on its names.
    #[serde(rename = "match", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<serde_json::Value>,
    /// Units that are billed at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<BTreeMap<String, u32>>,
    /// Where the figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its prices.
    pub prices: Vec<Entry>,
    /// Those of service tiers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Entry>,
}

/// Prices that hold for some time, standard ones or those of a tier.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// The tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
    /// What.
    pub unit_prices: Rates,
}
