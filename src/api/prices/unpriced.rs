//! `GET /api/v1/prices/unpriced`: models that were called without a price.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::Zone;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant, WindowParams};
use crate::http::table::{self, Columns, Format};
use crate::prices::Prices;
use crate::pricing::{Index, Near};
use crate::query::unpriced::unpriced;
use crate::store::Store;

use super::super::totals::{TableParams, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// Models that get suggestions: each is compared with every known name.
const SUGGESTED: usize = 100;

/// Suggestions for each.
const NEAREST: usize = 3;

/// Models that were called without a price.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnpricedView {
    /// What it covers.
    pub window: WindowView,
    /// How many models there are, those beyond the limit included.
    pub count: usize,
    /// The models, the most calls first.
    pub models: Vec<UnpricedModelView>,
}

/// A model that was called without a price.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnpricedModelView {
    /// As events name it.
    pub provider: String,
    /// As events name it; empty for none.
    pub model: String,
    /// Calls without a price for all of their usage.
    pub calls: i64,
    /// Their prompt tokens.
    pub input_tokens: i64,
    /// Their completion tokens.
    pub output_tokens: i64,
    /// Known names that are like it, the likest first, for the first 100 models.
    pub nearest: Vec<Near>,
}

/// Models that were called without a price, with the nearest known names.
#[utoipa::path(
    get,
    path = "/api/v1/prices/unpriced",
    operation_id = "list_unpriced",
    tag = "prices",
    params(WindowParams, TableParams, ("limit" = Option<u32>, Query, description = "Most models", minimum = 1)),
    responses((status = 200, body = UnpricedView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let found = answer((&store, &prices), &scope, clock.as_ref(), params, format).await?;
    match format {
        Format::Json => Ok(Json(found).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &found.models, None)
        }
    }
}

fn columns() -> Columns {
    let columns = ["provider", "model", "calls", "input_tokens", "output_tokens", "nearest"];
    columns.map(Into::into).into()
}

/// The answer to a question in parameters.
pub async fn answer(
    (store, prices): (&Store, &Prices),
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
    format: Format,
) -> Result<UnpricedView, ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let zone = params.zone()?.unwrap_or(tenant_zone);
    let window = params.window(zone, clock.now())?;
    let limit = format.limit(&mut params, DEFAULT_LIMIT, MAX_LIMIT)?;
    params.finish()?;
    let (window, found) = unpriced(store, scope, window).await?;
    let (count, tariff) = (found.len(), prices.tariff(scope).await?);
    let index = (count > 0).then(|| Index::new(tariff.known(clock.now())));
    let shown = found.into_iter().take(limit).enumerate();
    let models = shown.map(|(place, model)| {
        let index = index.as_ref().filter(|_| place < SUGGESTED);
        let nearest = index.map(|index| index.nearest(&model.provider, &model.model, NEAREST));
        UnpricedModelView {
            calls: model.totals.calls,
            input_tokens: model.totals.input_tokens,
            output_tokens: model.totals.output_tokens,
            nearest: nearest.unwrap_or_default(),
            provider: model.provider,
            model: model.model,
        }
    });
    Ok(UnpricedView { window: WindowView::new(window, zone), count, models: models.collect() })
}
