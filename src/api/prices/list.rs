//! `GET /api/v1/prices`: what each model costs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::prices::{Prices, PricesError};
use crate::pricing::Listed;

use super::super::totals::TableParams;

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// A page of prices.
#[derive(Debug, Serialize, ToSchema)]
pub struct PricesView {
    /// When they hold.
    pub at: DateTime<Utc>,
    /// By provider and model.
    pub prices: Vec<Listed>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// After which model a page begins.
#[derive(Debug, Serialize, Deserialize)]
struct After(String, String);

/// The parameters that only prices have, as documented.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct PriceParams {
    /// Only providers whose id contains this text.
    provider: Option<String>,
    /// Only models whose id contains this text.
    model: Option<String>,
    /// At this instant (RFC 3339) or day in UTC. Default: now.
    at: Option<String>,
    /// Selects the tenant in open mode; otherwise it may only repeat the credential's.
    tenant_id: Option<String>,
}

/// What each model costs the tenant, without a service tier and without a customer's contract.
#[utoipa::path(
    get,
    path = "/api/v1/prices",
    operation_id = "list_prices",
    tag = "prices",
    params(PriceParams, ListParams, TableParams),
    responses((status = 200, body = PricesView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let question = params.question();
    let provider = params.text("provider")?.unwrap_or_default();
    let model = params.text("model")?.unwrap_or_default();
    let at = params.instant("at", Zone::UTC)?.unwrap_or_else(|| clock.now());
    let limit = format.limit(&mut params, DEFAULT_LIMIT, MAX_LIMIT)?;
    let after: Option<After> = params.cursor()?;
    params.finish()?;
    let after = after.map(|After(provider, model)| (provider, model));
    let tariff = prices.tariff(&scope).await?;
    let listed = tariff
        .list((&provider, &model), at, after.as_ref(), limit.saturating_add(1))
        .map_err(PricesError::from)?;
    let place = |last: &Listed| After(last.provider.clone(), last.model.clone());
    let Page { rows, next } = Page::cut(listed, limit, place);
    let next = next.map(|next| cursor::encode(&next, question)).transpose()?;
    match format {
        Format::Json => Ok(Json(PricesView { at, prices: rows, next }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &rows, next)
        }
    }
}

fn columns() -> Columns {
    let columns = ["provider", "model", "unit_prices", "service_tiers", "price_id", "source"];
    columns.map(Into::into).into()
}
