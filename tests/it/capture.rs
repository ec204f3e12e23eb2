//! What installed SDKs really put on the wire.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::both_databases;
use crate::support::TestApp;

/// Bodies of `POST /events/` that the Python SDK 0.3.0 sent.
const CAPTURES: &str = include_str!("../fixtures/wire_captures_python_0.3.0.json");

fn batches() -> Vec<Value> {
    let captures: Value = serde_json::from_str(CAPTURES).unwrap();
    captures["batches"].as_array().unwrap().iter().map(|batch| batch["body"].clone()).collect()
}

both_databases! {
async fn every_captured_batch_is_taken_and_priced(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for batch in batches() {
        let sent = batch.as_array().unwrap().len();
        let answer = client.post("/events/", batch.to_string()).await.status(201).json();
        assert_eq!(answer["created"].as_u64().unwrap() + answer["skipped"].as_u64().unwrap(), sent as u64);
        assert_eq!(answer["filtered"], 0);
    }
    let costs = client.costs("group_by=customer&tenant_id=acme").await;
    let groups: BTreeMap<Option<String>, String> = costs.groups("customer").into_iter().collect();
    let expected: BTreeMap<Option<String>, String> = [
        (Some("alice".to_owned()), "0.002636"),
        (Some("bob".to_owned()), "0.00000888"),
        (None, "0.000195"),
    ]
    .into_iter()
    .map(|(customer, cost)| (customer, cost.to_owned()))
    .collect();
    assert_eq!(groups, expected);
    assert_eq!(costs.number("\"total\":{\"cost_usd\":"), "0.00283988");
    for tenant in ["acme", "default_tenant", "env_tenant"] {
        app.verify(tenant).await;
    }
}
}
