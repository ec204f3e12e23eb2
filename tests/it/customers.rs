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

both_databases! {
async fn what_is_noted_about_a_customer_is_shown_and_replaced(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let record = json!({"name": "Ann's shop", "plan": "pro", "labels": {"region": "eu"}});
    client.put_customer("ann", &record).await.status(200);
    let shown = client.get("/api/v1/customers/ann").await.status(200).json();
    assert_eq!((&shown["name"], &shown["plan"], &shown["labels"]), (&record["name"], &record["plan"], &record["labels"]));
    assert_eq!(shown["total"]["calls"], 0);
    let table = client.get("/api/v1/customers?format=csv").await.status(200);
    assert!(table.text.contains("ann,2026-11-21T12:00:00Z,Ann's shop,pro,\"{\"\"region\"\":\"\"eu\"\"}\",0,0"), "{}", table.text);
    client.put_customer("ann", &json!({"plan": "free"})).await.status(200);
    let shown = client.get("/api/v1/customers/ann").await.status(200).json();
    assert_eq!((&shown["name"], &shown["plan"], &shown["labels"]), (&Value::Null, &json!("free"), &json!({})));
    for (wrong, named) in [
        (json!({"colour": "red"}), "colour"),
        (json!({"name": "x".repeat(257)}), "longer"),
        (json!({"aliases": [{"id": "ann"}]}), "itself"),
        (json!({"aliases": [{"id": "x"}, {"id": "x"}]}), "twice"),
        (json!({"aliases": [{"id": "x", "since": "soon"}]}), "since"),
    ] {
        let answer = client.put_customer("ann", &wrong).await.status(400);
        assert!(answer.text.contains(named), "{wrong}: {}", answer.text);
    }
}
}

both_databases! {
async fn an_alias_merges_two_ids_from_a_date_on(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let call = |id: &str, customer: &str, day: u32| json!({"id": id, "provider": "own", "cost_usd": "0.001",
        "customer_id": customer, "timestamp": format!("2026-11-{day}T10:00:00Z")});
    client.store(&json!([call("1", "old", 18), call("2", "old", 20), call("3", "new", 20)])).await;
    let put = json!({"aliases": [{"id": "old", "since": "2026-11-19"}]});
    let record = client.put_customer("new", &put).await.status(200).json();
    let merged = client.revised(record["revision"].as_str().unwrap()).await;
    assert_eq!(merged["changed_events"], 1);
    client.store(&json!([call("4", "old", 21), call("5", "old", 17)])).await;
    for (customer, cost) in [("new", "0.003"), ("old", "0.002")] {
        assert_eq!(client.total(&format!("customer={customer}")).await.0, cost, "{customer}");
    }
    app.verify("default_tenant").await;
    for (customer, means) in [("old", json!("new")), ("new", Value::Null)] {
        let shown = client.get(&format!("/api/v1/customers/{customer}")).await.status(200).json();
        assert_eq!(shown.get("alias_of"), Some(&means), "{customer}: {shown}");
    }
    // Named again as it is: nothing is to be moved.
    let again = client.put_customer("new", &put).await.status(200).json();
    assert_eq!(again["revision"], Value::Null);
    assert_eq!(again["aliases"][0]["since"], "2026-11-19T00:00:00Z");
    for (customer, aliases) in [("other", json!([{"id": "old"}])), ("old", json!([{"id": "x"}])), ("y", json!([{"id": "new"}]))] {
        client.put_customer(customer, &json!({"aliases": aliases})).await.status(409);
    }
    // Without the alias and its merge, everything is as it was.
    client.put_customer("new", &json!({})).await.status(200);
    client.revise(&json!({"kind": "undo", "revision": record["revision"], "reason": "two after all"})).await;
    client.store(&json!([call("6", "old", 21)])).await;
    let shown = client.get("/api/v1/customers/old").await.status(200).json();
    assert_eq!(shown.get("alias_of"), Some(&Value::Null), "{shown}");
    assert_eq!(client.total("customer=old").await.0, "0.004");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_contract_holds_for_the_other_ids_of_its_customer(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let record = json!({"aliases": [{"id": "old", "since": "2026-11-20"}]});
    client.put_customer("new", &record).await.status(200);
    let contract = json!({"customer": "new", "provider": "openai", "model": "*", "factor": 0.5, "reason": "contract"});
    client.post("/api/v1/prices/overrides", contract.to_string()).await.status(201);
    app.advance(chrono::TimeDelta::seconds(2));
    let call = |id: &str, customer: &str, day: u32| json!({"id": id, "provider": "openai", "model": "gpt-4o",
        "customer_id": customer, "input_tokens": 1_200, "output_tokens": 300, "timestamp": format!("2026-11-{day}T10:00:00Z")});
    client.store(&json!([call("1", "new", 21), call("2", "old", 21), call("3", "old", 19)])).await;
    for (event, cost) in [("1", "0.003"), ("2", "0.003"), ("3", "0.006")] {
        let shown = client.get(&format!("/api/v1/events/{event}")).await.status(200);
        assert_eq!(shown.number("\"cost_usd\":"), cost, "{event}");
    }
    let explained = client.get("/api/v1/prices/explain?provider=openai&model=gpt-4o&customer=old").await.status(200);
    assert!(explained.text.contains(";customer:"), "{}", explained.text);
}
}
