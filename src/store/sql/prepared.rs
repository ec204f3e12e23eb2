//! Every statement is prepared on both databases: what one of them cannot parse, or a column that is
//! not there, is found here and not by a user.

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use super::super::rows::{Bulk, Column, LookUp, Rows, Type};
use super::super::rows::{postgres_rows, sqlite_rows};
use super::super::statement::{Dialect, Sql};
use super::super::tx::Tx;
use super::super::{OpenMode, Store, StoreOptions};
use crate::clock::{IdGen, SystemIdGen};

macro_rules! named {
    ($($name:ident),+ $(,)?) => { &[$((stringify!($name), super::$name)),+] };
}

const TEXTS: &[(&str, &str)] = named![
    TAG_DIMENSIONS_SET,
    SETTINGS,
    KEY_CREATE,
    KEY_LIST,
    KEY_REVOKE,
    SESSION_CREATE,
    SESSION_END,
    SESSIONS_EXPIRE,
    COMBO_FIND,
    COMBO_COUNT,
    COMBO_INSERT,
    COMBO_LIST,
    CUSTOMER_NO,
    CUSTOMER_SHOW,
    CUSTOMER_UPSERT,
    ALIAS_LIST,
    ALIAS_CLEAR,
    CUSTOMER_LIST,
    RUN_COLUMNS,
    RUN_COMBOS,
    CALLS_PER_RUN,
    EVENT_COLUMNS,
    EVENT_TIME,
    EVENT_BOUNDS,
    DAY_BOUNDS,
    EVENT_COUNT,
    EVENT_KEY_COUNT,
    VERIFY_EVENTS,
    VERIFY_QUARTERS,
    VERIFY_DAYS,
    VERIFY_CUSTOMER_DAYS,
    VERIFY_CUSTOMER_WEEKS,
    VERIFY_CUSTOMER_COMBO_DAYS,
    VERIFY_LATENCIES,
    VERIFY_RUNS,
    VERIFY_RUN_EVENTS,
    VERIFY_RUN_COMBOS,
    VERIFY_ADJUSTMENTS,
    VERIFY_REVISIONS,
    REVISION_INSERT,
    REVISION_COLUMNS,
    REVISION_ADVANCE,
    REVISION_END,
    REVISION_LATER,
    REVISION_BEFORE,
    CANDIDATES,
    CANDIDATES_UNDONE,
    CANDIDATE,
    ADJUSTMENTS,
    RETENTION_SET,
    OPENTELEMETRY_SET,
    EVENTS_FROM,
    EVENTS_FROM_SET,
    METADATA_FROM_SET,
    OLDEST_OPEN,
    RUN_LINKS_DELETE,
    RESPONSE_LINKS_DELETE,
    EVENTS_DELETE,
    EVENT_COUNT_BEFORE,
    EVENT_DETAILS,
    ERASURE_COLUMNS,
    ERASURE_INSERT,
    ERASURE_ADVANCE,
    TAGGED_COMBOS,
    ERASABLE_ADJUSTMENTS,
    ERASABLE_REVISIONS,
    ERASABLE_OVERRIDES,
    CONTRACT_COUNT,
    CUSTOMER_ERASE,
    NAMES_EPOCH_ADVANCE,
    PRICE_IMPORTS,
    PRICE_IMPORTS_IN_USE,
    PRICE_IMPORT_CONTENT,
    PRICE_IMPORT_INSERT,
    PRICE_IMPORT_RETIRE,
    PRICE_OVERRIDES,
    PRICE_OVERRIDES_IN_USE,
    PRICE_OVERRIDE_COUNT,
    PRICE_OVERRIDE_INSERT,
    PRICE_OVERRIDE_RETIRE,
    SAVEPOINT,
    ROLLBACK_TO_SAVEPOINT,
    RELEASE_SAVEPOINT,
];

const SQLITE_TEXTS: &[(&str, &str)] = named![
    TENANT_FIND_SQLITE,
    TENANT_LIST_SQLITE,
    TENANT_CREATE_SQLITE,
    KEY_FIND_SQLITE,
    SESSION_FIND_SQLITE,
    ABOUT_SQLITE,
    ANY_KEY_SQLITE,
    HOLDINGS,
];

const POSTGRES_TEXTS: &[(&str, &str)] = named![
    TENANT_FIND_POSTGRES,
    TENANT_LIST_POSTGRES,
    TENANT_CREATE_POSTGRES,
    KEY_FIND_POSTGRES,
    SESSION_FIND_POSTGRES,
    ABOUT_POSTGRES,
    ANY_KEY_POSTGRES,
    TENANT_LOCK_POSTGRES,
    PARTITION_ENSURE_POSTGRES,
];

/// Parts of the statements that questions assemble; the integration tests of those run them.
const FRAGMENTS: &[&str] = &[
    "SUMS",
    "EVENT_TOTALS",
    "USERS",
    "SESSIONS",
    "USERS_END",
    "USERS_AFTER",
    "SESSIONS_END",
    "SESSIONS_AFTER",
    "ERASABLE",
    "ERASABLE_REFERENCE",
    "ERASABLE_NAMED",
    "ERASABLE_END",
    "ERASABLE_RUNS",
    "ERASABLE_RUNS_NAMED",
    "TOTALS_OF_CUSTOMERS",
    "TOTALS_OF_TENANT",
    "TAG_SQLITE",
    "TAG_POSTGRES",
];

const BULKS: &[(&str, Bulk)] = named![
    KEY_TOUCH,
    EVENT_KEY_INSERT,
    CUSTOMER_INSERT,
    ALIAS_INSERT,
    RUN_INSERT,
    RUN_UPDATE,
    EVENT_INSERT,
    LINK_INSERT,
    STANDING_UPDATE,
    RUN_COMBO_ADD,
    QUARTER_ADD,
    DAY_ADD,
    CUSTOMER_WEEK_ADD,
    CUSTOMER_DAY_ADD,
    CUSTOMER_COMBO_DAY_ADD,
    LATENCY_ADD,
    EVENT_RESTATE,
    ADJUSTMENT_INSERT,
    EVENT_DETAIL_SET,
    EVENT_ERASE,
    RUN_RENAME,
    COMBO_RETAG,
    ADJUSTMENT_ERASE,
    REVISION_ERASE,
    OVERRIDE_ERASE,
    RUN_CUSTOMERS,
];

const LOOK_UPS: &[(&str, LookUp)] = named![
    EVENT_KEY_FIND,
    CUSTOMER_FIND,
    RUN_FIND,
    LINK_FIND,
    CALL_FIND,
    REPORT_FIND,
    CUSTOMER_NAMES,
    RUN_SECTIONS,
    EVENT_TIMES,
    EVENT_AT_FIND,
    SETTLED_FIND,
];

/// A row of each type.
fn row(columns: &[(&str, Type)]) -> Rows {
    columns.iter().fold(Rows::default(), |rows, (_, kind)| {
        rows.column(match kind {
            Type::Int => Column::Int(vec![0]),
            Type::Text => Column::Text(vec![String::new()]),
            Type::Bytes => Column::Bytes(vec![Vec::new()]),
        })
    })
}

fn over_rows(dialect: Dialect, columns: &'static [(&'static str, Type)], tail: &Sql) -> String {
    let mut rows = row(columns);
    match dialect {
        Dialect::Sqlite => sqlite_rows(columns, &mut rows, 0..1, tail).unwrap().0.0,
        Dialect::Postgres => postgres_rows(columns, &rows, tail).unwrap().0.0,
    }
}

fn finished(dialect: Dialect, text: &'static str) -> String {
    match dialect {
        Dialect::Sqlite => Sql::new(text).for_sqlite().unwrap().0.0,
        Dialect::Postgres => Sql::new(text).for_postgres().unwrap().0.0,
    }
}

/// Every statement as a database gets it.
fn statements(dialect: Dialect) -> Vec<(&'static str, String)> {
    let own = match dialect {
        Dialect::Sqlite => SQLITE_TEXTS,
        Dialect::Postgres => POSTGRES_TEXTS,
    };
    let texts = TEXTS.iter().chain(own).map(|(name, text)| (*name, finished(dialect, text)));
    let bulks =
        BULKS.iter().map(|(name, bulk)| (*name, over_rows(dialect, bulk.columns, &bulk.tail(&[]))));
    let look_ups = LOOK_UPS.iter().map(|(name, look_up)| {
        (*name, over_rows(dialect, look_up.columns, &look_up.tail(dialect, &[])))
    });
    texts.chain(bulks).chain(look_ups).collect()
}

async fn prepare_all(url: String) {
    let options = StoreOptions { database_url: url, migrate_database_url: None };
    let store = Store::open(&options, OpenMode::Create).await.unwrap();
    for (name, text) in statements(store.dialect()) {
        let text = AssertSqlSafe(text).into_sql_str();
        let prepared = match store.begin_write(0).await.unwrap() {
            Tx::Sqlite(mut tx) => tx.prepare(text).await.map(drop),
            Tx::Postgres(mut tx) => tx.prepare(text).await.map(drop),
        };
        prepared.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    store.close().await;
}

#[tokio::test]
async fn every_statement_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    prepare_all(format!("sqlite://{}/prepared.db", folder.path().display())).await;
}

#[tokio::test]
async fn every_statement_postgres() {
    let Ok(cluster) = std::env::var("LLMOBSERVE_TEST_POSTGRES") else {
        panic!("NOT RUN: LLMOBSERVE_TEST_POSTGRES is not set; `make test` starts a PostgreSQL")
    };
    let mut id = [0; 8];
    SystemIdGen.fill(&mut id).unwrap();
    let name = format!("test_{:016x}", u64::from_be_bytes(id));
    let mut connection =
        <sqlx::PgConnection as sqlx::Connection>::connect(&format!("{cluster}/postgres"))
            .await
            .unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    prepare_all(format!("{cluster}/{name}")).await;
}

#[test]
fn no_statement_is_forgotten() {
    let files = [
        include_str!("access.rs"),
        include_str!("erasures.rs"),
        include_str!("ingest.rs"),
        include_str!("answers.rs"),
        include_str!("retention.rs"),
        include_str!("revisions.rs"),
        include_str!("prices.rs"),
        include_str!("backup.rs"),
        include_str!("imports.rs"),
        include_str!("verify.rs"),
    ];
    let texts = [TEXTS, SQLITE_TEXTS, POSTGRES_TEXTS].into_iter().flatten().map(|(name, _)| *name);
    let known: Vec<&str> = texts
        .chain(BULKS.iter().map(|(name, _)| *name))
        .chain(LOOK_UPS.iter().map(|(name, _)| *name))
        .chain(FRAGMENTS.iter().copied())
        .collect();
    for line in files.iter().flat_map(|file| file.lines()) {
        let Some((name, kind)) =
            line.strip_prefix("pub const ").and_then(|rest| rest.split_once(": "))
        else {
            continue;
        };
        let is_statement =
            ["&str =", "Bulk =", "LookUp ="].iter().any(|start| kind.starts_with(start));
        assert!(!is_statement || known.contains(&name), "{name} is not prepared by this test");
    }
}
