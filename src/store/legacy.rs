//! The original collector's database, read and never written.
//!
//! Its columns grew with its versions, so each row is taken as it is: a JSON object of the columns
//! that are there.

use std::str::FromStr;

use serde_json::value::{RawValue, to_raw_value};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{Column, Connection, Executor, Row, TypeInfo, ValueRef};

use super::error::StoreError;
use super::sql;

/// Rows read at a time; [`sql::LEGACY_PAGE_POSTGRES`] has the same number.
const PAGE: u64 = 2_000;

/// The rows of `trace_events`, by `created_at` and `id`. Memory holds one page.
#[derive(Debug)]
pub struct LegacyEvents {
    database: Database,
    total: u64,
    read: u64,
}

#[derive(Debug)]
enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl LegacyEvents {
    /// Opens a SQLite file by its path or `sqlite://` URL, or a `postgres://` database.
    pub async fn open(location: &str) -> Result<Self, StoreError> {
        let is_postgres = ["postgres://", "postgresql://"].iter().any(|s| location.starts_with(s));
        let (database, total) =
            if is_postgres { postgres(location).await? } else { sqlite(location).await? };
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Self { database, total, read: 0 })
    }

    /// How many rows there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The next rows, as JSON objects; none at the end.
    pub async fn next_page(&mut self) -> Result<Vec<Box<RawValue>>, StoreError> {
        let page = match &mut self.database {
            Database::Sqlite(connection) => {
                let (first, last) = (self.read.cast_signed(), (self.read + PAGE).cast_signed());
                let page = sqlx::query(sql::LEGACY_PAGE_SQLITE).bind(first).bind(last);
                let rows = page.fetch_all(connection).await?;
                rows.iter().map(object).collect::<Result<Vec<_>, _>>()?
            }
            Database::Postgres(connection) => {
                let page = sqlx::query_scalar::<_, String>(sql::LEGACY_PAGE_POSTGRES);
                let rows = page.persistent(false).fetch_all(connection).await?;
                rows.into_iter()
                    .map(|row| json(RawValue::from_string(row)))
                    .collect::<Result<_, _>>()?
            }
        };
        self.read += PAGE;
        Ok(page)
    }
}

async fn sqlite(location: &str) -> Result<(Database, i64), StoreError> {
    let options = if location.starts_with("sqlite:") {
        SqliteConnectOptions::from_str(location).map_err(|error| {
            StoreError::Setup(format!("the database URL cannot be read: {error}"))
        })?
    } else {
        SqliteConnectOptions::new().filename(location)
    };
    let path = options.get_filename().to_path_buf();
    if !path.exists() {
        return Err(StoreError::Setup(format!("there is no file {}", path.display())));
    }
    let options = options.read_only(true).create_if_missing(false);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let ordered = connection.execute(sql::LEGACY_ORDER_SQLITE).await;
    ordered.map_err(|error| no_events(&path.display().to_string(), &error))?;
    let total = sqlx::query_scalar(sql::LEGACY_COUNT_SQLITE).fetch_one(&mut connection).await?;
    Ok((Database::Sqlite(connection), total))
}

async fn postgres(location: &str) -> Result<(Database, i64), StoreError> {
    let options = PgConnectOptions::from_str(location)
        .map_err(|error| StoreError::Setup(format!("the database URL cannot be read: {error}")))?
        .application_name("llmobserve import");
    let place = format!("{}:{}", options.get_host(), options.get_port());
    let mut connection = PgConnection::connect_with(&options)
        .await
        .map_err(|error| StoreError::Setup(format!("cannot connect to {place}: {error}")))?;
    sqlx::raw_sql(sql::LEGACY_BEGIN_POSTGRES).execute(&mut connection).await?;
    let total = sqlx::query_scalar(sql::LEGACY_COUNT_POSTGRES).fetch_one(&mut connection).await;
    let total = total.map_err(|error| no_events(&place, &error))?;
    connection.execute(sql::LEGACY_CURSOR_POSTGRES).await?;
    Ok((Database::Postgres(connection), total))
}

fn no_events(place: &str, error: &sqlx::Error) -> StoreError {
    StoreError::Setup(format!(
        "the table trace_events of {place} cannot be read: {error}. It must be a database of the \
         original collector"
    ))
}

/// A row of SQLite, whose values have types and whose columns have none.
fn object(row: &SqliteRow) -> Result<Box<RawValue>, StoreError> {
    let mut fields = serde_json::Map::new();
    for (index, column) in row.columns().iter().enumerate() {
        let value = row.try_get_raw(index)?;
        let value = match value.type_info().name() {
            _ if value.is_null() => continue,
            "INTEGER" => row.try_get_unchecked::<i64, _>(index)?.into(),
            "REAL" => real(row.try_get_unchecked(index)?),
            "BLOB" => String::from_utf8_lossy(row.try_get_unchecked::<&[u8], _>(index)?)
                .into_owned()
                .into(),
            _ => row.try_get_unchecked::<String, _>(index)?.into(),
        };
        fields.insert(column.name().to_owned(), value);
    }
    json(to_raw_value(&fields))
}

/// A float as the shortest decimal that reads back as the same float: from here on it is text.
fn real(value: f64) -> serde_json::Value {
    // What is infinite is no number in JSON; as a text the row is refused for it.
    serde_json::Number::from_f64(value)
        .map_or_else(|| value.to_string().into(), serde_json::Value::Number)
}

fn json<T>(made: Result<T, serde_json::Error>) -> Result<T, StoreError> {
    made.map_err(|error| StoreError::Damaged(format!("a row of trace_events is not JSON: {error}")))
}
