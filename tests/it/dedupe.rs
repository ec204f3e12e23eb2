//! An event counts once, however often and whenever it is sent.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

const GROUPINGS: [&str; 8] =
    ["customer", "provider", "model", "section", "key", "status", "hour", "day"];

fn batch() -> Vec<Value> {
    (0..40)
        .map(|number| {
            json!({
                "id": format!("event-{number}"),
                "run_id": format!("run-{}", number % 5),
                "provider": "openai",
                "model": if number % 3 == 0 { "gpt-4o" } else { "gpt-4o-mini" },
                "section": format!("step:{}", number % 4),
                "customer_id": format!("customer-{}", number % 7),
                "status": if number % 11 == 0 { "error" } else { "ok" },
                "input_tokens": 100 + number,
                "output_tokens": 10 + number,
                "timestamp": format!("2026-11-21T11:{:02}:00Z", number),
            })
        })
        .collect()
}

fn with_timestamp(batch: &[Value], timestamp: &Value) -> Vec<Value> {
    let mut batch = batch.to_vec();
    for event in &mut batch {
        event["timestamp"] = timestamp.clone();
    }
    batch
}

/// Every total, as it is written.
async fn totals(client: &Client) -> Vec<String> {
    let mut answers = Vec::new();
    for grouping in GROUPINGS {
        answers.push(client.costs(&format!("group_by={grouping}")).await.text);
    }
    answers.push(client.get("/api/v1/runs").await.status(200).text);
    answers
}

async fn skipped(client: &Client, batch: &[Value]) -> Value {
    let answer = client.post("/events", json!(batch).to_string()).await.status(201).json();
    assert_eq!(
        (&answer["created"], &answer["skipped"]),
        (&json!(0), &json!(batch.len())),
        "{answer}"
    );
    answer
}

both_databases! {
async fn a_batch_sent_again_changes_nothing(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!(batch())).await;
    let before = totals(&client).await;

    let body = json!(batch()).to_string();
    let (left, right) = tokio::join!(
        client.post("/events", body.clone()),
        client.post("/events", body.clone())
    );
    for answer in [left, right] {
        assert_eq!(answer.status(201).json()["skipped"], 40);
    }
    assert_eq!(totals(&client).await, before);

    let app = app.restart().await;
    let client = app.client();
    for stamp in [json!("2026-11-20T01:00:00Z"), Value::Null, json!("2026-01-01T00:00:00Z")] {
        let answer = skipped(&client, &with_timestamp(&batch(), &stamp)).await;
        assert_eq!(answer["conflicts"], json!([]), "{stamp}");
    }
    assert_eq!(totals(&client).await, before);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn two_requests_at_once_store_an_event_once(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let body = json!(batch()).to_string();
    let requests = (0..8).map(|_| {
        let (client, body) = (client.clone(), body.clone());
        tokio::spawn(async move { client.post("/events", body).await.status(201).json() })
    });
    let mut created = 0;
    for request in requests.collect::<Vec<_>>() {
        let answer = request.await.unwrap();
        created += answer["created"].as_u64().unwrap();
        assert_eq!(answer["rejected"], json!([]));
    }
    assert_eq!(created, 40);
    assert_eq!(client.total("").await.1, 40);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn the_first_content_wins_and_the_other_is_reported(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let event = |tokens: u64| {
        json!({"id": "a", "provider": "openai", "model": "gpt-4o-mini", "input_tokens": tokens})
    };
    client.store(&json!([event(1_000_000)])).await;
    let answer = skipped(&client, &[event(2_000_000), event(1_000_000)]).await;
    let conflicts = answer["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!((&conflicts[0]["index"], &conflicts[0]["code"]), (&json!(0), &json!("conflict")));
    assert_eq!(client.total("").await, ("0.15".to_owned(), 1));
}
}

both_databases! {
async fn a_key_outlives_the_window_in_which_its_event_is_accepted(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!(batch())).await;
    app.advance(TimeDelta::days(60));
    skipped(&client, &batch()).await;
    let fresh = json!([{"id": "new", "provider": "openai", "timestamp": "2026-11-21T11:00:00Z"}]);
    let answer = client.post("/events", fresh.to_string()).await.status(422).json();
    assert_eq!(answer["rejected"][0]["code"], "too_old");
}
}

both_databases! {
async fn the_same_id_of_two_tenants_is_two_events(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for tenant in ["a", "b"] {
        let event = json!({"id": "x", "tenant_id": tenant, "provider": "openai",
            "model": "gpt-4o-mini", "input_tokens": 1_000_000});
        client.store(&json!([event])).await;
        assert_eq!(client.total(&format!("tenant_id={tenant}")).await, ("0.15".to_owned(), 1));
    }
}
}
