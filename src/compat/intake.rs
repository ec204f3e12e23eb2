//! What every door for events does: read a body within its limits, and find each event's tenant.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;

use crate::auth::{Denied, Principal};
use crate::domain::ids::TenantId;
use crate::domain::scope::{Grant, TenantScope};
use crate::http::error::{ApiError, Code};
use crate::ingest::{Permit, Rejection, RejectionCode};

/// What one request may hold.
#[derive(Debug, Clone, Copy)]
pub struct BatchLimits {
    /// Bytes, after decompression.
    pub max_bytes: usize,
    /// Events.
    pub max_events: usize,
}

/// A body that takes longer to arrive is given up.
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// Reads a body, taking its bytes from the queue's share as they come.
pub async fn read_body(body: Body, permit: &Permit, limit: usize) -> Result<Vec<u8>, ApiError> {
    let reading = async {
        let mut body = body;
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| {
                let detail = "the body ended early, or is not the gzip that it says it is";
                ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail)
            })?;
            let Ok(data) = frame.into_data() else { continue };
            if bytes.len() + data.len() > limit {
                return Err(too_large(&format!("the body is longer than {limit} bytes")));
            }
            if !permit.grow(data.len()) {
                return Err(ApiError::overloaded());
            }
            bytes.extend_from_slice(&data);
        }
        Ok(bytes)
    };
    tokio::time::timeout(BODY_DEADLINE, reading).await.unwrap_or_else(|_| {
        let detail = "the body did not arrive within 30 seconds";
        Err(ApiError::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout, detail))
    })
}

/// 413 for a body that is too large, in this way.
pub fn too_large(what: &str) -> ApiError {
    let detail = format!("{what}; send smaller batches");
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, detail)
}

/// An event's own word counts before the request's, and neither before the credential's.
pub fn scope(
    principal: &Principal,
    event: Option<&TenantId>,
    request: Option<&TenantId>,
) -> Result<TenantScope, Rejection> {
    principal.scope(event.or(request), Grant::EventsWrite).map_err(|denied| match denied {
        Denied::Tenant => Rejection::field(
            RejectionCode::TenantMismatch,
            "tenant_id",
            "names another tenant than the API key's; leave it out",
        ),
        Denied::Grant(_) => Rejection::new(RejectionCode::TenantMismatch, denied.to_string()),
    })
}
