//! `summary`, `models`, `sections`, `users`, `sessions`, `events`, and the further dimensions of
//! `costs`.

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Client, TestApp};

/// Ten to the power of the number, in nano-dollars: any sum tells which events are in it.
fn event(number: u32, more: &Value) -> Value {
    let mut event = json!({
        "id": format!("e{number}"), "provider": "own", "model": "m", "run_id": "r",
        "cost_usd": format!("{}e-9", 10_u64.pow(number)), "timestamp": "2026-11-21T10:00:00Z",
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

/// The numbers of the events in a sum, written like their cost: `0.000000101` is events 0 and 2.
fn labelled(groups: &[(Option<String>, String)]) -> Vec<(&str, &str)> {
    groups.iter().map(|(label, cost)| (label.as_deref().unwrap_or("-"), cost.as_str())).collect()
}

async fn declare(client: &Client, names: &[&str]) {
    let body = json!({"tag_dimensions": names}).to_string();
    let answer = client.send(reqwest::Method::PATCH, "/api/v1/settings", &[], body).await;
    assert_eq!(answer.status(200).json()["tag_dimensions"], json!(names));
}

both_databases! {
async fn costs_are_grouped_and_filtered_by_every_further_dimension(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    declare(&client, &["feature"]).await;
    client.store(&json!([
        event(0, &json!({"environment": "production", "tags": {"feature": "chat", "team": "x"},
            "user_id": "ann", "session_id": "s1", "section_path": "agent:a/tool:b", "section": "tool:b"})),
        event(1, &json!({"environment": "staging", "tags": {"feature": "chat"}, "user_id": "ann",
            "session_id": "s2", "section_path": "agent:a", "section": "agent:a"})),
        event(2, &json!({"user_id": "ben", "session_id": "s2", "tags": {"feature": "search"}})),
        event(3, &json!({"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 0, "cost_usd": 0})),
        event(4, &json!({"model": "n", "cost_usd": null, "input_tokens": 7})),
    ])).await;
    for (question, expected) in [
        ("environment", vec![("-", "0.0000001"), ("staging", "0.00000001"), ("production", "0.000000001")]),
        ("tag:feature", vec![("search", "0.0000001"), ("chat", "0.000000011"), ("-", "0")]),
        ("user", vec![("ben", "0.0000001"), ("ann", "0.000000011"), ("-", "0")]),
        ("session", vec![("s2", "0.00000011"), ("s1", "0.000000001"), ("-", "0")]),
        ("section_path", vec![("default", "0.0000001"), ("agent:a", "0.00000001"), ("agent:a/tool:b", "0.000000001")]),
    ] {
        let answer = client.costs(&format!("group_by={question}")).await;
        assert_eq!(labelled(&answer.groups(question)), expected, "{question}");
        assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.000000111", "{question}");
    }
    for (filter, cost, calls) in [
        ("environment=staging", "0.00000001", 1),
        ("environment=", "0.0000001", 3),
        ("tag:feature=chat", "0.000000011", 2),
        ("tag:feature=chat&environment=production", "0.000000001", 1),
        ("tag:feature=", "0", 2),
        ("user=ann", "0.000000011", 2),
        ("user=", "0", 2),
        ("session=s2&user=ben", "0.0000001", 1),
        ("section_path=agent:a/tool:b", "0.000000001", 1),
        ("price_state=reported", "0.000000111", 3),
        ("price_state=unpriced", "0", 2),
        ("environment!=staging", "0.000000101", 4),
        ("environment!=staging&environment!=", "0.000000001", 1),
        ("user!=ann", "0.0000001", 3),
        ("user!=&session!=s1", "0.00000011", 2),
        ("tag:feature!=chat", "0.0000001", 3),
        ("tag:feature!=&tag:feature!=search", "0.000000011", 2),
        ("provider!=OWN", "0", 1),
        ("price_state!=reported&model!=n", "0", 1),
        ("customer!=&customer!=nobody", "0", 0),
        ("customer!=nobody", "0.000000111", 5),
    ] {
        assert_eq!(client.total(filter).await, (cost.to_owned(), calls), "{filter}");
        // The events behind a figure are chosen by the same words.
        let events = client.get(&format!("/api/v1/events?{filter}")).await.status(200).json();
        assert_eq!(i64::try_from(events["events"].as_array().unwrap().len()).unwrap(), calls, "{filter}");
    }
    for (query, named) in [
        ("group_by=tag:team", "not declared"),
        ("tag:team=x", "not declared"),
        ("group_by=tag:", "group_by"),
        ("compare=next", "compare"),
        ("compare=previous&group_by=day", "compare"),
        ("compare_from=2026-11-01", "compare"),
        ("top=0", "top"),
        ("model=m&model!=n", "model!"),
        ("tag:team!=x", "not declared"),
        ("hour!=1", "hour!"),
    ] {
        let answer = client.get(&format!("/api/v1/costs?{query}")).await.status(400);
        assert!(answer.text.contains(named), "{query}: {}", answer.text);
    }
    let many = |count: u32| {
        let each: Vec<String> = (0..count).map(|number| format!("user!=u{number}&user!=u0")).collect();
        each.join("&")
    };
    assert_eq!(client.total(&many(100)).await, ("0.000000111".to_owned(), 5));
    for list in ["costs", "events", "models"] {
        let answer = client.get(&format!("/api/v1/{list}?{}", many(101))).await.status(400);
        assert!(answer.text.contains("more than 100 times"), "{list}: {}", answer.text);
    }
    app.verify("default_tenant").await;
}
}

both_databases! {
async fn a_tag_counts_from_its_declaration_on_and_its_totals_outlive_it(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([event(0, &json!({"tags": {"feature": "chat"}}))])).await;
    declare(&client, &["feature"]).await;
    client.store(&json!([event(1, &json!({"tags": {"feature": "chat"}}))])).await;
    let groups = client.costs("group_by=tag:feature").await.groups("tag:feature");
    assert_eq!(labelled(&groups), [("chat", "0.00000001"), ("-", "0.000000001")]);
    // A list of events agrees.
    for (value, cost) in [("chat", "0.00000001"), ("", "0.000000001")] {
        let events = client.get(&format!("/api/v1/events?tag:feature={value}")).await.status(200);
        assert_eq!(events.json()["events"].as_array().unwrap().len(), 1, "{value}");
        assert_eq!(events.number("\"cost_usd\":"), cost, "{value}");
    }
    declare(&client, &[]).await;
    client.get("/api/v1/costs?group_by=tag:feature").await.status(400);
    declare(&client, &["feature"]).await;
    assert_eq!(client.total("tag:feature=chat").await.0, "0.00000001");
    for wrong in [json!({"tag_dimensions": ["a,b"]}), json!({"tag_dimensions": [""]}),
        json!({"tags": []}), json!({"tag_dimensions": ["1", "2", "3", "4", "5", "6", "7", "8", "9"]})]
    {
        let path = "/api/v1/settings";
        client.send(reqwest::Method::PATCH, path, &[], wrong.to_string()).await.status(400);
    }
}
}

both_databases! {
async fn a_comparison_has_both_windows_and_groups_of_either(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([
        event(0, &json!({"customer_id": "a", "timestamp": "2026-11-19T10:00:00Z"})),
        event(1, &json!({"customer_id": "b", "timestamp": "2026-11-19T23:59:59.999999Z"})),
        event(2, &json!({"customer_id": "b", "timestamp": "2026-11-20T00:00:00Z"})),
        event(3, &json!({"customer_id": "c", "timestamp": "2026-11-20T10:00:00Z"})),
    ])).await;
    let answer = client.costs("group_by=customer&from=2026-11-20&to=2026-11-21&compare=previous").await;
    let costs = answer.json();
    assert_eq!(costs["compared_window"]["from"], "2026-11-19T00:00:00Z");
    assert_eq!(answer.number("\"compared\":{\"previous_cost_usd\":"), "0.000000011");
    assert_eq!(answer.number("\"total\":{\"cost_usd\":"), "0.0000011");
    let row = |at: usize| {
        let group = &costs["groups"][at];
        (group["customer"].as_str().unwrap(), group["cost_usd"].to_string(),
            group["previous_cost_usd"].to_string(), group["cost_change_ratio"].clone())
    };
    assert_eq!(row(0), ("c", "1e-6".into(), "0".into(), Value::Null));
    assert_eq!(row(1).0, "b");
    assert_eq!(row(1).3, json!(9));
    assert_eq!((row(2).0, row(2).3), ("a", json!(-1)));
    let other = "from=2026-11-20&to=2026-11-21&compare_from=2026-11-19T10:00:00Z&compare_to=2026-11-19T10:00:00.000001Z";
    let answer = client.costs(other).await;
    assert_eq!(answer.number("\"compared\":{\"previous_cost_usd\":"), "0.000000001");
    let table = client.costs("group_by=customer&from=2026-11-20&to=2026-11-21&compare=previous&format=csv").await;
    assert!(table.text.contains("b,0.0000001,1,"), "{}", table.text);
    assert!(table.text.lines().nth(2).unwrap().ends_with(",0.00000001,1,0,0,0.00000009,9"), "{}", table.text);
    let table = client.costs("customer=b&from=2026-11-20&to=2026-11-21&compare=previous&format=csv").await;
    assert!(table.text.lines().nth(1).unwrap().ends_with(",0.00000001,1,0,0,0.00000009,9"), "{}", table.text);
}
}

both_databases! {
async fn top_groups_and_the_rest_add_up_to_the_total(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([
        event(0, &json!({"customer_id": "a", "timestamp": "2026-11-19T10:00:00Z"})),
        event(1, &json!({"customer_id": "b", "timestamp": "2026-11-19T10:00:00Z"})),
        event(2, &json!({"customer_id": "c", "timestamp": "2026-11-20T10:00:00Z"})),
        event(3, &json!({"customer_id": "a", "timestamp": "2026-11-20T10:00:00Z"})),
        event(4, &json!({"timestamp": "2026-11-20T10:00:00Z"})),
    ])).await;
    let answer = client.costs("group_by=customer&top=2").await;
    let top = answer.groups("customer");
    assert_eq!(labelled(&top), [("-", "0.00001"), ("a", "0.000001001")]);
    assert_eq!(answer.number("\"rest\":[{\"groups\":2,\"cost_usd\":"), "0.00000011");
    let answer = client.costs("group_by=day,customer&top=1").await;
    let days: Vec<Value> = answer.json()["rest"].as_array().unwrap().clone();
    assert_eq!(days.len(), 2);
    assert_eq!((days[0]["day"].as_str(), days[0]["groups"].as_i64()), (Some("2026-11-19"), Some(2)));
    assert!(answer.text.contains("\"groups\":2,\"day\":\"2026-11-19\",\"cost_usd\":0.000000011"), "{}", answer.text);
    assert!(answer.text.contains("\"groups\":2,\"day\":\"2026-11-20\",\"cost_usd\":0.0000011"), "{}", answer.text);
}
}

both_databases! {
async fn a_summary_says_where_the_month_will_end(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    // Noon of 21 November: nine days are to come.
    client.store(&json!([
        event(0, &json!({"timestamp": "2026-11-21T11:59:59Z", "customer_id": "a"})),
        event(1, &json!({"timestamp": "2026-11-20T11:59:59Z", "customer_id": "a"})),
        event(2, &json!({"timestamp": "2026-11-20T12:00:00Z"})),
        event(3, &json!({"timestamp": "2026-11-14T00:00:00Z"})),
        event(4, &json!({"timestamp": "2026-11-13T23:59:59Z"})),
        event(5, &json!({"timestamp": "2026-10-21T11:59:59Z"})),
        event(6, &json!({"timestamp": "2026-10-21T12:00:00Z"})),
    ])).await;
    let answer = client.get("/api/v1/summary?period=2026-10").await.status(200);
    assert_eq!(answer.number("},\"cost_usd\":"), "0.000000001", "{}", answer.text);
    let summary = answer.json();
    assert_eq!(summary["today"]["previous_cost_usd"].to_string(), "1e-8");
    assert_eq!(summary["month"]["window"]["from"], "2026-11-01T00:00:00Z");
    assert!(answer.text.contains("\"previous_cost_usd\":0.0001,"), "{}", answer.text);
    // Seven days cost 1110 nano-dollars: 158.57 a day, rounded to 159. The month so far: 11111, nine
    // days: 1431, and today is 158 short of an average day.
    assert_eq!(answer.number("\"daily_average_usd\":"), "0.000000159");
    assert_eq!(answer.number("\"forecast\":{\"cost_usd\":"), "0.0000127");
    assert_eq!(summary["forecast"]["month_end"], "2026-12-01T00:00:00Z");
    assert_eq!(summary["unattributed"]["calls"], 3);
    assert_eq!(summary["unattributed"]["cost_share"].to_string(), "0.99901");
    assert_eq!(summary["period"]["calls"], 2);
    assert_eq!(summary["period"]["name"], "2026-10");
    // Of one customer: nothing of it is without one.
    let summary = client.get("/api/v1/summary?customer=a").await.status(200).json();
    assert_eq!((summary["month"]["calls"].as_i64(), summary["unattributed"]["calls"].as_i64()), (Some(2), Some(0)));
    // Of those without one: all of it.
    let summary = client.get("/api/v1/summary?customer=").await.status(200).json();
    assert_eq!((summary["month"]["calls"].as_i64(), summary["unattributed"]["calls"].as_i64()), (Some(3), Some(3)));
    client.get("/api/v1/summary?period=soon").await.status(400);
}
}

both_databases! {
async fn models_show_how_well_their_cost_is_known(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([
        {"id": "1", "provider": "openai", "model": "gpt-4o-mini", "status": "error",
            "usage": {"input": 250_000, "cache_read": 750_000, "output": 1_000_000}},
        {"id": "2", "provider": "openai", "model": "gpt-4o-mini", "status": "ok",
            "usage": {"input": 1_000_000}},
        {"id": "3", "provider": "own", "model": "x", "usage": {"input": 5}},
        {"id": "4", "provider": "own", "model": "x", "usage": {"input": 5}, "cost_usd": 0.25},
    ])).await;
    let answer = client.get("/api/v1/models").await.status(200);
    let models = answer.json()["models"].clone();
    // 0.0375 + 0.05625 + 0.6 and 0.15 USD: 0.84375 for two calls and three million tokens.
    assert_eq!(models[0]["model"], "gpt-4o-mini");
    assert_eq!(answer.number("\"cost_per_call_usd\":"), "0.421875");
    assert_eq!(answer.number("\"cost_per_million_tokens_usd\":"), "0.28125");
    assert_eq!(answer.number("\"cache_share\":"), "0.375");
    assert_eq!(answer.number("\"error_share\":"), "0.5");
    assert_eq!(models[0]["price_states"], json!({"priced": 2}));
    assert_eq!(models[1]["price_states"], json!({"reported": 1, "unpriced": 1}));
    let first = client.get("/api/v1/models?limit=1").await.status(200).json();
    let next = first["next"].as_str().unwrap();
    let second = client.get(&format!("/api/v1/models?limit=1&cursor={next}")).await.status(200).json();
    assert_eq!(json!([first["models"][0], second["models"][0]]), models);
    assert_eq!(second["next"], Value::Null);
    let table = client.get("/api/v1/models?format=csv").await.status(200);
    assert!(table.text.contains("openai,gpt-4o-mini,\"{\"\"priced\"\":2}\",0.375,0.5,0.421875,0.28125,0.84375,2,"), "{}", table.text);
}
}

both_databases! {
async fn sections_are_a_tree_with_the_cost_of_each_branch(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([
        event(0, &json!({"section_path": "agent:a/tool:b/step:c", "section": "step:c"})),
        event(1, &json!({"section_path": "agent:a/tool:b", "section": "tool:b"})),
        event(2, &json!({"section_path": "agent:a/tool:d", "section": "tool:d"})),
        event(3, &json!({})),
    ])).await;
    let answer = client.get("/api/v1/sections?format=csv").await.status(200);
    let rows: Vec<&str> = answer.text.lines().skip(1)
        .map(|line| line.match_indices(',').nth(6).map_or(line, |(at, _)| &line[..at])).collect();
    assert_eq!(rows, [
        "default,default,,0,0.000001,1,0.000001",
        "agent:a,agent:a,,0,0,0,0.000000111",
        "agent:a/tool:d,tool:d,agent:a,1,0.0000001,1,0.0000001",
        "agent:a/tool:b,tool:b,agent:a,1,0.00000001,1,0.000000011",
        "agent:a/tool:b/step:c,step:c,agent:a/tool:b,2,0.000000001,1,0.000000001",
    ]);
    let tree = client.get("/api/v1/sections?section=tool:b").await.status(200).json();
    assert_eq!(tree["sections"].as_array().unwrap().len(), 2);
}
}

both_databases! {
async fn users_and_sessions_are_listed_by_cost(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([
        event(0, &json!({"user_id": "ann", "session_id": "s", "customer_id": "x", "run_id": "1", "timestamp": "2026-11-21T08:00:00Z"})),
        event(1, &json!({"user_id": "ann", "session_id": "t", "customer_id": "y", "run_id": "2", "timestamp": "2026-11-21T09:00:00Z"})),
        event(2, &json!({"user_id": "ben", "session_id": "s", "customer_id": "x", "run_id": "2"})),
        // A call without a customer makes no second one.
        event(3, &json!({"user_id": "ben"})),
    ])).await;
    let users = client.get("/api/v1/users").await.status(200).json();
    let entry = &users["entries"][1];
    assert_eq!((entry["id"].as_str(), entry["runs"].as_i64(), entry["calls"].as_i64()), (Some("ann"), Some(2), Some(2)));
    assert_eq!((entry["several_customers"].as_bool(), entry["customer"].as_str()), (Some(true), None));
    assert_eq!((entry["first_at"].as_str(), entry["last_at"].as_str()), (Some("2026-11-21T08:00:00Z"), Some("2026-11-21T09:00:00Z")));
    assert_eq!((users["entries"][0]["id"].as_str(), users["entries"][0]["customer"].as_str()), (Some("ben"), Some("x")));
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("/api/v1/sessions?limit=1{cursor}")).await.status(200).json();
        ids.push(page["entries"][0]["id"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(ids, ["s", "t"]);
    let lines = client.get("/api/v1/sessions?format=ndjson&user=ann").await.status(200);
    assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(lines.text.lines().count(), 2);
    assert!(lines.text.starts_with("{\"id\":\"t\""), "{}", lines.text);
}
}

both_databases! {
async fn an_export_of_events_has_every_row_once_and_adds_up(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let events: Vec<Value> = (0..2_500).map(|number| json!({
        "id": format!("e{number}"), "provider": "own", "model": "=1+1", "cost_usd": "0.000001",
        "customer_id": if number % 2 == 0 { "even" } else { "odd" },
        // Many at one instant: the order within it is the id's.
        "timestamp": if number < 2_000 { "2026-11-21T10:00:00Z" } else { "2026-11-20T10:00:00Z" },
    })).collect();
    client.store(&json!(events)).await;
    let export = client.get("/api/v1/events?format=ndjson").await.status(200);
    let ids: std::collections::BTreeSet<String> = export.text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((ids.len(), export.text.lines().count()), (2_500, 2_500));
    let table = client.get("/api/v1/events?format=csv&customer=odd").await.status(200);
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1_250);
    assert!(rows.iter().all(|row| row[column("cost_usd")] == *"0.000001"));
    assert!(rows.iter().all(|row| row[column("model")] == *"'=1+1"));
    assert_eq!(client.total("customer=odd").await, ("0.00125".to_owned(), 1_250));
    // A page is a page in every form.
    let page = client.get("/api/v1/events?format=csv&limit=10").await.status(200);
    assert_eq!(page.text.lines().count(), 11);
    let cursor = page.header("x-next-cursor").unwrap();
    let next = client.get(&format!("/api/v1/events?limit=10&cursor={cursor}")).await.status(200).json();
    assert_eq!(next["events"].as_array().unwrap().len(), 10);
    for list in ["runs", "costs?group_by=customer"] {
        let join = if list.contains('?') { '&' } else { '?' };
        client.get(&format!("/api/v1/{list}{join}format=ndjson")).await.status(200);
        client.get(&format!("/api/v1/{list}{join}format=xml")).await.status(400);
    }
}
}

both_databases! {
async fn a_character_that_no_database_stores_is_refused_everywhere(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([event(0, &json!({}))])).await;
    for path in ["costs?customer=%00", "costs?user=%00", "events?section=%00", "runs?model=%00", "summary?session=%00",
        "users?environment=%00", "customers/%00", "runs/%00", "events/%00", "revisions/%00"]
    {
        let answer = client.get(&format!("/api/v1/{path}")).await.status(400);
        assert!(answer.text.contains("U+0000"), "{path}: {}", answer.text);
    }
    client.get("/stats/customer/%00").await.status(400);
    let answer = client.get("/api/v1/runs/%ff").await.status(400);
    assert_eq!(answer.json()["detail"], "the path is no UTF-8");
}
}

both_databases! {
async fn a_tree_of_sections_has_sixteen_levels_and_loses_nothing(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let deep = |name: &str| format!("{name}{}", "/a".repeat(100));
    client.store(&json!([
        event(0, &json!({"section_path": deep("x")})),
        event(1, &json!({"section_path": format!("{}/b", deep("x"))})),
    ])).await;
    let tree = client.get("/api/v1/sections").await.status(200).json();
    let sections = tree["sections"].as_array().unwrap();
    assert_eq!(sections.len(), 16);
    assert_eq!((sections[0]["calls"].as_i64(), sections[15]["own_calls"].as_i64()), (Some(2), Some(2)));
}
}
