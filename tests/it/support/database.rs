//! An empty database for one test.

use std::sync::Arc;

use llmobserve::clock::{IdGen, SystemIdGen};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

/// Where `tests/with-postgres.sh` says that its cluster is.
const POSTGRES: &str = "LLMOBSERVE_TEST_POSTGRES";

/// The superuser of that cluster.
const SUPERUSER: &str = "LLMOBSERVE_TEST_POSTGRES_SUPER";

/// A database; a SQLite file goes away with the last handle.
#[derive(Clone)]
pub struct Database {
    url: String,
    _folder: Option<Arc<TempDir>>,
}

impl Database {
    /// A file of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/test.db", folder.path().display());
        Self { url, _folder: Some(Arc::new(folder)) }
    }

    /// A database of its own in the cluster that runs beside the tests.
    pub async fn postgres() -> Self {
        let Ok(cluster) = std::env::var(POSTGRES) else {
            panic!(
                "NOT RUN: {POSTGRES} is not set. `make test` starts a PostgreSQL; without one, run \
                 `cargo nextest run -E 'not test(postgres)'`"
            )
        };
        let mut id = [0; 8];
        SystemIdGen.fill(&mut id).unwrap();
        let name = format!("test_{:016x}", u64::from_be_bytes(id));
        let mut connection = PgConnection::connect(&format!("{cluster}/postgres")).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        connection.close().await.unwrap();
        Self { url: format!("{cluster}/{name}"), _folder: None }
    }

    /// The URL, as the server is given it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same PostgreSQL database as its cluster's superuser sees it.
    pub fn as_superuser(&self) -> String {
        let superuser = std::env::var(SUPERUSER).unwrap();
        let (_, name) = self.url.rsplit_once('/').unwrap();
        format!("{superuser}/{name}")
    }
}
