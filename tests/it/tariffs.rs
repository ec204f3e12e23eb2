//! Whose price comes first: the customer's contract, the tenant, the operator, the book, and what
//! another data set adds. Every amount is worked out by hand.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use llmobserve::auth::local_operator;
use llmobserve::domain::ids::TenantId;
use llmobserve::pricing::Subject;
use llmobserve::pricing::import::Format;
use reqwest::Method;
use serde_json::{Value, json};

use crate::both_databases;
use crate::support::prices::{
    answer, beside, call, cost, factor, gpt_4o, import, operator, run, set, with,
};
use crate::support::{Client, NOW, Program, TestApp, at};

both_databases! {
async fn each_layer_changes_what_the_ones_below_it_give(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    assert_eq!(call(&client, "book", gpt_4o(json!({}))).await, ("0.006".into(), "2026-11-21:openai/gpt-4o".into()));

    // The operator takes ten per cent off: 0.006 x 0.9.
    let by_operator = operator(&app, factor("*", "*", "0.9")).await;
    assert_eq!(cost(&client, "operator", gpt_4o(json!({}))).await, "0.0054");

    // The tenant sets input to 2: 1,200 at 2, and 300 of output at 10 x 0.9. 0.0024 + 0.0027.
    let by_tenant = set(&app, &client, json!({"provider": "openai", "model": "gpt-4o",
        "unit_prices": {"input": {"usd": "2.00", "per": 1_000_000}}})).await;
    let (tenant, price) = call(&client, "tenant", gpt_4o(json!({}))).await;
    assert_eq!(tenant, "0.0051");
    assert_eq!(price, format!("2026-11-21:openai/gpt-4o;operator:{by_operator};tenant:{by_tenant}"));

    // A contract adds half to that, for its customer alone: 1,200 at 3, 300 at 13.5.
    let contract = set(&app, &client, json!({"customer": "acme", "provider": "openai", "model": "*",
        "factor": 1.5, "reason": "contract 17"})).await;
    let (acme, price) = call(&client, "acme", gpt_4o(json!({"customer_id": "acme"}))).await;
    assert_eq!(acme, "0.00765");
    assert!(price.ends_with(&format!(";tenant:{by_tenant};customer:{contract}")), "{price}");
    assert_eq!(cost(&client, "other", gpt_4o(json!({"customer_id": "globex"}))).await, "0.0051");

    let path = "/api/v1/prices/explain?provider=openai&model=gpt-4o&customer=acme";
    let explained = client.get(path).await.status(200).json();
    let steps: Vec<&str> =
        explained["steps"].as_array().unwrap().iter().map(|step| step["layer"].as_str().unwrap()).collect();
    assert_eq!(steps, ["book", "operator", "tenant", "customer"], "{explained}");
    assert_eq!(explained["price_id"], json!(price));
    assert_eq!(explained["steps"][1]["unit_prices"]["input"]["usd"], "2.25");
    assert_eq!(explained["unit_prices"]["input"], json!({"usd": "3", "per": 1_000_000}));
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn the_more_specific_override_wins_inside_a_layer_and_then_the_newest(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let add = async |body: Value| set(&app, &client, body).await;
    add(json!({"provider": "openai", "model": "gpt-4o", "factor": "0.5"})).await;
    // Later, and less specific.
    add(json!({"provider": "openai", "model": "*", "factor": "2"})).await;
    add(json!({"provider": "*", "model": "*", "factor": "3"})).await;
    assert_eq!(cost(&client, "exact", gpt_4o(json!({}))).await, "0.003");
    // 1,000 of gpt-4o-mini at 0.15, twice.
    let mini = json!({"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 1_000});
    assert_eq!(cost(&client, "provider", mini).await, "0.0003");
    // 1,000 of Claude at 3, three times.
    let claude = json!({"provider": "anthropic", "model": "claude-sonnet-4-5", "input_tokens": 1_000});
    assert_eq!(cost(&client, "all", claude).await, "0.009");
    // The newest of two for the same model.
    add(json!({"provider": "openai", "model": "gpt-4o", "factor": "0.25"})).await;
    assert_eq!(cost(&client, "newest", gpt_4o(json!({}))).await, "0.0015");
    // For batches alone, on the book's 1.25 and 5: 0.0015 + 0.0015, times 10.
    add(json!({"provider": "openai", "model": "gpt-4o", "service_tier": "Batch", "factor": "10"})).await;
    assert_eq!(cost(&client, "batch", gpt_4o(json!({"service_tier": "batch"}))).await, "0.03");
    assert_eq!(cost(&client, "standard", gpt_4o(json!({}))).await, "0.0015");
    // A dated name is the book's gpt-4o, and another provider's gpt-4o is not OpenAI's.
    assert_eq!(cost(&client, "dated", gpt_4o(json!({"model": "gpt-4o-2024-11-20"}))).await, "0.0015");
    assert_eq!(cost(&client, "azure", gpt_4o(json!({"provider": "azure"}))).await, "0.018");
    // A name that the book takes for OpenAI's gets OpenAI's override; one for that name is for it
    // alone.
    let proxy = gpt_4o(json!({"provider": "our-openai-proxy"}));
    assert_eq!(cost(&client, "proxy", proxy.clone()).await, "0.0015");
    add(json!({"provider": "our-openai-proxy", "model": "gpt-4o", "factor": "5"})).await;
    assert_eq!(cost(&client, "proxy-own", proxy).await, "0.03");
    assert_eq!(cost(&client, "not-proxy", gpt_4o(json!({}))).await, "0.0015");
}
}

both_databases! {
async fn an_override_prices_what_the_book_does_not_know(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let own = |more: Value| {
        let mut event = json!({"provider": "acme-labs", "model": "house-1", "usage": {"input": 1_000, "cache_read": 500}});
        with(&mut event, more);
        event
    };
    assert_eq!(call(&client, "before", own(json!({}))).await, ("none".into(), String::new()));
    // A mark-up on nothing is nothing.
    set(&app, &client, json!({"provider": "acme-labs", "model": "*", "factor": "2"})).await;
    assert_eq!(cost(&client, "nothing", own(json!({}))).await, "none");
    // 1,000 at 4 a million and 500 cached at the price of input; above 2,000 tokens at 6.
    let id = set(&app, &client, json!({"provider": "ACME-Labs", "model": "House-1", "unit_prices": {
        "input": {"usd": 4, "per": 1_000_000, "above": [{"tokens": 2_000, "usd": "6"}]}}})).await;
    assert_eq!(call(&client, "set", own(json!({}))).await, ("0.006".into(), format!("tenant:{id}")));
    let large = own(json!({"usage": {"input": 2_001}}));
    assert_eq!(cost(&client, "large", large).await, "0.012006");
    let listed = client.get("/api/v1/prices?provider=acme").await.status(200).json();
    assert_eq!(listed["prices"][0]["unit_prices"]["input"]["usd"], "4", "{listed}");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn an_override_holds_at_its_dates_days_and_hours(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    set(&app, &client, json!({"provider": "openai", "model": "gpt-4o", "factor": "0.5",
        "from": "2026-11-10", "to": "2026-11-12T00:00:00Z"})).await;
    // From Monday to Friday, at night in UTC; runs over midnight.
    set(&app, &client, json!({"provider": "openai", "model": "gpt-4o-mini", "factor": "0.5",
        "days": [1, 2, 3, 4, 5], "daily": ["22:30", "06:00"]})).await;
    for (id, time, expected) in [
        ("before", "2026-11-09T23:59:59.999999Z", "0.006"),
        ("first", "2026-11-10T00:00:00Z", "0.003"),
        ("last", "2026-11-11T23:59:59.999999Z", "0.003"),
        ("after", "2026-11-12T00:00:00Z", "0.006"),
    ] {
        assert_eq!(cost(&client, id, gpt_4o(json!({"timestamp": time}))).await, expected, "{id}");
    }
    // 2026-11-16 is a Monday, 2026-11-20 a Friday. 1,000 at 0.15.
    for (id, time, expected) in [
        ("day", "2026-11-16T22:29:59Z", "0.00015"),
        ("night", "2026-11-16T22:30:00Z", "0.000075"),
        ("morning", "2026-11-17T05:59:59Z", "0.000075"),
        ("noon", "2026-11-17T06:00:00Z", "0.00015"),
        ("friday", "2026-11-20T23:00:00Z", "0.000075"),
        ("saturday", "2026-11-21T01:00:00Z", "0.00015"),
    ] {
        let event = json!({"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 1_000, "timestamp": time});
        assert_eq!(cost(&client, id, event).await, expected, "{id}");
    }
}
}

both_databases! {
async fn a_mark_up_is_exact(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    operator(&app, factor("*", "*", "1.0825")).await;
    set(&app, &client, json!({"provider": "openai", "model": "*", "factor": "0.3333"})).await;
    set(&app, &client, json!({"customer": "acme", "provider": "openai", "model": "gpt-4o", "factor": "99.9999"})).await;
    let event = json!({"provider": "openai", "model": "gpt-4o", "input_tokens": 7, "customer_id": "acme"});
    // 7 at 2.5 x 1.0825 x 0.3333 x 99.9999 = 90.1992223006875 a million: 631,394.556 nano-dollars,
    // rounded once.
    assert_eq!(cost(&client, "exact", event).await, "0.000631395");
    let path = "/api/v1/prices/explain?provider=openai&model=gpt-4o&customer=acme";
    let explained = client.get(path).await.status(200).json();
    assert_eq!(explained["unit_prices"]["input"]["usd"], "90.1992223006875");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_price_that_is_too_long_to_be_exact_leaves_the_call_unpriced(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let list = "provider,model,kind,usd,per\nown,m,input,987.123456789012,1000000\n";
    import(&app, Format::Csv, list).await;
    operator(&app, factor("own", "*", "99.9999")).await;
    set(&app, &client, json!({"provider": "own", "model": "*", "factor": "99.9999"})).await;
    set(&app, &client, json!({"customer": "acme", "provider": "own", "model": "*", "factor": "99.9999"})).await;
    let own = |customer: &str| {
        json!({"provider": "own", "model": "m", "input_tokens": 7, "customer_id": customer})
    };
    // 7 at 987.123456789012 x 99.9999 x 99.9999 = 9871214.82543085545... a million: 27 digits.
    assert_eq!(cost(&client, "exact", own("globex")).await, "69.098503778");
    // Once more would be 33 digits. No event is refused for it.
    assert_eq!(cost(&client, "too-long", own("acme")).await, "none");
    let path = "/api/v1/prices/explain?provider=own&model=m&customer=acme";
    let told = client.get(path).await.status(400).json();
    assert!(told["detail"].as_str().unwrap().contains("fewer digits"), "{told}");
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn what_is_retired_counts_no_longer_and_the_past_can_be_read(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let id = set(&app, &client, json!({"provider": "openai", "model": "gpt-4o", "factor": "2"})).await;
    assert_eq!(cost(&client, "set", gpt_4o(json!({}))).await, "0.012");
    let known = at(NOW) + TimeDelta::seconds(1);
    app.advance(TimeDelta::seconds(10));
    let path = format!("/api/v1/prices/overrides/{id}");
    let gone = client.send(Method::DELETE, &format!("{path}?reason=ended"), &[], "").await;
    gone.status(204);
    assert_eq!(cost(&client, "retired", gpt_4o(json!({}))).await, "0.006");
    client.send(Method::DELETE, &path, &[], "").await.status(404);
    let listed = client.get("/api/v1/prices/overrides").await.status(200).json();
    assert_eq!(listed["overrides"][0]["retired_reason"], "ended", "{listed}");
    assert_eq!(listed["overrides"][0]["created_by"], "open");

    // What was known at an instant: before it was made, while it counted, after it was retired.
    let prices = beside(&app).await;
    let scope = local_operator(TenantId::default_tenant());
    let subject = Subject { provider: "openai", model: Some("gpt-4o"), ..Subject::default() };
    for (instant, usd) in [
        (known - TimeDelta::microseconds(1), "2.5"),
        (known, "5"),
        (known + TimeDelta::seconds(9), "5"),
        (known + TimeDelta::seconds(10), "2.5"),
    ] {
        let tariff = prices.tariff_as_of(&scope, instant).await.unwrap();
        let explained = tariff.explain(&subject, at(NOW)).unwrap();
        assert_eq!(explained.unit_prices["input"].usd, usd, "{instant}");
    }
}
}

both_databases! {
async fn a_strangers_override_never_prices_and_is_never_shown(database) {
    let app = TestApp::required(database).await;
    let (ours, _) = app.tenant("ours", &[]).await;
    let (theirs, key) = app.tenant("theirs", &[]).await;
    let id = set(&app, &theirs, json!({"provider": "openai", "model": "gpt-4o", "factor": "7"})).await;
    assert_eq!(cost(&theirs, "a", gpt_4o(json!({}))).await, "0.042");
    assert_eq!(cost(&ours, "a", gpt_4o(json!({}))).await, "0.006");
    let path = format!("/api/v1/prices/overrides/{id}");
    ours.send(Method::DELETE, &path, &[], "").await.status(404);
    assert_eq!(ours.get("/api/v1/prices/overrides").await.json()["overrides"], json!([]));
    let listed = theirs.get("/api/v1/prices/overrides").await.status(200).json();
    assert_eq!(listed["overrides"][0]["created_by"], format!("key:{}", key.id()));
    assert_eq!(cost(&theirs, "b", gpt_4o(json!({}))).await, "0.042", "it still counts");
    // The same without its tenant: an operator's override is no tenant's to retire.
    let operators = operator(&app, factor("*", "*", "2")).await;
    let path = format!("/api/v1/prices/overrides/{operators}");
    theirs.send(Method::DELETE, &path, &[], "").await.status(404);
    assert_eq!(cost(&ours, "b", gpt_4o(json!({}))).await, "0.012");
}
}

both_databases! {
async fn a_refusal_names_the_field_and_the_cure(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let base = json!({"provider": "openai", "model": "gpt-4o"});
    for (more, told) in [
        (json!({}), "`unit_prices` or `factor`"),
        (json!({"factor": "0"}), "`factor` must be above 0"),
        (json!({"factor": "100.0001"}), "`factor` must be above 0 and at most 100"),
        (json!({"factor": 0.12345}), "`factor`"),
        (json!({"factor": "1", "unit_prices": {"input": {"usd": "1", "per": 1}}}), "exclude each other"),
        (json!({"unit_prices": {"input": {"usd": "-1", "per": 1}}}), "`unit_prices.input` must be a price in USD"),
        (json!({"unit_prices": {"input": {"usd": "1"}}}), "`unit_prices.input` must be an object"),
        (json!({"unit_prices": {"input": {"usd": "1", "per": 0}}}), "`unit_prices.input` needs `per`"),
        (json!({"unit_prices": {"In put": {"usd": "1", "per": 1}}}), "`unit_prices.In put` must be 1 to 64"),
        (json!({"factor": "1", "model": ""}), "`model` must not be empty"),
        (json!({"factor": "1", "provider": "*"}), "`provider` may be `*`"),
        (json!({"factor": "1", "from": "2026-11-02", "to": "2026-11-02"}), "`to` must be later than `from`"),
        (json!({"factor": "1", "days": [0]}), "`days` must list weekdays"),
        (json!({"factor": "1", "daily": ["25:00", "01:00"]}), "`daily` must be two times of day"),
        (json!({"factor": "1", "facto": "1"}), "`facto` is not known here"),
        (json!({"factor": "1", "customer": 5}), "`customer` must be a text"),
    ] {
        let mut body = base.clone();
        with(&mut body, more);
        let refused = client.post("/api/v1/prices/overrides", body.to_string()).await.status(400);
        assert!(refused.json()["detail"].as_str().unwrap().contains(told), "{body}: {}", refused.text);
        assert_eq!(refused.json()["code"], "invalid_body");
    }
    let body = json!({"provider": "openai", "model": "gpt-4o", "factor": "1"}).to_string();
    client.post("/api/v1/prices/overrides?tenant_id=nobody", body).await.status(404);
    client.get("/api/v1/prices/explain").await.status(400);
}
}

both_databases! {
async fn an_override_has_a_bounded_number_of_prompt_sizes_and_kinds(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let body = |kinds: u32, sizes: u32| {
        let above: Vec<Value> = (1..=sizes).map(|size| json!({"tokens": size, "usd": "1"})).collect();
        let price = json!({"usd": "1", "per": 1, "above": above});
        let prices: BTreeMap<String, Value> = (0..kinds).map(|kind| (format!("kind_{kind}"), price.clone())).collect();
        json!({"provider": "own", "model": "m", "unit_prices": prices}).to_string()
    };
    let post = async |kinds, sizes| client.post("/api/v1/prices/overrides", body(kinds, sizes)).await;
    for (kinds, sizes, told) in [
        (1, 17, "`unit_prices.kind_0` has more than 16 prompt sizes in `above`"),
        (33, 1, "`unit_prices` names more than 32 kinds"),
    ] {
        let refused = post(kinds, sizes).await.status(400);
        assert!(refused.json()["detail"].as_str().unwrap().contains(told), "{}", refused.text);
        assert_eq!(refused.json()["code"], "invalid_body");
    }
    post(32, 16).await.status(201);
}
}

both_databases! {
async fn what_has_no_price_is_listed_with_the_names_that_it_may_mean(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let event = |id: &str, model: &str| json!({"id": id, "provider": "openai", "model": model,
        "usage": {"input": 100, "cache_read": 20, "output": 7}});
    client.store(&json!([event("a", "gpt_4o_mini_acme"), event("b", "gpt_4o_mini_acme"), event("c", "zzz"),
        event("d", "gpt-4o")])).await;
    let answer = client.get("/api/v1/prices/unpriced").await.status(200).json();
    assert_eq!(answer["count"], 2, "{answer}");
    let first = &answer["models"][0];
    assert_eq!((&first["model"], &first["calls"]), (&json!("gpt_4o_mini_acme"), &json!(2)));
    assert_eq!((&first["input_tokens"], &first["output_tokens"]), (&json!(240), &json!(14)));
    // gpt4ominiacme has 12 pairs, gpt4omini has 8, all in common: 16 of 20.
    assert_eq!(first["nearest"][0], json!({"provider": "openai", "model": "gpt-4o-mini", "likeness": 800}));
    assert_eq!(answer["models"][1]["nearest"], json!([]));
    let before = client.get("/api/v1/prices/unpriced?to=2026-11-20").await.status(200).json();
    assert_eq!(before["models"], json!([]));
}
}

both_databases! {
async fn prices_are_listed_page_by_page(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let all = client.get("/api/v1/prices?provider=openai&model=gpt-4o&limit=1000").await.status(200).json();
    let all = all["prices"].as_array().unwrap().clone();
    assert!(all.len() > 5, "{all:?}");
    let (mut paged, mut next) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/prices?provider=openai&model=gpt-4o&limit=3{next}");
        let page = client.get(&path).await.status(200).json();
        paged.extend(page["prices"].as_array().unwrap().clone());
        let Some(cursor) = page["next"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(paged, all);
    let plain = all.iter().find(|entry| entry["provider"] == "openai" && entry["model"] == "gpt-4o").unwrap();
    assert_eq!(plain["unit_prices"]["input"], json!({"usd": "2.5", "per": 1_000_000}));
    assert!(plain["service_tiers"].as_array().unwrap().contains(&json!("batch")), "{plain}");

    for number in 0..3 {
        set(&app, &client, json!({"provider": "openai", "model": "gpt-4o", "factor": "1", "reason": format!("{number}")})).await;
    }
    let page = client.get("/api/v1/prices/overrides?limit=2").await.status(200).json();
    let reasons = |page: &Value| -> Vec<String> {
        page["overrides"].as_array().unwrap().iter().map(|over| over["reason"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(reasons(&page), ["2", "1"]);
    let rest = format!("/api/v1/prices/overrides?limit=2&cursor={}", page["next"].as_str().unwrap());
    assert_eq!(reasons(&client.get(&rest).await.status(200).json()), ["0"]);
}
}

/// Sends calls until one costs what it must: a server may believe its prices for a second.
async fn eventually(client: &Client, word: &str, expected: &str) {
    let mut last = String::new();
    for number in 0..5_000 {
        last = cost(client, &format!("{word}-{number}"), gpt_4o(json!({}))).await;
        if last == expected {
            return;
        }
    }
    panic!("{last} instead of {expected}");
}

both_databases! {
async fn the_command_line_changes_prices_beside_a_running_server(database) {
    let server = Program::serve(&database, &[]);
    let client = server.client();
    assert_eq!(cost(&client, "book", gpt_4o(json!({}))).await, "0.006");
    let added = answer(&database, &["prices", "override", "add", "--provider", "openai", "--model", "gpt-4o",
        "--price", "input=2/1000000", "--reason", "contract 17"]);
    // 1,200 at 2 instead of 2.50, 300 at the book's 10.
    eventually(&client, "set", "0.0054").await;
    let id = added["id"].as_str().unwrap();
    let explained = answer(&database, &["prices", "explain", "openai", "gpt-4o"]);
    assert!(explained["price_id"].as_str().unwrap().ends_with(&format!(";tenant:{id}")), "{explained}");
    let listed = answer(&database, &["prices", "override", "list"]);
    assert_eq!(listed[0]["reason"], "contract 17", "{listed}");
    answer(&database, &["prices", "override", "retire", id]);
    eventually(&client, "retired", "0.006").await;
    let again = run(&database, &["prices", "override", "retire", id]);
    assert!(!again.status.success());

    answer(&database, &["prices", "override", "add", "--operator", "--provider", "*", "--model", "*", "--factor", "3"]);
    eventually(&client, "operator", "0.018").await;
    assert!(server.terminate().success());
}
}
