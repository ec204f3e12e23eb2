//! Is it alive, is it ready, what does it count.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::error::Problem;
use crate::http::extract::AdminAccess;
use crate::ingest::Ingest;
use crate::store::Store;
use crate::telemetry::metric;

/// A queue fuller than this, in per cent, asks for no more traffic.
const BUSY: usize = 80;

/// Alive: the process answers. Asks nothing of the database.
#[utoipa::path(get, path = "/healthz",
    operation_id = "get_healthz", tag = "health",
    responses((status = 200, body = String)))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready or not, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadyView {
    /// May be sent traffic.
    pub ready: bool,
    /// The database answers.
    pub database: bool,
    /// How full the ingest queue is.
    pub queue_fullness_percent: usize,
}

/// Ready: the database answers and the queue has room.
#[utoipa::path(get, path = "/readyz",
    operation_id = "get_readyz", tag = "health",
    responses((status = 200, body = ReadyView), (status = 503, body = ReadyView)))]
pub async fn readyz(
    State(store): State<Arc<Store>>,
    State(ingest): State<Arc<Ingest>>,
) -> (StatusCode, Json<ReadyView>) {
    let database = store.ping().await.is_ok();
    let (queue_fullness_percent, _) = ingest.load();
    let ready = database && queue_fullness_percent < BUSY;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(ReadyView { ready, database, queue_fullness_percent }))
}

/// Metrics in the Prometheus text format. None names a tenant or a customer.
#[utoipa::path(get, path = "/metrics",
    operation_id = "get_metrics", tag = "health",
    responses((status = 200, body = String), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn metrics(
    _: AdminAccess,
    State(handle): State<PrometheusHandle>,
    State(ingest): State<Arc<Ingest>>,
) -> Response {
    let (fullness, events) = ingest.load();
    let gauge = |value: usize| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    ::metrics::gauge!(metric::QUEUE_FULLNESS).set(gauge(fullness));
    ::metrics::gauge!(metric::QUEUE_EVENTS).set(gauge(events));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render())
        .into_response()
}
