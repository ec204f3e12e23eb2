//! Price data that the operator imports: what it changes, from when on, and how it is taken back.

use chrono::TimeDelta;
use llmobserve::auth::local_operator;
use llmobserve::domain::ids::TenantId;
use llmobserve::prices::{Candidate, File};
use llmobserve::pricing::Subject;
use llmobserve::pricing::import::Format;
use serde_json::{Value, json};

use crate::support::prices::{answer, beside, call, cost, gpt_4o, import, run, set, with};
use crate::support::{NOW, TestApp, at};
use crate::{both_databases, fixture};

both_databases! {
async fn the_operator_of_an_open_collector_imports_by_the_api(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([{"id": "old", "provider": "acme", "model": "m-1", "customer_id": "a", "input_tokens": 1_000_000,
        "timestamp": "2026-11-21T10:00:00Z"}])).await;
    let path = "/api/v1/prices/imports?format=csv&source=by+hand";
    let list = "provider,model,kind,usd,per\nacme,m-1,input,3,1000000\n";
    let since = "&from=2026-11-01";
    let dry = client.post(&format!("{path}{since}&dry_run=true"), list).await.status(200).json();
    assert_eq!((&dry["dry_run"], &dry["id"]), (&json!(true), &Value::Null));
    assert_eq!(dry["changes"]["counts"]["models_added"], 1, "{dry}");
    assert_eq!(dry["last_30_days"][0]["total"]["cost_change_usd"], 3, "{dry}");
    assert_eq!(client.get("/api/v1/prices/imports").await.json()["imports"], json!([]), "a dry run changes nothing");
    let done = client.post(&format!("{path}{since}"), list).await.status(200).json();
    assert_eq!(cost(&client, "new", json!({"provider": "acme", "model": "m-1", "input_tokens": 1_000_000})).await, "3");
    let retire = format!("/api/v1/prices/imports/{}", done["id"].as_str().unwrap());
    client.send(reqwest::Method::DELETE, &format!("{retire}?reason=wrong"), &[], "").await.status(204);
    client.send(reqwest::Method::DELETE, &retire, &[], "").await.status(404);
    assert_eq!(cost(&client, "later", json!({"provider": "acme", "model": "m-1", "input_tokens": 1})).await, "none");
    for (path, body, named) in [
        (path, "hello", "kind"),
        ("/api/v1/prices/imports?format=litellm&source=x", "hello", "line 1"),
        ("/api/v1/prices/imports?format=xml&source=x", "", "genai-prices"),
        ("/api/v1/prices/imports?format=csv", "", "source"),
    ] {
        let refused = client.post(path, body).await.status(400);
        assert!(refused.text.contains(named), "{path}: {}", refused.text);
    }
}
}

both_databases! {
async fn a_tenants_admin_imports_nothing_for_all(database) {
    let app = TestApp::required(database).await;
    let (admin, _) = app.tenant("acme", &[]).await;
    let refused = admin.post("/api/v1/prices/imports?format=csv&source=x", "").await.status(403);
    assert_eq!(refused.json()["code"], "not_in_this_mode");
}
}

both_databases! {
async fn an_imported_book_takes_the_place_of_the_compiled_one(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    assert_eq!(cost(&client, "compiled", gpt_4o(json!({}))).await, "0.006");
    let id = import(&app, Format::GenaiPrices, fixture!("genai.json")).await;
    // 1,200 at 3 and 300 at 12.
    let (cost_now, price) = call(&client, "imported", gpt_4o(json!({}))).await;
    assert_eq!((cost_now.as_str(), price), ("0.0072", format!("{id}:openai/gpt-4o")));
    // What it does not have is gone; what is kept by hand stays: 5 read units at 16 a million.
    let gone = json!({"provider": "anthropic", "model": "claude-sonnet-4-5", "input_tokens": 1});
    assert_eq!(cost(&client, "gone", gone).await, "none");
    let house = json!({"provider": "pinecone", "endpoint": "query", "usage": {"read_units": 5}});
    assert_eq!(cost(&client, "house", house).await, "0.00008");
    // Dates of its own hold for the past: 1,000,000 before and after 2026-11-01.
    let mini = |time: &str| json!({"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 1_000_000, "timestamp": time});
    assert_eq!(cost(&client, "october", mini("2026-10-31T23:59:59Z")).await, "0.15");
    assert_eq!(cost(&client, "november", mini("2026-11-01T00:00:00Z")).await, "0.28");

    let prices = beside(&app).await;
    let file = File { format: Format::GenaiPrices, text: fixture!("genai.json"), source: "again", from: None };
    let again = prices.prepare(&file).await.unwrap();
    assert_eq!(again.same_as.as_ref().map(|same| same.id.clone()), Some(id.clone()));
    prices.import(&again).await.unwrap();
    assert_eq!(prices.imports().await.unwrap().len(), 1, "the same file is not imported twice");
    assert!(again.changes.models.is_empty(), "{:?}", again.changes);

    let changed = fixture!("genai.json").replace("\"12\"", "\"13\"");
    let file = File { text: &changed, ..file };
    let dry = prices.prepare(&file).await.unwrap();
    let counts = dry.changes.counts;
    assert_eq!((counts.models_changed, counts.models_added, counts.prices_changed), (1, 0, 1));
    let change = &dry.changes.models[0].prices[0];
    assert_eq!((change.price.as_str(), change.old.as_deref(), change.new.as_deref()),
        ("output", Some("12 per 1000000"), Some("13 per 1000000")));
    // What it would do to a tenant, before anybody stores it.
    let scope = local_operator(TenantId::default_tenant());
    let candidate = prices.candidate(&scope, &Candidate::Import(dry.import)).await.unwrap();
    let subject = Subject { provider: "openai", model: Some("gpt-4o"), ..Subject::default() };
    assert_eq!(candidate.explain(&subject, at(NOW)).unwrap().unit_prices["output"].usd, "13");
    assert_eq!(cost(&client, "dry", gpt_4o(json!({}))).await, "0.0072");

    assert!(prices.retire_import(&id, "wrong file").await.unwrap());
    app.advance(TimeDelta::seconds(1));
    assert_eq!(cost(&client, "retired", gpt_4o(json!({}))).await, "0.006");
    let listed = client.get("/api/v1/prices/imports").await.status(200).json();
    assert_eq!(listed["imports"][0]["retired_reason"], "wrong file", "{listed}");
}
}

both_databases! {
async fn breadth_counts_only_where_the_book_has_nothing(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let tall = |more: Value| {
        let mut event = json!({"provider": "deepinfra", "model": "deepinfra/acme/tall-1", "usage": {"input": 1_000, "output": 100}});
        with(&mut event, more);
        event
    };
    assert_eq!(cost(&client, "before", tall(json!({}))).await, "none");
    let first = import(&app, Format::Litellm, fixture!("litellm.json")).await;
    // The book knows gpt-4o; the other data says 9 for everything.
    assert_eq!(cost(&client, "book", gpt_4o(json!({}))).await, "0.006");
    // 1,000 at 1 and 100 at 4; in a batch input at 0.5.
    let (broad, price) = call(&client, "breadth", tall(json!({}))).await;
    assert_eq!((broad.as_str(), price.starts_with(&format!("{first}:deepinfra/"))), ("0.0014", true), "{price}");
    assert_eq!(cost(&client, "batch", tall(json!({"service_tier": "batch"}))).await, "0.0009");
    // Above 128,000 at 2.
    assert_eq!(cost(&client, "tier", tall(json!({"usage": {"input": 128_001}}))).await, "0.256002");
    // It begins with its import.
    assert_eq!(cost(&client, "past", tall(json!({"timestamp": "2026-11-21T11:59:59Z"}))).await, "none");

    // A later import ends the earlier one where it begins, and no sooner.
    app.advance(TimeDelta::hours(1));
    let dearer = fixture!("litellm.json").replace("4e-06", "5e-06");
    import(&app, Format::Litellm, &dearer).await;
    assert_eq!(cost(&client, "later", tall(json!({}))).await, "0.0015");
    let within = json!({"timestamp": "2026-11-21T12:30:00Z"});
    assert_eq!(cost(&client, "history", tall(within)).await, "0.0014");
    // What costs nothing at all there is not known to be free.
    let zero = json!({"provider": "acme-cloud", "model": "zero", "input_tokens": 5});
    assert_eq!(cost(&client, "zero", zero).await, "none");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_price_list_is_the_operators_layer(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let first = import(&app, Format::Csv, fixture!("list.csv")).await;
    // 1,200 at 2 and 300 at 8.
    let (listed, price) = call(&client, "list", gpt_4o(json!({}))).await;
    assert_eq!((listed.as_str(), price), ("0.0048", format!("2026-11-21:openai/gpt-4o;operator:{first}")));
    // In a batch input at 1, output as listed for every tier.
    assert_eq!(cost(&client, "batch", gpt_4o(json!({"service_tier": "batch"}))).await, "0.0036");
    // A mark-up of the tenant's is on the list: 0.0048 x 1.25.
    set(&app, &client, json!({"provider": "openai", "model": "gpt-4o", "factor": "1.25"})).await;
    assert_eq!(cost(&client, "on-top", gpt_4o(json!({}))).await, "0.006");
    let house = |time: &str| json!({"provider": "acme-labs", "model": "house-model-1", "input_tokens": 100, "timestamp": time});
    assert_eq!(cost(&client, "house", house("2026-11-21T12:30:00Z")).await, "0.05");

    // The next list has no output of gpt-4o: from its beginning on that is the book's again.
    app.advance(TimeDelta::hours(1));
    let next = "provider,model,kind,usd,per\nopenai,gpt-4o,input,4,1000000\n";
    import(&app, Format::Csv, next).await;
    // 1,200 at 4 and 300 at 10, x 1.25; before it as it was.
    assert_eq!(cost(&client, "next", gpt_4o(json!({}))).await, "0.00975");
    assert_eq!(cost(&client, "history", gpt_4o(json!({"timestamp": "2026-11-21T12:30:00Z"}))).await, "0.006");
    // A price with an end of its own keeps it.
    let scope = local_operator(TenantId::default_tenant());
    let tariff = beside(&app).await.tariff(&scope).await.unwrap();
    let subject = Subject { provider: "acme-labs", model: Some("house-model-1"), ..Subject::default() };
    let explained = tariff.explain(&subject, at("2026-12-15T00:00:00Z")).unwrap();
    assert_eq!(explained.unit_prices["input"].usd, "0.7");
    assert!(tariff.explain(&subject, at("2027-01-01T00:00:00Z")).unwrap().unit_prices.is_empty());
}
}

both_databases! {
async fn a_dry_run_says_what_an_import_would_change(database) {
    answer(&database, &["migrate"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/prices/litellm.json");
    let import = ["prices", "import", path, "--format", "litellm", "--from", "2026-11-01"];
    let dry = answer(&database, &[&import[..], &["--dry-run"]].concat());
    assert_eq!((&dry["dry_run"], &dry["id"]), (&json!(true), &Value::Null));
    assert_eq!(dry["changes"]["counts"]["models_added"], 8, "{dry}");
    assert_eq!(dry["digest"].as_str().unwrap().len(), 64);
    assert_eq!(answer(&database, &["prices", "imports"]), json!([]));
    let done = answer(&database, &import);
    let id = done["id"].as_str().unwrap();
    let again = answer(&database, &import);
    assert_eq!((&again["same_as"], &again["id"]), (&json!(id), &Value::Null));
    let people = run(&database, &import);
    assert!(String::from_utf8(people.stdout).unwrap().contains("nothing to do"));
    let listed = answer(&database, &["prices", "imports"]);
    assert_eq!((&listed[0]["id"], &listed[0]["effective_from"]), (&json!(id), &json!("2026-11-01T00:00:00Z")));
    let explained = answer(&database, &["prices", "explain", "acme-cloud", "noise", "--at", "2026-11-02"]);
    assert_eq!(explained["unit_prices"]["input"]["usd"], "0.28", "{explained}");
    answer(&database, &["prices", "retire", id, "--reason", "no longer"]);
    let explained = answer(&database, &["prices", "explain", "acme-cloud", "noise", "--at", "2026-11-02"]);
    assert_eq!(explained["price_id"], Value::Null, "{explained}");
    let wrong = run(&database, &["prices", "import", path, "--format", "csv"]);
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("line 1"));
    let unpriced = answer(&database, &["prices", "unpriced"]);
    assert_eq!(unpriced["count"], 0);
}
}
