//! Web pages that send spans themselves, with a key that may do nothing else.
//!
//! A page's key is everybody's who opens the page: one that may read is refused from there. Without
//! authentication no page of another site is answered.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::Principal;
use crate::domain::scope::Grant;
use crate::http::layers::host::Trusted;
use crate::http::{ApiError, Code};

/// What a page may send along.
const HEADERS: &str = "authorization, content-type, content-encoding, traceparent, tracestate, \
                       user-agent, x-tenant-id, x-customer-id";

/// How long a browser remembers the answer, in seconds: two hours, the most that any does.
const REMEMBERED: &str = "7200";

/// Answers a browser that asks whether a page may send spans.
pub async fn preflight(State(trusted): State<Trusted>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if trusted == Trusted::Anywhere {
        let headers = response.headers_mut();
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
            (header::ACCESS_CONTROL_MAX_AGE, REMEMBERED),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    allow(trusted, response)
}

/// Lets the page read the answer. No cookie goes with its request.
pub fn allow(trusted: Trusted, mut response: Response) -> Response {
    if trusted == Trusted::Anywhere {
        let anybody = HeaderValue::from_static("*");
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
        let exposed = HeaderValue::from_static("retry-after, x-request-id");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    response
}

/// Refuses a key in a page that may do more than send.
pub fn check(principal: &Principal, headers: &HeaderMap) -> Result<(), ApiError> {
    let Principal::Key { grants, .. } = principal else { return Ok(()) };
    if !headers.contains_key(header::ORIGIN) || grants.iter().all(|one| one == Grant::EventsWrite) {
        return Ok(());
    }
    let detail = "a web page may send spans only with a key whose one scope is events:write: whoever \
                  opens the page has its key";
    Err(ApiError::new(StatusCode::FORBIDDEN, Code::ScopeMissing, detail))
}
