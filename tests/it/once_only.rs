//! A call bills once: whichever report of it comes first, the totals are the same.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

/// Everything that is reported here.
const WINDOW: &str = "from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";

fn report(id: &str, more: &Value) -> Value {
    let mut event = json!({
        "id": id, "provider": "openai", "model": "gpt-4o", "run_id": "run", "customer_id": "alice",
        "input_tokens": 1_200, "output_tokens": 300, "timestamp": "2026-11-21T11:00:00Z",
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

/// A wrapper, the call below it, and what the HTTP layer saw of it.
fn wrapper_leaf_fallback() -> Vec<Value> {
    vec![
        report("wrapper", &json!({"span_id": "outer", "span_type": "llm"})),
        report("leaf", &json!({"span_id": "inner", "parent_span_id": "outer"})),
        report(
            "fallback",
            &json!({
                "span_id": "http", "span_type": "http_fallback", "timestamp": "2026-11-21T11:00:30Z",
            }),
        ),
    ]
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    let inserted = shorter.iter().flat_map(|order| {
        (0..=order.len()).map(|place| {
            let mut order = order.clone();
            order.insert(place, count - 1);
            order
        })
    });
    inserted.collect()
}

async fn bills(client: &Client, tenant: &str) -> (String, i64) {
    client.total(&format!("tenant_id={tenant}&{WINDOW}")).await
}

/// Sends reports in every order, one by one and as one batch, each to a tenant of its own; every
/// total must be that of one gpt-4o call.
async fn every_order_bills_once(app: &TestApp, reports: &[Value]) {
    let client = app.client();
    let mut answers = Vec::new();
    for (number, order) in orders(reports.len()).into_iter().enumerate() {
        for batched in [false, true] {
            let tenant = format!("order-{number}-{batched}");
            let mut ordered: Vec<Value> =
                order.iter().map(|place| reports[*place].clone()).collect();
            for event in &mut ordered {
                event["tenant_id"] = json!(tenant);
            }
            if batched {
                client.store(&json!(ordered)).await;
            } else {
                for event in ordered {
                    client.store(&event).await;
                }
            }
            assert_eq!(bills(&client, &tenant).await, ("0.006".to_owned(), 1), "{order:?}");
            let groups = client
                .costs(&format!("tenant_id={tenant}&group_by=customer,model,day&{WINDOW}"))
                .await;
            answers.push(groups.text);
            app.verify(&tenant).await;
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

both_databases! {
async fn a_wrapper_its_leaf_and_a_fallback_in_every_order(database) {
    let app = TestApp::open(database).await;
    every_order_bills_once(&app, &wrapper_leaf_fallback()).await;
    let event = app.client().get("/api/v1/events/wrapper?tenant_id=order-0-false").await.status(200);
    assert_eq!(event.json()["duplicate_of"], "leaf", "{}", event.text);
    assert_eq!(event.number("\"cost_usd\":"), "0");
    let leaf = app.client().get("/api/v1/events/leaf?tenant_id=order-0-false").await.json();
    assert_eq!(leaf["duplicate_of"], Value::Null);
}
}

both_databases! {
async fn a_fallback_that_read_no_usage_in_every_order(database) {
    let app = TestApp::open(database).await;
    let mut reports = wrapper_leaf_fallback();
    reports[2]["input_tokens"] = json!(0);
    reports[2]["output_tokens"] = json!(0);
    every_order_bills_once(&app, &reports).await;
}
}

both_databases! {
async fn reports_of_one_response_in_every_order(database) {
    let app = TestApp::open(database).await;
    let response = json!({"response_id": "resp_1"});
    let reports = [
        report("sdk", &response),
        report("other-run", &json!({"response_id": "resp_1", "run_id": "elsewhere"})),
        report("a-day-later", &json!({"response_id": "resp_1", "timestamp": "2026-11-22T10:59:59Z"})),
    ];
    every_order_bills_once(&app, &reports).await;
}
}

both_databases! {
async fn a_chain_of_wrappers_bills_at_its_leaf(database) {
    let app = TestApp::open(database).await;
    let reports = [
        report("top", &json!({"span_id": "1"})),
        report("middle", &json!({"span_id": "2", "parent_span_id": "1"})),
        report("leaf", &json!({"span_id": "3", "parent_span_id": "2"})),
    ];
    every_order_bills_once(&app, &reports).await;
}
}

both_databases! {
async fn calls_that_only_look_alike_bill_each(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client
        .store(&json!([
            // Siblings with the same usage.
            report("a", &json!({"span_id": "a", "parent_span_id": "root"})),
            report("b", &json!({"span_id": "b", "parent_span_id": "root"})),
            // A child with other usage.
            report("c", &json!({"span_id": "c", "parent_span_id": "a", "input_tokens": 1_201})),
            // A fallback of another run, one of another time, one of another model.
            report("d", &json!({"run_id": "other", "span_type": "http_fallback"})),
            report("e", &json!({"span_type": "http_fallback", "timestamp": "2026-11-21T11:01:01Z"})),
            report("f", &json!({"span_type": "http_fallback", "model": "gpt-4o-mini"})),
            // The same response id a day and a second later.
            report("g", &json!({"response_id": "r", "run_id": "g"})),
            report("h", &json!({"response_id": "r", "run_id": "h", "timestamp": "2026-11-22T11:00:01Z"})),
        ]))
        .await;
    assert_eq!(client.total(WINDOW).await.1, 8);
    app.verify("default_tenant").await;
}
}
