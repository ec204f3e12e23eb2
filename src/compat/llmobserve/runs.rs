//! `GET /runs`, `/runs/latest` and `/runs/{id}` in the shapes that existing dashboards read.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{Params, RunsRead, Tenant};
use crate::http::hundredths::Hundredths;
use crate::http::millis::Millis;
use crate::query::runs;
use crate::store::{EventRecord, RunQuery, RunShare, RunSort, Store};

/// How far back a list looks: the original kept everything and looked at all of it.
const YEARS: i64 = 20;

/// Runs of a list, unless asked otherwise, and at most.
const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1_000;

/// Events that a run shows: the newest.
const SHOWN_EVENTS: usize = 50;

/// A run in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunSummary {
    /// Its id.
    run_id: String,
    /// When it began.
    started_at: DateTime<Utc>,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// Calls.
    call_count: i64,
    /// Sections of its calls, the costliest first.
    sections: Vec<String>,
    /// The section that cost most.
    top_section: Option<String>,
}

/// The latest runs, newest first.
#[utoipa::path(get, path = "/runs/latest",
    operation_id = "compat_get_latest_runs", tag = "compatibility",
    params(("limit" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<RunSummary>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["runs:read"])))]
pub async fn latest(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Json<Vec<RunSummary>>, ApiError> {
    summaries(&store, &scope, clock.now(), params).await.map(Json)
}

/// The same as `/runs/latest`.
#[utoipa::path(get, path = "/runs",
    operation_id = "compat_list_runs", tag = "compatibility",
    params(("limit" = Option<u32>, Query), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Vec<RunSummary>), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["runs:read"])))]
pub async fn list(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Json<Vec<RunSummary>>, ApiError> {
    summaries(&store, &scope, clock.now(), params).await.map(Json)
}

async fn summaries(
    store: &Store,
    scope: &TenantScope,
    now: DateTime<Utc>,
    mut params: Params,
) -> Result<Vec<RunSummary>, ApiError> {
    let limit = params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?;
    let customer = params.text("customer_id")?.map(Some);
    let query = RunQuery {
        window: Window { from: now - TimeDelta::days(YEARS * 365), to: now + TimeDelta::days(2) },
        customer,
        provider: None,
        model: None,
        section: None,
        failed: None,
        sort: RunSort::Time,
        after: None,
        limit: i64::from(limit),
    };
    let page = runs::list(store, scope, query).await?;
    Ok(page
        .runs
        .into_iter()
        .map(|run| RunSummary {
            run_id: run.id,
            started_at: run.started_at,
            total_cost: run.totals.cost_usd(),
            call_count: run.totals.calls,
            sections: run.sections,
            top_section: run.top_section,
        })
        .collect())
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunDetail {
    /// Its id.
    run_id: String,
    /// USD.
    #[schema(value_type = f64)]
    total_cost: Usd,
    /// The cost from three sides.
    breakdown: Breakdown,
    /// Its newest events, at most 50.
    events: Vec<RunEvent>,
}

/// A run's cost from three sides, the costliest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Breakdown {
    /// By section.
    by_section: Vec<Share>,
    /// By provider.
    by_provider: Vec<Share>,
    /// By model.
    by_model: Vec<Share>,
}

/// A part of a run's cost. It has one of the first three members.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Share {
    /// The section.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// USD.
    #[schema(value_type = f64)]
    cost: Usd,
    /// Calls.
    count: i64,
    /// Of the run's cost.
    #[schema(value_type = f64)]
    percentage: Hundredths,
}

/// An event of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunEvent {
    id: String,
    span_id: Option<String>,
    parent_span_id: Option<String>,
    section: String,
    section_path: String,
    provider: String,
    endpoint: String,
    model: Option<String>,
    #[schema(value_type = f64)]
    cost_usd: Usd,
    #[schema(value_type = f64)]
    latency_ms: Millis,
    input_tokens: i64,
    output_tokens: i64,
    status: String,
    created_at: DateTime<Utc>,
    customer_id: Option<String>,
    semantic_label: Option<String>,
}

impl From<EventRecord> for RunEvent {
    fn from(event: EventRecord) -> Self {
        let billed = event.duplicate_of.is_none() && !event.customer_paid;
        Self {
            id: event.id,
            span_id: event.span,
            parent_span_id: event.parent_span,
            section: event.section,
            section_path: event.section_path,
            provider: event.provider,
            endpoint: event.endpoint,
            model: event.model,
            cost_usd: Usd::from_nanos(if billed { event.cost } else { 0 }),
            latency_ms: Millis(event.latency.unwrap_or(0)),
            input_tokens: event.input_tokens,
            output_tokens: event.output_tokens,
            status: event.status,
            created_at: event.at,
            customer_id: event.customer,
            semantic_label: event.detail.semantic_label,
        }
    }
}

/// One run.
#[utoipa::path(get, path = "/runs/{id}",
    operation_id = "compat_get_run", tag = "compatibility",
    params(("id" = String, Path, description = "The run's id"), ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = RunDetail), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("api_key" = ["runs:read"])))]
pub async fn show(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    Path(id): Path<String>,
) -> Result<Json<RunDetail>, ApiError> {
    let stored = store.run_with_events(&scope, &id).await?;
    let stored = stored.ok_or_else(|| ApiError::not_found("Run", &id))?;
    let total = stored.run.totals.cost;
    let shares = &stored.shares;
    let newest = stored.events.into_iter().rev().take(SHOWN_EVENTS).map(RunEvent::from).collect();
    Ok(Json(RunDetail {
        run_id: stored.run.id,
        total_cost: Usd::from_nanos(total),
        breakdown: Breakdown {
            by_section: side(
                shares,
                total,
                |share| &share.section,
                |share, name| {
                    share.section = Some(name);
                },
            ),
            by_provider: side(
                shares,
                total,
                |share| &share.provider,
                |share, name| {
                    share.provider = Some(name);
                },
            ),
            by_model: side(
                shares,
                total,
                |share| &share.model,
                |share, name| {
                    share.model = Some(name);
                },
            ),
        },
        events: newest,
    }))
}

fn side(
    shares: &[RunShare],
    total: i64,
    name: impl Fn(&RunShare) -> &str,
    set: impl Fn(&mut Share, String),
) -> Vec<Share> {
    let mut sums: HashMap<&str, (i64, i64)> = HashMap::new();
    for share in shares {
        let sum = sums.entry(name(share)).or_default();
        sum.0 += share.cost;
        sum.1 += share.calls;
    }
    let mut sums: Vec<(&str, (i64, i64))> =
        sums.into_iter().filter(|(name, (_, calls))| !name.is_empty() && *calls > 0).collect();
    sums.sort_by(|left, right| (right.1, left.0).cmp(&(left.1, right.0)));
    sums.into_iter()
        .map(|(name, (cost, count))| {
            let mut share = Share {
                cost: Usd::from_nanos(cost),
                count,
                percentage: Hundredths::percentage(cost, total),
                ..Share::default()
            };
            set(&mut share, name.to_owned());
            share
        })
        .collect()
}
