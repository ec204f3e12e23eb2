//! The command line, beside a running server and without one.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::both_databases;
use crate::support::{Database, Program};

fn run(database: &Database, arguments: &[&str]) -> Output {
    Program::command(database, arguments).output().unwrap()
}

/// The JSON answer of a command that must succeed.
fn answer(database: &Database, arguments: &[&str]) -> Value {
    let output = run(database, &[arguments, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a command that must fail says.
fn refusal(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    assert!(!output.status.success(), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} answers on standard output");
    String::from_utf8(output.stderr).unwrap()
}

fn file(lines: &[Value]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for line in lines {
        writeln!(file, "{line}").unwrap();
    }
    file
}

both_databases! {
async fn tenants_and_keys_beside_a_running_server(database) {
    let server = Program::serve(&database, &["--auth", "required"]);
    answer(&database, &["tenants", "create", "acme"]);
    let key = answer(&database, &["keys", "create", "--tenant", "acme", "--name", "ci",
        "--scopes", "events:write,costs:read"]);
    let text = key["key"].as_str().unwrap();
    assert!(text.starts_with("llmo_sk_") && text.len() == 8 + 12 + 1 + 43, "{key}");
    let client = server.with_token(text);
    client.store(&json!([{"id": "a", "provider": "openai", "model": "gpt-4o", "input_tokens": 1_200,
        "output_tokens": 300}])).await;
    assert_eq!(client.total("").await, ("0.006".to_owned(), 1));
    client.get("/api/v1/runs").await.status(403);

    let listed = answer(&database, &["keys", "list", "--tenant", "acme"]);
    assert_eq!(listed[0]["name"], "ci");
    assert!(!listed.to_string().contains(text), "a key is shown once");
    let id = &text[8..20];
    answer(&database, &["keys", "revoke", "--tenant", "acme", id]);
    let mut refused = false;
    for _ in 0..5_000 {
        refused = client.get("/api/v1/costs").await.status == 401;
        if refused {
            break;
        }
    }
    assert!(refused, "a revoked key goes on working");
    assert!(refusal(&database, &["keys", "revoke", "--tenant", "acme", id]).contains("no"));
    assert!(server.terminate().success());
}
}

both_databases! {
async fn an_import_reads_files_and_standard_input(database) {
    let event = |id: &str, day: &str| json!({"id": id, "provider": "openai", "model": "gpt-4o",
        "input_tokens": 1_200, "output_tokens": 300, "timestamp": format!("{day}T00:00:00Z")});
    let lines = [event("a", "2024-12-31"), event("b", "2025-01-01"), json!({"id": "c"})];
    let history = file(&lines);
    let path = history.path().to_str().unwrap();
    answer(&database, &["migrate"]);
    let output = run(&database, &["events", "import", path, "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["created"], &report["skipped"]), (&json!(2), &json!(0)), "{report}");
    assert_eq!((&report["lines"], &report["rejected"]), (&json!(3), &json!(1)), "{report}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("line 3") && told.contains("`provider`"), "{told}");
    assert!(!output.status.success(), "one line was rejected");

    let mut command = Program::command(&database, &["events", "import", "-", "--json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", lines[0]).unwrap();
    let report: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(report["skipped"], 1, "{report}");

    let costs = answer(&database, &["query", "costs", "--from", "2024-01-01", "--to", "2025-01-01"]);
    assert_eq!(costs["total"]["calls"], 1);
}
}

both_databases! {
async fn questions_have_the_answers_of_the_api(database) {
    answer(&database, &["migrate"]);
    let seed = ["demo", "seed", "--events", "300", "--until", "2026-11-20"];
    let first = answer(&database, &seed);
    assert_eq!(first["created"], 300);
    assert_eq!(answer(&database, &seed)["created"], 0);
    let server = Program::serve(&database, &[]);
    let window = "from=2026-10-01&to=2026-12-01";
    let client = server.client();
    for (path, command) in [
        ("costs?group_by=model&", vec!["query", "costs", "--group-by", "model"]),
        ("customers?", vec!["query", "customers"]),
        ("runs?sort=cost&", vec!["query", "runs", "--sort", "cost"]),
    ] {
        let expected = client.get(&format!("/api/v1/{path}{window}")).await.status(200);
        let dates = ["--from", "2026-10-01", "--to", "2026-12-01"];
        let told = answer(&database, &[command.as_slice(), &dates].concat());
        assert_eq!(told, expected.json(), "{path}");
    }
    assert!(server.terminate().success());
    assert!(run(&database, &["verify"]).status.success());
    let people = run(&database, &["query", "costs", "--by", "customer", "--from", "2026-10-01", "--to", "2026-12-01"]);
    assert!(String::from_utf8(people.stdout).unwrap().contains("customer"));
}
}

both_databases! {
async fn invented_data_is_the_same_everywhere(database) {
    answer(&database, &["migrate"]);
    answer(&database, &["demo", "seed", "--events", "500", "--until", "2026-11-20"]);
    let costs = answer(&database, &["query", "costs", "--from", "2026-10-01", "--to", "2026-12-01"]);
    let other = Database::sqlite();
    answer(&other, &["migrate"]);
    answer(&other, &["demo", "seed", "--events", "500", "--until", "2026-11-20"]);
    let same = answer(&other, &["query", "costs", "--from", "2026-10-01", "--to", "2026-12-01"]);
    assert_eq!(costs, same);
    assert!(costs["total"]["cost_usd"].as_f64().unwrap() > 0.0);
}
}

both_databases! {
async fn the_first_start_hands_over_one_admin_key_once(database) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("admin.key");
    let start = || {
        let mut command = Program::command(&database, &["serve", "--port", "0", "--json", "--auth", "required"]);
        command.env("LLMOBSERVE_ADMIN_KEY_FILE", &path);
        Program::start(command)
    };
    let server = start();
    let key = std::fs::read_to_string(&path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    server.with_token(key.trim()).get("/metrics").await.status(200);
    assert!(server.terminate().success());
    std::fs::remove_file(&path).unwrap();
    let server = start();
    assert!(!path.exists(), "a second key was issued");
    server.with_token(key.trim()).get("/metrics").await.status(200);
    assert!(server.terminate().success());
}
}

both_databases! {
async fn errors_carry_the_next_step(database) {
    if database.url().starts_with("sqlite:") {
        let told = refusal(&database, &["query", "costs"]);
        assert!(told.contains("llmobserve migrate"), "{told}");
    }
    answer(&database, &["migrate"]);
    let told = refusal(&database, &["keys", "create", "--tenant", "nobody"]);
    assert!(told.contains("tenants create nobody"), "{told}");
    let told = refusal(&database, &["keys", "create", "--tenant", "x", "--scopes", "everything"]);
    assert!(told.contains("events:write"), "{told}");
    let told = refusal(&database, &["query", "costs", "--group-by", "colour"]);
    assert!(told.contains("group_by") && told.contains("customer"), "{told}");
    let told = refusal(&database, &["tenants", "create", "not a tenant"]);
    assert!(told.contains("1 to 64 characters"), "{told}");
    let told = refusal(&database, &["events", "import", "no-such-file.ndjson"]);
    assert!(told.contains("no-such-file.ndjson"), "{told}");
}
}

#[test]
fn health_is_that_of_the_running_server() {
    let database = Database::sqlite();
    let server = Program::serve(&database, &[]);
    let port = server.port().to_string();
    let view = answer(&database, &["health", "--port", &port]);
    assert_eq!(view["ready"], true, "{view}");
    assert!(server.terminate().success());
    let told = refusal(&database, &["health", "--port", &port]);
    assert!(told.contains(&port) && told.contains("does not answer"), "{told}");
}

#[test]
fn the_price_book_says_which_price_and_why() {
    let database = Database::sqlite();
    let explained =
        answer(&database, &["prices", "explain", "openai", "gpt-4o", "--at", "2026-11-21"]);
    assert_eq!(explained["unit_prices"]["input"]["usd"], "2.5", "{explained}");
    let listed = answer(&database, &["prices", "list", "--provider", "pinecone"]);
    assert!(listed.to_string().contains("read_units"), "{listed}");
    let unknown = answer(&database, &["prices", "explain", "openai", "no-such-model"]);
    assert_eq!(unknown["price_id"], Value::Null, "{unknown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_program_refuses_a_newer_database() {
    use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

    const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, installed_on, success, \
                         checksum, execution_time) VALUES (9999, 'future', CURRENT_TIMESTAMP, true, ";
    let database = Database::sqlite();
    answer(&database, &["migrate"]);
    let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
    let insert = format!("{NEWER} x'00', 0)");
    connection.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
    connection.close().await.unwrap();
    let told = refusal(&database, &["serve", "--port", "0"]);
    assert!(told.contains("newer"), "{told}");

    let database = Database::postgres().await;
    answer(&database, &["migrate"]);
    let mut connection = PgConnection::connect(database.url()).await.unwrap();
    let insert = format!("SET search_path = llmobserve; {NEWER} '\\x00', 0)");
    sqlx::raw_sql(sqlx::AssertSqlSafe(insert)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let told = refusal(&database, &["serve", "--port", "0"]);
    assert!(told.contains("newer"), "{told}");
}
