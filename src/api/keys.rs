//! `/api/v1/keys`: the tenant's API keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::Auth;
use crate::clock::{Clock, IdGen};
use crate::domain::ids::{KeyId, check_text};
use crate::domain::scope::{Grant, Grants};
use crate::http::error::Problem;
use crate::http::extract::{Body, Params, Tenant, TenantAdmin};
use crate::http::table::{self, Columns, Format};
use crate::http::{ApiError, Code};
use crate::store::{KeyRecord, Store};

use super::totals::TableParams;

/// Longest name, in bytes.
const MAX_NAME: usize = 128;

/// Most days that a key may be given.
const MAX_DAYS: u32 = 3_650;

/// The tenant's keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeysView {
    /// The oldest first; revoked ones too.
    pub keys: Vec<KeyView>,
}

/// A key. What it is secret by is kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    /// Its public part: the 12 characters after `llmo_sk_`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What its holder may do.
    #[schema(value_type = Vec<String>)]
    pub scopes: Vec<Grant>,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
    /// From when on it no longer works; `null`: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl From<KeyRecord> for KeyView {
    fn from(key: KeyRecord) -> Self {
        Self {
            id: key.id.to_string(),
            name: key.name,
            scopes: key.grants.iter().collect(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKeyBody {
    /// What people call it.
    #[serde(default)]
    name: String,
    /// `events:write`, `costs:read`, `runs:read`, `admin`; at least one.
    scopes: Vec<String>,
    /// Days after which it no longer works, 1 to 3,650; absent: never.
    expires_in_days: Option<u32>,
}

/// A new key.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedView {
    /// The key in full. It is shown here and never again.
    pub key: String,
    /// Its public part.
    pub id: String,
    /// What its holder may do.
    #[schema(value_type = Vec<String>)]
    pub scopes: Vec<Grant>,
    /// From when on it no longer works; `null`: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The tenant's API keys, the oldest first.
#[utoipa::path(get, path = "/api/v1/keys",
    operation_id = "list_keys", tag = "keys",
    params(TableParams, ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = KeysView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn list(
    Tenant(scope, ..): Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    params.finish()?;
    let keys = store.key_list(&scope).await?;
    let keys: Vec<KeyView> = keys.into_iter().map(KeyView::from).collect();
    match format {
        Format::Json => Ok(Json(KeysView { keys }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &keys, None)
        }
    }
}

fn columns() -> Columns {
    ["id", "name", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"]
        .map(Into::into)
        .into()
}

/// Issues an API key. It is shown once.
#[utoipa::path(post, path = "/api/v1/keys",
    operation_id = "create_key", tag = "keys", request_body = NewKeyBody,
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 201, body = IssuedView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn create(
    tenant: Tenant<TenantAdmin>,
    State(auth): State<Arc<Auth>>,
    State(ids): State<Arc<dyn IdGen>>,
    params: Params,
    Body(body): Body<NewKeyBody>,
) -> Result<(StatusCode, Json<IssuedView>), ApiError> {
    params.finish()?;
    let grants = checked(&body)?;
    let lasts = body.expires_in_days.map(|days| TimeDelta::days(i64::from(days)));
    let (key, record) = auth.issue(&tenant.0, (&body.name, grants, lasts), ids.as_ref()).await?;
    let issued = IssuedView {
        key: key.reveal().to_owned(),
        id: record.id.to_string(),
        scopes: record.grants.iter().collect(),
        expires_at: record.expires_at,
    };
    Ok((StatusCode::CREATED, Json(issued)))
}

/// Revokes a key. It stops working within a second, and with it the sessions that it signed in.
#[utoipa::path(delete, path = "/api/v1/keys/{id}",
    operation_id = "revoke_key", tag = "keys",
    params(("id" = String, Path), ("tenant_id" = Option<String>, Query)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn revoke(
    Tenant(scope, ..): Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<StatusCode, ApiError> {
    params.finish()?;
    let revoked = match KeyId::parse(&id) {
        Some(key) => store.key_revoke(&scope, &key, clock.now()).await?,
        None => false,
    };
    if revoked { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("working key", &id)) }
}

fn checked(body: &NewKeyBody) -> Result<Grants, ApiError> {
    let refuse =
        |problem: String| ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, problem);
    if !body.name.is_empty() {
        check_text(&body.name, MAX_NAME).map_err(|error| refuse(format!("`name` {error}")))?;
    }
    if body.expires_in_days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
        return Err(refuse(format!("`expires_in_days` must be 1 to {MAX_DAYS}")));
    }
    let mut grants = Vec::with_capacity(body.scopes.len());
    for name in &body.scopes {
        grants.push(Grant::parse(name).ok_or_else(|| {
            let known: Vec<&str> = Grant::ALL.into_iter().map(Grant::as_str).collect();
            refuse(format!(
                "`scopes`: there is no scope of that name; known are {}",
                known.join(", ")
            ))
        })?);
    }
    if grants.is_empty() {
        return Err(refuse("`scopes` must name at least one".to_owned()));
    }
    Ok(Grants::of(grants))
}
