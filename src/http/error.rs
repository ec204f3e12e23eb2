//! The one way in which an error leaves the house: RFC 9457 problem details.
//!
//! Every room's errors are mapped here, once. A failure of ours is logged here, once; what the
//! caller sees of it names no table, no path and no statement.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{AuthError, Denied};
use crate::ingest::IngestError;
use crate::prices::PricesError;
use crate::pricing::Invalid;
use crate::query::QueryError;
use crate::revisions::RevisionError;
use crate::store::StoreError;

use super::layers::request_id;

/// A stable name for what went wrong. Programs compare it; people read the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body is not JSON.
    InvalidJson,
    /// The body has another shape than it must have.
    InvalidBody,
    /// A query parameter is unknown, repeated or has a value that it cannot have.
    InvalidParameter,
    /// No credential was sent.
    CredentialRequired,
    /// The credential is not valid.
    CredentialInvalid,
    /// A browser's session changes something only with its token against forgery.
    CsrfTokenInvalid,
    /// The credential lacks a scope.
    ScopeMissing,
    /// The request names another tenant than the credential's.
    TenantMismatch,
    /// Open mode, or the server's own command line, is needed for it.
    NotInThisMode,
    /// The request comes from a web page or a host name that open mode does not trust.
    HostNotTrusted,
    /// There is no such thing, or it is not the caller's.
    NotFound,
    /// It cannot be done as things stand; the detail says what is in the way.
    Conflict,
    /// The path exists, and not with this method.
    MethodNotAllowed,
    /// The request took too long.
    Timeout,
    /// The body, or the number of events in it, is above the limit.
    TooLarge,
    /// Every event of the batch was rejected.
    AllRejected,
    /// Try again after the time given.
    Overloaded,
    /// The database is not available. Try again later.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// An error as it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code tells the kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong, where, and what to do.
    pub detail: String,
    /// A stable name for the kind of error.
    pub code: Code,
    /// The request's id, also in the `x-request-id` header and in the server's log.
    pub request_id: Option<String>,
}

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: Code,
    detail: String,
    retry_after: Option<u32>,
}

impl ApiError {
    /// From its parts.
    pub fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None }
    }

    /// 404 for what is not there and for what is somebody else's: the same answer.
    pub fn not_found(what: &str, id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, format!("{what} {} not found", shown(id)))
    }

    /// 400 for a query parameter.
    pub fn parameter(name: &str, problem: impl std::fmt::Display) -> Self {
        let detail = format!("parameter `{}` {problem}", shown(name));
        Self::new(StatusCode::BAD_REQUEST, Code::InvalidParameter, detail)
    }

    /// 503 for a queue that is full at the moment.
    pub fn overloaded() -> Self {
        let detail = "the collector has more events waiting than it can hold; send this request \
                      again after the time in Retry-After";
        let mut error = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Overloaded, detail);
        error.retry_after = Some(1);
        error
    }

    fn unavailable() -> Self {
        let detail = "the database is not available; nothing of this request was lost that was \
                      acknowledged. Try again later";
        let mut error = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail);
        error.retry_after = Some(5);
        error
    }

    /// 500, with what happened in the log only.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, request_id = request_id::current(), "internal error");
        let detail = "the collector failed to answer; its log has the cause under this request id";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, detail)
    }

    /// The problem that is sent.
    pub fn problem(&self) -> Problem {
        Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code,
            request_id: request_id::current(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// A value of the caller's, short enough to be repeated to it.
fn shown(text: &str) -> String {
    const LONGEST: usize = 64;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.problem())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        let code = match &error {
            AuthError::Missing => Code::CredentialRequired,
            AuthError::Invalid | AuthError::SessionOver => Code::CredentialInvalid,
            AuthError::Randomness(_) => return Self::internal(error),
            AuthError::Unavailable(_) => {
                tracing::error!(%error, request_id = request_id::current(), "no authentication");
                return Self::unavailable();
            }
        };
        Self::new(StatusCode::UNAUTHORIZED, code, error.to_string())
    }
}

impl From<Denied> for ApiError {
    fn from(denied: Denied) -> Self {
        let code = match denied {
            Denied::Grant(_) => Code::ScopeMissing,
            Denied::Tenant => Code::TenantMismatch,
        };
        Self::new(StatusCode::FORBIDDEN, code, denied.to_string())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Interrupted(_) => {
                tracing::error!(%error, request_id = request_id::current(), "no database");
                Self::unavailable()
            }
            StoreError::Absent(detail) => Self::new(StatusCode::NOT_FOUND, Code::NotFound, detail),
            StoreError::Refused(detail) => Self::new(StatusCode::CONFLICT, Code::Conflict, detail),
            StoreError::Data(_) | StoreError::Damaged(_) | StoreError::Setup(_) => {
                Self::internal(error)
            }
        }
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Window(error) => Self::parameter("from", format_args!("and `to`: {error}")),
            QueryError::Store(error) => error.into(),
            QueryError::ComparedTimes => Self::parameter("group_by", error),
            QueryError::Gone(_) => Self::parameter("from", format_args!("and `to`: {error}")),
            QueryError::Overflow => {
                Self::new(StatusCode::BAD_REQUEST, Code::TooLarge, error.to_string())
            }
        }
    }
}

impl From<RevisionError> for ApiError {
    fn from(error: RevisionError) -> Self {
        match error {
            RevisionError::Store(error) => error.into(),
            RevisionError::Prices(_) | RevisionError::Randomness(_) => Self::internal(error),
            RevisionError::Invalid(_) => {
                Self::new(StatusCode::BAD_REQUEST, Code::InvalidBody, error.to_string())
            }
            RevisionError::Overflow => {
                Self::new(StatusCode::BAD_REQUEST, Code::TooLarge, error.to_string())
            }
        }
    }
}

impl From<IngestError> for ApiError {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Overloaded => Self::overloaded(),
            IngestError::NotStored(cause) => {
                tracing::error!(cause, request_id = request_id::current(), "events not stored");
                Self::unavailable()
            }
        }
    }
}

impl From<Invalid> for ApiError {
    fn from(invalid: Invalid) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::InvalidBody, invalid.to_string())
    }
}

impl From<PricesError> for ApiError {
    fn from(error: PricesError) -> Self {
        let detail = error.to_string();
        match error {
            PricesError::Store(error) => error.into(),
            PricesError::Invalid(invalid) => invalid.into(),
            PricesError::NoTenant(_) => Self::new(StatusCode::NOT_FOUND, Code::NotFound, detail),
            PricesError::File(_) => Self::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail),
            PricesError::TooMany(_) | PricesError::TooFine(_) => {
                Self::new(StatusCode::BAD_REQUEST, Code::TooLarge, detail)
            }
            PricesError::Damaged { .. } | PricesError::Book(_) | PricesError::Randomness(_) => {
                Self::internal(detail)
            }
        }
    }
}
