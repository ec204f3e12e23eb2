//! Retention, once an hour by the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio_util::sync::CancellationToken;

use crate::auth::local_operator;
use crate::clock::Clock;
use crate::keeping::Keeping;
use crate::store::{Store, StoreError};

const HOUR: i64 = 3_600;

/// Runs the retention of every tenant, at most once in each hour.
#[derive(Debug)]
pub struct RetentionJob {
    store: Arc<Store>,
    keeping: Arc<Keeping>,
    clock: Arc<dyn Clock>,
    last_hour: AtomicI64,
}

impl RetentionJob {
    /// One that has not run yet.
    pub fn new(store: Arc<Store>, keeping: Arc<Keeping>, clock: Arc<dyn Clock>) -> Self {
        Self { store, keeping, clock, last_hour: AtomicI64::new(0) }
    }

    /// Runs, unless it did in this hour. What one tenant's ledger refuses keeps no other from it.
    pub async fn run(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let hour = self.clock.now().timestamp().div_euclid(HOUR);
        if self.last_hour.swap(hour, Ordering::Relaxed) == hour {
            return Ok(());
        }
        for tenant in self.store.tenant_list().await? {
            let scope = local_operator(tenant.id);
            let tenant = scope.tenant();
            match self.keeping.retain(&scope, false, |_| !stop.is_cancelled()).await {
                Ok(kept) => {
                    if let Some((day, differences)) = kept.differs {
                        tracing::error!(
                            %tenant, %day, differences = differences.len(), first = differences.first(),
                            "events do not agree with their totals; nothing of that day was deleted. \
                             Run `llmobserve verify`"
                        );
                    }
                    if kept.events + kept.metadata > 0 {
                        let (days, events, metadata) = (kept.days, kept.events, kept.metadata);
                        tracing::info!(%tenant, days, events, metadata, "deleted what is not kept");
                    }
                }
                Err(error) => tracing::warn!(%tenant, %error, "retention was not completed"),
            }
        }
        Ok(())
    }
}
