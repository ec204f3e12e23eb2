//! The dashboard: a single-page app under `/app/`, compiled into the program.
//!
//! Files whose name has a digest of their content are kept by browsers for ever, the page itself is
//! asked for each time and answered 304. Each file lies there compressed too, as its build made it.
//! The page runs its own scripts only: those of its files, and the one inside it, allowed by its digest.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::http::{ApiError, Code};

/// Where the dashboard is.
pub const ROOT: &str = "/app/";

/// Where the operator's logo is.
pub const LOGO: &str = "/app/logo";

const PAGE: &str = "index.html";

/// The folder of the files that are named after their content.
const ASSETS: &str = "assets/";

/// What is shown where the program was built without the dashboard.
const NOT_BUILT: &str = include_str!("dashboard/not_built.html");

/// Name endings that the build adds, and what HTTP calls them; the smaller one first.
const ENCODINGS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

#[derive(RustEmbed)]
#[folder = "dashboard/dist"]
#[allow_missing = true]
struct Embedded;

/// The dashboard's files.
#[derive(Debug)]
pub struct Dashboard {
    /// A folder that is read instead of the program's own files, while developing.
    folder: Option<PathBuf>,
    logo: Option<Logo>,
}

/// The operator's logo.
#[derive(Debug)]
struct Logo {
    bytes: Vec<u8>,
    kind: &'static str,
}

impl Dashboard {
    /// The compiled-in one, or a folder's; with a logo from a file.
    pub fn new(folder: Option<PathBuf>, logo: Option<&Path>) -> std::io::Result<Self> {
        let named = |path: &Path, cause: std::io::Error| {
            std::io::Error::new(cause.kind(), format!("{}: {cause}", path.display()))
        };
        let logo = logo.map(|path| Logo::read(path).map_err(|cause| named(path, cause)));
        if let Some(folder) = &folder {
            let page = folder.join(PAGE);
            std::fs::metadata(&page).map_err(|cause| named(&page, cause))?;
        }
        Ok(Self { folder, logo: logo.transpose()? })
    }

    /// Where its logo is, if it has one.
    pub fn logo_url(&self) -> Option<&'static str> {
        self.logo.as_ref().map(|_| LOGO)
    }

    fn file(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        let Some(folder) = &self.folder else {
            return Embedded::get(name).map(|file| file.data);
        };
        let is_inside =
            Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        is_inside.then(|| std::fs::read(folder.join(name)).ok()).flatten().map(Cow::Owned)
    }
}

impl Logo {
    fn read(path: &Path) -> std::io::Result<Self> {
        let kind = match path.extension().and_then(|name| name.to_str()) {
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("webp") => "image/webp",
            _ => {
                let problem = "the logo must be a .svg, .png or .webp file";
                return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, problem));
            }
        };
        Ok(Self { bytes: std::fs::read(path)?, kind })
    }
}

/// `/app/…`: a file, or, where a browser looks for a page, the page.
pub async fn serve(
    State(dashboard): State<Arc<Dashboard>>,
    path: Option<UrlPath<String>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let name = path.map_or(String::new(), |UrlPath(path)| path);
    let is_page = name.is_empty() || name == PAGE;
    // A page that exists, or a path of the app's own, which only it understands.
    if !is_page && let Some(answer) = asset(&dashboard, &name, &headers) {
        return answer;
    }
    let accepts_html = accepts(&headers, header::ACCEPT, "text/html");
    // Ids in paths have dots: only the folder of files tells a file from a page.
    if is_page || (accepts_html && !name.starts_with(ASSETS)) {
        return page(&dashboard, &headers);
    }
    let detail = format!("the dashboard has no file {}", uri.path());
    ApiError::new(StatusCode::NOT_FOUND, Code::NotFound, detail).into_response()
}

/// The operator's logo.
pub async fn logo(State(dashboard): State<Arc<Dashboard>>, headers: HeaderMap) -> Response {
    let Some(logo) = &dashboard.logo else {
        let detail = "this collector has no logo";
        return ApiError::new(StatusCode::NOT_FOUND, Code::NotFound, detail).into_response();
    };
    let mut answer = tagged(logo.bytes.clone().into(), &headers, "no-cache");
    set(&mut answer, header::CONTENT_TYPE, logo.kind);
    // An SVG that somebody opens by itself runs nothing.
    set(
        &mut answer,
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'",
    );
    answer
}

fn page(dashboard: &Dashboard, headers: &HeaderMap) -> Response {
    let page = dashboard.file(PAGE);
    let text = page.unwrap_or(Cow::Borrowed(NOT_BUILT.as_bytes()));
    let policy = policy(&text);
    let mut answer = match dashboard.file(PAGE) {
        Some(_) => encoded(dashboard, PAGE, &text, headers, "no-cache"),
        None => tagged(text, headers, "no-cache"),
    };
    set(&mut answer, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(&mut answer, header::CONTENT_SECURITY_POLICY, &policy);
    set(&mut answer, header::REFERRER_POLICY, "same-origin");
    set(&mut answer, header::X_FRAME_OPTIONS, "DENY");
    answer
}

fn asset(dashboard: &Dashboard, name: &str, headers: &HeaderMap) -> Option<Response> {
    // Compressed forms are chosen by what a browser accepts, not by name.
    if ENCODINGS.iter().any(|(ending, _)| name.ends_with(ending)) {
        return None;
    }
    let content = dashboard.file(name)?;
    let kept =
        if name.starts_with(ASSETS) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = encoded(dashboard, name, &content, headers, kept);
    let kind = mime_guess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    let kind =
        if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.into() };
    set(&mut answer, header::CONTENT_TYPE, &kind);
    Some(answer)
}

/// A file in the smallest form that the browser reads. Each form has an entity tag of its own.
fn encoded(
    dashboard: &Dashboard,
    name: &str,
    content: &[u8],
    headers: &HeaderMap,
    kept: &str,
) -> Response {
    for (ending, encoding) in ENCODINGS {
        if !accepts(headers, header::ACCEPT_ENCODING, encoding) {
            continue;
        }
        if let Some(smaller) = dashboard.file(&format!("{name}{ending}")) {
            let mut answer = tagged(smaller, headers, kept);
            set(&mut answer, header::CONTENT_ENCODING, encoding);
            set(&mut answer, header::VARY, "accept-encoding");
            return answer;
        }
    }
    let mut answer = tagged(Cow::Owned(content.to_vec()), headers, kept);
    set(&mut answer, header::VARY, "accept-encoding");
    answer
}

/// An answer with its entity tag, or 304 where the browser has it.
fn tagged(content: Cow<'static, [u8]>, headers: &HeaderMap, kept: &str) -> Response {
    let digest = Sha256::digest(&content);
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in digest.iter().take(16) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| {
        known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let mut answer = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(content.into_owned()))
    };
    set(&mut answer, header::ETAG, &tag);
    set(&mut answer, header::CACHE_CONTROL, kept);
    answer
}

/// What the page may do: its own files, its own origin, and the scripts inside it by their digests.
fn policy(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let inside = |tag: &'static str| {
        let close = format!("</{tag}>");
        let parts: Vec<String> = text
            .split(&format!("<{tag}>"))
            .skip(1)
            .filter_map(|rest| rest.split_once(&close))
            .map(|(content, _)| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(content))))
            .collect();
        parts.concat()
    };
    format!(
        "default-src 'none'; script-src 'self'{}; style-src 'self'{}; img-src 'self' data:; font-src \
         'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
        inside("script"),
        inside("style"),
    )
}

fn accepts(headers: &HeaderMap, name: header::HeaderName, what: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|text| text.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(what));
        is_named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn set(answer: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_what_the_page_has_inside_and_nothing_else() {
        let policy =
            policy(b"<script>a()</script><script src=\"/x.js\"></script><style>b{}</style>");
        let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        assert!(policy.contains(&format!("script-src 'self' {};", hash("a()"))), "{policy}");
        assert!(policy.contains(&format!("style-src 'self' {};", hash("b{}"))), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn an_encoding_is_used_where_it_is_accepted() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&headers, header::ACCEPT_ENCODING, "gzip"));
        assert!(!accepts(&headers, header::ACCEPT_ENCODING, "br"));
    }

    #[test]
    fn a_folder_is_not_left() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("dist")).unwrap();
        std::fs::write(folder.path().join("secret"), "s").unwrap();
        std::fs::write(folder.path().join("dist/a.txt"), "a").unwrap();
        std::fs::write(folder.path().join("dist/index.html"), "").unwrap();
        let dashboard = Dashboard::new(Some(folder.path().join("dist")), None).unwrap();
        assert_eq!(dashboard.file("a.txt").as_deref(), Some(&b"a"[..]));
        let above = folder.path().join("secret");
        for name in ["../secret", "a/../../secret", above.to_str().unwrap(), "."] {
            assert_eq!(dashboard.file(name), None, "{name}");
        }
    }
}
