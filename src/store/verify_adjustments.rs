//! The proof of changes: each adjustment begins where the one before ended, the last one where the
//! event is now, and revisions add up.

use crate::domain::revision::Facts;

use super::error::StoreError;
use super::revisions::facts;
use super::sql;
use super::statement::Sql;
use super::tx::Tx;
use super::verify::{PAGE, Verification};

#[derive(sqlx::FromRow)]
struct AdjustedRow {
    event_key: Vec<u8>,
    revision_no: i64,
    event_id: Option<String>,
    before: String,
    after: String,
    customer_id: Option<String>,
    price_state: Option<String>,
    price_id: Option<String>,
    cost: Option<i64>,
    lines: Option<String>,
}

impl AdjustedRow {
    /// The event as it is now, while it is kept.
    fn now(&self) -> Result<Option<Facts>, StoreError> {
        let (Some(id), Some(lines)) = (&self.event_id, &self.lines) else { return Ok(None) };
        let lines = serde_json::from_str(lines)
            .map_err(|error| StoreError::Damaged(format!("usage lines of event {id}: {error}")))?;
        Ok(Some(Facts {
            customer: self.customer_id.clone(),
            price_state: self.price_state.clone().unwrap_or_default(),
            price_id: self.price_id.clone(),
            cost: self.cost.unwrap_or(0),
            lines,
        }))
    }
}

/// Follows the changes of every changed event.
pub(super) async fn verify_adjustments(
    tx: &mut Tx,
    tenant_no: i64,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let mut after = (Vec::new(), 0);
    // The latest adjustment so far, with what its event is now.
    let mut open: Option<(Vec<u8>, Facts, Option<Facts>)> = None;
    loop {
        let query = Sql::new(sql::VERIFY_ADJUSTMENTS)
            .bind(tenant_no)
            .bind(after.0.clone())
            .bind(after.1)
            .bind(PAGE);
        let rows: Vec<AdjustedRow> = tx.fetch(query).await?;
        let Some(last) = rows.last() else { break };
        after = (last.event_key.clone(), last.revision_no);
        for row in rows {
            let (before, now) = (facts(&row.before)?, row.now()?);
            match open.take() {
                Some((key, latest, _)) if key == row.event_key => {
                    found.compare(
                        || format!("event {:?}, its changes", row.event_id),
                        &before,
                        &latest,
                    );
                }
                Some((_, latest, Some(now))) => ends(found, &latest, &now),
                _ => {}
            }
            open = Some((row.event_key, facts(&row.after)?, now));
        }
    }
    if let Some((_, latest, Some(now))) = open {
        ends(found, &latest, &now);
    }
    let revisions: Vec<(String, i64, i64)> =
        tx.fetch(Sql::new(sql::VERIFY_REVISIONS).bind(tenant_no)).await?;
    for (id, stored, summed) in revisions {
        found.compare(|| format!("revision {id}, nano-USD"), &summed, &stored);
    }
    Ok(())
}

fn ends(found: &mut Verification, latest: &Facts, now: &Facts) {
    found.compare(|| "an event after its last change".to_owned(), latest, now);
}
