//! `DELETE /api/v1/customers/{id}` and `GET /api/v1/erasures`: a customer is erased, with a certificate.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::check_text;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::http::error::Problem;
use crate::http::extract::{Body, ListParams, Params, Tenant, TenantAdmin};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, Code, cursor};
use crate::keeping::{Keeping, MAX_REASON};
use crate::store::{ErasureRecord, Store};

use super::totals::{TableParams, TotalsView};

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

/// A page of certificates.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasuresView {
    /// The latest first.
    pub erasures: Vec<ErasureView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
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
    operation_id = "erase_customer",
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

/// After which certificate a page begins.
#[derive(Debug, Serialize, Deserialize)]
struct After {
    at: i64,
    id: String,
}

/// The certificates of erasures, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/erasures",
    operation_id = "list_erasures",
    tag = "customers",
    params(ListParams, TableParams, ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = ErasuresView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let question = params.question();
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    let after: Option<After> = params.cursor()?;
    params.finish()?;
    if let Format::Whole(format) = format {
        return table::whole(format, columns(), move |after: Option<After>| {
            let (store, scope) = (Arc::clone(&store), scope.clone());
            async move { page(&store, &scope, after, table::EXPORT_PAGE).await }
        })
        .await;
    }
    let Page { rows, next } = page(&store, &scope, after, limit).await?;
    let next = next.map(|next| cursor::encode(&next, question)).transpose()?;
    match format {
        Format::Json => Ok(Json(ErasuresView { erasures: rows, next }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &rows, next)
        }
    }
}

fn columns() -> Columns {
    let columns = [
        "id",
        "pseudonym",
        "reason",
        "made_by",
        "begun_at",
        "finished_at",
        "changed_rows",
        "totals",
    ];
    columns.map(Into::into).into()
}

async fn page(
    store: &Store,
    scope: &TenantScope,
    after: Option<After>,
    limit: i64,
) -> Result<Page<ErasureView, After>, ApiError> {
    let after = after.as_ref().map(|after| (after.at, after.id.as_str()));
    let found = store.erasure_list(scope, after, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let place =
        |last: &ErasureRecord| After { at: last.begun_at.timestamp_micros(), id: last.id.clone() };
    Ok(Page::cut(found, limit, place).map(ErasureView::from))
}
