//! Runs, page by page, and one run with its tree.

use serde::{Deserialize, Serialize};

use crate::domain::scope::TenantScope;
use crate::store::{RunQuery, RunRecord, RunSort, RunWithEvents, Store};

use super::QueryError;
use super::tree::{Node, tree};

/// A run's place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunKey {
    /// What the list is sorted by.
    pub value: i64,
    /// The run's number.
    pub number: i64,
}

/// A page of runs.
#[derive(Debug)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<RunRecord>,
    /// The last run of this page, where there are more.
    pub next: Option<RunKey>,
}

/// Lists runs.
pub async fn list(
    store: &Store,
    scope: &TenantScope,
    mut query: RunQuery,
) -> Result<RunPage, QueryError> {
    let limit = query.limit;
    query.limit = limit.saturating_add(1);
    let mut runs = store.run_list(scope, &query).await?;
    let more = i64::try_from(runs.len()).unwrap_or(i64::MAX) > limit;
    runs.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = runs.last().filter(|_| more).map(|run| RunKey {
        value: match query.sort {
            RunSort::Time => run.started_at.timestamp_micros(),
            RunSort::Cost => run.totals.cost,
            RunSort::Calls => run.totals.calls,
        },
        number: run.number,
    });
    Ok(RunPage { runs, next })
}

/// A run as a tree.
#[derive(Debug)]
pub struct RunTree {
    /// The run, its shares and its events.
    pub stored: RunWithEvents,
    /// The events in the order of the tree, each with its place.
    pub nodes: Vec<Node>,
}

/// One run. `None` when the tenant has no such run.
pub async fn find(
    store: &Store,
    scope: &TenantScope,
    id: &str,
) -> Result<Option<RunTree>, QueryError> {
    let Some(stored) = store.run_with_events(scope, id).await? else { return Ok(None) };
    let nodes = tree(&stored.events)?;
    Ok(Some(RunTree { stored, nodes }))
}
