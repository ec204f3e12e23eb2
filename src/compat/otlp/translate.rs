//! A span as an event.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

use crate::compat::draft::Draft;
use crate::compat::llmobserve::wire::Claimed;
use crate::domain::event::Raw;
use crate::ingest::{Rejection, RejectionCode as Code};

use super::kind::Kind;
use super::section::{Place, cut};
use super::span::{Span, hex};
use super::value::{Attributes, Value};
use super::{names, provider, usage};

/// Longest value that is kept of an attribute that nothing is read from, in bytes of JSON.
const LONGEST_KEPT: usize = 4 << 10;

/// The provider of a call that names none and whose model is nobody's in particular.
const UNKNOWN: &str = "unknown";

/// The provider of steps.
const INTERNAL: &str = "internal";

/// A span that is an event, with what its tenant may not want kept.
#[derive(Debug)]
pub struct Translated {
    /// The event without content.
    pub claimed: Claimed,
    /// Attributes with what people wrote and models answered.
    pub content: Vec<(String, serde_json::Value)>,
}

/// The event that a span tells of; none of what is no call and no step around calls. `customer` is whom
/// the request named.
pub fn event(
    resource: &Attributes<'_>,
    span: &Span<'_>,
    customer: Option<&str>,
) -> Result<Option<Translated>, Rejection> {
    let kind = Kind::of(&span.attributes);
    let (span_type, is_call) = match kind {
        Kind::Call(name) => (name, true),
        Kind::Step(name) => (name, false),
        Kind::Other => return Ok(None),
    };
    let own = |names: &[&str]| span.attributes.text(names);
    let or_sender = |names: &[&str]| own(names).or_else(|| resource.text(names));
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
    draft.text("endpoint", Some(cut(span.name.clone().into_owned(), 256)));
    draft.text("customer_id", customer_of(&span.attributes, resource).or(customer.map(Into::into)));
    draft.text("user_id", or_sender(names::USER));
    draft.text("session_id", or_sender(names::SESSION));
    draft.text("environment", or_sender(names::ENVIRONMENT));
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
    draft.took(began, span.ended());
    labels(&mut draft, &span.attributes);
    let provider = if is_call {
        let model = own(names::MODEL);
        let provider = provider::of(own(names::PROVIDER).as_deref(), model.as_deref());
        draft.text("model", model);
        draft.text("response_id", own(names::RESPONSE_ID));
        draft.text("service_tier", own(names::SERVICE_TIER));
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
    let content = keep(&mut draft, resource, &span.attributes)?;
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

/// The client's own figure. One in another currency is none.
fn cost(attributes: &Attributes<'_>) -> Option<String> {
    let currency = attributes.text(names::COST_CURRENCY);
    if currency.is_some_and(|currency| !currency.eq_ignore_ascii_case("usd")) {
        return None;
    }
    attributes.text(names::COST).map(Cow::into_owned)
}

fn labels(draft: &mut Draft, attributes: &Attributes<'_>) {
    if let Some(labels) = attributes.first(names::LABELS) {
        draft.labels(labels.texts());
    }
    for (name, value) in attributes.iter() {
        if let Some(label) = name.strip_prefix(names::LABEL_PREFIX) {
            draft.tag(label, value.text().map(Cow::into_owned));
        }
    }
}

/// Keeps what nothing was read from, and answers what is content.
fn keep(
    draft: &mut Draft,
    resource: &Attributes<'_>,
    attributes: &Attributes<'_>,
) -> Result<Vec<(String, serde_json::Value)>, Rejection> {
    let mut content = Vec::new();
    for (name, value) in attributes.iter() {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if begins(names::SECRET_PREFIXES) || is_read(name) {
            continue;
        }
        if names::CONTENT.contains(&name) || begins(names::CONTENT_PREFIXES) {
            content.push((name.to_owned(), value.json()));
        } else {
            keep_short(draft, name, &value.json());
        }
    }
    if let Some(service) = resource.first(&["service.name"]) {
        keep_short(draft, "service.name", &service.json());
    }
    let first_chunk = attributes.text(names::FIRST_CHUNK_SECONDS).map(|text| (text, 1_000.0));
    let first_chunk =
        first_chunk.or_else(|| attributes.text(names::FIRST_CHUNK_MILLIS).map(|text| (text, 1.0)));
    if let Some((text, scale)) = first_chunk {
        let millis = text.parse::<f64>().map_err(|_| {
            Rejection::field(Code::InvalidValue, names::FIRST_CHUNK_SECONDS[0], "is not a number")
        })?;
        keep_short(draft, "time_to_first_chunk_ms", &(millis * scale).into());
    }
    Ok(content)
}

fn keep_short(draft: &mut Draft, name: &str, value: &serde_json::Value) {
    let raw = to_raw_value(value).ok().filter(|raw| raw.get().len() <= LONGEST_KEPT);
    draft.keep(name, raw.as_deref().filter(|raw: &&RawValue| raw.get() != "null"));
}

/// Names whose value stands in a field of its own.
fn is_read(name: &str) -> bool {
    const FIELDS: &[&[&str]] = &[
        names::TENANT,
        names::CUSTOMER,
        names::USER,
        names::SESSION,
        names::RUN,
        names::ENVIRONMENT,
        names::PROVIDER,
        names::RESPONSE_ID,
        names::SERVICE_TIER,
        names::STREAMING,
        names::FIRST_CHUNK_SECONDS,
        names::FIRST_CHUNK_MILLIS,
        names::COST,
        names::SECTION,
        names::SECTION_PATH,
        names::LABELS,
        names::TOTAL,
    ];
    name.starts_with(names::LABEL_PREFIX)
        || name.starts_with(names::USAGE_PREFIX)
        || FIELDS.iter().any(|names| names.contains(&name))
        || names::USAGE.iter().any(|(_, names)| names.contains(&name))
}

/// The figures as they were received.
fn raw_usage(attributes: &Attributes<'_>) -> BTreeMap<String, Raw> {
    let is_usage = |name: &str| {
        name.starts_with(names::USAGE_PREFIX)
            || names::TOTAL.contains(&name)
            || names::USAGE.iter().any(|(_, names)| names.contains(&name))
    };
    let raw = |(name, value): (&str, &Value<'_>)| {
        let raw = is_usage(name).then(|| to_raw_value(&value.json()).ok()).flatten()?;
        Some((name.to_owned(), Raw(raw)))
    };
    attributes.iter().filter_map(raw).collect()
}
