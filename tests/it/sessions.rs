//! Signing in to the dashboard: a key becomes a cookie, for its tenant and no other, for a day's work.

use chrono::TimeDelta;
use llmobserve::domain::scope::Grant;
use reqwest::Method;
use serde_json::json;

use crate::both_databases;
use crate::support::{Answer, Client, TestApp};

/// A browser that has signed in.
struct Browser {
    client: Client,
    cookie: String,
    csrf: String,
}

impl Browser {
    async fn sign_in(app: &TestApp, key: &str) -> Self {
        let client = app.client();
        let answer =
            client.post("/api/v1/session", json!({"api_key": key}).to_string()).await.status(200);
        let set = answer.header("set-cookie").unwrap().to_owned();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            assert!(set.contains(attribute), "{set}");
        }
        assert!(!set.contains("Secure"), "this connection is plain: {set}");
        let cookie = set.split(';').next().unwrap().to_owned();
        let csrf = answer.json()["csrf_token"].as_str().unwrap().to_owned();
        Self { client, cookie, csrf }
    }

    async fn send(&self, method: Method, path: &str, csrf: &str, body: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), ("x-csrf-token", csrf)];
        self.client.send(method, path, &headers, body.to_owned()).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.client.send(Method::GET, path, &[("cookie", &self.cookie)], "").await
    }
}

both_databases! {
async fn a_key_signs_in_for_its_tenant_until_it_signs_out(database) {
    let app = TestApp::required(database).await;
    let (acme, key) = app.tenant("acme", &[]).await;
    let (globex, _) = app.tenant("globex", &[]).await;
    for (client, cost) in [(&acme, 3), (&globex, 5)] {
        client.store(&json!([{"id": "x", "provider": "own", "cost_usd": cost}])).await;
    }
    let anonymous = app.client().get("/api/v1/session").await.status(200).json();
    assert_eq!((&anonymous["mode"], &anonymous["signed_in"]), (&json!("required"), &json!(false)));
    assert_eq!((&anonymous["tenants"], &anonymous["csrf_token"]), (&json!([]), &json!(null)));

    let browser = Browser::sign_in(&app, key.reveal()).await;
    let session = browser.get("/api/v1/session").await.status(200).json();
    assert_eq!((&session["tenant_id"], &session["csrf_token"]), (&json!("acme"), &json!(browser.csrf)));
    assert_eq!(session["tenants"], json!([]), "nobody else's names");
    assert_eq!(browser.get("/api/v1/costs").await.status(200).number("\"total\":{\"cost_usd\":"), "3");
    for path in ["/api/v1/costs?tenant_id=globex", "/api/v1/runs?tenant_id=globex"] {
        assert_eq!(browser.get(path).await.status(403).json()["code"], "tenant_mismatch");
    }

    browser.send(Method::DELETE, "/api/v1/session", "", "").await.status(204);
    assert_eq!(browser.get("/api/v1/costs").await.status(401).json()["code"], "credential_invalid");
    assert_eq!(browser.get("/api/v1/session").await.status(200).json()["signed_in"], false);
    browser.send(Method::DELETE, "/api/v1/session", "", "").await.status(204);
    acme.get("/api/v1/costs").await.status(200);
}
}

both_databases! {
async fn a_change_needs_the_token_against_forgery(database) {
    let app = TestApp::required(database).await;
    let (_, key) = app.tenant("acme", &[]).await;
    let browser = Browser::sign_in(&app, key.reveal()).await;
    let other = Browser::sign_in(&app, key.reveal()).await;
    let body = json!({"name": "Alice"}).to_string();
    for csrf in ["", "x", other.csrf.as_str(), &browser.csrf[1..]] {
        for (method, path) in [
            (Method::PUT, "/api/v1/customers/alice"),
            (Method::POST, "/api/v1/keys"),
            (Method::POST, "/events"),
            (Method::PATCH, "/api/v1/settings"),
            (Method::DELETE, "/api/v1/customers/alice"),
        ] {
            let refused = browser.send(method, path, csrf, &body).await.status(403);
            assert_eq!(refused.json()["code"], "csrf_token_invalid", "{path}");
            assert!(!refused.text.contains(&browser.csrf), "{}", refused.text);
        }
    }
    browser.send(Method::PUT, "/api/v1/customers/alice", &browser.csrf, &body).await.status(200);
    // Whoever sends a key needs none: no other site can.
    let key = format!("Bearer {}", key.reveal());
    let headers = [("authorization", key.as_str()), ("cookie", browser.cookie.as_str())];
    app.client().send(Method::PUT, "/api/v1/customers/bob", &headers, body).await.status(200);
}
}

both_databases! {
async fn a_session_ends_with_its_time_and_with_its_key(database) {
    let app = TestApp::required(database).await;
    let (admin, key) = app.tenant("acme", &[]).await;
    let (_, reader) = app.tenant("acme", &[Grant::CostsRead]).await;
    let browser = Browser::sign_in(&app, key.reveal()).await;
    let revoked = Browser::sign_in(&app, reader.reveal()).await;
    let session = revoked.get("/api/v1/session").await.status(200).json();
    assert_eq!((&session["scopes"], &session["may_make_keys"]), (&json!(["costs:read"]), &json!(false)));
    revoked.get("/api/v1/runs").await.status(403);
    revoked.get("/api/v1/costs").await.status(200);
    admin.send(Method::DELETE, &format!("/api/v1/keys/{}", reader.id()), &[], "").await.status(204);
    app.advance(TimeDelta::seconds(1));
    revoked.get("/api/v1/costs").await.status(401);

    app.advance(TimeDelta::hours(12) - TimeDelta::seconds(2));
    browser.get("/api/v1/costs").await.status(200);
    let app = app.restart().await;
    let browser = Browser { client: app.client(), ..browser };
    browser.get("/api/v1/costs").await.status(200);
    app.advance(TimeDelta::seconds(1));
    browser.get("/api/v1/costs").await.status(401);
}
}

both_databases! {
async fn what_is_no_key_signs_nobody_in(database) {
    let app = TestApp::required(database).await;
    let (_, key) = app.tenant("acme", &[]).await;
    let wrong = format!("{}x", &key.reveal()[..key.reveal().len() - 1]);
    for bad in ["", "dev-mode", wrong.as_str()] {
        let refused = app.client().post("/api/v1/session", json!({"api_key": bad}).to_string()).await;
        assert_eq!((refused.status.as_u16(), refused.header("set-cookie")), (401, None), "{bad}");
        assert!(bad.is_empty() || !refused.text.contains(bad), "{}", refused.text);
    }
    for cookie in ["llmobserve_session=", "llmobserve_session=llmo_ss_x", &format!("llmobserve_session={}", key.reveal())] {
        let refused = app.client().send(Method::GET, "/api/v1/costs", &[("cookie", cookie)], "").await;
        assert_eq!(refused.status, 401, "{cookie}");
    }
}
}

both_databases! {
async fn another_sites_form_signs_nobody_in(database) {
    let app = TestApp::required(database).await;
    let (_, key) = app.tenant("acme", &[]).await;
    let body = json!({"api_key": key.reveal()}).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "text/plain; application/json"] {
        let headers = [("content-type", kind)];
        let refused = app.client().send(Method::POST, "/api/v1/session", &headers, body.clone()).await.status(400);
        assert_eq!(refused.header("set-cookie"), None, "{kind}");
    }
}
}

both_databases! {
async fn behind_https_the_cookie_stays_there(database) {
    let app = TestApp::required(database).await;
    let (_, key) = app.tenant("acme", &[]).await;
    let body = json!({"api_key": key.reveal()}).to_string();
    for (scheme, is_secure) in [("https", true), ("HTTPS", true), ("https, http", true), ("http, https", false)] {
        let headers = [("x-forwarded-proto", scheme), ("content-type", "application/json")];
        let answer = app.client().send(Method::POST, "/api/v1/session", &headers, body.clone()).await.status(200);
        assert_eq!(answer.header("set-cookie").unwrap().ends_with("; Secure"), is_secure, "{scheme}");
    }
}
}

both_databases! {
async fn a_cookie_of_somebody_else_with_the_same_name_does_no_harm(database) {
    let app = TestApp::required(database).await;
    let (_, key) = app.tenant("acme", &[]).await;
    let browser = Browser::sign_in(&app, key.reveal()).await;
    let cookies = format!("llmobserve_session=of-another-port; a=b; {}", browser.cookie);
    let headers = [("cookie", cookies.as_str())];
    app.client().send(Method::GET, "/api/v1/costs", &headers, "").await.status(200);
}
}

both_databases! {
async fn in_open_mode_nobody_signs_in(database) {
    let app = TestApp::open(database).await;
    app.client().store(&json!([{"id": "x", "provider": "own", "tenant_id": "acme"}])).await;
    let session = app.client().get("/api/v1/session").await.status(200).json();
    assert_eq!((&session["mode"], &session["signed_in"]), (&json!("open"), &json!(true)));
    let ids: Vec<&str> = session["tenants"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["acme", "default_tenant"]);
    let answer = app.client().post("/api/v1/session", json!({"api_key": "x"}).to_string()).await.status(200);
    assert_eq!(answer.header("set-cookie"), None);
}
}
