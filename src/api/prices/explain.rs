//! `GET /api/v1/prices/explain`: which price a call would get, and why.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::clock::Clock;
use crate::domain::window::Zone;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::prices::{Prices, PricesError};
use crate::pricing::{Explanation, Subject};

/// The parameters, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct ExplainParams {
    /// The provider, as events name it.
    provider: String,
    /// The model, as events name it. Default: a call that names none.
    model: Option<String>,
    /// The service tier, as events name it.
    service_tier: Option<String>,
    /// The customer, whose contract comes first.
    customer: Option<String>,
    /// At this instant (RFC 3339) or day in UTC. Default: now.
    at: Option<String>,
    /// Selects the tenant in open mode; otherwise it may only repeat the credential's.
    tenant_id: Option<String>,
}

/// Which price a call would get, layer by layer.
#[utoipa::path(
    get,
    path = "/api/v1/prices/explain",
    operation_id = "explain_price",
    tag = "prices",
    params(ExplainParams),
    responses((status = 200, body = Explanation), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn explain(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Explanation>, ApiError> {
    let provider = params.text("provider")?;
    let model = params.text("model")?;
    let service_tier = params.text("service_tier")?;
    let customer = params.text("customer")?;
    let at = params.instant("at", Zone::UTC)?.unwrap_or_else(|| clock.now());
    params.finish()?;
    let provider =
        provider.ok_or_else(|| ApiError::parameter("provider", "is needed, as events name it"))?;
    let subject = Subject {
        provider: &provider,
        model: model.as_deref(),
        service_tier: service_tier.as_deref(),
        customer: customer.as_deref(),
    };
    let tariff = prices.tariff(&scope).await?;
    Ok(Json(tariff.explain(&subject, at).map_err(PricesError::from)?))
}
