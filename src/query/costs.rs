//! Who cost what: sums over calls, grouped and filtered.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Grain, Window, Zone};
use crate::store::{Combo, CostPlan, CostSums, Filters, Store};

use super::QueryError;
use super::plan::{Detail, parts};

/// What sums are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The tenant's end customer.
    Customer,
    /// The provider.
    Provider,
    /// The model.
    Model,
    /// The section.
    Section,
    /// The API key that sent the event.
    Key,
    /// How the call ended.
    Status,
    /// The civil hour.
    Hour,
    /// The civil day.
    Day,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 8] = [
        Self::Customer,
        Self::Provider,
        Self::Model,
        Self::Section,
        Self::Key,
        Self::Status,
        Self::Hour,
        Self::Day,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::Model => "model",
            Self::Section => "section",
            Self::Key => "key",
            Self::Status => "status",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// By the name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.as_str() == name)
    }

    fn of_combo(self, combo: &Combo) -> Option<&str> {
        Some(match self {
            Self::Provider => &combo.provider,
            Self::Model => &combo.model,
            Self::Section => &combo.section,
            Self::Key => &combo.key_id,
            Self::Status => &combo.status,
            Self::Customer | Self::Hour | Self::Day => return None,
        })
    }
}

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
    /// The last group of the page before.
    pub after: Option<GroupKey>,
    /// Most groups.
    pub limit: usize,
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
    key: GroupKey,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct CostAnswer {
    /// When.
    pub window: Window,
    /// The zone of hours and days.
    pub zone: Zone,
    /// The sum of all groups, those of other pages included.
    pub total: Totals,
    /// One page of groups.
    pub groups: Vec<Group>,
    /// The last group of this page, where there are more.
    pub next: Option<GroupKey>,
}

/// Answers a question.
pub async fn costs(
    store: &Store,
    scope: &TenantScope,
    query: &CostQuery,
) -> Result<CostAnswer, QueryError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let zone = query.zone.unwrap_or(tenant_zone);
    let (windows, time_labels) = cut(query, zone)?;
    let by = |dimension| query.group_by.contains(&dimension);
    let by_combo = [
        Dimension::Provider,
        Dimension::Model,
        Dimension::Section,
        Dimension::Key,
        Dimension::Status,
    ]
    .into_iter()
    .any(by);
    let detail = Detail {
        customer: by(Dimension::Customer) || query.filters.customer.is_some(),
        combo: by_combo || query.filters.on_combo(),
    };
    let plan = CostPlan {
        parts: parts(&windows, tenant_zone, detail),
        by_customer: by(Dimension::Customer),
        by_combo,
        filters: query.filters.clone(),
    };
    let sums = store.cost_sums(scope, &plan).await?;
    let customers = if plan.by_customer {
        let mut numbers: Vec<i64> =
            sums.rows.iter().map(|row| row.customer_no).filter(|number| *number > 0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        store.customer_names(scope, &numbers).await?
    } else {
        HashMap::new()
    };
    let (total, mut groups) = group(query, &sums, &customers, &time_labels)?;
    groups.sort_by(|left, right| left.key.cmp(&right.key));
    if let Some(after) = &query.after {
        groups.retain(|group| group.key > *after);
    }
    let more = groups.len() > query.limit;
    groups.truncate(query.limit);
    let next = groups.last().filter(|_| more).map(|group| group.key.clone());
    Ok(CostAnswer { window: query.window, zone, total, groups, next })
}

/// The window in pieces, with the label of each.
fn cut(query: &CostQuery, zone: Zone) -> Result<(Vec<Window>, Vec<String>), QueryError> {
    let grain = if query.group_by.contains(&Dimension::Hour) {
        Grain::Hour
    } else if query.group_by.contains(&Dimension::Day) {
        Grain::Day
    } else {
        return Ok((vec![query.window], Vec::new()));
    };
    let buckets = query.window.buckets(grain, zone)?;
    Ok(buckets.into_iter().map(|bucket| (bucket.window, bucket.label)).unzip())
}

/// Adds sums of the same group. What was taken back entirely leaves no group.
fn group(
    query: &CostQuery,
    sums: &CostSums,
    customers: &HashMap<i64, String>,
    time_labels: &[String],
) -> Result<(Totals, Vec<Group>), QueryError> {
    let mut total = Totals::default();
    let mut groups: HashMap<(i64, i64, Vec<&str>), Totals> = HashMap::new();
    for row in &sums.rows {
        total = total.plus(row.totals).ok_or(QueryError::Overflow)?;
        let combo = sums.combos.get(&row.combo_no);
        let labels: Vec<&str> = query
            .group_by
            .iter()
            .filter_map(|dimension| combo.and_then(|combo| dimension.of_combo(combo)))
            .collect();
        let bucket = if time_labels.is_empty() { 0 } else { row.bucket };
        let sum = groups.entry((bucket, row.customer_no, labels)).or_default();
        *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
    }
    if query.group_by.is_empty() {
        return Ok((total, Vec::new()));
    }
    let named = groups.into_iter().filter(|(_, totals)| !totals.is_zero());
    let groups = named
        .map(|((bucket, customer_no, combo_labels), totals)| {
            let time = usize::try_from(bucket).ok().and_then(|bucket| time_labels.get(bucket));
            let mut combo_labels = combo_labels.into_iter();
            let labels: Vec<Option<String>> = query
                .group_by
                .iter()
                .map(|dimension| match dimension {
                    Dimension::Customer => customers.get(&customer_no).cloned(),
                    Dimension::Hour => time.cloned(),
                    Dimension::Day => time.map(|label| label.chars().take(10).collect()),
                    _ => combo_labels.next().filter(|label| !label.is_empty()).map(str::to_owned),
                })
                .collect();
            let key =
                GroupKey { bucket, cost: totals.cost, calls: totals.calls, labels: labels.clone() };
            Group { labels, totals, key }
        })
        .collect();
    Ok((total, groups))
}
