//! Tenants: found before anybody's scope is known, so the only rows read across tenants besides
//! keys.

use chrono::{DateTime, Utc};

use crate::domain::ids::TenantId;
use crate::domain::window::Zone;

use super::error::StoreError;
use super::statement::{Dialect, Sql};
use super::{Store, sql};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// The number that its rows carry; 0 for a tenant that does not exist.
    pub(super) no: i64,
    /// Its id.
    pub id: TenantId,
    /// What people call it.
    pub name: String,
    /// The zone of its civil days.
    pub zone: Zone,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

impl Tenant {
    /// A tenant without rows.
    pub(super) fn nobody(id: TenantId) -> Self {
        let name = id.to_string();
        Self { no: 0, id, name, zone: Zone::UTC, created_at: DateTime::UNIX_EPOCH }
    }
}

#[derive(sqlx::FromRow)]
struct TenantRow {
    tenant_no: i64,
    tenant_id: String,
    name: String,
    time_zone: String,
    created_at: i64,
}

impl TryFrom<TenantRow> for Tenant {
    type Error = StoreError;

    fn try_from(row: TenantRow) -> Result<Self, StoreError> {
        let damaged = |what: &str| StoreError::Damaged(format!("tenant {}: {what}", row.tenant_no));
        Ok(Self {
            no: row.tenant_no,
            id: TenantId::parse(&row.tenant_id).map_err(|_| damaged("id"))?,
            zone: Zone::parse(&row.time_zone).map_err(|_| damaged("time zone"))?,
            created_at: DateTime::from_timestamp_micros(row.created_at)
                .ok_or_else(|| damaged("created_at"))?,
            name: row.name,
        })
    }
}

impl Store {
    /// A tenant by its id.
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>, StoreError> {
        if let Some(tenant) = self.cached_tenant(id) {
            return Ok(Some(tenant));
        }
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::TENANT_FIND_SQLITE),
            Dialect::Postgres => Sql::new(sql::TENANT_FIND_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let found: Option<TenantRow> = tx.fetch_first(query.bind(id.as_str())).await?;
        tx.rollback().await?;
        let Some(row) = found else { return Ok(None) };
        let tenant = Tenant::try_from(row)?;
        if let Ok(mut cache) = self.tenants.lock() {
            cache.put(id.clone(), tenant.clone());
        }
        Ok(Some(tenant))
    }

    fn cached_tenant(&self, id: &TenantId) -> Option<Tenant> {
        self.tenants.lock().ok()?.get(id).cloned()
    }

    /// Creates a tenant. False when it was there before.
    pub async fn tenant_create(
        &self,
        id: &TenantId,
        name: &str,
        zone: Zone,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::TENANT_CREATE_SQLITE),
            Dialect::Postgres => Sql::new(sql::TENANT_CREATE_POSTGRES),
        };
        let query =
            query.bind(id.as_str()).bind(name).bind(zone.name()).bind(now.timestamp_micros());
        let mut tx = self.begin_write(0).await?;
        let created: Vec<(Option<i64>,)> = tx.fetch(query).await?;
        tx.commit().await?;
        Ok(created.iter().any(|(no,)| no.is_some()))
    }

    /// Every tenant, by id. For the operator of the server only.
    pub async fn tenant_list(&self) -> Result<Vec<Tenant>, StoreError> {
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::TENANT_LIST_SQLITE),
            Dialect::Postgres => Sql::new(sql::TENANT_LIST_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let rows: Vec<TenantRow> = tx.fetch(query).await?;
        tx.rollback().await?;
        rows.into_iter().map(Tenant::try_from).collect()
    }
}
