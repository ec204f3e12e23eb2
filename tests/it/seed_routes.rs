//! The routes that installed SDKs and dashboards of the original know, in its shapes.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

async fn ledger(client: &Client) {
    let event = |id: &str, run: &str, at: &str, more: Value| {
        let mut event = json!({"id": id, "run_id": run, "span_id": id, "provider": "openai",
            "model": "gpt-4o", "section": "chat", "customer_id": "alice", "input_tokens": 1_200,
            "output_tokens": 300, "timestamp": at});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    client
        .store(&json!([
            event("a", "first", "2026-11-21T10:00:00Z", json!({})),
            event("b", "second", "2026-11-21T11:00:00Z", json!({})),
            event(
                "c",
                "second",
                "2026-11-21T11:00:01Z",
                json!({"input_tokens": 0, "output_tokens": 30})
            ),
        ]))
        .await;
}

both_databases! {
async fn caps_allow_until_limits_exist(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for path in ["/caps/check?provider=openai&model=gpt-4o&customer_id=alice&agent=default", "//caps/check"] {
        let answer = client.get(path).await.status(200).json();
        let expected =
            json!({"allowed": true, "exceeded_caps": [], "message": "No active hard caps"});
        assert_eq!(answer, expected, "{path}");
    }
}
}

both_databases! {
async fn health_and_warm_answer_as_they_did(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let health = client.get("/health").await.status(200).json();
    assert_eq!(health["status"], "ok", "{health}");
    client.get("/warm").await.status(200).json();
}
}

both_databases! {
async fn runs_are_arrays_the_latest_first(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    for path in ["/runs", "/runs/latest", "/runs/latest?limit=10&tenant_id=default_tenant"] {
        let answer = client.get(path).await.status(200).json();
        let runs = answer.as_array().unwrap_or_else(|| panic!("{path}: {answer}"));
        let ids: Vec<&str> = runs.iter().map(|run| run["run_id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["second", "first"], "{path}");
    }
    let one = client.get("/runs?limit=1").await.status(200).json();
    assert_eq!(one.as_array().unwrap().len(), 1);
}
}

both_databases! {
async fn a_run_is_shown_with_its_events(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let answer = client.get("/runs/second").await.status(200);
    assert_eq!(answer.json()["run_id"], "second", "{}", answer.text);
    assert_eq!(answer.number("\"total_cost\":"), "0.0063");
    assert_eq!(answer.json()["events"].as_array().unwrap().len(), 2);
    client.get("/runs/none").await.status(404);
}
}
