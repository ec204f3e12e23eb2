//! The changes that one transaction makes to the totals, summed before they are written.
//!
//! Written in a fixed order, each table sorted by its key, so that no two transactions wait for each
//! other in a circle.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::totals::Totals;
use crate::domain::window::{Zone, quarter_of};

use super::error::StoreError;
use super::rows::{Bulk, Rows};
use super::sql;
use super::tx::Tx;

/// Where an event counts.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub at: i64,
    pub customer_no: i64,
    pub rollup_no: i64,
    pub latency_bucket: Option<i64>,
}

/// Changes to the totals of one tenant.
#[derive(Debug)]
pub struct Cells {
    zone: Zone,
    quarters: BTreeMap<[i64; 2], Totals>,
    days: BTreeMap<[i64; 2], Totals>,
    customer_weeks: BTreeMap<[i64; 2], Totals>,
    customer_days: BTreeMap<[i64; 2], Totals>,
    customer_combo_days: BTreeMap<[i64; 3], Totals>,
    latencies: BTreeMap<[i64; 3], i64>,
}

impl Cells {
    /// No changes yet. Days are civil days of `zone`.
    pub fn new(zone: Zone) -> Self {
        Self {
            zone,
            quarters: BTreeMap::new(),
            days: BTreeMap::new(),
            customer_weeks: BTreeMap::new(),
            customer_days: BTreeMap::new(),
            customer_combo_days: BTreeMap::new(),
            latencies: BTreeMap::new(),
        }
    }

    /// Counts an event in, or out again when `totals` is negated.
    pub fn add(&mut self, place: Place, totals: Totals) -> Result<(), StoreError> {
        if totals.is_zero() {
            return Ok(());
        }
        let at = DateTime::<Utc>::from_timestamp_micros(place.at)
            .ok_or_else(|| StoreError::Data("a time is out of range".to_owned()))?;
        let (quarter, civil_day) = (quarter_of(at), self.zone.day_of(at));
        let (week, day) = (civil_day.week(), civil_day.0);
        let Place { customer_no, rollup_no, .. } = place;
        sum_into(&mut self.quarters, [quarter, rollup_no], totals)?;
        sum_into(&mut self.days, [day, rollup_no], totals)?;
        sum_into(&mut self.customer_weeks, [week, customer_no], totals)?;
        sum_into(&mut self.customer_days, [day, customer_no], totals)?;
        sum_into(&mut self.customer_combo_days, [day, customer_no, rollup_no], totals)?;
        if let Some(bucket) = place.latency_bucket {
            *self.latencies.entry([day, rollup_no, bucket]).or_default() += totals.timed_calls;
        }
        Ok(())
    }

    /// Writes the changes.
    pub async fn write(self, tx: &mut Tx, tenant_no: i64) -> Result<(), StoreError> {
        write_totals(tx, tenant_no, &sql::QUARTER_ADD, self.quarters).await?;
        write_totals(tx, tenant_no, &sql::DAY_ADD, self.days).await?;
        write_totals(tx, tenant_no, &sql::CUSTOMER_WEEK_ADD, self.customer_weeks).await?;
        write_totals(tx, tenant_no, &sql::CUSTOMER_DAY_ADD, self.customer_days).await?;
        write_totals(tx, tenant_no, &sql::CUSTOMER_COMBO_DAY_ADD, self.customer_combo_days).await?;
        let rows = columns(
            self.latencies
                .iter()
                .map(|([day, combo, bucket], calls)| [*day, *combo, *bucket, *calls]),
        );
        tx.execute_rows(&sql::LATENCY_ADD, rows, &[tenant_no.into()]).await?;
        Ok(())
    }
}

/// Adds to a sum. A sum that leaves the range of a 64-bit integer refuses the whole change.
pub fn sum_into<K: Ord>(
    sums: &mut BTreeMap<K, Totals>,
    key: K,
    totals: Totals,
) -> Result<(), StoreError> {
    let sum = sums.entry(key).or_default();
    *sum = sum
        .plus(totals)
        .ok_or_else(|| StoreError::Data("a total exceeds 9.2 billion USD or 2^63".to_owned()))?;
    Ok(())
}

async fn write_totals<const N: usize>(
    tx: &mut Tx,
    tenant_no: i64,
    statement: &Bulk,
    cells: BTreeMap<[i64; N], Totals>,
) -> Result<(), StoreError> {
    let mut columns: Vec<Vec<i64>> = vec![Vec::with_capacity(cells.len()); statement.columns.len()];
    for (key, totals) in cells.iter().filter(|(_, totals)| !totals.is_zero()) {
        for (column, value) in columns.iter_mut().zip(key.iter().copied().chain(totals.to_array()))
        {
            column.push(value);
        }
    }
    let rows = columns.into_iter().fold(Rows::default(), Rows::ints);
    tx.execute_rows(statement, rows, &[tenant_no.into()]).await?;
    Ok(())
}

/// Rows of integers, column by column.
pub fn columns<const N: usize>(rows: impl Iterator<Item = [i64; N]>) -> Rows {
    let mut columns: [Vec<i64>; N] = std::array::from_fn(|_| Vec::new());
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    columns.into_iter().fold(Rows::default(), Rows::ints)
}
