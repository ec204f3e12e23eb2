//! A body in JSON, read span by span.
//!
//! As OTLP has it: ids are hexadecimal digits, whole numbers of 64 bits may be texts, names are
//! `lowerCamelCase`, and what is not known is passed over. Lists are read no further than they may
//! be long: a body of a few megabytes can hold millions of elements.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::ingest::Rejection;

use super::body::{Reader, Unreadable, unreadable};
use super::span::Span;
use super::value::{Attributes, MAX_DEPTH, MAX_VALUES, Value};

/// Most groups of a request, or of spans in one.
const MAX_GROUPS: usize = 10_000;

/// A list of at most so many elements; `null` is an empty one.
struct Few<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> Default for Few<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Few<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T, const MOST: usize>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Elements<T, MOST> {
            type Value = Few<T, MOST>;

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
    resource_spans: Few<&'a RawValue, MAX_GROUPS>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpansJson<'a> {
    #[serde(borrow, default)]
    resource: Option<&'a RawValue>,
    #[serde(borrow, default)]
    scope_spans: Few<&'a RawValue, MAX_GROUPS>,
}

#[derive(serde::Deserialize)]
struct ScopeSpansJson<'a> {
    #[serde(borrow, default)]
    spans: Few<&'a RawValue, MAX_GROUPS>,
}

#[derive(serde::Deserialize)]
struct ResourceJson<'a> {
    #[serde(borrow, default)]
    attributes: Few<&'a RawValue, MAX_VALUES>,
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
    name: Option<Text<'a>>,
    #[serde(default)]
    start_time_unix_nano: Whole<u64>,
    #[serde(default)]
    end_time_unix_nano: Whole<u64>,
    #[serde(default)]
    status: Option<StatusJson>,
    #[serde(borrow, default)]
    attributes: Few<&'a RawValue, MAX_VALUES>,
}

#[derive(Default, serde::Deserialize)]
struct StatusJson {
    #[serde(default)]
    code: Whole<i64>,
}

#[derive(serde::Deserialize)]
struct KeyValueJson<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
}

/// One of its members is there.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnyValueJson<'a> {
    #[serde(borrow, default)]
    string_value: Option<Text<'a>>,
    #[serde(default)]
    bool_value: Option<bool>,
    #[serde(default)]
    int_value: Option<Whole<i64>>,
    #[serde(borrow, default)]
    double_value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    array_value: Option<ListJson<'a>>,
    #[serde(borrow, default)]
    kvlist_value: Option<ListJson<'a>>,
}

#[derive(serde::Deserialize)]
struct ListJson<'a> {
    #[serde(borrow, default)]
    values: Few<&'a RawValue, MAX_VALUES>,
}

/// A text, borrowed where it holds no escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A whole number, as a number or as a text of one.
#[derive(Default)]
struct Whole<T>(T);

impl<'de, T: std::str::FromStr + Default> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let digits = raw.trim_matches('"');
        if digits == "null" {
            return Ok(Self::default());
        }
        digits.parse().map(Self).map_err(|_| D::Error::custom("a number is not whole"))
    }
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
    object(text).map_err(|error| Unreadable::Malformed(error.to_string()))
}

/// An object. A list with the members' values in their order is none, though serde would take it.
fn object<'a, T: Deserialize<'a>>(text: &'a str) -> serde_json::Result<T> {
    if text.trim_start().starts_with('[') {
        return Err(serde_json::Error::custom("an array where an object must be"));
    }
    serde_json::from_str(text)
}

fn resource(raw: &RawValue) -> Result<Attributes<'_>, Rejection> {
    let resource: Option<ResourceJson<'_>> = object(raw.get()).map_err(unreadable)?;
    attributes(resource.map(|resource| resource.attributes).unwrap_or_default())
}

fn span(raw: &RawValue) -> Result<Span<'_>, Rejection> {
    let span: SpanJson<'_> = object(raw.get()).map_err(unreadable)?;
    Ok(Span {
        trace: id("traceId", span.trace_id.as_deref())?,
        id: id("spanId", span.span_id.as_deref())?,
        parent: id("parentSpanId", span.parent_span_id.as_deref())?,
        name: span.name.map(|name| name.0).unwrap_or_default(),
        start: span.start_time_unix_nano.0,
        end: span.end_time_unix_nano.0,
        status: span.status.unwrap_or_default().code.0,
        attributes: attributes(span.attributes)?,
    })
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

fn attributes(list: Few<&RawValue, MAX_VALUES>) -> Result<Attributes<'_>, Rejection> {
    let mut found = Attributes::default();
    let mut left = MAX_VALUES;
    for raw in list.0 {
        let (name, value) = key_value(raw, MAX_DEPTH, &mut left)?;
        found.add(name, value);
    }
    Ok(found)
}

fn key_value<'a>(
    raw: &'a RawValue,
    depth: usize,
    left: &mut usize,
) -> Result<(Cow<'a, str>, Value<'a>), Rejection> {
    let pair: KeyValueJson<'_> = object(raw.get()).map_err(unreadable)?;
    let value = pair.value.map_or(Ok(Value::Empty), |raw| value(raw, depth, left))?;
    Ok((pair.key.0, value))
}

/// Reads an `AnyValue`. `left` is how many more values there may be.
fn value<'a>(raw: &'a RawValue, depth: usize, left: &mut usize) -> Result<Value<'a>, Rejection> {
    *left = left.checked_sub(1).ok_or_else(|| unreadable("it has too many attributes"))?;
    let deeper =
        depth.checked_sub(1).ok_or_else(|| unreadable("attributes are nested too deeply"))?;
    let any: Option<AnyValueJson<'_>> = object(raw.get()).map_err(unreadable)?;
    let Some(any) = any else { return Ok(Value::Empty) };
    Ok(match any {
        AnyValueJson { string_value: Some(text), .. } => Value::Text(text.0),
        AnyValueJson { bool_value: Some(value), .. } => Value::Bool(value),
        AnyValueJson { int_value: Some(value), .. } => Value::Int(value.0),
        AnyValueJson { double_value: Some(raw), .. } => Value::Double(double(raw)?),
        AnyValueJson { array_value: Some(list), .. } => {
            let items = list.values.0.into_iter().map(|raw| value(raw, deeper, left));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        AnyValueJson { kvlist_value: Some(list), .. } => {
            let items = list.values.0.into_iter().map(|raw| key_value(raw, deeper, left));
            Value::Map(items.collect::<Result<_, _>>()?)
        }
        AnyValueJson { .. } => Value::Empty,
    })
}

/// A number, or a text of one: JSON has none for what is infinite or no number.
fn double(raw: &RawValue) -> Result<f64, Rejection> {
    raw.get().trim_matches('"').parse().map_err(|_| unreadable("a number is none"))
}
