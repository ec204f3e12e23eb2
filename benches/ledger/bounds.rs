//! What the machine allows: parts of the same work without the rest.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes as Body;
use axum::routing::post;
use chrono::Utc;
use llmobserve::auth::local_operator;
use llmobserve::compat::llmobserve::batch::elements;
use llmobserve::compat::llmobserve::wire;
use llmobserve::domain::event::PricedEvent;
use llmobserve::domain::ids::TenantId;
use llmobserve::domain::window::Zone;
use llmobserve::ingest::{Figures, admit};
use llmobserve::pricing::Tariff;
use llmobserve::store::{OpenMode, Store, StoreOptions, TenantBatch};
use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};
use tempfile::TempDir;

use crate::events::{Ids, Spread, batches};
use crate::load::{Door, Load};

const COUNT: usize = 60_000;

fn priced(body: &[u8], tariff: &Tariff) -> Vec<PricedEvent> {
    let raw = elements(body, 10_000).expect("a batch");
    raw.into_iter()
        .map(|raw| {
            let event = wire::read(raw).expect("an event").event;
            admit(event, Utc::now(), tariff, Figures::Priced).expect("admitted")
        })
        .collect()
}

/// HTTP, parsing and pricing, answered without storing.
pub async fn parse_and_price(connections: usize) -> f64 {
    let tariff = Arc::new(Tariff::builtin().expect("the book"));
    let handler = move |body: Body| {
        let tariff = Arc::clone(&tariff);
        async move {
            let events = priced(&body, &tariff);
            format!(
                "{{\"status\":\"success\",\"created\":{},\"skipped\":0,\"filtered\":0,\"rejected\":[]}}",
                events.len()
            )
        }
    };
    let router = Router::new()
        .route("/events", post(handler))
        .layer(axum::extract::DefaultBodyLimit::disable());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let authority = listener.local_addr().expect("its address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let bodies = batches(COUNT, 100, Ids::TimeOrdered, Spread::Now, 900);
    Load { connections, door: Door::Native }
        .run_at(&authority, "none", bodies, 100)
        .await
        .events_per_second
}

/// The whole ingest transaction, without HTTP and parsing.
pub async fn commit(url: &str) -> f64 {
    let tariff = Tariff::builtin().expect("the book");
    let store = open(url).await;
    let scope = local_operator(TenantId::parse("bench").expect("an id"));
    let bodies = batches(COUNT, 400, Ids::TimeOrdered, Spread::Now, 901);
    let batches: Vec<TenantBatch> = bodies
        .iter()
        .map(|body| TenantBatch { scope: scope.clone(), events: priced(body, &tariff) })
        .collect();
    let started = Instant::now();
    for batch in &batches {
        store.commit(std::slice::from_ref(batch)).await.expect("a commit");
    }
    let rate = COUNT as f64 / started.elapsed().as_secs_f64();
    store.close().await;
    rate
}

async fn open(url: &str) -> Store {
    let options = StoreOptions { database_url: url.to_owned(), migrate_database_url: None };
    let store = Store::open(&options, OpenMode::Existing).await.expect("the database");
    let tenant = TenantId::parse("bench").expect("an id");
    store.tenant_create(&tenant, "bench", Zone::UTC, Utc::now()).await.expect("a tenant");
    store
}

/// The rows of events into a bare table with one index, in transactions of 512: what the driver and
/// the disk allow for them, without keys, totals and links.
pub async fn raw_insert(url: &str) -> f64 {
    if url.starts_with("sqlite:") { raw_sqlite(url).await } else { raw_postgres(url).await }
}

/// Rows of one statement.
const ROWS: usize = 256;

/// The columns that are kept, as integers and as texts: keys are written as text here.
const INTS: &str = "tenant_no, at, received_at, run_no, combo_no, customer_no, customer_paid, \
     input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, latency, \
     cost, client_cost, wrapper";
const TEXTS: &str = "hex, event_id, span_id, parent_span_id, span_type, endpoint, user_id, \
     session_id, environment, tags, response_id, client_cost_text, price_id, lines, detail, \
     duplicate_of";

fn select(hex: &str) -> String {
    format!("SELECT {INTS}, {} FROM events LIMIT {COUNT}", TEXTS.replacen("hex", hex, 1))
}

fn columns() -> (Vec<&'static str>, Vec<&'static str>) {
    let split = |text: &'static str| text.split(", ").map(str::trim).collect();
    (split(INTS), split(TEXTS))
}

fn create() -> String {
    let (ints, texts) = columns();
    let columns: Vec<String> = ints
        .iter()
        .map(|name| format!("{name} BIGINT"))
        .chain(texts.iter().map(|name| format!("{name} TEXT")))
        .collect();
    format!("CREATE TABLE bare ({})", columns.join(", "))
}

const INDEX: &str = "CREATE INDEX bare_by_time ON bare (tenant_no, at)";

/// A multi-row insert; `mark` names the n-th parameter.
fn insert(rows: usize, mark: impl Fn(usize) -> String) -> String {
    let (ints, texts) = columns();
    let width = ints.len() + texts.len();
    let rows: Vec<String> = (0..rows)
        .map(|row| {
            let marks: Vec<String> = (1..=width).map(|column| mark(row * width + column)).collect();
            format!("({})", marks.join(","))
        })
        .collect();
    format!("INSERT INTO bare VALUES {}", rows.join(","))
}

macro_rules! raw {
    ($name:ident, $connection:ty, $arguments:ty, $prepare:expr, $open_bare:expr, $hex:expr, $mark:expr) => {
        async fn $name(url: &str) -> f64 {
            let mut source = <$connection>::connect(url).await.expect("the database");
            let prepare: &str = $prepare;
            if !prepare.is_empty() {
                sqlx::raw_sql(prepare).execute(&mut source).await.expect("a session");
            }
            let rows = sqlx::query(AssertSqlSafe(select($hex)))
                .fetch_all(&mut source)
                .await
                .expect("the events");
            let (mut bare, _folder) = $open_bare(url).await;
            bare.execute(AssertSqlSafe(create())).await.expect("a table");
            bare.execute(INDEX).await.expect("an index");
            let (ints, texts) = columns();
            let started = Instant::now();
            for chunk in rows.chunks(2 * ROWS) {
                let mut tx = bare.begin().await.expect("a transaction");
                for part in chunk.chunks(ROWS) {
                    let mut arguments = <$arguments>::default();
                    for row in part {
                        for index in 0..ints.len() {
                            let value: Option<i64> = row.try_get(index).expect("an integer");
                            sqlx::Arguments::add(&mut arguments, value).expect("bound");
                        }
                        for index in ints.len()..ints.len() + texts.len() {
                            let value: Option<String> = row.try_get(index).expect("a text");
                            sqlx::Arguments::add(&mut arguments, value).expect("bound");
                        }
                    }
                    sqlx::query_with(AssertSqlSafe(insert(part.len(), $mark)), arguments)
                        .execute(&mut *tx)
                        .await
                        .expect("an insert");
                }
                tx.commit().await.expect("a commit");
            }
            rows.len() as f64 / started.elapsed().as_secs_f64()
        }
    };
}

async fn open_sqlite(_: &str) -> (SqliteConnection, Option<TempDir>) {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "0");
    (SqliteConnection::connect_with(&options).await.expect("a database"), Some(folder))
}

async fn open_postgres(url: &str) -> (PgConnection, Option<TempDir>) {
    let mut connection = PgConnection::connect(url).await.expect("the database");
    connection.execute("CREATE SCHEMA bare; SET search_path = bare").await.expect("a schema");
    (connection, None)
}

raw!(raw_sqlite, SqliteConnection, SqliteArguments, "", open_sqlite, "hex(event_key)", |_| "?"
    .to_owned());
raw!(
    raw_postgres,
    PgConnection,
    PgArguments,
    "SET search_path = llmobserve; \
     SELECT set_config('llmobserve.tenant_no', tenant_no::text, false) FROM tenant_find('bench')",
    open_postgres,
    "encode(event_key, 'hex')",
    |number| format!("${number}")
);
