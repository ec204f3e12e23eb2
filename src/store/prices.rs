//! Price imports: inserted, retired, never changed.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::statement::Sql;
use super::{Store, sql};

/// The number that rows of the operator carry: no tenant has it, and 0 stands for nobody.
pub(super) const OPERATOR: i64 = -1;

/// An import to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// Its id.
    pub id: String,
    /// `genai-prices`, `litellm` or `csv`.
    pub format: String,
    /// Where the file comes from.
    pub source: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// Undated prices hold from here on; none: since ever.
    pub effective_from: Option<DateTime<Utc>>,
    /// JSON: the prices in our own format.
    pub content: String,
}

/// An import as it is kept, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRecord {
    /// Its id.
    pub id: String,
    /// `genai-prices`, `litellm` or `csv`.
    pub format: String,
    /// Where the file comes from.
    pub source: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// Undated prices hold from here on; none: since ever.
    pub effective_from: Option<DateTime<Utc>>,
    /// When it was imported.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Whether and why it no longer counts.
    pub retired: Option<Retirement>,
}

/// When, by whom and why something stopped counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why; empty where nobody said.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct Marks {
    pub(super) created_at: i64,
    pub(super) created_by: String,
    retired_at: Option<i64>,
    retired_by: Option<String>,
    retired_reason: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    import_id: String,
    format: String,
    source: String,
    digest: String,
    effective_from: Option<i64>,
    #[sqlx(flatten)]
    marks: Marks,
}

pub(super) fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

pub(super) fn micros(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

impl Marks {
    pub(super) fn retired(self) -> Option<Retirement> {
        Some(Retirement {
            at: time(self.retired_at?),
            by: self.retired_by.unwrap_or_default(),
            reason: self.retired_reason.unwrap_or_default(),
        })
    }
}

impl From<ImportRow> for ImportRecord {
    fn from(row: ImportRow) -> Self {
        Self {
            id: row.import_id,
            format: row.format,
            source: row.source,
            digest: row.digest,
            effective_from: row.effective_from.map(time),
            created_at: time(row.marks.created_at),
            created_by: row.marks.created_by.clone(),
            retired: row.marks.retired(),
        }
    }
}

impl Store {
    /// Every import, the newest first.
    pub async fn price_imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        self.imports(Sql::new(sql::PRICE_IMPORTS).bind(OPERATOR)).await
    }

    /// The imports that counted at an instant, as far as was known then; none: that count now. The
    /// newest first.
    pub async fn price_imports_in_use(
        &self,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<ImportRecord>, StoreError> {
        let as_of = micros(as_of).unwrap_or(i64::MAX);
        let query = Sql::new(sql::PRICE_IMPORTS_IN_USE).bind(OPERATOR).bind(as_of).bind(as_of);
        self.imports(query).await
    }

    async fn imports(&self, query: Sql) -> Result<Vec<ImportRecord>, StoreError> {
        let mut tx = self.begin_read(OPERATOR).await?;
        let rows: Vec<ImportRow> = tx.fetch(query).await?;
        tx.rollback().await?;
        Ok(rows.into_iter().map(ImportRecord::from).collect())
    }

    /// The prices of an import, as JSON.
    pub async fn price_import_content(&self, id: &str) -> Result<Option<String>, StoreError> {
        let mut tx = self.begin_read(OPERATOR).await?;
        let query = Sql::new(sql::PRICE_IMPORT_CONTENT).bind(OPERATOR).bind(id);
        let found: Option<(String,)> = tx.fetch_first(query).await?;
        tx.rollback().await?;
        Ok(found.map(|(content,)| content))
    }

    /// Keeps an import.
    pub async fn price_import_create(
        &self,
        import: &NewImport,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let insert = Sql::new(sql::PRICE_IMPORT_INSERT)
            .bind(OPERATOR)
            .bind(import.id.as_str())
            .bind(import.format.as_str())
            .bind(import.source.as_str())
            .bind(import.digest.as_str())
            .bind(micros(import.effective_from))
            .bind(import.content.as_str())
            .bind(now.timestamp_micros())
            .bind(by);
        let mut tx = self.begin_write(OPERATOR).await?;
        tx.execute(insert).await?;
        tx.commit().await
    }

    /// An import counts no longer. False where there is none that does.
    pub async fn price_import_retire(
        &self,
        id: &str,
        retirement: &Retirement,
    ) -> Result<bool, StoreError> {
        self.retire_price(sql::PRICE_IMPORT_RETIRE, OPERATOR, id, retirement).await
    }

    /// Marks a row as retired. False where there is none that is in use.
    pub(super) async fn retire_price(
        &self,
        statement: &'static str,
        tenant_no: i64,
        id: &str,
        retirement: &Retirement,
    ) -> Result<bool, StoreError> {
        let update = Sql::new(statement)
            .bind(retirement.at.timestamp_micros())
            .bind(retirement.by.as_str())
            .bind(retirement.reason.as_str())
            .bind(tenant_no)
            .bind(id);
        let mut tx = self.begin_write(tenant_no).await?;
        let changed = tx.execute(update).await?;
        tx.commit().await?;
        Ok(changed > 0)
    }
}
