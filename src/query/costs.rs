//! Who cost what: sums over calls, grouped and filtered, beside those of another window.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Grain, Window, Zone};
use crate::store::{CostPlan, CostSums, Filters, Store};

use super::QueryError;
pub use super::dimension::Dimension;
use super::kept::{Covered, KeptEvents};
use super::plan::{Detail, parts};

/// A question.
#[derive(Debug, Clone)]
pub struct CostQuery {
    /// When.
    pub window: Window,
    /// The zone of hours and days; the tenant's where not given.
    pub zone: Option<Zone>,
    /// What to group by; nothing gives the total alone.
    pub group_by: Vec<Dimension>,
    /// What must hold.
    pub filters: Filters,
    /// The window to compare with. Not together with hours or days.
    pub compare: Option<Window>,
    /// Only so many groups, the costliest, hours and days aside; the others are added up.
    pub top: Option<usize>,
    /// The last group of the page before.
    pub after: Option<GroupKey>,
    /// Most groups.
    pub limit: usize,
}

impl CostQuery {
    /// A question about a window: the total alone, until more is asked.
    pub fn of(window: Window, zone: Option<Zone>) -> Self {
        Self {
            window,
            zone,
            group_by: Vec::new(),
            filters: Filters::default(),
            compare: None,
            top: None,
            after: None,
            limit: usize::MAX,
        }
    }

    /// The same by some dimensions.
    pub fn by(mut self, dimensions: &[Dimension]) -> Self {
        self.group_by = dimensions.to_vec();
        self
    }
}

/// A group's place in the order: time first, then the highest cost, the most calls, the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupKey {
    bucket: i64,
    cost: i64,
    calls: i64,
    labels: Vec<Option<String>>,
}

impl Ord for GroupKey {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.bucket, other.cost, other.calls, &self.labels).cmp(&(
            other.bucket,
            self.cost,
            self.calls,
            &other.labels,
        ))
    }
}

impl PartialOrd for GroupKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A group and its sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// One label for each dimension of the question; `None` where the calls have none.
    pub labels: Vec<Option<String>>,
    /// The sums.
    pub totals: Totals,
    /// Those of the window compared with; zero without one.
    pub previous: Totals,
    key: GroupKey,
}

/// What the groups beyond the top ones add up to, at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The labels of hours and days; `None` for every other dimension.
    pub labels: Vec<Option<String>>,
    /// Groups that were added up.
    pub groups: usize,
    /// The sums.
    pub totals: Totals,
    /// Those of the window compared with.
    pub previous: Totals,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct CostAnswer {
    /// When, as it is summed.
    pub window: Covered,
    /// The window compared with.
    pub compared: Option<Covered>,
    /// The zone of hours and days.
    pub zone: Zone,
    /// The sum of all groups, those of other pages and of the rest included.
    pub total: Totals,
    /// That of the window compared with.
    pub previous: Totals,
    /// One page of groups.
    pub groups: Vec<Group>,
    /// What is beyond the top groups, by time.
    pub rest: Vec<Rest>,
    /// The last group of this page, where there are more.
    pub next: Option<GroupKey>,
}

/// Answers a question.
pub async fn costs(
    store: &Store,
    scope: &TenantScope,
    query: &CostQuery,
) -> Result<CostAnswer, QueryError> {
    let kept = KeptEvents::read(store, scope).await?;
    let zone = query.zone.unwrap_or(kept.zone);
    let by = |dimension| query.group_by.contains(&dimension);
    let by_combo = query.group_by.iter().any(Dimension::is_of_combo);
    let detail = Detail {
        customer: by(Dimension::Customer) || !query.filters.customer.is_any(),
        combo: by_combo || query.filters.on_combo(),
        events: by(Dimension::User) || by(Dimension::Session) || query.filters.on_events(),
    };
    let window = kept.cover(query.window, detail)?;
    let compared = query.compare.map(|window| kept.cover(window, detail)).transpose()?;
    let (mut windows, times) = cut(query, window.window, zone)?;
    kept.check_inner(&windows, detail)?;
    let current = windows.len();
    windows.extend(compared.map(|compared| compared.window));
    let plan = CostPlan {
        parts: parts(&windows, kept.zone, detail),
        by_customer: by(Dimension::Customer),
        by_combo,
        by_user: by(Dimension::User),
        by_session: by(Dimension::Session),
        filters: query.filters.clone(),
    };
    let sums = store.cost_sums(scope, &plan).await?;
    let customers = customer_names(store, scope, &sums).await?;
    let grouping = Grouping { query, customers, times, current };
    let (total, previous, mut groups) = grouping.groups(&sums)?;
    groups.sort_by(|left, right| left.key.cmp(&right.key));
    let rest = match query.top {
        Some(top) => split_rest(&query.group_by, &mut groups, top)?,
        None => Vec::new(),
    };
    if let Some(after) = &query.after {
        groups.retain(|group| group.key > *after);
    }
    let more = groups.len() > query.limit;
    groups.truncate(query.limit);
    let next = groups.last().filter(|_| more).map(|group| group.key.clone());
    Ok(CostAnswer { window, compared, zone, total, previous, groups, rest, next })
}

/// The window in pieces, with the label of each.
fn cut(
    query: &CostQuery,
    window: Window,
    zone: Zone,
) -> Result<(Vec<Window>, Vec<String>), QueryError> {
    let grain = if query.group_by.contains(&Dimension::Hour) {
        Grain::Hour
    } else if query.group_by.contains(&Dimension::Day) {
        Grain::Day
    } else {
        return Ok((vec![window], Vec::new()));
    };
    if query.compare.is_some() {
        return Err(QueryError::ComparedTimes);
    }
    let buckets = window.buckets(grain, zone)?;
    Ok(buckets.into_iter().map(|bucket| (bucket.window, bucket.label)).unzip())
}

/// The ids of the customers that the sums are by.
async fn customer_names(
    store: &Store,
    scope: &TenantScope,
    sums: &CostSums,
) -> Result<HashMap<i64, String>, QueryError> {
    let mut numbers: Vec<i64> =
        sums.rows.iter().map(|row| row.customer_no).filter(|number| *number > 0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store.customer_names(scope, &numbers).await?)
}

/// What turns sums into groups.
struct Grouping<'q> {
    query: &'q CostQuery,
    customers: HashMap<i64, String>,
    /// Labels of hours or days, by piece of time.
    times: Vec<String>,
    /// Pieces of time that belong to the window itself.
    current: usize,
}

impl Grouping<'_> {
    /// Adds sums of the same group. What was taken back entirely leaves no group.
    fn groups(&self, sums: &CostSums) -> Result<(Totals, Totals, Vec<Group>), QueryError> {
        let (mut total, mut previous) = (Totals::default(), Totals::default());
        let mut groups: HashMap<(i64, Vec<&str>), (Totals, Totals)> = HashMap::new();
        for row in &sums.rows {
            let piece = usize::try_from(row.bucket).unwrap_or(usize::MAX);
            let is_current = piece < self.current;
            let whole = if is_current { &mut total } else { &mut previous };
            *whole = whole.plus(row.totals).ok_or(QueryError::Overflow)?;
            let combo = sums.combos.get(&row.combo_no);
            let label = |dimension: &Dimension| match dimension {
                Dimension::Customer => self.customers.get(&row.customer_no).map(String::as_str),
                Dimension::Hour => self.times.get(piece).map(String::as_str),
                Dimension::Day => self.times.get(piece).and_then(|time| time.get(..10)),
                other => other.of(row, combo),
            };
            let labels: Vec<&str> =
                self.query.group_by.iter().map(|by| label(by).unwrap_or_default()).collect();
            let bucket = if self.times.is_empty() { 0 } else { row.bucket };
            let (now, before) = groups.entry((bucket, labels)).or_default();
            let sum = if is_current { now } else { before };
            *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
        }
        if self.query.group_by.is_empty() {
            return Ok((total, previous, Vec::new()));
        }
        let filled = groups
            .into_iter()
            .filter(|(_, (now, before))| !now.is_zero() || !before.is_zero())
            .map(|((bucket, labels), (totals, previous))| {
                let labels: Vec<Option<String>> = labels
                    .into_iter()
                    .map(|label| (!label.is_empty()).then(|| label.to_owned()))
                    .collect();
                let (cost, calls) = (totals.cost, totals.calls);
                let key = GroupKey { bucket, cost, calls, labels: labels.clone() };
                Group { labels, totals, previous, key }
            });
        Ok((total, previous, filled.collect()))
    }
}

/// Takes the groups beyond the `top` costliest out and adds them up by time.
fn split_rest(
    group_by: &[Dimension],
    groups: &mut Vec<Group>,
    top: usize,
) -> Result<Vec<Rest>, QueryError> {
    let identity = |group: &Group| -> Vec<Option<String>> {
        let labels = group.labels.iter().zip(group_by);
        labels.filter(|(_, by)| !by.is_time()).map(|(label, _)| label.clone()).collect()
    };
    let mut costs: HashMap<Vec<Option<String>>, (i64, i64)> = HashMap::new();
    for group in groups.iter() {
        let (cost, calls) = costs.entry(identity(group)).or_default();
        *cost = cost.checked_add(group.totals.cost).ok_or(QueryError::Overflow)?;
        *calls = calls.saturating_add(group.totals.calls);
    }
    let mut ranked: Vec<_> = costs.into_iter().collect();
    ranked.sort_by(|(name, (cost, calls)), (other, (its_cost, its_calls))| {
        (its_cost, its_calls, name).cmp(&(cost, calls, other))
    });
    let shown: std::collections::HashSet<_> =
        ranked.into_iter().take(top).map(|(name, _)| name).collect();
    let mut rest: Vec<Rest> = Vec::new();
    let mut bucket_of_last = None;
    let beyond = groups.extract_if(.., |group| !shown.contains(&identity(group)));
    for group in beyond {
        if bucket_of_last != Some(group.key.bucket) {
            bucket_of_last = Some(group.key.bucket);
            let times = group.labels.iter().zip(group_by);
            rest.push(Rest {
                labels: times.map(|(label, by)| label.clone().filter(|_| by.is_time())).collect(),
                groups: 0,
                totals: Totals::default(),
                previous: Totals::default(),
            });
        }
        if let Some(last) = rest.last_mut() {
            last.groups += 1;
            last.totals = last.totals.plus(group.totals).ok_or(QueryError::Overflow)?;
            last.previous = last.previous.plus(group.previous).ok_or(QueryError::Overflow)?;
        }
    }
    Ok(rest)
}
