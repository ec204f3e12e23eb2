//! Small JSON bodies of changes.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::super::error::{ApiError, Code};

/// Longest body, in bytes.
const LONGEST: usize = 1 << 20;

/// U+0000 as JSON writes it.
const NUL: &[u8] = br"\u0000";

/// A request's body as JSON.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let bytes = to_bytes(request.into_body(), LONGEST).await.map_err(|_| {
            let detail = format!("the body cannot be read, or is longer than {LONGEST} bytes");
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, detail)
        })?;
        // PostgreSQL cannot store it, and nothing means it.
        if bytes.windows(NUL.len()).any(|part| part == NUL) {
            let detail = "the body contains the character U+0000";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let code = if error.is_data() { Code::InvalidBody } else { Code::InvalidJson };
            let detail = format!("the body is not as it must be: {error}; see /api/docs");
            ApiError::new(StatusCode::BAD_REQUEST, code, detail)
        })
    }
}
