//! `POST /events` and `POST /api/v1/events`: one handler, one parser.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::compat::intake::{BatchLimits, read_body, scope, too_large};
use crate::domain::scope::Grant;
use crate::http::error::{ApiError, Code, Problem};
use crate::http::extract::Caller;
use crate::ingest::{Accepted, Ingest, Rejection, RejectionCode, Submitted, Verdict};

use super::batch::{BatchError, elements};
use super::wire;

/// What became of a batch. The first four members are those that installed SDKs know.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// Always `success`.
    #[schema(example = "success")]
    pub status: &'static str,
    /// Events stored now: durable, and counted in every total.
    pub created: usize,
    /// Events that were stored before, by this or an earlier request.
    pub skipped: usize,
    /// Always 0: nothing is dropped silently.
    pub filtered: usize,
    /// Events that were not stored, and why.
    pub rejected: Vec<Refusal>,
    /// Skipped events whose id was stored before with other content. The first content stays.
    pub conflicts: Vec<Conflict>,
}

/// An event that was not stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Refusal {
    /// Its place in the request, from 0.
    pub index: usize,
    /// The kind of reason.
    pub code: RejectionCode,
    /// What is wrong, where, and what to do.
    pub message: String,
}

/// An event whose id is taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conflict {
    /// Its place in the request, from 0.
    pub index: usize,
    /// Always `conflict`.
    #[schema(example = "conflict")]
    pub code: &'static str,
    /// What to do.
    pub message: &'static str,
}

/// A batch of which nothing was stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllRejected {
    /// The problem.
    #[serde(flatten)]
    pub problem: Problem,
    /// Why, for each event.
    pub rejected: Vec<Refusal>,
}

/// Store trace events.
///
/// The body is an array of events, one event, or `{"events":[…]}`, optionally gzipped. Each event is
/// judged alone. 201 means that every event counted as created or skipped is on disk and counted
/// exactly once in every total. A request may be sent again at any time.
#[utoipa::path(
    post,
    path = "/events",
    operation_id = "compat_create_events",
    tag = "events",
    request_body(content = Vec<EventIn>, description = "Trace events"),
    responses(
        (status = 201, body = Receipt),
        (status = 400, body = Problem, description = "Not JSON, with line and column"),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
        (status = 413, body = Problem, description = "Too many bytes or events"),
        (status = 422, body = AllRejected, description = "Every event was rejected"),
        (status = 503, body = Problem, description = "Try again after Retry-After"),
    ),
    security(("api_key" = ["events:write"])),
)]
pub async fn create(
    caller: Caller,
    State(ingest): State<Arc<Ingest>>,
    State(limits): State<BatchLimits>,
    body: Body,
) -> Result<Response, ApiError> {
    // The credential is judged before the body is read.
    caller.principal.scope(caller.claimed.as_ref(), Grant::EventsWrite)?;
    let permit = ingest.permit();
    let body = read_body(body, &permit, limits.max_bytes).await?;
    let (submitted, refused, sent) = translate(&caller, &body, limits.max_events)?;
    drop(body);
    let verdicts = ingest.accept(submitted, permit).await?;
    Ok(answer(sent, verdicts, refused))
}

/// Store trace events. The same as `POST /events`.
#[utoipa::path(
    post,
    path = "/api/v1/events",
    operation_id = "create_events",
    tag = "events",
    request_body(content = Vec<EventIn>, description = "Trace events"),
    responses((status = 201, body = Receipt), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 413, body = Problem), (status = 422, body = AllRejected),
        (status = 503, body = Problem)),
    security(("api_key" = ["events:write"])),
)]
pub async fn create_v1(
    caller: Caller,
    ingest: State<Arc<Ingest>>,
    limits: State<BatchLimits>,
    body: Body,
) -> Result<Response, ApiError> {
    create(caller, ingest, limits, body).await
}

type Translated = (Vec<Submitted>, Vec<Refusal>, usize);

fn translate(caller: &Caller, body: &[u8], most: usize) -> Result<Translated, ApiError> {
    let elements = elements(body, most).map_err(|error| match error {
        BatchError::NotJson { line, column, reason } => {
            let detail = format!("the body is not JSON: {reason} at line {line} column {column}");
            ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidJson, detail)
        }
        BatchError::Shape => {
            let detail = "the body must be an array of events, one event, or {\"events\":[…]}";
            ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail)
        }
        BatchError::TooMany => too_large(&format!("the body holds more than {most} events")),
    })?;
    let mut submitted = Vec::with_capacity(elements.len());
    let mut refused = Vec::new();
    let sent = elements.len();
    for (index, raw) in elements.into_iter().enumerate() {
        let read = wire::read(raw).and_then(|claimed| {
            let scope = scope(&caller.principal, claimed.tenant.as_ref(), caller.claimed.as_ref())?;
            Ok(Submitted { index, scope, event: claimed.event })
        });
        match read {
            Ok(event) => submitted.push(event),
            Err(rejection) => refused.push(refusal(index, rejection)),
        }
    }
    Ok((submitted, refused, sent))
}

fn refusal(index: usize, rejection: Rejection) -> Refusal {
    Refusal { index, code: rejection.code, message: rejection.message }
}

fn answer(sent: usize, verdicts: Accepted, mut rejected: Vec<Refusal>) -> Response {
    let mut receipt = Receipt {
        status: "success",
        created: 0,
        skipped: 0,
        filtered: 0,
        rejected: Vec::new(),
        conflicts: Vec::new(),
    };
    for (index, verdict) in verdicts {
        match verdict {
            Verdict::Created => receipt.created += 1,
            Verdict::Repeated => receipt.skipped += 1,
            Verdict::Conflict => {
                receipt.skipped += 1;
                receipt.conflicts.push(Conflict {
                    index,
                    code: "conflict",
                    message: "this id was stored before with other content, which stays; give each \
                              event an id of its own",
                });
            }
            Verdict::Rejected(rejection) => rejected.push(refusal(index, rejection)),
        }
    }
    rejected.sort_by_key(|refusal| refusal.index);
    if sent > 0 && rejected.len() == sent {
        return all_rejected(rejected);
    }
    receipt.rejected = rejected;
    (StatusCode::CREATED, Json(receipt)).into_response()
}

fn all_rejected(rejected: Vec<Refusal>) -> Response {
    let foreign = rejected.iter().all(|one| one.code == RejectionCode::TenantMismatch);
    let first = rejected.first().map(|one| one.message.clone()).unwrap_or_default();
    let detail = format!("every event was rejected; the first because {first}");
    let error = if foreign {
        ApiError::new(StatusCode::FORBIDDEN, Code::TenantMismatch, detail)
    } else {
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, Code::AllRejected, detail)
    };
    let body = AllRejected { problem: error.problem(), rejected };
    let mut response = (error.status(), Json(body)).into_response();
    let problem = axum::http::HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(axum::http::header::CONTENT_TYPE, problem);
    response
}

/// A trace event as it is sent. Only `id` and `provider` are required; unknown fields are kept in
/// the metadata.
#[derive(Debug, ToSchema)]
#[schema(as = Event)]
#[expect(dead_code, reason = "describes what `wire` reads")]
pub struct EventIn {
    /// Unique within the tenant; up to 256 bytes. An event with a known id is skipped. UUIDv7 costs
    /// least to store.
    id: String,
    /// `openai`, `anthropic`, `pinecone` …
    #[schema(example = "openai")]
    provider: String,
    /// As the provider names it.
    #[schema(example = "gpt-4o-mini")]
    model: Option<String>,
    /// When the call began: RFC 3339, or milliseconds since 1970. Default: the time of arrival.
    timestamp: Option<String>,
    /// Selects the tenant in open mode; otherwise it may only repeat the API key's.
    tenant_id: Option<String>,
    /// The tenant's end customer.
    customer_id: Option<String>,
    /// Groups the calls of one request or job. Default: a run of its own.
    run_id: Option<String>,
    /// The span.
    span_id: Option<String>,
    /// The span around it.
    parent_span_id: Option<String>,
    /// `llm`, `agent`, `tool`, `http_fallback` … Default: `llm`.
    span_type: Option<String>,
    /// Where in the application. Default: `default`.
    #[schema(example = "agent:research")]
    section: Option<String>,
    /// The section with those around it, separated by `/`.
    section_path: Option<String>,
    /// Method or address. Query string and userinfo are not kept.
    endpoint: Option<String>,
    /// Disjoint kinds of usage and how much of each; takes the place of the four fields below.
    /// `input` excludes `cache_read` and `cache_write_*`; `output` excludes `reasoning`.
    #[schema(value_type = Option<Object>, example = json!({"input": 1200, "cache_read": 800, "output": 300}))]
    usage: Option<()>,
    /// Prompt tokens without `cached_tokens`; characters for speech synthesis.
    input_tokens: Option<i64>,
    /// Completion tokens.
    output_tokens: Option<i64>,
    /// Prompt tokens read from a cache.
    cached_tokens: Option<i64>,
    /// Seconds of audio.
    audio_duration_seconds: Option<f64>,
    /// The client's own figure in USD: kept beside ours, used only where we have no price.
    cost_usd: Option<f64>,
    /// Duration.
    latency_ms: Option<f64>,
    /// `ok` (default), `error`, `cancelled`, `rate_limited` …
    status: Option<String>,
    /// The tier that served the call: `batch`, `flex`, `priority`, `hd/1024x1792` …
    service_tier: Option<String>,
    /// The provider's id of the response: a call that two instruments report bills once.
    response_id: Option<String>,
    /// The person who caused the call.
    user_id: Option<String>,
    /// The conversation.
    session_id: Option<String>,
    /// `production`, `staging` …
    environment: Option<String>,
    /// Free labels: an object of texts.
    #[schema(value_type = Option<Object>)]
    tags: Option<()>,
    /// `tenant` (default), or `customer` for a call on the customer's own provider account: shown,
    /// never summed into spend.
    paid_by: Option<String>,
    /// A hold that this call settles.
    reservation_id: Option<String>,
    /// The answer was streamed.
    is_streaming: Option<bool>,
    /// The stream was cut short.
    stream_cancelled: Option<bool>,
    /// Anything else, up to 64 KiB.
    #[schema(value_type = Option<Object>)]
    event_metadata: Option<()>,
}
