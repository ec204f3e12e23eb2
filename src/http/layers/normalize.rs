//! Paths as clients really send them.
//!
//! A collector URL with a trailing slash makes the installed SDKs post to `//events/`. Doubled and
//! trailing slashes are dropped before routing; a redirect would turn their POST into a GET. Only the
//! pages of the API's documentation keep theirs: their relative links need it.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// Pages whose links are relative to a trailing slash.
const PAGES: &str = "/api/docs";

/// The same request with a plain path.
pub fn normalize<B>(mut request: Request<B>) -> Request<B> {
    if let Some(plain) = plain_path(request.uri()) {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(plain);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request
}

/// The path without doubled and trailing slashes, where that differs.
fn plain_path(uri: &Uri) -> Option<PathAndQuery> {
    let path = uri.path();
    let has_tail = path.len() > 1 && path.ends_with('/') && !path.starts_with(PAGES);
    if !path.contains("//") && !has_tail {
        return None;
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("/{}{query}", segments.join("/")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes() {
        for (sent, routed) in [
            ("/events/", "/events"),
            ("//events/", "/events"),
            ("///runs//r%2F1/?a=//b/", "/runs/r%2F1?a=//b/"),
            ("//", "/"),
            ("/health", "/health"),
            ("/", "/"),
            ("/api/docs/", "/api/docs/"),
        ] {
            let request = Request::builder().uri(sent).body(()).unwrap();
            assert_eq!(normalize(request).uri().to_string(), routed);
        }
    }
}
