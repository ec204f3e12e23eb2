//! What the program serves under `/app/`: the page, its files, what browsers may do with them.

use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::{Client, Database, TestApp};

/// A built dashboard, as small as can be.
fn built() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, content: &str| std::fs::write(folder.path().join(name), content).unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    write(
        "index.html",
        "<!doctype html><script>theme()</script><script type=\"module\" src=\"/app/assets/a-1.js\"></script>",
    );
    write("assets/a-1.js", "plain");
    write("assets/a-1.js.br", "brotli");
    write("assets/a-1.js.gz", "gzip");
    folder
}

async fn served(settings: &[(&str, &str)]) -> (TestApp, Client) {
    let app = TestApp::start(Database::sqlite(), settings).await;
    let client = app.client();
    (app, client)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_runs_its_own_scripts_only() {
    let folder = built();
    let (_app, client) =
        served(&[("LLMOBSERVE_DASHBOARD_DIR", folder.path().to_str().unwrap())]).await;
    let html = [("accept", "text/html,*/*")];
    for path in [
        "/app",
        "/app/",
        "/app/customers/alice%20%26%20co",
        "/app/customers/ann@acme.example",
        "/app/runs/x%2Fy.z",
        "/app/index.html",
    ] {
        let page = client.send(Method::GET, path, &html, "").await.status(200);
        assert!(page.text.contains("/app/assets/a-1.js"), "{path}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"), "{policy}");
        assert!(
            !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(page.header("cache-control"), Some("no-cache"));
    }
    for path in [
        "/app/assets/gone.js",
        "/app/assets/a-1.js.br",
        "/app/../Cargo.toml",
        "/app/%2e%2e/Cargo.toml",
        "/app/x",
    ] {
        let missing = client.get(path).await.status(404);
        assert!(!missing.text.contains("[package]"), "{path}: {}", missing.text);
    }
    let first = client.get("/").await.status(307);
    assert_eq!(first.header("location"), Some("/app/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_and_travel_compressed() {
    let folder = built();
    let (_app, client) =
        served(&[("LLMOBSERVE_DASHBOARD_DIR", folder.path().to_str().unwrap())]).await;
    let path = "/app/assets/a-1.js";
    let mut tags = Vec::new();
    for (accepted, encoding, content) in [
        ("br, gzip", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let file =
            client.send(Method::GET, path, &[("accept-encoding", accepted)], "").await.status(200);
        assert_eq!((file.header("content-encoding"), file.text.as_str()), (encoding, content));
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(file.header("content-type").unwrap().contains("javascript"));
        assert!(file.header("vary").unwrap().contains("accept-encoding"));
        let tag = file.header("etag").unwrap().to_owned();
        let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
        assert_eq!(client.send(Method::GET, path, &again, "").await.status(304).text, "");
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "each form has a tag of its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_name_logo_and_colour_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let logo = folder.path().join("logo.svg");
    std::fs::write(&logo, "<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap();
    let (_app, client) = served(&[
        ("LLMOBSERVE_DASHBOARD_NAME", "Acme costs"),
        ("LLMOBSERVE_DASHBOARD_LOGO_FILE", logo.to_str().unwrap()),
        ("LLMOBSERVE_DASHBOARD_ACCENT", "#ff8800"),
    ])
    .await;
    let session = client.get("/api/v1/session").await.status(200).json();
    assert_eq!((&session["name"], &session["accent"]), (&json!("Acme costs"), &json!("#ff8800")));
    let served = client.get(session["logo_url"].as_str().unwrap()).await.status(200);
    assert_eq!(served.header("content-type"), Some("image/svg+xml"));
    assert!(served.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let (_app, plain) = self::served(&[]).await;
    assert_eq!(plain.get("/api/v1/session").await.json()["logo_url"], json!(null));
    plain.get("/app/logo").await.status(404);
}

both_databases! {
async fn the_system_tells_what_it_is_made_of(database) {
    let app = TestApp::open(database).await;
    let system = app.client().get("/api/v1/system").await.status(200).json();
    assert_eq!((&system["version"], &system["auth"]), (&json!(env!("CARGO_PKG_VERSION")), &json!("open")));
    assert_eq!(system["started_at"], "2026-11-21T12:00:00Z");
    assert!(["SQLite", "PostgreSQL"].contains(&system["database"]["kind"].as_str().unwrap()));
    assert!(system["database"]["schema_version"].as_i64().unwrap() >= 6, "{system}");
    assert!(system["database"]["size_bytes"].as_i64().unwrap() > 100_000, "{system}");
    assert!(system["price_book"]["models"].as_u64().unwrap() > 1_000, "{system}");
}
}

both_databases! {
async fn demo_data_is_for_open_mode(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    assert_eq!(client.post("/api/v1/demo?tenant_id=try", "").await.status(200).json(), json!({"created": 5_000, "skipped": 0}));
    assert_eq!(client.post("/api/v1/demo?tenant_id=try", "").await.status(200).json(), json!({"created": 0, "skipped": 5_000}));
    assert!(client.total("tenant_id=try").await.1 > 4_000);
    assert_eq!(client.total("").await.1, 0);
    app.verify("try").await;
}
}

both_databases! {
async fn demo_data_does_not_get_into_anybodys_books(database) {
    let app = TestApp::required(database).await;
    let (admin, _) = app.tenant("acme", &[]).await;
    assert_eq!(admin.post("/api/v1/demo", "").await.status(403).json()["code"], "not_in_this_mode");
    assert_eq!(admin.total("").await.1, 0);
}
}
