//! Partitions of events by month, PostgreSQL only. A month without one would stop ingest on its
//! first day, so they are made ahead; an import of older events makes its own.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::domain::event::PricedEvent;

use super::error::StoreError;
use super::statement::{Dialect, Sql};
use super::tx::Tx;
use super::{Store, sql};

/// Months made ahead of the current one.
const AHEAD: u32 = 3;

impl Store {
    /// Makes the partitions of this month, the two before it and the [`AHEAD`] after it.
    pub async fn make_partitions(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let this_month = month_of(now);
        let first = this_month.checked_sub_months(Months::new(2)).unwrap_or(this_month);
        let mut tx = self.begin_write(0).await?;
        for offset in 0..=AHEAD + 2 {
            if let Some(month) = first.checked_add_months(Months::new(offset)) {
                ensure(&mut tx, month).await?;
            }
        }
        tx.commit().await
    }

    /// Makes the partitions that a batch needs and that are not known to be there. They are known
    /// only once the caller's transaction is committed, so an unknown month is asked for again.
    pub(super) async fn ensure_partitions(
        &self,
        tx: &mut Tx,
        events: &[PricedEvent],
    ) -> Result<(), StoreError> {
        if tx.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let months: BTreeSet<NaiveDate> = events.iter().map(|event| month_of(event.at)).collect();
        for month in months {
            let known = self.partitions.lock().is_ok_and(|known| known.contains(&month));
            if !known {
                ensure(tx, month).await?;
            }
        }
        Ok(())
    }

    /// Notes the months of a committed batch.
    pub(super) fn remember_partitions(&self, events: &[PricedEvent]) {
        if self.dialect() == Dialect::Postgres
            && let Ok(mut known) = self.partitions.lock()
        {
            known.extend(events.iter().map(|event| month_of(event.at)));
        }
    }
}

fn month_of(at: DateTime<Utc>) -> NaiveDate {
    at.date_naive().with_day(1).unwrap_or_default()
}

async fn ensure(tx: &mut Tx, month: NaiveDate) -> Result<(), StoreError> {
    let start = month.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
    let _: Vec<(i64,)> = tx.fetch(Sql::new(sql::PARTITION_ENSURE_POSTGRES).bind(start)).await?;
    Ok(())
}
