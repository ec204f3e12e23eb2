//! Other systems' history: what comes in, what it costs, and how it compares with its source.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::both_databases;
use crate::support::{Database, Program};

/// October and November 2026, where all of it happens.
const WINDOW: [&str; 4] = ["--from", "2026-10-01", "--to", "2026-12-01"];

fn run(database: &Database, arguments: &[&str]) -> Output {
    Program::command(database, arguments).output().unwrap()
}

/// What an import reports, what it says besides, and whether it is complete.
fn import(database: &Database, arguments: &[&str]) -> (String, String, bool) {
    let output = run(database, &[&["import"], arguments, &["--json"]].concat());
    let told = String::from_utf8(output.stderr).unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(!report.is_empty(), "{arguments:?}: {told}");
    (report, told, output.status.success())
}

fn parsed(report: &str) -> Value {
    serde_json::from_str(report).unwrap()
}

/// An amount of a report as it is written.
fn amount(report: &str, tenant: &str, name: &str) -> Decimal {
    let part = report.split(&format!("\"{tenant}\": {{")).nth(1).unwrap();
    let rest = part.split(&format!("\"{name}\": ")).nth(1).unwrap();
    let text: String = rest.chars().take_while(|c| !matches!(c, ',' | '\n')).collect();
    text.parse().unwrap_or_else(|error| panic!("{name} of {tenant}: {error}: {text:?}"))
}

/// Total cost of a tenant, exactly as written.
fn total(database: &Database, tenant: &str) -> Decimal {
    let question = [&["query", "costs", "--tenant", tenant, "--json"][..], &WINDOW].concat();
    let text = String::from_utf8(run(database, &question).stdout).unwrap();
    let rest = text.split("\"total\":{\"cost_usd\":").nth(1).unwrap_or_else(|| panic!("{text}"));
    rest.chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect::<String>()
        .parse()
        .unwrap()
}

fn verify(database: &Database) {
    let output = run(database, &["verify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Columns of the original's table.
const COLUMNS: &str = "id TEXT PRIMARY KEY, run_id TEXT, span_id TEXT, parent_span_id TEXT, \
     section TEXT, section_path TEXT, span_type TEXT, provider TEXT, endpoint TEXT, model TEXT, \
     tenant_id TEXT, customer_id TEXT, user_id TEXT, input_tokens INTEGER, output_tokens INTEGER, \
     cached_tokens INTEGER, cost_usd DOUBLE PRECISION, latency_ms DOUBLE PRECISION, status TEXT, \
     is_streaming BOOLEAN, stream_cancelled BOOLEAN, event_metadata JSON, semantic_label TEXT, \
     created_at TIMESTAMP";

/// A row of the original's table.
struct Old {
    id: String,
    tenant: &'static str,
    kind: &'static str,
    provider: &'static str,
    cost: String,
    tokens: (i64, i64),
    section: &'static str,
    parent: Option<String>,
    run: String,
}

impl Old {
    fn call(number: usize, tenant: &'static str, cost: f64) -> Self {
        Self {
            id: format!("event-{number:04}"),
            tenant,
            kind: "llm",
            provider: "openai",
            cost: format!("{cost}"),
            tokens: (120, 35),
            section: "tool:_track_openai_call",
            parent: None,
            run: format!("run-{number}"),
        }
    }

    fn values(&self, second: usize) -> String {
        let parent = self.parent.as_ref().map_or("''".to_owned(), |parent| format!("'{parent}'"));
        format!(
            "('{}', '{}', 'span-{}', {parent}, '{section}', '{section}', '{}', '{}', \
             'POST https://api.openai.com/v1?key=SECRET', 'gpt-4o-mini', '{}', 'alice', \
             'user_2abc', {}, {}, 0, {}, 94.98977661132812, 'ok', false, false, \
             '{{\"status_code\": 200}}', NULL, '2026-11-0{} 12:{:02}:{:02}.123456')",
            self.id,
            self.run,
            self.id,
            self.kind,
            self.provider,
            self.tenant,
            self.tokens.0,
            self.tokens.1,
            self.cost,
            1 + second / 3_600,
            second / 60 % 60,
            second % 60,
            section = self.section,
        )
    }
}

/// What the original's totals are: each figure's shortest decimal, rounded half-even to nano-USD.
fn nano(cost: &str) -> Decimal {
    let exact = Decimal::from_str_exact(cost).unwrap();
    exact.round_dp_with_strategy(9, RoundingStrategy::MidpointNearestEven)
}

/// A history with every trap: floats that are not what they seem, zeros, a wrapper beside its leaf,
/// an HTTP fallback, an agent, rows that no event can be made of.
fn history() -> Vec<Old> {
    let mut rows = Vec::new();
    for number in 0..2_100 {
        let tenant = if number % 3 == 0 { "acme" } else { "default_tenant" };
        let count = f64::from(u32::try_from(number).unwrap());
        // Sums of floats, halves of a nano-dollar, and amounts below one.
        let cost = [
            0.1 + 0.2 * count,
            3.75e-8 * (count + 1.0),
            1e-10 * count,
            0.000_65 * 3.0 + count * 1e-9,
        ][number % 4];
        rows.push(Old::call(number, tenant, cost));
    }
    rows
}

fn traps() -> Vec<Old> {
    let zero = Old { cost: "0".to_owned(), ..Old::call(3_000, "acme", 0.0) };
    let leaf = Old {
        run: "tree".to_owned(),
        parent: Some("span-event-3002".to_owned()),
        ..Old::call(3_001, "acme", 0.25)
    };
    let wrapper = Old { run: "tree".to_owned(), ..Old::call(3_002, "acme", 0.5) };
    let agent = Old { kind: "agent", provider: "internal", ..Old::call(3_003, "acme", 0.125) };
    let negative = Old::call(3_004, "acme", -3.5);
    let nobody = Old { tenant: "not a tenant", ..Old::call(3_005, "acme", 7.0) };
    let tokens = Old { tokens: (-1, 3), ..Old::call(3_006, "acme", 1.0) };
    vec![zero, leaf, wrapper, agent, negative, nobody, tokens]
}

fn statements(rows: &[Old]) -> Vec<String> {
    let values: Vec<String> = rows.iter().enumerate().map(|(at, row)| row.values(at)).collect();
    let create = format!("CREATE TABLE trace_events ({COLUMNS})");
    let inserts = values
        .chunks(500)
        .map(|chunk| format!("INSERT INTO trace_events VALUES {}", chunk.join(", ")));
    std::iter::once(create).chain(inserts).collect()
}

/// The original's database, on the other side.
async fn old_sqlite(rows: &[Old]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collector.db");
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    for statement in statements(rows) {
        connection.execute(AssertSqlSafe(statement)).await.unwrap();
    }
    connection.close().await.unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

async fn old_postgres(rows: &[Old]) -> String {
    let database = Database::postgres().await;
    let mut connection = PgConnection::connect(database.url()).await.unwrap();
    for statement in statements(rows) {
        connection.execute(AssertSqlSafe(statement)).await.unwrap();
    }
    connection.close().await.unwrap();
    database.url().to_owned()
}

/// What the original says by tenant.
fn old_totals(rows: &[Old]) -> BTreeMap<&'static str, Decimal> {
    let mut totals = BTreeMap::new();
    for row in rows {
        *totals.entry(row.tenant).or_default() += nano(&row.cost);
    }
    totals
}

fn history_keeps_its_totals(database: &Database, source: &str) {
    let rows = history();
    let (dry, _, complete) = import(database, &["legacy", source, "--dry-run"]);
    assert!(complete, "{dry}");
    let (report, _, complete) = import(database, &["legacy", source]);
    assert!(complete, "{report}");
    assert_eq!(parsed(&report)["created"], 2_100, "{report}");
    for (tenant, expected) in old_totals(&rows) {
        assert_eq!(total(database, tenant), expected, "{tenant}");
        for report in [&dry, &report] {
            assert_eq!(amount(report, tenant, "source_cost_usd"), expected, "{tenant}");
            assert_eq!(amount(report, tenant, "cost_usd"), expected, "{tenant}");
        }
    }
    let (again, _, _) = import(database, &["legacy", source]);
    let again = parsed(&again);
    assert_eq!((&again["created"], &again["skipped"]), (&json!(0), &json!(2_100)), "{again}");
    assert_eq!(again["conflicts"], 0, "{again}");
    verify(database);
}

both_databases! {
async fn an_old_collector_on_sqlite_keeps_its_totals(database) {
    let (_folder, path) = old_sqlite(&history()).await;
    history_keeps_its_totals(&database, &path);
}
}

both_databases! {
async fn an_old_collector_on_postgres_keeps_its_totals(database) {
    let url = old_postgres(&history()).await;
    history_keeps_its_totals(&database, &url);
}
}

/// Old total = new total + what is explained, to the nano-dollar.
fn differences_are_explained(database: &Database, source: &str) {
    let (dry, told, complete) = import(database, &["legacy", source, "--dry-run"]);
    assert!(!complete, "three rows are no events");
    for id in ["event-3004", "event-3005", "event-3006"] {
        assert!(told.contains(id), "{told}");
    }
    let (report, _, _) = import(database, &["legacy", source]);
    for report in [&dry, &report] {
        let whole = parsed(report);
        assert_eq!((&whole["created"], &whole["rejected"]), (&json!(4), &json!(3)), "{whole}");
        let part = &whole["tenants"]["acme"];
        for (share, cost) in [("duplicates", "0.5"), ("steps", "0.125"), ("repriced", "0")] {
            assert_eq!(part[share]["events"], 1, "{share}: {whole}");
            assert_eq!(
                part[share]["source_cost_usd"].to_string().trim_end_matches(".0"),
                cost,
                "{share}"
            );
        }
        // 120 and 35 tokens of gpt-4o-mini at 0.15 and 0.6 USD per million.
        assert_eq!(amount(report, "acme", "repriced_cost_usd"), "0.000039".parse().unwrap());
        assert_eq!(amount(report, "acme", "cost_usd"), "0.250039".parse().unwrap());
        assert!(report.contains("\"rejected_source_cost_usd\": 4.5"), "{report}");
    }
    assert_eq!(total(database, "acme"), "0.250039".parse().unwrap());
    verify(database);
}

both_databases! {
async fn what_differs_from_the_old_collector_is_explained(database) {
    let (_folder, path) = old_sqlite(&traps()).await;
    differences_are_explained(&database, &path);
}
}

both_databases! {
async fn what_differs_from_the_old_collector_on_postgres_is_explained(database) {
    let url = old_postgres(&traps()).await;
    differences_are_explained(&database, &url);
}
}

both_databases! {
async fn a_dry_run_writes_nothing(database) {
    run(&database, &["migrate"]);
    let before = run(&database, &["tenants", "list", "--json"]).stdout;
    let (_folder, path) = old_sqlite(&traps()).await;
    let langfuse = fixture("langfuse_observations.jsonl");
    for source in [["legacy", &path], ["langfuse", &langfuse]] {
        let (report, _, _) = import(&database, &[source[0], source[1], "--dry-run"]);
        assert!(parsed(&report)["created"].as_u64().unwrap() > 0, "{report}");
    }
    assert_eq!(run(&database, &["tenants", "list", "--json"]).stdout, before);
    assert_eq!(run(&database, &["verify", "--json"]).stdout, b"{}\n");
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_needs_no_database_and_leaves_none() {
    let database = Database::sqlite();
    let (report, _, _) =
        import(&database, &["csv", &fixture("plain.csv"), "--dry-run", "--map", "timestamp=when"]);
    assert_eq!(parsed(&report)["created"], 4, "{report}");
    assert!(run(&database, &["tenants", "list"]).status.code() == Some(1), "there is a database");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_table_lacks_columns_and_one_tenant_takes_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    for statement in [
        "CREATE TABLE trace_events (id TEXT PRIMARY KEY, run_id TEXT, span_id TEXT, section TEXT, \
         span_type TEXT, provider TEXT, endpoint TEXT, model TEXT, input_tokens INTEGER, \
         output_tokens INTEGER, cost_usd FLOAT, latency_ms FLOAT, status TEXT, created_at DATETIME)",
        "INSERT INTO trace_events VALUES ('a', 'r', 's', 'default', 'llm', 'openai', 'e', 'gpt-4o', \
         1200, 300, 0.006, 1, 'ok', '2026-11-01 00:00:00')",
        "INSERT INTO trace_events VALUES ('b', 'r', 't', 'default', 'llm', 'openai', 'e', 'gpt-4o', \
         1200, 300, 9e999, 1, 'ok', '2026-11-01 00:00:00')",
    ] {
        connection.execute(statement).await.unwrap();
    }
    connection.close().await.unwrap();
    let database = Database::sqlite();
    let (report, told, _) = import(&database, &["legacy", &url, "--tenant", "mine"]);
    let report = parsed(&report);
    assert_eq!((&report["created"], &report["rejected"]), (&json!(1), &json!(1)), "{report}");
    assert!(told.contains("row 2") && told.contains("(id b)"), "{told}");
    assert_eq!(total(&database, "mine"), "0.006".parse().unwrap());
}

both_databases! {
async fn observations_of_langfuse(database) {
    let file = fixture("langfuse_observations.jsonl");
    let arguments = ["langfuse", &file, "--customer-from", "user", "--tenant", "acme"];
    let (report, told, complete) = import(&database, &arguments);
    assert!(!complete);
    let whole = parsed(&report);
    assert_eq!((&whole["created"], &whole["rejected"]), (&json!(5), &json!(3)), "{whole}");
    for place in ["line 6: `startTime`", "line 7: not JSON", "line 8: `input`"] {
        assert!(told.contains(place), "{place}: {told}");
    }
    assert_eq!(whole["tenants"]["acme"]["steps"]["events"], 1);
    assert_eq!(amount(&report, "acme", "source_cost_usd"), "0.017000012".parse().unwrap());
    // gpt-4o at 2.5, 1.25 cached and 10: 0.006, and 200 + 800 + 100 of the input that includes its
    // cached part 0.0025; claude-sonnet-4-5 at 3, 0.3 and 15: 0.0075; the house model as reported.
    assert_eq!(amount(&report, "acme", "cost_usd"), "0.016000012".parse().unwrap());
    let server = Program::serve(&database, &[]);
    let event = server.client();
    let event = event.send(reqwest::Method::GET, "/api/v1/events/langfuse-9a7e55d0c1f24b38",
        &[("x-tenant-id", "acme")], "").await.status(200);
    assert!(!event.text.contains("secret"), "{}", event.text);
    let event = event.json();
    assert_eq!((&event["customer_id"], &event["run_id"]), (&json!("acme"), &json!("trace-checkout-1")), "{event}");
    assert_eq!(event["tags"], json!({"plan": "pro", "beta": "true"}), "{event}");
    assert_eq!(event["latency_ms"], 1_500, "{event}");
    assert!(server.terminate().success());
    let (again, _, _) = import(&database, &arguments);
    assert_eq!(parsed(&again)["created"], 0, "{again}");
    let (kept, _, _) = import(&database, &["langfuse", &file, "--cost", "keep", "--tenant", "kept"]);
    assert_eq!(amount(&kept, "kept", "cost_usd"), "0.017000012".parse().unwrap());
    // What was kept on purpose is not priced again.
    let reprice = ["prices", "reprice", "--tenant", "kept", "--since", "2000-01-01", "--dry-run", "--json"];
    let output = Program::command(&database, &reprice).output().unwrap();
    let preview = parsed(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(preview["total"]["changed_events"], 0, "{preview}");
    verify(&database);
}
}

both_databases! {
async fn spend_logs_of_litellm(database) {
    let file = fixture("litellm_spend_logs.json");
    let (report, told, _) = import(&database, &["litellm", &file]);
    let whole = parsed(&report);
    assert_eq!((&whole["created"], &whole["rejected"]), (&json!(4), &json!(1)), "{whole}");
    assert!(told.contains("line 35: `request_id`"), "{told}");
    assert!(report.contains("\"rejected_source_cost_usd\": 0.25"), "{report}");
    // 600 × 2.5 + 400 × 1.25 + 100 × 10, and 2,000 × 3 + 6,000 × 0.3 + 1,000 × 3.75 + 300 × 15.
    assert_eq!(amount(&report, "default_tenant", "cost_usd"), "0.01905".parse().unwrap());
    assert_eq!(whole["tenants"]["default_tenant"]["steps"]["events"], 1, "an answer from the cache");
    let server = Program::serve(&database, &[]);
    let event = server.client().get("/api/v1/events/litellm-chatcmpl-AAA1").await.status(200);
    assert!(!event.text.contains("88dc28d0f") && !event.text.contains("SECRET"), "{}", event.text);
    let event = event.json();
    assert_eq!((&event["customer_id"], &event["response_id"]), (&json!("acme"), &json!("chatcmpl-AAA1")), "{event}");
    assert_eq!(event["tags"], json!({"feature": "chat", "eu": "true", "team_id": "team-blue",
        "key": "88dc28d0", "key_alias": "chat-prod"}), "{event}");
    let failed = server.client().get("/api/v1/events/litellm-failed-1").await.status(200).json();
    assert_eq!((&failed["status"], &failed["price_state"]), (&json!("failure"), &json!("free")), "{failed}");
    assert!(server.terminate().success());
    let (again, _, _) = import(&database, &["litellm", &file]);
    assert_eq!(parsed(&again)["created"], 0, "{again}");
    let (kept, _, _) = import(&database, &["litellm", &file, "--cost", "keep", "--tenant", "kept"]);
    assert_eq!(amount(&kept, "kept", "cost_usd"), "0.0159".parse().unwrap());
    verify(&database);
}
}

both_databases! {
async fn a_plain_csv(database) {
    let file = fixture("plain.csv");
    let arguments = ["csv", &file, "--map", "timestamp=when", "--map", "customer_id=account"];
    let (report, told, _) = import(&database, &arguments);
    let whole = parsed(&report);
    assert_eq!((&whole["created"], &whole["rejected"]), (&json!(4), &json!(2)), "{whole}");
    assert!(told.contains("line 6: `usage.input_tokens`") || told.contains("line 6: `input_tokens`"), "{told}");
    assert!(told.contains("line 7: the row has 3 cells"), "{told}");
    // 0.006, twice 0.007 with the reasoning, and what is reported.
    assert_eq!(amount(&report, "default_tenant", "cost_usd"), "0.020000001".parse().unwrap());
    let (again, _, _) = import(&database, &arguments);
    assert_eq!((&parsed(&again)["created"], &parsed(&again)["skipped"]), (&json!(0), &json!(4)), "{again}");
    let customers = run(&database, &[&["query", "costs", "--group-by", "customer"][..], &WINDOW].concat());
    let customers = String::from_utf8(customers.stdout).unwrap();
    assert!(customers.contains("acme") && customers.contains("globex"), "{customers}");
    verify(&database);
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_says_so() {
    let database = Database::sqlite();
    let refusal = |arguments: &[&str]| {
        let output = run(&database, arguments);
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refusal(&["import", "legacy", "/no/such.db"]).contains("/no/such.db"));
    run(&database, &["migrate"]);
    let own = database.url().to_owned();
    assert!(refusal(&["import", "legacy", &own]).contains("trace_events"));
    assert!(refusal(&["import", "langfuse", "/no/such.json"]).contains("/no/such.json"));
    let told = refusal(&["import", "csv", "-", "--map", "customer_id"]);
    assert!(told.contains("OURS=THEIRS"), "{told}");
    let told = refusal(&["import", "langfuse", "-", "--customer-from", "tag"]);
    assert!(told.contains("tag:NAME"), "{told}");
}

both_databases! {
async fn an_import_that_is_asked_to_stop_says_so_and_goes_on_later(database) {
    let event = |n: usize| json!({"id": format!("e-{n}"), "provider": "openai", "model": "gpt-4o",
        "input_tokens": 1_200, "output_tokens": 300, "run_id": format!("run-{}", n / 50),
        "timestamp": "2026-11-01T00:00:00Z"});
    let lines: Vec<String> = (0..2_500).map(|n| event(n).to_string()).collect();
    let lines = lines.join("\n") + "\n";
    run(&database, &["migrate"]);
    let mut command = Program::command(&database, &["import", "events", "-", "--json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    // A page is stored, and the rest of the source is waited for.
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines.as_bytes()).unwrap();
    let mut stored = false;
    for _ in 0..2_000 {
        let verified = run(&database, &["verify", "--json"]).stdout;
        stored = parsed(&String::from_utf8(verified).unwrap())["default_tenant"]["events"] == 2_000;
        if stored {
            break;
        }
    }
    assert!(stored, "the first page is not stored");
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stdout).unwrap();
    let whole = parsed(&report);
    assert_eq!((&whole["stopped_early"], &whole["created"]), (&json!(true), &json!(2_000)), "{whole}");
    assert_eq!(amount(&report, "default_tenant", "cost_usd"), Decimal::from(12));

    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(lines.as_bytes()).unwrap();
    let (report, _, complete) = import(&database, &["events", file.path().to_str().unwrap()]);
    let whole = parsed(&report);
    assert!(complete, "{whole}");
    assert_eq!((&whole["created"], &whole["skipped"]), (&json!(500), &json!(2_000)), "{whole}");
    assert_eq!(total(&database, "default_tenant"), Decimal::from(15));
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_comes_twice_is_counted_once() {
    let database = Database::sqlite();
    let row = |cost: &str| {
        format!(
            "{{\"id\": \"x\", \"type\": \"GENERATION\", \"model\": \"gpt-4o\", \
        \"startTime\": \"2026-11-01T00:00:00Z\", \"totalCost\": {cost}}}"
        )
    };
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "[{}, {},\n {}]", row("1.5"), row("1.5"), row("2")).unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    for dry_run in [true, false] {
        let flags: &[&str] = if dry_run { &["--dry-run"] } else { &[] };
        let (report, _, complete) = import(&database, &[&["langfuse", &path][..], flags].concat());
        assert!(complete, "{report}");
        let whole = parsed(&report);
        assert_eq!((&whole["created"], &whole["skipped"]), (&json!(1), &json!(2)), "{whole}");
        assert_eq!(whole["conflicts"], 1, "{whole}");
        assert_eq!(whole["tenants"]["default_tenant"]["repeated"]["events"], 2, "{whole}");
        assert_eq!(amount(&report, "default_tenant", "cost_usd"), "1.5".parse().unwrap());
    }
}
