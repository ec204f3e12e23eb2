//! Verifying credentials, with a short memory for those that were good.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;
use serde::Deserialize;
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::clock::{Clock, IdGen, NoRandomness};
use crate::domain::ids::{KeyId, TenantId};
use crate::domain::scope::{Actor, Grants, TenantScope};
use crate::store::{KeyRecord, NewKey, SessionRecord, Store, StoreError};

use super::api_key::PlainKey;
use super::principal::Principal;
use super::session::{SESSION_LASTS, SessionToken};

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

/// What a request shows for its caller.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'c> {
    /// A bearer token.
    Key(&'c str),
    /// The cookie of a signed-in browser.
    Session(&'c SessionToken),
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
    /// The session has ended, or its key no longer works.
    #[error("the session is over: sign in again")]
    SessionOver,
    /// A session cannot be made.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
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

    /// The caller behind a credential.
    pub async fn authenticate(
        &self,
        credential: Option<Credential<'_>>,
    ) -> Result<Principal, AuthError> {
        if self.mode == AuthMode::Open {
            return Ok(Principal::Open);
        }
        let now = self.clock.now();
        let known = match credential.ok_or(AuthError::Missing)? {
            Credential::Key(text) => {
                let key = PlainKey::parse(text).map_err(|_| AuthError::Invalid)?;
                match self.remembered(&key.digest(), now) {
                    Some(known) => known,
                    None => self.verify_key(&key, now).await?,
                }
            }
            Credential::Session(token) => match self.remembered(&token.digest(), now) {
                Some(known) => known,
                None => self.verify_session(token, now).await?,
            },
        };
        if let Ok(mut used) = self.used.lock() {
            used.insert(known.key, (known.tenant, now));
        }
        Ok(known.principal)
    }

    /// Issues an API key: what it is called, what its holder may do, and for how long; at most for as
    /// long as the key that asks for it.
    pub async fn issue(
        &self,
        scope: &TenantScope,
        (name, grants, lasts): (&str, Grants, Option<TimeDelta>),
        ids: &dyn IdGen,
    ) -> Result<(PlainKey, NewKey), AuthError> {
        let key = PlainKey::generate(ids)?;
        let now = self.clock.now();
        let asked = lasts.map(|lasts| now + lasts);
        let expires_at = match scope.key() {
            Some(maker) => {
                earlier(asked, self.store.key_find(maker).await?.and_then(|key| key.expires_at))
            }
            None => asked,
        };
        let record = key.record(name, grants, expires_at);
        self.store.key_create(scope, &record, now).await?;
        Ok((key, record))
    }

    /// Exchanges an API key for a session. `None` in open mode, which has none.
    pub async fn sign_in(
        &self,
        key: &str,
        ids: &dyn IdGen,
    ) -> Result<Option<SessionToken>, AuthError> {
        let principal = self.authenticate(Some(Credential::Key(key))).await?;
        let Principal::Key { id, tenant, .. } = principal else { return Ok(None) };
        let token = SessionToken::generate(ids)?;
        let now = self.clock.now();
        let scope = super::principal::granted(tenant, Actor::Key(id.clone()));
        let lasts = (now, now + SESSION_LASTS);
        self.store.session_create(&scope, &id, &token.digest(), lasts).await?;
        Ok(Some(token))
    }

    /// Ends a session at once in this process, and within a second in others.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), AuthError> {
        let digest = token.digest();
        let (id, tenant) = match self.authenticate(Some(Credential::Session(token))).await {
            Ok(Principal::Key { id, tenant, .. }) => (id, tenant),
            Ok(Principal::Open) | Err(AuthError::SessionOver) => return Ok(()),
            // A session that may go on is not said to be over.
            Err(error) => return Err(error),
        };
        let scope = super::principal::granted(tenant, Actor::Key(id));
        self.store.session_end(&scope, &digest).await?;
        if let Ok(mut known) = self.known.lock() {
            known.pop(&digest);
        }
        Ok(())
    }

    fn remembered(&self, digest: &[u8; 32], now: DateTime<Utc>) -> Option<Known> {
        let known = self.known.lock().ok()?.get(digest).cloned()?;
        let live = known.expires_at.is_none_or(|end| now < end);
        (live && now < known.believed_until).then_some(known)
    }

    /// Every failure does the same work: one look-up and one comparison.
    async fn verify_key(&self, key: &PlainKey, now: DateTime<Utc>) -> Result<Known, AuthError> {
        let digest = key.digest();
        let record = self.store.key_find(key.id()).await?;
        let nothing = [0; 32];
        let expected = record.as_ref().map_or(&nothing[..], |record| &record.digest);
        let equal = bool::from(expected.ct_eq(&digest));
        let record = record.filter(|record| equal && works(record, now));
        let record = record.ok_or(AuthError::Invalid)?;
        let ends = record.expires_at;
        Ok(self.remember(digest, record, ends))
    }

    /// The look-up is by a digest of 256 random bits: its time tells nothing of another's.
    async fn verify_session(
        &self,
        token: &SessionToken,
        now: DateTime<Utc>,
    ) -> Result<Known, AuthError> {
        let digest = token.digest();
        let found = self.store.session_find(&digest).await?;
        let found = found.filter(|found| now < found.expires_at && works(&found.key, now));
        let SessionRecord { key, expires_at } = found.ok_or(AuthError::SessionOver)?;
        let ends = key.expires_at.map_or(expires_at, |end| end.min(expires_at));
        Ok(self.remember(digest, key, Some(ends)))
    }

    fn remember(
        &self,
        digest: [u8; 32],
        record: KeyRecord,
        expires_at: Option<DateTime<Utc>>,
    ) -> Known {
        let known = Known {
            key: record.id.clone(),
            tenant: record.tenant.clone(),
            expires_at,
            believed_until: self.clock.now() + BELIEVED,
            principal: Principal::Key {
                id: record.id,
                tenant: record.tenant,
                grants: record.grants,
            },
        };
        if let Ok(mut cache) = self.known.lock() {
            cache.put(digest, known.clone());
        }
        known
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

/// The earlier of two ends; `None` is never.
fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn works(record: &KeyRecord, now: DateTime<Utc>) -> bool {
    record.revoked_at.is_none() && record.expires_at.is_none_or(|end| now < end)
}
