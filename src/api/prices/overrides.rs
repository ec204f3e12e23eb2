//! `/api/v1/prices/overrides`: prices and mark-ups over the book.

use std::collections::BTreeMap;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::scope::TenantScope;
use crate::http::error::{Code, Problem};
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, TenantAdmin};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::prices::{Owner, Prices, Written};
use crate::pricing::{ExplainedRate, Terms, Validity};

use super::super::totals::TableParams;
use super::draft::{self, NewOverride};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// A page of overrides.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverridesView {
    /// The newest first.
    pub overrides: Vec<OverrideView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// After which override a page begins.
#[derive(Debug, Serialize, Deserialize)]
struct After {
    at: i64,
    id: String,
}

/// An override.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverrideView {
    /// Its id, as price ids name it.
    pub id: String,
    /// The customer whose contract it is; `null`: every customer.
    pub customer: Option<String>,
    /// The provider, or `*`.
    pub provider: String,
    /// The model, or `*`.
    pub model: String,
    /// The service tier that it is for; `null`: every tier.
    pub service_tier: Option<String>,
    /// The prices that it sets, by kind of usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_prices: Option<BTreeMap<String, ExplainedRate>>,
    /// What it multiplies every price by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0.9")]
    pub factor: Option<String>,
    /// First instant; `null`: since ever.
    pub from: Option<DateTime<Utc>>,
    /// First instant after; `null`: for ever.
    pub to: Option<DateTime<Utc>>,
    /// Weekdays in UTC, 1 is Monday; `null`: every day.
    pub days: Option<Vec<u32>>,
    /// Hours in UTC, from the first up to the second; `null`: all day.
    #[schema(example = json!(["16:30", "00:30"]))]
    pub daily: Option<[String; 2]>,
    /// Why it was made.
    pub reason: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// By whom: `key:…`, `local operator`, or `open` where nobody is asked who they are.
    pub created_by: String,
    /// Since when it no longer counts.
    pub retired_at: Option<DateTime<Utc>>,
    /// Who retired it.
    pub retired_by: Option<String>,
    /// Why.
    pub retired_reason: Option<String>,
}

impl From<Written> for OverrideView {
    fn from(written: Written) -> Self {
        let Written { record, over } = written;
        let (unit_prices, factor) = match over.terms {
            Terms::Prices(prices) => {
                let views = prices.iter().map(|(kind, price)| (kind.clone(), price.into()));
                (Some(views.collect()), None)
            }
            Terms::Factor(factor) => (None, Some(factor.normalize().to_string())),
        };
        let Validity { from, to, days, daily } = over.validity;
        let retired = record.retired;
        Self {
            id: over.id,
            customer: record.body.customer,
            provider: over.target.provider,
            model: over.target.model,
            service_tier: over.target.service_tier,
            unit_prices,
            factor,
            from,
            to,
            days,
            daily: daily.map(|(opens, closes)| {
                [opens, closes].map(|time| time.format("%H:%M").to_string())
            }),
            reason: record.body.reason,
            created_at: record.created_at,
            created_by: record.created_by,
            retired_at: retired.as_ref().map(|retired| retired.at),
            retired_by: retired.as_ref().map(|retired| retired.by.clone()),
            retired_reason: retired.map(|retired| retired.reason),
        }
    }
}

/// The tenant's overrides, retired ones too.
#[utoipa::path(
    get,
    path = "/api/v1/prices/overrides",
    operation_id = "list_price_overrides",
    tag = "prices",
    params(ListParams, TableParams, ("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 200, body = OverridesView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(prices): State<Arc<Prices>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let question = params.question();
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    let after: Option<After> = params.cursor()?;
    params.finish()?;
    if let Format::Whole(format) = format {
        return table::whole(format, columns(), move |after: Option<After>| {
            let (prices, scope) = (Arc::clone(&prices), scope.clone());
            async move { page(&prices, &scope, after, table::EXPORT_PAGE).await }
        })
        .await;
    }
    let Page { rows, next } = page(&prices, &scope, after, limit).await?;
    let next = next.map(|next| cursor::encode(&next, question)).transpose()?;
    match format {
        Format::Json => Ok(Json(OverridesView { overrides: rows, next }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &rows, next)
        }
    }
}

fn columns() -> Columns {
    let columns = [
        "id",
        "customer",
        "provider",
        "model",
        "service_tier",
        "unit_prices",
        "factor",
        "from",
        "to",
        "days",
        "daily",
        "reason",
        "created_at",
        "created_by",
        "retired_at",
        "retired_by",
        "retired_reason",
    ];
    columns.map(Into::into).into()
}

async fn page(
    prices: &Prices,
    scope: &TenantScope,
    after: Option<After>,
    limit: i64,
) -> Result<Page<OverrideView, After>, ApiError> {
    let before = after.as_ref().map(|after| (after.at, after.id.as_str()));
    let owner = Owner::Tenant(scope);
    let found = prices.overrides(owner, before, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let place = |last: &Written| After {
        at: last.record.created_at.timestamp_micros(),
        id: last.over.id.clone(),
    };
    Ok(Page::cut(found, limit, place).map(OverrideView::from))
}

/// Set prices or a mark-up, for the tenant or for one of its customers.
///
/// New calls get it from now on; what is stored keeps its price.
#[utoipa::path(
    post,
    path = "/api/v1/prices/overrides",
    operation_id = "create_price_override",
    tag = "prices",
    request_body = NewOverride,
    params(("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 201, body = OverrideView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 413, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn create(
    Tenant(scope, ..): Tenant<TenantAdmin>,
    State(prices): State<Arc<Prices>>,
    params: Params,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<OverrideView>), ApiError> {
    params.finish()?;
    let body = body.map_err(|error| {
        let code = match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
            _ => Code::InvalidBody,
        };
        ApiError::new(error.status(), code, error.body_text())
    })?;
    let body = draft::read(&body)?;
    let owner = Owner::Tenant(&scope);
    let written = prices.add(owner, body.customer, body.draft, &body.reason).await?;
    Ok((StatusCode::CREATED, Json(written.into())))
}

/// Retire an override: it counts no longer, and stays listed.
#[utoipa::path(
    delete,
    path = "/api/v1/prices/overrides/{id}",
    operation_id = "retire_price_override",
    tag = "prices",
    params(("id" = String, Path, description = "The override's id"),
        ("reason" = Option<String>, Query, description = "Why: kept with it"),
        ("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 204, description = "It counts no longer"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn retire(
    Tenant(scope, ..): Tenant<TenantAdmin>,
    State(prices): State<Arc<Prices>>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<StatusCode, ApiError> {
    let reason = params.text("reason")?.unwrap_or_default();
    params.finish()?;
    if prices.retire_override(Owner::Tenant(&scope), &id, &reason).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(ApiError::not_found("override", &id))
}
