//! `GET /stats/daily` and `/stats/timeseries`: what was spent when, zeros included.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Grain, Window, Zone};
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::query::QueryError;
use crate::query::series;
use crate::store::Store;

use super::sums::{MOST_DAYS, MOST_HOURS, total};

const DEFAULT_HOURS: u32 = 24;
const DEFAULT_DAYS: u32 = 7;

/// What a provider cost in a piece of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderCost {
    /// USD.
    #[schema(value_type = f64)]
    cost: Usd,
    /// Calls.
    calls: i64,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayCost {
    /// The civil day of the tenant's zone.
    #[schema(example = "2026-11-21")]
    date: String,
    /// USD.
    #[schema(value_type = f64)]
    total: Usd,
    /// By provider.
    providers: BTreeMap<String, ProviderCost>,
}

/// A piece of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Point {
    /// A label for people, in the tenant's zone.
    #[schema(example = "14:00")]
    date: String,
    /// When it begins.
    timestamp: DateTime<Utc>,
    /// USD.
    #[schema(value_type = f64)]
    total: Usd,
    /// By provider.
    providers: BTreeMap<String, ProviderCost>,
}

fn providers(sums: BTreeMap<String, Totals>) -> BTreeMap<String, ProviderCost> {
    let cost = |totals: Totals| ProviderCost { cost: totals.cost_usd(), calls: totals.calls };
    sums.into_iter().map(|(provider, totals)| (provider, cost(totals))).collect()
}

/// The tenant's zone.
pub async fn zone(store: &Store, scope: &TenantScope) -> Result<Zone, ApiError> {
    Ok(store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone))
}

/// The last civil days, today included, with their dates.
pub fn last_days(
    days: u32,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<(Vec<String>, Vec<Window>), QueryError> {
    let window = Window::last_days(u64::from(days), now, zone);
    let days = window.buckets(Grain::Day, zone)?;
    Ok(days.into_iter().map(|day| (day.label, day.window)).unzip())
}

/// The last days by provider, the earliest first.
#[utoipa::path(get, path = "/stats/daily",
    operation_id = "compat_get_daily_stats", tag = "compatibility",
    params(("days" = Option<u32>, Query), ("customer_id" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<DayCost>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn daily(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<DayCost>>, ApiError> {
    let days = params.number("days", DEFAULT_DAYS, MOST_DAYS)?;
    let (dates, pieces) = last_days(days, clock.now(), zone(&store, &scope).await?)?;
    let customer = params.text("customer_id")?;
    let sums = series::by_provider(&store, &scope, &pieces, customer).await?;
    let days = dates.into_iter().zip(sums).map(|(date, sums)| {
        Ok(DayCost { date, total: total(&sums)?.cost_usd(), providers: providers(sums) })
    });
    Ok(Json(days.collect::<Result<_, QueryError>>()?))
}

/// How the points of a time series are spaced.
struct Spacing {
    /// Hours of a question up to which it is used.
    up_to: u32,
    minutes: i64,
    label: &'static str,
}

/// As the original spaced them; a longer question has civil days.
const SPACINGS: [Spacing; 3] = [
    Spacing { up_to: 6, minutes: 15, label: "%H:%M" },
    Spacing { up_to: 48, minutes: 60, label: "%H:%M" },
    Spacing { up_to: 14 * 24, minutes: 240, label: "%m-%d %H:%M" },
];

/// The points of the last hours: label and window, the running one included.
fn points(
    hours: u32,
    now: DateTime<Utc>,
    zone: Zone,
) -> Result<(Vec<String>, Vec<Window>), QueryError> {
    let Some(spacing) = SPACINGS.iter().find(|spacing| hours <= spacing.up_to) else {
        return last_days(hours.div_ceil(24) + 1, now, zone);
    };
    let step = TimeDelta::minutes(spacing.minutes);
    let micros = spacing.minutes * 60_000_000;
    let running = now - TimeDelta::microseconds(now.timestamp_micros().rem_euclid(micros));
    let count = (i64::from(hours) * 60).div_euclid(spacing.minutes);
    let pieces = (0..=count).rev().map(|back| {
        let from = running - TimeDelta::minutes(spacing.minutes * back);
        (zone.label(from, spacing.label), Window { from, to: from + step })
    });
    Ok(pieces.unzip())
}

/// The last hours by provider, the earliest first: by quarter-hours up to 6 hours, by hours up to 48,
/// by 4 hours up to 14 days, by days beyond.
#[utoipa::path(get, path = "/stats/timeseries",
    operation_id = "compat_get_timeseries", tag = "compatibility",
    params(("hours" = Option<u32>, Query), ("customer_id" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<Point>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])))]
pub async fn timeseries(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Json<Vec<Point>>, ApiError> {
    let hours = params.number("hours", DEFAULT_HOURS, MOST_HOURS)?;
    let (labels, pieces) = points(hours, clock.now(), zone(&store, &scope).await?)?;
    let customer = params.text("customer_id")?;
    let sums = series::by_provider(&store, &scope, &pieces, customer).await?;
    let points = labels.into_iter().zip(pieces).zip(sums).map(|((date, piece), sums)| {
        let total = total(&sums)?.cost_usd();
        Ok(Point { date, timestamp: piece.from, total, providers: providers(sums) })
    });
    Ok(Json(points.collect::<Result<_, QueryError>>()?))
}
