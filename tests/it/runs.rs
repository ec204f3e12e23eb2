//! `GET /api/v1/runs` and `/api/v1/runs/{id}`: lists, filters, trees.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

fn event(id: &str, run: &str, more: &Value) -> Value {
    let mut event = json!({"id": id, "run_id": run, "provider": "own", "model": "m", "span_id": id,
        "timestamp": "2026-11-21T10:00:00Z", "latency_ms": 1_000});
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

async fn ledger(client: &Client) {
    client
        .store(&json!([
            event("a1", "a", &json!({"customer_id": "x", "cost_usd": 3, "section": "plan"})),
            event(
                "a2",
                "a",
                &json!({"customer_id": "x", "cost_usd": 4, "section": "write", "status": "error",
                "timestamp": "2026-11-21T10:00:05Z"})
            ),
            event(
                "b1",
                "b",
                &json!({"customer_id": "x", "cost_usd": 5, "provider": "other",
                "timestamp": "2026-11-21T10:01:00Z"})
            ),
            event(
                "c1",
                "c",
                &json!({"customer_id": "x", "cost_usd": 1, "timestamp": "2026-11-21T10:02:00Z"})
            ),
            event(
                "c2",
                "c",
                &json!({"customer_id": "y", "cost_usd": 1, "timestamp": "2026-11-21T10:02:01Z"})
            ),
            event("c3", "c", &json!({"cost_usd": 1, "timestamp": "2026-11-21T10:02:02Z"})),
        ]))
        .await;
}

async fn ids(client: &Client, query: &str) -> Vec<String> {
    let answer = client.get(&format!("/api/v1/runs?{query}")).await.status(200).json();
    let runs = answer["runs"].as_array().unwrap();
    runs.iter().map(|run| run["run_id"].as_str().unwrap().to_owned()).collect()
}

both_databases! {
async fn a_run_sums_its_events(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let answer = client.get("/api/v1/runs?sort=time").await.status(200).json();
    let run = answer["runs"].as_array().unwrap().iter().find(|run| run["run_id"] == "a").unwrap();
    assert_eq!(run["cost_usd"], 7);
    assert_eq!((&run["calls"], &run["errors"]), (&json!(2), &json!(1)));
    assert_eq!(run["started_at"], "2026-11-21T10:00:00Z");
    assert_eq!(run["ended_at"], "2026-11-21T10:00:06Z");
    assert_eq!(run["customer"], "x", "{run}");
    let mixed = answer["runs"].as_array().unwrap().iter().find(|run| run["run_id"] == "c").unwrap();
    assert_eq!(mixed["customer"], Value::Null, "only one customer is the run's customer: {mixed}");
    let text = run.to_string();
    assert!(text.contains("\"write\""), "the costliest section: {text}");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn runs_are_sorted_and_filtered(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let table: [(&str, &[&str]); 12] = [
        ("", &["c", "b", "a"]),
        ("sort=time", &["c", "b", "a"]),
        ("sort=cost", &["a", "b", "c"]),
        ("sort=calls", &["c", "a", "b"]),
        ("customer=y", &["c"]),
        ("customer=", &[]),
        ("customer=x", &["c", "b", "a"]),
        ("provider=other", &["b"]),
        ("section=write", &["a"]),
        ("failed=true", &["a"]),
        ("failed=false", &["c", "b"]),
        ("from=2026-11-21T10:01:00Z&to=2026-11-21T10:02:00Z", &["b"]),
    ];
    for (query, expected) in table {
        assert_eq!(ids(&client, query).await, expected, "{query}");
    }
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/runs?sort=cost&limit=1{cursor}");
        let page = client.get(&path).await.status(200).json();
        paged.push(page["runs"][0]["run_id"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, ["a", "b", "c"]);
}
}

/// Nodes of a run's tree with their depth, in order.
async fn tree(client: &Client, run: &str) -> Vec<(u64, String)> {
    let answer = client.get(&format!("/api/v1/runs/{run}")).await.status(200).json();
    let node = |node: &Value| {
        (node["depth"].as_u64().unwrap(), node["event"]["id"].as_str().unwrap().to_owned())
    };
    answer["tree"].as_array().unwrap().iter().map(node).collect()
}

both_databases! {
async fn a_tree_rolls_up_what_is_below(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let step = json!({"provider": "internal", "span_type": "agent"});
    let below = |parent: &str, cost: u32, at: &str| json!({"parent_span_id": parent, "cost_usd": cost,
        "timestamp": format!("2026-11-21T10:00:{at}Z"), "usage": {"input": cost}});
    client
        .store(&json!([
            event("root", "r", &step),
            event("left", "r", &below("root", 2, "01")),
            event("right", "r", &below("root", 3, "02")),
            event("leaf", "r", &below("right", 5, "03")),
        ]))
        .await;
    let expected =
        [(0, "root"), (1, "left"), (1, "right"), (2, "leaf")].map(|(depth, id)| (depth, id.to_owned()));
    assert_eq!(tree(&client, "r").await, expected);
    let answer = client.get("/api/v1/runs/r").await.json();
    let below = |place: usize| answer["tree"][place]["subtree"]["cost_usd"].clone();
    assert_eq!([0, 1, 2, 3].map(below), [10, 2, 8, 5].map(|cost| json!(cost)), "{answer}");
    assert_eq!(answer["tree"][3]["parent_event_id"], "right");
}
}

both_databases! {
async fn broken_trees_are_shown_all_the_same(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client
        .store(&json!([
            // A parent that never arrived.
            event("orphan", "r", &json!({"parent_span_id": "lost", "cost_usd": 1})),
            // Two events with one span id.
            event("twin1", "r", &json!({"span_id": "twin", "cost_usd": 2})),
            event("twin2", "r", &json!({"span_id": "twin", "cost_usd": 3})),
            event("child", "r", &json!({"parent_span_id": "twin", "cost_usd": 4})),
            // A circle, and a span that is its own parent.
            event("c1", "r", &json!({"parent_span_id": "c2", "cost_usd": 5})),
            event("c2", "r", &json!({"parent_span_id": "c1", "cost_usd": 6})),
            event("own", "r", &json!({"parent_span_id": "own", "cost_usd": 7})),
        ]))
        .await;
    let mut shown: Vec<String> = tree(&client, "r").await.into_iter().map(|(_, id)| id).collect();
    shown.sort();
    assert_eq!(shown, ["c1", "c2", "child", "orphan", "own", "twin1", "twin2"], "each once");
    let run = client.get("/api/v1/runs/r").await.json();
    assert!(run.to_string().contains("\"cost_usd\":28"), "{run}");
}
}

both_databases! {
async fn what_is_not_there_is_404(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for path in ["/api/v1/runs/none", "/api/v1/events/none", "/api/v1/customers/none"] {
        let problem = client.get(path).await.status(404).json();
        assert_eq!(problem["code"], "not_found", "{path}");
    }
}
}
