//! A copy of the database while it is written, and the way back.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

use crate::support::{Client, Database, Program};

fn run(database: &Database, arguments: &[&str]) -> Output {
    Program::command(database, arguments).output().unwrap()
}

fn answer(database: &Database, arguments: &[&str]) -> Value {
    let output = run(database, &[arguments, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refusal(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn event(id: &str) -> Value {
    json!({"id": id, "provider": "openai", "model": "gpt-4o", "input_tokens": 1_200,
        "output_tokens": 300, "customer_id": "acme"})
}

/// A place for copies, and the name of one.
fn place() -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    let text = path.to_str().unwrap().to_owned();
    (folder, path, text)
}

/// Posts until it is told to stop; counts what was acknowledged.
async fn write(client: Client, stop: Arc<AtomicBool>) -> usize {
    let mut stored = 0;
    while !stop.load(Ordering::Relaxed) {
        let events: Vec<Value> = (0..50).map(|n| event(&format!("w-{}", stored + n))).collect();
        client.store(&json!(events)).await;
        stored += events.len();
    }
    stored
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_during_writes_is_whole_and_comes_back() {
    let database = Database::sqlite();
    let server = Program::serve(&database, &[]);
    let client = server.client();
    let before: Vec<Value> = (0..200).map(|n| event(&format!("b-{n}"))).collect();
    client.store(&json!(before)).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(write(server.client(), Arc::clone(&stop)));

    let (_folder, path, copy) = place();
    let (made, told) = tokio::task::spawn_blocking({
        let (database, copy) = (database.clone(), copy.clone());
        move || (answer(&database, &["backup", &copy]), refusal(&database, &["backup", &copy]))
    })
    .await
    .unwrap();
    assert!(told.contains("--force"), "{told}");
    let events = made["events"].as_u64().unwrap();
    assert!(events >= 200, "what was acknowledged before is in it: {made}");
    let busy = refusal(&database, &["restore", &copy]);
    assert!(busy.contains("another process") && busy.contains("stop"), "{busy}");
    // The writer was not held up by any of it.
    stop.store(true, Ordering::Relaxed);
    let written = writer.await.unwrap();
    assert!(server.terminate().success());
    let now = answer(&database, &["verify"])["default_tenant"].clone();
    assert_eq!(now["events"].as_u64().unwrap(), 200 + written as u64);

    let restored = answer(&database, &["restore", &copy]);
    assert_eq!((&restored["events"], &restored["cost_usd"]), (&made["events"], &made["cost_usd"]));
    let found = answer(&database, &["verify"])["default_tenant"].clone();
    assert_eq!(found["differences"], json!([]), "{found}");
    assert_eq!(found["events"].as_u64().unwrap(), events);
    // 0.006 USD each.
    assert_eq!(found["cost_nanos"].as_u64().unwrap(), events * 6_000_000);
    assert!(path.exists(), "the copy stays");

    let replaced = restored["replaced"].as_str().unwrap();
    answer(&database, &["restore", replaced]);
    let again = answer(&database, &["verify"])["default_tenant"].clone();
    assert_eq!(again, now, "the replaced database is whole");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_for_its_owner_and_forced_over_another() {
    use std::os::unix::fs::PermissionsExt;

    let database = Database::sqlite();
    answer(&database, &["migrate"]);
    answer(&database, &["demo", "seed", "--events", "300", "--until", "2026-11-20"]);
    let (folder, path, copy) = place();
    std::fs::write(&path, "something else").unwrap();
    let made = answer(&database, &["backup", &copy, "--force"]);
    assert_eq!(made["events"], 300, "{made}");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["copy.db"], "nothing else is left");

    // Into a place where there is no database yet.
    let other = Database::sqlite();
    let restored = answer(&other, &["restore", &copy]);
    assert_eq!(restored["replaced"], Value::Null, "{restored}");
    assert_eq!(answer(&other, &["verify"]), answer(&database, &["verify"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_good_copy_replaces_nothing() {
    let database = Database::sqlite();
    answer(&database, &["migrate"]);
    answer(&database, &["demo", "seed", "--events", "2000", "--until", "2026-11-20"]);
    let before = answer(&database, &["verify"]);
    let (_folder, path, copy) = place();
    assert!(refusal(&database, &["restore", &copy]).contains(&copy), "there is no file");

    std::fs::write(&path, "no database at all, and longer than a header of SQLite is").unwrap();
    assert!(refusal(&database, &["restore", &copy]).contains("cannot be read"));

    answer(&database, &["backup", &copy, "--force"]);
    let whole = std::fs::read(&path).unwrap();
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8_192].fill(0x5a);
    std::fs::write(&path, &broken).unwrap();
    assert!(refusal(&database, &["restore", &copy]).contains("damaged"));
    std::fs::write(&path, &whole[..middle]).unwrap();
    assert!(refusal(&database, &["restore", &copy]).contains("damaged"));

    std::fs::write(&path, &whole).unwrap();
    let mut connection = SqliteConnection::connect(&format!("sqlite://{copy}")).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, \
                 execution_time) VALUES (9999, 'future', CURRENT_TIMESTAMP, true, x'00', 0)";
    connection.execute(newer).await.unwrap();
    connection.close().await.unwrap();
    assert!(refusal(&database, &["restore", &copy]).contains("newer version"));
    assert_eq!(answer(&database, &["verify"]), before);
}

/// `pg_dump` and `pg_restore` of the cluster that runs beside the tests.
fn tool(name: &str) -> Command {
    let folder = std::env::var("LLMOBSERVE_TEST_POSTGRES_BIN").unwrap();
    Command::new(Path::new(&folder).join(name))
}

async fn as_superuser(database: &Database, statement: &str) {
    let mut connection = sqlx::PgConnection::connect(&database.as_superuser()).await.unwrap();
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documented_commands_of_postgres_lose_nothing() {
    let database = Database::postgres().await;
    answer(&database, &["migrate"]);
    answer(&database, &["demo", "seed", "--events", "300", "--until", "2026-11-20"]);
    let (_folder, _, copy) = place();
    let told = refusal(&database, &["backup", &copy]);
    assert!(told.contains("pg_dump --format=custom --schema=llmobserve"), "{told}");
    let told = refusal(&database, &["restore", &copy]);
    assert!(told.contains("pg_restore --exit-on-error --single-transaction"), "{told}");

    let dump = |url: &str, more: &[&str]| {
        let mut command = tool("pg_dump");
        command.args(["--format=custom", "--schema=llmobserve", "--file", &copy, "--dbname", url]);
        command.args(more).output().unwrap()
    };
    // The trap: the collector's own login sees no rows. It is refused, or dumps none of them.
    let refused = dump(database.url(), &[]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("row-level security"));
    let empty = dump(database.url(), &["--enable-row-security"]);
    assert!(empty.status.success(), "{}", String::from_utf8_lossy(&empty.stderr));
    let text = tool("pg_restore").args(["--data-only", "--file=-", &copy]).output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("COPY llmobserve.events") && !text.contains("gpt-4o"), "{text}");

    let reader = format!("reader_{}", database.url().rsplit_once('/').unwrap().1);
    as_superuser(&database, &format!("CREATE ROLE {reader} LOGIN BYPASSRLS")).await;
    as_superuser(&database, &format!("GRANT pg_read_all_data TO {reader}")).await;
    let dumped = dump(&database.url().replace("//llmobserve@", &format!("//{reader}@")), &[]);
    as_superuser(&database, &format!("DROP ROLE {reader}")).await;
    assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));

    let other = Database::postgres().await;
    let name = other.url().rsplit_once('/').unwrap().1;
    as_superuser(&other, &format!("GRANT CREATE ON DATABASE {name} TO llmobserve")).await;
    let mut restore = tool("pg_restore");
    restore.args([
        "--exit-on-error",
        "--single-transaction",
        "--dbname",
        &other.as_superuser(),
        &copy,
    ]);
    let restored = restore.output().unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    answer(&other, &["migrate"]);
    let (before, after) = (answer(&database, &["verify"]), answer(&other, &["verify"]));
    assert_eq!(before["default_tenant"]["events"], 300);
    assert_eq!(before, after);
    let server = Program::serve(&other, &[]);
    server.client().store(&json!([event("after")])).await;
    assert!(server.terminate().success());
}
