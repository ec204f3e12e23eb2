//! Erasing a customer: nothing that it can be known by is left, and nothing that it cost is lost.

use std::sync::Arc;

use llmobserve::app::{Doors, keeping};
use llmobserve::auth::local_operator;
use llmobserve::clock::SystemIdGen;
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::scope::Grant;
use llmobserve::store::{NewErasure, Reached};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};

use crate::both_databases;
use crate::support::{Answer, Client, Database, Program, TestApp, at};

/// The customer that is erased, and its other id.
const ID: &str = "wipe-me-4711";
const OTHER: &str = "former-4712";

async fn erase(client: &Client, id: &str, reason: &str) -> Answer {
    let body = json!({ "reason": reason }).to_string();
    client.send(Method::DELETE, &format!("/api/v1/customers/{id}"), &[], body).await
}

fn call(id: &str, customer: Option<&str>, more: &Value) -> Value {
    let mut call = json!({
        "id": id, "provider": "openai", "model": "gpt-4o", "customer_id": customer, "run_id": "shared",
        "input_tokens": 1_200, "output_tokens": 300, "timestamp": "2026-11-20T10:07:00Z", "latency_ms": 12,
    });
    call.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    call
}

/// A ledger with the customer's id wherever an id can be.
async fn ledger(database: &Database, client: &Client) {
    let tags = json!({"tag_dimensions": ["owner"]}).to_string();
    client.send(Method::PATCH, "/api/v1/settings", &[], tags).await.status(200);
    let everywhere = json!({
        "run_id": format!("run-{ID}"), "span_id": format!("{ID}.1"), "endpoint": format!("https://{ID}.example/v1"),
        "user_id": format!("user@{ID}"), "session_id": format!("{ID}/session"), "response_id": format!("resp-{ID}"),
        "tags": {"owner": ID, "free": ID}, "event_metadata": {"note": format!("of {ID}")},
        "service_tier": "default", "cost_usd": 5,
    });
    client.store(&json!([
        call(&format!("{ID}-1"), Some(ID), &everywhere),
        call("plain", Some(ID), &json!({"user_id": "somebody", "response_id": "resp-plain"})),
        // The same call seen below and around, by reports that name nobody.
        call("below", None, &json!({"run_id": format!("run-{ID}"), "span_type": "http_fallback", "timestamp": "2026-11-20T10:07:01Z"})),
        call("around", None, &json!({"run_id": format!("run-{ID}"), "span_id": "root", "span_type": "agent", "provider": "internal"})),
        call("nobody", None, &json!({"user_id": ID, "tags": {"x": ID}})),
        call("old", Some(OTHER), &json!({"run_id": "old-run"})),
        call("neighbour", Some("neighbour"), &json!({"user_id": "n", "tags": {"owner": "neighbour"}})),
    ])).await;
    let record = json!({"name": format!("{ID} Inc."), "plan": "gold", "labels": {"id": ID}, "aliases": [{"id": OTHER}]});
    let merged = client.put_customer(ID, &record).await.status(200).json();
    client.revised(merged["revision"].as_str().unwrap()).await;
    let moved = json!({"kind": "reassign", "from": "neighbour", "to": ID, "since": "2026-11-20T00:00:00Z",
        "until": "2026-11-21T00:00:00Z", "reason": format!("was {ID}")});
    let done = client.revise(&moved).await;
    client.revise(&json!({"kind": "undo", "revision": done["id"], "reason": "it was not"})).await;
    client.revise(&json!({"kind": "void", "events": [format!("{ID}-1")], "reason": "once"})).await;
    let last = client.get("/api/v1/revisions?limit=1").await.json()["revisions"][0]["id"].clone();
    client.revise(&json!({"kind": "undo", "revision": last, "reason": "not"})).await;
    let output = Program::command(
        database,
        &[
            "prices",
            "override",
            "add",
            "--customer",
            ID,
            "--provider",
            "own",
            "--model",
            "x",
            "--price",
            "input=2/1000000",
            "--reason",
            &format!("contract of {ID}"),
        ],
    )
    .output()
    .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// Totals by everything but the customer, as they are written.
async fn totals(client: &Client) -> Vec<String> {
    let mut totals = Vec::new();
    for question in
        ["", "group_by=day,model,price_state", "group_by=hour", "group_by=section,status"]
    {
        totals.push(client.costs(question).await.text);
    }
    totals.push(client.get("/api/v1/models").await.text);
    totals
}

async fn by_customer(client: &Client, pseudonym: &str) -> Vec<(Option<String>, String)> {
    let mut groups = client.costs("group_by=customer").await.groups("customer");
    for (customer, _) in &mut groups {
        *customer = customer
            .take()
            .map(|customer| if customer == pseudonym { ID.to_owned() } else { customer });
    }
    groups.sort();
    groups
}

both_databases! {
async fn an_erased_customer_leaves_its_totals_and_nothing_else(database) {
    let mut app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&database, &client).await;
    app.verify("default_tenant").await;
    let (before, customers) = (totals(&client).await, by_customer(&client, ID).await);
    let certificate = erase(&client, ID, &format!("{ID} asked for it")).await.status(200);
    assert!(!certificate.text.contains(ID) && !certificate.text.contains(OTHER), "{}", certificate.text);
    let certificate = certificate.json();
    let pseudonym = certificate["pseudonym"].as_str().unwrap();
    assert_eq!((pseudonym.len(), &pseudonym[..7]), (23, "erased-"));
    assert_eq!(certificate["reason"], format!("{pseudonym} asked for it"));
    let sums = &certificate["totals"];
    assert_eq!(sums["customer_before"], sums["customer_after"]);
    assert_eq!(sums["tenant_before"], sums["tenant_after"]);
    assert_eq!((sums["customer_before"]["cost_usd"].to_string(), sums["customer_before"]["calls"].as_i64()), ("0.018".to_owned(), Some(3)));
    for (table, rows) in [("customers", 2), ("customer_aliases", 1), ("events", 4), ("runs", 1), ("combos", 2),
        ("adjustments", 5), ("revisions", 3), ("price_overrides", 1)] {
        assert_eq!(certificate["changed_rows"][table], rows, "{table}: {certificate}");
    }
    assert_eq!(totals(&client).await, before);
    assert_eq!(by_customer(&client, pseudonym).await, customers);
    app.verify("default_tenant").await;
    assert_eq!(client.get("/api/v1/erasures").await.status(200).json()["erasures"], json!([certificate]));
    // What is left of an event is found by its new id.
    let listed = client.get("/api/v1/events?limit=100").await.status(200).json();
    let ids: Vec<&str> = listed["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect();
    let renamed = ids.iter().find(|id| id.starts_with("erased-")).unwrap();
    let event = client.get(&format!("/api/v1/events/{renamed}")).await.status(200).json();
    assert_eq!((&event["customer_id"], &event["user_id"], &event["tags"], &event["metadata"], &event["service_tier"]),
        (&json!(pseudonym), &Value::Null, &json!({}), &json!({}), &json!("default")));
    assert_eq!(event["adjustments"].as_array().unwrap().len(), 2);
    for page in ["events?limit=1", "events?limit=3"] {
        let mut next = format!("/api/v1/{page}");
        let mut seen = 0;
        loop {
            let found = client.get(&next).await.status(200).json();
            seen += found["events"].as_array().unwrap().len();
            let Some(cursor) = found["next"].as_str() else { break };
            next = format!("/api/v1/{page}&cursor={cursor}");
        }
        assert_eq!(seen, ids.len(), "{page}");
    }
    for list in ["events", "customers", "runs", "users", "sessions", "costs?group_by=customer,tag:owner", "revisions", "models"] {
        let separator = if list.contains('?') { '&' } else { '?' };
        for format in ["json", "csv", "ndjson"] {
            let shown = client.get(&format!("/api/v1/{list}{separator}format={format}")).await.text;
            assert!(!shown.contains(ID) && !shown.contains(OTHER), "{list}: {shown}");
        }
    }
    erase(&client, ID, "again").await.status(404);
    let store = app.store().await;
    store.vacuum().await.unwrap();
    store.close().await;
    app.halt().await;
    nothing_left(&database).await;
}
}

/// Neither the files of SQLite nor a row of PostgreSQL has a byte of an id.
async fn nothing_left(database: &Database) {
    if let Some(path) = database.url().strip_prefix("sqlite://") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            for id in [ID, OTHER] {
                let found = bytes.windows(id.len()).any(|window| window == id.as_bytes());
                assert!(!found, "{id} is in {file}");
            }
        }
        return;
    }
    let mut connection = PgConnection::connect(&database.as_superuser()).await.unwrap();
    connection.execute("SET search_path = llmobserve").await.unwrap();
    let tables = connection.fetch_all("SELECT relname::text FROM pg_class WHERE relnamespace = 'llmobserve'::regnamespace AND relkind IN ('r', 'p')").await.unwrap();
    for table in tables {
        let table: String = table.get(0);
        let rows = connection
            .fetch_all(AssertSqlSafe(format!("SELECT t::text FROM {table} t")))
            .await
            .unwrap();
        for row in rows {
            let text: String = row.get(0);
            assert!(!text.contains(ID) && !text.contains(OTHER), "{table}: {text}");
        }
    }
}

both_databases! {
async fn a_call_bills_once_also_when_its_customer_was_erased(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&database, &client).await;
    let total = client.total("").await;
    erase(&client, ID, "r").await.status(200);
    // Known ids are repeats, or conflicts; a late report of the same response, span or run bills nothing.
    let repeated = client.post("/events", json!([call("plain", Some(ID), &json!({"user_id": "somebody", "response_id": "resp-plain"}))]).to_string()).await.json();
    assert_eq!(repeated["created"], 0, "{repeated}");
    client.store(&json!([
        call("late", None, &json!({"run_id": "elsewhere", "response_id": "resp-plain"})),
        call("later", None, &json!({"run_id": "elsewhere", "response_id": format!("resp-{ID}")})),
    ])).await;
    assert_eq!(client.total("").await, total);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn later_events_of_the_same_id_are_a_new_customer_s(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&database, &client).await;
    // The server remembers the customer's number; another process erases it.
    let store = Arc::new(app.store().await);
    let doors = Doors { clock: app.clock.clone(), ids: Arc::new(SystemIdGen) };
    let scope = local_operator(TenantId::default_tenant());
    let certificate = keeping(&app.config, &store, &doors).erase(&scope, ID, "r").await.unwrap();
    store.close().await;
    client.store(&json!([call("new", Some(ID), &json!({"run_id": "new", "tags": {"owner": ID}}))])).await;
    assert_eq!(client.total(&format!("customer={ID}")).await, ("0.006".into(), 1));
    assert_eq!(client.total(&format!("customer={}", certificate.pseudonym)).await, ("0.018".into(), 3));
    assert_eq!(client.total(&format!("tag:owner={ID}")).await.1, 1);
    let shown = client.get(&format!("/api/v1/customers/{ID}")).await.status(200).json();
    assert_eq!((&shown["name"], &shown["aliases"]), (&Value::Null, &json!([])));
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn an_erasure_that_was_cut_off_is_finished_by_the_next(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    let many: Vec<Value> = (0..2_300).map(|number| json!({
        "id": format!("{ID}-{number}"), "provider": "own", "model": "x", "cost_usd": "0.000001",
        "customer_id": ID, "user_id": "u",
    })).collect();
    client.store(&json!(many)).await;
    let total = client.total("").await;
    let store = app.store().await;
    let scope = local_operator(TenantId::default_tenant());
    let new = NewErasure { id: "era_1".into(), customer: ID.into(), pseudonym: "erased-0000000000000001".into(),
        reason: "r".into(), made_by: "test".into() };
    let begun = store.erasure_begin(&scope, &new, at("2026-11-21T12:00:00Z")).await.unwrap();
    let reached = store.erasure_page(&scope, (ID, &begun.id), Reached::default()).await.unwrap();
    assert!(reached.is_some());
    store.close().await;
    assert_eq!(client.total(&format!("customer={ID}")).await, total);
    assert_eq!(client.get("/api/v1/erasures").await.json()["erasures"][0]["finished_at"], Value::Null);
    app.verify("default_tenant").await;
    let certificate = erase(&client, ID, "another reason").await.status(200).json();
    assert_eq!((&certificate["id"], &certificate["reason"]), (&json!("era_1"), &json!("r")));
    assert_eq!(certificate["changed_rows"]["events"], 2_300);
    assert_eq!(client.total("customer=erased-0000000000000001").await, total);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn what_cannot_be_erased_is_refused(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&database, &client).await;
    erase(&client, "nowhere", "r").await.status(404);
    erase(&client, ID, " ").await.status(400);
    erase(&client, OTHER, "r").await.status(409);
    let store = Arc::new(app.store().await);
    let doors = Doors { clock: app.clock.clone(), ids: Arc::new(SystemIdGen) };
    let scope = local_operator(TenantId::default_tenant());
    let prices = Arc::new(llmobserve::app::prices(&store, &doors).unwrap());
    let revisions = llmobserve::app::revisions(&store, &prices, &doors);
    let request = llmobserve::domain::revision::Request::Reprice { since: 0, until: i64::MAX, unpriced_only: false };
    let begun = revisions.begin(&scope, request, "r").await.unwrap();
    let refused = erase(&client, ID, "r").await.status(409);
    assert!(refused.text.contains(&begun.id), "{}", refused.text);
    store.close().await;
}
}

both_databases! {
async fn another_tenants_customer_of_the_same_id_stays(database) {
    let app = TestApp::required(database).await;
    let (ours, _) = app.tenant("ours", &[]).await;
    let (theirs, _) = app.tenant("theirs", &[]).await;
    for client in [&ours, &theirs] {
        client.store(&json!([call(&format!("{ID}-1"), Some(ID), &json!({"user_id": ID}))])).await;
    }
    let before = theirs.get("/api/v1/events").await.text;
    erase(&ours, ID, "r").await.status(200);
    assert_eq!(theirs.get("/api/v1/events").await.text, before);
    theirs.get(&format!("/api/v1/customers/{ID}")).await.status(200);
    assert_eq!(theirs.get("/api/v1/erasures").await.json()["erasures"], json!([]));
    let reader = app.tenant("ours", &[Grant::CostsRead]).await.0;
    erase(&reader, ID, "r").await.status(403);
    reader.get("/api/v1/erasures").await.status(403);
}
}

both_databases! {
async fn a_customer_that_only_a_contract_names_is_erased_too(database) {
    let app = TestApp::open(database.clone()).await;
    let output = Program::command(&database, &["prices", "override", "add", "--customer", ID, "--provider", "own",
        "--model", "x", "--price", "input=2/1000000", "--reason", "contract"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let certificate = erase(&app.client(), ID, "r").await.status(200).json();
    assert_eq!(certificate["changed_rows"]["price_overrides"], 1);
    erase(&app.client(), ID, "r").await.status(404);
    let listed = app.client().get("/api/v1/prices/overrides").await.status(200).text;
    assert!(!listed.contains(ID) && listed.contains("erased-"), "{listed}");
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_erases_and_leaves_nothing_in_the_files_sqlite() {
    let database = Database::sqlite();
    let app = TestApp::open(database.clone()).await;
    ledger(&database, &app.client()).await;
    let run = |arguments: &[&str]| {
        let output = Program::command(&database, arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    // Beside the running server.
    let told = run(&["customers", "erase", ID, "--reason", "asked"]);
    assert!(told.contains("erased-") && !told.contains(ID), "{told}");
    nothing_left(&database).await;
    assert!(run(&["customers", "erasures"]).contains("asked"));
    run(&["vacuum"]);
    run(&["verify"]);
}
