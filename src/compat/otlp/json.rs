//! A body in JSON, read span by span.
//!
//! As OTLP has it: ids are hexadecimal digits, whole numbers of 64 bits may be texts, names are
//! `lowerCamelCase`, and what is not known is passed over. Lists are read no further than they may
//! be long: a body of a few megabytes can hold millions of elements.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::domain::number::Number;
use crate::ingest::Rejection;

use super::body::{Reader, Unreadable, unreadable};
use super::span::{ERROR, Span};
use super::value::{Attributes, MAX_DEPTH, Room, Value};

/// Most elements of a list. A request that has more is refused.
const MOST: usize = 100_000;

/// A list of at most [`MOST`] elements; `null` is an empty one.
struct Few<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
            type Value = Few<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Few::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut elements: A,
            ) -> Result<Self::Value, A::Error> {
                let mut found = Vec::new();
                while let Some(element) = elements.next_element()? {
                    if found.len() == MOST {
                        return Err(A::Error::custom(format!(
                            "an array of more than {MOST} elements"
                        )));
                    }
                    found.push(element);
                }
                Ok(Few(found))
            }
        }

        deserializer.deserialize_any(Elements(PhantomData))
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestJson<'a> {
    #[serde(borrow, default)]
    resource_spans: Few<&'a RawValue>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpansJson<'a> {
    #[serde(borrow, default)]
    resource: Option<&'a RawValue>,
    #[serde(borrow, default)]
    scope_spans: Few<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct ScopeSpansJson<'a> {
    #[serde(borrow, default)]
    spans: Few<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct ResourceJson<'a> {
    #[serde(borrow, default)]
    attributes: Few<&'a RawValue>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct SpanJson<'a> {
    #[serde(borrow, default)]
    trace_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    span_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    parent_span_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    name: Option<&'a RawValue>,
    #[serde(borrow, default)]
    start_time_unix_nano: Option<&'a RawValue>,
    #[serde(borrow, default)]
    end_time_unix_nano: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    attributes: Few<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct StatusJson<'a> {
    #[serde(borrow, default)]
    code: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct KeyValueJson<'a> {
    #[serde(borrow)]
    key: &'a RawValue,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
}

/// One of its members is there.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnyValueJson<'a> {
    #[serde(borrow, default)]
    string_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    bool_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    int_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    double_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    array_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    kvlist_value: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct ListJson<'a> {
    #[serde(borrow, default)]
    values: Few<&'a RawValue>,
}

/// Reads an `ExportTraceServiceRequest`.
pub fn read(body: &[u8], reader: &mut Reader<'_>) -> Result<(), Unreadable> {
    let text = std::str::from_utf8(body).map_err(|error| {
        Unreadable::Malformed(format!("not UTF-8 at byte {}", error.valid_up_to()))
    })?;
    let request: RequestJson<'_> = parse(text)?;
    for group in request.resource_spans.0 {
        let group: ResourceSpansJson<'_> = parse(group.get())?;
        let resource = group.resource.map_or(Ok(Attributes::default()), resource);
        for scope in group.scope_spans.0 {
            let scope: ScopeSpansJson<'_> = parse(scope.get())?;
            for raw in scope.spans.0 {
                reader.take(resource.as_ref().map_err(Clone::clone), span(raw))?;
            }
        }
    }
    Ok(())
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unreadable> {
    object(text).map_err(|error| Unreadable::Malformed(place(&error)))
}

/// An object. A list with the members' values in their order is none, though serde would take it.
fn object<'a, T: Deserialize<'a>>(text: &'a str) -> serde_json::Result<T> {
    if text.trim_start().starts_with('[') {
        return Err(serde_json::Error::custom("an array where an object must be"));
    }
    serde_json::from_str(text)
}

/// What is wrong and where. What was sent is not repeated.
fn place(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Data => "a value has another type than it must have, or a list is too long",
        Category::Eof => "it ends inside a value",
        Category::Io | Category::Syntax => "it is not JSON",
    };
    format!("{what}, at line {} column {}", error.line(), error.column())
}

fn resource(raw: &RawValue) -> Result<Attributes<'_>, Rejection> {
    let resource: Option<ResourceJson<'_>> =
        object(raw.get()).map_err(|error| unreadable(place(&error)))?;
    Ok(attributes(resource.map(|resource| resource.attributes).unwrap_or_default()))
}

fn span(raw: &RawValue) -> Result<Span<'_>, Rejection> {
    let span: SpanJson<'_> = object(raw.get()).map_err(|error| unreadable(place(&error)))?;
    let status = span.status.and_then(|raw| object::<StatusJson<'_>>(raw.get()).ok());
    Ok(Span {
        trace: id("traceId", span.trace_id.as_deref())?,
        id: id("spanId", span.span_id.as_deref())?,
        parent: id("parentSpanId", span.parent_span_id.as_deref())?,
        name: span.name.and_then(text).unwrap_or_default(),
        start: nanos("startTimeUnixNano", span.start_time_unix_nano)?,
        end: nanos("endTimeUnixNano", span.end_time_unix_nano)?,
        status: status.and_then(|status| status.code).map_or(0, code),
        attributes: attributes(span.attributes),
    })
}

/// The number of a status. Some senders write its name.
fn code(raw: &RawValue) -> i64 {
    if raw.get() == "\"STATUS_CODE_ERROR\"" { ERROR } else { whole(raw).unwrap_or_default() }
}

fn nanos(name: &str, raw: Option<&RawValue>) -> Result<u64, Rejection> {
    let Some(raw) = raw.filter(|raw| raw.get() != "null") else { return Ok(0) };
    let nanos = whole(raw).and_then(|nanos| u64::try_from(nanos).ok());
    nanos.ok_or_else(|| unreadable(format!("`{name}` must be nanoseconds since 1970")))
}

/// Hexadecimal digits of either case. None are no bytes.
fn id(name: &str, text: Option<&str>) -> Result<Vec<u8>, Rejection> {
    let text = text.unwrap_or_default().as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    // No id is longer than 16 bytes.
    let bytes: Option<Vec<u8>> = text.chunks(2).take(17).map(pair).collect();
    bytes.ok_or_else(|| unreadable(format!("`{name}` must be hexadecimal digits")))
}

fn attributes(list: Few<&RawValue>) -> Attributes<'_> {
    let mut found = Attributes::default();
    let mut room = Room::default();
    for raw in list.0 {
        let (name, value) = key_value(raw, MAX_DEPTH, &mut room);
        found.add(name, value);
    }
    found
}

/// A name that is no text has no value.
fn key_value<'a>(raw: &'a RawValue, depth: usize, room: &mut Room) -> (Cow<'a, str>, Value<'a>) {
    let pair: Option<KeyValueJson<'_>> = object(raw.get()).ok();
    let named = pair.and_then(|pair| Some((text(pair.key)?, pair.value?)));
    named.map_or_else(Default::default, |(name, raw)| (name, value(raw, depth, room)))
}

/// Reads an `AnyValue`.
fn value<'a>(raw: &'a RawValue, depth: usize, room: &mut Room) -> Value<'a> {
    let Some(deeper) = depth.checked_sub(1) else { return Value::Empty };
    let Ok(any) = object::<AnyValueJson<'_>>(raw.get()) else { return Value::Empty };
    let found = match any {
        AnyValueJson { string_value: Some(raw), .. } => text(raw).map(Value::from),
        AnyValueJson { bool_value: Some(raw), .. } => raw.get().parse().ok().map(Value::Bool),
        AnyValueJson { int_value: Some(raw), .. } => whole(raw).map(Value::Int),
        AnyValueJson { double_value: Some(raw), .. } => {
            // JSON has no number for what is infinite or none: then it is a text.
            raw.get().trim_matches('"').parse().ok().map(Value::Double)
        }
        AnyValueJson { array_value: Some(raw), .. } => {
            Some(Value::List(items(raw, room, |raw, room| value(raw, deeper, room))))
        }
        AnyValueJson { kvlist_value: Some(raw), .. } => {
            Some(Value::Map(items(raw, room, |raw, room| key_value(raw, deeper, room))))
        }
        AnyValueJson { .. } => None,
    };
    found.unwrap_or_default()
}

/// The elements of an `ArrayValue` or a `KeyValueList`, as far as there is room.
fn items<'a, T>(
    raw: &'a RawValue,
    room: &mut Room,
    mut each: impl FnMut(&'a RawValue, &mut Room) -> T,
) -> Vec<T> {
    let list = object::<ListJson<'_>>(raw.get()).map(|list| list.values.0).unwrap_or_default();
    let mut found = Vec::new();
    for raw in list {
        if !room.take() {
            break;
        }
        found.push(each(raw, room));
    }
    found
}

/// A text, borrowed where it holds no escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A text; none where it is not one, or holds half of a character.
fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw.get()).ok().map(|text| text.0)
}

/// A whole number, as a number or as a text of one.
fn whole(raw: &RawValue) -> Option<i64> {
    Number::parse(raw.get().trim_matches('"')).ok()?.whole().ok()
}
