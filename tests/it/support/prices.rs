//! What tests of prices have in common.

use std::process::Output;
use std::sync::Arc;

use chrono::TimeDelta;
use llmobserve::clock::SystemIdGen;
use llmobserve::prices::{File, Owner, Prices};
use llmobserve::pricing::Draft;
use llmobserve::pricing::import::Format;
use serde_json::{Value, json};

use super::{Client, Database, Program, TestApp};

/// The prices as another process beside the server changes them, by the same clock.
pub async fn beside(app: &TestApp) -> Prices {
    let store = Arc::new(app.store().await);
    Prices::new(store, Arc::clone(&app.clock) as _, Arc::new(SystemIdGen)).unwrap()
}

pub fn draft(provider: &str, model: &str) -> Draft {
    Draft { provider: provider.to_owned(), model: model.to_owned(), ..Draft::default() }
}

pub fn factor(provider: &str, model: &str, factor: &str) -> Draft {
    Draft { factor: Some(factor.to_owned()), ..draft(provider, model) }
}

/// Adds an override of the operator's; a second passes until the server has noticed.
pub async fn operator(app: &TestApp, draft: Draft) -> String {
    let written = beside(app).await.add(Owner::Operator, None, draft, "").await.unwrap();
    app.advance(TimeDelta::seconds(1));
    written.over.id
}

/// Adds an override over the API.
pub async fn set(app: &TestApp, client: &Client, body: Value) -> String {
    app.advance(TimeDelta::seconds(1));
    let answer = client.post("/api/v1/prices/overrides", body.to_string()).await.status(201).json();
    answer["id"].as_str().unwrap().to_owned()
}

/// 1,200 of input and 300 of output of gpt-4o: 0.003 + 0.003 = 0.006 by the book.
pub fn gpt_4o(more: Value) -> Value {
    let mut event = json!({"provider": "openai", "model": "gpt-4o", "input_tokens": 1_200, "output_tokens": 300});
    with(&mut event, more);
    event
}

/// Adds fields to an object.
pub fn with(event: &mut Value, more: Value) {
    if let (Value::Object(event), Value::Object(more)) = (event, more) {
        event.extend(more);
    }
}

/// Stores a call and tells what it cost, and the id of its price.
pub async fn call(client: &Client, id: &str, event: Value) -> (String, String) {
    let mut event = event;
    event["id"] = json!(id);
    client.store(&json!([event])).await;
    let kept = client.get(&format!("/api/v1/events/{id}")).await.status(200);
    let price = kept.json()["price_id"].as_str().unwrap_or_default().to_owned();
    if kept.json()["cost_usd"].is_null() {
        ("none".to_owned(), price)
    } else {
        (kept.number("\"cost_usd\":"), price)
    }
}

pub async fn cost(client: &Client, id: &str, event: Value) -> String {
    call(client, id, event).await.0
}

/// The text of a price file of the fixtures.
#[macro_export]
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/prices/", $name))
    };
}

pub async fn import(app: &TestApp, format: Format, text: &str) -> String {
    let file = File { format, text, source: "a test", from: None };
    let prices = beside(app).await;
    let prepared = prices.prepare(&file).await.unwrap();
    prices.import(&prepared).await.unwrap();
    app.advance(TimeDelta::seconds(1));
    prepared.import.id
}

pub fn run(database: &Database, arguments: &[&str]) -> Output {
    Program::command(database, arguments).output().unwrap()
}

/// The JSON answer of a command that must succeed.
pub fn answer(database: &Database, arguments: &[&str]) -> Value {
    let output = run(database, &[arguments, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}
