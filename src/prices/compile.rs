//! From stored rows to a catalogue and a tariff.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::pricing::import::Format;
use crate::pricing::{
    BookText, Catalogue, Edition, Override, Overrides, PriceBook, Target, Terms, Validity,
};
use crate::store::{ImportRecord, NewImport, NewOverride, OverrideRecord};

use super::PricesError;

/// Prices that nobody stored yet: what would they do?
#[derive(Debug, Clone)]
pub enum Candidate {
    /// An import.
    Import(NewImport),
    /// An override of the operator's.
    Operator(Override),
    /// An override of the tenant's, or a contract with one of its customers.
    Tenant(Option<String>, Override),
}

/// The prices of an import, read.
#[derive(Debug, Clone)]
pub enum Compiled {
    /// A book.
    Book(Arc<PriceBook>),
    /// A price list.
    List(Arc<Vec<Override>>),
}

/// An import with its prices.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its format.
    pub format: Format,
    /// From when on it applies; none: since ever.
    pub from: Option<DateTime<Utc>>,
    /// Its prices.
    pub prices: Compiled,
}

/// The JSON of a stored override.
#[derive(Debug, Serialize, Deserialize)]
struct RuleText {
    #[serde(flatten)]
    terms: Terms,
    #[serde(flatten)]
    validity: Validity,
}

/// Reads the content of an import.
pub fn content(import: &NewImport, format: Format) -> Result<Compiled, PricesError> {
    let damaged = |cause: String| PricesError::Damaged { id: import.id.clone(), cause };
    let text =
        BookText { json: &import.content, source: &import.source, version: Some(&import.id) };
    let book = |book: Result<PriceBook, _>| book.map(|book| Compiled::Book(Arc::new(book)));
    Ok(match format {
        Format::GenaiPrices => book(PriceBook::with_house(text))?,
        Format::Litellm => book(PriceBook::alone(text))?,
        Format::Csv => {
            let rules: Vec<Override> = serde_json::from_str(&import.content)
                .map_err(|error| damaged(error.to_string()))?;
            let named = rules.into_iter().map(|rule| Override { id: import.id.clone(), ..rule });
            Compiled::List(Arc::new(named.collect()))
        }
    })
}

/// The format of a stored import.
pub fn format(import: &ImportRecord) -> Result<Format, PricesError> {
    Format::parse(&import.format).ok_or_else(|| PricesError::Damaged {
        id: import.id.clone(),
        cause: format!("the format {} is not known", import.format),
    })
}

/// The catalogue of imports, the newest first, and the operator's overrides, the oldest first.
pub fn catalogue(
    builtin: &Arc<PriceBook>,
    imports: &[Loaded],
    operator: Vec<Override>,
) -> Catalogue {
    let editions = |wanted: Format| {
        let chosen = imports.iter().filter(move |import| import.format == wanted);
        chosen.filter_map(|import| match &import.prices {
            Compiled::Book(book) => Some(Edition { from: import.from, book: Arc::clone(book) }),
            Compiled::List(_) => None,
        })
    };
    let compiled = Edition { from: None, book: Arc::clone(builtin) };
    let books: Vec<Edition> = editions(Format::GenaiPrices).chain([compiled]).collect();
    let newest = books.first().map_or(builtin, |edition| &edition.book);
    Catalogue {
        lists: Overrides::new(listed(imports), newest),
        operator: Overrides::new(operator, newest),
        breadth: editions(Format::Litellm).collect(),
        books,
    }
}

/// The lines of all price lists, the oldest first. An open beginning is that of the list; an open
/// end is where the next list begins.
fn listed(imports: &[Loaded]) -> Vec<Override> {
    let mut until: Option<DateTime<Utc>> = None;
    let mut lists: Vec<Vec<Override>> = Vec::new();
    for import in imports {
        let Compiled::List(rules) = &import.prices else { continue };
        let bounded = rules.iter().map(|rule| {
            let mut rule = rule.clone();
            rule.validity.from = rule.validity.from.or(import.from);
            rule.validity.to = rule.validity.to.or(until);
            rule
        });
        lists.push(bounded.collect());
        until = until.into_iter().chain(import.from).min();
    }
    lists.into_iter().rev().flatten().collect()
}

/// A stored override.
pub fn stored(record: &OverrideRecord) -> Result<Override, PricesError> {
    let body = &record.body;
    let rule: RuleText = serde_json::from_str(&body.rule)
        .map_err(|error| PricesError::Damaged { id: body.id.clone(), cause: error.to_string() })?;
    let target = Target {
        provider: body.provider.clone(),
        model: body.model.clone(),
        service_tier: body.service_tier.clone(),
    };
    let validity = Validity { from: body.valid_from, to: body.valid_to, ..rule.validity };
    Ok(Override { id: body.id.clone(), target, validity, terms: rule.terms })
}

/// An override as it is stored.
pub fn row(
    over: &Override,
    customer: Option<String>,
    reason: String,
) -> Result<NewOverride, PricesError> {
    let rule = RuleText {
        terms: over.terms.clone(),
        validity: Validity { from: None, to: None, ..over.validity.clone() },
    };
    let rule = serde_json::to_string(&rule)
        .map_err(|error| PricesError::Damaged { id: over.id.clone(), cause: error.to_string() })?;
    Ok(NewOverride {
        id: over.id.clone(),
        customer,
        provider: over.target.provider.clone(),
        model: over.target.model.clone(),
        service_tier: over.target.service_tier.clone(),
        rule,
        valid_from: over.validity.from,
        valid_to: over.validity.to,
        reason,
    })
}
