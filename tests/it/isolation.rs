//! Two tenants with the same ids: no door, and no forgotten predicate, shows one the other's rows.

use llmobserve::domain::scope::Grant;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};

use crate::both_databases;
use crate::support::{Client, Database, Program, TestApp, operations};

/// In every text of the other tenant, and in nothing else.
const CANARY: &str = "canary";

/// The same ids for everybody; texts that tell whose they are.
fn events(word: &str) -> Value {
    let event = |id: &str, more: Value| {
        let mut event = json!({
            "id": id, "run_id": "run", "span_id": id, "provider": "openai", "model": "gpt-4o-mini",
            "customer_id": "shared", "input_tokens": 1_000_000, "latency_ms": 40,
            "section": format!("{word}-section"), "endpoint": format!("{word}/endpoint"),
            "user_id": format!("{word}-user"), "session_id": format!("{word}-session"),
            "environment": format!("{word}-environment"), "tags": {"word": word},
            "event_metadata": {"note": word},
        });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    json!([
        event("x", json!({})),
        event("y", json!({"parent_span_id": "x", "input_tokens": 2_000_000})),
        event(
            "z",
            json!({"customer_id": format!("{word}-customer"), "run_id": format!("{word}-run"),
            "model": format!("{word}-model"), "provider": format!("{word}-provider"),
            "status": format!("{word}-status"), "cost_usd": 5})
        ),
    ])
}

async fn two_tenants(app: &TestApp) -> (Client, Client) {
    let (ours, _) = app.tenant("ours", &[]).await;
    let (theirs, _) = app.tenant("theirs", &[Grant::Admin]).await;
    for (client, word) in [(&ours, "plain"), (&theirs, CANARY)] {
        client.store(&events(word)).await;
        // What was voided counts nowhere, and leaves a revision and an adjustment.
        client.store(&json!([{"id": "void", "provider": "own", "cost_usd": 7}])).await;
        let reason = format!("{word} reason");
        client.revise(&json!({"kind": "void", "events": ["void"], "reason": reason})).await;
        let record = json!({"name": word, "labels": {"note": word}, "aliases": [{"id": format!("{word}-alias")}]});
        client.put_customer("shared", &record).await.status(200);
        client.put_customer("erased", &json!({"name": word})).await.status(200);
        let body = json!({"reason": word}).to_string();
        client.send(Method::DELETE, "/api/v1/customers/erased", &[], body).await.status(200);
        let over = json!({"provider": format!("{word}-labs"), "model": word, "reason": word,
            "unit_prices": {"input": {"usd": "1", "per": 1_000_000}}});
        client.post("/api/v1/prices/overrides", over.to_string()).await.status(201);
        let session = json!({"api_key": client.token()}).to_string();
        client.post("/api/v1/session", session).await.status(200);
    }
    (ours, theirs)
}

both_databases! {
async fn no_operation_shows_another_tenants_rows(database) {
    let app = TestApp::required(database).await;
    let (ours, theirs) = two_tenants(&app).await;
    // Cursors that the other tenant was given.
    let page = theirs.get("/api/v1/costs?group_by=customer,model&limit=1").await.status(200).json();
    let cursor = page["next"].as_str().unwrap().to_owned();
    let mut seen = 0;
    for operation in operations(&ours).await {
        if operation.method != Method::GET || operation.path == "/metrics" {
            continue;
        }
        for id in ["x", "run", "shared", "canary-run", "canary-customer", "theirs"] {
            for query in [
                String::new(),
                "?limit=1000".to_owned(),
                "?tenant_id=theirs".to_owned(),
                "?tenant_id=default_tenant".to_owned(),
                format!("?group_by=customer,model&limit=1&cursor={cursor}"),
                format!("?limit=1&cursor={cursor}"),
                "?group_by=customer,provider,model,section,key,status".to_owned(),
                "?customer=canary-customer".to_owned(),
            ] {
                let path = format!("{}{query}", operation.path_of(id));
                let answer = ours.get(&path).await;
                // What the question itself names may be repeated in its refusal.
                let shown = answer.text.replace(id, "");
                let is_refusal = answer.status.is_client_error();
                assert!(is_refusal || !shown.contains(CANARY), "{path}: {}", answer.text);
                assert!(!shown.contains("canary-section"), "{path}: {}", answer.text);
                assert_ne!(answer.status, 500, "{path}: {}", answer.text);
                if query == "?tenant_id=theirs" && operation.scopes.is_some() {
                    assert_eq!(answer.status, 403, "{path}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
    // The same questions do show it to its owner, and the same ids are there for both.
    assert!(theirs.get("/api/v1/runs/run").await.status(200).text.contains("canary-section"));
    for (client, cost) in [(&ours, "0.45"), (&theirs, "0.45")] {
        let shared = client.total("customer=shared").await;
        assert_eq!(shared, (cost.to_owned(), 2));
        assert_eq!(client.get("/api/v1/events/x").await.status(200).json()["run_id"], "run");
    }
    assert_eq!(ours.get("/api/v1/customers/canary-customer").await.status, 404);
    assert_eq!(ours.get("/api/v1/runs/canary-run").await.status, 404);
}
}

/// Every table that holds a tenant's rows.
async fn tenant_tables(connection: &mut PgConnection) -> Vec<String> {
    let rows = connection
        .fetch_all(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE c.relnamespace = 'llmobserve'::regnamespace AND c.relkind IN ('r', 'p') \
             AND a.attname = 'tenant_no' ORDER BY 1",
        )
        .await
        .unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn row_level_security_holds_without_the_predicate_postgres() {
    let app = TestApp::required(Database::postgres().await).await;
    two_tenants(&app).await;
    let mut connection = PgConnection::connect(app.database.url()).await.unwrap();
    connection.execute("SET search_path = llmobserve").await.unwrap();
    let tables = tenant_tables(&mut connection).await;
    assert!(tables.len() >= 14, "{tables:?}");
    connection.execute("SET ROLE llmobserve_app").await.unwrap();
    let number = |row: sqlx::postgres::PgRow| row.get::<i64, _>(0);
    let ours =
        number(connection.fetch_one("SELECT tenant_no FROM tenant_find('ours')").await.unwrap());

    for table in &tables {
        let all = format!("SELECT t::text, t.tenant_no FROM {table} t WHERE $1 = $1");
        let mut tx = connection.begin().await.unwrap();
        // A partition is reached through its parent only.
        let nobody = sqlx::query(AssertSqlSafe(all.clone())).bind(1_i64).fetch_all(&mut *tx).await;
        match nobody {
            Ok(rows) => assert!(rows.is_empty(), "{table} without a tenant"),
            Err(error) => {
                assert!(error.to_string().contains("permission denied"), "{table}: {error}");
                assert!(table.starts_with("events_"), "{table}: {error}");
                tx.rollback().await.unwrap();
                continue;
            }
        }
        sqlx::query("SELECT set_config('llmobserve.tenant_no', $1::text, true)")
            .bind(ours)
            .execute(&mut *tx)
            .await
            .unwrap();
        let rows = sqlx::query(AssertSqlSafe(all)).bind(1_i64).fetch_all(&mut *tx).await.unwrap();
        // Imports are the operator's, whose rows no tenant has.
        assert_eq!(rows.is_empty(), table == "price_imports", "{table} shows its owner nothing");
        for row in rows {
            assert_eq!(row.get::<i64, _>(1), ours, "{table}");
            assert!(!row.get::<String, _>(0).contains(CANARY), "{table}");
        }
        tx.rollback().await.unwrap();
    }
    let costs = "SELECT CAST(SUM(cost) AS BIGINT) FROM rollup_customer_days WHERE $1 = $1";
    let mut tx = connection.begin().await.unwrap();
    tx.execute(AssertSqlSafe(format!("SELECT set_config('llmobserve.tenant_no', '{ours}', true)")))
        .await
        .unwrap();
    let sum = sqlx::query(costs).bind(1_i64).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(sum.get::<i64, _>(0), 5_450_000_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_app_role_writes_for_one_tenant_only_postgres() {
    let app = TestApp::required(Database::postgres().await).await;
    two_tenants(&app).await;
    let mut connection = PgConnection::connect(app.database.url()).await.unwrap();
    connection.execute("SET search_path = llmobserve; SET ROLE llmobserve_app").await.unwrap();
    let theirs = connection.fetch_one("SELECT tenant_no FROM tenant_find('theirs')").await.unwrap();
    let theirs: i64 = theirs.get(0);
    let ours = connection.fetch_one("SELECT tenant_no FROM tenant_find('ours')").await.unwrap();
    let ours: i64 = ours.get(0);
    let mut tx = connection.begin().await.unwrap();
    tx.execute(AssertSqlSafe(format!("SELECT set_config('llmobserve.tenant_no', '{ours}', true)")))
        .await
        .unwrap();
    let changed = tx.execute("UPDATE runs SET cost = 0 WHERE true").await.unwrap();
    assert_eq!(changed.rows_affected(), 3, "the rows of one tenant");
    let foreign = format!(
        "INSERT INTO customers (tenant_no, customer_id, first_seen) VALUES ({theirs}, 'planted', 0)"
    );
    let refused = tx.execute(AssertSqlSafe(foreign)).await.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    tx.rollback().await.unwrap();
    for statement in
        ["DELETE FROM runs", "ALTER TABLE events DISABLE ROW LEVEL SECURITY", "TRUNCATE runs"]
    {
        let refused = connection.execute(statement).await.unwrap_err().to_string();
        assert!(
            refused.contains("permission denied") || refused.contains("must be owner"),
            "{statement}: {refused}"
        );
    }
}

/// Starts the program as it should not be started; what it says.
fn refusal(url: &str) -> String {
    let output = Program::at(url, &["serve", "--port", "0"]).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_sees_through_the_wall_is_refused_postgres() {
    let database = Database::postgres().await;
    let superuser = database.as_superuser();
    let told = refusal(&superuser);
    assert!(told.contains("superuser") && told.contains("CREATE ROLE"), "{told}");

    let mut connection = PgConnection::connect(&superuser).await.unwrap();
    let role = format!("{}_bypass", superuser.rsplit('/').next().unwrap());
    connection.execute(AssertSqlSafe(format!("CREATE ROLE {role} LOGIN BYPASSRLS"))).await.unwrap();
    let url = superuser.replacen("postgres@", &format!("{role}@"), 1);
    let told = refusal(&url);
    assert!(told.contains("BYPASSRLS"), "{told}");
    connection.execute(AssertSqlSafe(format!("DROP ROLE {role}"))).await.unwrap();
}
