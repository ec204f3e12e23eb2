//! `/api/v1/keys`: keys are made once, listed without their secret, and revoked.

use chrono::TimeDelta;
use llmobserve::domain::scope::Grant;
use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::TestApp;

both_databases! {
async fn a_key_is_shown_once_and_works_until_it_is_revoked(database) {
    let app = TestApp::required(database).await;
    let (admin, own) = app.tenant("acme", &[Grant::Admin]).await;
    let (other, _) = app.tenant("globex", &[Grant::Admin]).await;
    let body = json!({"name": "web", "scopes": ["events:write"], "expires_in_days": 30});
    let issued = admin.post("/api/v1/keys", body.to_string()).await.status(201).json();
    let (key, id) = (issued["key"].as_str().unwrap(), issued["id"].as_str().unwrap());
    assert_eq!(issued["expires_at"], "2026-12-21T12:00:00Z");
    let client = app.with_token(key);
    client.store(&json!([{"id": "x", "provider": "own"}])).await;
    client.get("/api/v1/costs").await.status(403);

    let listed = admin.get("/api/v1/keys").await.status(200);
    assert!(!listed.text.contains(&key[21..]), "{}", listed.text);
    let ids: Vec<String> =
        listed.json()["keys"].as_array().unwrap().iter().map(|key| key["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&own.id().to_string()) && ids.contains(&id.to_owned()));
    assert!(!other.get("/api/v1/keys").await.status(200).text.contains(id));

    let path = format!("/api/v1/keys/{id}");
    other.send(Method::DELETE, &path, &[], "").await.status(404);
    client.store(&json!([{"id": "y", "provider": "own"}])).await;
    admin.send(Method::DELETE, &path, &[], "").await.status(204);
    admin.send(Method::DELETE, &path, &[], "").await.status(404);
    app.advance(TimeDelta::seconds(1));
    assert_eq!(client.post("/events", "[]").await.status, 401);
}
}

both_databases! {
async fn a_key_that_cannot_be_made_is_refused_by_name(database) {
    let app = TestApp::required(database).await;
    let (admin, _) = app.tenant("acme", &[Grant::Admin]).await;
    for (body, named) in [
        (json!({"scopes": []}), "scopes"),
        (json!({"scopes": ["everything"]}), "events:write"),
        (json!({"scopes": ["admin"], "expires_in_days": 0}), "expires_in_days"),
        (json!({"scopes": ["admin"], "name": "x".repeat(129)}), "name"),
        (json!({"scopes": ["admin"], "tenant": "globex"}), "tenant"),
    ] {
        let refused = admin.post("/api/v1/keys", body.to_string()).await.status(400);
        assert!(refused.text.contains(named), "{body}: {}", refused.text);
    }
    assert_eq!(admin.get("/api/v1/keys").await.json()["keys"].as_array().unwrap().len(), 1);
}
}

both_databases! {
async fn a_key_makes_none_that_outlives_it(database) {
    let app = TestApp::required(database).await;
    let (admin, _) = app.tenant("acme", &[Grant::Admin]).await;
    let day = json!({"scopes": ["admin"], "expires_in_days": 1}).to_string();
    let short = admin.post("/api/v1/keys", day).await.status(201).json();
    let short = app.with_token(short["key"].as_str().unwrap());
    for (asked, ends) in [
        (json!({"scopes": ["admin"]}), "2026-11-22T12:00:00Z"),
        (json!({"scopes": ["admin"], "expires_in_days": 30}), "2026-11-22T12:00:00Z"),
    ] {
        let made = short.post("/api/v1/keys", asked.to_string()).await.status(201).json();
        assert_eq!(made["expires_at"], ends, "{asked}");
    }
    let body = json!({"scopes": ["admin"]}).to_string();
    assert_eq!(admin.post("/api/v1/keys", body).await.status(201).json()["expires_at"], json!(null));
}
}
