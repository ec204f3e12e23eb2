//! `GET /caps/check`: the question that installed SDKs ask before each call.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::error::Problem;
use crate::http::extract::{EventsWrite, Tenant};

/// May the call be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CapsView {
    /// Yes or no.
    allowed: bool,
    /// The caps that stand in the way.
    #[schema(value_type = Vec<Object>)]
    exceeded_caps: [(); 0],
    /// For people.
    message: &'static str,
}

/// Whether a call may be made. No limits can be set yet, so every call may.
#[utoipa::path(get, path = "/caps/check",
    operation_id = "compat_check_caps", tag = "compatibility",
    params(
        ("provider" = Option<String>, Query), ("model" = Option<String>, Query),
        ("customer_id" = Option<String>, Query), ("agent" = Option<String>, Query),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = CapsView), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["events:write"])))]
pub async fn check(_: Tenant<EventsWrite>) -> Json<CapsView> {
    Json(CapsView { allowed: true, exceeded_caps: [], message: "No active hard caps" })
}
