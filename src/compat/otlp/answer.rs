//! What exporters are answered, in the encoding in which they asked.
//!
//! OTLP 1.8: a request of which some spans were refused is answered 200 with `partial_success`, and is
//! not sent again. An error is a `google.rpc.Status`; exporters send again after 429, 502, 503 and 504
//! only.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prost::Message;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::ApiError;
use crate::ingest::Rejection;

use super::body::Encoding;

/// Different reasons that an answer names.
const REASONS: usize = 5;

/// `ExportTraceServiceResponse`.
#[derive(Clone, PartialEq, Message, Serialize, ToSchema)]
#[schema(as = ExportTraceServiceResponse)]
pub struct ExportResponse {
    /// Absent where every span was taken.
    #[prost(message, optional, tag = "1")]
    #[serde(rename = "partialSuccess", skip_serializing_if = "Option::is_none")]
    pub partial_success: Option<PartialSuccess>,
}

/// `ExportTracePartialSuccess`.
#[derive(Clone, PartialEq, Eq, Message, Serialize, ToSchema)]
#[schema(as = ExportTracePartialSuccess)]
pub struct PartialSuccess {
    /// Spans that were not stored, and will not be if they are sent again.
    #[prost(int64, tag = "1")]
    #[serde(rename = "rejectedSpans", serialize_with = "as_text")]
    #[schema(value_type = String, example = "1")]
    pub rejected_spans: i64,
    /// Why.
    #[prost(string, tag = "2")]
    #[serde(rename = "errorMessage")]
    pub error_message: String,
}

/// `google.rpc.Status`.
#[derive(Clone, PartialEq, Eq, Message, Serialize, ToSchema)]
#[schema(as = RpcStatus)]
pub struct Status {
    /// A `google.rpc.Code`.
    #[prost(int32, tag = "1")]
    pub code: i32,
    /// What was wrong, where, and what to do.
    #[prost(string, tag = "2")]
    pub message: String,
}

/// 64-bit integers are texts in protobuf's JSON.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn as_text<S: serde::Serializer>(value: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// The answer to a request that was taken, with what was refused of it.
pub fn exported(encoding: Encoding, rejected: &[Rejection]) -> Response {
    let partial_success = (!rejected.is_empty()).then(|| PartialSuccess {
        rejected_spans: i64::try_from(rejected.len()).unwrap_or(i64::MAX),
        error_message: reasons(rejected),
    });
    encoded(StatusCode::OK, encoding, &ExportResponse { partial_success })
}

/// Each reason with how many spans it holds for, the first ones.
fn reasons(rejected: &[Rejection]) -> String {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for Rejection { message, .. } in rejected {
        *counted.entry(message).or_default() += 1;
    }
    let named = counted.iter().take(REASONS).map(|(message, count)| match count {
        1 => format!("1 span: {message}"),
        count => format!("{count} spans: {message}"),
    });
    let mut text = named.collect::<Vec<_>>().join("; ");
    if counted.len() > REASONS {
        text.push_str("; and other reasons");
    }
    text
}

/// The answer to a request that was not taken.
pub fn failed(encoding: Encoding, error: ApiError) -> Response {
    let status = error.status();
    let body = Status { code: rpc_code(status), message: error.problem().detail };
    let answer = encoded(status, encoding, &body);
    // When to send again, and with what credential, is said as to everybody else.
    let mut response = error.into_response();
    if let Some(kind) = answer.headers().get(header::CONTENT_TYPE) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    *response.body_mut() = answer.into_body();
    response
}

/// The `google.rpc.Code` that goes with an HTTP status.
fn rpc_code(status: StatusCode) -> i32 {
    match status.as_u16() {
        401 => 16,
        403 => 7,
        413 => 8,
        503 => 14,
        500 => 13,
        _ => 3,
    }
}

fn encoded<M: Message + Serialize>(status: StatusCode, encoding: Encoding, body: &M) -> Response {
    let (kind, bytes) = match encoding {
        Encoding::Protobuf => ("application/x-protobuf", body.encode_to_vec()),
        Encoding::Json => ("application/json", serde_json::to_vec(body).unwrap_or_default()),
    };
    let content_type = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))];
    (status, content_type, Body::from(bytes)).into_response()
}
