//! What can go wrong with a database, in the terms that a caller can act on.

use thiserror::Error;

/// A failed store operation.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database cannot be reached, is full or is too busy. Trying again later may work.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A transaction lost against another one. Trying again at once will work.
    #[error("the transaction was interrupted: {0}")]
    Interrupted(String),
    /// The database refused the data of this very operation.
    #[error("the database refused the data: {0}")]
    Data(String),
    /// What is asked for is not there.
    #[error("{0}")]
    Absent(String),
    /// What is asked for cannot be done as things stand; the text says what to do.
    #[error("{0}")]
    Refused(String),
    /// What is stored contradicts itself.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The database cannot be used as it is set up; the text says what to do.
    #[error("{0}")]
    Setup(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                let text = format!("{} ({code})", database.message());
                match database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                    Some(_) => Self::of_postgres(&code, text),
                    None => Self::of_sqlite(&code, text),
                }
            }
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::Decode(_)
            | sqlx::Error::TypeNotFound { .. } => Self::Damaged(error.to_string()),
            sqlx::Error::Encode(_) => Self::Data(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl StoreError {
    /// By SQLSTATE: serialisation failures and deadlocks are worth an immediate retry, data and
    /// constraint errors are of this operation alone, everything else is the server's state.
    fn of_postgres(state: &str, text: String) -> Self {
        match state {
            "40001" | "40P01" => Self::Interrupted(text),
            _ if state.starts_with("22") || state.starts_with("23") => Self::Data(text),
            _ => Self::Unavailable(text),
        }
    }

    /// By SQLite's primary result code (the low byte): 18 too big, 19 constraint, 20 mismatch,
    /// 25 range are about the data; 11 and 26 mean a damaged file; 1 is raised by `sum()` on
    /// overflow and by triggers.
    fn of_sqlite(code: &str, text: String) -> Self {
        match code.parse::<i32>().map(|code| code & 0xff) {
            Ok(1 | 18 | 19 | 20 | 25) => Self::Data(text),
            Ok(11 | 26) => Self::Damaged(text),
            _ => Self::Unavailable(text),
        }
    }
}
