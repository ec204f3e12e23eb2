//! `sdk/wire/verdicts.json`: what every SDK may rely on when it sends a batch.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::both_databases;
use crate::support::{Client, Database, TestApp};

#[derive(Deserialize)]
struct Verdicts {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    tenant: Option<String>,
    batch: Box<RawValue>,
    answer: BTreeMap<String, Value>,
    stored: BTreeMap<String, BTreeMap<String, Value>>,
}

fn verdicts() -> Verdicts {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sdk/wire/verdicts.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

async fn answers(case: &Case, client: &Client) {
    let Case { name, answer, .. } = case;
    let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
    let told = client.post("/events", case.batch.get().to_owned()).await.status(status).json();
    for (member, expected) in answer.iter().filter(|(member, _)| *member != "status") {
        if member == "rejected" {
            let rejected = told["rejected"].as_array().unwrap().iter();
            let found: Vec<Value> =
                rejected.map(|one| serde_json::json!([one["index"], one["code"]])).collect();
            assert_eq!(Value::Array(found), *expected, "{name}");
        } else {
            assert_eq!(told[member], *expected, "{name}: {member}");
        }
    }
}

async fn stores(case: &Case, client: &Client) {
    let tenant = case.tenant.as_ref().map(|id| format!("?tenant_id={id}")).unwrap_or_default();
    for (id, expected) in &case.stored {
        let answer = client.get(&format!("/api/v1/events/{id}{tenant}")).await.status(200);
        // Amounts are compared as they are written.
        let stored: BTreeMap<String, &RawValue> = serde_json::from_str(&answer.text).unwrap();
        for (member, expected) in expected {
            let what = format!("{}: {member} of {id}", case.name);
            match (member.as_str(), expected) {
                ("usage", expected) => {
                    assert_eq!(amounts(stored["usage"]), amounts_of(expected), "{what}");
                }
                ("cost_usd", Value::String(amount)) => {
                    assert_eq!(stored["cost_usd"].get(), amount, "{what}");
                }
                _ => assert_eq!(answer.json()[member], *expected, "{what}"),
            }
        }
    }
}

/// What each kind of usage costs, as it is written.
fn amounts(usage: &RawValue) -> BTreeMap<String, String> {
    let lines: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(usage.get()).unwrap();
    lines
        .iter()
        .map(|line| {
            let kind = serde_json::from_str(line["kind"].get()).unwrap();
            (kind, line["cost_usd"].get().to_owned())
        })
        .collect()
}

fn amounts_of(expected: &Value) -> BTreeMap<String, String> {
    serde_json::from_value(expected.clone()).unwrap()
}

both_databases! {
async fn every_verdict_of_the_wire_holds(database) {
    let Verdicts { cases } = verdicts();
    assert!(cases.len() >= 12, "{}", cases.len());
    for case in cases {
        let empty = if database.url().starts_with("sqlite:") {
            Database::sqlite()
        } else {
            Database::postgres().await
        };
        let app = TestApp::open(empty).await;
        answers(&case, &app.client()).await;
        stores(&case, &app.client()).await;
    }
}
}
