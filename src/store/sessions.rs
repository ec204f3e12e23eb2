//! Sessions of the dashboard: which cookie stands for which key, and until when.

use chrono::{DateTime, Utc};

use crate::domain::ids::KeyId;
use crate::domain::scope::TenantScope;

use super::error::StoreError;
use super::keys::{KeyRecord, KeyRow};
use super::statement::{Dialect, Sql};
use super::{Store, sql};

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// The key that signed in.
    pub key: KeyRecord,
    /// From when on it no longer works.
    pub expires_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    #[sqlx(flatten)]
    key: KeyRow,
    session_expires_at: i64,
}

impl Store {
    /// A session by the SHA-256 of its cookie, of whatever tenant: like a key, it decides the tenant.
    pub async fn session_find(&self, digest: &[u8]) -> Result<Option<SessionRecord>, StoreError> {
        let query = match self.dialect() {
            Dialect::Sqlite => Sql::new(sql::SESSION_FIND_SQLITE),
            Dialect::Postgres => Sql::new(sql::SESSION_FIND_POSTGRES),
        };
        let mut tx = self.begin_read(0).await?;
        let found: Option<SessionRow> = tx.fetch_first(query.bind(digest.to_vec())).await?;
        tx.rollback().await?;
        let Some(row) = found else { return Ok(None) };
        let expires_at = DateTime::from_timestamp_micros(row.session_expires_at)
            .ok_or_else(|| StoreError::Damaged("the end of a session".to_owned()))?;
        Ok(Some(SessionRecord { key: row.key.try_into()?, expires_at }))
    }

    /// Keeps a new session of a key, and forgets the tenant's expired ones.
    pub async fn session_create(
        &self,
        scope: &TenantScope,
        key: &KeyId,
        digest: &[u8],
        (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        let tenant_no = self.existing_tenant_no(scope).await?;
        let mut tx = self.begin_write(tenant_no).await?;
        let expire = Sql::new(sql::SESSIONS_EXPIRE).bind(tenant_no).bind(now.timestamp_micros());
        tx.execute(expire).await?;
        let insert = Sql::new(sql::SESSION_CREATE)
            .bind(digest.to_vec())
            .bind(tenant_no)
            .bind(key.as_str())
            .bind(now.timestamp_micros())
            .bind(expires_at.timestamp_micros());
        tx.execute(insert).await?;
        tx.commit().await
    }

    /// Ends a session.
    pub async fn session_end(&self, scope: &TenantScope, digest: &[u8]) -> Result<(), StoreError> {
        let tenant_no = self.existing_tenant_no(scope).await?;
        let mut tx = self.begin_write(tenant_no).await?;
        let end = Sql::new(sql::SESSION_END).bind(tenant_no).bind(digest.to_vec());
        tx.execute(end).await?;
        tx.commit().await
    }
}
