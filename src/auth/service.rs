//! Verifying credentials, with a short memory for those that were good.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;
use serde::Deserialize;
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::clock::Clock;
use crate::domain::ids::{KeyId, TenantId};
use crate::store::{KeyRecord, Store, StoreError};

use super::api_key::PlainKey;
use super::principal::Principal;

/// Good keys remembered at a time.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// How long a good key is believed without asking the database again. A key that another process
/// revokes stops working within it, on either database.
const BELIEVED: TimeDelta = TimeDelta::seconds(1);

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMode {
    /// Anybody who reaches the socket, which is on this machine.
    Open,
    /// Holders of an API key.
    Required,
}

/// Why a credential was not accepted. Every wrong one looks the same.
#[derive(Debug, Error)]
pub enum AuthError {
    /// None was sent.
    #[error("an API key is required: send it as `Authorization: Bearer llmo_sk_…`")]
    Missing,
    /// It is malformed, unknown, wrong, expired or revoked.
    #[error("the API key is not valid")]
    Invalid,
    /// It could not be checked.
    #[error("the API key cannot be checked: {0}")]
    Unavailable(#[from] StoreError),
}

#[derive(Debug, Clone)]
struct Known {
    principal: Principal,
    key: KeyId,
    tenant: TenantId,
    expires_at: Option<DateTime<Utc>>,
    believed_until: DateTime<Utc>,
}

/// See the module.
#[derive(Debug)]
pub struct Auth {
    mode: AuthMode,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    known: Mutex<LruCache<[u8; 32], Known>>,
    used: Mutex<HashMap<KeyId, (TenantId, DateTime<Utc>)>>,
}

impl Auth {
    /// Verifies against a store.
    pub fn new(mode: AuthMode, store: Arc<Store>, clock: Arc<dyn Clock>) -> Self {
        let known = Mutex::new(LruCache::new(REMEMBERED));
        Self { mode, store, clock, known, used: Mutex::default() }
    }

    /// Who may call.
    pub fn mode(&self) -> AuthMode {
        self.mode
    }

    /// The caller behind a bearer token.
    pub async fn authenticate(&self, bearer: Option<&str>) -> Result<Principal, AuthError> {
        if self.mode == AuthMode::Open {
            return Ok(Principal::Open);
        }
        let key = PlainKey::parse(bearer.ok_or(AuthError::Missing)?);
        let key = key.map_err(|_| AuthError::Invalid)?;
        let (digest, now) = (key.digest(), self.clock.now());
        let known = self.remembered(&digest, now);
        let known = match known {
            Some(known) => known,
            None => self.verify(&key, digest, now).await?,
        };
        if let Ok(mut used) = self.used.lock() {
            used.insert(known.key, (known.tenant, now));
        }
        Ok(known.principal)
    }

    fn remembered(&self, digest: &[u8; 32], now: DateTime<Utc>) -> Option<Known> {
        let known = self.known.lock().ok()?.get(digest).cloned()?;
        let live = known.expires_at.is_none_or(|end| now < end);
        (live && now < known.believed_until).then_some(known)
    }

    /// Every failure does the same work: one look-up and one comparison.
    async fn verify(
        &self,
        key: &PlainKey,
        digest: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Known, AuthError> {
        let record = self.store.key_find(key.id()).await?;
        let nothing = [0; 32];
        let expected = record.as_ref().map_or(&nothing[..], |record| &record.digest);
        let equal = bool::from(expected.ct_eq(&digest));
        let record = record.filter(|record| equal && works(record, now));
        let Some(record) = record else { return Err(AuthError::Invalid) };
        let known = Known {
            key: record.id.clone(),
            tenant: record.tenant.clone(),
            expires_at: record.expires_at,
            believed_until: now + BELIEVED,
            principal: Principal::Key {
                id: record.id,
                tenant: record.tenant,
                grants: record.grants,
            },
        };
        if let Ok(mut cache) = self.known.lock() {
            cache.put(digest, known.clone());
        }
        Ok(known)
    }

    /// Notes in the database which keys were used since the last call.
    pub async fn record_use(&self) -> Result<(), StoreError> {
        let used = match self.used.lock() {
            Ok(mut used) => std::mem::take(&mut *used),
            Err(_) => return Ok(()),
        };
        let mut by_tenant: HashMap<TenantId, Vec<(KeyId, DateTime<Utc>)>> = HashMap::new();
        for (key, (tenant, at)) in used {
            by_tenant.entry(tenant).or_default().push((key, at));
        }
        for (tenant, keys) in by_tenant {
            self.store.key_touch(&super::local_operator(tenant), &keys).await?;
        }
        Ok(())
    }
}

fn works(record: &KeyRecord, now: DateTime<Utc>) -> bool {
    record.revoked_at.is_none() && record.expires_at.is_none_or(|end| now < end)
}
