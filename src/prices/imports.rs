//! Imports of price data: the operator's act.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::domain::ids::check_text;
use crate::domain::scope::Actor;
use crate::pricing::Invalid;
use crate::pricing::diff::{Changes, Figures};
use crate::pricing::import::{Format, convert};
use crate::store::{ImportRecord, NewImport, Retirement};

use super::PricesError;
use super::compile::{self, Compiled};
use super::service::Prices;

/// Longest source and reason, in bytes.
const LONGEST: usize = 1_024;

/// A file to be imported.
#[derive(Debug)]
pub struct File<'a> {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub text: &'a str,
    /// Where it comes from.
    pub source: &'a str,
    /// From when on undated prices hold; the import's own time, or since ever for data with dates of
    /// its own.
    pub from: Option<DateTime<Utc>>,
}

/// A file that was read and compared, and not stored yet.
#[derive(Debug)]
pub struct Prepared {
    /// What would be stored. [`super::Candidate::Import`] says what it would do to a tenant.
    pub import: NewImport,
    /// What was counted while it was read.
    pub counts: BTreeMap<String, u64>,
    /// What changes against the prices of the same format that are in use.
    pub changes: Changes,
    /// The import in use that has the same file: there is nothing to do.
    pub same_as: Option<ImportRecord>,
}

impl Prices {
    /// Reads a file and compares it with what is in use.
    pub async fn prepare(&self, file: &File<'_>) -> Result<Prepared, PricesError> {
        check_text(file.source, LONGEST)
            .map_err(|error| Invalid::new("source", error.to_string()))?;
        let converted = convert(file.format, file.text, &self.builtin)?;
        let now = self.clock.now();
        let import = NewImport {
            id: self.new_id("pi")?,
            format: file.format.as_str().to_owned(),
            source: file.source.to_owned(),
            digest: digest(file.text),
            effective_from: file.from.or_else(|| file.format.is_undated().then_some(now)),
            content: converted.content,
        };
        let in_use = self.store.price_imports_in_use(None).await?;
        let newest = in_use.into_iter().find(|other| other.format == import.format);
        let old = match (&newest, file.format) {
            (Some(newest), _) => figures(&self.load(newest).await?),
            (None, Format::GenaiPrices) => Figures::of_book(&self.builtin),
            (None, _) => Figures::default(),
        };
        let new = figures(&compile::content(&import, file.format)?);
        let changes = old.changes_to(&new);
        let same_as = newest.filter(|newest| newest.digest == import.digest);
        Ok(Prepared { import, counts: converted.counts, changes, same_as })
    }

    /// Stores what was prepared, unless the same file is in use.
    pub async fn import(&self, prepared: &Prepared) -> Result<(), PricesError> {
        if prepared.same_as.is_some() {
            return Ok(());
        }
        let by = Actor::LocalOperator.to_string();
        self.store.price_import_create(&prepared.import, &by, self.clock.now()).await?;
        self.forget();
        Ok(())
    }

    /// Every import, retired ones too, the newest first.
    pub async fn imports(&self) -> Result<Vec<ImportRecord>, PricesError> {
        Ok(self.store.price_imports().await?)
    }

    /// An import counts no longer: what it replaced comes back. False where there is none that does.
    pub async fn retire_import(&self, id: &str, reason: &str) -> Result<bool, PricesError> {
        check_text(reason, LONGEST).map_err(|error| Invalid::new("reason", error.to_string()))?;
        let retirement = Retirement {
            at: self.clock.now(),
            by: Actor::LocalOperator.to_string(),
            reason: reason.to_owned(),
        };
        let retired = self.store.price_import_retire(id, &retirement).await?;
        self.forget();
        Ok(retired)
    }
}

fn figures(compiled: &Compiled) -> Figures {
    match compiled {
        Compiled::Book(book) => Figures::of_book(book),
        Compiled::List(list) => Figures::of_list(list),
    }
}

/// SHA-256, in hexadecimal.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
