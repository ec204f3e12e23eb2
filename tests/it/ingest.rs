//! `POST /events`: paths, bodies, limits and the shape of the answer.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{NOW, TestApp};

fn event(id: &str) -> Value {
    json!({
        "id": id, "provider": "openai", "model": "gpt-4o-mini", "customer_id": "alice",
        "input_tokens": 900, "output_tokens": 100,
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

both_databases! {
async fn every_spelling_of_the_path_is_the_same_door(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let paths = ["/events", "/events/", "//events/", "//events//", "/api/v1/events", "/api/v1/events/"];
    for (number, path) in paths.into_iter().enumerate() {
        let answer = client.post(path, json!([event(&number.to_string())]).to_string()).await;
        assert_eq!(answer.status(201).json()["created"], 1, "{path}");
    }
    assert_eq!(client.total("").await, ("0.00117".to_owned(), 6));
}
}

both_databases! {
async fn an_array_one_object_and_an_envelope_are_batches(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let bodies = [
        json!([event("a"), event("b")]).to_string(),
        event("c").to_string(),
        json!({"events": [event("d")], "sent_by": "a proxy"}).to_string(),
        format!("\u{feff}{}", json!([event("e")])),
    ];
    for (body, created) in bodies.into_iter().zip([2, 1, 1, 1]) {
        assert_eq!(client.post("/events", body).await.status(201).json()["created"], created);
    }
    let empty = client.post("/events", "[]").await.status(201);
    assert_eq!(
        empty.json(),
        json!({"status": "success", "created": 0, "skipped": 0, "filtered": 0, "rejected": [], "conflicts": []})
    );
    assert_eq!(client.total("").await, ("0.000975".to_owned(), 5));
}
}

both_databases! {
async fn a_gzipped_body_is_read_whatever_its_content_type(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (id, content_type) in [("a", "application/json"), ("b", "text/plain")] {
        let body = gzip(json!([event(id)]).to_string().as_bytes());
        let headers = [("content-encoding", "gzip"), ("content-type", content_type)];
        let answer = client.send(Method::POST, "/events", &headers, body).await;
        assert_eq!(answer.status(201).json()["created"], 1);
    }
    let truncated = gzip(json!([event("c")]).to_string().as_bytes())[..40].to_vec();
    let headers = [("content-encoding", "gzip")];
    let answer = client.send(Method::POST, "/events", &headers, truncated).await.status(400);
    assert_eq!(answer.json()["code"], "invalid_body");
    assert_eq!(client.total("").await.1, 2);
}
}

both_databases! {
async fn limits_count_decompressed_bytes_and_events(database) {
    let settings =
        [("LLMOBSERVE_INGEST_MAX_BODY_BYTES", "20000"), ("LLMOBSERVE_INGEST_MAX_EVENTS", "3")];
    let app = TestApp::start(database, &settings).await;
    let client = app.client();
    let four: Vec<Value> = ["a", "b", "c", "d"].map(event).to_vec();
    let answer = client.post("/events", json!(four).to_string()).await.status(413);
    assert_eq!(answer.json()["code"], "too_large");
    assert!(answer.json()["detail"].as_str().unwrap().contains("more than 3 events"));

    let mut wide = event("wide");
    wide["event_metadata"] = json!({"note": "x".repeat(20_000)});
    let plain = client.post("/events", wide.to_string()).await.status(413);
    assert!(plain.json()["detail"].as_str().unwrap().contains("20000 bytes"));
    let packed = gzip(wide.to_string().as_bytes());
    assert!(packed.len() < 1_000);
    let headers = [("content-encoding", "gzip")];
    client.send(Method::POST, "/events", &headers, packed).await.status(413);

    client.store(&json!(four[..3])).await;
    assert_eq!(client.total("").await.1, 3);
}
}

both_databases! {
async fn a_body_that_is_no_json_is_answered_with_its_place(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (body, place) in [
        ("", "line 1 column 0"),
        ("[NaN]", "line 1 column 2"),
        ("[{\"id\":\"a\"},\n {\"id\":}]", "line 2 column 8"),
        ("[{}] trailing", "line 1 column 6"),
    ] {
        let answer = client.post("/events", body).await.status(400);
        let problem = answer.json();
        assert_eq!(problem["code"], "invalid_json", "{body}");
        assert!(problem["detail"].as_str().unwrap().contains(place), "{body}: {problem}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    for body in ["1", "\"text\"", "null", "{\"events\":{}}"] {
        let problem = client.post("/events", body).await.status(400).json();
        assert_eq!(problem["code"], "invalid_body", "{body}");
    }
}
}

both_databases! {
async fn one_bad_event_does_not_sink_its_batch(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let batch = json!([event("a"), {"id": "b"}, event("c"), 7, event("a")]);
    let answer = client.post("/events", batch.to_string()).await.status(201).json();
    assert_eq!(
        (&answer["created"], &answer["skipped"], &answer["filtered"]),
        (&json!(2), &json!(1), &json!(0))
    );
    let rejected = answer["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 2);
    assert_eq!((&rejected[0]["index"], &rejected[0]["code"]), (&json!(1), &json!("missing_field")));
    assert!(rejected[0]["message"].as_str().unwrap().contains("`provider`"));
    assert_eq!((&rejected[1]["index"], &rejected[1]["code"]), (&json!(3), &json!("invalid_type")));
    assert_eq!(client.total("").await, ("0.00039".to_owned(), 2));

    let all = client.post("/events", "[{\"id\":\"b\"},7]").await.status(422).json();
    assert_eq!(all["code"], "all_rejected");
    assert_eq!(all["rejected"].as_array().unwrap().len(), 2);
}
}

both_databases! {
async fn a_missing_time_is_the_arrival_and_the_order_of_a_batch_stays(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([event("first"), event("second")])).await;
    for (id, time) in [("first", NOW), ("second", "2026-11-21T12:00:00.000001Z")] {
        let event = client.get(&format!("/api/v1/events/{id}")).await.status(200).json();
        assert_eq!(event["timestamp"], time);
    }
}
}

both_databases! {
async fn fields_of_the_original_keep_their_meaning(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client
        .store(&json!([{
            "id": "a", "provider": "OpenAI", "model": "gpt-4o-mini", "customer_id": 42,
            "parent_span_id": "", "input_tokens": null, "output_tokens": null,
            "section": "tool:_track_openai_call", "section_path": "tool:_track_openai_call",
            "endpoint": "POST https://user:hunter2@api.example.com/v1/chat?api_key=hunter2",
            "made_up_field": {"deep": [1, 2]},
        }]))
        .await;
    let answer = client.get("/api/v1/events/a").await.status(200);
    assert!(!answer.text.contains("hunter2"), "{}", answer.text);
    let event = answer.json();
    assert_eq!(event["provider"], "openai");
    assert_eq!(event["customer_id"], "42");
    assert_eq!(event["parent_span_id"], Value::Null);
    assert_eq!(event["section"], "default");
    assert_eq!(event["endpoint"], "POST https://api.example.com/v1/chat");
    assert_eq!(event["metadata"]["made_up_field"], json!({"deep": [1, 2]}), "{event}");
}
}

both_databases! {
async fn a_clients_figure_is_read_as_text(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for (id, sent, cost) in [
        ("a", "3.9e-05", "0.000039"),
        ("b", "0.00015000000000000001", "0.00015"),
        ("c", "\"1.5\"", "1.5"),
        ("d", "0.0000000025", "0.000000002"),
        ("e", "0.0000000035", "0.000000004"),
    ] {
        let body = format!("{{\"id\":\"{id}\",\"provider\":\"in-house\",\"model\":\"m\",\"cost_usd\":{sent}}}");
        client.post("/events", body).await.status(201);
        let event = client.get(&format!("/api/v1/events/{id}")).await.status(200);
        assert_eq!(event.number("\"cost_usd\":"), cost, "{sent}: {}", event.text);
        assert_eq!(event.json()["price_state"], "reported");
    }
    assert_eq!(client.total("").await, ("1.500189006".to_owned(), 5));
}
}
