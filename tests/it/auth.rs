//! Who may: API keys, their scopes and ends, and what open mode trusts.

use chrono::TimeDelta;
use llmobserve::auth::{PlainKey, local_operator};
use llmobserve::clock::SystemIdGen;
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::scope::{Grant, Grants};
use llmobserve::store::NewKey;
use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::{Answer, Client, NOW, Operation, TestApp, at, operations};

async fn call(client: &Client, operation: &Operation) -> Answer {
    let body = if operation.method == Method::POST { "[]" } else { "" };
    client.send(operation.method.clone(), &operation.path_of("x"), &[], body).await
}

/// Whether a refusal has this code; OpenTelemetry's door has numbers of its own for them.
fn has_code(refused: &Answer, operation: &Operation, code: &str) -> bool {
    let number = if code == "scope_missing" { 7 } else { 16 };
    let expected = if operation.path == "/v1/traces" { json!(number) } else { json!(code) };
    refused.json()["code"] == expected
}

/// A key that works until a time.
async fn expiring_key(app: &TestApp, tenant: &str, after: TimeDelta) -> PlainKey {
    let store = app.store().await;
    let key = PlainKey::generate(&SystemIdGen).unwrap();
    let record = NewKey {
        id: key.id().clone(),
        digest: key.digest().to_vec(),
        name: "short".to_owned(),
        grants: Grants::all(),
        expires_at: Some(at(NOW) + after),
    };
    let scope = local_operator(TenantId::parse(tenant).unwrap());
    store.key_create(&scope, &record, at(NOW)).await.unwrap();
    store.close().await;
    key
}

async fn revoke(app: &TestApp, tenant: &str, key: &PlainKey) {
    let store = app.store().await;
    let scope = local_operator(TenantId::parse(tenant).unwrap());
    assert!(store.key_revoke(&scope, key.id(), at(NOW)).await.unwrap());
    store.close().await;
}

both_databases! {
async fn only_the_public_operations_answer_without_a_key(database) {
    let app = TestApp::required(database).await;
    let (good, key) = app.tenant("acme", &[]).await;
    let wrong = format!("{}x", &key.reveal()[..key.reveal().len() - 1]);
    let public = ["/api/v1/session", "/health", "/healthz", "/readyz", "/warm"];
    for operation in operations(&good).await {
        let is_public = operation.scopes.is_none();
        assert_eq!(is_public, public.contains(&operation.path.as_str()), "{operation:?}");
        let anonymous = call(&app.client(), &operation).await;
        if is_public {
            // Signing in without anything is no sign-in, and no lack of a credential either.
            let expected = match operation.method {
                Method::GET => 200,
                Method::DELETE => 204,
                _ => 400,
            };
            assert_eq!(anonymous.status, expected, "{operation:?}");
            continue;
        }
        assert_eq!(anonymous.status, 401, "{operation:?}: {}", anonymous.text);
        assert!(has_code(&anonymous, &operation, "credential_required"), "{}", anonymous.text);
        assert_eq!(anonymous.header("www-authenticate"), Some("Bearer"));
        for token in ["dev-mode", "llmo_sk_", wrong.as_str(), "llmo_sk_abcdefghijkl_short"] {
            let refused = call(&app.with_token(token), &operation).await;
            assert_eq!(refused.status, 401, "{operation:?} with {token}");
            assert!(has_code(&refused, &operation, "credential_invalid"), "{}", refused.text);
            assert!(!refused.text.contains(token), "{}", refused.text);
        }
        assert_ne!(call(&good, &operation).await.status, 401, "{operation:?}");
    }
}
}

both_databases! {
async fn a_key_does_what_its_scopes_say(database) {
    let app = TestApp::required(database).await;
    let (admin, _) = app.tenant("acme", &[Grant::Admin]).await;
    let all = [Grant::EventsWrite, Grant::CostsRead, Grant::RunsRead];
    for operation in operations(&admin).await {
        let Some(scopes) = operation.scopes.clone().filter(|scopes| !scopes.is_empty()) else {
            continue;
        };
        let allowed = call(&admin, &operation).await;
        assert!(!allowed.text.contains("scope_missing"), "{operation:?}: {}", allowed.text);
        let needed = Grant::parse(&scopes[0]).unwrap();
        let others: Vec<Grant> = all.into_iter().filter(|grant| *grant != needed).collect();
        let (client, _) = app.tenant("acme", &others).await;
        let refused = call(&client, &operation).await;
        assert_eq!(refused.status, 403, "{operation:?}: {}", refused.text);
        assert!(has_code(&refused, &operation, "scope_missing"), "{}", refused.text);
        assert!(refused.text.contains(needed.as_str()), "{}", refused.text);
        if needed != Grant::Admin {
            let (client, _) = app.tenant("acme", &[needed]).await;
            assert_ne!(call(&client, &operation).await.status, 403, "{operation:?}");
        }
    }
}
}

both_databases! {
async fn a_revoked_key_stops_within_a_second(database) {
    let app = TestApp::required(database).await;
    let (client, key) = app.tenant("acme", &[]).await;
    let (other, _) = app.tenant("acme", &[]).await;
    client.get("/api/v1/costs").await.status(200);
    revoke(&app, "acme", &key).await;
    app.advance(TimeDelta::seconds(1));
    client.get("/api/v1/costs").await.status(401);
    other.get("/api/v1/costs").await.status(200);
}
}

both_databases! {
async fn an_expired_key_stops_at_its_end(database) {
    let app = TestApp::required(database).await;
    app.tenant("acme", &[]).await;
    let key = expiring_key(&app, "acme", TimeDelta::minutes(5)).await;
    let client = app.with_token(key.reveal());
    app.advance(TimeDelta::minutes(5) - TimeDelta::milliseconds(1));
    client.get("/api/v1/costs").await.status(200);
    app.advance(TimeDelta::milliseconds(1));
    client.get("/api/v1/costs").await.status(401);
}
}

both_databases! {
async fn the_last_use_of_a_key_is_noted(database) {
    let mut app = TestApp::required(database).await;
    let (client, key) = app.tenant("acme", &[]).await;
    app.advance(TimeDelta::hours(3));
    client.get("/api/v1/costs").await.status(200);
    app.halt().await;
    let store = app.store().await;
    let scope = local_operator(TenantId::parse("acme").unwrap());
    let keys = store.key_list(&scope).await.unwrap();
    store.close().await;
    let used = keys.iter().find(|record| record.id == *key.id()).unwrap();
    assert_eq!(used.last_used_at, Some(at(NOW) + TimeDelta::hours(3)));
}
}

both_databases! {
async fn a_claim_may_confirm_the_keys_tenant_and_nothing_else(database) {
    let app = TestApp::required(database).await;
    let (client, _) = app.tenant("acme", &[]).await;
    app.tenant("globex", &[]).await;
    let event = |id: &str, tenant: &str| json!({"id": id, "provider": "p", "tenant_id": tenant});
    for claim in ["acme", "default_tenant"] {
        client.get(&format!("/api/v1/costs?tenant_id={claim}")).await.status(200);
        client.store(&json!([event(claim, claim)])).await;
    }
    assert_eq!(client.total("").await.1, 2);

    let refused = client.get("/api/v1/costs?tenant_id=globex").await.status(403);
    assert_eq!(refused.json()["code"], "tenant_mismatch");
    let header = [("x-tenant-id", "globex")];
    client.send(Method::GET, "/api/v1/costs", &header, "").await.status(403);
    client.send(Method::POST, "/events", &header, "[]").await.status(403);

    let mixed = json!([event("a", "globex"), event("b", "acme")]);
    let answer = client.post("/events", mixed.to_string()).await.status(201).json();
    assert_eq!(answer["created"], 1);
    assert_eq!(answer["rejected"][0]["code"], "tenant_mismatch");
    client.post("/events", json!([event("c", "globex")]).to_string()).await.status(403);
    assert_eq!(client.total("").await.1, 3);
}
}

both_databases! {
async fn open_mode_selects_the_tenant_and_the_first_event_makes_it(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    assert_eq!(client.total("tenant_id=new").await, ("0".to_owned(), 0));
    client.store(&json!([{"id": "a", "provider": "p", "tenant_id": "new"}])).await;
    let header = [("x-tenant-id", "other")];
    let body = json!([{"id": "a", "provider": "p"}]).to_string();
    client.send(Method::POST, "/events", &header, body).await.status(201);
    for tenant in ["new", "other"] {
        assert_eq!(client.total(&format!("tenant_id={tenant}")).await.1, 1, "{tenant}");
    }
    assert_eq!(client.total("").await.1, 0);
    let both = client.send(Method::GET, "/api/v1/costs?tenant_id=new", &header, "").await;
    both.status(400);
}
}

both_databases! {
async fn open_mode_trusts_only_this_machine(database) {
    let app = TestApp::open(database).await;
    let client = app.client();
    for header in [
        ("host", "evil.example"),
        ("host", "127.0.0.1.evil.example:8000"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let refused = client.send(Method::GET, "/api/v1/costs", &[header], "").await.status(403);
        assert_eq!(refused.json()["code"], "host_not_trusted", "{header:?}");
    }
    for header in [("host", "localhost:8000"), ("host", "[::1]:8000"), ("origin", "http://127.0.0.1:5173")] {
        client.send(Method::GET, "/api/v1/costs", &[header], "").await.status(200);
    }
}
}

both_databases! {
async fn open_on_a_network_answers_no_pages_of_other_sites(database) {
    let app = TestApp::start(database, &[("LLMOBSERVE_OPEN_ON_NETWORK", "true")]).await;
    let client = app.client();
    let ask = |host: &'static str, origin: &'static str| {
        let client = client.clone();
        async move {
            let headers = [("host", host), ("origin", origin)];
            client.send(Method::POST, "/api/v1/demo", &headers, "").await.status
        }
    };
    for (host, origin) in [
        ("costs.lan:8000", "http://evil.example"),
        ("costs.lan:8000", "http://costs.lan:9000"),
        ("costs.lan:8000", "null"),
    ] {
        assert_eq!(ask(host, origin).await, 403, "{host} {origin}");
    }
    assert_eq!(ask("costs.lan:8000", "http://costs.lan:8000").await, 200);
    let headers = [("host", "costs.lan:8000")];
    client.send(Method::GET, "/api/v1/costs", &headers, "").await.status(200);
}
}
