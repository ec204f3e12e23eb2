//! How often runs call the same endpoint.

use crate::domain::scope::TenantScope;
use crate::domain::window::Window;

use super::error::StoreError;
use super::statement::Sql;
use super::{Store, sql};

/// Events that are looked at, at most: the newest of the window. It bounds the work on the largest
/// ledgers to about half a second.
const MOST_EVENTS: i64 = 200_000;

/// Runs that made the same number of calls to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CallsPerRun {
    /// The provider.
    pub provider: String,
    /// The endpoint, as events name it.
    pub endpoint: String,
    /// Calls that each of the runs made to it; duplicates and steps are none.
    pub calls: i64,
    /// Runs.
    pub runs: i64,
    /// Nano-USD that the tenant paid for those calls, of all the runs.
    pub cost: i64,
}

impl Store {
    /// Calls per run by provider and endpoint, the most first.
    pub async fn calls_per_run(
        &self,
        scope: &TenantScope,
        window: Window,
    ) -> Result<Vec<CallsPerRun>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let query = Sql::new(sql::CALLS_PER_RUN)
            .bind(tenant.no)
            .bind(window.from.timestamp_micros())
            .bind(window.to.timestamp_micros())
            .bind(MOST_EVENTS);
        let found = tx.fetch(query).await?;
        tx.rollback().await?;
        Ok(found)
    }
}
