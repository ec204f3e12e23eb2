//! The embedded database as a whole: copied while it is written, checked, and whether anybody has it
//! open.
//!
//! These are the operator's, of all tenants at once, and need no more than the file that the operator
//! could copy as well. PostgreSQL has its own tools.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrate;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};

use crate::domain::money::Usd;

use super::error::StoreError;
use super::migrate::SQLITE;
use super::sql;
use super::sqlite::sqlite_file;

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Holdings {
    /// The last migration that it has.
    pub schema: i64,
    /// Events of all tenants.
    pub events: i64,
    /// What they cost in all totals.
    pub cost_usd: Usd,
}

/// Whether another process has a database open.
#[derive(Debug)]
pub enum Hold {
    /// Nobody; and nobody opens it while this is kept.
    Free(SqliteConnection),
    /// Somebody has.
    Held,
    /// It cannot be told, for this reason.
    Unknown(String),
}

/// The embedded database's file.
#[derive(Debug, Clone)]
pub struct DatabaseFile(PathBuf);

impl DatabaseFile {
    /// The file of a URL; `None` when it is that of another database.
    pub fn of_url(url: &str) -> Result<Option<Self>, StoreError> {
        Ok(sqlite_file(url)?.map(Self))
    }

    /// A file by its path.
    pub fn at(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// About how large a copy will be, in bytes.
    pub async fn copy_size(&self) -> Result<u64, StoreError> {
        let mut connection = self.open(false).await?;
        let size: i64 = sqlx::query_scalar(
            "SELECT (page_count - freelist_count) * page_size \
             FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
        )
        .fetch_one(&mut connection)
        .await?;
        connection.close().await?;
        Ok(u64::try_from(size).unwrap_or(0))
    }

    /// Copies one moment of it into a new file that only its owner reads. Writers go on meanwhile.
    pub async fn copy_to(&self, copy: &Path) -> Result<(), StoreError> {
        // An empty file is filled, with the rights that it has.
        let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy);
        created.map_err(|error| {
            StoreError::Setup(format!("cannot create {}: {error}", copy.display()))
        })?;
        let mut connection = self.open(false).await?;
        let path = copy.to_string_lossy().into_owned();
        sqlx::query("VACUUM INTO ?").bind(path).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }

    /// Counts what it holds.
    pub async fn count(&self) -> Result<Holdings, StoreError> {
        let mut connection = self.open(false).await?;
        let holdings = self.holdings(&mut connection).await?;
        connection.close().await?;
        Ok(holdings)
    }

    /// Checks a copy, which nobody writes, page by page and index by index, and counts what it holds.
    pub async fn check(&self) -> Result<Holdings, StoreError> {
        let mut connection = self.open(true).await?;
        let damaged = |error: sqlx::Error| {
            StoreError::Damaged(format!("{} cannot be read: {error}", self.0.display()))
        };
        let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(5)")
            .fetch_all(&mut connection)
            .await
            .map_err(damaged)?;
        if found != ["ok"] {
            let found = found.join("; ");
            return Err(StoreError::Damaged(format!("{}: {found}", self.0.display())));
        }
        let holdings = self.holdings(&mut connection).await?;
        connection.close().await?;
        Ok(holdings)
    }

    async fn holdings(&self, connection: &mut SqliteConnection) -> Result<Holdings, StoreError> {
        let foreign =
            |_| StoreError::Setup(format!("{} is no database of llmobserve", self.0.display()));
        let (events, cost): (i64, i64) =
            sqlx::query_as(sql::HOLDINGS).fetch_one(&mut *connection).await.map_err(foreign)?;
        let applied = connection
            .list_applied_migrations(&SQLITE.table_name)
            .await
            .map_err(|error| StoreError::Damaged(error.to_string()))?;
        let schema = applied.iter().map(|migration| migration.version).max().unwrap_or(0);
        let newest = SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0);
        if schema > newest {
            return Err(StoreError::Setup(format!(
                "{} has migration {schema}, which this version of llmobserve does not know: it was \
                 written by a newer version. Restore it with that one",
                self.0.display()
            )));
        }
        Ok(Holdings { schema, events, cost_usd: Usd::from_nanos(cost) })
    }

    /// Whether anybody else has it open. One that nobody has is left without a write-ahead log:
    /// all of it is in one file.
    pub async fn hold(&self) -> Hold {
        let options = SqliteConnectOptions::new().filename(&self.0).busy_timeout(Duration::ZERO);
        let held = async {
            let mut connection = SqliteConnection::connect_with(&options).await?;
            // To leave the write-ahead log takes the file for oneself: whoever has it open, if only
            // idly, keeps a lock that forbids it.
            connection.execute("PRAGMA journal_mode = DELETE").await?;
            connection.execute("BEGIN EXCLUSIVE").await?;
            Ok::<_, sqlx::Error>(connection)
        };
        match held.await.map_err(StoreError::from) {
            Ok(connection) => Hold::Free(connection),
            Err(StoreError::Unavailable(told)) if told.contains("locked") => Hold::Held,
            Err(error) => Hold::Unknown(error.to_string()),
        }
    }

    /// Opens it for reading, as it is: no migration runs. A copy is read without locks, so that
    /// nothing appears beside it.
    async fn open(&self, is_copy: bool) -> Result<SqliteConnection, StoreError> {
        if !self.0.exists() {
            return Err(StoreError::Setup(format!("there is no file {}", self.0.display())));
        }
        let options = SqliteConnectOptions::new()
            .filename(&self.0)
            .read_only(true)
            .immutable(is_copy)
            .busy_timeout(Duration::from_secs(30));
        SqliteConnection::connect_with(&options).await.map_err(|error| {
            StoreError::Setup(format!("{} cannot be opened: {error}", self.0.display()))
        })
    }
}
