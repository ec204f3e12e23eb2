//! A call that was declared void stays void when a better report of it arrives later.

use std::collections::HashMap;

use crate::domain::billing::Standing;
use crate::domain::digest::EventKey;
use crate::domain::event::PriceState;
use crate::domain::revision::Facts;

use super::error::StoreError;
use super::ledger::Entry;
use super::links::{Stored, event_key};
use super::rows::Rows;
use super::sql;
use super::tx::Tx;

/// The reports that now bill a call, by their ids, of which a stored report was declared void; each
/// with that one.
pub fn voided<'s>(stored: &[Stored], standings: &'s [Standing]) -> HashMap<&'s str, EventKey> {
    stored
        .iter()
        .zip(standings)
        .filter(|(stored, _)| stored.is_void)
        .filter_map(|(stored, standing)| {
            Some((standing.duplicate_of.as_deref()?, stored.report.key))
        })
        .collect()
}

/// Notes with the revision that declared the call void that it holds for these reports too: undone,
/// they bill.
pub async fn write(tx: &mut Tx, tenant_no: i64, entries: &[Entry<'_>]) -> Result<(), StoreError> {
    let void: Vec<(&Entry<'_>, EventKey)> =
        entries.iter().filter_map(|entry| Some((entry, entry.void_with?))).collect();
    let keys = Rows::default().keys(void.iter().map(|(_, key)| *key));
    let found: Vec<(Vec<u8>, i64)> =
        tx.look_up(&sql::LATEST_REVISIONS, keys, &[tenant_no.into()]).await?;
    let mut revisions = HashMap::with_capacity(found.len());
    for (key, revision) in found {
        revisions.insert(event_key(&key)?, revision);
    }
    let noted: Vec<(&Entry<'_>, i64)> =
        void.into_iter().filter_map(|(entry, key)| Some((entry, *revisions.get(&key)?))).collect();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (entry, _) in &noted {
        let facts = facts(entry);
        let void = Facts { price_state: PriceState::Void.as_str().to_owned(), ..facts.clone() };
        let json = |facts: &Facts| {
            serde_json::to_string(facts).map_err(|error| StoreError::Data(error.to_string()))
        };
        before.push(json(&facts)?);
        after.push(json(&void)?);
    }
    let rows = Rows::default()
        .ints(noted.iter().map(|(_, revision)| *revision))
        .ints(noted.iter().map(|(entry, _)| entry.report.at))
        .keys(noted.iter().map(|(entry, _)| entry.report.key))
        .ints(noted.iter().map(|(entry, _)| entry.event.received.timestamp_micros()))
        .texts(before)
        .texts(after);
    tx.execute_rows(&sql::VOID_ADJUSTMENT_INSERT, rows, &[tenant_no.into()]).await?;
    Ok(())
}

/// What the report would be, were its call not void.
fn facts(entry: &Entry<'_>) -> Facts {
    let price = entry.event.price.as_ref();
    Facts {
        customer: entry.customer.map(ToOwned::to_owned),
        price_state: price.map_or("", |price| price.state.as_str()).to_owned(),
        price_id: price.and_then(|price| price.id.clone()),
        cost: price.map_or(0, |price| price.amount.nanos()),
        lines: price.map(|price| price.lines.clone()).unwrap_or_default(),
    }
}
