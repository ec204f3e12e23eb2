//! Requests made to harm: each is refused, whole or span by span, and the collector lives on.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::Method;

use crate::both_databases;
use crate::support::{Client, Database, Program, TestApp};

use super::calls::{attribute, int, request, text};
use super::{JSON, PROTOBUF, call};

/// A body, how it is written, and whether it is gzip.
struct Body {
    what: &'static str,
    bytes: Vec<u8>,
    kind: (&'static str, &'static str),
    gzipped: bool,
}

fn protobuf(what: &'static str, bytes: impl Into<Vec<u8>>) -> Body {
    Body { what, bytes: bytes.into(), kind: PROTOBUF, gzipped: false }
}

fn json(what: &'static str, bytes: impl Into<Vec<u8>>) -> Body {
    Body { what, bytes: bytes.into(), kind: JSON, gzipped: false }
}

fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..times {
        encoder.write_all(chunk).unwrap();
    }
    encoder.finish().unwrap()
}

/// A field that holds bytes.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![number << 3 | 2];
    prost::encoding::encode_varint(bytes.len() as u64, &mut field);
    field.extend_from_slice(bytes);
    field
}

/// A request whose one span is these bytes.
fn with_span(span: &[u8]) -> Vec<u8> {
    field(1, &field(2, &field(2, span)))
}

/// A request with one good span, and one with this attribute besides.
fn with_attribute(attribute: KeyValue) -> Vec<u8> {
    request(vec![call(1, [attribute])]).encode_to_vec()
}

fn nested(depth: usize) -> KeyValue {
    let inner = AnyValue { value: Some(Any::IntValue(1)) };
    let value = (0..depth).fold(inner, |value, _| AnyValue {
        value: Some(Any::ArrayValue(ArrayValue { values: vec![value] })),
    });
    KeyValue { key: "deep".to_owned(), value: Some(value), ..KeyValue::default() }
}

/// Requests that do not decode.
fn unreadable() -> Vec<Body> {
    let good = with_attribute(int("a", 1));
    let mut bomb = protobuf("a gzip bomb of 256 MiB", gzip(&vec![0; 1 << 20], 256));
    bomb.gzipped = true;
    let mut none = protobuf("gzip that is none", good.clone());
    none.gzipped = true;
    let mut cut = protobuf("gzip cut short", gzip(&vec![b' '; 1 << 20], 1)[..500].to_vec());
    cut.gzipped = true;
    vec![
        protobuf("cut off in the middle", &good[..good.len() / 2]),
        protobuf("cut off at the end", &good[..good.len() - 1]),
        protobuf("a length beyond the end", [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        protobuf("a length of 2^63", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
        protobuf(
            "a varint of eleven bytes",
            [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        ),
        protobuf("a varint without an end", vec![0xff; 10_000]),
        protobuf("field number zero", [0x02, 0x01, 0x00]),
        protobuf("a wire type that there is not", [0x0f, 0x00]),
        protobuf("a group", [0x0b, 0x0c]),
        protobuf("a group without an end", vec![0x0b; 100_000]),
        protobuf("resource spans that are a number", [0x08, 0x01]),
        protobuf("scope spans that are a number", field(1, &[0x10, 0x01])),
        protobuf("JSON said to be protobuf", &b"{\"resourceSpans\":[]}"[..]),
        protobuf("17 MiB of zeros", vec![0; 17 << 20]),
        protobuf("more spans than are taken", field(1, &field(2, &field(2, &[]).repeat(20_000)))),
        bomb,
        none,
        cut,
        json("an empty body", ""),
        json("blanks", " \n"),
        json("protobuf said to be JSON", good),
        json("an array", "[]"),
        json("a number", "1"),
        json("resource spans that are an object", "{\"resourceSpans\":{}}"),
        json("scope spans that are a text", "{\"resourceSpans\":[{\"scopeSpans\":\"x\"}]}"),
        json("spans that are a number", "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":1}]}]}"),
        json("NaN", "{\"resourceSpans\":[NaN]}"),
        json("bytes that are no UTF-8", &b"{\"resourceSpans\":[\"\xff\"]}"[..]),
        json("100,000 brackets", "[".repeat(100_000)),
        json("100,000 objects", "{\"a\":".repeat(100_000)),
        json("five million groups", format!("{{\"resourceSpans\":[{}1]}}", "1,".repeat(5_000_000))),
        json("a member twice", "{\"resourceSpans\":[],\"resourceSpans\":[]}"),
    ]
}

/// Requests of which the one span cannot be stored.
fn refused() -> Vec<Body> {
    let span_json =
        |span: &str| format!("{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[{span}]}}]}}]}}");
    let zero_ids = Span { trace_id: vec![0; 16], span_id: vec![0; 8], ..call(1, []) };
    let usage = |value| with_attribute(int("gen_ai.usage.cache_read.input_tokens", value));
    let cost = |value| with_attribute(attribute("llmobserve.cost_usd", Any::DoubleValue(value)));
    let named = |name: &str, value: &str| with_attribute(text(name, value));
    let logs = with_span(&field(5, &field(1, b"log")));
    let megabyte = "ab".repeat(1 << 20);
    vec![
        protobuf("logs, which have the same field numbers", logs),
        protobuf("an empty span", with_span(&[])),
        protobuf("a span of another shape", with_span(&[0x48, 0x01])),
        protobuf("eight million empty attributes", with_span(&[0x4a, 0x00].repeat(8_000_000))),
        protobuf("zero ids", request(vec![zero_ids]).encode_to_vec()),
        protobuf("usage of i64::MAX", usage(i64::MAX)),
        protobuf("a cost of a million and one", cost(1e6 + 1.0)),
        protobuf("a cost below zero", cost(-1.0)),
        protobuf("a cost that is NaN", cost(f64::NAN)),
        protobuf(
            "a kind that is a statement",
            with_attribute(int("llmobserve.usage.'; DROP TABLE events; --", 1)),
        ),
        protobuf("a megabyte of a customer", named("llmobserve.customer_id", &megabyte)),
        protobuf("a tenant that is a path", named("llmobserve.tenant_id", "../../etc/passwd")),
        json("a span that is a text", span_json("\"span\"")),
        json("a span that is null", span_json("null")),
        json("a span that is a list", span_json("[\"ab\",\"cd\"]")),
        json("an id of other digits", span_json("{\"traceId\":\"xyz\",\"spanId\":\"1\"}")),
        json("an id of a megabyte", span_json(&format!("{{\"traceId\":\"{megabyte}\"}}"))),
        json(
            "a time that overflows",
            span_json("{\"startTimeUnixNano\":\"99999999999999999999999\"}"),
        ),
        json("a lone surrogate", span_json("{\"name\":\"\\ud800\"}")),
        json("a text of a megabyte for a span", span_json(&format!("\"{megabyte}\""))),
    ]
}

/// A call with one attribute of this `AnyValue`, as bytes.
fn with_value(value: &[u8]) -> Vec<u8> {
    let attribute = [field(1, b"gen_ai.input.messages"), field(2, value)].concat();
    let mut span = call(1, []).encode_to_vec();
    span.extend(field(9, &attribute));
    span
}

/// Requests that look harmful and are calls nevertheless: what cannot be read of them is passed over.
fn taken() -> Vec<Body> {
    let many: Vec<KeyValue> = (0..5_000).map(|index| int(&format!("a{index}"), index)).collect();
    let not_utf8 = {
        let mut span = call(1, []).encode_to_vec();
        let attribute = [field(1, b"k\xff"), field(2, &field(1, b"v"))].concat();
        span.extend(field(9, &attribute));
        with_span(&span)
    };
    let megabyte = "p".repeat(1 << 20);
    let usage = |value| with_attribute(attribute("gen_ai.usage.cache_read.input_tokens", value));
    let members = with_value(&field(6, &[0x0a, 0x00].repeat(8_000_000)));
    let elements = with_value(&field(5, &[0x0a, 0x00].repeat(4_000)));
    let with_surrogate =
        serde_json::to_string(&request(vec![call(1, [text("a", "CUT")])])).unwrap();
    vec![
        protobuf("a key of a megabyte", with_attribute(text(&"k".repeat(1 << 20), "v"))),
        protobuf("a prototype", with_attribute(text("__proto__", "polluted"))),
        protobuf("a megabyte of content", with_attribute(text("gen_ai.prompt", &megabyte))),
        protobuf("a megabyte of anything", with_attribute(text("other", &megabyte))),
        protobuf(
            "a megabyte of a response id",
            with_attribute(text("gen_ai.response.id", &megabyte)),
        ),
        protobuf("a megabyte of a user", with_attribute(text("user.id", &megabyte))),
        protobuf(
            "a megabyte where a number should be",
            with_attribute(text("ai.usage.tokens", &megabyte)),
        ),
        protobuf("500 nested lists", with_attribute(nested(500))),
        protobuf("5,000 attributes", request(vec![call(1, many)]).encode_to_vec()),
        protobuf("a name that is no UTF-8", not_utf8),
        protobuf("usage below zero", usage(Any::IntValue(i64::MIN))),
        protobuf("usage that is infinite", usage(Any::DoubleValue(f64::INFINITY))),
        protobuf("a NUL in a user", with_attribute(text("user.id", "a\0b"))),
        protobuf("eight million empty members", with_span(&members)),
        protobuf(
            "a long list in each of many spans",
            field(1, &field(2, &field(2, &elements).repeat(1_900))),
        ),
        json("half of a character", with_surrogate.replace("CUT", "\\ud83d")),
    ]
}

async fn send(client: &Client, body: &Body) -> (u16, String) {
    let mut headers = vec![body.kind];
    if body.gzipped {
        headers.push(("content-encoding", "gzip"));
    }
    let answer = client.send(Method::POST, "/v1/traces", &headers, body.bytes.clone()).await;
    (answer.status.as_u16(), answer.text)
}

/// Sends all of them.
async fn send_all(client: &Client) {
    for body in unreadable() {
        let (status, text) = send(client, &body).await;
        assert!((400..500).contains(&status), "{}: {status} {text}", body.what);
        assert!(text.len() < 1_000, "{}: {} bytes", body.what, text.len());
    }
    for body in refused() {
        let (status, text) = send(client, &body).await;
        assert!(status == 200 && text.contains("span"), "{}: {status} {text}", body.what);
        assert!(text.len() < 1_000, "{}: {} bytes", body.what, text.len());
    }
    assert_eq!(client.total("").await.1, 0);
    for body in taken() {
        let (status, text) = send(client, &body).await;
        assert!(status == 200 && !text.contains("rejected"), "{}: {status} {text}", body.what);
    }
}

both_databases! {
async fn hostile_spans_are_refused_and_harm_nobody(database) {
    assert!(unreadable().len() + refused().len() >= 40);
    let app = TestApp::open(database).await;
    let client = app.client();
    send_all(&client).await;
    // The same span each time; what was not known did not get into it.
    assert_eq!(client.total("").await.1, 1);
    app.verify("default_tenant").await;
}
}

/// The real program, so that what a body costs is its own.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_spans_take_little_memory() {
    let database = Database::sqlite();
    let program = Program::serve(&database, &[]);
    send_all(&program.client()).await;
    let peak = program.peak_memory_mb();
    assert!(peak < 300, "{peak} MB");
}
