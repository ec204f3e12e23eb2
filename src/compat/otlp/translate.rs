//! A span as an event.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::value::{RawValue, to_raw_value};

use crate::compat::draft::Draft;
use crate::compat::llmobserve::wire::Claimed;
use crate::domain::event::Raw;
use crate::domain::ids::MAX_NAME;
use crate::domain::usage::{MAX_KINDS, Quantity};
use crate::ingest::{Rejection, RejectionCode as Code};

use super::kind::Kind;
use super::section::{Place, cut};
use super::span::{Span, hex};
use super::value::{Attributes, Value};
use super::{names, provider, provider_metadata, usage};

/// Longest text of a span that is kept and is no content, in bytes.
const LONGEST_KEPT: usize = 256;

/// Most bytes of attributes that are kept with one span, content not counted.
const MOST_KEPT: usize = 16 << 10;

/// Most labels of a span, and the longest one in bytes, as natively.
const MOST_LABELS: usize = 64;

/// A longer span tells nothing of how long a call took.
const LONGEST_LATENCY: TimeDelta = TimeDelta::days(30);

/// The provider of a call that names none and whose model is nobody's in particular.
const UNKNOWN: &str = "unknown";

/// The provider of steps.
const INTERNAL: &str = "internal";

/// A span that is an event.
#[derive(Debug)]
pub struct Translated {
    /// The event without content.
    pub claimed: Claimed,
    /// Attributes with what people wrote and models answered, where these are wanted.
    pub content: Vec<(String, serde_json::Value)>,
}

/// What a request says of all its spans.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The customer of spans that name none.
    pub customer: Option<&'a str>,
    /// Content is wanted.
    pub keep_content: bool,
}

/// The event that a span tells of; none of what is no call and no step around calls. Only what would
/// change a figure, or whose it is, refuses a span; a description that is too long is cut.
pub fn event(
    resource: &Attributes<'_>,
    span: &Span<'_>,
    request: Request<'_>,
) -> Result<Option<Translated>, Rejection> {
    let kind = Kind::of(&span.attributes);
    let (span_type, is_call) = match kind {
        Kind::Call(name) => (name, true),
        Kind::Step(name) => (name, false),
        Kind::Other => return Ok(None),
    };
    let own = |names: &[&str]| span.attributes.text(names);
    let or_sender = |names: &[&str]| own(names).or_else(|| resource.text(names));
    let short = |text: Option<Cow<'_, str>>| text.map(|text| cut(text.into_owned(), MAX_NAME));
    let mut draft = Draft::default();
    draft.text("id", Some(span.event_id()));
    draft.text("tenant_id", or_sender(names::TENANT));
    draft.text("run_id", own(names::RUN).or_else(|| Some(hex(&span.trace).into())));
    draft.text("span_id", Some(hex(&span.id)));
    draft.text("parent_span_id", span.parent_hex());
    draft.text("span_type", Some(span_type));
    let place = Place::of(span, kind);
    draft.text("section", place.section);
    draft.text("section_path", place.path);
    draft.text("endpoint", Some(cut(span.name.replace('\0', ""), MAX_NAME)));
    draft.text(
        "customer_id",
        customer_of(&span.attributes, resource).or(request.customer.map(Into::into)),
    );
    draft.text("user_id", short(or_sender(names::USER)));
    draft.text("session_id", short(or_sender(names::SESSION)));
    draft.text("environment", short(or_sender(names::ENVIRONMENT)));
    draft.text("status", Some(status(span)));
    let began = span.began();
    let began = began.ok_or_else(|| {
        Rejection::field(
            Code::InvalidValue,
            "startTimeUnixNano",
            "lies outside of what can be stored",
        )
    })?;
    draft.at(began);
    draft.took(began, span.ended().filter(|ended| *ended - began <= LONGEST_LATENCY));
    labels(&mut draft, &span.attributes);
    let provider = if is_call {
        let model = own(names::MODEL);
        let provider = provider::of(own(names::PROVIDER).as_deref(), model.as_deref());
        draft.text("model", short(model));
        draft.text("response_id", own(names::RESPONSE_ID).filter(|id| id.len() <= MAX_NAME));
        let tier = own(names::SERVICE_TIER).filter(|tier| tier.len() <= MAX_NAME);
        let tier = tier.or_else(|| provider_metadata::service_tier(&span.attributes));
        draft.text("service_tier", tier);
        draft.usage(&usage::of(&span.attributes)?);
        if let Some(streamed) = own(names::STREAMING) {
            draft.boolean("is_streaming", &streamed);
        }
        if let Some(cost) = cost(&span.attributes) {
            draft.number("cost_usd", Some(cost))?;
        }
        provider.unwrap_or_else(|| UNKNOWN.to_owned())
    } else {
        INTERNAL.to_owned()
    };
    draft.text("provider", Some(provider));
    let content = keep(&mut draft, resource, &span.attributes, request.keep_content);
    let mut claimed = draft.finish()?;
    claimed.event.detail.raw_usage = raw_usage(&span.attributes);
    Ok(Some(Translated { claimed, content }))
}

/// The customer under a name of its own, or inside of an object of metadata.
fn customer_of<'a>(
    attributes: &'a Attributes<'_>,
    resource: &'a Attributes<'_>,
) -> Option<Cow<'a, str>> {
    let inside = || match attributes.first(names::METADATA)? {
        Value::Text(json) => {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(json).ok()?;
            match object.get("customer_id")? {
                serde_json::Value::String(text) => Some(text.clone().into()),
                serde_json::Value::Number(number) => Some(number.to_string().into()),
                _ => None,
            }
        }
        Value::Map(members) => {
            let (_, value) = members.iter().find(|(name, _)| name == "customer_id")?;
            value.text()
        }
        _ => None,
    };
    attributes.text(names::CUSTOMER).or_else(inside).or_else(|| resource.text(names::CUSTOMER))
}

/// How it ended. What was refused for its rate is told apart, as natively.
fn status(span: &Span<'_>) -> &'static str {
    let error = span.attributes.text(names::ERROR).map(|error| error.to_ascii_lowercase());
    if !span.failed() && error.is_none() {
        return "ok";
    }
    let error = error.unwrap_or_default();
    if error == "429" || error.contains("ratelimit") || error.contains("rate_limit") {
        "rate_limited"
    } else if error.contains("cancel") || error.contains("abort") {
        "cancelled"
    } else {
        "error"
    }
}

/// The client's own figure. One that is told in another currency is none.
fn cost(attributes: &Attributes<'_>) -> Option<String> {
    let currency = attributes.text(names::COST_CURRENCY);
    let is_foreign = currency.is_some_and(|currency| !currency.eq_ignore_ascii_case("usd"));
    let names =
        names::COST.iter().filter(|name| !(is_foreign && **name == "gen_ai.usage.cost.amount"));
    let figure = names.into_iter().find_map(|name| attributes.text(&[name]));
    figure.map(Cow::into_owned)
}

fn labels(draft: &mut Draft, attributes: &Attributes<'_>) {
    let listed = attributes.first(names::LABELS).map(Value::texts).unwrap_or_default();
    let listed = listed.into_iter().map(|label| cut(label, MAX_NAME)).take(MOST_LABELS);
    draft.labels(listed.collect());
    let own = attributes.iter().filter_map(|(name, value)| {
        let label = name.strip_prefix(names::LABEL_PREFIX).filter(|label| !label.is_empty())?;
        Some((label, cut(value.text()?.into_owned(), MAX_NAME)))
    });
    for (label, value) in own.take(MOST_LABELS) {
        draft.tag(label, Some(value));
    }
    draft.keep_labels(MOST_LABELS);
}

/// Keeps what describes the span, and answers what is content, where that is wanted.
fn keep(
    draft: &mut Draft,
    resource: &Attributes<'_>,
    attributes: &Attributes<'_>,
    keep_content: bool,
) -> Vec<(String, serde_json::Value)> {
    let mut left = MOST_KEPT;
    let mut keep = |name: &str, value: &Value<'_>| {
        let raw = to_raw_value(&value.json()).ok().filter(|raw| raw.get() != "null");
        let size = raw.as_ref().map_or(0, |raw| name.len() + raw.get().len());
        if size <= left {
            left -= size;
            draft.keep(name, raw.as_deref());
        }
    };
    let mut content = Vec::new();
    for (name, value) in attributes.iter() {
        let lower = name.to_ascii_lowercase();
        if is_read(name) || names::SECRETS.iter().any(|secret| lower.contains(secret)) {
            continue;
        }
        match value {
            Value::Int(_) | Value::Bool(_) | Value::Double(_) => keep(name, value),
            _ if names::KEPT.contains(&name) && is_short(value) => keep(name, value),
            _ if keep_content => content.push((name.to_owned(), value.json())),
            _ => {}
        }
    }
    if let Some(service) = resource.text(&["service.name"]) {
        keep("service.name", &Value::from(Cow::Owned(cut(service.into_owned(), LONGEST_KEPT))));
    }
    let seconds = number(attributes, names::FIRST_CHUNK_SECONDS).map(|seconds| seconds * 1_000.0);
    if let Some(millis) = seconds.or_else(|| number(attributes, names::FIRST_CHUNK_MILLIS)) {
        keep("time_to_first_chunk_ms", &Value::Double(millis));
    }
    content
}

/// A name that was stretched to hold something else is no description.
fn is_short(value: &Value<'_>) -> bool {
    value.texts().iter().map(String::len).sum::<usize>() <= LONGEST_KEPT
}

/// A duration; what is none tells nothing.
fn number(attributes: &Attributes<'_>, names: &[&str]) -> Option<f64> {
    attributes.text(names)?.parse().ok()
}

/// Names whose value stands in a field of its own.
fn is_read(name: &str) -> bool {
    const FIELDS: &[&[&str]] = &[
        names::TENANT,
        names::CUSTOMER,
        names::METADATA,
        names::USER,
        names::SESSION,
        names::RUN,
        names::ENVIRONMENT,
        names::RESPONSE_ID,
        names::SERVICE_TIER,
        names::STREAMING,
        names::FIRST_CHUNK_SECONDS,
        names::FIRST_CHUNK_MILLIS,
        names::COST,
        names::SECTION,
        names::SECTION_PATH,
        names::LABELS,
    ];
    name.starts_with(names::LABEL_PREFIX)
        || is_usage(name)
        || FIELDS.iter().any(|names| names.contains(&name))
}

fn is_usage(name: &str) -> bool {
    name.starts_with(names::USAGE_PREFIX)
        || names::TOTAL.contains(&name)
        || names::USAGE.iter().any(|(_, names)| names.contains(&name))
}

/// The figures as they were received: numbers, and texts of numbers.
fn raw_usage(attributes: &Attributes<'_>) -> BTreeMap<String, Raw> {
    let figure = |(name, value): (&str, &Value<'_>)| {
        let text = value.text().filter(|text| is_usage(name) && Quantity::parse(text).is_ok())?;
        let raw = RawValue::from_string(text.into_owned()).ok()?;
        Some((name.to_owned(), Raw(raw)))
    };
    attributes.iter().filter_map(figure).take(MAX_KINDS * 2).collect()
}
