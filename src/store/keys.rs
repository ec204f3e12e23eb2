//! API keys: the digest and what the holder may do. The key itself is never stored.

use chrono::{DateTime, Utc};

use crate::domain::ids::{KeyId, TenantId};
use crate::domain::scope::{Grant, Grants, TenantScope};

use super::error::StoreError;
use super::rows::Rows;
use super::statement::{Dialect, Sql};
use super::{Store, sql};

/// A key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The public part.
    pub id: KeyId,
    /// Whose key it is.
    pub tenant: TenantId,
    /// SHA-256 of the whole key.
    pub digest: Vec<u8>,
    /// What people call it.
    pub name: String,
    /// What its holder may do.
    pub grants: Grants,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
    /// From when on it no longer works.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A key to be kept.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The public part.
    pub id: KeyId,
    /// SHA-256 of the whole key.
    pub digest: Vec<u8>,
    /// What people call it.
    pub name: String,
    /// What its holder may do.
    pub grants: Grants,
    /// From when on it no longer works.
    pub expires_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
pub(super) struct KeyRow {
    tenant_id: String,
    key_id: String,
    digest: Vec<u8>,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl TryFrom<KeyRow> for KeyRecord {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> Result<Self, StoreError> {
        let damaged = |what: &str| StoreError::Damaged(format!("API key {}: {what}", row.key_id));
        let time = DateTime::from_timestamp_micros;
        let grants: Option<Vec<Grant>> =
            row.scopes.split(' ').filter(|name| !name.is_empty()).map(Grant::parse).collect();
        Ok(Self {
            id: KeyId::parse(&row.key_id).ok_or_else(|| damaged("id"))?,
            tenant: TenantId::parse(&row.tenant_id).map_err(|_| damaged("tenant"))?,
            grants: Grants::of(grants.ok_or_else(|| damaged("scopes"))?),
            created_at: time(row.created_at).ok_or_else(|| damaged("created_at"))?,
            expires_at: row.expires_at.and_then(time),
            revoked_at: row.revoked_at.and_then(time),
            last_used_at: row.last_used_at.and_then(time),
            digest: row.digest,
            name: row.name,
        })
    }
}

impl Store {
    /// A key by its public part, of whatever tenant: the look-up that decides the tenant.
    pub async fn key_find(&self, id: &KeyId) -> Result<Option<KeyRecord>, StoreError> {
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::KEY_FIND_SQLITE),
            Dialect::Postgres => Sql::new(sql::KEY_FIND_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let found: Option<KeyRow> = tx.fetch_first(query.bind(id.as_str())).await?;
        tx.rollback().await?;
        found.map(KeyRecord::try_from).transpose()
    }

    /// Whether any tenant has any key.
    pub async fn any_key_exists(&self) -> Result<bool, StoreError> {
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::ANY_KEY_SQLITE),
            Dialect::Postgres => Sql::new(sql::ANY_KEY_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let found: Vec<(i64,)> = tx.fetch(query).await?;
        tx.rollback().await?;
        Ok(!found.is_empty())
    }

    /// Keeps a new key.
    pub async fn key_create(
        &self,
        scope: &TenantScope,
        key: &NewKey,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let tenant_no = self.existing_tenant_no(scope).await?;
        let scopes: Vec<&str> = key.grants.iter().map(Grant::as_str).collect();
        let mut tx = self.begin_write(tenant_no).await?;
        let insert = Sql::new(sql::KEY_CREATE)
            .bind(key.id.as_str())
            .bind(tenant_no)
            .bind(key.digest.clone())
            .bind(key.name.as_str())
            .bind(scopes.join(" ").as_str())
            .bind(now.timestamp_micros())
            .bind(key.expires_at.map(|at| at.timestamp_micros()));
        tx.execute(insert).await?;
        tx.commit().await
    }

    /// The tenant's keys, oldest first.
    pub async fn key_list(&self, scope: &TenantScope) -> Result<Vec<KeyRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let rows: Vec<KeyRow> = tx.fetch(Sql::new(sql::KEY_LIST).bind(tenant.no)).await?;
        tx.rollback().await?;
        rows.into_iter().map(KeyRecord::try_from).collect()
    }

    /// Revokes a key. False when the tenant has no such key that still works.
    pub async fn key_revoke(
        &self,
        scope: &TenantScope,
        id: &KeyId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let tenant_no = self.existing_tenant_no(scope).await?;
        let mut tx = self.begin_write(tenant_no).await?;
        let update = Sql::new(sql::KEY_REVOKE)
            .bind(now.timestamp_micros())
            .bind(tenant_no)
            .bind(id.as_str());
        let changed = tx.execute(update).await?;
        tx.commit().await?;
        Ok(changed > 0)
    }

    /// Notes when keys of one tenant were last used.
    pub async fn key_touch(
        &self,
        scope: &TenantScope,
        used: &[(KeyId, DateTime<Utc>)],
    ) -> Result<(), StoreError> {
        let tenant_no = self.existing_tenant_no(scope).await?;
        let rows = Rows::default()
            .texts(used.iter().map(|(id, _)| id.as_str()))
            .ints(used.iter().map(|(_, at)| at.timestamp_micros()));
        let mut tx = self.begin_write(tenant_no).await?;
        tx.execute_rows(&sql::KEY_TOUCH, rows, &[tenant_no.into()]).await?;
        tx.commit().await
    }

    /// The number of a tenant that must be there.
    pub(super) async fn existing_tenant_no(&self, scope: &TenantScope) -> Result<i64, StoreError> {
        match self.tenant(scope.tenant()).await? {
            Some(tenant) => Ok(tenant.no),
            None => Err(StoreError::Setup(format!(
                "there is no tenant {id}; create it with `llmobserve tenants create {id}`",
                id = scope.tenant()
            ))),
        }
    }
}
