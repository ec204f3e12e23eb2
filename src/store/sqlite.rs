//! The embedded database: one writer, a pool of readers, and the wall between tenants.
//!
//! WAL with `synchronous = FULL`: a commit is on disk before it is acknowledged. The writer never
//! checkpoints inside a commit; [`Sqlite::checkpoint`] does it beside it.
//!
//! Readers open the file read-only and see every tenant table through a temporary view of the same
//! name, which shows the rows of one tenant: the one in `temp.scope`, set inside the transaction and
//! gone with it. A statement that forgets its tenant finds nothing of another.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::error::StoreError;
use super::migrate::{self, SQLITE};
use super::tx::Tx;
use super::{OpenMode, TENANT_TABLES};

/// How long a writer waits for another process to finish its transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// WAL size, in bytes, from which a checkpoint is worth its reads and writes.
const CHECKPOINT_BYTES: u64 = 32 << 20;

/// An open database file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    path: PathBuf,
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file of a `sqlite://` URL, bringing its schema up to date.
    pub async fn open(url: &str, mode: OpenMode) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| StoreError::Setup(format!("{url} is not a database URL: {error}")))?;
        let path = options.get_filename().to_path_buf();
        check_path(url, &path, mode)?;
        let options = options
            .create_if_missing(mode == OpenMode::Create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("temp_store", "MEMORY")
            .pragma("trusted_schema", "OFF")
            .pragma("journal_size_limit", "67108864")
            .statement_cache_capacity(512);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(
                options.clone().pragma("wal_autocheckpoint", "0").pragma("cache_size", "-65536"),
            )
            .await
            .map_err(|error| cannot_open(&path, error))?;
        migrate::run(&SQLITE, &mut *writer.acquire().await?).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|connection, _| Box::pin(shadow_tables(connection)))
            .after_release(|connection, _| Box::pin(clear_scope(connection)))
            .connect_with(
                options.read_only(true).create_if_missing(false).pragma("cache_size", "-4096"),
            )
            .await?;
        Ok(Self { path, writer, readers })
    }

    /// Begins the one writing transaction.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        Ok(Tx::Sqlite(self.writer.begin_with("BEGIN IMMEDIATE").await?))
    }

    /// Begins a reading transaction: a snapshot in which only one tenant's rows are visible.
    pub async fn begin_read(&self, tenant_no: i64) -> Result<Tx, StoreError> {
        let mut tx = self.readers.begin_with("BEGIN").await?;
        sqlx::query("UPDATE temp.scope SET tenant_no = ?")
            .bind(tenant_no)
            .execute(&mut *tx)
            .await?;
        Ok(Tx::Sqlite(tx))
    }

    /// Copies the WAL into the database file when it has grown. What was copied beside the writer
    /// is completed on the writer's own connection, between two commits, so that the next commit
    /// can begin the WAL anew.
    pub async fn checkpoint(&self) -> Result<(), StoreError> {
        let mut wal = self.path.clone().into_os_string();
        wal.push("-wal");
        let size = std::fs::metadata(&wal).map_or(0, |metadata| metadata.len());
        if size < CHECKPOINT_BYTES {
            return Ok(());
        }
        let options = (*self.writer.connect_options()).clone();
        let mut beside = SqliteConnection::connect_with(&options).await?;
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut beside).await?;
        beside.close().await?;
        let mut writer = self.writer.acquire().await?;
        sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut *writer).await?;
        Ok(())
    }

    /// Writes the file anew without what was deleted, and empties the WAL.
    pub async fn vacuum(&self) -> Result<(), StoreError> {
        let mut writer = self.writer.acquire().await?;
        sqlx::query("PRAGMA secure_delete = ON").execute(&mut *writer).await?;
        truncate_wal(&mut writer).await?;
        sqlx::query("VACUUM").execute(&mut *writer).await?;
        truncate_wal(&mut writer).await
    }

    /// Copies all of the WAL and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        if let Ok(mut writer) = self.writer.acquire().await {
            finish(&mut writer).await;
        }
        self.writer.close().await;
    }
}

/// Copies all of the WAL and leaves nothing in it. Another process that reads is waited for, for as long
/// as [`BUSY_TIMEOUT`].
async fn truncate_wal(writer: &mut PoolConnection<sqlx::Sqlite>) -> Result<(), StoreError> {
    let (busy, _, _): (i64, i64, i64) =
        sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut **writer).await?;
    if busy == 0 {
        return Ok(());
    }
    let problem = "the write-ahead log is in use and still has what was deleted; run `llmobserve \
                   vacuum` again";
    Err(StoreError::Unavailable(problem.to_owned()))
}

/// A clean end leaves one file. Failing to copy loses nothing: the WAL is read at the next start.
async fn finish(writer: &mut PoolConnection<sqlx::Sqlite>) {
    let truncate = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut **writer).await;
    if let Err(error) = truncate {
        tracing::warn!(%error, "the write-ahead log was not folded in; it will be at the next start");
    }
}

/// The file of a `sqlite://` URL; `None` for the URL of another database.
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>, StoreError> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| StoreError::Setup(format!("{url} is not a database URL: {error}")))?;
    Ok(Some(options.get_filename().to_path_buf()))
}

fn check_path(url: &str, path: &Path, mode: OpenMode) -> Result<(), StoreError> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(StoreError::Setup(
            "an in-memory database would lose every acknowledged event; name a file, for example \
             sqlite://llmobserve.db"
                .to_owned(),
        ));
    }
    if mode == OpenMode::Existing && !path.exists() {
        return Err(StoreError::Setup(format!(
            "there is no database at {}; `llmobserve serve` or `llmobserve migrate` creates one, \
             --database-url names another",
            path.display()
        )));
    }
    Ok(())
}

fn cannot_open(path: &Path, error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Unavailable(cause) => StoreError::Setup(format!(
            "cannot open the database {}: {cause}. The folder must exist and be writable",
            path.display()
        )),
        other => other,
    }
}

/// Puts a view in front of each tenant table, in the connection's own temporary schema.
async fn shadow_tables(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    connection.execute("CREATE TEMP TABLE scope (tenant_no INTEGER)").await?;
    connection.execute("INSERT INTO temp.scope VALUES (NULL)").await?;
    for table in TENANT_TABLES {
        let columns = sqlx::query("SELECT name FROM pragma_table_info(?)")
            .bind(table)
            .fetch_all(&mut *connection)
            .await?
            .iter()
            .map(|row| row.try_get::<String, _>(0))
            .collect::<Result<Vec<_>, _>>()?
            .join(", ");
        let view = format!(
            "CREATE TEMP VIEW {table} AS SELECT {columns} FROM main.{table} \
             WHERE tenant_no = (SELECT tenant_no FROM temp.scope)"
        );
        connection.execute(AssertSqlSafe(view)).await?;
    }
    Ok(())
}

/// A connection goes back without a tenant. One that cannot be cleared is closed instead.
async fn clear_scope(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    Ok(connection.execute("UPDATE temp.scope SET tenant_no = NULL").await.is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::statement::Sql;

    /// Rows of the tenants 1 and 2, in a table that every tenant has.
    async fn two_tenants(folder: &Path) -> Sqlite {
        let url = format!("sqlite://{}/wall.db", folder.display());
        let sqlite = Sqlite::open(&url, OpenMode::Create).await.unwrap();
        let mut writer = sqlite.writer.acquire().await.unwrap();
        for tenant in [1, 2] {
            for statement in [
                format!(
                    "INSERT INTO tenants (tenant_no, tenant_id, name, time_zone, created_at) \
                     VALUES ({tenant}, 't{tenant}', 'n', 'UTC', 0)"
                ),
                format!(
                    "INSERT INTO customers (tenant_no, customer_id, first_seen) \
                     VALUES ({tenant}, 'c{tenant}', 0)"
                ),
            ] {
                writer.execute(AssertSqlSafe(statement)).await.unwrap();
            }
        }
        drop(writer);
        sqlite
    }

    async fn customers(tx: &mut Tx) -> Vec<(String,)> {
        tx.fetch(Sql::new("SELECT customer_id FROM customers WHERE 1 = 1")).await.unwrap()
    }

    #[tokio::test]
    async fn a_statement_that_forgets_its_tenant_finds_nothing_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = two_tenants(folder.path()).await;
        for (tenant, expected) in [(1, vec!["c1"]), (2, vec!["c2"]), (3, vec![])] {
            let mut tx = sqlite.begin_read(tenant).await.unwrap();
            let found: Vec<String> =
                customers(&mut tx).await.into_iter().map(|row| row.0).collect();
            assert_eq!(found, expected);
            tx.rollback().await.unwrap();
        }
        let mut reader = sqlite.readers.acquire().await.unwrap();
        let rows = reader.fetch_all("SELECT customer_id FROM customers").await.unwrap();
        assert!(rows.is_empty(), "outside a transaction there is no tenant");
    }

    #[tokio::test]
    async fn every_tenant_table_is_behind_the_wall() {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = two_tenants(folder.path()).await;
        let mut reader = sqlite.readers.acquire().await.unwrap();
        let tables = reader
            .fetch_all(
                "SELECT m.name FROM main.sqlite_schema m JOIN pragma_table_info(m.name) c \
                 WHERE m.type = 'table' AND c.name = 'tenant_no' ORDER BY 1",
            )
            .await
            .unwrap();
        let mut tables: Vec<String> = tables.iter().map(|row| row.get(0)).collect();
        let mut walled: Vec<String> = TENANT_TABLES.iter().map(ToString::to_string).collect();
        tables.sort();
        walled.sort();
        assert_eq!(tables, walled);
    }
}
