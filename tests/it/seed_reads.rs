//! The statistics and insights of the original: routes, names, types, and sums that are complete.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::window::Zone;
use serde_json::{Map, Value, json};

use crate::both_databases;
use crate::support::{Client, NOW, TestApp, at};

/// Costs are powers of ten in nano-USD: a sum tells which calls are in it.
fn event(number: u32, more: &Value) -> Value {
    let mut event = json!({
        "id": format!("e{number}"), "provider": "own", "model": "m", "customer_id": "alice",
        "section": "chat", "cost_usd": format!("{}e-9", 10_u64.pow(number)), "latency_ms": 100,
        "input_tokens": 10, "output_tokens": 5, "timestamp": "2026-11-21T10:10:00Z",
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

/// Now is noon of 21 November. What has no customer, no section or no model counts as all else does;
/// a step is no call.
async fn ledger(client: &Client) {
    client
        .store(&json!([
            event(0, &json!({})),
            event(1, &json!({"customer_id": "bob", "model": "n", "latency_ms": 300})),
            event(
                2,
                &json!({"customer_id": null, "provider": "other", "section_path": "top/chat"})
            ),
            event(3, &json!({"section": null, "model": null, "timestamp": "2026-11-21T11:50:00Z"})),
            event(4, &json!({"section": "find", "timestamp": "2026-11-20T11:59:00Z"})),
            event(5, &json!({"customer_id": null, "timestamp": "2026-11-14T12:30:00Z"})),
            event(6, &json!({"customer_id": "bob", "timestamp": "2026-10-25T00:00:00Z"})),
            event(7, &json!({"provider": "internal", "span_type": "agent", "cost_usd": null})),
        ]))
        .await;
}

/// What a value is: the names and types of its members, those of the first of a list.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(entries) => {
            for entry in entries {
                assert_eq!(shape(entry), shape(&entries[0]), "{value}");
            }
            Value::Array(entries.first().map(shape).into_iter().collect())
        }
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        ),
    }
}

fn members(table: &[(&str, &str)]) -> Value {
    let members: Map<String, Value> =
        table.iter().map(|(name, kind)| ((*name).to_owned(), json!(kind))).collect();
    Value::Object(members)
}

both_databases! {
async fn every_route_has_its_names_and_types(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let sum = [("total_cost", "number"), ("call_count", "number")];
    let with = |more: &[(&str, &str)]| members(&[sum.as_slice(), more].concat());
    let provider = with(&[("provider", "text"), ("percentage", "number")]);
    let model = with(&[("model", "text"), ("provider", "text"), ("input_tokens", "number"),
        ("output_tokens", "number"), ("avg_latency", "number"), ("percentage", "number")]);
    let section = with(&[("section", "text"), ("section_path", "text"),
        ("avg_latency_ms", "number"), ("percentage", "number")]);
    let customer = with(&[("customer_id", "text"), ("avg_latency_ms", "number")]);
    let share = [("cost", "number"), ("calls", "number")];
    let named = |name| members(&[share.as_slice(), &[(name, "text")]].concat());
    let detail = json!({"customer_id": "text", "total_cost": "number", "call_count": "number",
        "avg_latency_ms": "number", "by_provider": [named("provider")],
        "top_models": [named("model")], "period_days": "number"});
    let table = [
        ("/stats/by-provider", json!([provider])),
        ("/stats/by-model", json!([model])),
        ("/stats/by-section", json!([section])),
        ("/stats/by-customer", json!([customer])),
        ("/stats/customer/alice", detail.clone()),
        ("/dashboard/customers/alice/detail", detail),
        ("/dashboard/customers", json!([customer])),
        ("/dashboard/stats", json!({"total_cost": "number", "call_count": "number",
            "avg_latency_ms": "number", "customer_count": "number", "period_days": "number",
            "top_customer": {"customer_id": "text", "cost": "number"}})),
        ("/stats/dashboard-all", json!({"providers": [provider], "models": [model],
            "daily": [with(&[("date", "text")])], "hours": "number", "days": "number",
            "generated_at": "text"})),
        ("/insights", json!([])),
        ("/insights/daily", json!([])),
    ];
    for (path, expected) in table {
        let answer = client.get(path).await.status(200);
        assert_eq!(shape(&answer.json()), expected, "{path}: {}", answer.text);
    }
    for (path, when) in [("/stats/daily", json!({"date": "text"})),
        ("/stats/timeseries", json!({"date": "text", "timestamp": "text"}))] {
        let answer = client.get(path).await.status(200).json();
        let last = answer.as_array().unwrap().iter().rfind(|entry| entry["total"] != 0).unwrap();
        let mut expected = when;
        expected["total"] = json!("number");
        expected["providers"] = json!({"own": members(&share), "other": members(&share)});
        let mut found = shape(last);
        if found["providers"].get("other").is_none() {
            found["providers"]["other"] = members(&share);
        }
        assert_eq!(found, expected, "{path}: {last}");
    }
}
}

both_databases! {
async fn shares_are_exact_and_complete(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let get = async |path: &str| client.get(path).await.status(200);
    let providers = get("/stats/by-provider").await;
    assert_eq!(providers.text, concat!(
        r#"[{"provider":"own","total_cost":0.000001011,"call_count":3,"percentage":91},"#,
        r#"{"provider":"other","total_cost":0.0000001,"call_count":1,"percentage":9}]"#));
    let models = get("/stats/by-model").await;
    assert_eq!(models.text, concat!(
        r#"[{"model":"unknown","provider":"own","total_cost":0.000001,"call_count":1,"input_tokens":10,"#,
        r#""output_tokens":5,"avg_latency":100,"percentage":90.01},"#,
        r#"{"model":"m","provider":"other","total_cost":0.0000001,"call_count":1,"input_tokens":10,"#,
        r#""output_tokens":5,"avg_latency":100,"percentage":9},"#,
        r#"{"model":"n","provider":"own","total_cost":0.00000001,"call_count":1,"input_tokens":10,"#,
        r#""output_tokens":5,"avg_latency":300,"percentage":0.9},"#,
        r#"{"model":"m","provider":"own","total_cost":0.000000001,"call_count":1,"input_tokens":10,"#,
        r#""output_tokens":5,"avg_latency":100,"percentage":0.09}]"#));
    let sections = get("/stats/by-section?hours=48").await;
    assert_eq!(sections.text, concat!(
        r#"[{"section":"find","section_path":"find","total_cost":0.00001,"call_count":1,"#,
        r#""avg_latency_ms":100,"percentage":90},"#,
        r#"{"section":"chat","section_path":"top/chat","total_cost":0.0000001,"call_count":1,"#,
        r#""avg_latency_ms":100,"percentage":0.9},"#,
        r#"{"section":"chat","section_path":"chat","total_cost":0.000000011,"call_count":2,"#,
        r#""avg_latency_ms":200,"percentage":0.1}]"#));
    let customers = get("/stats/by-customer").await;
    assert_eq!(customers.text, concat!(
        r#"[{"customer_id":"bob","total_cost":0.00100001,"call_count":2,"avg_latency_ms":200},"#,
        r#"{"customer_id":"alice","total_cost":0.000011001,"call_count":3,"avg_latency_ms":100}]"#));
    let one = get("/stats/by-provider?customer_id=alice").await;
    assert_eq!(one.text,
        r#"[{"provider":"own","total_cost":0.000001001,"call_count":2,"percentage":100}]"#);
}
}

both_databases! {
async fn the_dashboard_has_the_same_figures(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let get = async |path: &str| client.get(path).await.status(200);
    let alice = concat!(
        r#"{"customer_id":"alice","total_cost":0.000011001,"call_count":3,"avg_latency_ms":100,"#,
        r#""by_provider":[{"provider":"own","cost":0.000011001,"calls":3}],"#,
        r#""top_models":[{"model":"m","cost":0.000010001,"calls":2},"#,
        r#"{"model":"unknown","cost":0.000001,"calls":1}],"period_days":"#);
    assert_eq!(get("/stats/customer/alice").await.text, format!("{alice}30}}"));
    assert_eq!(get("/dashboard/customers/alice/detail").await.text, format!("{alice}7}}"));
    assert_eq!(get("/stats/customer/nobody?days=90").await.text, concat!(
        r#"{"customer_id":"nobody","total_cost":0,"call_count":0,"avg_latency_ms":0,"#,
        r#""by_provider":[],"top_models":[],"period_days":90}"#));
    assert_eq!(get("/dashboard/customers").await.text, concat!(
        r#"[{"customer_id":"alice","total_cost":0.000011001,"call_count":3,"avg_latency_ms":100},"#,
        r#"{"customer_id":"bob","total_cost":0.00000001,"call_count":1,"avg_latency_ms":300}]"#));
    assert_eq!(get("/dashboard/stats").await.text, concat!(
        r#"{"total_cost":0.000111111,"call_count":6,"avg_latency_ms":133.333,"customer_count":2,"#,
        r#""top_customer":{"customer_id":"alice","cost":0.000011001},"period_days":7}"#));
    let all = get("/stats/dashboard-all").await;
    assert_eq!((all.json()["hours"].clone(), all.json()["days"].clone()), (json!(168), json!(7)));
    assert_eq!(all.json()["generated_at"], "2026-11-21T12:00:00Z");
    let part = |name: &str| serde_json::from_str::<BTreeMap<String, Box<serde_json::value::RawValue>>>(
        &all.text).unwrap()[name].get().to_owned();
    assert_eq!(part("providers"), get("/stats/by-provider?hours=168").await.text);
    assert_eq!(part("models"), get("/stats/by-model?hours=168").await.text);
    assert!(part("daily").ends_with(concat!(
        r#"{"date":"2026-11-20","total_cost":0.00001,"call_count":1},"#,
        r#"{"date":"2026-11-21","total_cost":0.000001111,"call_count":4}]"#)), "{}", part("daily"));
    assert_eq!(all.json()["daily"].as_array().unwrap().len(), 7);
}
}

both_databases! {
async fn days_and_points_are_filled_with_zeros(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let daily = client.get("/stats/daily").await.status(200);
    let zero = |day: u32| format!(r#"{{"date":"2026-11-{day}","total":0,"providers":{{}}}}"#);
    let zeros: Vec<String> = (15..20).map(zero).collect();
    assert_eq!(daily.text, format!("[{},{}]", zeros.join(","), concat!(
        r#"{"date":"2026-11-20","total":0.00001,"providers":{"own":{"cost":0.00001,"calls":1}}},"#,
        r#"{"date":"2026-11-21","total":0.000001111,"providers":{"other":{"cost":0.0000001,"calls":1},"#,
        r#""own":{"cost":0.000001011,"calls":3}}}"#)));
    let of_one = client.get("/stats/daily?days=1&customer_id=bob").await.status(200);
    assert!(of_one.text.contains(r#""total":0.00000001,"#), "{}", of_one.text);
    // Hours asked for, points, minutes between them, the first one's label.
    for (hours, points, minutes, first) in [
        (1, 5, 15, "11:00"),
        (6, 25, 15, "06:00"),
        (7, 8, 60, "05:00"),
        (24, 25, 60, "12:00"),
        (48, 49, 60, "12:00"),
        (49, 13, 240, "11-19 12:00"),
        (336, 85, 240, "11-07 12:00"),
        (337, 16, 1_440, "2026-11-06"),
    ] {
        let answer = client.get(&format!("/stats/timeseries?hours={hours}")).await.status(200).json();
        let found = answer.as_array().unwrap();
        assert_eq!((found.len(), &found[0]["date"]), (points, &json!(first)), "{hours}");
        let time = |point: usize| at(found[point]["timestamp"].as_str().unwrap());
        assert_eq!(time(1) - time(0), TimeDelta::minutes(minutes), "{hours}");
        assert!(time(points - 1) <= at(NOW));
    }
    let quarters = client.get("/stats/timeseries?hours=2").await.status(200);
    let points = quarters.json();
    let spent: Vec<&Value> = points.as_array().unwrap().iter()
        .filter(|point| point["total"] != 0).map(|point| &point["date"]).collect();
    assert_eq!(spent, ["10:00", "11:45"]);
    let of_bob = client.get("/stats/timeseries?hours=2&customer_id=bob").await.status(200);
    assert!(of_bob.text.contains(r#"{"date":"10:00","timestamp":"2026-11-21T10:00:00Z","total":0.00000001,"providers":{"own":{"cost":0.00000001,"calls":1}}}"#), "{}", of_bob.text);
}
}

both_databases! {
async fn days_are_those_of_the_tenants_zone(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let store = app.store().await;
    let (tenant, zone) = (TenantId::parse("acme").unwrap(), Zone::parse("Asia/Kolkata").unwrap());
    store.tenant_create(&tenant, "acme", zone, at(NOW)).await.unwrap();
    store.close().await;
    client
        .store(&json!([
            event(0, &json!({"tenant_id": "acme", "timestamp": "2026-11-19T18:29:59Z"})),
            event(1, &json!({"tenant_id": "acme", "timestamp": "2026-11-19T18:30:00Z"})),
        ]))
        .await;
    let of = async |path: &str| client.get(&format!("{path}&tenant_id=acme")).await.status(200).text;
    for (path, name) in [("/stats/daily?days=3", "total"), ("/stats/dashboard-all?days=3", "total_cost")] {
        let text = of(path).await;
        for day in ["\"2026-11-19\",\"{}\":0.000000001", "\"2026-11-20\",\"{}\":0.00000001"] {
            assert!(text.contains(&day.replace("{}", name)), "{path}: {text}");
        }
    }
    // Points of an hour begin with hours of UTC: at half past, there.
    assert!(of("/stats/timeseries?hours=24").await.starts_with(r#"[{"date":"17:30","#));
    let day = r#"{"date":"2026-11-20","timestamp":"2026-11-19T18:30:00Z","total":0.00000001,"#;
    assert!(of("/stats/timeseries?hours=480").await.contains(day));
}
}

/// The exact sum of the amounts that follow a name.
fn sum(text: &str, name: &str) -> i64 {
    let nanos = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<9}").parse::<i64>().unwrap()
    };
    let name = format!("\"{name}\":");
    text.split(&name).skip(1).map(|rest| nanos(rest.split([',', '}']).next().unwrap())).sum()
}

both_databases! {
async fn sums_are_those_of_costs(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let day = "from=2026-11-20T12:00:00Z&to=2026-11-21T12:15:00Z";
    let month = "from=2026-10-22T12:00:00Z&to=2026-11-21T12:15:00Z";
    let week = "from=2026-11-14T12:00:00Z&to=2026-11-21T12:15:00Z";
    for (path, name, query) in [
        ("/stats/by-provider", "total_cost", day),
        ("/stats/by-provider?hours=720", "total_cost", month),
        ("/stats/by-model?hours=720", "total_cost", month),
        ("/stats/by-model?hours=168&customer_id=alice", "total_cost", &format!("{week}&customer=alice")),
        ("/dashboard/stats", "total_cost", week),
        ("/stats/customer/bob", "total_cost", &format!("{month}&customer=bob")),
        ("/stats/customer/bob?days=7", "total_cost", &format!("{week}&customer=bob")),
        ("/stats/daily?days=30", "total", "from=2026-10-23&to=2026-11-22"),
        ("/stats/timeseries?hours=24", "total", "from=2026-11-20T12:00:00Z&to=2026-11-21T13:00:00Z"),
    ] {
        let expected = client.costs(query).await;
        let expected = sum(&expected.text, "cost_usd");
        assert!(expected > 0);
        let found = client.get(path).await.status(200).text;
        assert_eq!(sum(&found, name), expected, "{path}: {found}");
    }
    let named = sum(&client.get("/stats/by-customer").await.text, "total_cost");
    let nobody = sum(&client.costs(&format!("{month}&customer=")).await.text, "cost_usd");
    assert_eq!(named + nobody, sum(&client.costs(month).await.text, "cost_usd"));
}
}

both_databases! {
async fn a_tenant_may_be_confirmed_and_not_chosen(database) {
    let app = TestApp::required(database).await;
    let (client, _) = app.tenant("acme", &[]).await;
    client.get("/stats/by-customer?tenant_id=acme").await.status(200);
    for path in ["/stats/by-customer", "/stats/customer/alice", "/dashboard/customers"] {
        let refused = client.get(&format!("{path}?tenant_id=globex")).await.status(403).json();
        assert!(refused["detail"].is_string(), "{refused}");
    }
}
}

both_databases! {
async fn what_cannot_be_asked_is_refused_with_a_detail(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (path, name) in [
        ("/stats/by-provider?hours=0", "hours"),
        ("/stats/timeseries?hours=soon", "hours"),
        ("/stats/customer/alice?days=91", "days"),
        ("/stats/daily?days=-1", "days"),
        ("/dashboard/stats?days=1.5", "days"),
        ("/stats/dashboard-all?days=7&days=8", "days"),
    ] {
        let refused = client.get(path).await.status(400).json();
        assert!(refused["detail"].as_str().unwrap().contains(&format!("`{name}`")), "{refused}");
    }
}
}
