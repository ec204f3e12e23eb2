//! Where spending stands: today, this month, and where the month will end.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Day, Window, Zone};
use crate::store::{CostPlan, Filter, Filters, Store};

use super::QueryError;
use super::kept::{Covered, KeptEvents};
use super::plan::{Detail, parts};

/// Whole days before today that the forecast averages over.
pub const FORECAST_DAYS: i64 = 7;

/// A question.
#[derive(Debug, Clone)]
pub struct SummaryQuery {
    /// Now.
    pub now: DateTime<Utc>,
    /// The zone of days and months.
    pub zone: Zone,
    /// What must hold of the calls.
    pub filters: Filters,
    /// A billing period to sum up besides.
    pub period: Option<Window>,
}

/// Sums of a window, beside those of an earlier one.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// The window up to now.
    pub window: Covered,
    /// Its sums.
    pub totals: Totals,
    /// The earlier window, up to the same point.
    pub earlier: Covered,
    /// Its sums.
    pub previous: Totals,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Today so far, beside yesterday at the same time.
    pub today: Compared,
    /// This month so far, beside the month before up to the same day and time.
    pub month: Compared,
    /// What the whole month will cost when the days to come are like those before.
    pub forecast: Usd,
    /// The average of the days that the forecast is made from.
    pub daily_average: Usd,
    /// How many of those days there are.
    pub forecast_days: i64,
    /// The first instant after the month.
    pub month_end: DateTime<Utc>,
    /// What of this month no customer is named for.
    pub unattributed: Totals,
    /// The billing period.
    pub period: Option<(Covered, Totals)>,
}

/// Answers a question, in one snapshot.
pub async fn summary(
    store: &Store,
    scope: &TenantScope,
    query: &SummaryQuery,
) -> Result<Summary, QueryError> {
    let days = Days::of(query)?;
    let mut windows = vec![days.today, days.yesterday, days.month, days.last_month, days.averaged];
    windows.extend(query.period);
    let kept = KeptEvents::read(store, scope).await?;
    let covered: Vec<Covered> = windows
        .into_iter()
        .map(|window| kept.cover(window, detail(&query.filters)))
        .collect::<Result<_, _>>()?;
    let windows: Vec<Window> = covered.iter().map(|covered| covered.window).collect();
    let plan = |windows: &[Window], filters: Filters| {
        let parts = parts(windows, kept.zone, detail(&filters));
        CostPlan { parts, filters, ..CostPlan::default() }
    };
    let mut plans = vec![plan(&windows, query.filters.clone())];
    // Calls without a customer among those of one customer: none.
    if query.filters.customer.allows("") {
        let without = Filters { customer: Filter::NONE, ..query.filters.clone() };
        plans.push(plan(&[days.month], without));
    }
    let sums = store.cost_sums_of(scope, &plans).await?;
    let total = |plan: usize, bucket: i64| {
        let rows = sums.get(plan).into_iter().flat_map(|sums| &sums.rows);
        let rows = rows.filter(|row| row.bucket == bucket);
        rows.map(|row| row.totals)
            .try_fold(Totals::default(), Totals::plus)
            .ok_or(QueryError::Overflow)
    };
    let (today, month) = (total(0, 0)?, total(0, 2)?);
    let (forecast, daily_average) = days.forecast(total(0, 4)?.cost, today.cost, month.cost)?;
    Ok(Summary {
        today: Compared {
            window: covered[0],
            totals: today,
            earlier: covered[1],
            previous: total(0, 1)?,
        },
        month: Compared {
            window: covered[2],
            totals: month,
            earlier: covered[3],
            previous: total(0, 3)?,
        },
        forecast,
        daily_average,
        forecast_days: FORECAST_DAYS,
        month_end: days.month_end,
        unattributed: total(1, 0)?,
        period: covered
            .get(5)
            .map(|period| Ok::<_, QueryError>((*period, total(0, 5)?)))
            .transpose()?,
    })
}

/// Which totals can serve a question with these filters.
fn detail(filters: &Filters) -> Detail {
    Detail {
        customer: !filters.customer.is_any(),
        combo: filters.on_combo(),
        events: filters.on_events(),
    }
}

/// The windows of a summary.
struct Days {
    today: Window,
    yesterday: Window,
    month: Window,
    last_month: Window,
    averaged: Window,
    month_end: DateTime<Utc>,
    /// Civil days of the month after today.
    days_left: i64,
}

impl Days {
    fn of(query: &SummaryQuery) -> Result<Self, QueryError> {
        let SummaryQuery { now, zone, .. } = *query;
        let day = zone.day_of(now);
        let date = day.date();
        let first = date.with_day(1).unwrap_or(date);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(date);
        let before = first.checked_sub_months(Months::new(1)).unwrap_or(first);
        let start = |day: Day| zone.start_of(day);
        let today = start(day);
        // An instant in the window, so that it is not empty at midnight.
        let now = now.max(today + chrono::TimeDelta::microseconds(1));
        let month = zone.start_of_date(first);
        let window = |from, to| Window::new(from, to).map_err(QueryError::from);
        let yesterday = start(Day(day.0 - 1));
        let last_month = zone.start_of_date(before);
        let month_end = zone.start_of_date(next);
        Ok(Self {
            today: window(today, now)?,
            yesterday: window(yesterday, (yesterday + (now - today)).min(today))?,
            month: window(month, now)?,
            last_month: window(last_month, same_point(before, date, zone, now - today).min(month))?,
            averaged: window(start(Day(day.0 - FORECAST_DAYS)), today)?,
            month_end,
            days_left: next.signed_duration_since(date).num_days() - 1,
        })
    }

    /// What the month will have cost, and the daily average: what it cost so far, an average day for
    /// each one to come, and for today what is missing to one.
    fn forecast(&self, averaged: i64, today: i64, month: i64) -> Result<(Usd, Usd), QueryError> {
        let average = Usd::from_nanos(averaged).scaled(1, FORECAST_DAYS).unwrap_or(Usd::ZERO);
        let to_come = average
            .nanos()
            .checked_mul(self.days_left)
            .and_then(|days| days.checked_add((average.nanos() - today).max(0)))
            .and_then(|more| more.checked_add(month))
            .ok_or(QueryError::Overflow)?;
        Ok((Usd::from_nanos(to_come), average))
    }
}

/// The same day and time of another month, or its end where it is shorter.
fn same_point(
    first: NaiveDate,
    date: NaiveDate,
    zone: Zone,
    since_midnight: chrono::TimeDelta,
) -> DateTime<Utc> {
    let end = first.checked_add_months(Months::new(1)).unwrap_or(first);
    match first.with_day(date.day()) {
        Some(day) => zone.start_of_date(day) + since_midnight,
        None => zone.start_of_date(end),
    }
}
