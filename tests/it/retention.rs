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
use crate::support::{Answer, Client, Database, Program, TestApp};

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
    client
        .store(&json!([
            call("a1", Some("a"), "r1", "2026-10-18T10:07:00Z"),
            call("b1", Some("b"), "r1", "2026-10-18T23:59:59Z"),
            call("b2", Some("b"), "r2", "2026-10-19T00:00:00Z"),
            call("n1", None, "r3", "2026-10-20T08:00:00Z"),
            call("a2", Some("a"), "r3", "2026-11-20T08:00:00Z"),
            call("b3", Some("b"), "r4", "2026-11-20T08:20:00Z"),
        ]))
        .await;
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
    // Runs stay with their totals, without their single calls.
    for run in ["/api/v1/runs/r1", "/runs/r1", "/runs", "/runs/latest"] {
        client.get(run).await.status(200);
    }
    assert_eq!(client.get("/api/v1/runs/r1").await.json()["calls"], 2);
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

/// A ledger of which everything before the 20th of October is closed.
async fn closed(database: Database) -> TestApp {
    let app = TestApp::open(database).await;
    ledger(&app.client()).await;
    set(&app.client(), json!({"events_days": 40})).await.status(200);
    app.advance(TimeDelta::days(8));
    assert_eq!(retain(&app, false).await.days, 2);
    app
}

both_databases! {
async fn a_window_whose_edges_need_gone_events_is_widened_and_says_so(database) {
    let app = closed(database).await;
    let client = app.client();
    for (question, from, to, snapped, cost, calls) in [
        // Without a customer: quarter-hours.
        ("from=2026-10-18T10:08:00Z&to=2026-10-19T00:01:00Z", "2026-10-18T10:00:00Z", "2026-10-19T00:15:00Z", true, "0.018", 3),
        ("from=2026-10-18T10:15:00Z&to=2026-10-19T00:00:00Z", "2026-10-18T10:15:00Z", "2026-10-19T00:00:00Z", false, "0.006", 1),
        // With one: civil days.
        ("customer=a&from=2026-10-18T10:08:00Z&to=2026-10-18T11:00:00Z", "2026-10-18T00:00:00Z", "2026-10-19T00:00:00Z", true, "0.006", 1),
        ("group_by=customer&from=2026-10-18T23:00:00Z&to=2026-10-20T08:00:00Z", "2026-10-18T00:00:00Z", "2026-10-20T08:00:00Z", true, "0.018", 3),
        ("customer=b&from=2026-10-19&to=2026-11-20T08:20:00.000001Z", "2026-10-19T00:00:00Z", "2026-11-20T08:20:00.000001Z", false, "0.012", 2),
        // Only single events know users.
        ("user=u&from=2026-10-01&to=2026-12-01", "2026-10-20T00:00:00Z", "2026-12-01T00:00:00Z", true, "0.018", 3),
        ("group_by=session&from=2026-10-20&to=2026-12-01", "2026-10-20T00:00:00Z", "2026-12-01T00:00:00Z", false, "0.018", 3),
    ] {
        let answer = client.costs(question).await;
        let window = &answer.json()["window"];
        assert_eq!((window["from"].as_str(), window["to"].as_str(), window["snapped"].as_bool()),
            (Some(from), Some(to), Some(snapped)), "{question}");
        assert_eq!(client.total(question).await, (cost.to_owned(), calls), "{question}");
    }
    let ragged = "from=2026-10-18T10:08:00Z&to=2026-12-01";
    for list in ["models", "sections", "customers", "customers/a", "users", "sessions", "events"] {
        let shown = client.get(&format!("/api/v1/{list}?{ragged}")).await.status(200).json();
        assert_eq!(shown["window"]["snapped"], true, "{list}: {shown}");
        let whole = client.get(&format!("/api/v1/{list}?from=2026-10-20&to=2026-12-01")).await.json();
        assert_eq!(whole["window"]["snapped"], false, "{list}: {whole}");
    }
    let compared = client.costs("group_by=customer&from=2026-11-20&to=2026-11-21&compare_from=2026-10-18T22:00:00Z&compare_to=2026-10-19").await.json();
    assert_eq!(compared["compared_window"]["from"], "2026-10-18T00:00:00Z");
    assert_eq!((&compared["compared_window"]["snapped"], &compared["window"]["snapped"]), (&json!(true), &json!(false)));
    let summary = client.get("/api/v1/summary?period=2026-10").await.status(200).json();
    assert_eq!(summary["period"]["window"]["snapped"], false);
}
}

both_databases! {
async fn what_only_gone_events_could_tell_is_refused_and_says_from_when_on(database) {
    let app = closed(database).await;
    let client = app.client();
    for question in [
        // Days of another zone by customer are no whole days of the tenant's.
        "costs?group_by=customer,day&time_zone=Asia/Kolkata&from=2026-10-18&to=2026-10-25",
        "costs?group_by=customer,hour&from=2026-10-18&to=2026-10-25",
        "costs?user=u&from=2026-10-18&to=2026-10-19",
        "users?from=2026-10-18&to=2026-10-20",
        "events?from=2026-10-18&to=2026-10-20",
    ] {
        let refused = client.get(&format!("/api/v1/{question}")).await.status(400);
        assert!(refused.text.contains("2026-10-20T00:00:00Z"), "{question}: {}", refused.text);
    }
    for question in ["group_by=hour", "group_by=customer,day", "group_by=day&time_zone=Asia/Kolkata"] {
        let answer = client.costs(&format!("from=2026-10-18&to=2026-10-25&{question}")).await.json();
        assert_eq!(answer["window"]["snapped"], false, "{question}");
    }
    client.costs("group_by=customer,day&time_zone=Asia/Kolkata&from=2026-10-21&to=2026-10-25").await;
}
}

both_databases! {
async fn late_events_of_closed_days_are_refused_and_repeats_of_them_recognised(database) {
    let app = closed(database).await;
    let client = app.client();
    let before = client.total(ALL).await;
    let store = Arc::new(app.store().await);
    let doors = Doors { clock: app.clock.clone(), ids: Arc::new(SystemIdGen) };
    let prices = Arc::new(llmobserve::app::prices(&store, &doors).unwrap());
    let ingest = llmobserve::ingest::Ingest::start(
        Arc::clone(&store), prices as _, app.clock.clone(), llmobserve::app::ingest_options(&app.config));
    let late = |id: &str, at: &str| json!({"id": id, "provider": "openai", "model": "gpt-4o", "input_tokens": 5, "timestamp": at});
    let events = json!([late("late", "2026-10-20T23:59:59Z"), late("kept", "2026-10-21T00:00:00Z"), late("a1", "2026-10-18T10:07:00Z")]);
    let verdicts = imported(&ingest, &events).await;
    assert!(format!("{:?}", verdicts[0]).contains("TooOld"), "{verdicts:?}");
    assert_eq!(verdicts[1], llmobserve::ingest::Verdict::Created);
    assert_eq!(verdicts[2], llmobserve::ingest::Verdict::Conflict);
    let repeated = json!([json!({
        "id": "a1", "provider": "openai", "model": "gpt-4o", "customer_id": "a", "run_id": "r1",
        "span_id": "a1", "input_tokens": 1_200, "output_tokens": 300, "timestamp": "2026-10-18T10:07:00Z",
        "latency_ms": 12, "user_id": "u", "session_id": "s", "response_id": "resp-a1",
        "event_metadata": {"note": "kept for a while"},
    })]);
    assert_eq!(imported(&ingest, &repeated).await, [llmobserve::ingest::Verdict::Repeated]);
    ingest.drain().await;
    app.verify("default_tenant").await;
    client.revise(&json!({"kind": "void", "events": ["kept"], "reason": "r"})).await;
    assert_eq!(client.total(ALL).await, before);
}
}

/// What becomes of events that are imported as history.
async fn imported(
    ingest: &llmobserve::ingest::Ingest,
    events: &Value,
) -> Vec<llmobserve::ingest::Verdict> {
    let scope = local_operator(TenantId::default_tenant());
    let submitted = events.as_array().unwrap().iter().enumerate().map(|(index, event)| {
        let raw = serde_json::value::RawValue::from_string(event.to_string()).unwrap();
        let event = llmobserve::compat::llmobserve::wire::read(&raw).unwrap().event;
        llmobserve::ingest::Submitted { index, scope: scope.clone(), event }
    });
    let verdicts = ingest
        .import(submitted.collect(), ingest.permit(), llmobserve::ingest::Figures::Priced)
        .await
        .unwrap();
    verdicts.into_values().collect()
}

both_databases! {
async fn revisions_touch_what_is_kept_and_say_what_is_not(database) {
    let app = closed(database).await;
    let client = app.client();
    let moved = json!({"kind": "reassign", "from": "b", "to": "c", "since": "2026-10-01T00:00:00Z",
        "until": "2026-12-01T00:00:00Z", "reason": "renamed"});
    let preview = client.post("/api/v1/revisions/preview", moved.to_string()).await.status(200).json();
    assert_eq!((&preview["events_from"], &preview["total"]["changed_events"]), (&json!("2026-10-20T00:00:00Z"), &json!(1)));
    let done = client.revise(&moved).await;
    assert_eq!(done["changed_events"], 1);
    assert_eq!(client.total(&format!("{ALL}&customer=b")).await, ("0.012".into(), 2));
    app.verify("default_tenant").await;
    let refused = |body: Value| {
        let client = client.clone();
        async move { client.post("/api/v1/revisions", body.to_string()).await.status(409).text }
    };
    let told = refused(json!({"kind": "void", "events": ["a1"], "reason": "r"})).await;
    assert!(told.contains("2026-10-20T00:00:00Z"), "{told}");
    client.revise(&json!({"kind": "undo", "revision": done["id"], "reason": "r"})).await;
    let again = client.revise(&moved).await;
    app.advance(TimeDelta::days(60));
    assert_eq!(retain(&app, false).await.events, 3);
    app.verify("default_tenant").await;
    let told = refused(json!({"kind": "undo", "revision": again["id"], "reason": "r"})).await;
    assert!(told.contains("no longer kept"), "{told}");
}
}

both_databases! {
async fn the_job_runs_once_in_each_hour_of_the_clock(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let store = Arc::new(app.store().await);
    let doors = Doors { clock: app.clock.clone(), ids: Arc::new(SystemIdGen) };
    let keeping = Arc::new(keeping(&app.config, &store, &doors));
    let job = llmobserve::jobs::RetentionJob::new(Arc::clone(&store), keeping, app.clock.clone());
    let stop = tokio_util::sync::CancellationToken::new();
    let events_from = async || client.get("/api/v1/settings").await.json()["retention"]["events_from"].clone();
    set(&client, json!({"events_days": 40})).await.status(200);
    app.advance(TimeDelta::days(8));
    job.run(&stop).await.unwrap();
    assert_eq!(events_from().await, "2026-10-20T00:00:00Z");
    set(&client, json!({"events_days": 36})).await.status(200);
    app.advance(TimeDelta::minutes(59));
    job.run(&stop).await.unwrap();
    assert_eq!(events_from().await, "2026-10-20T00:00:00Z");
    app.advance(TimeDelta::minutes(1));
    job.run(&stop).await.unwrap();
    assert_eq!(events_from().await, "2026-10-21T00:00:00Z");
    store.close().await;
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn the_command_line_decides_and_looks(database) {
    let app = TestApp::open(database.clone()).await;
    ledger(&app.client()).await;
    let run = |arguments: &[&str]| {
        let output = Program::command(&database, &[arguments, &["--json"]].concat()).output().unwrap();
        (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    let (ok, told) = run(&["tenants", "settings", "default_tenant", "--keep-events", "20000", "--keep-metadata", "ever"]);
    assert!(ok && told.contains("20000"), "{told}");
    let (ok, told) = run(&["tenants", "settings", "default_tenant", "--keep-events", "3"]);
    assert!(!ok && told.contains("35 days old"), "{told}");
    for more in [&["--dry-run"][..], &[]] {
        let (ok, told) = run(&[&["retention", "run", "--tenant", "default_tenant"], more].concat());
        assert!(ok && told.contains("\"events\": 0"), "{told}");
    }
    let (ok, told) = run(&["retention", "run", "--tenant", "nowhere"]);
    assert!(!ok && told.contains("nowhere"), "{told}");
}
}
