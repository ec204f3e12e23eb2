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
use crate::ingest::{Ingest, Rejection, Submitted, Verdict};
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
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if ["application/x-protobuf", "application/protobuf"]
        .iter()
        .any(|one| one.eq_ignore_ascii_case(kind))
    {
        Ok(Encoding::Protobuf)
    } else if kind.eq_ignore_ascii_case("application/json") {
        Ok(Encoding::Json)
    } else {
        let detail = "the Content-Type must be application/x-protobuf or application/json";
        Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::InvalidBody, detail))
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
    let body = read_body(body, &permit, limits.max_bytes).await.map_err(in_time)?;
    let scope = caller.principal.scope(caller.claimed.as_ref(), Grant::EventsWrite)?;
    let chosen = store.settings(&scope).await?.opentelemetry;
    let request = translate::Request { customer, keep_content: chosen.keep_content };
    let mut spans = Spans { most: limits.max_events, ..Spans::default() };
    // A body of many spans is work for a while: other requests do not wait for it.
    tokio::task::block_in_place(|| {
        body::read(&body, encoding, &mut |resource, span| {
            spans.take(caller, span.and_then(|span| translate::event(resource, &span, request)))
        })
    })
    .map_err(|unreadable| refusal(unreadable, limits.max_events))?;
    drop(body);
    let Spans { taken, mut rejected, .. } = spans;
    let submitted = finish(&store, &redaction, (scope, chosen), taken).await?;
    for verdict in ingest.accept(submitted, permit).await?.into_values() {
        match verdict {
            // The ids of a span are its own: one that is there is the same one, sent again, whatever has
            // changed since in how spans are read.
            Verdict::Created | Verdict::Repeated | Verdict::Conflict => {}
            Verdict::Rejected(rejection) => rejected.push(rejection),
        }
    }
    Ok(rejected)
}

/// Exporters send again after 503, and not after 408.
fn in_time(error: ApiError) -> ApiError {
    if error.status() == StatusCode::REQUEST_TIMEOUT { ApiError::overloaded() } else { error }
}

fn refusal(unreadable: Unreadable, most: usize) -> ApiError {
    match unreadable {
        Unreadable::Malformed(reason) => {
            let detail = format!("the body is no ExportTraceServiceRequest: {reason}");
            ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail)
        }
        Unreadable::TooMany => {
            too_large(&format!("the body holds more than {most} spans of calls and steps"))
        }
    }
}

/// Spans of a request as they are read.
#[derive(Default)]
struct Spans {
    most: usize,
    taken: Vec<(TenantScope, Translated)>,
    rejected: Vec<Rejection>,
}

impl Spans {
    /// Takes a span; what is passed over is not counted.
    fn take(
        &mut self,
        caller: &Caller,
        translated: Result<Option<Translated>, Rejection>,
    ) -> Result<(), Unreadable> {
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
        let count = self.taken.len() + self.rejected.len();
        if count > self.most { Err(Unreadable::TooMany) } else { Ok(()) }
    }
}

/// Does what each tenant chose. In open mode a span may be another tenant's than the request's: its
/// content was read only if the request's tenant wants that, and is kept only if its own does.
async fn finish(
    store: &Store,
    redaction: &Redaction,
    (scope, chosen): (TenantScope, OpenTelemetry),
    taken: Vec<(TenantScope, Translated)>,
) -> Result<Vec<Submitted>, ApiError> {
    let mut known = HashMap::from([(scope, chosen)]);
    let mut submitted = Vec::with_capacity(taken.len());
    for (index, (scope, translated)) in taken.into_iter().enumerate() {
        let Translated { claimed, content } = translated;
        let mut event = claimed.event;
        if !known.contains_key(&scope) {
            known.insert(scope.clone(), store.settings(&scope).await?.opentelemetry);
        }
        let chosen = known.get(&scope).copied().unwrap_or_default();
        if chosen.keep_content {
            content::keep(&mut event.detail, &content, redaction);
        }
        if chosen.user_is_customer && event.customer.is_none() {
            // A name of a user that can be no customer's leaves the call without one.
            event.customer = event.user.clone().and_then(|user| CustomerId::parse(user).ok());
        }
        submitted.push(Submitted { index, scope, event });
    }
    Ok(submitted)
}
