//! `GET` and `PATCH /api/v1/settings`: what a tenant decides about its own ledger.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::check_text;
use crate::http::error::Problem;
use crate::http::extract::{Body, CostsRead, Params, Tenant, TenantAdmin};
use crate::http::{ApiError, Code};
use crate::store::Store;

/// Most tags that may be dimensions: each multiplies the totals that are kept.
const MAX_TAG_DIMENSIONS: usize = 8;

/// Longest name of a tag, in bytes.
const MAX_TAG_NAME: usize = 64;

/// A tenant's settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    /// Names of the tags that costs can be grouped and filtered by, as `tag:NAME`. Each counts for
    /// events that arrive after it was declared; earlier ones have none.
    pub tag_dimensions: Vec<String>,
}

/// A change of settings. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// The whole list of tags that are dimensions, at most 8.
    tag_dimensions: Option<Vec<String>>,
}

/// The tenant's settings.
#[utoipa::path(
    get,
    path = "/api/v1/settings",
    tag = "settings",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = SettingsView), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    params: Params,
) -> Result<Json<SettingsView>, ApiError> {
    params.finish()?;
    let tag_dimensions = store.settings(&scope).await?.tag_dimensions;
    Ok(Json(SettingsView { tag_dimensions }))
}

/// Changes the tenant's settings.
#[utoipa::path(
    patch,
    path = "/api/v1/settings",
    tag = "settings",
    params(("tenant_id" = Option<String>, Query)),
    request_body = SettingsChange,
    responses((status = 200, body = SettingsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn change(
    tenant: Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    params: Params,
    Body(change): Body<SettingsChange>,
) -> Result<Json<SettingsView>, ApiError> {
    params.finish()?;
    if let Some(names) = change.tag_dimensions {
        let names = checked(names)?;
        store.tag_dimensions_set(&tenant.0, &names).await?;
    }
    let tag_dimensions = store.settings(&tenant.0).await?.tag_dimensions;
    Ok(Json(SettingsView { tag_dimensions }))
}

/// Names that can stand in `group_by`.
fn checked(mut names: Vec<String>) -> Result<Vec<String>, ApiError> {
    let refuse = |problem: String| {
        ApiError::new(axum::http::StatusCode::BAD_REQUEST, Code::InvalidBody, problem)
    };
    names.sort_unstable();
    names.dedup();
    if names.len() > MAX_TAG_DIMENSIONS {
        return Err(refuse(format!("`tag_dimensions` has more than {MAX_TAG_DIMENSIONS} names")));
    }
    for name in &names {
        check_text(name, MAX_TAG_NAME)
            .map_err(|error| refuse(format!("`tag_dimensions`: a name {error}")))?;
        if name.trim() != name || name.is_empty() || name.contains(',') {
            return Err(refuse(
                "`tag_dimensions`: a name must not be empty, contain commas, or begin or end with \
                 spaces"
                    .to_owned(),
            ));
        }
    }
    Ok(names)
}
