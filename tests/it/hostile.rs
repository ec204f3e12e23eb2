//! Bodies made to harm: each is answered with a 4xx, and the collector lives on.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::{Client, Database, Program, TestApp};

/// A body and whether it is gzip.
type Body = (&'static str, Vec<u8>, bool);

fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..times {
        encoder.write_all(chunk).unwrap();
    }
    encoder.finish().unwrap()
}

fn repeated(open: &str, inner: &str, close: &str, depth: usize) -> Vec<u8> {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth)).into_bytes()
}

/// Numbers that cannot be counted with.
fn numbers() -> Vec<Body> {
    let values = [
        ("two to the 64th", "18446744073709551616"),
        ("an exponent of a million", "1e1000000"),
        ("an exponent beyond i64", "1e99999999999999999999"),
        ("a number of 100,000 digits", "DIGITS"),
        ("a negative count", "-1"),
        ("a negative zero with a fraction", "-0.5"),
        ("a boolean", "true"),
        ("a text", "\"12\""),
        ("an array", "[12]"),
        ("an object", "{\"a\":12}"),
    ];
    let digits = "9".repeat(100_000);
    values
        .into_iter()
        .map(|(what, value)| {
            let value = value.replace("DIGITS", &digits);
            let event = format!("[{{\"id\":\"a\",\"provider\":\"p\",\"input_tokens\":{value}}}]");
            (what, event.into_bytes(), false)
        })
        .collect()
}

/// Events that no field can be read from, or that hold what no field may hold.
fn events() -> Vec<Body> {
    let mut bodies = numbers();
    let texts = [
        ("a NUL in an id", r#"{"id":"a\u0000","provider":"p"}"#),
        ("a NUL in a field name", r#"{"id":"a","provider":"p","a\u0000b":1}"#),
        (
            "a NUL deep in metadata",
            r#"{"id":"a","provider":"p","event_metadata":{"a":{"b":["\u0000"]}}}"#,
        ),
        ("a lone high surrogate", r#"{"id":"\ud800","provider":"p"}"#),
        ("a lone low surrogate", r#"{"id":"a","provider":"p","section":"\udc00x"}"#),
        ("a lone surrogate in metadata", r#"{"id":"a","provider":"p","x":["\ud800"]}"#),
        ("a broken escape pair", r#"{"id":"\ud800\u0041","provider":"p"}"#),
        ("no provider", r#"{"id":"a"}"#),
        ("no id", r#"{"provider":"p"}"#),
        ("an id that is a number", r#"{"id":1,"provider":"p"}"#),
        ("an id that is an object", r#"{"id":{},"provider":"p"}"#),
        ("an event that is null", "null"),
        ("an event that is a text", "\"event\""),
        ("an event that is an array", "[[]]"),
        (
            "a time in the year 292277026596",
            r#"{"id":"a","provider":"p","timestamp":9223372036854775807}"#,
        ),
        ("a negative time", r#"{"id":"a","provider":"p","timestamp":-62135596800000}"#),
        ("a time that overflows", r#"{"id":"a","provider":"p","timestamp":1e300}"#),
        ("an infinite cost in a text", r#"{"id":"a","provider":"p","cost_usd":"Infinity"}"#),
        ("a cost that is NaN in a text", r#"{"id":"a","provider":"p","cost_usd":"NaN"}"#),
        ("a cost of ten million", r#"{"id":"a","provider":"p","cost_usd":10000000}"#),
        (
            "a latency of a thousand years",
            r#"{"id":"a","provider":"p","latency_ms":31536000000000}"#,
        ),
        (
            "usage with an unusable kind",
            r#"{"id":"a","provider":"p","usage":{"'; DROP TABLE events; --":1}}"#,
        ),
        (
            "usage of more units than there are",
            r#"{"id":"a","provider":"p","usage":{"input":1e12}}"#,
        ),
        ("a tenant that is a path", r#"{"id":"a","provider":"p","tenant_id":"../../etc/passwd"}"#),
        ("a tenant that is a statement", r#"{"id":"a","provider":"p","tenant_id":"x' OR '1'='1"}"#),
        ("a tag that is an object", r#"{"id":"a","provider":"p","tags":{"a":{"b":1}}}"#),
    ];
    bodies.extend(texts.map(|(what, event)| (what, format!("[{event}]").into_bytes(), false)));
    bodies.push((
        "an id of a megabyte",
        format!("[{{\"id\":\"{}\",\"provider\":\"p\"}}]", "x".repeat(1 << 20)).into_bytes(),
        false,
    ));
    bodies.push((
        "a field of 100,000 brackets",
        {
            let mut body = b"[{\"id\":\"a\",\"provider\":\"p\",\"x\":".to_vec();
            body.extend(repeated("[", "", "]", 100_000));
            body.extend(b"}]");
            body
        },
        false,
    ));
    bodies
}

/// Bodies that are no batch at all.
fn bodies() -> Vec<Body> {
    let text = |what, body: &str| (what, body.as_bytes().to_vec(), false);
    vec![
        ("an empty body", Vec::new(), false),
        text("blanks", " \n\t "),
        text("NaN", "[NaN]"),
        text("Infinity", "[{\"id\":\"a\",\"provider\":\"p\",\"latency_ms\":Infinity}]"),
        text("a truncated array", "[{\"id\":\"a\",\"provider\":\"p\"}"),
        text("a truncated text", "[{\"id\":\"a"),
        text("a truncated escape", "[{\"id\":\"\\u00"),
        text("a trailing comma", "[{\"id\":\"a\",\"provider\":\"p\"},]"),
        text("single quotes", "[{'id':'a'}]"),
        text("a comment", "[/* */]"),
        text("a leading zero", "[{\"id\":\"a\",\"provider\":\"p\",\"input_tokens\":007}]"),
        text("two values", "[] []"),
        text("a number", "12"),
        text("a text", "\"[]\""),
        text("an envelope without an array", "{\"events\":\"[]\"}"),
        text("XML", "<events/>"),
        text("a form", "id=a&provider=p"),
        ("bytes that are no UTF-8", b"[{\"id\":\"\xff\xfe\",\"provider\":\"p\"}]".to_vec(), false),
        (
            "an overlong UTF-8 sequence",
            b"[{\"id\":\"\xc0\xaf\",\"provider\":\"p\"}]".to_vec(),
            false,
        ),
        ("UTF-16", b"\xff\xfe[\0]\0".to_vec(), false),
        ("100,000 brackets", repeated("[", "", "]", 100_000), false),
        ("100,000 brackets that stay open", vec![b'['; 100_000], false),
        ("100,000 objects", repeated("{\"a\":", "1", "}", 100_000), false),
        ("100,000 envelopes", repeated("{\"events\":[", "", "]}", 100_000), false),
        ("17 MiB of blanks", vec![b' '; 17 << 20], false),
        (
            "a million events in few bytes",
            format!("[{}0]", "0,".repeat(1_000_000)).into_bytes(),
            false,
        ),
        ("a gzip bomb of 256 MiB", gzip(&vec![b' '; 1 << 20], 256), true),
        ("a gzip bomb of events", gzip(&vec![b'['; 1 << 20], 64), true),
        ("gzip that is none", b"[{\"id\":\"a\",\"provider\":\"p\"}]".to_vec(), true),
        ("gzip cut short", gzip(&vec![b' '; 1 << 20], 1)[..500].to_vec(), true),
        ("gzip of gzip", gzip(&gzip(b"[]", 1), 1), true),
    ]
}

async fn send(client: &Client, body: &[u8], gzipped: bool) -> u16 {
    let encoding = [("content-encoding", "gzip")];
    let headers: &[(&str, &str)] = if gzipped { &encoding } else { &[] };
    client.send(Method::POST, "/events", headers, body.to_vec()).await.status.as_u16()
}

both_databases! {
async fn hostile_bodies_are_refused_and_harm_nobody(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let bodies: Vec<Body> = bodies().into_iter().chain(events()).collect();
    assert!(bodies.len() >= 60, "{}", bodies.len());
    for (what, body, gzipped) in &bodies {
        let status = send(&client, body, *gzipped).await;
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    assert_eq!(client.total("").await.1, 0);
    client.store(&json!([{"id": "a", "provider": "p"}])).await;
    assert_eq!(client.total("").await.1, 1);
    app.verify("default_tenant").await;
}
}

/// The real program, so that what a body costs is its own.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_bodies_take_little_memory() {
    let database = Database::sqlite();
    let program = Program::serve(&database, &[]);
    let client = program.client();
    let bodies: Vec<Body> = bodies().into_iter().chain(events()).collect();
    for (what, body, gzipped) in &bodies {
        let status = send(&client, body, *gzipped).await;
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    let peak = program.peak_memory_mb();
    assert!(peak < 300, "{peak} MB");
}
