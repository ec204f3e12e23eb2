//! Statements: SQL text, assembled from the constants in [`super::sql`], and its parameters.
//!
//! One text serves both databases. A constant marks its parameters with `?`; PostgreSQL gets them
//! numbered.

use std::fmt::Write as _;

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe};

use super::error::StoreError;

/// Which database a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// A parameter.
#[derive(Debug, Clone)]
pub enum Bind {
    /// A 64-bit integer.
    Int(i64),
    /// A text.
    Text(String),
    /// A text or nothing.
    OptText(Option<String>),
    /// An integer or nothing.
    OptInt(Option<i64>),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Bind {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Option<i64>> for Bind {
    fn from(value: Option<i64>) -> Self {
        Self::OptInt(value)
    }
}

impl From<&str> for Bind {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<Option<&str>> for Bind {
    fn from(value: Option<&str>) -> Self {
        Self::OptText(value.map(ToOwned::to_owned))
    }
}

impl From<Vec<u8>> for Bind {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

/// A statement under construction: constant text with `?` for each parameter.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    pub(super) text: String,
    pub(super) binds: Vec<Bind>,
}

impl Sql {
    /// Begins with a text.
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), binds: Vec::new() }
    }

    /// Appends a text.
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends another statement's text and parameters.
    pub fn append(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self.binds.extend(other.binds);
        self
    }

    /// No text yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The parameters so far.
    pub fn binds(&self) -> &[Bind] {
        &self.binds
    }

    /// Supplies the next parameter.
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.binds.push(value.into());
        self
    }

    /// Appends `?, ?, …` with a parameter each.
    pub fn list<B: Into<Bind>>(mut self, values: impl IntoIterator<Item = B>) -> Self {
        for (index, value) in values.into_iter().enumerate() {
            self.text.push_str(if index > 0 { ", ?" } else { "?" });
            self.binds.push(value.into());
        }
        self
    }

    /// The finished text for SQLite with its arguments.
    pub fn for_sqlite(self) -> Result<(AssertSqlSafe<String>, SqliteArguments), StoreError> {
        let mut arguments = SqliteArguments::default();
        sqlx::Arguments::reserve(&mut arguments, self.binds.len(), 0);
        for bind in self.binds {
            sqlite_argument(&mut arguments, bind).map_err(sqlx::Error::Encode)?;
        }
        Ok((AssertSqlSafe(self.text), arguments))
    }

    /// The finished text for PostgreSQL with its arguments.
    pub fn for_postgres(self) -> Result<(AssertSqlSafe<String>, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        for bind in self.binds {
            postgres_argument(&mut arguments, bind).map_err(sqlx::Error::Encode)?;
        }
        Ok((AssertSqlSafe(number_parameters(&self.text, 0)), arguments))
    }
}

pub(super) type Encoded = Result<(), sqlx::error::BoxDynError>;

pub(super) fn sqlite_argument(arguments: &mut SqliteArguments, bind: Bind) -> Encoded {
    match bind {
        Bind::Int(value) => sqlx::Arguments::add(arguments, value),
        Bind::Text(value) => sqlx::Arguments::add(arguments, value),
        Bind::OptText(value) => sqlx::Arguments::add(arguments, value),
        Bind::OptInt(value) => sqlx::Arguments::add(arguments, value),
        Bind::Bytes(value) => sqlx::Arguments::add(arguments, value),
    }
}

pub(super) fn postgres_argument(arguments: &mut PgArguments, bind: Bind) -> Encoded {
    match bind {
        Bind::Int(value) => arguments.add(value),
        Bind::Text(value) => arguments.add(value),
        Bind::OptText(value) => arguments.add(value),
        Bind::OptInt(value) => arguments.add(value),
        Bind::Bytes(value) => arguments.add(value),
    }
}

/// Replaces each `?` by `$n`, counting on from `before`. No constant uses `?` for anything else.
pub(super) fn number_parameters(text: &str, before: usize) -> String {
    let mut numbered = String::with_capacity(text.len() + 16);
    let mut count = before;
    for character in text.chars() {
        if character == '?' {
            count += 1;
            let _ = write!(numbered, "${count}");
        } else {
            numbered.push(character);
        }
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_postgres() {
        let sql = Sql::new("SELECT a FROM t WHERE b = ?")
            .bind(1)
            .push(" AND c IN (")
            .list([2, 3])
            .push(")");
        assert_eq!(
            number_parameters(&sql.text, 0),
            "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)"
        );
        assert_eq!(number_parameters("x = ?", 4), "x = $5");
    }
}
