//! What an event is refused for: the code, and the field that the message names.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

/// An event with one field replaced; the value is written as it stands.
fn with(name: &str, value: &str) -> String {
    let mut fields = vec![
        ("id", "\"x\"".to_owned()),
        ("provider", "\"openai\"".to_owned()),
        ("model", "\"gpt-4o\"".to_owned()),
    ];
    match fields.iter_mut().find(|(known, _)| *known == name) {
        Some((_, old)) => value.clone_into(old),
        None => fields.push((name, value.to_owned())),
    }
    let members: Vec<String> =
        fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

async fn refused(client: &Client, event: &str) -> Value {
    let answer = client.post("/events", format!("[{event}]")).await.status(422).json();
    assert_eq!(answer["rejected"].as_array().unwrap().len(), 1, "{event}");
    answer["rejected"][0].clone()
}

both_databases! {
async fn each_reason_has_its_code_and_names_its_field(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let long = |bytes: usize| format!("\"{}\"", "x".repeat(bytes));
    let table = [
        ("id", "null".to_owned(), "missing_field"),
        ("id", "\"\"".to_owned(), "missing_field"),
        ("id", "7".to_owned(), "invalid_type"),
        ("id", long(257), "too_long"),
        ("id", "\"a\\u0000b\"".to_owned(), "invalid_value"),
        ("provider", "null".to_owned(), "missing_field"),
        ("provider", "[]".to_owned(), "invalid_type"),
        ("model", "true".to_owned(), "invalid_type"),
        ("model", long(257), "too_long"),
        ("customer_id", "{}".to_owned(), "invalid_type"),
        ("customer_id", long(257), "too_long"),
        ("section_path", long(1_025), "too_long"),
        ("endpoint", long(1_025), "too_long"),
        ("input_tokens", "-1".to_owned(), "negative"),
        ("input_tokens", "1.5".to_owned(), "invalid_value"),
        ("input_tokens", "1000000001".to_owned(), "too_large"),
        ("input_tokens", "18446744073709551616".to_owned(), "too_large"),
        ("input_tokens", "1e400".to_owned(), "too_large"),
        ("output_tokens", "\"many\"".to_owned(), "invalid_type"),
        ("cached_tokens", "[1]".to_owned(), "invalid_type"),
        ("usage", "[]".to_owned(), "invalid_type"),
        ("usage", "{\"Input Tokens\":1}".to_owned(), "invalid_value"),
        ("usage", "{\"input\":-1}".to_owned(), "negative"),
        ("cost_usd", "-0.01".to_owned(), "negative"),
        ("cost_usd", "1000000.01".to_owned(), "too_large"),
        ("cost_usd", "\"free\"".to_owned(), "invalid_value"),
        ("latency_ms", "-3".to_owned(), "negative"),
        ("timestamp", "\"yesterday\"".to_owned(), "invalid_value"),
        ("timestamp", "\"2026-11-21T12:00:00\"".to_owned(), "invalid_value"),
        ("timestamp", "1e30".to_owned(), "invalid_value"),
        ("timestamp", "\"2026-11-22T12:00:01Z\"".to_owned(), "too_new"),
        ("timestamp", "\"2026-10-17T11:59:59Z\"".to_owned(), "too_old"),
        ("paid_by", "\"nobody\"".to_owned(), "invalid_value"),
        ("tenant_id", "\"not a tenant\"".to_owned(), "invalid_value"),
        ("is_streaming", "\"yes\"".to_owned(), "invalid_type"),
        ("tags", "{\"a\":{}}".to_owned(), "invalid_type"),
        ("event_metadata", format!("{{\"note\":{}}}", long(65_600)), "too_long"),
        ("unknown_field", long(65_600), "too_long"),
        ("section", "\"\\ud800\"".to_owned(), "invalid_json"),
    ];
    for (field, value, code) in table {
        let rejection = refused(&client, &with(field, &value)).await;
        let shown = &value[..value.len().min(60)];
        assert_eq!(rejection["code"], code, "{field} = {shown}: {rejection}");
        let message = rejection["message"].as_str().unwrap();
        let field = if field == "unknown_field" { "event_metadata" } else { field };
        assert!(message.starts_with(&format!("`{field}")), "{field} = {shown}: {message}");
        assert!(message.len() < 300, "{message}");
    }
    assert_eq!(client.total("").await.1, 0);
}
}

both_databases! {
async fn what_lies_just_inside_a_limit_is_taken(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let long = |bytes: usize| "x".repeat(bytes);
    let event = |id: &str, more: Value| {
        let mut event = json!({"id": id, "provider": "openai", "model": "gpt-4o"});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    client
        .store(&json!([
            event(&long(256), json!({})),
            event("tokens", json!({"input_tokens": 1_000_000_000})),
            event("path", json!({"section_path": long(1_024), "endpoint": long(1_024)})),
            event("customer", json!({"customer_id": long(256)})),
            event("new", json!({"timestamp": "2026-11-22T12:00:00Z"})),
            event("old", json!({"timestamp": "2026-10-17T12:00:00Z"})),
            event("millis", json!({"timestamp": 1_795_262_400_000_u64})),
            event("whole", json!({"input_tokens": 12.0, "latency_ms": 0.5})),
            event("amount", json!({"model": "own", "provider": "own", "cost_usd": 1_000_000})),
            event("metadata", json!({"event_metadata": {"note": long(65_000)}})),
        ]))
        .await;
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_field_that_appears_twice_is_refused(database) {
    let app = TestApp::open(database).await;
    let event = r#"{"id":"a","provider":"openai","input_tokens":1,"input_tokens":2}"#;
    let rejection = refused(&app.client(), event).await;
    assert_eq!(rejection["code"], "duplicate_field");
    assert_eq!(rejection["message"], "`input_tokens` appears twice");
}
}

both_databases! {
async fn an_amount_above_the_limit_is_refused_whoever_computed_it(database) {
    let app = TestApp::open(database).await;
    let event = r#"{"id":"a","provider":"openai","model":"o1-pro","usage":{"output":1000000000,"input":1000000000}}"#;
    let price = app.client().post("/events", event).await;
    // 10^9 output tokens at $600 and 10^9 input tokens at $150 a million are $750,000: allowed.
    assert_eq!(price.status(201).json()["created"], 1);
    let event = r#"{"id":"b","provider":"openai","model":"o1-pro","usage":{"output":1000000000,"reasoning":1000000000}}"#;
    let rejection = refused(&app.client(), event).await;
    assert_eq!(rejection["code"], "too_large");
    assert!(rejection["message"].as_str().unwrap().contains("1000000 USD"));
}
}

both_databases! {
async fn the_window_of_acceptance_is_a_setting(database) {
    let settings =
        [("LLMOBSERVE_INGEST_MAX_AGE_DAYS", "2"), ("LLMOBSERVE_INGEST_MAX_AHEAD_HOURS", "1")];
    let app = TestApp::start(database, &settings).await;
    let client = app.client();
    let old = refused(&client, &with("timestamp", "\"2026-11-19T11:59:59Z\"")).await;
    assert_eq!(old["code"], "too_old");
    assert!(old["message"].as_str().unwrap().contains("2 days"), "{old}");
    let new = refused(&client, &with("timestamp", "\"2026-11-21T13:00:01Z\"")).await;
    assert_eq!(new["code"], "too_new");
    client.post("/events", with("timestamp", "\"2026-11-19T12:00:00Z\"")).await.status(201);
}
}
