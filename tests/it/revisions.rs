//! Changes of what was stored: re-pricing, voiding, moving to another customer, and taking back.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, Database, Program, TestApp};

/// Every total that could go wrong, as it is written.
async fn totals(client: &Client) -> Vec<String> {
    let mut totals = Vec::new();
    for question in [
        "",
        "group_by=customer",
        "group_by=day,model,price_state",
        "group_by=hour",
        "group_by=customer,section",
        "from=2026-11-21T09:59:59.5Z&to=2026-11-21T10:00:00.5Z",
    ] {
        totals.push(client.costs(question).await.text);
    }
    for list in ["runs?sort=cost", "customers", "models"] {
        totals.push(client.get(&format!("/api/v1/{list}")).await.status(200).text);
    }
    totals
}

async fn ledger(client: &Client) {
    let call = |id: &str, customer: Option<&str>, at: &str| {
        json!({
            "id": id, "provider": "openai", "model": "gpt-4o", "customer_id": customer, "run_id": format!("run-{id}"),
            "input_tokens": 1_200, "output_tokens": 300, "timestamp": at, "latency_ms": 12,
        })
    };
    client.store(&json!([
        call("a1", Some("a"), "2026-11-20T10:00:00Z"),
        call("a2", Some("a"), "2026-11-21T10:00:00Z"),
        call("b1", Some("b"), "2026-11-21T10:00:00Z"),
        call("n1", None, "2026-11-21T11:00:00Z"),
        {"id": "u1", "provider": "own", "model": "x", "input_tokens": 1_000_000, "customer_id": "b",
            "timestamp": "2026-11-21T11:00:00Z"},
        {"id": "step", "span_type": "agent", "provider": "internal", "timestamp": "2026-11-21T11:00:00Z"},
    ])).await;
}

both_databases! {
async fn a_void_event_counts_nowhere_until_it_is_taken_back(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let before = totals(&client).await;
    let void = json!({"kind": "void", "events": ["a2", "step"], "reason": "sent twice by a faulty job"});
    let preview = client.post("/api/v1/revisions/preview", void.to_string()).await.status(200);
    assert_eq!(preview.number("\"total\":{\"changed_events\":1,\"cost_change_usd\":"), "-0.006");
    assert_eq!(totals(&client).await, before, "looking changes nothing");
    let done = client.revise(&void).await;
    assert_eq!((done["changed_events"].as_i64(), done["cost_change_usd"].to_string()), (Some(1), "-0.006".into()));
    assert_eq!(client.total("customer=a").await, ("0.006".into(), 1));
    assert_eq!(client.total("").await, ("0.018".into(), 4));
    let event = client.get("/api/v1/events/a2").await.status(200).json();
    assert_eq!((event["price_state"].as_str(), event["cost_usd"].as_i64()), (Some("void"), Some(0)));
    let line = &event["adjustments"][0];
    assert_eq!(line["reason"], "sent twice by a faulty job");
    assert_eq!((line["before"]["price_state"].as_str(), line["after"]["price_state"].as_str()), (Some("priced"), Some("void")));
    app.verify("default_tenant").await;
    let id = done["id"].as_str().unwrap();
    let undone = client.revise(&json!({"kind": "undo", "revision": id, "reason": "it was right"})).await;
    assert_eq!(undone["changed_events"], 1);
    assert_eq!(totals(&client).await, before);
    assert_eq!(client.get(&format!("/api/v1/revisions/{id}")).await.json()["undone_by"], undone["id"]);
    let event = client.get("/api/v1/events/a2").await.status(200).json();
    assert_eq!(event["adjustments"].as_array().unwrap().len(), 2);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn events_move_to_another_customer_with_all_their_totals(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let before = totals(&client).await;
    let moved = json!({"kind": "reassign", "from": "a", "to": "b", "since": "2026-11-21T00:00:00Z",
        "until": "2026-11-22T00:00:00Z", "reason": "a became b"});
    let done = client.revise(&moved).await;
    assert_eq!((done["changed_events"].as_i64(), done["cost_change_usd"].as_i64()), (Some(1), Some(0)));
    for (customer, cost, calls) in [("a", "0.006", 1), ("b", "0.012", 3), ("", "0.006", 1)] {
        assert_eq!(client.total(&format!("customer={customer}")).await, (cost.into(), calls), "{customer}");
    }
    assert_eq!(client.get("/api/v1/runs/run-a2").await.json()["customer"], "b");
    assert_eq!(client.total("").await, ("0.024".into(), 5));
    app.verify("default_tenant").await;
    // Later changes of the same events go first.
    let id = done["id"].as_str().unwrap().to_owned();
    let later = client.revise(&json!({"kind": "reassign", "from": "b", "to": null,
        "since": "2026-11-21T00:00:00Z", "until": "2026-11-22T00:00:00Z", "reason": "nobody's"})).await;
    assert_eq!(client.total("customer=").await, ("0.018".into(), 4));
    let run = client.get("/api/v1/runs/run-a2").await.json();
    assert_eq!((&run["customer"], &run["several_customers"]), (&Value::Null, &json!(false)));
    let undo = json!({"kind": "undo", "revision": id, "reason": "back"}).to_string();
    let refused = client.post("/api/v1/revisions", undo.clone()).await.status(409).json();
    assert!(refused["detail"].as_str().unwrap().contains(later["id"].as_str().unwrap()), "{refused}");
    client.revise(&json!({"kind": "undo", "revision": later["id"], "reason": "back"})).await;
    let undone = client.post("/api/v1/revisions", undo.clone()).await.status(202).json();
    client.revised(undone["id"].as_str().unwrap()).await;
    assert_eq!(totals(&client).await, before);
    client.post("/api/v1/revisions", undo).await.status(409);
    let again = json!({"kind": "undo", "revision": undone["id"], "reason": "no"}).to_string();
    client.post("/api/v1/revisions", again).await.status(409);
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn what_cannot_be_changed_is_refused_and_changes_nothing(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let before = totals(&client).await;
    let window = |kind: &str, more: &Value| {
        let mut body = json!({"kind": kind, "reason": "r", "since": "2026-11-21T00:00:00Z", "until": "2026-11-22T00:00:00Z"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (body, status, named) in [
        (json!({"kind": "void", "events": ["a1", "nowhere"], "reason": "r"}), 404, "nowhere"),
        (json!({"kind": "void", "events": [], "reason": "r"}), 400, "events"),
        (json!({"kind": "void", "events": ["a1"], "reason": " "}), 400, "reason"),
        (json!({"kind": "void", "events": ["a1"]}), 400, "reason"),
        (json!({"kind": "burn", "events": ["a1"], "reason": "r"}), 400, "burn"),
        (json!({"kind": "undo", "revision": "rev_nowhere", "reason": "r"}), 404, "rev_nowhere"),
        (window("reassign", &json!({"from": "a", "to": "a"})), 400, "same"),
        (window("reassign", &json!({"from": "a", "to": ""})), 400, "to"),
        (window("reassign", &json!({"from": "a"})), 400, "to"),
        (window("reassign", &json!({"to": "b"})), 400, "from"),
        (window("reassign", &json!({"from": "\0", "to": "b"})), 400, "U+0000"),
        (window("reprice", &json!({"until": "2026-11-20T00:00:00Z"})), 400, "before"),
    ] {
        let answer = client.post("/api/v1/revisions", body.to_string()).await.status(status);
        assert!(answer.text.contains(named), "{body}: {}", answer.text);
    }
    assert_eq!(totals(&client).await, before);
    assert_eq!(client.get("/api/v1/revisions").await.json()["revisions"], json!([]));
}
}

both_databases! {
async fn another_tenants_events_and_revisions_are_out_of_reach(database) {
    let app = TestApp::required(database).await;
    let (ours, _) = app.tenant("ours", &[]).await;
    let (theirs, _) = app.tenant("theirs", &[]).await;
    ledger(&ours).await;
    ledger(&theirs).await;
    theirs.store(&json!([{"id": "own", "provider": "own", "cost_usd": 1}])).await;
    let void = json!({"kind": "void", "events": ["own"], "reason": "r"});
    ours.post("/api/v1/revisions", void.to_string()).await.status(404);
    let done = theirs.revise(&void).await;
    ours.get(&format!("/api/v1/revisions/{}", done["id"].as_str().unwrap())).await.status(404);
    let undo = json!({"kind": "undo", "revision": done["id"], "reason": "r"}).to_string();
    ours.post("/api/v1/revisions", undo).await.status(404);
    // The same ids on both sides: only our own changes.
    ours.revise(&json!({"kind": "void", "events": ["a1", "a2"], "reason": "r"})).await;
    assert_eq!(theirs.total("customer=a").await, ("0.012".into(), 2));
    let reader = app.tenant("reader", &[llmobserve::domain::scope::Grant::CostsRead]).await.0;
    reader.post("/api/v1/revisions", void.to_string()).await.status(403);
}
}

/// The JSON answer of a command.
fn run(database: &Database, arguments: &[&str]) -> (bool, Value) {
    let output = Program::command(database, &[arguments, &["--json"]].concat()).output().unwrap();
    let answer = if output.status.success() { output.stdout } else { output.stderr };
    let text = String::from_utf8_lossy(&answer).into_owned();
    (output.status.success(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

both_databases! {
async fn stored_calls_are_priced_again_as_predicted_and_taken_back(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&client).await;
    let before = totals(&client).await;
    let (ok, told) = run(&database, &["prices", "override", "add", "--provider", "openai", "--model", "gpt-4o",
        "--price", "input=2/1000000", "--from", "2026-11-21", "--reason", "contract"]);
    assert!(ok, "{told}");
    let (ok, told) = run(&database, &["prices", "override", "add", "--provider", "own", "--model", "x",
        "--price", "input=3/1000000", "--reason", "at last", "--from", "2026-01-01"]);
    assert!(ok, "{told}");
    let reprice = |more: &[&'static str]| {
        let all = [&["prices", "reprice", "--since", "2026-11-20", "--until", "2026-11-22"], more].concat();
        run(&database, &all)
    };
    let (ok, preview) = reprice(&["--dry-run"]);
    assert!(ok, "{preview}");
    // Three calls of the 21st, each 1,200 at 2 instead of 2.50; and 3 USD that had no price.
    let predicted = "2.9982";
    assert_eq!(preview["total"]["cost_change_usd"].to_string(), predicted);
    assert_eq!(preview["total"]["changed_events"], 4);
    assert_eq!(totals(&client).await, before);
    let (ok, refused) = reprice(&[]);
    assert!(!ok && refused["error"].as_str().unwrap().contains("--reason"), "{refused}");
    let (ok, unpriced) = reprice(&["--unpriced-only", "--dry-run"]);
    assert!(ok);
    assert_eq!((unpriced["examined_events"].as_i64(), unpriced["total"]["cost_change_usd"].as_i64()), (Some(1), Some(3)));
    let (ok, done) = reprice(&["--reason", "the contract holds since the 21st"]);
    assert!(ok, "{done}");
    assert_eq!((done["cost_change_usd"].to_string(), done["changed_events"].as_i64()), (predicted.into(), Some(4)));
    for (customer, cost) in [("a", "0.0114"), ("b", "3.0054"), ("", "0.0054")] {
        assert_eq!(client.total(&format!("customer={customer}")).await.0, cost, "{customer}");
    }
    assert_eq!(client.total("price_state=unpriced").await.1, 0);
    app.verify("default_tenant").await;
    let (ok, again) = reprice(&["--reason", "again"]);
    assert!(ok && again["changed_events"] == 0, "{again}");
    let id = done["id"].as_str().unwrap();
    let (ok, undone) = run(&database, &["revisions", "undo", id, "--reason", "not yet"]);
    assert!(ok, "{undone}");
    assert_eq!(totals(&client).await, before);
    app.verify("default_tenant").await;
    let (ok, listed) = run(&database, &["revisions", "list"]);
    assert!(ok);
    assert_eq!(listed.as_array().unwrap().len(), 3);
}
}

/// More events than two pages of a revision.
const MANY: i64 = 2_300;

both_databases! {
async fn a_revision_that_was_cut_off_goes_on_at_the_next_start(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    let events: Vec<Value> = (0..MANY).map(|number| json!({
        "id": format!("e{number}"), "provider": "own", "model": "x", "cost_usd": "0.000001", "customer_id": "a",
    })).collect();
    client.store(&json!(events)).await;
    let store = app.store().await;
    let scope = llmobserve::auth::local_operator(llmobserve::domain::ids::TenantId::default_tenant());
    let doors = llmobserve::app::Doors { clock: app.clock.clone(), ids: std::sync::Arc::new(llmobserve::clock::SystemIdGen) };
    let store = std::sync::Arc::new(store);
    let prices = std::sync::Arc::new(llmobserve::app::prices(&store, &doors).unwrap());
    let revisions = llmobserve::app::revisions(&store, &prices, &doors);
    let request = llmobserve::domain::revision::Request::Reassign {
        from: vec![llmobserve::domain::revision::Origin { customer: Some("a".into()), since: 0 }],
        to: Some("b".into()),
        until: i64::MAX,
    };
    let begun = revisions.begin(&scope, request, "r").await.unwrap();
    let id = begun.id.clone();
    let mut pages = 0;
    let cut = revisions.run(&scope, begun, |_| { pages += 1; pages == 1 }).await.unwrap();
    assert_eq!((cut.changed, cut.finished_at), (1_000, None));
    // Half done, every total is right.
    app.verify("default_tenant").await;
    assert_eq!(client.total("").await, ("0.0023".into(), MANY));
    let refused = json!({"kind": "void", "events": ["e1"], "reason": "r"}).to_string();
    client.post("/api/v1/revisions", refused).await.status(409);
    let app = app.restart().await;
    let done = app.client().revised(&id).await;
    assert_eq!((done["examined_events"].as_i64(), done["changed_events"].as_i64()), (Some(MANY), Some(MANY)));
    assert_eq!(app.client().total("customer=b").await, ("0.0023".into(), MANY));
    app.verify("default_tenant").await;
}
}

/// The change of each customer's cost, as a preview or a difference says it.
fn by_customer(effect: &Value) -> Vec<(Option<&str>, String)> {
    let customers = effect["customers"].as_array().unwrap();
    customers
        .iter()
        .map(|found| (found["customer"].as_str(), found["cost_change_usd"].to_string()))
        .collect()
}

both_databases! {
async fn an_import_and_its_re_pricing_do_what_the_dry_run_says(database) {
    let server = Program::serve(&database, &[]);
    let client = server.client();
    let at = (llmobserve::clock::Clock::now(&llmobserve::clock::SystemClock) - chrono::TimeDelta::days(3)).to_rfc3339();
    let call = |id: &str, customer: Option<&str>, model: &str| json!({
        "id": id, "provider": "openai", "model": model, "customer_id": customer, "timestamp": at,
        "input_tokens": 1_200, "output_tokens": 300,
    });
    client.store(&json!([call("1", Some("a"), "gpt-4o"), call("2", Some("b"), "gpt-4o"), call("3", None, "gpt-4o"),
        call("4", Some("b"), "house-model")])).await;
    let before = client.costs("group_by=customer,model,price_state").await.text;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.csv");
    std::fs::write(&file, "provider,model,kind,usd,per\nopenai,gpt-4o,input,2,1000000\nopenai,house-model,input,1,1000\nopenai,house-model,output,1,1000\n").unwrap();
    let file = file.to_str().unwrap();
    let import = |more: &[&'static str]| {
        run(&database, &[&["prices", "import", file, "--format", "csv"][..], more].concat())
    };
    // Undated prices hold from the import on: the past stays as it is.
    let (ok, dry) = import(&["--dry-run"]);
    assert!(ok, "{dry}");
    assert_eq!(dry["last_30_days"], json!([]), "{dry}");
    let since = ["--from", "2026-01-01"];
    let (ok, dry) = import(&[&since[..], &["--dry-run"]].concat());
    assert!(ok, "{dry}");
    let effect = &dry["last_30_days"][0];
    assert_eq!(effect["tenant"], "default_tenant");
    // 1,200 at 2 instead of 2.50; 1,500 at 0.001 of what had no price.
    let expected = [(None, "-0.0006"), (Some("a"), "-0.0006"), (Some("b"), "1.4994")];
    assert_eq!(by_customer(effect), expected.map(|(customer, cost)| (customer, cost.to_owned())));
    let (ok, imported) = import(&since);
    assert!(ok, "{imported}");
    let (ok, done) = run(&database, &["prices", "reprice", "--since", "2026-01-01", "--reason", "new list"]);
    assert!(ok, "{done}");
    assert_eq!(done["cost_change_usd"], effect["total"]["cost_change_usd"]);
    let costs = client.costs("group_by=customer").await.groups("customer");
    let expected = [(Some("b"), "1.5054"), (None, "0.0054"), (Some("a"), "0.0054")];
    assert_eq!(costs, expected.map(|(customer, cost)| (customer.map(str::to_owned), cost.to_owned())));
    let (ok, told) = run(&database, &["verify"]);
    assert!(ok, "{told}");
    let (ok, told) = run(&database, &["revisions", "undo", done["id"].as_str().unwrap(), "--reason", "wrong list"]);
    assert!(ok, "{told}");
    let (ok, told) = run(&database, &["prices", "retire", imported["id"].as_str().unwrap()]);
    assert!(ok, "{told}");
    assert_eq!(client.costs("group_by=customer,model,price_state").await.text, before);
    let (ok, again) = run(&database, &["prices", "reprice", "--since", "2026-01-01", "--dry-run"]);
    assert!(ok && again["total"]["changed_events"] == 0, "{again}");
}
}

both_databases! {
async fn what_is_void_is_the_event_that_was_named(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let call = |id: &str, span: &str, parent: Option<&str>| json!({"id": id, "provider": "openai", "model": "gpt-4o",
        "run_id": "r", "span_id": span, "parent_span_id": parent, "input_tokens": 1_200, "output_tokens": 300,
        "timestamp": "2026-11-21T10:00:00Z"});
    client.store(&json!([call("wrapper", "w", None)])).await;
    let done = client.revise(&json!({"kind": "void", "events": ["wrapper"], "reason": "a test run"})).await;
    assert_eq!(client.total("").await, ("0".into(), 0));
    client.store(&json!([call("leaf", "l", Some("w"))])).await;
    assert_eq!(client.total("").await, ("0.006".into(), 1), "nobody voided the leaf");
    app.verify("default_tenant").await;
    client.revise(&json!({"kind": "void", "events": ["leaf"], "reason": "of the test run too"})).await;
    assert_eq!(client.total("").await, ("0".into(), 0), "a void leaf does not let its wrapper bill");
    app.verify("default_tenant").await;
    client.revise(&json!({"kind": "undo", "revision": done["id"], "reason": "it was real"})).await;
    let wrapper = client.get("/api/v1/events/wrapper").await.status(200).json();
    assert_eq!((wrapper["price_state"].as_str(), wrapper["duplicate_of"].as_str()), (Some("priced"), Some("leaf")));
    assert_eq!(client.total("").await, ("0".into(), 0), "the leaf is the report that bills");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn requests_that_cannot_be_done_are_refused_by_their_preview_too(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&client).await;
    client.put_customer("b", &json!({"aliases": [{"id": "old-b"}]})).await.status(200);
    let window = |from: Value, to: Value| json!({"kind": "reassign", "from": from, "to": to, "reason": "r",
        "since": "2026-11-21T00:00:00Z", "until": "2026-11-22T00:00:00Z"});
    for (body, status, named) in [
        (window(json!("a"), json!("old-b")), 409, "another id of customer b"),
        (window(json!("nobody-knows"), json!("b")), 404, "nobody-knows"),
        (json!({"kind": "void", "events": ["nowhere"], "reason": "r"}), 404, "nowhere"),
        (json!({"kind": "undo", "revision": "rev_nowhere", "reason": "r"}), 404, "rev_nowhere"),
        (json!({"kind": "void", "events": ["x".repeat(300)], "reason": "r"}), 400, "events"),
    ] {
        for path in ["/api/v1/revisions", "/api/v1/revisions/preview"] {
            let answer = client.post(path, body.to_string()).await.status(status);
            assert!(answer.text.contains(named), "{path} {body}: {}", answer.text);
        }
    }
    for (arguments, named) in [
        (&["correct", "void", "nowhere", "--dry-run"][..], "nowhere"),
        (&["correct", "reassign", "--from", "a", "--to", "", "--since", "2026-11-01", "--dry-run"], "`to`"),
        (&["correct", "reassign", "--from", "a", "--to", "a", "--since", "2026-11-01", "--dry-run"], "same"),
        (&["correct", "reassign", "--from", "a", "--since", "2026-11-01", "--dry-run"], "--to"),
    ] {
        let output = Program::command(&database, arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && told.contains(named), "{arguments:?}: {told}");
    }
    client.post("/api/v1/revisions/rev_nowhere/resume", "").await.status(404);
}
}

both_databases! {
async fn a_revision_that_a_killed_command_left_is_resumed(database) {
    let app = TestApp::open(database.clone()).await;
    let client = app.client();
    ledger(&client).await;
    // What a process leaves that dies before its first page.
    let store = app.store().await;
    let scope = llmobserve::auth::local_operator(llmobserve::domain::ids::TenantId::default_tenant());
    let new = llmobserve::store::NewRevision {
        id: "rev_left".to_owned(),
        request: llmobserve::domain::revision::Request::Void { events: vec!["a1".to_owned()] },
        reason: "r".to_owned(),
        made_by: "local operator".to_owned(),
    };
    store.revision_begin(&scope, &new, app.clock_now()).await.unwrap();
    store.close().await;
    let other = json!({"kind": "void", "events": ["a2"], "reason": "r"}).to_string();
    let refused = client.post("/api/v1/revisions", other).await.status(409);
    assert!(refused.text.contains("rev_left"), "{}", refused.text);
    client.post("/api/v1/revisions/rev_left/resume", "").await.status(202);
    assert_eq!(client.revised("rev_left").await["changed_events"], 1);
    assert_eq!(client.total("customer=a").await, ("0.006".into(), 1));
}
}
