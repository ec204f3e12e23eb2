//! Statements over many rows.
//!
//! Rows travel as one table expression, `WITH v(…) AS (…)`: PostgreSQL builds it from arrays with
//! `UNNEST` (one text for any number of rows), SQLite from `VALUES` in chunks of a few fixed sizes
//! (few texts, so that prepared statements are found again). `docs/decisions/0005-one-sql-text.md`
//! has the measurements.

use std::fmt::Write as _;
use std::ops::Range;

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe};

use super::error::StoreError;
use super::statement::{Bind, Dialect, Encoded, Sql, number_parameters};
use super::statement::{postgres_argument, sqlite_argument};
use crate::domain::digest::EventKey;

/// A statement over many rows: `tail` reads them as the table `v`.
#[derive(Debug)]
pub struct Bulk {
    /// The columns of `v`.
    pub columns: &'static [(&'static str, Type)],
    /// What follows `WITH v(…) AS (…)`.
    pub tail: &'static str,
}

/// The type of a column of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// 64-bit integers, or nothing.
    Int,
    /// Texts, or nothing.
    Text,
    /// Bytes.
    Bytes,
}

/// The values of one column.
#[derive(Debug, Clone)]
pub enum Column {
    /// Integers.
    Int(Vec<i64>),
    /// Integers or nothing.
    OptInt(Vec<Option<i64>>),
    /// Texts.
    Text(Vec<String>),
    /// Texts or nothing.
    OptText(Vec<Option<String>>),
    /// Bytes.
    Bytes(Vec<Vec<u8>>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Int(values) => values.len(),
            Self::OptInt(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::OptText(values) => values.len(),
            Self::Bytes(values) => values.len(),
        }
    }

    /// Takes a value out. Each is taken once: texts are moved, not copied.
    fn take(&mut self, row: usize) -> Bind {
        match self {
            Self::Int(values) => Bind::Int(values[row]),
            Self::OptInt(values) => Bind::OptInt(values[row]),
            Self::Text(values) => Bind::Text(std::mem::take(&mut values[row])),
            Self::OptText(values) => Bind::OptText(values[row].take()),
            Self::Bytes(values) => Bind::Bytes(std::mem::take(&mut values[row])),
        }
    }

    fn add_to(&self, arguments: &mut PgArguments) -> Encoded {
        match self {
            Self::Int(values) => arguments.add(values),
            Self::OptInt(values) => arguments.add(values),
            Self::Text(values) => arguments.add(values),
            Self::OptText(values) => arguments.add(values),
            Self::Bytes(values) => arguments.add(values),
        }
    }
}

/// Many rows, column by column, in the order of [`Bulk::columns`].
#[derive(Debug, Clone, Default)]
pub struct Rows(Vec<Column>);

/// Most parameters of one SQLite statement.
const SQLITE_PARAMETERS: usize = 32_766;

/// Most rows of one SQLite statement: longer ones gain nothing.
const SQLITE_ROWS: usize = 256;

impl Rows {
    /// Adds a column. All columns have the same length.
    pub fn column(mut self, column: Column) -> Self {
        self.0.push(column);
        self
    }

    /// Adds a column of integers.
    pub fn ints(self, values: impl IntoIterator<Item = i64>) -> Self {
        self.column(Column::Int(values.into_iter().collect()))
    }

    /// Adds a column of texts.
    pub fn texts<T: Into<String>>(self, values: impl IntoIterator<Item = T>) -> Self {
        self.column(Column::Text(values.into_iter().map(Into::into).collect()))
    }

    /// Adds a column of texts or nothing.
    pub fn opt_texts(self, values: impl IntoIterator<Item = Option<String>>) -> Self {
        self.column(Column::OptText(values.into_iter().collect()))
    }

    /// Adds a column of integers or nothing.
    pub fn opt_ints(self, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.column(Column::OptInt(values.into_iter().collect()))
    }

    /// Adds a column of event keys.
    pub fn keys(self, values: impl IntoIterator<Item = EventKey>) -> Self {
        self.column(Column::Bytes(values.into_iter().map(|key| key.0.to_vec()).collect()))
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.0.first().map_or(0, Column::len)
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pieces in which SQLite takes the rows, given how many other parameters there are.
    pub fn chunks(&self, other_parameters: usize) -> Vec<Range<usize>> {
        let fit = (SQLITE_PARAMETERS - other_parameters) / self.0.len().max(1);
        let largest = SQLITE_ROWS.min(1 << fit.max(1).ilog2());
        let mut chunks = Vec::new();
        let mut start = 0;
        while start < self.len() {
            let left = self.len() - start;
            let size = largest.min(1 << left.ilog2());
            chunks.push(start..start + size);
            start += size;
        }
        chunks
    }
}

impl Bulk {
    /// The tail with its parameters.
    pub fn tail(&self, binds: &[Bind]) -> Sql {
        Sql { text: self.tail.to_owned(), binds: binds.to_vec() }
    }
}

/// For each row of `v` the rows of a table that belong to it: found one row of `v` after the other.
///
/// SQLite takes `v` first because of the CROSS JOIN. PostgreSQL would reorder the join, and read a
/// whole tenant's rows to compare each with `v`: always for ranges, and for keys while it has no
/// statistics of the table. A lateral subquery that ends with OFFSET stays as it is written.
#[derive(Debug)]
pub struct ForEach {
    /// What is selected.
    pub select: Sql,
    /// The table, or a subquery in parentheses.
    pub table: &'static str,
    /// Its name in the other parts.
    pub alias: &'static str,
    /// Which of its rows belong to a row of `v`.
    pub on: Sql,
    /// Tables joined to what was found.
    pub join: &'static str,
    /// GROUP BY or LIMIT.
    pub end: &'static str,
}

impl ForEach {
    /// What follows `WITH v(…) AS (…)`.
    pub fn tail(self, dialect: Dialect) -> Sql {
        let Self { select, table, alias, on, join, end } = self;
        let (head, condition) = (select.text, on.text);
        let text = match dialect {
            Dialect::Sqlite => format!(
                "SELECT {head} FROM v CROSS JOIN {table} {alias}{join} WHERE {condition}{end}"
            ),
            Dialect::Postgres => format!(
                "SELECT {head} FROM v CROSS JOIN LATERAL (SELECT {alias}.* FROM {table} {alias} \
                 WHERE {condition} OFFSET 0) {alias}{join}{end}"
            ),
        };
        Sql { text, binds: [select.binds, on.binds].concat() }
    }
}

/// A [`ForEach`] whose rows are found by their key.
#[derive(Debug)]
pub struct LookUp {
    /// The columns of `v`.
    pub columns: &'static [(&'static str, Type)],
    /// See [`ForEach::select`].
    pub select: &'static str,
    /// See [`ForEach::table`].
    pub table: &'static str,
    /// See [`ForEach::alias`].
    pub alias: &'static str,
    /// See [`ForEach::on`].
    pub on: &'static str,
    /// See [`ForEach::join`].
    pub join: &'static str,
    /// See [`ForEach::end`].
    pub end: &'static str,
}

impl LookUp {
    /// What follows `WITH v(…) AS (…)`, with the parameters of the condition.
    pub fn tail(&self, dialect: Dialect, binds: &[Bind]) -> Sql {
        let on = Sql { text: self.on.to_owned(), binds: binds.to_vec() };
        let Self { table, alias, join, end, .. } = *self;
        ForEach { select: Sql::new(self.select), table, alias, on, join, end }.tail(dialect)
    }
}

fn names(columns: &[(&'static str, Type)]) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// A statement that reads some of the rows as the table `v`, for SQLite.
pub fn sqlite_rows(
    columns: &[(&'static str, Type)],
    rows: &mut Rows,
    chunk: Range<usize>,
    tail: &Sql,
) -> Result<(AssertSqlSafe<String>, SqliteArguments), StoreError> {
    let row = format!("(?{})", ",?".repeat(columns.len() - 1));
    let mut text = format!("WITH v({}) AS (VALUES ", names(columns));
    text.reserve(chunk.len() * (row.len() + 1) + tail.text.len() + 2);
    let mut arguments = SqliteArguments::default();
    sqlx::Arguments::reserve(&mut arguments, chunk.len() * rows.0.len() + tail.binds.len(), 0);
    for (count, index) in chunk.enumerate() {
        if count > 0 {
            text.push(',');
        }
        text.push_str(&row);
        for column in &mut rows.0 {
            sqlite_argument(&mut arguments, column.take(index)).map_err(sqlx::Error::Encode)?;
        }
    }
    text.push_str(") ");
    text.push_str(&tail.text);
    for bind in &tail.binds {
        sqlite_argument(&mut arguments, bind.clone()).map_err(sqlx::Error::Encode)?;
    }
    Ok((AssertSqlSafe(text), arguments))
}

/// A statement that reads the rows as the table `v`, for PostgreSQL.
pub fn postgres_rows(
    columns: &[(&'static str, Type)],
    rows: &Rows,
    tail: &Sql,
) -> Result<(AssertSqlSafe<String>, PgArguments), StoreError> {
    let mut arguments = PgArguments::default();
    let mut text = format!("WITH v({}) AS (SELECT * FROM UNNEST(", names(columns));
    for (index, (_, kind)) in columns.iter().enumerate() {
        let separator = if index > 0 { ", " } else { "" };
        let array = match kind {
            Type::Int => "bigint[]",
            Type::Text => "text[]",
            Type::Bytes => "bytea[]",
        };
        let _ = write!(text, "{separator}${}::{array}", index + 1);
    }
    for column in &rows.0 {
        column.add_to(&mut arguments).map_err(sqlx::Error::Encode)?;
    }
    text.push_str(")) ");
    text.push_str(&number_parameters(&tail.text, columns.len()));
    for bind in &tail.binds {
        postgres_argument(&mut arguments, bind.clone()).map_err(sqlx::Error::Encode)?;
    }
    Ok((AssertSqlSafe(text), arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_takes_rows_in_few_sizes() {
        let rows = Rows::default().ints(0..1_000).ints(0..1_000);
        let sizes: Vec<usize> = rows.chunks(1).into_iter().map(|chunk| chunk.len()).collect();
        assert_eq!(sizes, [256, 256, 256, 128, 64, 32, 8]);
        assert_eq!(rows.len(), 1_000);
    }
}
