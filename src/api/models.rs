//! `GET /api/v1/models`: what each model costs, and how well that is known.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::ratio::Ratio;
use crate::domain::scope::TenantScope;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, WindowParams};
use crate::http::table::{self, Columns, Format};
use crate::http::{ApiError, cursor};
use crate::query::models::{ModelCost, ModelKey, models};
use crate::query::page::page;
use crate::store::Store;

use super::filters::{About, ExceptParams, FilterParams};
use super::totals::{TableParams, TotalsView, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 10_000;

/// A page of models.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelsView {
    /// What the sums cover.
    pub window: WindowView,
    /// The models, the costliest first.
    pub models: Vec<ModelView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// A model of a provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelView {
    /// The provider.
    pub provider: String,
    /// The model; `null` for calls that name none.
    pub model: Option<String>,
    /// Its calls by price state: `priced`, `free`, `reported`, `unpriced`.
    pub price_states: BTreeMap<String, i64>,
    /// Prompt tokens read from caches, as a share of all prompt tokens.
    #[schema(value_type = Option<f64>)]
    pub cache_share: Option<Ratio>,
    /// Failed calls as a share of all calls.
    #[schema(value_type = Option<f64>)]
    pub error_share: Option<Ratio>,
    /// Average cost of a call in USD, rounded to the nano-dollar.
    #[schema(value_type = Option<f64>)]
    pub cost_per_call_usd: Option<Usd>,
    /// Cost of a million tokens, prompt and completion, in USD. `null` without tokens.
    #[schema(value_type = Option<f64>)]
    pub cost_per_million_tokens_usd: Option<Usd>,
    /// The sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

impl From<ModelCost> for ModelView {
    fn from(model: ModelCost) -> Self {
        let totals = model.totals;
        let tokens = totals.input_tokens.saturating_add(totals.output_tokens);
        Self {
            provider: model.provider,
            model: model.model,
            price_states: model.price_states,
            cache_share: Ratio::of(totals.cache_read_tokens, totals.input_tokens),
            error_share: Ratio::of(totals.errors, totals.calls),
            cost_per_call_usd: totals.cost_usd().scaled(1, totals.calls),
            cost_per_million_tokens_usd: totals.cost_usd().scaled(1_000_000, tokens),
            totals: totals.into(),
        }
    }
}

fn columns() -> Columns {
    let own = [
        "provider",
        "model",
        "price_states",
        "cache_share",
        "error_share",
        "cost_per_call_usd",
        "cost_per_million_tokens_usd",
    ];
    own.into_iter().chain(TotalsView::COLUMNS).map(Cow::Borrowed).collect()
}

/// The models that were called, with price state, cache share and unit costs.
#[utoipa::path(
    get,
    path = "/api/v1/models",
    operation_id = "list_models",
    tag = "costs",
    params(FilterParams, ExceptParams, WindowParams, ListParams, TableParams),
    responses((status = 200, body = ModelsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let found = answer(&store, &scope, clock.as_ref(), params, format).await?;
    match format {
        Format::Json => Ok(Json(found).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &found.models, found.next)
        }
    }
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
    format: Format,
) -> Result<ModelsView, ApiError> {
    let question = params.question();
    let about = About::take(store, scope, clock, &mut params).await?;
    let limit = format.limit(&mut params, DEFAULT_LIMIT, MAX_LIMIT)?;
    let after: Option<ModelKey> = params.cursor()?;
    params.finish()?;
    let zone = about.zone;
    let (window, found) = models(store, scope, about.query()).await?;
    let (found, next) = page(found, ModelCost::key, after.as_ref(), limit);
    Ok(ModelsView {
        window: WindowView::new(window, zone),
        models: found.into_iter().map(ModelView::from).collect(),
        next: next.map(|next| cursor::encode(&next, question)).transpose()?,
    })
}
