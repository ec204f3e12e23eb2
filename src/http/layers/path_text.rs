//! Paths that name nothing: what is no UTF-8, and U+0000, which PostgreSQL cannot store.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::super::error::{ApiError, Code};

/// Answers 400 for such a path, before a handler looks for it.
pub async fn layer(request: Request, next: Next) -> Response {
    let detail = match percent_decode_str(request.uri().path()).decode_utf8() {
        Ok(path) if !path.contains('\0') => return next.run(request).await,
        Ok(_) => "the path contains the character U+0000",
        Err(_) => "the path is no UTF-8",
    };
    ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidParameter, detail).into_response()
}
