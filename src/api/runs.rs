//! `GET /api/v1/runs` and `GET /api/v1/runs/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{ListParams, Params, RunsRead, Tenant, WindowParams};
use crate::http::millis::Millis;
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::query::runs::{self, RunKey, RunTree};
use crate::query::tree::Node;
use crate::store::{EventRecord, MAX_RUN_EVENTS, RunQuery, RunRecord, RunSort, Store};

use super::events::EventView;
use super::totals::{TableParams, TotalsView, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// A page of runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunsView {
    /// Runs that started in it.
    pub window: WindowView,
    /// The runs.
    pub runs: Vec<RunView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunView {
    /// Its id.
    pub run_id: String,
    /// When its first event began.
    pub started_at: DateTime<Utc>,
    /// When its last event ended.
    pub ended_at: DateTime<Utc>,
    /// From the first beginning to the last end.
    #[schema(value_type = f64)]
    pub duration_ms: Millis,
    /// Its customer, where it has only one.
    pub customer: Option<String>,
    /// It has several customers.
    pub several_customers: bool,
    /// Events, steps included.
    pub spans: i64,
    /// Events that failed, steps included.
    pub failed_spans: i64,
    /// The section that cost most.
    pub top_section: Option<String>,
    /// Sections of its calls, the costliest first.
    pub sections: Vec<String>,
    /// The sums over its calls.
    #[serde(flatten)]
    pub totals: TotalsView,
}

impl From<RunRecord> for RunView {
    fn from(run: RunRecord) -> Self {
        let duration = run.ended_at - run.started_at;
        Self {
            run_id: run.id,
            started_at: run.started_at,
            ended_at: run.ended_at,
            duration_ms: Millis(duration.num_microseconds().unwrap_or(0)),
            customer: run.customer,
            several_customers: run.several_customers,
            spans: run.spans,
            failed_spans: run.failed_spans,
            top_section: run.top_section,
            sections: run.sections,
            totals: run.totals.into(),
        }
    }
}

/// A run with its events as a tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunDetailView {
    /// The run.
    #[serde(flatten)]
    pub run: RunView,
    /// Its events depth first, siblings by time: each after the one above it.
    pub tree: Vec<NodeView>,
    /// The run has more events than are shown; its sums count them all.
    pub truncated: bool,
}

/// An event in the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeView {
    /// The event above, by its id.
    pub parent_event_id: Option<String>,
    /// It names a parent span that was never sent.
    pub parent_missing: bool,
    /// How many events are above it.
    pub depth: usize,
    /// The sums over it and everything below it.
    pub subtree: TotalsView,
    /// From the first beginning to the last end of it and everything below it.
    #[schema(value_type = f64)]
    pub subtree_duration_ms: Millis,
    /// The event.
    pub event: EventView,
}

/// The parameters that only runs have, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct RunParams {
    /// Only runs with an event of this customer; empty: none of whose events has a customer.
    customer: Option<String>,
    /// Only runs with a call to this provider. With a model or a section, the same call's.
    provider: Option<String>,
    /// Only runs with a call to this model.
    model: Option<String>,
    /// Only runs with a call in this section.
    section: Option<String>,
    /// `true`: only runs with a failed span; `false`: only runs without.
    failed: Option<bool>,
    /// `time` (default), `cost` or `calls`; the largest first.
    sort: Option<String>,
}

/// Runs, the latest, the costliest or those with most calls first.
#[utoipa::path(
    get,
    path = "/api/v1/runs",
    operation_id = "list_runs",
    tag = "runs",
    params(RunParams, WindowParams, ListParams, TableParams),
    responses((status = 200, body = RunsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["runs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    match format {
        Format::Json => {
            Ok(Json(answer(&store, &scope, clock.as_ref(), params).await?).into_response())
        }
        Format::Page(format) => {
            let found = answer(&store, &scope, clock.as_ref(), params).await?;
            table::page(format, &columns(), &found.runs, found.next)
        }
        Format::Whole(format) => {
            let (_, query, _) = read(&store, &scope, clock.as_ref(), params).await?;
            table::whole(format, columns(), move |after: Option<RunKey>| {
                let (store, scope) = (Arc::clone(&store), scope.clone());
                let after = after.map(|key| (key.value, key.number));
                let query = RunQuery { after, limit: table::EXPORT_PAGE, ..query.clone() };
                async move {
                    let page = runs::list(&store, &scope, query).await?;
                    let rows = page.runs.into_iter().map(RunView::from).collect();
                    Ok(Page { rows, next: page.next })
                }
            })
            .await
        }
    }
}

fn columns() -> Columns {
    let own = [
        "run_id",
        "started_at",
        "ended_at",
        "duration_ms",
        "customer",
        "several_customers",
        "spans",
        "failed_spans",
        "top_section",
        "sections",
    ];
    own.into_iter().chain(TotalsView::COLUMNS).map(Into::into).collect()
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    params: Params,
) -> Result<RunsView, ApiError> {
    let (window, query, question) = read(store, scope, clock, params).await?;
    let page = runs::list(store, scope, query).await?;
    Ok(RunsView {
        window,
        runs: page.runs.into_iter().map(RunView::from).collect(),
        next: page.next.map(|next| cursor::encode(&next, question)).transpose()?,
    })
}

async fn read(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
) -> Result<(WindowView, RunQuery, i64), ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let zone = params.zone()?.unwrap_or(tenant_zone);
    let question = params.question();
    let query = run_query(&mut params, zone, clock)?;
    params.finish()?;
    Ok((WindowView::new(query.window, zone), query, question))
}

fn run_query(params: &mut Params, zone: Zone, clock: &dyn Clock) -> Result<RunQuery, ApiError> {
    let after: Option<RunKey> = params.cursor()?;
    Ok(RunQuery {
        window: params.window(zone, clock.now())?,
        customer: params.filter("customer")?,
        provider: params.text("provider")?.map(|name| name.to_ascii_lowercase()),
        model: params.text("model")?,
        section: params.text("section")?,
        failed: match params.text("failed")?.as_deref() {
            None => None,
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(_) => return Err(ApiError::parameter("failed", "must be `true` or `false`")),
        },
        sort: match params.text("sort")?.as_deref() {
            None | Some("time") => RunSort::Time,
            Some("cost") => RunSort::Cost,
            Some("calls") => RunSort::Calls,
            Some(_) => {
                return Err(ApiError::parameter("sort", "must be `time`, `cost` or `calls`"));
            }
        },
        after: after.map(|key| (key.value, key.number)),
        limit: i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?),
    })
}

/// One run as a tree of its events, with the cost of each branch.
#[utoipa::path(
    get,
    path = "/api/v1/runs/{id}",
    operation_id = "get_run",
    tag = "runs",
    params(("id" = String, Path, description = "The run's id"),
        ("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 200, body = RunDetailView), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("api_key" = ["runs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<RunDetailView>, ApiError> {
    params.finish()?;
    let found = runs::find(&store, &scope, &id).await?;
    Ok(Json(detail(found.ok_or_else(|| ApiError::not_found("run", &id))?)?))
}

/// A run as it is shown.
pub fn detail(found: RunTree) -> Result<RunDetailView, ApiError> {
    let RunTree { stored, nodes } = found;
    let shown = i64::try_from(stored.events.len()).unwrap_or(MAX_RUN_EVENTS);
    let ids: Vec<String> = stored.events.iter().map(|event| event.id.clone()).collect();
    let mut events: Vec<Option<EventRecord>> = stored.events.into_iter().map(Some).collect();
    let mut tree = Vec::with_capacity(nodes.len());
    for Node { event, parent, depth, parent_missing, totals, duration } in nodes {
        let Some(event) = events[event].take() else { continue };
        tree.push(NodeView {
            parent_event_id: parent.map(|parent| ids[parent].clone()),
            parent_missing,
            depth,
            subtree: totals.into(),
            subtree_duration_ms: Millis(duration),
            event: EventView::new(event)?,
        });
    }
    Ok(RunDetailView { truncated: stored.run.spans > shown, run: stored.run.into(), tree })
}
