//! Price overrides: inserted, retired, never changed.

use chrono::{DateTime, Utc};

use crate::domain::scope::TenantScope;

use super::error::StoreError;
use super::prices::{Marks, OPERATOR, Retirement, micros, time};
use super::statement::Sql;
use super::{Store, sql};

/// Whose prices.
#[derive(Debug, Clone, Copy)]
pub enum PriceOwner<'a> {
    /// The operator's, for every tenant.
    Operator,
    /// A tenant's.
    Tenant(&'a TenantScope),
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
        self.retire_price(sql::PRICE_OVERRIDE_RETIRE, tenant_no, id, retirement).await
    }
}
