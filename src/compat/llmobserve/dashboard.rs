//! `GET /stats/customer/{id}`, `/stats/dashboard-all` and `/dashboard/…`: several sides at once.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::http::millis::Millis;
use crate::query::QueryError;
use crate::query::costs::Dimension;
use crate::query::series::by_provider;
use crate::store::Store;

use super::series::{last_days, zone};
use super::stats::{
    CustomerSum, MODELS, ModelShare, ProviderShare, customers, model_shares, provider_shares,
};
use super::sums::{MOST_DAYS, MOST_HOURS, average_latency, by_label, last_hours, sums, total};

/// Days that a customer is looked at, unless asked otherwise, and at most.
const CUSTOMER_DAYS: u32 = 30;
const MOST_CUSTOMER_DAYS: u32 = 90;

/// The same for everybody.
const DEFAULT_DAYS: u32 = 7;

/// Hours of the shares on the dashboard.
const DEFAULT_HOURS: u32 = 168;

/// Models shown of a customer: the costliest.
const TOP_MODELS: usize = 10;

/// One customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerStats {
    /// The customer, as asked for.
    customer_id: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
    /// Milliseconds.
    #[schema(value_type = f64)]
    avg_latency_ms: Millis,
    /// By provider, the costliest first.
    by_provider: Vec<CustomerProvider>,
    /// The costliest models, at most 10.
    top_models: Vec<CustomerModel>,
    /// Days looked at.
    period_days: u32,
}

/// A customer's cost with a provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerProvider {
    /// The provider.
    provider: String,
    /// USD.
    #[schema(value_type = f64)]
    cost: Usd,
    /// Calls.
    calls: i64,
}

/// A customer's cost with a model.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerModel {
    /// The model; `unknown` for calls that name none.
    model: String,
    /// USD.
    #[schema(value_type = f64)]
    cost: Usd,
    /// Calls.
    calls: i64,
}

/// One customer's cost. One that nothing is known of has zeros.
#[utoipa::path(get, path = "/stats/customer/{id}",
    operation_id = "compat_get_customer_stats", tag = "compatibility",
    params(("id" = String, Path, description = "The customer's id"),
        ("days" = Option<u32>, Query, minimum = 1, maximum = 90),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = CustomerStats), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn customer(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Json<CustomerStats>, ApiError> {
    let days = params.number("days", CUSTOMER_DAYS, MOST_CUSTOMER_DAYS)?;
    customer_stats(&store, &scope, id, days, clock.now()).await.map(Json)
}

/// The same as `/stats/customer/{id}`, for 7 days unless asked otherwise.
#[utoipa::path(get, path = "/dashboard/customers/{id}/detail",
    operation_id = "compat_get_dashboard_customer", tag = "compatibility",
    params(("id" = String, Path, description = "The customer's id"),
        ("days" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = CustomerStats), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn customer_detail(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Json<CustomerStats>, ApiError> {
    let days = params.number("days", DEFAULT_DAYS, MOST_DAYS)?;
    customer_stats(&store, &scope, id, days, clock.now()).await.map(Json)
}

async fn customer_stats(
    store: &Store,
    scope: &TenantScope,
    id: String,
    days: u32,
    now: DateTime<Utc>,
) -> Result<CustomerStats, ApiError> {
    let window = last_hours(days * 24, now);
    let found = sums(store, scope, window, &MODELS, Some(id.clone())).await?;
    let [models, providers] = [by_label(&found, 0)?, by_label(&found, 1)?];
    let total = found.total;
    Ok(CustomerStats {
        customer_id: id,
        total_cost: total.cost_usd(),
        call_count: total.calls,
        avg_latency_ms: average_latency(&total),
        by_provider: providers
            .into_iter()
            .map(|(provider, sum)| CustomerProvider {
                provider,
                cost: sum.cost_usd(),
                calls: sum.calls,
            })
            .collect(),
        top_models: models
            .into_iter()
            .take(TOP_MODELS)
            .map(|(model, sum)| CustomerModel { model, cost: sum.cost_usd(), calls: sum.calls })
            .collect(),
        period_days: days,
    })
}

/// Everything that the original's first page shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct DashboardView {
    /// As `/stats/by-provider`.
    providers: Vec<ProviderShare>,
    /// As `/stats/by-model`.
    models: Vec<ModelShare>,
    /// The last days, the earliest first.
    daily: Vec<DashboardDay>,
    /// Hours of the shares.
    hours: u32,
    /// Days of the list.
    days: u32,
    /// When it was asked.
    generated_at: DateTime<Utc>,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DashboardDay {
    /// The civil day of the tenant's zone.
    date: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
}

/// Shares by provider and model, and the last days.
#[utoipa::path(get, path = "/stats/dashboard-all",
    operation_id = "compat_get_all_stats", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("days" = Option<u32>, Query),
        ("customer_id" = Option<String>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = DashboardView), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn all(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<DashboardView>, ApiError> {
    let now = clock.now();
    let hours = params.number("hours", DEFAULT_HOURS, MOST_HOURS)?;
    let days = params.number("days", DEFAULT_DAYS, MOST_DAYS)?;
    let customer = params.text("customer_id")?;
    let window = last_hours(hours, now);
    let (dates, pieces) = last_days(days, now, zone(&store, &scope).await?)?;
    let daily = by_provider(&store, &scope, &pieces, customer.clone()).await?;
    let daily = dates.into_iter().zip(&daily).map(|(date, sums)| {
        let total = total(sums)?;
        Ok(DashboardDay { date, total_cost: total.cost_usd(), call_count: total.calls })
    });
    let shares = sums(&store, &scope, window, &MODELS, customer).await?;
    Ok(Json(DashboardView {
        providers: provider_shares(&shares, 1)?,
        models: model_shares(shares),
        daily: daily.collect::<Result<_, QueryError>>()?,
        hours,
        days,
        generated_at: now,
    }))
}

/// Cost by customer, the costliest first, over days.
#[utoipa::path(get, path = "/dashboard/customers",
    operation_id = "compat_list_dashboard_customers", tag = "compatibility",
    params(("days" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<CustomerSum>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn customer_list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<CustomerSum>>, ApiError> {
    let days = params.number("days", DEFAULT_DAYS, MOST_DAYS)?;
    customers(&store, &scope, last_hours(days * 24, clock.now())).await.map(Json)
}

/// The tenant as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatsView {
    /// USD, calls without a customer included.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls, those without a customer included.
    call_count: i64,
    /// Milliseconds.
    #[schema(value_type = f64)]
    avg_latency_ms: Millis,
    /// Customers with calls.
    customer_count: usize,
    /// The costliest, where there is one.
    top_customer: Option<TopCustomer>,
    /// Days looked at.
    period_days: u32,
}

/// The costliest customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopCustomer {
    /// The customer.
    customer_id: String,
    /// USD.
    #[schema(value_type = f64)]
    cost: Usd,
}

/// The tenant as a whole, over days.
#[utoipa::path(get, path = "/dashboard/stats",
    operation_id = "compat_get_dashboard_stats", tag = "compatibility",
    params(("days" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = StatsView), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn stats(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<StatsView>, ApiError> {
    let days = params.number("days", DEFAULT_DAYS, MOST_DAYS)?;
    let window = last_hours(days * 24, clock.now());
    let found = sums(&store, &scope, window, &[Dimension::Customer], None).await?;
    let total = found.total;
    let mut customers = found
        .groups
        .into_iter()
        .filter_map(|group| Some((group.labels.into_iter().next().flatten()?, group.totals)));
    let top = customers.next();
    Ok(Json(StatsView {
        total_cost: total.cost_usd(),
        call_count: total.calls,
        avg_latency_ms: average_latency(&total),
        customer_count: usize::from(top.is_some()) + customers.count(),
        top_customer: top
            .map(|(customer_id, sum)| TopCustomer { customer_id, cost: sum.cost_usd() }),
        period_days: days,
    }))
}
