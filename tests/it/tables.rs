//! Lists as CSV and NDJSON: every list has them, whole or page by page, row for row as in JSON.

use std::collections::BTreeMap;
use std::io::Read as _;

use llmobserve::pricing::import::Format;
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::support::prices::import;
use crate::support::{Answer, Client, TestApp};
use crate::{both_databases, fixture};

/// A list: its path with a question, and the member that has its entries.
struct List {
    path: String,
    entries: String,
    has_pages: bool,
}

impl List {
    async fn json(&self, client: &Client, query: &str) -> Vec<Value> {
        let answer = client.get(&format!("{}{query}", self.path)).await.status(200).json();
        answer[&self.entries].as_array().unwrap().clone()
    }

    /// Every page of one row, until none is next.
    async fn pages(&self, client: &Client, format: &str) -> Vec<Answer> {
        let (mut pages, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{}format={format}&limit=1{cursor}", self.path);
            let page = client.get(&path).await.status(200);
            let next = page.header("x-next-cursor").map(|next| format!("&cursor={next}"));
            pages.push(page);
            match next {
                Some(next) => cursor = next,
                None => return pages,
            }
        }
    }
}

/// Every `GET` operation of the document whose answer is a list of views. The steps of an explanation
/// and the tenants to choose from are no list of what a tenant has.
async fn lists(client: &Client) -> Vec<List> {
    let document = client.get("/api/openapi.json").await.status(200).json();
    let schema = |reference: &Value| {
        let name = reference.as_str().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        document["components"]["schemas"][name].clone()
    };
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let answer = &methods["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let is_other = path.contains('{')
            || ["/api/v1/prices/explain", "/api/v1/session"].contains(&path.as_str());
        if is_other || !path.starts_with("/api/v1/") {
            continue;
        }
        let view = schema(&answer["$ref"]);
        let members = view["properties"].as_object().into_iter().flatten();
        let entries = members
            .filter(|(_, member)| member["type"] == "array" && member["items"]["$ref"].is_string());
        for (name, _) in entries {
            let path = match path.as_str() {
                "/api/v1/costs" => format!("{path}?group_by=model&"),
                "/api/v1/prices" => format!("{path}?model=gpt-4o&"),
                path => format!("{path}?"),
            };
            let has_pages = view["properties"]["next"].is_object();
            found.push(List { path, entries: name.clone(), has_pages });
        }
    }
    found
}

/// Several entries of every list.
async fn ledger(app: &TestApp, client: &Client) {
    let call = |number: u32, model: &str| {
        json!({"id": format!("{model}-{number}"), "provider": "openai", "model": model, "input_tokens": 70,
            "section": format!("s{}", number % 2), "customer_id": format!("c{}", number % 3),
            "user_id": format!("u{}", number % 2), "session_id": format!("=s{}", number % 2),
            "run_id": format!("r{}", number % 4), "tags": {"a": "b"}, "timestamp": "2026-11-21T10:00:00Z"})
    };
    let calls = ["gpt-4o", "none-known", "nor-known"]
        .map(|model| (0..12).map(move |number| call(number, model)));
    client.store(&json!(calls.into_iter().flatten().collect::<Vec<Value>>())).await;
    for number in 0..3 {
        let reason = format!("={number}");
        let void =
            json!({"kind": "void", "events": [format!("gpt-4o-{number}")], "reason": reason});
        client.revise(&void).await;
        let id = format!("gone-{number}");
        client.put_customer(&id, &json!({})).await.status(200);
        let body = json!({"reason": reason}).to_string();
        client
            .send(Method::DELETE, &format!("/api/v1/customers/{id}"), &[], body)
            .await
            .status(200);
        let over = json!({"provider": "own", "model": format!("m{number}"), "reason": reason,
            "unit_prices": {"input": {"usd": "1", "per": 1_000_000}}});
        client.post("/api/v1/prices/overrides", over.to_string()).await.status(201);
    }
    for name in ["=one", "two"] {
        let key = json!({"name": name, "scopes": ["costs:read"]}).to_string();
        client.post("/api/v1/keys", key).await.status(201);
    }
    let factor = json!({"provider": "own", "model": "*", "factor": "0.9", "days": [1, 2]});
    client.post("/api/v1/prices/overrides", factor.to_string()).await.status(201);
    import(app, Format::Csv, fixture!("list.csv")).await;
    import(app, Format::GenaiPrices, fixture!("genai.json")).await;
}

/// A table as browsers ask for it.
async fn compressed(client: &Client, path: &str) -> String {
    let answer = client.bytes(path, &[("accept-encoding", "gzip")]).await;
    let mut text = String::new();
    flate2::read::GzDecoder::new(answer.as_slice()).read_to_string(&mut text).unwrap();
    text
}

/// NDJSON has the entries.
fn holds_lines(path: &str, entries: &[Value], table: &Answer) {
    assert_eq!(table.header("content-type"), Some("application/x-ndjson"), "{path}");
    let lines: Vec<Value> =
        table.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, entries, "{path}");
}

/// CSV has the entries, nested values as JSON.
fn holds_records(path: &str, entries: &[Value], table: &Answer) {
    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"), "{path}");
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), entries.len(), "{path}");
    for (entry, record) in entries.iter().zip(&records) {
        let entry = entry.as_object().unwrap();
        // A table of events leaves out what only one event has.
        let missing = entry.keys().find(|name| !header.iter().any(|column| column == *name));
        assert!(missing.is_none() || path.contains("/events"), "{path}: {missing:?} has no column");
        for (column, cell) in header.iter().zip(record) {
            match entry.get(column) {
                None | Some(Value::Null) => assert_eq!(cell, "", "{path}: {column}"),
                Some(Value::String(text)) => {
                    let formula = if text.starts_with('=') { "'" } else { "" };
                    assert_eq!(cell, format!("{formula}{text}"), "{path}: {column}");
                }
                Some(value) => {
                    let read: Value = serde_json::from_str(cell).unwrap();
                    assert_eq!(&read, value, "{path}: {column}");
                }
            }
        }
    }
}

both_databases! {
async fn every_list_is_a_table_too(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&app, &client).await;
    let lists = lists(&client).await;
    assert!(lists.len() >= 15, "{}", lists.len());
    for list in lists {
        let path = &list.path;
        let entries = list.json(&client, "").await;
        assert!(entries.len() >= 2, "{path} has too few entries to tell: {entries:?}");
        for format in ["csv", "ndjson"] {
            let holds = if format == "csv" { holds_records } else { holds_lines };
            let whole = client.get(&format!("{path}format={format}")).await.status(200);
            holds(path, &entries, &whole);
            assert_eq!(compressed(&client, &format!("{path}format={format}")).await, whole.text, "{path}");
            if !list.has_pages {
                continue;
            }
            let pages = list.pages(&client, format).await;
            assert_eq!(pages.len(), entries.len(), "{path}");
            for (entry, page) in entries.iter().zip(&pages) {
                holds(path, std::slice::from_ref(entry), page);
            }
        }
        let refused = client.get(&format!("{path}format=xml")).await.status(400);
        assert!(refused.text.contains("`format`"), "{path}: {}", refused.text);
    }
}
}

both_databases! {
async fn a_table_is_whole_where_the_json_is_cut_off(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&app, &client).await;
    for (path, rows) in [("insights", 2), ("prices/unpriced", 2), ("revisions", 3), ("erasures", 3)] {
        let whole = client.get(&format!("/api/v1/{path}?format=ndjson")).await.status(200);
        assert_eq!(whole.text.lines().count(), rows, "{path}");
        let cut = client.get(&format!("/api/v1/{path}?format=ndjson&limit=1")).await.status(200);
        assert_eq!(cut.text.lines().count(), 1, "{path}");
    }
}
}

both_databases! {
async fn the_oldest_revision_and_certificate_are_reached_page_by_page(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    ledger(&app, &client).await;
    for (path, entries) in [("revisions", "revisions"), ("erasures", "erasures")] {
        let whole = client.get(&format!("/api/v1/{path}")).await.status(200).json();
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = client.get(&format!("/api/v1/{path}?limit=2{cursor}")).await.status(200).json();
            found.extend(page[entries].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!((&json!(found), found.len()), (&whole[entries], 3), "{path}");
        let foreign = client.get(&format!("/api/v1/{path}?cursor=AAAA")).await.status(400);
        assert!(foreign.text.contains("cursor"), "{path}: {}", foreign.text);
    }
}
}

/// The rows of a CSV, by column.
fn records(table: &Answer) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(table.text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The column that says of how many groups a row is the sum.
fn counts(table: &Answer) -> Vec<String> {
    records(table).into_iter().map(|mut row| row.remove("groups").unwrap()).collect()
}

/// Customers c, b and a, the costliest first, and a call without one, on two days.
async fn three_customers(client: &Client) {
    let customers = [None, Some("b"), Some("c"), Some("a"), Some("b"), Some("c")];
    let call = |(number, customer): (u32, Option<&str>)| {
        json!({"id": format!("e{number}"), "provider": "own", "customer_id": customer,
            "cost_usd": format!("{}e-9", 10_u64.pow(number)),
            "timestamp": format!("2026-11-{}T10:00:00Z", 19 + number % 2)})
    };
    client.store(&(0..).zip(customers).map(call).collect()).await;
}

both_databases! {
async fn a_table_of_the_top_groups_adds_up_to_the_total(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    three_customers(&client).await;
    for (query, expected) in [
        ("group_by=customer&top=1", vec!["", "3"]),
        ("group_by=day,customer&top=1", vec!["", "", "2", "2"]),
        ("group_by=customer&top=2&compare=previous&from=2026-11-20&to=2026-11-21", vec!["", "", "2"]),
        ("group_by=customer&top=4", vec!["", "", "", ""]),
        ("top=1", vec![""]),
    ] {
        let table = client.costs(&format!("{query}&format=csv")).await;
        assert_eq!(counts(&table), expected, "{query}");
        let costs = records(&table).into_iter().map(|row| row["cost_usd"].parse::<Decimal>().unwrap());
        let total = client.costs(query).await.number("\"total\":{\"cost_usd\":");
        assert_eq!(costs.sum::<Decimal>().normalize().to_string(), total, "{query}");
    }
    assert!(!client.costs("group_by=customer&format=csv").await.text.contains("groups"));
    let lines = client.costs("group_by=day,customer&top=1&format=ndjson").await.text;
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!((&last["groups"], &last["day"], last.get("customer")), (&json!(2), &json!("2026-11-20"), None));
}
}

both_databases! {
async fn the_rest_is_on_the_last_page_of_a_table(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    three_customers(&client).await;
    let path = "/api/v1/costs?group_by=customer&top=2&".to_owned();
    let list = List { path, entries: "groups".to_owned(), has_pages: true };
    let pages: Vec<Vec<String>> = list.pages(&client, "csv").await.iter().map(counts).collect();
    assert_eq!(pages, [vec![""], vec!["", "2"]]);
}
}
