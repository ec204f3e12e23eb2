//! `GET /api/v1/customers` and `/api/v1/customers/{id}`.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

async fn ledger(client: &Client) {
    let event = |id: &str, customer: Value, model: &str, cost: u32| {
        json!({"id": id, "customer_id": customer, "provider": "own", "model": model, "cost_usd": cost,
            "section": "s"})
    };
    client
        .store(&json!([
            event("1", json!("bob"), "m", 1),
            event("2", json!("alice"), "m", 2),
            event("3", json!("alice"), "n", 3),
            event("4", Value::Null, "m", 4),
            event("5", json!("ζ/?#"), "m", 5),
        ]))
        .await;
}

both_databases! {
async fn customers_are_listed_by_id_with_what_each_cost(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let mut listed = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("/api/v1/customers?limit=2{cursor}")).await.status(200).json();
        for customer in page["customers"].as_array().unwrap() {
            listed.push((customer["customer"].as_str().unwrap().to_owned(), customer["cost_usd"].clone()));
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected = [("alice", 5), ("bob", 1), ("ζ/?#", 5)];
    assert_eq!(listed, expected.map(|(id, cost)| (id.to_owned(), json!(cost))));
}
}

both_databases! {
async fn a_customer_is_shown_by_model_section_and_day(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let alice = client.get("/api/v1/customers/alice").await.status(200).json();
    assert_eq!((&alice["total"]["cost_usd"], &alice["total"]["calls"]), (&json!(5), &json!(2)), "{alice}");
    let text = alice.to_string();
    for part in ["\"m\"", "\"n\"", "\"s\"", "2026-11-21"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let odd = client.get("/api/v1/customers/%CE%B6%2F%3F%23").await.status(200).json();
    assert_eq!(odd["total"]["cost_usd"], 5);
    let empty = client.get("/api/v1/customers/alice?from=2026-01-01&to=2026-01-02").await.status(200);
    assert_eq!(empty.json()["total"]["calls"], 0);
}
}
