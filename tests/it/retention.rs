//! Retention: single events go, every total stays, and answers say what they cover.

use std::sync::Arc;

use chrono::TimeDelta;
use llmobserve::app::{Doors, keeping};
use llmobserve::auth::local_operator;
use llmobserve::clock::SystemIdGen;
use llmobserve::domain::ids::TenantId;
use llmobserve::keeping::Kept;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::both_databases;
use crate::support::{Answer, Client, Database, TestApp};

/// Runs the retention of the default tenant at the test's clock.
async fn retain(app: &TestApp, dry_run: bool) -> Kept {
    let store = Arc::new(app.store().await);
    let doors = Doors { clock: app.clock.clone(), ids: Arc::new(SystemIdGen) };
    let scope = local_operator(TenantId::default_tenant());
    let keeping = keeping(&app.config, &store, &doors);
    let kept = keeping.retain(&scope, dry_run, |_| true).await.unwrap();
    store.close().await;
    kept
}

async fn set(client: &Client, retention: Value) -> Answer {
    let body = json!({ "retention": retention }).to_string();
    client.send(Method::PATCH, "/api/v1/settings", &[], body).await
}

/// Calls over three days of October and on the 20th of November, 40 and more days apart.
async fn ledger(client: &Client) {
    let call = |id: &str, customer: Option<&str>, run: &str, at: &str| {
        json!({
            "id": id, "provider": "openai", "model": "gpt-4o", "customer_id": customer, "run_id": run,
            "span_id": id, "input_tokens": 1_200, "output_tokens": 300, "timestamp": at,
            "latency_ms": 12, "user_id": "u", "session_id": "s", "response_id": format!("resp-{id}"),
            "event_metadata": {"note": "kept for a while"},
        })
    };
    client.store(&json!([
        call("a1", Some("a"), "r1", "2026-10-18T10:07:00Z"),
        call("b1", Some("b"), "r1", "2026-10-18T23:59:59Z"),
        call("b2", Some("b"), "r2", "2026-10-19T00:00:00Z"),
        call("n1", None, "r3", "2026-10-20T08:00:00Z"),
        call("a2", Some("a"), "r3", "2026-11-20T08:00:00Z"),
        call("b3", Some("b"), "r4", "2026-11-20T08:20:00Z"),
    ])).await;
}

const ALL: &str = "from=2026-10-01&to=2026-12-01";

/// Every total that could go wrong, as it is written.
async fn totals(client: &Client) -> Vec<String> {
    let mut totals = Vec::new();
    for question in [
        "",
        "&group_by=customer",
        "&group_by=day,model,price_state",
        "&group_by=customer,section",
        "&group_by=customer,day",
        "&group_by=hour",
    ] {
        totals.push(client.costs(&format!("{ALL}{question}")).await.text);
    }
    for list in ["runs", "customers", "models", "sections"] {
        totals.push(client.get(&format!("/api/v1/{list}?{ALL}")).await.status(200).text);
    }
    totals
}

both_databases! {
async fn single_events_go_day_by_day_and_every_total_stays(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let before = totals(&client).await;
    assert_eq!((retain(&app, false).await.days, totals(&client).await), (0, before.clone()), "nobody asked for it");
    let settings = set(&client, json!({"events_days": 40})).await.status(200).json();
    assert_eq!(settings["retention"]["events_days"], 40);
    assert_eq!(retain(&app, false).await.days, 0, "none is old enough");
    // 40 days before the 29th of November are the 20th of October.
    app.advance(TimeDelta::days(8));
    let dry = retain(&app, true).await;
    assert_eq!((dry.days, dry.events, dry.events_from), (2, 3, None));
    assert_eq!(client.get("/api/v1/events/a1").await.status, 200);
    let kept = retain(&app, false).await;
    assert_eq!((kept.days, kept.events, kept.metadata), (2, 3, 0));
    let settings = client.get("/api/v1/settings").await.status(200).json();
    assert_eq!(settings["retention"]["events_from"], "2026-10-20T00:00:00Z");
    assert_eq!(totals(&client).await, before);
    app.verify("default_tenant").await;
    for (event, status) in [("a1", 404), ("b1", 404), ("b2", 404), ("n1", 200), ("a2", 200)] {
        client.get(&format!("/api/v1/events/{event}")).await.status(status);
    }
    assert_eq!(retain(&app, false).await.days, 0, "twice does no harm");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_day_that_differs_is_not_deleted_and_stops_the_rest(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&client).await;
    set(&client, json!({"events_days": 40})).await.status(200);
    app.advance(TimeDelta::days(100));
    let (day, damage) = (20_745, "UPDATE rollup_days SET cost = cost + 1 WHERE day = ");
    damaged(&database, &format!("{damage}{day}")).await;
    let kept = retain(&app, false).await;
    let (differs, differences) = kept.differs.unwrap();
    assert_eq!((kept.days, kept.events, differs.to_string()), (1, 2, "2026-10-19".to_owned()));
    assert_eq!(differences.len(), 1, "{differences:?}");
    for (event, status) in [("a1", 404), ("b2", 200), ("n1", 200)] {
        client.get(&format!("/api/v1/events/{event}")).await.status(status);
    }
    damaged(&database, &format!("UPDATE rollup_days SET cost = cost - 1 WHERE day = {day}")).await;
    let kept = retain(&app, false).await;
    assert_eq!((kept.days, kept.events), (3, 4));
    app.verify("default_tenant").await;
    // Closed days are still proved: their grains against each other.
    damaged(&database, &format!("{damage}{day}")).await;
    let store = app.store().await;
    let found = store.verify(&local_operator(TenantId::default_tenant()), |_| {}).await.unwrap();
    assert!(found.differences.iter().any(|text| text.contains("2026-10-19 (closed)")), "{found:?}");
    store.close().await;
}
}

/// Changes what is stored behind the collector's back.
async fn damaged(database: &Database, statement: &str) {
    let url = database.url();
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let mut connection = PgConnection::connect(&database.as_superuser()).await.unwrap();
        connection.execute("SET search_path = llmobserve").await.unwrap();
        connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        connection.close().await.unwrap();
    }
}

both_databases! {
async fn metadata_goes_before_its_events_also_that_of_late_ones(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    set(&client, json!({"metadata_days": 2})).await.status(200);
    let kept = retain(&app, false).await;
    assert_eq!((kept.days, kept.metadata), (0, 4));
    let metadata = async |id: &str| client.get(&format!("/api/v1/events/{id}")).await.status(200).json()["metadata"].clone();
    assert_eq!(metadata("n1").await, json!({}));
    assert_eq!(metadata("a2").await, json!({"note": "kept for a while"}));
    let late = json!({"id": "late", "provider": "openai", "model": "gpt-4o", "input_tokens": 1,
        "timestamp": "2026-11-18T23:00:00Z", "event_metadata": {"note": "too late"}});
    client.store(&json!([late])).await;
    assert_eq!(metadata("late").await, json!({}));
    let repeated = client.post("/events", json!([late]).to_string()).await.json();
    assert_eq!(repeated["created"], 0, "{repeated}");
    assert_eq!(retain(&app, false).await.metadata, 0);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn what_is_set_is_checked_and_nothing_else_changes(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (retention, named) in [
        (json!({"events_days": 34}), "35 days old"),
        (json!({"events_days": 0}), "events_days"),
        (json!({"events_days": 1_000_000}), "36500"),
        (json!({"metadata_days": 0}), "metadata_days"),
        (json!({"event_days": 40}), "event_days"),
    ] {
        let refused = set(&client, retention).await.status(400);
        assert!(refused.text.contains(named), "{}", refused.text);
    }
    set(&client, json!({"events_days": 35, "metadata_days": 1})).await.status(200);
    let settings = set(&client, json!({"metadata_days": null})).await.status(200).json();
    assert_eq!(settings["retention"]["events_days"], 35);
    assert_eq!(settings["retention"]["metadata_days"], Value::Null);
}
}
