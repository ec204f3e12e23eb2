//! What the statistics have in common: their windows, their question, their averages.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{QUARTER_MICROS, Window};
use crate::http::ApiError;
use crate::http::millis::Millis;
use crate::query::QueryError;
use crate::query::costs::{CostAnswer, CostQuery, Dimension, costs};
use crate::store::{Filter, Filters, Store};

/// The name of what has none.
const UNKNOWN: &str = "unknown";

/// How far back a question reaches at most: ten years.
pub const MOST_DAYS: u32 = 3_660;
/// The same in hours.
pub const MOST_HOURS: u32 = 24 * MOST_DAYS;

/// The last hours up to the end of this quarter-hour: the original's windows had no end.
pub fn last_hours(hours: u32, now: DateTime<Utc>) -> Window {
    let into = now.timestamp_micros().rem_euclid(QUARTER_MICROS);
    let to = now + TimeDelta::microseconds(QUARTER_MICROS - into);
    Window { from: now - TimeDelta::hours(i64::from(hours)), to }
}

/// All groups of a window; of one customer, or of all calls.
pub async fn sums(
    store: &Store,
    scope: &TenantScope,
    window: Window,
    group_by: &[Dimension],
    customer: Option<String>,
) -> Result<CostAnswer, ApiError> {
    let query = CostQuery {
        filters: Filters {
            customer: customer.map_or(Filter::Any, Filter::only),
            ..Filters::default()
        },
        ..CostQuery::of(window, None).by(group_by)
    };
    Ok(costs(store, scope, &query).await?)
}

/// The sum of sums.
pub fn total<K>(sums: &BTreeMap<K, Totals>) -> Result<Totals, QueryError> {
    sums.values()
        .try_fold(Totals::default(), |sum, totals| sum.plus(*totals).ok_or(QueryError::Overflow))
}

/// The groups of an answer added up by one of its dimensions, the costliest first; what has no name
/// is `unknown`.
pub fn by_label(
    answer: &CostAnswer,
    dimension: usize,
) -> Result<Vec<(String, Totals)>, QueryError> {
    let mut sums: BTreeMap<&str, Totals> = BTreeMap::new();
    for group in &answer.groups {
        let label = group.labels.get(dimension).and_then(Option::as_deref).unwrap_or(UNKNOWN);
        let sum = sums.entry(label).or_default();
        *sum = sum.plus(group.totals).ok_or(QueryError::Overflow)?;
    }
    let mut sums: Vec<(String, Totals)> =
        sums.into_iter().map(|(label, sum)| (label.to_owned(), sum)).collect();
    sums.sort_by_key(|(_, sum)| Reverse((sum.cost, sum.calls)));
    Ok(sums)
}

/// The average over the calls that report a latency; 0 where none does.
pub fn average_latency(totals: &Totals) -> Millis {
    Millis(totals.latency.checked_div(totals.timed_calls).unwrap_or(0))
}

/// The name of what has none.
pub fn or_unknown(label: Option<String>) -> String {
    label.unwrap_or_else(|| UNKNOWN.to_owned())
}
