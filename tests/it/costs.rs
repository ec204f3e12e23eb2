//! `GET /api/v1/costs`: groups, filters, windows, pages, tables.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

const DIMENSIONS: [&str; 8] =
    ["customer", "provider", "model", "section", "key", "status", "hour", "day"];

/// One nano-dollar, ten, a hundred …: any sum tells which events are in it.
fn event(number: u32, more: &Value) -> Value {
    let cost = format!("{}e-9", 10_u64.pow(number));
    let mut event = json!({
        "id": format!("e{number}"), "provider": "own", "model": "m", "cost_usd": cost,
        "timestamp": "2026-11-21T10:00:00Z",
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

async fn ledger(client: &Client) {
    client
        .store(&json!([
            event(0, &json!({"customer_id": "a", "section": "s1", "timestamp": "2026-11-19T23:59:59.999999Z"})),
            event(1, &json!({"customer_id": "a", "section": "s2", "model": "n", "timestamp": "2026-11-20T00:00:00Z"})),
            event(2, &json!({"customer_id": "b", "section": "s1", "status": "error", "timestamp": "2026-11-20T00:14:59Z"})),
            event(3, &json!({"section": "s1", "provider": "other", "timestamp": "2026-11-20T00:15:00Z"})),
            event(4, &json!({"customer_id": "b", "model": "n", "timestamp": "2026-11-20T23:59:59.999999Z"})),
            event(5, &json!({"customer_id": "c", "model": null, "timestamp": "2026-11-21T00:00:00Z"})),
        ]))
        .await;
}

/// The numbers of the events whose costs are summed.
fn numbers(cost: &str) -> BTreeSet<u32> {
    let (_, digits) = cost.split_once('.').unwrap_or((cost, ""));
    let digits: Vec<char> = format!("{digits:0<9}").chars().rev().collect();
    (0_u32..).zip(digits).filter(|(_, digit)| *digit == '1').map(|(number, _)| number).collect()
}

async fn in_total(client: &Client, query: &str) -> Vec<u32> {
    let (cost, calls) = client.total(query).await;
    let found = numbers(&cost);
    assert_eq!(i64::try_from(found.len()).unwrap(), calls, "{query}: {cost}");
    found.into_iter().collect()
}

both_databases! {
async fn groups_of_every_kind_add_up_to_the_total(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let pairs = DIMENSIONS.iter().flat_map(|left| {
        DIMENSIONS.iter().filter(move |right| *right != left).map(move |right| format!("{left},{right}"))
    });
    let all = DIMENSIONS.join(",");
    for grouping in DIMENSIONS.iter().map(ToString::to_string).chain(pairs).chain([all]) {
        let answer = client.costs(&format!("group_by={grouping}")).await;
        assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.000111111", "{grouping}");
        let first = grouping.split(',').next().unwrap();
        let mut seen = BTreeSet::new();
        for (_, cost) in answer.groups(first) {
            for number in numbers(&cost) {
                assert!(seen.insert(number), "{grouping}: {number} is in two groups");
            }
        }
        assert_eq!(seen.len(), 6, "{grouping}: {}", answer.text);
    }
}
}

both_databases! {
async fn filters_choose_by_each_dimension_and_by_none(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let table: [(&str, &[u32]); 10] = [
        ("customer=a", &[0, 1]),
        ("customer=", &[3]),
        ("customer=nobody", &[]),
        ("provider=other", &[3]),
        ("model=n", &[1, 4]),
        ("model=", &[5]),
        ("section=s1", &[0, 2, 3]),
        ("status=error", &[2]),
        ("customer=b&model=n", &[4]),
        ("customer=a&section=s2&status=ok&provider=own", &[1]),
    ];
    for (query, expected) in table {
        assert_eq!(in_total(&client, query).await, expected, "{query}");
    }
}
}

both_databases! {
async fn a_window_holds_its_first_instant_and_not_its_last(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let table: [(&str, &[u32]); 8] = [
        ("from=2026-11-20&to=2026-11-21", &[1, 2, 3, 4]),
        ("from=2026-11-20T00:00:00Z&to=2026-11-20T00:15:00Z", &[1, 2]),
        ("from=2026-11-19T23:59:59.999999Z&to=2026-11-20T00:00:00Z", &[0]),
        ("from=2026-11-20T00:00:00.000001Z&to=2026-11-21T00:00:00.000001Z", &[2, 3, 4, 5]),
        ("from=2026-11-20T01:00:00%2B01:00&to=2026-11-20T01:15:00%2B01:00", &[1, 2]),
        ("from=2026-11-20&to=2026-11-21&time_zone=Europe/Berlin", &[0, 1, 2, 3]),
        ("from=2026-11-20&to=2026-11-21&time_zone=America/New_York", &[4, 5]),
        ("", &[0, 1, 2, 3, 4, 5]),
    ];
    for (query, expected) in table {
        for customer in ["", "&group_by=customer", "&group_by=customer,model"] {
            assert_eq!(in_total(&client, &format!("{query}{customer}")).await, expected, "{query}");
        }
    }
}
}

both_databases! {
async fn the_default_window_is_thirty_days_with_today(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client
        .store(&json!([
            event(0, &json!({"timestamp": "2026-10-22T23:59:59Z"})),
            event(1, &json!({"timestamp": "2026-10-23T00:00:00Z"})),
            event(2, &json!({"timestamp": "2026-11-21T23:59:59Z"})),
            event(3, &json!({"timestamp": "2026-11-22T00:00:00Z"})),
        ]))
        .await;
    assert_eq!(in_total(&client, "").await, [1, 2]);
    let window = client.costs("").await.json()["window"].clone();
    assert_eq!(window["from"], "2026-10-23T00:00:00Z");
    assert_eq!(window["to"], "2026-11-22T00:00:00Z");
}
}

both_databases! {
async fn hours_and_days_are_those_of_the_zone(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    // The clocks went back in New York at 06:00 UTC on 2026-11-01: 01:30 was there twice.
    client
        .store(&json!([
            event(0, &json!({"timestamp": "2026-11-01T03:59:59Z"})),
            event(1, &json!({"timestamp": "2026-11-01T05:30:00Z"})),
            event(2, &json!({"timestamp": "2026-11-01T06:30:00Z"})),
            event(3, &json!({"timestamp": "2026-11-02T04:59:59Z"})),
            event(4, &json!({"timestamp": "2026-11-02T05:00:00Z"})),
        ]))
        .await;
    let zone = "time_zone=America/New_York&from=2026-10-31&to=2026-11-03";
    let days = client.costs(&format!("group_by=day&{zone}")).await.groups("day");
    let day = |name: &str, cost: &str| (Some(name.to_owned()), cost.to_owned());
    let expected = [
        day("2026-10-31", "0.000000001"),
        day("2026-11-01", "0.00000111"),
        day("2026-11-02", "0.00001"),
    ];
    assert_eq!(days.into_iter().collect::<BTreeSet<_>>(), expected.into_iter().collect());
    let hours = client.costs(&format!("group_by=hour&{zone}")).await.groups("hour");
    let names: BTreeSet<String> = hours.into_iter().filter_map(|(name, _)| name).collect();
    assert!(names.contains("2026-11-01T01:00:00-04:00"), "{names:?}");
    assert!(names.contains("2026-11-01T01:00:00-05:00"), "{names:?}");
    assert_eq!(names.len(), 5);
}
}

both_databases! {
async fn pages_follow_each_other_and_every_page_has_the_whole_total(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let query = "group_by=customer,model,section,day";
    let whole = client.costs(query).await.json();
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.costs(&format!("{query}&limit=2{cursor}")).await.json();
        assert_eq!(page["total"], whole["total"]);
        assert_eq!(page["window"], whole["window"]);
        paged.extend(page["groups"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(json!(paged), whole["groups"]);
    let elsewhere = client.get(&format!("/api/v1/costs?group_by=model{cursor}")).await.status(400);
    assert!(elsewhere.text.contains("cursor"), "{}", elsewhere.text);
}
}

both_databases! {
async fn a_table_has_the_same_figures(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&client).await;
    let answer = client.costs("group_by=customer,model&format=csv").await;
    assert!(answer.header("content-type").unwrap().starts_with("text/csv"));
    let lines: Vec<&str> = answer.text.lines().collect();
    assert!(lines[0].starts_with("customer,model,cost_usd,calls"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + 6);
    assert!(lines.iter().any(|line| line.starts_with("c,,0.0001,1,")), "{}", answer.text);
}
}

both_databases! {
async fn what_cannot_be_asked_is_refused_by_name(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (query, named) in [
        ("group_by=colour", "group_by"),
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=ten", "limit"),
        ("from=yesterday", "from"),
        ("from=2026-11-21&to=2026-11-20", "from"),
        ("time_zone=Mars/Olympus", "time_zone"),
        ("cursor=made-up", "cursor"),
        ("format=xml", "format"),
        ("grup_by=customer", "grup_by"),
        ("customer=a&customer=b", "customer"),
        ("tenant_id=not%20a%20tenant", "tenant_id"),
    ] {
        let answer = client.get(&format!("/api/v1/costs?{query}")).await.status(400);
        let problem = answer.json();
        assert_eq!(problem["code"], "invalid_parameter", "{query}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(&format!("`{named}`")), "{query}: {detail}");
    }
    client.costs("limit=10000").await;
}
}
