//! The proof: every total recomputed from the events, line by line.
//!
//! Line = event = rollup = run, to the nano-dollar, by tenant and day. What does not agree is
//! reported, never repaired.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

use crate::domain::event::{PriceState, UsageLine};
use crate::domain::latency;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Day, QUARTER_MICROS, Zone};

use super::cells::sum_into;
use super::error::StoreError;
use super::measures::{Counted, Measures};
use super::settings::Settings;
use super::statement::Sql;
use super::tx::Tx;
use super::verify_adjustments::verify_adjustments;
use super::verify_closed::{no_events_before, verify_closed_day};
use super::{Store, sql};

/// Events, or runs, read at a time.
pub(super) const PAGE: i64 = 20_000;

/// Differences reported of one tenant. The first ones tell the story.
const MAX_DIFFERENCES: usize = 100;

/// What a verification found.
#[derive(Debug, Default, serde::Serialize)]
pub struct Verification {
    /// Events read.
    pub events: u64,
    /// Civil days compared.
    pub days: u64,
    /// Runs compared.
    pub runs: u64,
    /// Nano-USD that the tenant paid, over everything.
    pub cost_nanos: i64,
    /// What does not agree, at most 100 of it.
    pub differences: Vec<String>,
}

impl Verification {
    pub(super) fn differ(&mut self, what: impl FnOnce() -> String) {
        if self.differences.len() < MAX_DIFFERENCES {
            self.differences.push(what());
        }
    }

    pub(super) fn compare_cells(&mut self, what: &str, events: &Cells, stored: &Cells) {
        let keys: BTreeSet<_> = events.keys().chain(stored.keys()).collect();
        for key in keys {
            self.compare(|| format!("{what} {key:?}"), &events.get(key), &stored.get(key));
        }
    }

    /// Counts the cost of calls in.
    pub(super) fn add_cost(&mut self, nanos: i64) -> Result<(), StoreError> {
        let overflow = || StoreError::Data("a total leaves the range of 64 bits".to_owned());
        self.cost_nanos = self.cost_nanos.checked_add(nanos).ok_or_else(overflow)?;
        Ok(())
    }

    pub(super) fn compare<T: PartialEq + Debug>(
        &mut self,
        what: impl Fn() -> String,
        events: &T,
        stored: &T,
    ) {
        if events != stored {
            self.differ(|| format!("{}: events say {events:?}, stored is {stored:?}", what()));
        }
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    at: i64,
    event_key: Vec<u8>,
    event_id: String,
    customer_no: i64,
    rollup_no: i64,
    #[sqlx(flatten)]
    counted: Counted,
    client_cost: Option<i64>,
    lines: String,
    duplicate_of: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(super) struct CellRow {
    first: i64,
    second: i64,
    third: i64,
    #[sqlx(flatten)]
    measures: Measures,
}

/// Totals by up to three numbers.
pub(super) type Cells = BTreeMap<[i64; 3], Totals>;

#[derive(Default)]
pub(super) struct DayCells {
    quarters: Cells,
    pub days: Cells,
    pub customer_days: Cells,
    customer_combo_days: Cells,
    latencies: BTreeMap<[i64; 3], i64>,
}

impl Store {
    /// Recomputes every total of a tenant from its events, in one snapshot; of days whose events are
    /// gone, compares the totals with each other. `progress` is told how many events were read.
    pub async fn verify(
        &self,
        scope: &TenantScope,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Verification, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let mut found = Verification::default();
        let border = Settings::read(&mut tx, tenant.no).await?.events_from;
        if let Some((first, last)) = day_range(&mut tx, tenant.no, tenant.zone).await? {
            let (mut day, mut week) = (first, Cells::new());
            while day <= last {
                let cells = if border.is_some_and(|border| start_of(tenant.zone, day) < border) {
                    verify_closed_day(&mut tx, &tenant, day, &mut found).await?
                } else {
                    verify_day(&mut tx, tenant.no, tenant.zone, day, &mut found).await?
                };
                for ([_, customer, _], totals) in cells.customer_days {
                    sum_into(&mut week, [day.week(), customer, 0], totals)?;
                }
                if day == last || day.next().week() != day.week() {
                    let week = std::mem::take(&mut week);
                    verify_week(&mut tx, tenant.no, day.week(), &week, &mut found).await?;
                }
                progress(found.events);
                day = day.next();
            }
        }
        let border = border.unwrap_or(i64::MIN);
        no_events_before(&mut tx, tenant.no, border, &mut found).await?;
        verify_runs(&mut tx, tenant.no, border, &mut found).await?;
        verify_keys(&mut tx, tenant.no, border, &mut found).await?;
        verify_adjustments(&mut tx, tenant.no, &mut found).await?;
        tx.rollback().await?;
        Ok(found)
    }

    /// Events of a tenant, for progress.
    pub async fn event_count(&self, scope: &TenantScope) -> Result<u64, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let count: Option<(i64,)> =
            tx.fetch_first(Sql::new(sql::EVENT_COUNT).bind(tenant.no)).await?;
        tx.rollback().await?;
        Ok(count.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or(0))
    }
}

fn start_of(zone: Zone, day: Day) -> i64 {
    zone.start_of(day).timestamp_micros()
}

/// The days that have events or totals.
async fn day_range(
    tx: &mut Tx,
    tenant_no: i64,
    zone: Zone,
) -> Result<Option<(Day, Day)>, StoreError> {
    let events: Option<(Option<i64>, Option<i64>)> =
        tx.fetch_first(Sql::new(sql::EVENT_BOUNDS).bind(tenant_no)).await?;
    let totals: Option<(Option<i64>, Option<i64>)> =
        tx.fetch_first(Sql::new(sql::DAY_BOUNDS).bind(tenant_no)).await?;
    let day = |micros: i64| {
        chrono::DateTime::from_timestamp_micros(micros).map_or(0, |at| zone.day_of(at).0)
    };
    let (events, totals) = (events.unwrap_or_default(), totals.unwrap_or_default());
    let first = [events.0.map(day), totals.0].into_iter().flatten().min();
    let last = [events.1.map(day), totals.1].into_iter().flatten().max();
    Ok(first.zip(last).map(|(first, last)| (Day(first), Day(last))))
}

pub(super) async fn verify_day(
    tx: &mut Tx,
    tenant_no: i64,
    zone: Zone,
    day: Day,
    found: &mut Verification,
) -> Result<DayCells, StoreError> {
    let (start, end) = (start_of(zone, day), start_of(zone, day.next()));
    let mut expected = DayCells::default();
    let mut after = (i64::MIN, Vec::new());
    loop {
        let query = Sql::new(sql::VERIFY_EVENTS)
            .bind(tenant_no)
            .bind(start)
            .bind(end)
            .bind(after.0)
            .bind(after.1.clone())
            .bind(PAGE);
        let events: Vec<EventRow> = tx.fetch(query).await?;
        let Some(last) = events.last() else { break };
        after = (last.at, last.event_key.clone());
        for event in &events {
            count_event(event, day, &mut expected, found)?;
        }
    }
    found.days += 1;
    let quarters = (start.div_euclid(QUARTER_MICROS), end.div_euclid(QUARTER_MICROS));
    let days = (day.0, day.0 + 1);
    for (name, text, span, cells) in [
        ("quarter-hours", sql::VERIFY_QUARTERS, quarters, &expected.quarters),
        ("day", sql::VERIFY_DAYS, days, &expected.days),
        ("day by customer", sql::VERIFY_CUSTOMER_DAYS, days, &expected.customer_days),
        (
            "day by customer and combination",
            sql::VERIFY_CUSTOMER_COMBO_DAYS,
            days,
            &expected.customer_combo_days,
        ),
    ] {
        let query = Sql::new(text).bind(tenant_no).bind(span.0).bind(span.1);
        let stored = cells_of(tx.fetch(query).await?);
        found.compare_cells(&format!("{day}, {name}"), cells, &stored);
    }
    let query = Sql::new(sql::VERIFY_LATENCIES).bind(tenant_no).bind(days.0).bind(days.1);
    let stored: Vec<(i64, i64, i64, i64)> = tx.fetch(query).await?;
    let stored: BTreeMap<[i64; 3], i64> = stored
        .into_iter()
        .filter(|row| row.3 != 0)
        .map(|(day, combo, bucket, calls)| ([day, combo, bucket], calls))
        .collect();
    found.compare(|| format!("{day}, latencies"), &expected.latencies, &stored);
    Ok(expected)
}

/// The weekly totals by customer against the sums of their days.
async fn verify_week(
    tx: &mut Tx,
    tenant_no: i64,
    week: i64,
    expected: &Cells,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let query = Sql::new(sql::VERIFY_CUSTOMER_WEEKS).bind(tenant_no).bind(week).bind(week + 1);
    let stored = cells_of(tx.fetch(query).await?);
    let monday = Day::first_of_week(week);
    found.compare_cells(&format!("week of {monday} by customer"), expected, &stored);
    Ok(())
}

pub(super) fn cells_of(rows: Vec<CellRow>) -> Cells {
    rows.into_iter()
        .map(|row| ([row.first, row.second, row.third], Totals::from(row.measures)))
        .filter(|(_, totals)| !totals.is_zero())
        .collect()
}

/// Checks an event against its lines and counts it where it belongs.
fn count_event(
    event: &EventRow,
    day: Day,
    expected: &mut DayCells,
    found: &mut Verification,
) -> Result<(), StoreError> {
    found.events += 1;
    let lines: Vec<UsageLine> = serde_json::from_str(&event.lines).map_err(|error| {
        StoreError::Damaged(format!("usage lines of event {}: {error}", event.event_id))
    })?;
    let of_lines: i64 = lines.iter().filter_map(|line| line.nanos).sum();
    let client = event.client_cost.unwrap_or(0);
    let state = event.counted.price_state.as_str();
    let is_reported = state == PriceState::Reported.as_str()
        // A void call keeps the cost that it had, by whichever of the two.
        || (state == PriceState::Void.as_str() && event.counted.cost == client);
    let should_cost = if is_reported { client } else { of_lines };
    found.compare(|| format!("event {}", event.event_id), &should_cost, &event.counted.cost);
    let totals = event.counted.totals();
    if event.duplicate_of.is_some() || totals.is_zero() {
        return Ok(());
    }
    found.add_cost(totals.cost)?;
    let quarter = event.at.div_euclid(QUARTER_MICROS);
    for (cells, key) in [
        (&mut expected.quarters, [quarter, event.rollup_no, 0]),
        (&mut expected.days, [day.0, event.rollup_no, 0]),
        (&mut expected.customer_days, [day.0, event.customer_no, 0]),
        (&mut expected.customer_combo_days, [day.0, event.customer_no, event.rollup_no]),
    ] {
        sum_into(cells, key, totals)?;
    }
    if let Some(micros) = event.counted.latency {
        let bucket = latency::bucket(micros);
        *expected.latencies.entry([day.0, event.rollup_no, bucket]).or_default() += 1;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct RunRow {
    run_no: i64,
    run_id: String,
    started_at: i64,
    spans: i64,
    calls: i64,
    cost: i64,
    customer_paid_cost: i64,
    input_tokens: i64,
    output_tokens: i64,
}

type RunEvents = (i64, i64, i64, i64, i64, i64, i64);

/// Runs that began before the border have lost events: of those only the shares are compared.
async fn verify_runs(
    tx: &mut Tx,
    tenant_no: i64,
    border: i64,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let mut after = 0;
    let mut cost: i64 = 0;
    loop {
        let query = Sql::new(sql::VERIFY_RUNS).bind(tenant_no).bind(after).bind(PAGE);
        let runs: Vec<RunRow> = tx.fetch(query).await?;
        let Some(last) = runs.last().map(|run| run.run_no) else { break };
        let between = |text| Sql::new(text).bind(tenant_no).bind(after).bind(last);
        let events: Vec<RunEvents> = tx.fetch(between(sql::VERIFY_RUN_EVENTS)).await?;
        let events: HashMap<i64, RunEvents> = events.into_iter().map(|row| (row.0, row)).collect();
        let shares: Vec<(i64, i64, i64)> = tx.fetch(between(sql::VERIFY_RUN_COMBOS)).await?;
        let shares: HashMap<i64, (i64, i64)> =
            shares.into_iter().map(|(run, calls, cost)| (run, (calls, cost))).collect();
        for run in runs {
            found.runs += 1;
            cost = cost.saturating_add(run.cost);
            let counted = events.get(&run.run_no).copied().unwrap_or_default();
            let stored = (
                if counted == RunEvents::default() { 0 } else { run.run_no },
                run.spans,
                run.calls,
                run.cost,
                run.customer_paid_cost,
                run.input_tokens,
                run.output_tokens,
            );
            if run.started_at >= border {
                found.compare(|| format!("run {}", run.run_id), &counted, &stored);
            }
            let share = shares.get(&run.run_no).copied().unwrap_or_default();
            found.compare(
                || format!("run {} by combination", run.run_id),
                &(run.calls, run.cost),
                &share,
            );
        }
        after = last;
    }
    let events = found.cost_nanos;
    found.compare(|| "nano-USD of all runs".to_owned(), &events, &cost);
    Ok(())
}

/// Each event has its key, and each key from the border on its event.
async fn verify_keys(
    tx: &mut Tx,
    tenant_no: i64,
    border: i64,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let keys: Option<(i64,)> =
        tx.fetch_first(Sql::new(sql::EVENT_KEY_COUNT).bind(tenant_no).bind(border)).await?;
    let keys = keys.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or(0);
    let events = found.events;
    found.compare(|| "deduplication keys".to_owned(), &events, &keys);
    Ok(())
}
