//! `GET /health` and `GET /warm`, as the installed SDKs and dashboards ask for them.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::millis::Millis;
use crate::store::Store;

/// Alive.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// `ok`.
    status: &'static str,
    /// `llmobserve-collector`.
    service: &'static str,
    /// The program's version.
    version: &'static str,
}

/// The process answers.
#[utoipa::path(get, path = "/health",
    operation_id = "compat_get_health", tag = "compatibility",
    responses((status = 200, body = HealthView)))]
pub async fn health() -> Json<HealthView> {
    Json(HealthView {
        status: "ok",
        service: "llmobserve-collector",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// Warm.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarmView {
    /// `ok` or `error`.
    status: &'static str,
    /// The database answers.
    db_warm: bool,
    /// How long it took.
    #[schema(value_type = f64)]
    db_time_ms: Millis,
    /// For people.
    message: &'static str,
}

/// The database answers.
#[utoipa::path(get, path = "/warm",
    operation_id = "compat_warm", tag = "compatibility",
    responses((status = 200, body = WarmView), (status = 503, body = WarmView)))]
pub async fn warm(State(store): State<Arc<Store>>) -> (StatusCode, Json<WarmView>) {
    let started = Instant::now();
    let db_warm = store.ping().await.is_ok();
    let micros = i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX);
    let (code, status, message) = if db_warm {
        (StatusCode::OK, "ok", "Service is warm")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "error", "The database does not answer")
    };
    (code, Json(WarmView { status, db_warm, db_time_ms: Millis(micros), message }))
}
