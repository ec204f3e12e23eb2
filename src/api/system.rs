//! `GET /api/v1/system`: how the collector is, and what it is made of.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{Auth, AuthMode};
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{Params, Tenant, TenantAdmin};
use crate::ingest::Ingest;
use crate::prices::Prices;
use crate::store::Store;

use super::StartedAt;

/// How the collector is. Names no tenant.
#[derive(Debug, Serialize, ToSchema)]
pub struct SystemView {
    /// The program's version.
    pub version: &'static str,
    /// Since when it runs.
    pub started_at: DateTime<Utc>,
    /// Who may call: `open` or `required`.
    pub auth: &'static str,
    /// Its database.
    pub database: DatabaseView,
    /// What waits for its commit.
    pub queue: QueueView,
    /// The compiled-in prices.
    pub price_book: BookView,
}

/// A database.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatabaseView {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// Its version.
    pub version: String,
    /// The last migration that it has.
    pub schema_version: i64,
    /// Its size on disk, in bytes; SQLite's write-ahead log not counted.
    pub size_bytes: i64,
}

/// The ingest queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    /// How full it is, in per cent of its bytes. From 80 on `/readyz` asks for no more traffic.
    pub fullness_percent: usize,
    /// Events in it.
    pub events: usize,
}

/// A price book.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookView {
    /// The day of its data.
    pub version: String,
    /// Models that it names, several names of one model counted once.
    pub models: usize,
}

/// How the collector is.
#[utoipa::path(get, path = "/api/v1/system",
    operation_id = "get_system", tag = "health",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = SystemView), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 503, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn show(
    _: Tenant<TenantAdmin>,
    (State(auth), State(StartedAt(started_at))): (State<Arc<Auth>>, State<StartedAt>),
    (State(store), State(ingest)): (State<Arc<Store>>, State<Arc<Ingest>>),
    State(prices): State<Arc<Prices>>,
    params: Params,
) -> Result<Json<SystemView>, ApiError> {
    params.finish()?;
    let database = store.about().await?;
    let (fullness_percent, events) = ingest.load();
    let (version, models) = prices.book();
    Ok(Json(SystemView {
        version: env!("CARGO_PKG_VERSION"),
        started_at,
        auth: match auth.mode() {
            AuthMode::Open => "open",
            AuthMode::Required => "required",
        },
        database: DatabaseView {
            kind: database.kind,
            version: database.version,
            schema_version: database.schema_version,
            size_bytes: database.size_bytes,
        },
        queue: QueueView { fullness_percent, events },
        price_book: BookView { version: version.to_owned(), models },
    }))
}
