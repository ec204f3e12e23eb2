//! The worked example that users were promised: three customers, $0.0036 together.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::TestApp;

/// 400 prompt tokens of gpt-4o at $2.50 a million are $0.001, 6.25 read units of Pinecone at $16 a
/// million $0.0001.
fn events() -> Value {
    let openai = |id: &str, customer: &str, tokens: u64| {
        json!({"id": id, "tenant_id": "your_company", "customer_id": customer, "provider": "openai",
            "model": "gpt-4o", "run_id": customer, "input_tokens": tokens, "output_tokens": 0})
    };
    json!([
        openai("1", "alice", 400),
        {"id": "2", "tenant_id": "your_company", "customer_id": "alice", "provider": "pinecone",
            "endpoint": "query", "run_id": "alice", "usage": {"read_units": 6.25}},
        openai("3", "bob", 800),
        openai("4", "carol", 200),
    ])
}

both_databases! {
async fn the_guides_example_comes_out_exactly(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&events()).await;
    let answer = client.costs("tenant_id=your_company&group_by=customer").await;
    assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.0036");
    let groups = answer.groups("customer");
    let named = |name: &str, cost: &str| (Some(name.to_owned()), cost.to_owned());
    assert_eq!(groups, [named("bob", "0.002"), named("alice", "0.0011"), named("carol", "0.0005")]);
}
}

both_databases! {
async fn an_answer_about_costs_has_the_promised_shape(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&events()).await;
    let query = "tenant_id=your_company&group_by=customer,model&from=2026-11-01&to=2026-12-01";
    let answer = client.costs(query).await;
    let body = answer.json();
    assert_eq!(
        body["window"],
        json!({"from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "time_zone": "UTC",
            "snapped": false})
    );
    let total = &body["total"];
    assert_eq!((&total["calls"], &total["unpriced_calls"]), (&json!(4), &json!(0)));
    assert_eq!((&total["input_tokens"], &total["output_tokens"]), (&json!(1_400), &json!(0)));
    assert_eq!(body["next"], Value::Null);
    let groups = body["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 4);
    assert!(answer.text.contains("{\"customer\":\"alice\",\"model\":\"gpt-4o\",\"cost_usd\":0.001,\"calls\":1,"));
    assert!(answer.text.contains("{\"customer\":\"alice\",\"model\":null,\"cost_usd\":0.0001,\"calls\":1,"));
}
}

both_databases! {
async fn the_same_through_customers_and_runs(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&events()).await;
    let alice = client.get("/api/v1/customers/alice?tenant_id=your_company").await.status(200);
    assert!(alice.text.contains("\"cost_usd\":0.0011"), "{}", alice.text);
    let run = client.get("/api/v1/runs/alice?tenant_id=your_company").await.status(200);
    assert!(run.text.contains("\"cost_usd\":0.0011"), "{}", run.text);
    app.verify("your_company").await;
}
}
