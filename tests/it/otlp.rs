//! `POST /v1/traces`: what each convention sends costs the same.

mod calls;
mod hostile;

use llmobserve::domain::scope::Grant;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::Method;
use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Answer, Client, Database, NOW, TestApp, at};

use calls::{Convention, attribute, int, nanos, recorded, request, span_id, spans, text, trace_id};

const PROTOBUF: (&str, &str) = ("content-type", "application/x-protobuf");
const JSON: (&str, &str) = ("content-type", "application/json");

async fn post(client: &Client, body: impl Into<reqwest::Body>, headers: &[(&str, &str)]) -> Answer {
    client.send(Method::POST, "/v1/traces", headers, body).await
}

/// Sends spans as JSON; what was refused of them.
async fn send(client: &Client, spans: Vec<Span>, headers: &[(&str, &str)]) -> Value {
    let body = serde_json::to_string(&request(spans)).unwrap();
    let headers: Vec<(&str, &str)> = headers.iter().copied().chain([JSON]).collect();
    post(client, body, &headers).await.status(200).json()
}

/// A call of gpt-4o-mini at noon.
fn call(
    id: u64,
    attributes: impl IntoIterator<Item = opentelemetry_proto::tonic::common::v1::KeyValue>,
) -> Span {
    let mut all = vec![
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.provider.name", "openai"),
        text("gen_ai.response.model", "gpt-4o-mini"),
        int("gen_ai.usage.input_tokens", 1_000),
        int("gen_ai.usage.output_tokens", 100),
    ];
    all.extend(attributes);
    let began = at(NOW).timestamp_millis();
    Span {
        trace_id: trace_id(7),
        span_id: span_id(id),
        name: "chat gpt-4o-mini".to_owned(),
        start_time_unix_nano: nanos(began),
        end_time_unix_nano: nanos(began + 250),
        attributes: all,
        ..Span::default()
    }
}

async fn event(client: &Client, query: &str) -> Value {
    let events = client.get(&format!("/api/v1/events?{query}")).await.status(200).json();
    let id = events["events"][0]["id"].as_str().unwrap_or_else(|| panic!("{events}"));
    client.get(&format!("/api/v1/events/{id}")).await.status(200).json()
}

/// The same every time, and no order that anything depends on.
fn shuffled(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| {
        let id = u64::from_be_bytes(span.span_id.clone().try_into().unwrap());
        (id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32, span.trace_id.clone())
    });
    spans
}

const GROUPS: &str = "group_by=customer,model";

/// Everything that is said of the calls of a tenant.
async fn figures(client: &Client, tenant: &str) -> String {
    let answer = client.costs(&format!("{GROUPS}&tenant_id={tenant}")).await;
    let from = answer.text.find("\"total\":").unwrap();
    answer.text[from..].to_owned()
}

both_databases! {
async fn forty_calls_cost_the_same_in_every_convention_order_and_split(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let natively: Vec<Value> = recorded().iter().map(calls::Call::native).collect();
    let headers = [("x-tenant-id", "native"), JSON];
    client.send(Method::POST, "/events", &headers, json!(natively).to_string()).await.status(201);
    let expected = figures(&client, "native").await;
    assert!(expected.contains("\"calls\":40,") && expected.contains("\"unpriced_calls\":0,"), "{expected}");

    for convention in [
        Convention::GenAi,
        Convention::GenAiOfOld,
        Convention::OpenInference,
        Convention::OpenLlmetry,
        Convention::AiSdk,
    ] {
        let sent = spans(convention);
        let backwards: Vec<Span> = sent.iter().rev().cloned().collect();
        for (order, spans) in [("sent", sent.clone()), ("back", backwards), ("mixed", shuffled(sent))] {
            for split in [7, 1_000] {
                let tenant = format!("{convention:?}-{order}-{split}");
                for chunk in spans.chunks(split) {
                    let body = request(chunk.to_vec()).encode_to_vec();
                    let answer = post(&client, body, &[PROTOBUF, ("x-tenant-id", &tenant)]).await;
                    assert_eq!(answer.status(200).text, "", "{tenant}");
                }
                assert_eq!(figures(&client, &tenant).await, expected, "{tenant}");
                app.verify(&tenant).await;
            }
        }
    }

    let as_json = send(&client, spans(Convention::GenAi), &[("x-tenant-id", "json")]).await;
    assert_eq!(as_json, json!({}));
    assert_eq!(figures(&client, "json").await, expected);
    for span in spans(Convention::OpenInference) {
        send(&client, vec![span], &[("x-tenant-id", "singly")]).await;
    }
    assert_eq!(figures(&client, "singly").await, expected);
}
}

both_databases! {
async fn a_span_is_in_its_run_with_everything_that_it_said(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let agent = Span {
        span_id: span_id(1),
        attributes: vec![text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", "helper")],
        ..call(1, [])
    };
    let leaf = Span {
        parent_span_id: span_id(1),
        ..call(2, [
            text("llmobserve.customer_id", "alice"),
            text("user.id", "u-1"),
            text("gen_ai.conversation.id", "c-1"),
            text("gen_ai.response.id", "r-1"),
            text("openai.response.service_tier", "flex"),
            text("gen_ai.agent.name", "helper"),
            attribute("gen_ai.request.stream", Any::BoolValue(true)),
            attribute("gen_ai.response.time_to_first_chunk", Any::DoubleValue(0.125)),
            attribute("gen_ai.usage.cost.amount", Any::DoubleValue(0.000_000_7)),
            text("llmobserve.tag.feature", "chat"),
            text("gen_ai.input.messages", "a secret"),
            text("a.framework.of.next.year", "a secret"),
            text("gen_ai.usage.prompt_tokens", "a secret"),
            text("http.request.header.authorization", "Bearer secret"),
            attribute("gen_ai.request.temperature", Any::DoubleValue(0.5)),
        ])
    };
    assert_eq!(send(&client, vec![leaf.clone(), agent], &[]).await, json!({}));
    // An exporter that heard no answer sends again.
    assert_eq!(send(&client, vec![leaf], &[]).await, json!({}));

    let found = event(&client, "customer=alice").await;
    for (name, value) in [
        ("run_id", json!("abcd0000000000000000000000000007")),
        ("span_id", json!("0000000000000002")),
        ("parent_span_id", json!("0000000000000001")),
        ("span_type", json!("llm")),
        ("section", json!("agent:helper")),
        ("user_id", json!("u-1")),
        ("session_id", json!("c-1")),
        ("response_id", json!("r-1")),
        ("service_tier", json!("flex")),
        ("is_streaming", json!(true)),
        ("latency_ms", json!(250)),
        ("tags", json!({"feature": "chat"})),
    ] {
        assert_eq!(found[name], value, "{name} in {found}");
    }
    let text = found.to_string();
    assert!(!text.contains("secret"), "{text}");
    for kept in ["\"gen_ai.request.temperature\":0.5", "\"time_to_first_chunk_ms\":125.0", "0.0000007", "\"endpoint\":\"chat gpt-4o-mini\""] {
        assert!(text.contains(kept), "{kept} is not in {text}");
    }
    assert_eq!(client.total("").await.1, 1);
    let run = client.get("/api/v1/runs/abcd0000000000000000000000000007").await.status(200).json();
    assert_eq!(run["tree"][0]["event"]["span_type"], "agent", "{run}");
    assert_eq!(run["tree"][0]["event"]["section"], "agent:helper");
    assert_eq!((&run["tree"][1]["depth"], &run["tree"][1]["event"]["customer_id"]), (&json!(1), &json!("alice")));
}
}

both_databases! {
async fn one_bad_span_does_not_sink_its_request(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let bad = [
        Span { trace_id: vec![0; 16], ..call(1, []) },
        Span { span_id: vec![1, 2], ..call(1, []) },
        Span { start_time_unix_nano: 0, ..call(2, []) },
        Span { start_time_unix_nano: u64::MAX, ..call(3, []) },
        Span { start_time_unix_nano: nanos(at(NOW).timestamp_millis() - 90 * 86_400_000), ..call(4, []) },
        call(5, [attribute("llmobserve.cost_usd", Any::DoubleValue(f64::NAN))]),
        call(6, [attribute("llmobserve.cost_usd", Any::DoubleValue(-1.0))]),
        call(7, [int("gen_ai.usage.cache_read.input_tokens", i64::MAX)]),
        call(8, [text("llmobserve.customer_id", &"x".repeat(300))]),
    ];
    let spans: Vec<Span> = bad.into_iter().chain([call(9, [])]).collect();
    let body = request(spans).encode_to_vec();
    let answer = post(&client, body, &[PROTOBUF]).await.status(200);
    assert_eq!(answer.header("content-type"), Some("application/x-protobuf"));
    let told = String::from_utf8_lossy(&answer.bytes).into_owned();
    for reason in ["`spanId` must be 8 bytes", "`cost_usd` must not be negative", "and other reasons"] {
        assert!(told.contains(reason), "{reason} is not in {told}");
    }
    assert_eq!(client.total("").await.1, 1);

    let endless = call(7, [int("gen_ai.usage.cache_read.input_tokens", i64::MAX)]);
    let answer = send(&client, vec![endless.clone(), endless, call(10, [])], &[]).await;
    assert_eq!(answer, json!({"partialSuccess": {
        "rejectedSpans": "2",
        "errorMessage": "2 spans: `gen_ai.usage.cache_read.input_tokens` must be at most 1000000000 units",
    }}));
    assert_eq!(client.total("").await.1, 2);
    // The same span, read in another way since: it is there.
    let other = call(9, [int("gen_ai.usage.reasoning.output_tokens", 1)]);
    assert_eq!(send(&client, vec![other], &[]).await, json!({}));
    assert_eq!(client.total("").await.1, 2);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn the_credential_decides_the_tenant_of_spans(database) {
    let app = TestApp::required(database).await;
    let (acme, _) = app.tenant("acme", &[Grant::EventsWrite, Grant::CostsRead]).await;
    let (reader, _) = app.tenant("acme", &[Grant::CostsRead]).await;
    let spans = vec![
        call(1, [text("llmobserve.tenant_id", "acme")]),
        call(2, [text("llmobserve.tenant_id", "globex")]),
        // An application's own word for its customers.
        call(3, [text("tenant.id", "globex")]),
    ];
    let answer = send(&acme, spans.clone(), &[]).await;
    assert_eq!(answer["partialSuccess"]["rejectedSpans"], "1", "{answer}");
    assert_eq!(acme.total("").await.1, 2);

    let body = serde_json::to_string(&request(spans)).unwrap();
    for (client, headers, status, code, message) in [
        (&app.client(), &[JSON][..], 401, 16, "an API key is required"),
        (&app.with_token("llmo_sk_x_y"), &[JSON], 401, 16, "API key"),
        (&reader, &[JSON], 403, 7, "events:write"),
        (&acme, &[JSON, ("x-tenant-id", "globex")], 403, 7, "another tenant"),
        (&acme, &[("content-type", "text/plain")], 415, 3, "application/x-protobuf"),
    ] {
        let answer = post(client, body.clone(), headers).await.status(status);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let told = answer.json();
        assert_eq!(told["code"], code, "{told}");
        assert!(told["message"].as_str().unwrap().contains(message), "{message} is not in {told}");
    }
    let answer = post(&app.client(), body, &[PROTOBUF]).await.status(401);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert_eq!(&answer.bytes[..2], &[0x08, 16]);
}
}

both_databases! {
async fn a_web_page_may_send_with_a_key_that_may_do_nothing_else(database) {
    let app = TestApp::required(database).await;
    let (page, _) = app.tenant("acme", &[Grant::EventsWrite]).await;
    let (mighty, _) = app.tenant("acme", &[Grant::EventsWrite, Grant::CostsRead]).await;
    let origin = ("origin", "https://shop.example");
    let asked = [origin, ("access-control-request-method", "POST")];
    let answer = app.client().send(Method::OPTIONS, "/v1/traces", &asked, "").await.status(204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.header("access-control-allow-headers").unwrap().contains("authorization"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);

    let body = serde_json::to_string(&request(vec![call(1, [])])).unwrap();
    let answer = post(&page, body.clone(), &[JSON, origin]).await.status(200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let told = post(&mighty, body.clone(), &[JSON, origin]).await.status(403).json();
    assert!(told["message"].as_str().unwrap().contains("events:write"), "{told}");
    post(&mighty, body, &[JSON]).await.status(200);
}
}

both_databases! {
async fn without_a_credential_no_page_of_another_site_is_answered(database) {
    let app = TestApp::open(database).await;
    let origin = ("origin", "https://shop.example");
    let answer = app.client().send(Method::OPTIONS, "/v1/traces", &[origin], "").await.status(403);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let body = serde_json::to_string(&request(vec![call(1, [])])).unwrap();
    post(&app.client(), body, &[JSON, origin]).await.status(403);
    assert_eq!(app.client().total("").await.1, 0);
}
}

both_databases! {
async fn content_and_users_are_as_the_tenant_chose(database) {
    let app = TestApp::start(database, &[("LLMOBSERVE_OPENTELEMETRY_REDACT", "sk-[a-z]+")]).await;
    let client = app.client();
    let with_content = |id| call(id, [
        text("gen_ai.input.messages", "[{\"content\":\"my key is sk-abc\"}]"),
        text("gen_ai.prompt.0.content", &"long ".repeat(10_000)),
        text("user.id", "user-1"),
        text("ai.request.headers.authorization", "never"),
    ]);
    send(&client, vec![with_content(1)], &[]).await;
    let before = event(&client, "user=user-1").await;
    assert_eq!(before["customer_id"], Value::Null, "{before}");
    assert!(!before.to_string().contains("my key"), "{before}");

    let change = json!({"opentelemetry": {"keep_content": true, "user_is_customer": true}});
    let changed = client.send(Method::PATCH, "/api/v1/settings", &[], change.to_string()).await.status(200).json();
    assert_eq!(changed["opentelemetry"], json!({"keep_content": true, "user_is_customer": true}));
    send(&client, vec![with_content(2)], &[]).await;
    let after = event(&client, "customer=user-1").await.to_string();
    assert!(after.contains("my key is [redacted]") && !after.contains("sk-abc"), "{after}");
    assert!(after.contains("long long") && after.len() < 20_000, "{}", after.len());
    assert!(!after.contains("never"), "{after}");

    let named = call(3, [text("llmobserve.customer_id", "alice"), text("user.id", "user-2")]);
    let by_header = call(4, []);
    send(&client, vec![named, by_header], &[("x-customer-id", "bob")]).await;
    assert_eq!(event(&client, "customer=alice").await["user_id"], "user-2");
    assert_eq!(event(&client, "customer=bob").await["section"], "default");
    post(&client, "{}", &[JSON, ("x-customer-id", &"x".repeat(300))]).await.status(400);
}
}

both_databases! {
async fn empty_requests_are_taken_and_large_ones_are_not(database) {
    let app = TestApp::start(database, &[("LLMOBSERVE_INGEST_MAX_EVENTS", "3")]).await;
    let client = app.client();
    post(&client, "", &[PROTOBUF]).await.status(200);
    assert_eq!(post(&client, "{}", &[JSON]).await.status(200).json(), json!({}));
    assert_eq!(post(&client, "{\"resourceSpans\":null}", &[JSON]).await.status(200).json(), json!({}));
    let spans: Vec<Span> = (1..5).map(|id| call(id, [])).collect();
    let body = request(spans).encode_to_vec();
    let told = post(&client, body, &[PROTOBUF]).await.status(413);
    assert!(told.text.contains("more than 3 spans"), "{}", told.text);
    // What is passed over is no matter of number.
    let others: Vec<Span> =
        (1..5).map(|id| Span { attributes: vec![text("db.system", "redis")], ..call(id, []) }).collect();
    assert_eq!(send(&client, others, &[]).await, json!({}));
    assert_eq!(client.total("").await.1, 0);
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_is_read_as_exporters_write_it() {
    let app = TestApp::open(Database::sqlite()).await;
    let client = app.client();
    let began = nanos(at(NOW).timestamp_millis());
    let body = json!({"resourceSpans": [{
        "resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "shop"}},
            {"key": "deployment.environment.name", "value": {"stringValue": "staging"}},
            {"key": "customer.id", "value": {"intValue": 42}},
        ]},
        "scopeSpans": [{"scope": {"name": "x", "unknown": [1]}, "spans": [{
            "traceId": "ABCDEF00000000000000000000000001", "spanId": "00000000000000Aa", "parentSpanId": "",
            "name": "chat", "kind": 3, "flags": 257, "droppedAttributesCount": 0, "events": [], "links": [],
            "startTimeUnixNano": began.to_string(), "endTimeUnixNano": began + 1_500,
            "status": {"code": 2, "message": "no"},
            "attributes": [
                {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                {"key": "gen_ai.provider.name", "value": {"stringValue": "openai"}},
                {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-4o-mini"}},
                {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}},
                {"key": "gen_ai.usage.output_tokens", "value": {"doubleValue": 3}},
                {"key": "error.type", "value": {"stringValue": "RateLimitError"}},
                {"key": "gen_ai.response.finish_reasons", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"kvlistValue": {"values": []}}, {}]}}},
                {"key": "nothing", "value": null},
            ],
        }]}],
    }]});
    let answer =
        post(&client, body.to_string(), &[("content-type", "application/json; charset=utf-8")])
            .await;
    assert_eq!(answer.status(200).json(), json!({}));
    let found = event(&client, "customer=42").await;
    assert_eq!(found["run_id"], "abcdef00000000000000000000000001");
    assert_eq!(found["environment"], "staging");
    assert_eq!(found["status"], "rate_limited");
    assert_eq!(found["latency_ms"], json!(0.001));
    let text = found.to_string();
    assert!(
        text.contains("\"gen_ai.response.finish_reasons\":[\"a\",{},null]")
            && text.contains("\"service.name\":\"shop\""),
        "{text}"
    );
    assert_eq!(found["span_id"], "00000000000000aa");
}
