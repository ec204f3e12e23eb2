//! Open mode answers this machine only.
//!
//! A web page that the user visits can make the browser call 127.0.0.1: under a host name that it
//! points there (DNS rebinding), or across origins. The `Host` and the `Origin` give it away.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::error::{ApiError, Code};

/// Whom requests are believed without a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trusted {
    /// Open mode: this machine's names only.
    Loopback,
    /// Open mode on a closed network: any name, and pages from the same one.
    SameOrigin,
    /// Required mode: a credential tells who asks.
    Anywhere,
}

/// Refuses hosts and origins that are not this machine's.
pub async fn layer(State(trusted): State<Trusted>, request: Request, next: Next) -> Response {
    let (is_trusted, problem) = match trusted {
        Trusted::Loopback => (
            host_is_loopback(&request) && origin_is_loopback(request.headers()),
            "without authentication this collector answers only requests to localhost, from \
             localhost; use http://127.0.0.1, or start it with --auth required",
        ),
        Trusted::SameOrigin => (
            origin_is_host(&request),
            "without authentication this collector answers no pages of other sites; start it with \
             --auth required",
        ),
        Trusted::Anywhere => (true, ""),
    };
    if is_trusted {
        return next.run(request).await;
    }
    ApiError::new(StatusCode::FORBIDDEN, Code::HostNotTrusted, problem).into_response()
}

fn host_is_loopback(request: &Request) -> bool {
    host(request).is_some_and(|host| is_loopback(host_name(host)))
}

fn host(request: &Request) -> Option<&str> {
    match request.headers().get(header::HOST) {
        Some(value) => value.to_str().ok(),
        None => request.uri().authority().map(Authority::as_str),
    }
}

/// A proxy in front has to pass the `Host` on that the browser asked for.
fn origin_is_host(request: &Request) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
    let authority = origin.as_ref().and_then(Uri::authority).map(Authority::as_str);
    authority.is_some() && authority == host(request)
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
