//! Deleting what is older than a tenant keeps: single events, day by day, and metadata, page by page.
//!
//! A day is deleted only when it agrees with its totals to the last digit, in the transaction that
//! found so, and its totals stay.

use chrono::{DateTime, Utc};

use crate::domain::event::Detail;
use crate::domain::scope::TenantScope;
use crate::domain::window::{Day, Zone};

use super::error::StoreError;
use super::links::{DAY, event_key};
use super::revisions::unfinished;
use super::rows::Rows;
use super::settings::Settings;
use super::statement::Sql;
use super::tx::Tx;
use super::verify::{Verification, verify_day};
use super::{Store, Tenant, sql};

/// Events of which metadata is forgotten in one transaction.
const PAGE: i64 = 1_000;

/// A day that is older than is kept.
#[derive(Debug)]
pub struct OldDay {
    /// The day.
    pub day: Day,
    /// What its verification found. Where something differs, nothing is deleted.
    pub found: Verification,
}

/// Where forgetting metadata has come to: the last event, its time in microseconds and its key.
pub type Forgotten = (i64, Vec<u8>);

impl Store {
    /// Verifies the first day from `from` on that has events or totals and is not closed. When it
    /// agrees and `delete` is set, deletes its events and closes it. `None`: there is no such day
    /// before `until`.
    pub async fn close_day(
        &self,
        scope: &TenantScope,
        from: Option<Day>,
        until: Day,
        delete: bool,
    ) -> Result<Option<OldDay>, StoreError> {
        let (mut tx, tenant) =
            if delete { self.change(scope).await? } else { self.read(scope).await? };
        if let Some(open) = unfinished(&mut tx, tenant.no).await? {
            let problem =
                format!("revision {} is not finished; events are deleted after it", open.id);
            return Err(StoreError::Refused(problem));
        }
        let border = Settings::read(&mut tx, tenant.no).await?.events_from();
        let border = border.map(|border| tenant.zone.day_of(border));
        let day = oldest_day(&mut tx, &tenant, from.max(border)).await?;
        let Some(day) = day.filter(|day| *day < until) else { return Ok(None) };
        let mut found = Verification::default();
        verify_day(&mut tx, tenant.no, tenant.zone, day, &mut found).await?;
        if delete && found.differences.is_empty() {
            delete_day(&mut tx, tenant.no, tenant.zone, day).await?;
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        Ok(Some(OldDay { day, found }))
    }

    /// Forgets the metadata of the next page of events before `until`. Returns where it has come to,
    /// and of how many events something was forgotten; `None` when all is done.
    pub async fn forget_metadata(
        &self,
        scope: &TenantScope,
        after: Option<Forgotten>,
        until: DateTime<Utc>,
    ) -> Result<(Option<Forgotten>, u64), StoreError> {
        let until = until.timestamp_micros();
        let (mut tx, tenant) = self.change(scope).await?;
        let known = Settings::read(&mut tx, tenant.no).await?.metadata_from.unwrap_or(i64::MIN);
        let (at, key) = after.unwrap_or((i64::MIN, Vec::new()));
        let query = Sql::new(sql::EVENT_DETAILS)
            .bind(tenant.no)
            .bind(known)
            .bind(until)
            .bind(at)
            .bind(key)
            .bind(PAGE);
        let events: Vec<(i64, Vec<u8>, String, String)> = tx.fetch(query).await?;
        let forgotten = forget(&mut tx, tenant.no, &events).await?;
        let last = events.last().map(|(at, key, ..)| (*at, key.clone()));
        // An event of the same instant may be on the next page.
        let reached = last.as_ref().map_or(until, |(at, _)| *at);
        if reached > known {
            let set = Sql::new(sql::METADATA_FROM_SET).bind(reached).bind(tenant.no);
            tx.execute(set).await?;
        }
        tx.commit().await?;
        Ok((last, forgotten))
    }
}

async fn oldest_day(
    tx: &mut Tx,
    tenant: &Tenant,
    from: Option<Day>,
) -> Result<Option<Day>, StoreError> {
    let (since, first) = match from {
        Some(day) => (tenant.zone.start_of(day).timestamp_micros(), day.0),
        None => (i64::MIN, i64::MIN),
    };
    let query = Sql::new(sql::OLDEST_OPEN).bind(tenant.no).bind(since).bind(tenant.no).bind(first);
    let found: Option<(Option<i64>, Option<i64>)> = tx.fetch_first(query).await?;
    let (event, totals) = found.unwrap_or_default();
    let event =
        event.map(|at| tenant.zone.day_of(DateTime::from_timestamp_micros(at).unwrap_or_default()));
    Ok([event, totals.map(Day)].into_iter().flatten().min())
}

/// Deletes a day's events with their links, and moves the border behind it.
async fn delete_day(tx: &mut Tx, tenant_no: i64, zone: Zone, day: Day) -> Result<(), StoreError> {
    let start = zone.start_of(day).timestamp_micros();
    let end = zone.start_of(day.next()).timestamp_micros();
    let in_runs = Sql::new(sql::RUN_LINKS_DELETE)
        .bind(tenant_no)
        .bind(tenant_no)
        .bind(start)
        .bind(end)
        .bind(start)
        .bind(end);
    tx.execute(in_runs).await?;
    let by_response = Sql::new(sql::RESPONSE_LINKS_DELETE)
        .bind(tenant_no)
        .bind(-end.div_euclid(DAY))
        .bind(-start.div_euclid(DAY))
        .bind(start)
        .bind(end);
    tx.execute(by_response).await?;
    tx.execute(Sql::new(sql::EVENTS_DELETE).bind(tenant_no).bind(start).bind(end)).await?;
    tx.execute(Sql::new(sql::EVENTS_FROM_SET).bind(end).bind(tenant_no)).await?;
    Ok(())
}

async fn forget(
    tx: &mut Tx,
    tenant_no: i64,
    events: &[(i64, Vec<u8>, String, String)],
) -> Result<u64, StoreError> {
    let (mut times, mut keys, mut details) = (Vec::new(), Vec::new(), Vec::new());
    for (at, key, id, json) in events {
        let detail: Detail = serde_json::from_str(json)
            .map_err(|error| StoreError::Damaged(format!("detail of event {id}: {error}")))?;
        if detail.has_metadata() {
            times.push(*at);
            keys.push(event_key(key)?);
            let left = serde_json::to_string(&detail.without_metadata());
            details.push(left.map_err(|error| StoreError::Data(error.to_string()))?);
        }
    }
    let count = times.len() as u64;
    let rows = Rows::default().ints(times).keys(keys).texts(details);
    tx.execute_rows(&sql::EVENT_DETAIL_SET, rows, &[tenant_no.into()]).await?;
    Ok(count)
}
