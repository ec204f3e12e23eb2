//! One line a request, and its metrics. No secret, no query string, no body.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::telemetry::metric;

use super::request_id;

/// Logs and counts each request by its route, never by its raw path.
pub async fn layer(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    metrics::counter!(
        metric::REQUESTS,
        "route" => route.clone(), "method" => method.to_string(), "status" => status.to_string()
    )
    .increment(1);
    metrics::histogram!(
        metric::REQUEST_SECONDS,
        "route" => route.clone(), "method" => method.to_string()
    )
    .record(elapsed.as_secs_f64());
    tracing::info!(
        target: "llmobserve::access",
        request_id = request_id::current(),
        method = %method,
        route,
        status,
        duration_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}
