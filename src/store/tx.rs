//! A transaction on either database: the only way to run a statement.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Postgres, Sqlite, Transaction};

use super::error::StoreError;
use super::rows::{Bulk, LookUp, Rows, Type, postgres_rows, sqlite_rows};
use super::sql;
use super::statement::{Bind, Dialect, Sql};

/// A row type that both databases can fill.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

/// An open transaction. Dropped, it rolls back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Which database.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and counts the rows that it changed.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let (text, arguments) = sql.for_sqlite()?;
                sqlx::query_with(text, arguments).execute(&mut **tx).await?.rows_affected()
            }
            Self::Postgres(tx) => {
                let (text, arguments) = sql.for_postgres()?;
                sqlx::query_with(text, arguments).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Runs a query.
    pub async fn fetch<T: Record>(&mut self, sql: Sql) -> Result<Vec<T>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let (text, arguments) = sql.for_sqlite()?;
                sqlx::query_as_with(text, arguments).fetch_all(&mut **tx).await?
            }
            Self::Postgres(tx) => {
                let (text, arguments) = sql.for_postgres()?;
                sqlx::query_as_with(text, arguments).fetch_all(&mut **tx).await?
            }
        })
    }

    /// Runs a query for its first row.
    pub async fn fetch_first<T: Record>(&mut self, sql: Sql) -> Result<Option<T>, StoreError> {
        Ok(self.fetch(sql).await?.into_iter().next())
    }

    /// Runs a statement over many rows and counts those that it changed.
    pub async fn execute_rows(
        &mut self,
        bulk: &Bulk,
        mut rows: Rows,
        binds: &[Bind],
    ) -> Result<u64, StoreError> {
        if rows.is_empty() {
            return Ok(0);
        }
        let tail = bulk.tail(binds);
        match self {
            Self::Sqlite(tx) => {
                let mut changed = 0;
                for chunk in rows.chunks(binds.len()) {
                    let (text, arguments) = sqlite_rows(bulk.columns, &mut rows, chunk, &tail)?;
                    let done = sqlx::query_with(text, arguments).execute(&mut **tx).await?;
                    changed += done.rows_affected();
                }
                Ok(changed)
            }
            Self::Postgres(tx) => {
                let (text, arguments) = postgres_rows(bulk.columns, &rows, &tail)?;
                let done = sqlx::query_with(text, arguments).execute(&mut **tx).await?;
                Ok(done.rows_affected())
            }
        }
    }

    /// Runs a statement over many rows that returns some.
    pub async fn fetch_rows<T: Record>(
        &mut self,
        bulk: &Bulk,
        rows: Rows,
        binds: &[Bind],
    ) -> Result<Vec<T>, StoreError> {
        self.fetch_over(bulk.columns, rows, &bulk.tail(binds)).await
    }

    /// Looks rows up by their keys.
    pub async fn look_up<T: Record>(
        &mut self,
        look_up: &LookUp,
        keys: Rows,
        binds: &[Bind],
    ) -> Result<Vec<T>, StoreError> {
        let tail = look_up.tail(self.dialect(), binds);
        self.fetch_over(look_up.columns, keys, &tail).await
    }

    /// Runs a query that reads many rows as the table `v` and is assembled for the occasion.
    pub async fn fetch_over<T: Record>(
        &mut self,
        columns: &'static [(&'static str, Type)],
        mut rows: Rows,
        tail: &Sql,
    ) -> Result<Vec<T>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        match self {
            Self::Sqlite(tx) => {
                let mut found = Vec::new();
                for chunk in rows.chunks(tail.binds().len()) {
                    let (text, arguments) = sqlite_rows(columns, &mut rows, chunk, tail)?;
                    found.extend(sqlx::query_as_with(text, arguments).fetch_all(&mut **tx).await?);
                }
                Ok(found)
            }
            Self::Postgres(tx) => {
                let (text, arguments) = postgres_rows(columns, &rows, tail)?;
                Ok(sqlx::query_as_with(text, arguments).fetch_all(&mut **tx).await?)
            }
        }
    }

    /// One tenant changes at a time, also across processes: what a transaction reads of it stays true
    /// until it commits. SQLite has one writer anyway.
    pub async fn lock_tenant(&mut self, tenant_no: i64) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Postgres {
            let lock = Sql::new(sql::TENANT_LOCK_POSTGRES).bind(tenant_no);
            let _: Vec<(i64,)> = self.fetch(lock).await?;
        }
        Ok(())
    }

    /// Marks a point to which [`Self::rollback_to_savepoint`] goes back. There is one at a time.
    pub async fn savepoint(&mut self) -> Result<(), StoreError> {
        self.execute(Sql::new(sql::SAVEPOINT)).await.map(drop)
    }

    /// Undoes what was done since the savepoint, which stays.
    pub async fn rollback_to_savepoint(&mut self) -> Result<(), StoreError> {
        self.execute(Sql::new(sql::ROLLBACK_TO_SAVEPOINT)).await.map(drop)
    }

    /// Forgets the savepoint and keeps what was done since.
    pub async fn release_savepoint(&mut self) -> Result<(), StoreError> {
        self.execute(Sql::new(sql::RELEASE_SAVEPOINT)).await.map(drop)
    }

    /// Makes the changes durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Ends a transaction that changed nothing that is to be kept.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}
