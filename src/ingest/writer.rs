//! Group commit: whatever waits is stored in one transaction, as fast as transactions go.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use crate::domain::ids::TenantId;
use crate::store::{Outcome, Store, StoreError, TenantBatch};
use crate::telemetry::metric;

use super::queue::{EventResult, Queue, Slice};

/// Events of one commit, about. More gain little and make others wait.
const COMMIT_EVENTS: usize = 2_000;

/// Attempts at a commit that lost against another transaction.
const ATTEMPTS: usize = 5;

/// A tenant's next commit waits for those that the last one answered, whose next requests are under
/// way: at most this part of the time that the commit took. They would wait longer for the one after.
const PATIENCE: u32 = 3;

/// Commits until the queue is closed and empty.
pub async fn run(store: Arc<Store>, queue: Arc<Queue>) {
    let tenants = store.commit_shape().tenants_per_commit;
    while let Some(slices) = queue.take(COMMIT_EVENTS, tenants).await {
        let answered = slices.len();
        let held: HashSet<TenantId> =
            slices.iter().map(|slice| slice.scope.tenant().clone()).collect();
        let events = slices.iter().map(|slice| slice.events.len()).sum();
        let started = Instant::now();
        commit(&store, slices).await;
        if answered > 1 {
            queue.gather(&held, answered, started.elapsed() / PATIENCE).await;
        }
        queue.release(&held, events);
    }
}

async fn commit(store: &Store, slices: Vec<Slice>) {
    let (batches, slices) = batches(slices);
    match attempt(store, &batches).await {
        Ok(outcomes) => {
            let mut outcomes = outcomes.into_iter().flatten().map(Ok);
            for (slice, count) in slices {
                slice.finish(outcomes.by_ref().take(count).collect());
            }
        }
        Err(StoreError::Data(cause)) => {
            tracing::warn!(%cause, "a commit was refused; storing its requests one by one");
            one_by_one(store, batches, slices).await;
        }
        Err(error) => {
            tracing::error!(%error, "a commit failed");
            let cause = error.to_string();
            for (slice, _) in slices {
                slice.fail(&cause);
            }
        }
    }
}

/// Joins neighbouring slices of the same scope. The slices keep only their event counts.
fn batches(slices: Vec<Slice>) -> (Vec<TenantBatch>, Vec<(Slice, usize)>) {
    let mut batches: Vec<TenantBatch> = Vec::new();
    let mut counted = Vec::with_capacity(slices.len());
    for mut slice in slices {
        let events = std::mem::take(&mut slice.events);
        let count = events.len();
        match batches.last_mut().filter(|batch| batch.scope == slice.scope) {
            Some(batch) => batch.events.extend(events),
            None => batches.push(TenantBatch { scope: slice.scope.clone(), events }),
        }
        counted.push((slice, count));
    }
    (batches, counted)
}

async fn attempt(store: &Store, batches: &[TenantBatch]) -> Result<Vec<Vec<Outcome>>, StoreError> {
    let mut attempts = 1;
    loop {
        match store.commit(batches).await {
            Err(StoreError::Interrupted(cause)) if attempts < ATTEMPTS => {
                attempts += 1;
                metrics::counter!(metric::COMMIT_RETRIES).increment(1);
                tracing::debug!(%cause, attempts, "retrying a commit");
            }
            result => {
                let events: usize = batches.iter().map(|batch| batch.events.len()).sum();
                if result.is_ok() {
                    metrics::counter!(metric::COMMITS).increment(1);
                    metrics::counter!(metric::EVENTS_COMMITTED).increment(events as u64);
                }
                return result;
            }
        }
    }
}

/// The database refused something in a commit. Each request is tried alone, and a request that is
/// refused is tried event by event, so that only what is refused is not stored.
async fn one_by_one(store: &Store, batches: Vec<TenantBatch>, slices: Vec<(Slice, usize)>) {
    let mut events = batches.into_iter().flat_map(|batch| batch.events);
    for (slice, count) in slices {
        let own = events.by_ref().take(count).collect();
        let batch = TenantBatch { scope: slice.scope.clone(), events: own };
        match alone(store, batch).await {
            Ok(results) => slice.finish(results),
            Err(error) => slice.fail(&error.to_string()),
        }
    }
}

async fn alone(store: &Store, batch: TenantBatch) -> Result<Vec<EventResult>, StoreError> {
    match attempt(store, std::slice::from_ref(&batch)).await {
        Ok(outcomes) => return Ok(outcomes.into_iter().flatten().map(Ok).collect()),
        Err(StoreError::Data(cause)) if batch.events.len() == 1 => return Ok(vec![Err(cause)]),
        Err(StoreError::Data(_)) => {}
        Err(error) => return Err(error),
    }
    let mut results = Vec::with_capacity(batch.events.len());
    for event in batch.events {
        let single = TenantBatch { scope: batch.scope.clone(), events: vec![event] };
        results.push(match attempt(store, &[single]).await {
            Ok(outcomes) => outcomes.into_iter().flatten().next().ok_or_else(String::new),
            Err(StoreError::Data(cause)) => Err(cause),
            Err(error) => return Err(error),
        });
    }
    Ok(results)
}
