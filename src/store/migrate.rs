//! Schema migrations: numbered alike for both databases, compiled in, never edited once released.

use sqlx::migrate::{Migrate, MigrateError, Migrator};

use super::error::StoreError;

/// The migrations of the embedded database.
pub static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");

/// The migrations of PostgreSQL.
pub static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Applies what is missing. A database that is newer than this program is refused.
pub async fn run<C: Migrate>(migrator: &Migrator, connection: &mut C) -> Result<(), StoreError> {
    migrator.run_direct(None, connection, false).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => StoreError::Setup(format!(
            "the database has migration {version}, which this version of llmobserve does not know: \
             it was written by a newer version. Start that version, or restore a backup taken \
             before the upgrade"
        )),
        MigrateError::VersionMismatch(version) => StoreError::Setup(format!(
            "migration {version} in the database differs from the one in this program; the schema \
             was changed by hand or by an unreleased version"
        )),
        MigrateError::Execute(error) => StoreError::from(error),
        MigrateError::ExecuteMigration(error, version) => {
            StoreError::Setup(format!("migration {version} failed and was undone: {error}"))
        }
        error => StoreError::Setup(format!("cannot bring the schema up to date: {error}")),
    })
}
