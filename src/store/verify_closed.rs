//! The proof of days whose events are gone: their totals against each other.
//!
//! The finest ones, by customer and combination, were compared with the events before those were
//! deleted. Every other grain must be a sum of them.

use crate::domain::window::{Day, QUARTER_MICROS};

use super::cells::sum_into;
use super::error::StoreError;
use super::statement::Sql;
use super::tx::Tx;
use super::verify::{Cells, DayCells, Verification, cells_of};
use super::{Tenant, sql};

/// Compares the grains of a closed day.
pub(super) async fn verify_closed_day(
    tx: &mut Tx,
    tenant: &Tenant,
    day: Day,
    found: &mut Verification,
) -> Result<DayCells, StoreError> {
    found.days += 1;
    let days = (day.0, day.0 + 1);
    let mut expected = DayCells::default();
    for ([_, customer, combo], totals) in
        stored(tx, tenant.no, sql::VERIFY_CUSTOMER_COMBO_DAYS, days).await?
    {
        found.add_cost(totals.cost)?;
        sum_into(&mut expected.days, [day.0, combo, 0], totals)?;
        sum_into(&mut expected.customer_days, [day.0, customer, 0], totals)?;
    }
    for cells in [&mut expected.days, &mut expected.customer_days] {
        cells.retain(|_, totals| !totals.is_zero());
    }
    let by_day = stored(tx, tenant.no, sql::VERIFY_DAYS, days).await?;
    found.compare_cells(&format!("{day} (closed), day"), &expected.days, &by_day);
    let by_customer = stored(tx, tenant.no, sql::VERIFY_CUSTOMER_DAYS, days).await?;
    let what = format!("{day} (closed), day by customer");
    found.compare_cells(&what, &expected.customer_days, &by_customer);
    let quarter = |day| tenant.zone.start_of(day).timestamp_micros().div_euclid(QUARTER_MICROS);
    let quarters = (quarter(day), quarter(day.next()));
    let mut of_quarters = Cells::new();
    for ([_, combo, _], totals) in stored(tx, tenant.no, sql::VERIFY_QUARTERS, quarters).await? {
        sum_into(&mut of_quarters, [day.0, combo, 0], totals)?;
    }
    of_quarters.retain(|_, totals| !totals.is_zero());
    found.compare_cells(&format!("{day} (closed), quarter-hours"), &expected.days, &of_quarters);
    latencies(tx, tenant.no, &expected, day, found).await?;
    Ok(expected)
}

/// As many calls in the latency histograms as there are calls with a latency.
async fn latencies(
    tx: &mut Tx,
    tenant_no: i64,
    expected: &DayCells,
    day: Day,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let query = Sql::new(sql::VERIFY_LATENCIES).bind(tenant_no).bind(day.0).bind(day.0 + 1);
    let rows: Vec<(i64, i64, i64, i64)> = tx.fetch(query).await?;
    let in_buckets: i64 = rows.iter().map(|(_, _, _, calls)| calls).sum();
    let timed: i64 = expected.days.values().map(|totals| totals.timed_calls).sum();
    found.compare(|| format!("{day} (closed), latencies"), &timed, &in_buckets);
    Ok(())
}

async fn stored(
    tx: &mut Tx,
    tenant_no: i64,
    text: &'static str,
    (since, until): (i64, i64),
) -> Result<Cells, StoreError> {
    let query = Sql::new(text).bind(tenant_no).bind(since).bind(until);
    Ok(cells_of(tx.fetch(query).await?))
}

/// Days before the border have no events.
pub(super) async fn no_events_before(
    tx: &mut Tx,
    tenant_no: i64,
    border: i64,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let query = Sql::new(sql::EVENT_COUNT_BEFORE).bind(tenant_no).bind(border);
    let count: Option<(i64,)> = tx.fetch_first(query).await?;
    found.compare(|| "events of closed days".to_owned(), &0, &count.map_or(0, |(count,)| count));
    Ok(())
}
