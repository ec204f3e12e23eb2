//! `llmobserve keys`: issue, list and revoke API keys.

use std::process::ExitCode;

use chrono::{DateTime, TimeDelta, Utc};
use clap::Subcommand;
use serde::Serialize;

use crate::auth::{PlainKey, local_operator};
use crate::domain::ids::{KeyId, TenantId};
use crate::domain::scope::{Grant, Grants};
use crate::store::{KeyRecord, OpenMode};

use super::output::{Output, table};
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Issue a key. It is shown once.
    Create {
        #[command(flatten)]
        tenant: TenantArg,
        /// What it may do, separated by commas: events:write, costs:read, runs:read, admin
        /// [default: all]
        #[arg(long, value_delimiter = ',', value_parser = grant)]
        scopes: Vec<Grant>,
        /// What people call it.
        #[arg(long, default_value = "")]
        name: String,
        /// Days after which it no longer works [default: never]
        #[arg(long, value_name = "DAYS")]
        expires_in: Option<u32>,
    },
    /// List a tenant's keys.
    List {
        #[command(flatten)]
        tenant: TenantArg,
    },
    /// Revoke a key. A running server stops accepting it within a second.
    Revoke {
        #[command(flatten)]
        tenant: TenantArg,
        /// The key's public part: the 12 characters after `llmo_sk_`.
        #[arg(value_parser = key_id)]
        id: KeyId,
    },
}

fn grant(text: &str) -> Result<Grant, String> {
    Grant::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Grant::ALL.into_iter().map(Grant::as_str).collect();
        format!("known scopes are {}", known.join(", "))
    })
}

fn key_id(text: &str) -> Result<KeyId, String> {
    KeyId::parse(text).ok_or_else(|| "must be 12 letters and digits".to_owned())
}

#[derive(Debug, Serialize)]
struct IssuedView {
    key: String,
    id: KeyId,
    tenant: TenantId,
    name: String,
    scopes: Vec<Grant>,
    expires_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
struct KeyView {
    id: KeyId,
    name: String,
    scopes: Vec<Grant>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

impl From<KeyRecord> for KeyView {
    fn from(key: KeyRecord) -> Self {
        Self {
            id: key.id,
            name: key.name,
            scopes: key.grants.iter().collect(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

impl Keys {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Create { tenant, scopes, name, expires_in } => {
                let grants = if scopes.is_empty() { Grants::all() } else { Grants::of(scopes) };
                let doors = doors();
                let (key, now) = (PlainKey::generate(doors.ids.as_ref())?, doors.clock.now());
                let expires_at = expires_in.map(|days| now + TimeDelta::days(i64::from(days)));
                let record = key.record(&name, grants.clone(), expires_at);
                let store = common.store(OpenMode::Existing).await?;
                let scope = local_operator(tenant.tenant.clone());
                let kept = store.key_create(&scope, &record, now).await;
                store.close().await;
                kept?;
                let issued = IssuedView {
                    key: key.reveal().to_owned(),
                    id: record.id,
                    tenant: tenant.tenant,
                    name,
                    scopes: grants.iter().collect(),
                    expires_at,
                };
                output.answer(&issued, |issued| {
                    vec![
                        issued.key.clone(),
                        String::new(),
                        "This key is shown once. Send it as: Authorization: Bearer KEY".to_owned(),
                    ]
                })?;
            }
            Self::List { tenant } => {
                let store = common.store(OpenMode::Existing).await?;
                let keys = store.key_list(&local_operator(tenant.tenant)).await;
                store.close().await;
                let keys: Vec<KeyView> = keys?.into_iter().map(KeyView::from).collect();
                output.answer(&keys, |keys| list(keys))?;
            }
            Self::Revoke { tenant, id } => {
                let store = common.store(OpenMode::Existing).await?;
                let scope = local_operator(tenant.tenant.clone());
                let revoked = store.key_revoke(&scope, &id, doors().clock.now()).await;
                store.close().await;
                if !revoked? {
                    return Err(CliError::Told(format!(
                        "tenant {tenant} has no working key {id}; `llmobserve keys list --tenant \
                         {tenant}` lists its keys",
                        tenant = tenant.tenant
                    )));
                }
                let answer = serde_json::json!({ "id": id, "revoked": true });
                output.answer(&answer, |_| vec![format!("revoked key {id}")])?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn list(keys: &[KeyView]) -> Vec<String> {
    let date = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|key| {
            let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
            vec![
                key.id.to_string(),
                key.name.clone(),
                scopes.join(","),
                date(Some(key.created_at)),
                date(key.expires_at),
                date(key.revoked_at),
                date(key.last_used_at),
            ]
        })
        .collect();
    table(&["id", "name", "scopes", "created", "expires", "revoked", "last used"], &rows)
}
