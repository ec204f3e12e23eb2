//! What one transaction changes in runs.

use std::collections::{BTreeMap, HashMap};

use crate::domain::event::PricedEvent;
use crate::domain::totals::Totals;

use super::cells::{columns, sum_into};
use super::error::StoreError;
use super::rows::{Column, Rows};
use super::sql;
use super::tx::Tx;

/// A run with more than one customer.
pub const SEVERAL_CUSTOMERS: i64 = -1;

/// What one new event changes in its run.
#[derive(Debug)]
pub struct RunChange {
    /// The run's number, or the temporary one of a run that is new.
    pub run: i64,
    pub combo_no: i64,
    pub started_at: i64,
    pub ended_at: i64,
    pub customer_no: i64,
    pub failed: bool,
    pub totals: Totals,
}

#[derive(Debug, Clone, Copy)]
struct Change {
    started_at: i64,
    ended_at: i64,
    customer_no: i64,
    spans: i64,
    failed_spans: i64,
    totals: Totals,
}

impl Change {
    const NONE: Self = Self {
        started_at: i64::MAX,
        ended_at: i64::MIN,
        customer_no: 0,
        spans: 0,
        failed_spans: 0,
        totals: Totals::from_array([0; 13]),
    };

    fn values(&self) -> [i64; 18] {
        let mut values = [0; 18];
        values[..5].copy_from_slice(&[
            self.started_at,
            self.ended_at,
            self.customer_no,
            self.spans,
            self.failed_spans,
        ]);
        values[5..].copy_from_slice(&self.totals.to_array());
        values
    }
}

/// The runs that a transaction touches. A run that is not stored yet has a negative number until
/// [`Self::write`] gives it one.
#[derive(Debug, Default)]
pub struct RunChanges {
    numbers: HashMap<String, i64>,
    runs: BTreeMap<i64, Change>,
    combos: BTreeMap<[i64; 2], Totals>,
}

impl RunChanges {
    /// Finds the runs of new events.
    pub async fn open(
        tx: &mut Tx,
        tenant_no: i64,
        fresh: &[&PricedEvent],
    ) -> Result<Self, StoreError> {
        let mut wanted: Vec<&str> = fresh.iter().map(|event| event.event.run.as_str()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let rows = Rows::default().texts(wanted.iter().copied());
        let stored: Vec<(String, i64)> =
            tx.look_up(&sql::RUN_FIND, rows, &[tenant_no.into()]).await?;
        let mut numbers: HashMap<String, i64> = stored.into_iter().collect();
        let mut temporary = 0;
        for run in wanted {
            numbers.entry(run.to_owned()).or_insert_with(|| {
                temporary -= 1;
                temporary
            });
        }
        Ok(Self { numbers, runs: BTreeMap::new(), combos: BTreeMap::new() })
    }

    /// The number of an event's run.
    pub fn number(&self, event: &PricedEvent) -> i64 {
        self.numbers.get(event.event.run.as_str()).copied().unwrap_or(0)
    }

    /// Counts a new event in.
    pub fn add(&mut self, change: &RunChange) -> Result<(), StoreError> {
        let run = self.runs.entry(change.run).or_insert(Change::NONE);
        run.started_at = run.started_at.min(change.started_at);
        run.ended_at = run.ended_at.max(change.ended_at);
        run.customer_no = match (run.customer_no, change.customer_no) {
            (known, 0) => known,
            (0, new) => new,
            (known, new) if known == new => known,
            _ => SEVERAL_CUSTOMERS,
        };
        run.spans += 1;
        run.failed_spans += i64::from(change.failed);
        self.adjust(change.run, change.combo_no, change.totals)
    }

    /// Changes what a run's stored events count for.
    pub fn adjust(&mut self, run: i64, combo_no: i64, totals: Totals) -> Result<(), StoreError> {
        let change = self.runs.entry(run).or_insert(Change::NONE);
        change.totals = change
            .totals
            .plus(totals)
            .ok_or_else(|| StoreError::Data("a run's total exceeds 2^63".to_owned()))?;
        if totals.is_zero() { Ok(()) } else { sum_into(&mut self.combos, [run, combo_no], totals) }
    }

    /// Writes the changes. Returns the stored number of each run by the one used so far.
    pub async fn write(self, tx: &mut Tx, tenant_no: i64) -> Result<HashMap<i64, i64>, StoreError> {
        let mut stored: HashMap<i64, i64> =
            self.runs.keys().filter(|run| **run > 0).map(|run| (*run, *run)).collect();
        let new: BTreeMap<&str, i64> = self
            .numbers
            .iter()
            .filter(|(_, number)| **number < 0)
            .map(|(run, number)| (run.as_str(), *number))
            .collect();
        let created: Vec<(String, i64)> =
            tx.fetch_rows(&sql::RUN_INSERT, self.new_rows(&new), &[tenant_no.into()]).await?;
        for (run, number) in created {
            if let Some(temporary) = new.get(run.as_str()) {
                stored.insert(*temporary, number);
            }
        }
        let known = self.runs.iter().filter(|(run, _)| **run > 0);
        let rows = columns(known.map(|(run, change)| {
            let mut row = [*run; 19];
            row[1..].copy_from_slice(&change.values());
            row
        }));
        tx.execute_rows(&sql::RUN_UPDATE, rows, &[tenant_no.into()]).await?;
        let rows = columns(self.combos.iter().filter_map(|([run, combo], totals)| {
            Some([*stored.get(run)?, *combo, totals.calls, totals.cost])
        }));
        tx.execute_rows(&sql::RUN_COMBO_ADD, rows, &[tenant_no.into()]).await?;
        Ok(stored)
    }

    fn new_rows(&self, new: &BTreeMap<&str, i64>) -> Rows {
        let values: Vec<[i64; 18]> = new
            .values()
            .map(|number| self.runs.get(number).unwrap_or(&Change::NONE).values())
            .collect();
        let run_ids = Rows::default().texts(new.keys().copied());
        (0..18).fold(run_ids, |rows, column| {
            rows.column(Column::Int(values.iter().map(|row| row[column]).collect()))
        })
    }
}
