//! Price imports and overrides: inserted, retired, never changed.

use chrono::{DateTime, Utc};

use crate::domain::scope::TenantScope;

use super::error::StoreError;
use super::statement::Sql;
use super::{Store, sql};

/// The number that rows of the operator carry: no tenant has it, and 0 stands for nobody.
const OPERATOR: i64 = -1;

/// Whose prices.
#[derive(Debug, Clone, Copy)]
pub enum PriceOwner<'a> {
    /// The operator's, for every tenant.
    Operator,
    /// A tenant's.
    Tenant(&'a TenantScope),
}

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

/// An override to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOverride {
    /// Its id.
    pub id: String,
    /// The customer whose contract it is.
    pub customer: Option<String>,
    /// The provider, lower case, or `*`.
    pub provider: String,
    /// The model, lower case, or `*`.
    pub model: String,
    /// The price tier that it is for.
    pub service_tier: Option<String>,
    /// JSON: what it does, and at which hours and days.
    pub rule: String,
    /// First instant; none: since ever.
    pub valid_from: Option<DateTime<Utc>>,
    /// First instant after; none: for ever.
    pub valid_to: Option<DateTime<Utc>>,
    /// Why.
    pub reason: String,
}

/// An override as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideRecord {
    /// What it says.
    pub body: NewOverride,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Whether and why it no longer counts.
    pub retired: Option<Retirement>,
}

#[derive(sqlx::FromRow)]
struct Marks {
    created_at: i64,
    created_by: String,
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

#[derive(sqlx::FromRow)]
struct OverrideRow {
    override_id: String,
    customer_id: Option<String>,
    provider: String,
    model: String,
    service_tier: Option<String>,
    rule: String,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
    reason: String,
    #[sqlx(flatten)]
    marks: Marks,
}

fn time(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

fn micros(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

impl Marks {
    fn retired(self) -> Option<Retirement> {
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

impl From<OverrideRow> for OverrideRecord {
    fn from(row: OverrideRow) -> Self {
        Self {
            body: NewOverride {
                id: row.override_id,
                customer: row.customer_id,
                provider: row.provider,
                model: row.model,
                service_tier: row.service_tier,
                rule: row.rule,
                valid_from: row.valid_from.map(time),
                valid_to: row.valid_to.map(time),
                reason: row.reason,
            },
            created_at: time(row.marks.created_at),
            created_by: row.marks.created_by.clone(),
            retired: row.marks.retired(),
        }
    }
}

impl Store {
    async fn price_tenant_no(&self, owner: PriceOwner<'_>) -> Result<i64, StoreError> {
        match owner {
            PriceOwner::Operator => Ok(OPERATOR),
            PriceOwner::Tenant(scope) => self.existing_tenant_no(scope).await,
        }
    }

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
        self.retire(sql::PRICE_IMPORT_RETIRE, OPERATOR, id, retirement).await
    }

    /// Overrides that were made before a place in time and ids, retired ones too, the newest first.
    pub async fn price_overrides(
        &self,
        owner: PriceOwner<'_>,
        before: Option<(i64, &str)>,
        limit: i64,
    ) -> Result<Vec<OverrideRecord>, StoreError> {
        let (at, id) = before.unwrap_or((i64::MAX, ""));
        self.overrides(owner, |tenant_no| {
            let query = Sql::new(sql::PRICE_OVERRIDES).bind(tenant_no);
            query.bind(at).bind(at).bind(id).bind(limit)
        })
        .await
    }

    /// The overrides that counted at an instant, as far as was known then; none: that count now.
    /// The oldest first.
    pub async fn price_overrides_in_use(
        &self,
        owner: PriceOwner<'_>,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<OverrideRecord>, StoreError> {
        let as_of = micros(as_of).unwrap_or(i64::MAX);
        self.overrides(owner, |tenant_no| {
            Sql::new(sql::PRICE_OVERRIDES_IN_USE).bind(tenant_no).bind(as_of).bind(as_of)
        })
        .await
    }

    async fn overrides(
        &self,
        owner: PriceOwner<'_>,
        query: impl FnOnce(i64) -> Sql,
    ) -> Result<Vec<OverrideRecord>, StoreError> {
        let (mut tx, tenant_no) = match owner {
            PriceOwner::Operator => (self.begin_read(OPERATOR).await?, OPERATOR),
            PriceOwner::Tenant(scope) => {
                let (tx, tenant) = self.read(scope).await?;
                (tx, tenant.no)
            }
        };
        let rows: Vec<OverrideRow> = tx.fetch(query(tenant_no)).await?;
        tx.rollback().await?;
        Ok(rows.into_iter().map(OverrideRecord::from).collect())
    }

    /// Keeps an override unless there are `most` in use already; false then.
    pub async fn price_override_create(
        &self,
        owner: PriceOwner<'_>,
        over: &OverrideRecord,
        most: i64,
    ) -> Result<bool, StoreError> {
        let tenant_no = self.price_tenant_no(owner).await?;
        let body = &over.body;
        let insert = Sql::new(sql::PRICE_OVERRIDE_INSERT)
            .bind(tenant_no)
            .bind(body.id.as_str())
            .bind(body.customer.as_deref())
            .bind(body.provider.as_str())
            .bind(body.model.as_str())
            .bind(body.service_tier.as_deref())
            .bind(body.rule.as_str())
            .bind(micros(body.valid_from))
            .bind(micros(body.valid_to))
            .bind(body.reason.as_str())
            .bind(over.created_at.timestamp_micros())
            .bind(over.created_by.as_str());
        let mut tx = self.begin_write(tenant_no).await?;
        let count = Sql::new(sql::PRICE_OVERRIDE_COUNT).bind(tenant_no);
        let count: Option<(i64,)> = tx.fetch_first(count).await?;
        if count.is_some_and(|(count,)| count >= most) {
            tx.rollback().await?;
            return Ok(false);
        }
        tx.execute(insert).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// An override counts no longer. False where the owner has none that does.
    pub async fn price_override_retire(
        &self,
        owner: PriceOwner<'_>,
        id: &str,
        retirement: &Retirement,
    ) -> Result<bool, StoreError> {
        let tenant_no = self.price_tenant_no(owner).await?;
        self.retire(sql::PRICE_OVERRIDE_RETIRE, tenant_no, id, retirement).await
    }

    async fn retire(
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
