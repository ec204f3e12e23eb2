//! Open mode answers this machine only.
//!
//! A web page that the user visits can make the browser call 127.0.0.1: under a host name that it
//! points there (DNS rebinding), or across origins. The `Host` and the `Origin` give it away.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::error::{ApiError, Code};

/// Whether requests must come to, and from, this machine by name.
#[derive(Debug, Clone, Copy)]
pub struct LoopbackOnly(pub bool);

/// Refuses hosts and origins that are not this machine's.
pub async fn layer(
    State(LoopbackOnly(enforced)): State<LoopbackOnly>,
    request: Request,
    next: Next,
) -> Response {
    if enforced && !(host_is_loopback(&request) && origin_is_loopback(request.headers())) {
        return ApiError::new(
            StatusCode::FORBIDDEN,
            Code::HostNotTrusted,
            "without authentication this collector answers only requests to localhost, from \
             localhost; use http://127.0.0.1, or start it with --auth required",
        )
        .into_response();
    }
    next.run(request).await
}

fn host_is_loopback(request: &Request) -> bool {
    let header = request.headers().get(header::HOST);
    let host = match header {
        Some(value) => value.to_str().ok(),
        None => request.uri().authority().map(axum::http::uri::Authority::as_str),
    };
    host.is_some_and(|host| is_loopback(host_name(host)))
}

/// A request without an origin is no browser's, or a page's own.
fn origin_is_loopback(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
    origin.as_ref().and_then(Uri::host).is_some_and(is_loopback)
}

fn host_name(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Whether a host name or address is this machine.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for host in
            ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.9.9.9", "[::1]:80", "[::1]"]
        {
            assert!(is_loopback(host_name(host)), "{host}");
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0", "", "localhost.evil"]
        {
            assert!(!is_loopback(host_name(host)), "{host}");
        }
    }
}
