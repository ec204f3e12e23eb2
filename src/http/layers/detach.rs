//! A request's work goes on when its client hangs up.
//!
//! Dropping a handler in the middle of a database call can leave the connection inside a
//! transaction. So each request is answered in a task of its own, which nobody drops.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::error::ApiError;
use super::request_id;

/// Answers the request in its own task.
pub async fn layer(request: Request, next: Next) -> Response {
    let id = request_id::current().unwrap_or_default();
    let work = tokio::spawn(request_id::within(id, next.run(request)));
    work.await.unwrap_or_else(|error| ApiError::internal(error).into_response())
}
