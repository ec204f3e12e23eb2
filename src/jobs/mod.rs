//! Work that nobody waits for. Each piece may run twice, or late, without harm.

mod retention;
mod revisions;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::Auth;
use crate::clock::Clock;
use crate::store::{Store, StoreError};

pub use retention::RetentionJob;
pub use revisions::RevisionRunner;

/// How often the write-ahead log is looked at.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// How often the last use of keys is noted.
const KEY_USE: Duration = Duration::from_mins(1);

/// How often partitions are made ahead.
const PARTITIONS: Duration = Duration::from_hours(6);

/// How often the clock is asked whether retention is due.
const RETENTION: Duration = Duration::from_secs(30);

/// The running background work.
#[derive(Debug)]
pub struct Jobs {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Jobs {
    /// Starts it.
    pub fn start(
        store: &Arc<Store>,
        auth: &Arc<Auth>,
        clock: &Arc<dyn Clock>,
        retention: RetentionJob,
    ) -> Self {
        let jobs = Self { stop: CancellationToken::new(), tasks: TaskTracker::new() };
        let own = Arc::clone(store);
        jobs.repeat("checkpoint", CHECKPOINT, move || {
            let store = Arc::clone(&own);
            async move { store.checkpoint().await }
        });
        let own = Arc::clone(auth);
        jobs.repeat("key use", KEY_USE, move || {
            let auth = Arc::clone(&own);
            async move { auth.record_use().await }
        });
        let (own, clock) = (Arc::clone(store), Arc::clone(clock));
        jobs.repeat("partitions", PARTITIONS, move || {
            let (store, clock) = (Arc::clone(&own), Arc::clone(&clock));
            async move { store.make_partitions(clock.now()).await }
        });
        let (own, stop) = (Arc::new(retention), jobs.stop.clone());
        jobs.repeat("retention", RETENTION, move || {
            let (retention, stop) = (Arc::clone(&own), stop.clone());
            async move { retention.run(&stop).await }
        });
        jobs.tasks.close();
        jobs
    }

    /// Runs a piece of work again and again. A failure is logged, and the next turn tries again.
    fn repeat<F, Work>(&self, name: &'static str, every: Duration, work: F)
    where
        F: Fn() -> Work + Send + 'static,
        Work: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(every) => {}
                }
                if let Err(error) = work().await {
                    tracing::warn!(name, %error, "background work failed; it will be tried again");
                }
            }
        });
    }

    /// Lets what runs finish, and starts nothing more.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}
