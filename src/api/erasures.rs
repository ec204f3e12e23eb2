//! `DELETE /api/v1/customers/{id}` and `GET /api/v1/erasures`: a customer is erased, with a certificate.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::check_text;
use crate::domain::totals::Totals;
use crate::http::error::Problem;
use crate::http::extract::{Body, Params, Tenant, TenantAdmin};
use crate::http::{ApiError, Code};
use crate::keeping::{Keeping, MAX_REASON};
use crate::store::{ErasureRecord, Store};

use super::totals::TotalsView;

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// Why a customer is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureBody {
    /// Kept with the certificate, 1 to 1,000 bytes. The customer's id in it is replaced too.
    reason: String,
}

/// The certificate of an erasure. It never has the id that was erased.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureView {
    /// Its id.
    #[schema(example = "era_8d5c1f0e2b7a9643")]
    pub id: String,
    /// What stands for the customer from now on.
    #[schema(example = "erased-3f0a9c5d7e1b2846")]
    pub pseudonym: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// When it was done; `null`: it was cut off, and is finished by asking for it again.
    pub finished_at: Option<DateTime<Utc>>,
    /// Rows that were changed, by table.
    pub changed_rows: BTreeMap<String, u64>,
    /// Sums before and after: they are equal.
    pub totals: Option<ErasureTotalsView>,
}

/// Sums before and after an erasure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureTotalsView {
    /// Of the customer and its other ids.
    pub customer_before: TotalsView,
    /// The same afterwards.
    pub customer_after: TotalsView,
    /// Of the tenant.
    pub tenant_before: TotalsView,
    /// The same afterwards.
    pub tenant_after: TotalsView,
}

/// Certificates.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasuresView {
    /// The latest first.
    pub erasures: Vec<ErasureView>,
}

impl From<ErasureRecord> for ErasureView {
    fn from(record: ErasureRecord) -> Self {
        let view = |totals: Totals| TotalsView::from(totals);
        Self {
            id: record.id,
            pseudonym: record.pseudonym,
            reason: record.reason,
            made_by: record.made_by,
            begun_at: record.begun_at,
            finished_at: record.finished_at,
            changed_rows: record.changed,
            totals: record.totals.map(|totals| ErasureTotalsView {
                customer_before: view(totals.customer.0),
                customer_after: view(totals.customer.1),
                tenant_before: view(totals.tenant.0),
                tenant_after: view(totals.tenant.1),
            }),
        }
    }
}

/// Erases a customer: everything that it can be known by is replaced by a pseudonym or cleared; what it
/// cost stays, to the nano-dollar. It cannot be taken back.
#[utoipa::path(
    delete,
    path = "/api/v1/customers/{id}",
    tag = "customers",
    params(("id" = String, Path, description = "The customer's id"),
        ("tenant_id" = Option<String>, Query)),
    request_body = ErasureBody,
    responses((status = 200, body = ErasureView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn erase(
    tenant: Tenant<TenantAdmin>,
    State(keeping): State<Arc<Keeping>>,
    Path(id): Path<String>,
    params: Params,
    Body(body): Body<ErasureBody>,
) -> Result<Json<ErasureView>, ApiError> {
    params.finish()?;
    let reason = body.reason.trim();
    if reason.is_empty() || check_text(reason, MAX_REASON).is_err() {
        let problem = format!("`reason` must have 1 to {MAX_REASON} bytes, without U+0000");
        return Err(ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, problem));
    }
    Ok(Json(keeping.erase(&tenant.0, &id, reason).await?.into()))
}

/// The certificates of erasures, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/erasures",
    tag = "customers",
    params(("limit" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = ErasuresView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn list(
    tenant: Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    mut params: Params,
) -> Result<Json<ErasuresView>, ApiError> {
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    params.finish()?;
    let found = store.erasure_list(&tenant.0, limit).await?;
    Ok(Json(ErasuresView { erasures: found.into_iter().map(ErasureView::from).collect() }))
}
