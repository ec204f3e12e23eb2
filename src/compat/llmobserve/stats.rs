//! `GET /stats/by-provider`, `by-model`, `by-section` and `by-customer`: shares of a window's cost.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::event::DEFAULT_SECTION;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::http::hundredths::Hundredths;
use crate::http::millis::Millis;
use crate::query::QueryError;
use crate::query::costs::{CostAnswer, Dimension};
use crate::store::Store;

use super::sums::{MOST_HOURS, average_latency, by_label, last_hours, or_unknown, sums};

/// Hours of a question that names none.
const DEFAULT_HOURS: u32 = 24;

/// The same for customers.
const CUSTOMER_HOURS: u32 = 720;

/// A provider's share.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderShare {
    /// The provider.
    provider: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
    /// Of the window's cost.
    percentage: Hundredths,
}

/// A model's share.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelShare {
    /// The model; `unknown` for calls that name none.
    model: String,
    /// The provider.
    provider: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
    /// Prompt tokens, cached ones included.
    input_tokens: i64,
    /// Completion tokens.
    output_tokens: i64,
    /// Milliseconds.
    #[schema(value_type = f64)]
    avg_latency: Millis,
    /// Of the window's cost.
    percentage: Hundredths,
}

/// A section's share.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionShare {
    /// The section.
    section: String,
    /// The whole path of sections.
    section_path: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
    /// Milliseconds.
    #[schema(value_type = f64)]
    avg_latency_ms: Millis,
    /// Of the window's cost, that outside named sections included.
    percentage: Hundredths,
}

/// A customer's cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerSum {
    /// The customer.
    pub customer_id: String,
    /// USD.
    #[schema(value_type = f64)]
    pub total_cost: Usd,
    /// Calls.
    pub call_count: i64,
    /// Milliseconds.
    #[schema(value_type = f64)]
    pub avg_latency_ms: Millis,
}

/// Cost by provider, the costliest first.
#[utoipa::path(get, path = "/stats/by-provider",
    operation_id = "compat_get_stats_by_provider", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("customer_id" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<ProviderShare>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn by_provider(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<ProviderShare>>, ApiError> {
    let window = last_hours(params.number("hours", DEFAULT_HOURS, MOST_HOURS)?, clock.now());
    let customer = params.text("customer_id")?;
    let found = sums(&store, &scope, window, &[Dimension::Provider], customer).await?;
    Ok(Json(provider_shares(&found, 0)?))
}

/// The providers of an answer, by the place of that dimension.
pub fn provider_shares(
    found: &CostAnswer,
    dimension: usize,
) -> Result<Vec<ProviderShare>, QueryError> {
    let sums = by_label(found, dimension)?;
    let shares = sums.into_iter().map(|(provider, sum)| ProviderShare {
        provider,
        total_cost: sum.cost_usd(),
        call_count: sum.calls,
        percentage: Hundredths::percentage(sum.cost, found.total.cost),
    });
    Ok(shares.collect())
}

/// Cost by model, the costliest first.
#[utoipa::path(get, path = "/stats/by-model",
    operation_id = "compat_get_stats_by_model", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("customer_id" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<ModelShare>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn by_model(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<ModelShare>>, ApiError> {
    let window = last_hours(params.number("hours", DEFAULT_HOURS, MOST_HOURS)?, clock.now());
    let customer = params.text("customer_id")?;
    Ok(Json(model_shares(sums(&store, &scope, window, &MODELS, customer).await?)))
}

/// What an answer is grouped by that shows models, each with its provider.
pub const MODELS: [Dimension; 2] = [Dimension::Model, Dimension::Provider];

/// The models of an answer that is grouped by [`MODELS`].
pub fn model_shares(found: CostAnswer) -> Vec<ModelShare> {
    let all = found.total.cost;
    let shares = found.groups.into_iter().map(|group| {
        let mut labels = group.labels.into_iter();
        ModelShare {
            model: or_unknown(labels.next().flatten()),
            provider: or_unknown(labels.next().flatten()),
            total_cost: group.totals.cost_usd(),
            call_count: group.totals.calls,
            input_tokens: group.totals.input_tokens,
            output_tokens: group.totals.output_tokens,
            avg_latency: average_latency(&group.totals),
            percentage: Hundredths::percentage(group.totals.cost, all),
        }
    });
    shares.collect()
}

/// Cost by section and path, the costliest first; calls outside of named sections are left out.
#[utoipa::path(get, path = "/stats/by-section",
    operation_id = "compat_get_stats_by_section", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("customer_id" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<SectionShare>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn by_section(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<SectionShare>>, ApiError> {
    let window = last_hours(params.number("hours", DEFAULT_HOURS, MOST_HOURS)?, clock.now());
    let by = [Dimension::Section, Dimension::SectionPath];
    let customer = params.text("customer_id")?;
    let answer = sums(&store, &scope, window, &by, customer).await?;
    let all = answer.total.cost;
    let sections = answer.groups.into_iter().filter_map(|group| {
        let [section, section_path] = <[_; 2]>::try_from(group.labels).ok()?;
        let section = section.filter(|section| section != DEFAULT_SECTION)?;
        let totals = group.totals;
        Some(SectionShare {
            section,
            section_path: section_path.unwrap_or_default(),
            total_cost: totals.cost_usd(),
            call_count: totals.calls,
            avg_latency_ms: average_latency(&totals),
            percentage: Hundredths::percentage(totals.cost, all),
        })
    });
    Ok(Json(sections.collect()))
}

/// Cost by customer, the costliest first; calls without a customer are in no entry.
#[utoipa::path(get, path = "/stats/by-customer",
    operation_id = "compat_get_stats_by_customer", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<CustomerSum>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn by_customer(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<CustomerSum>>, ApiError> {
    let hours = params.number("hours", CUSTOMER_HOURS, MOST_HOURS)?;
    customers(&store, &scope, last_hours(hours, clock.now())).await.map(Json)
}

/// A window's customers.
pub async fn customers(
    store: &Store,
    scope: &TenantScope,
    window: Window,
) -> Result<Vec<CustomerSum>, ApiError> {
    let found = sums(store, scope, window, &[Dimension::Customer], None).await?;
    let named = found.groups.into_iter().filter_map(|group| {
        let customer_id = group.labels.into_iter().next().flatten()?;
        Some(CustomerSum {
            customer_id,
            total_cost: group.totals.cost_usd(),
            call_count: group.totals.calls,
            avg_latency_ms: average_latency(&group.totals),
        })
    });
    Ok(named.collect())
}
