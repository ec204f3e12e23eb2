//! What can be done with what is stored: asked before a revision begins, and before it is previewed.

use std::collections::HashSet;

use crate::domain::erasure::event_key;
use crate::domain::revision::{Origin, Request};

use super::costs::customer_no;
use super::error::StoreError;
use super::revisions::find;
use super::rows::Rows;
use super::settings::Settings;
use super::sql;
use super::statement::Sql;
use super::tx::Tx;

/// Refuses a request that names what is not there, or what cannot be changed any more.
pub async fn admissible(tx: &mut Tx, tenant_no: i64, request: &Request) -> Result<(), StoreError> {
    let settings = Settings::read(tx, tenant_no).await?;
    match request {
        Request::Void { events } => voidable(tx, tenant_no, events, &settings).await,
        Request::Undo { revision } => undoable(tx, tenant_no, revision, &settings).await,
        Request::Reassign { from, to, .. } => {
            if let Some((to, customer)) =
                to.as_deref().and_then(|to| Some((to, settings.aliases.alias_of(to)?)))
            {
                let problem = format!("{to} is another id of customer {customer}; name that one");
                return Err(StoreError::Refused(problem));
            }
            some_are_there(tx, tenant_no, from).await
        }
        Request::Reprice { .. } => Ok(()),
    }
}

/// A customer whose events are to move is likely misspelt where nobody knows it.
async fn some_are_there(tx: &mut Tx, tenant_no: i64, from: &[Origin]) -> Result<(), StoreError> {
    for origin in from {
        if let Some(customer) = &origin.customer
            && customer_no(tx, tenant_no, customer).await?.is_none()
        {
            return Err(StoreError::Absent(format!("there is no customer {customer}")));
        }
    }
    Ok(())
}

/// What names single events can only be done while all of them are kept. A window's events are those
/// that are kept: earlier ones stay as they were summed.
async fn voidable(
    tx: &mut Tx,
    tenant_no: i64,
    events: &[String],
    settings: &Settings,
) -> Result<(), StoreError> {
    let keys = Rows::default().keys(events.iter().map(|id| event_key(id)));
    let found: Vec<(i64, Vec<u8>)> =
        tx.look_up(&sql::EVENT_TIMES, keys, &[tenant_no.into()]).await?;
    if settings.events_from.is_some_and(|border| found.iter().any(|(at, _)| *at < border)) {
        return Err(no_longer_kept(settings));
    }
    let found: HashSet<Vec<u8>> = found.into_iter().map(|(_, key)| key).collect();
    match events.iter().find(|id| !found.contains(event_key(id).0.as_slice())) {
        Some(id) => Err(StoreError::Absent(format!("there is no event {id}; nothing was changed"))),
        None => Ok(()),
    }
}

/// A revision can be taken back once, and the last one of an event first.
async fn undoable(
    tx: &mut Tx,
    tenant_no: i64,
    undone: &str,
    settings: &Settings,
) -> Result<(), StoreError> {
    let refuse = |problem: String| Err(StoreError::Refused(problem));
    let Some(record) = find(tx, tenant_no, undone).await? else {
        return Err(StoreError::Absent(format!("there is no revision {undone}")));
    };
    if let Some(by) = record.undone_by {
        return refuse(format!("revision {undone} was undone by {by}"));
    }
    if matches!(record.request, Request::Undo { .. }) {
        return refuse(format!(
            "revision {undone} is itself an undoing: resume it where it is not finished; to do \
             again what it took back, ask for that anew"
        ));
    }
    let later = Sql::new(sql::REVISION_LATER).bind(tenant_no).bind(record.number);
    if let Some((later,)) = tx.fetch_first::<(String,)>(later).await? {
        return refuse(format!(
            "revision {later} changed the same events afterwards; undo it first"
        ));
    }
    let Some(border) = settings.events_from else { return Ok(()) };
    let before = Sql::new(sql::REVISION_BEFORE).bind(tenant_no).bind(record.number).bind(border);
    match tx.fetch_first::<(i64,)>(before).await? {
        Some((count,)) if count > 0 => Err(no_longer_kept(settings)),
        _ => Ok(()),
    }
}

fn no_longer_kept(settings: &Settings) -> StoreError {
    let since = settings.events_from().unwrap_or_default();
    let since = since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    StoreError::Refused(format!("it is about events before {since}, which are no longer kept"))
}
