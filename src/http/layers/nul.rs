//! Paths with U+0000 name nothing: PostgreSQL cannot store the character.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::error::{ApiError, Code};

/// Answers 400 for such a path, before a handler looks for it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.uri().path().contains("%00") {
        let detail = "the path contains the character U+0000";
        return ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidParameter, detail)
            .into_response();
    }
    next.run(request).await
}
