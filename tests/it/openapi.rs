//! The description of the API: committed, served, and readable without the network.

use std::collections::HashSet;

use crate::support::{Database, Program, TestApp, operations};

const COMMITTED: &str = include_str!("../../openapi.json");

#[test]
fn the_committed_document_is_the_programs_own() {
    let output = Program::command(&Database::sqlite(), &["openapi"]).output().unwrap();
    assert!(output.status.success());
    let own = String::from_utf8(output.stdout).unwrap();
    assert!(own == COMMITTED, "openapi.json is out of date: llmobserve openapi > openapi.json");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_served_document_is_the_committed_one() {
    let app = TestApp::open(Database::sqlite()).await;
    let served = app.client().get("/api/openapi.json").await.status(200).json();
    assert_eq!(served, serde_json::from_str::<serde_json::Value>(COMMITTED).unwrap());
    assert!(served["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut ids = HashSet::new();
    for operation in operations(&app.client()).await {
        let path = &served["paths"][&operation.path];
        let text = &path[operation.method.as_str().to_lowercase()];
        assert!(text["summary"].is_string(), "{operation:?} has no summary");
        assert!(
            ids.insert(text["operationId"].to_string()),
            "{operation:?} has the name of another"
        );
        let responses = text["responses"].as_object().unwrap();
        let needs_key = operation.scopes.is_some();
        // Signing in needs no credential in its headers, and refuses the one in its body.
        let signs_in = operation.method == "POST" && operation.path == "/api/v1/session";
        assert_eq!(responses.contains_key("401"), needs_key || signs_in, "{operation:?}");
        assert_eq!(responses.contains_key("403"), needs_key, "{operation:?}");
        assert_eq!(text["security"][1]["session"].is_array(), needs_key, "{operation:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_needs_nothing_from_elsewhere() {
    let app = TestApp::open(Database::sqlite()).await;
    let client = app.client();
    let page = client.get("/api/docs/").await.status(200).text;
    let mut assets = 0;
    for attribute in ["src=\"", "href=\""] {
        for reference in page.split(attribute).skip(1) {
            let reference = reference.split('"').next().unwrap();
            assert!(!reference.contains("//"), "{reference} is not ours");
            let path = reference.trim_start_matches("./");
            client.get(&format!("/api/docs/{path}")).await.status(200);
            assets += 1;
        }
    }
    assert!(assets >= 4, "{page}");
    let script = client.get("/api/docs/swagger-initializer.js").await.status(200).text;
    assert!(script.contains("/api/openapi.json"), "{script}");
}
