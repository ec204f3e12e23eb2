//! `GET /insights` and `/insights/daily` in the shapes that existing dashboards read.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Tenant};
use crate::http::hundredths::Hundredths;
use crate::prices::Prices;
use crate::query::insights::{self, Figure, Insight, Rule};
use crate::store::Store;

/// Something that deserves a look. Which members it has depends on `type`.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SeedInsight {
    /// The rule.
    #[serde(rename = "type")]
    kind: &'static str,
    /// One sentence with the figures.
    message: String,
    /// The section that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    /// How many times the figure of before.
    #[serde(skip_serializing_if = "Option::is_none")]
    delta: Option<Hundredths>,
    /// The model that costs more.
    #[serde(skip_serializing_if = "Option::is_none")]
    expensive_model: Option<String>,
    /// The model that costs less.
    #[serde(skip_serializing_if = "Option::is_none")]
    cheaper_alternative: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// The endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// Calls that one run in twenty makes at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95_calls: Option<i64>,
}

impl From<Insight> for SeedInsight {
    fn from(mut insight: Insight) -> Self {
        let delta = match insight.evidence.get("times") {
            Some(Figure::Hundredths(times)) => Some(Hundredths(*times)),
            _ => None,
        };
        let p95_calls = match insight.evidence.get("p95_calls") {
            Some(Figure::Count(calls)) => Some(*calls),
            _ => None,
        };
        let cheaper = match insight.evidence.remove("cheaper_model") {
            Some(Figure::Text(model)) => Some(model),
            _ => None,
        };
        let subject = insight.subject;
        let base = Self {
            kind: insight.rule.as_str(),
            message: insight.message,
            section: subject.section,
            ..Self::default()
        };
        match insight.rule {
            Rule::SectionSpike | Rule::TokenBloat => Self { delta, ..base },
            Rule::ModelInefficiency => {
                Self { expensive_model: subject.model, cheaper_alternative: cheaper, ..base }
            }
            Rule::RetryLoop => {
                Self { provider: subject.provider, endpoint: subject.endpoint, p95_calls, ..base }
            }
            Rule::UnpricedModel
            | Rule::UnattributedSpend
            | Rule::ErrorRateRise
            | Rule::CacheNeverUsed => {
                Self { provider: subject.provider, model: subject.model, ..base }
            }
        }
    }
}

/// What deserves a look, the gravest first.
#[utoipa::path(get, path = "/insights/daily",
    operation_id = "compat_get_daily_insights", tag = "compatibility",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<SeedInsight>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn daily(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
) -> Result<Json<Vec<SeedInsight>>, ApiError> {
    found(&store, &scope, &prices, clock.now()).await.map(Json)
}

/// The same as `/insights/daily`.
#[utoipa::path(get, path = "/insights",
    operation_id = "compat_list_insights", tag = "compatibility",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<SeedInsight>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
) -> Result<Json<Vec<SeedInsight>>, ApiError> {
    found(&store, &scope, &prices, clock.now()).await.map(Json)
}

async fn found(
    store: &Store,
    scope: &TenantScope,
    prices: &Prices,
    now: DateTime<Utc>,
) -> Result<Vec<SeedInsight>, ApiError> {
    let tariff = prices.tariff(scope).await?;
    let found = insights::insights(store, scope, tariff.catalogue().book(now), now).await?;
    Ok(found.insights.into_iter().map(SeedInsight::from).collect())
}
