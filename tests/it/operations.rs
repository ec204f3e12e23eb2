//! What those who run it need: health, metrics, request ids, an orderly end.

use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::{Database, Program, TestApp};

both_databases! {
async fn health_and_readiness_answer_without_a_key(database) {
    let app = TestApp::required(database).await;
    let client = app.client();
    for path in ["/health", "/healthz", "/readyz", "/warm"] {
        client.get(path).await.status(200);
    }
}
}

both_databases! {
async fn metrics_count_events_and_name_no_customer(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    client.store(&json!([{"id": "a", "provider": "openai", "customer_id": "very-secret-customer"}])).await;
    client.post("/events", "[{}]").await.status(422);
    let metrics = client.get("/metrics").await.status(200);
    assert!(metrics.header("content-type").unwrap().starts_with("text/plain"));
    assert!(metrics.text.contains("llmobserve_"), "{}", metrics.text);
    assert!(!metrics.text.contains("very-secret-customer"));
    for line in metrics.text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("llmobserve_"), "{line}");
        assert!(value.parse::<f64>().is_ok(), "{line}");
        assert!(!name.contains("customer=\""), "{line}");
    }
}
}

both_databases! {
async fn every_answer_carries_a_request_id(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let own = client.get("/api/v1/costs").await;
    assert!(own.header("x-request-id").is_some_and(|id| id.len() >= 8));
    let given = [("x-request-id", "abc-123")];
    let answer = client.send(Method::GET, "/api/v1/costs?limit=0", &given, "").await.status(400);
    assert_eq!(answer.header("x-request-id"), Some("abc-123"));
    assert_eq!(answer.json()["request_id"], "abc-123");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}
}

both_databases! {
async fn unknown_routes_and_methods_are_problems_too(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    let missing = client.get("/api/v1/nothing").await.status(404);
    assert_eq!(missing.json()["code"], "not_found");
    let method = client.send(Method::DELETE, "/events", &[], "").await.status(405);
    assert_eq!(method.json()["code"], "method_not_allowed");
}
}

both_databases! {
async fn a_server_that_is_asked_to_end_finishes_what_it_took(database) {
    let server = Program::serve(&database, &[]);
    let client = server.client();
    let requests: Vec<_> = (0..20)
        .map(|number| {
            let client = client.clone();
            let events: Vec<_> = (0..100)
                .map(|index| json!({"id": format!("{number}-{index}"), "provider": "p"}))
                .collect();
            tokio::spawn(async move { client.try_post("/events", json!(events).to_string()).await })
        })
        .collect();
    // One is answered: the others are on their way.
    client.store(&json!([{"id": "first", "provider": "p"}])).await;
    let ended = tokio::task::spawn_blocking(move || server.terminate());
    let mut acknowledged = 1;
    for request in requests {
        if let Some(answer) = request.await.unwrap().filter(|answer| answer.status == 201) {
            acknowledged += answer.json()["created"].as_i64().unwrap();
        }
    }
    assert!(ended.await.unwrap().success());
    let server = Program::serve(&database, &[]);
    assert!(server.client().total("").await.1 >= acknowledged);
    assert!(server.terminate().success());
}
}

#[test]
fn the_log_has_a_line_a_request_and_no_secret() {
    let database = Database::sqlite();
    let log = tempfile::NamedTempFile::new().unwrap();
    let server = Program::logging(&database, &["--auth", "required"], log.reopen().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let client =
            server.with_token("llmo_sk_abcdefghijkl_0123456789012345678901234567890123456789012");
        client.get("/api/v1/costs?customer=hidden-customer").await.status(401);
        let body =
            "[{\"id\":\"a\",\"provider\":\"p\",\"event_metadata\":{\"prompt\":\"hidden-prompt\"}}]";
        client.post("/events", body).await.status(401);
    });
    assert!(server.terminate().success());
    let text = std::fs::read_to_string(log.path()).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let requests: Vec<_> =
        lines.iter().filter(|line| line.to_string().contains("/events")).collect();
    assert_eq!(requests.len(), 1, "{text}");
    for secret in ["0123456789", "hidden-customer", "hidden-prompt"] {
        assert!(!text.contains(secret), "{text}");
    }
}
