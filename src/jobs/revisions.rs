//! Revisions, done while nobody waits.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::local_operator;
use crate::domain::scope::TenantScope;
use crate::revisions::{RevisionError, Revisions};
use crate::store::{RevisionRecord, Store, StoreError};

/// How long a failed revision waits before it is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// Does revisions in the background. What is not finished at a stop is taken up at the next start.
#[derive(Debug, Clone)]
pub struct RevisionRunner {
    revisions: Arc<Revisions>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl RevisionRunner {
    /// One that does nothing yet.
    pub fn new(revisions: Arc<Revisions>) -> Self {
        Self { revisions, stop: CancellationToken::new(), tasks: TaskTracker::new() }
    }

    /// What does them.
    pub fn revisions(&self) -> &Revisions {
        &self.revisions
    }

    /// Takes up what an earlier process left.
    pub async fn resume(&self, store: &Store) -> Result<(), StoreError> {
        for tenant in store.tenant_list().await? {
            let scope = local_operator(tenant.id);
            if let Some(revision) = store.revision_unfinished(&scope).await? {
                self.start(scope, revision);
            }
        }
        Ok(())
    }

    /// Does a revision to its end, unless the process stops before.
    pub fn start(&self, scope: TenantScope, revision: RevisionRecord) {
        let own = self.clone();
        self.tasks.spawn(async move {
            while let Err(error) = own.run(&scope, revision.clone()).await {
                let id = &revision.id;
                if is_final(&error) {
                    tracing::error!(id, %error, "a revision cannot be done; undo it");
                    return;
                }
                tracing::warn!(id, %error, "a revision failed; it will be tried again");
                tokio::select! {
                    () = own.stop.cancelled() => return,
                    () = tokio::time::sleep(AGAIN) => {}
                }
            }
        });
    }

    async fn run(
        &self,
        scope: &TenantScope,
        revision: RevisionRecord,
    ) -> Result<RevisionRecord, RevisionError> {
        self.revisions.run(scope, revision, |_| !self.stop.is_cancelled()).await
    }

    /// Lets the pages that run finish, and starts nothing more.
    pub async fn halt(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Trying again would end the same way.
fn is_final(error: &RevisionError) -> bool {
    matches!(
        error,
        RevisionError::Store(
            StoreError::Data(_)
                | StoreError::Damaged(_)
                | StoreError::Absent(_)
                | StoreError::Refused(_)
        ) | RevisionError::Overflow
    )
}
