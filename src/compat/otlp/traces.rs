//! `POST /v1/traces`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use crate::compat::intake::{BatchLimits, read_body, scope, too_large};
use crate::domain::ids::CustomerId;
use crate::domain::opentelemetry::OpenTelemetry;
use crate::domain::scope::{Grant, TenantScope};
use crate::http::extract::Caller;
use crate::http::layers::host::Trusted;
use crate::http::{ApiError, Code};
use crate::ingest::{Ingest, Rejection, RejectionCode, Submitted, Verdict};
use crate::store::Store;

use super::answer::{ExportResponse, Status, exported, failed};
use super::body::{self, Encoding, Unreadable};
use super::content::{self, Redaction};
use super::cors;
use super::translate::{self, Translated};

/// The header in which a request may name the customer of spans that name none.
const CUSTOMER_HEADER: &str = "x-customer-id";

/// What the door needs.
type Doors = (State<Arc<Ingest>>, State<Arc<Store>>, State<BatchLimits>, State<Redaction>);

/// Store OpenTelemetry spans: OTLP/HTTP, in protobuf or JSON, optionally gzipped.
///
/// Spans of calls to models and of the steps around them become events; others are passed over. 200
/// means that every span that was not refused is on disk. A request may be sent again at any time.
#[utoipa::path(
    post,
    path = "/v1/traces",
    operation_id = "export_traces",
    tag = "events",
    request_body(content(("application/x-protobuf"), ("application/json")),
        description = "An `ExportTraceServiceRequest`"),
    params(("x-customer-id" = Option<String>, Header, description = "The customer of spans that name none"),
        ("tenant_id" = Option<String>, Query)),
    responses(
        (status = 200, body = ExportResponse),
        (status = 400, body = Status, description = "It does not decode"),
        (status = 401, body = Status),
        (status = 403, body = Status),
        (status = 413, body = Status, description = "Too many bytes or spans"),
        (status = 415, body = Status, description = "Neither protobuf nor JSON"),
        (status = 503, body = Status, description = "Try again after Retry-After"),
    ),
    security(("api_key" = ["events:write"])),
)]
pub async fn export(
    caller: Result<Caller, ApiError>,
    State(trusted): State<Trusted>,
    doors: Doors,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let encoding = encoding(&headers);
    let told = encoding.as_ref().map_or(Encoding::Json, |encoding| *encoding);
    let stored = async {
        let caller = caller?;
        // The credential is judged before the body is read.
        caller.principal.scope(caller.claimed.as_ref(), Grant::EventsWrite)?;
        cors::check(&caller.principal, &headers)?;
        store(&caller, doors, encoding?, customer(&headers)?.as_deref(), body).await
    };
    let response = match stored.await {
        Ok(rejected) => exported(told, &rejected),
        Err(error) => failed(told, error),
    };
    cors::allow(trusted, response)
}

/// How the body is written.
fn encoding(headers: &HeaderMap) -> Result<Encoding, ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match kind.and_then(|kind| kind.split(';').next()).map(str::trim) {
        Some("application/x-protobuf" | "application/protobuf") => Ok(Encoding::Protobuf),
        Some("application/json") => Ok(Encoding::Json),
        _ => {
            let detail = "the Content-Type must be application/x-protobuf or application/json";
            Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::InvalidBody, detail))
        }
    }
}

/// The customer that the request names.
fn customer(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get(CUSTOMER_HEADER) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    CustomerId::parse(text.to_owned())
        .map_err(|error| ApiError::parameter(CUSTOMER_HEADER, error))?;
    Ok(Some(text.to_owned()))
}

/// Stores what is in a body; what was refused of it.
async fn store(
    caller: &Caller,
    (State(ingest), State(store), State(limits), State(redaction)): Doors,
    encoding: Encoding,
    customer: Option<&str>,
    body: Body,
) -> Result<Vec<Rejection>, ApiError> {
    let permit = ingest.permit();
    let body = read_body(body, &permit, limits.max_bytes).await?;
    let mut spans = Spans::default();
    body::read(&body, encoding, limits.max_events, &mut |resource, span| {
        let translated = span.and_then(|span| translate::event(resource, &span, customer));
        spans.take(caller, translated);
    })
    .map_err(|unreadable| match unreadable {
        Unreadable::Malformed(reason) => {
            let detail = format!("the body is no ExportTraceServiceRequest: {reason}");
            ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail)
        }
        Unreadable::TooMany => {
            too_large(&format!("the body holds more than {} spans", limits.max_events))
        }
    })?;
    drop(body);
    let Spans { taken, mut rejected } = spans;
    let submitted = choose(&store, &redaction, taken).await?;
    for verdict in ingest.accept(submitted, permit).await?.into_values() {
        match verdict {
            Verdict::Created | Verdict::Repeated => {}
            Verdict::Conflict => rejected.push(Rejection::new(
                RejectionCode::DuplicateField,
                "a span with these ids was stored before with other content, which stays",
            )),
            Verdict::Rejected(rejection) => rejected.push(rejection),
        }
    }
    Ok(rejected)
}

/// Spans of a request as they are read.
#[derive(Default)]
struct Spans {
    taken: Vec<(TenantScope, Translated)>,
    rejected: Vec<Rejection>,
}

impl Spans {
    fn take(&mut self, caller: &Caller, translated: Result<Option<Translated>, Rejection>) {
        let scoped = translated.and_then(|found| {
            let Some(found) = found else { return Ok(None) };
            let claimed = found.claimed.tenant.as_ref();
            let scope = scope(&caller.principal, claimed, caller.claimed.as_ref())?;
            Ok(Some((scope, found)))
        });
        match scoped {
            Ok(found) => self.taken.extend(found),
            Err(rejection) => self.rejected.push(rejection),
        }
    }
}

/// Does what each tenant chose: with content, and with calls of users.
async fn choose(
    store: &Store,
    redaction: &Redaction,
    taken: Vec<(TenantScope, Translated)>,
) -> Result<Vec<Submitted>, ApiError> {
    let mut chosen: HashMap<TenantScope, OpenTelemetry> = HashMap::new();
    let mut submitted = Vec::with_capacity(taken.len());
    for (index, (scope, translated)) in taken.into_iter().enumerate() {
        let Translated { claimed, content } = translated;
        let mut event = claimed.event;
        let is_nobodys = event.customer.is_none() && event.user.is_some();
        if !content.is_empty() || is_nobodys {
            if !chosen.contains_key(&scope) {
                chosen.insert(scope.clone(), store.settings(&scope).await?.opentelemetry);
            }
            let chosen = chosen.get(&scope).copied().unwrap_or_default();
            if chosen.keep_content {
                content::keep(&mut event.detail, &content, redaction);
            }
            if chosen.user_is_customer && is_nobodys {
                // A name of a user that can be no customer's leaves the call without one.
                event.customer = event.user.clone().and_then(|user| CustomerId::parse(user).ok());
            }
        }
        submitted.push(Submitted { index, scope, event });
    }
    Ok(submitted)
}
