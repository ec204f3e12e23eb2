//! What database this is.

use super::error::StoreError;
use super::statement::{Dialect, Sql};
use super::{Store, sql};

/// What database this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFacts {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// Its version.
    pub version: String,
    /// The last migration that it has.
    pub schema_version: i64,
    /// Bytes on disk; SQLite's write-ahead log not counted.
    pub size_bytes: i64,
}

impl Store {
    /// What database this is.
    pub async fn about(&self) -> Result<DatabaseFacts, StoreError> {
        let (kind, text) = match self.dialect() {
            Dialect::Sqlite => ("SQLite", sql::ABOUT_SQLITE),
            Dialect::Postgres => ("PostgreSQL", sql::ABOUT_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let found: Option<(String, i64, i64)> = tx.fetch_first(Sql::new(text)).await?;
        tx.rollback().await?;
        let missing = || StoreError::Damaged("the database does not say what it is".to_owned());
        let (version, schema_version, size_bytes) = found.ok_or_else(missing)?;
        Ok(DatabaseFacts { kind, version, schema_version, size_bytes })
    }
}
