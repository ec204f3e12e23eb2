//! Sums over events and totals: the numbers behind every cost answer.
//!
//! SQL groups by numbers (piece of time, customer, combination); names are put to them afterwards.

use std::collections::HashMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;

use super::error::StoreError;
use super::filter::{Filter, Filters};
use super::measures::Measures;
use super::names::{Combo, Tags};
use super::rows::{ForEach, Rows};
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, sql};

/// Days or weeks that are looked up one by one, at most: ten years of days.
const MOST_SINGLE_KEYS: i64 = 3_660;

/// Where sums are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Single events; bounds in microseconds.
    Events,
    /// Quarter-hours without customer; bounds in quarter-hours since 1970.
    Quarters,
    /// Days without customer; bounds in days since 1970-01-01.
    Days,
    /// Weeks by customer without combination; bounds in weeks as of `Day::week`.
    CustomerWeeks,
    /// Days by customer without combination.
    CustomerDays,
    /// Days by customer and combination.
    CustomerComboDays,
}

impl Source {
    const fn table(self) -> &'static str {
        match self {
            Self::Events => sql::EVENT_TOTALS,
            Self::Quarters => "rollup_quarters",
            Self::Days => "rollup_days",
            Self::CustomerWeeks => "rollup_customer_weeks",
            Self::CustomerDays => "rollup_customer_days",
            Self::CustomerComboDays => "rollup_customer_combo_days",
        }
    }

    /// The column that says when.
    const fn time(self) -> &'static str {
        match self {
            Self::Events => "t.at",
            Self::Quarters => "t.quarter",
            Self::CustomerWeeks => "t.week",
            Self::Days | Self::CustomerDays | Self::CustomerComboDays => "t.day",
        }
    }

    /// The key of a row begins with the time and the customer.
    const fn is_by_customer(self) -> bool {
        matches!(self, Self::CustomerWeeks | Self::CustomerDays | Self::CustomerComboDays)
    }
}

/// A piece of time in the units of its source: from `since` up to, not including, `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The piece of the answer that it belongs to.
    pub bucket: i64,
    /// First.
    pub since: i64,
    /// First after.
    pub until: i64,
}

/// A question to one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where to look.
    pub source: Source,
    /// When.
    pub spans: Vec<Span>,
}

/// A question to the ledger: parts that do not overlap, grouped alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether SQL groups by a column")]
pub struct CostPlan {
    /// Where to look, when.
    pub parts: Vec<Part>,
    /// Group by customer.
    pub by_customer: bool,
    /// Group by combination.
    pub by_combo: bool,
    /// Group by person. Only single events know it.
    pub by_user: bool,
    /// Group by conversation. Only single events know it.
    pub by_session: bool,
    /// What must hold.
    pub filters: Filters,
}

/// A sum. Numbers that were not grouped by are 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRow {
    /// The piece of time.
    pub bucket: i64,
    /// The customer's number; 0 also for none.
    pub customer_no: i64,
    /// The combination's number.
    pub combo_no: i64,
    /// The person.
    pub user: Option<String>,
    /// The conversation.
    pub session: Option<String>,
    /// The sums.
    pub totals: Totals,
}

/// An answer, with the names of its combinations.
#[derive(Debug, Default)]
pub struct CostSums {
    /// The sums; several of the same numbers must be added.
    pub rows: Vec<CostRow>,
    /// Combinations by number.
    pub combos: HashMap<i64, Combo>,
}

#[derive(sqlx::FromRow)]
struct SumRow {
    bucket: i64,
    customer_no: i64,
    combo_no: i64,
    user_id: Option<String>,
    session_id: Option<String>,
    #[sqlx(flatten)]
    measures: Measures,
}

#[derive(sqlx::FromRow)]
pub(super) struct ComboListRow {
    pub combo_no: i64,
    provider: String,
    model: String,
    section: String,
    section_path: String,
    key_id: String,
    status: String,
    price_state: String,
    environment: String,
    tags: String,
}

impl From<ComboListRow> for Combo {
    fn from(row: ComboListRow) -> Self {
        Self {
            provider: row.provider,
            model: row.model,
            section: row.section,
            section_path: row.section_path,
            key_id: row.key_id,
            status: row.status,
            price_state: row.price_state,
            environment: row.environment,
            tags: Tags::parse(&row.tags),
        }
    }
}

impl Store {
    /// Sums calls, all parts in one snapshot.
    pub async fn cost_sums(
        &self,
        scope: &TenantScope,
        plan: &CostPlan,
    ) -> Result<CostSums, StoreError> {
        let sums = self.cost_sums_of(scope, std::slice::from_ref(plan)).await?;
        Ok(sums.into_iter().next().unwrap_or_default())
    }

    /// The same for several questions, all in one snapshot.
    pub async fn cost_sums_of(
        &self,
        scope: &TenantScope,
        plans: &[CostPlan],
    ) -> Result<Vec<CostSums>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        refuse_closed(&mut tx, tenant.no, plans).await?;
        let mut answers = Vec::with_capacity(plans.len());
        for plan in plans {
            let mut sums = CostSums::default();
            let restriction = restriction(&mut tx, tenant.no, plan, &mut sums.combos).await?;
            if let Some(restriction) = restriction {
                for part in &plan.parts {
                    sums.rows.extend(sum(&mut tx, tenant.no, plan, part, &restriction).await?);
                }
            }
            answers.push(sums);
        }
        tx.rollback().await?;
        Ok(answers)
    }

    /// The ids of customers by number.
    pub async fn customer_names(
        &self,
        scope: &TenantScope,
        numbers: &[i64],
    ) -> Result<HashMap<i64, String>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let rows = Rows::default().ints(numbers.iter().copied());
        let names: Vec<(i64, String)> =
            tx.look_up(&sql::CUSTOMER_NAMES, rows, &[tenant.no.into()]).await?;
        tx.rollback().await?;
        Ok(names.into_iter().collect())
    }
}

/// A plan that needs events which were deleted after it was made is to be made again.
async fn refuse_closed(tx: &mut Tx, tenant_no: i64, plans: &[CostPlan]) -> Result<(), StoreError> {
    let parts = plans.iter().flat_map(|plan| &plan.parts);
    let events = parts.filter(|part| part.source == Source::Events);
    let Some(first) = events.flat_map(|part| &part.spans).map(|span| span.since).min() else {
        return Ok(());
    };
    let border: Option<(Option<i64>,)> =
        tx.fetch_first(Sql::new(sql::EVENTS_FROM).bind(tenant_no)).await?;
    match border.and_then(|(border,)| border) {
        Some(border) if first < border => {
            Err(StoreError::Interrupted("events of the window were deleted just now".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Filters as numbers.
pub(super) struct Restriction {
    customer_no: Option<i64>,
    other_than: Vec<i64>,
    combo_nos: Option<Vec<i64>>,
}

/// Turns the filters into numbers, loading the combinations where they matter. `None` when nothing
/// can match.
pub(super) async fn restriction(
    tx: &mut Tx,
    tenant_no: i64,
    plan: &CostPlan,
    combos: &mut HashMap<i64, Combo>,
) -> Result<Option<Restriction>, StoreError> {
    let mut other_than = Vec::new();
    let customer_no = match &plan.filters.customer {
        Filter::Any => None,
        Filter::Only(customer) => match known_customer(tx, tenant_no, customer.as_deref()).await? {
            Some(number) => Some(number),
            None => return Ok(None),
        },
        Filter::Except(customers) => {
            for customer in customers {
                other_than.extend(known_customer(tx, tenant_no, customer.as_deref()).await?);
            }
            None
        }
    };
    if !plan.by_combo && !plan.filters.on_combo() {
        return Ok(Some(Restriction { customer_no, other_than, combo_nos: None }));
    }
    let listed: Vec<ComboListRow> = tx.fetch(Sql::new(sql::COMBO_LIST).bind(tenant_no)).await?;
    for row in listed {
        let number = row.combo_no;
        let combo = Combo::from(row);
        if plan.filters.matches(&combo) {
            combos.insert(number, combo);
        }
    }
    let combo_nos = plan.filters.on_combo().then(|| combos.keys().copied().collect::<Vec<_>>());
    if combo_nos.as_ref().is_some_and(Vec::is_empty) {
        return Ok(None);
    }
    Ok(Some(Restriction { customer_no, other_than, combo_nos }))
}

/// A customer's number, if there is such a customer; 0 stands for none.
pub(super) async fn known_customer(
    tx: &mut Tx,
    tenant_no: i64,
    customer: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let Some(customer) = customer else { return Ok(Some(0)) };
    Ok(customer_no(tx, tenant_no, customer).await?.map(|(number, _)| number))
}

/// A customer's number and when it was first seen.
pub(super) async fn customer_no(
    tx: &mut Tx,
    tenant_no: i64,
    customer: &str,
) -> Result<Option<(i64, i64)>, StoreError> {
    tx.fetch_first(Sql::new(sql::CUSTOMER_NO).bind(tenant_no).bind(customer)).await
}

async fn sum(
    tx: &mut Tx,
    tenant_no: i64,
    plan: &CostPlan,
    part: &Part,
    restriction: &Restriction,
) -> Result<Vec<CostRow>, StoreError> {
    let single = single_keys(part, restriction);
    let spans = single.as_ref().unwrap_or(&part.spans);
    let several = spans.len() > 1;
    let (select, group_by) = grouping(plan, several);
    let time = part.source.time();
    let mut on = Sql::new("t.tenant_no = ? AND ").bind(tenant_no).push(time);
    on = match spans.first() {
        None => return Ok(Vec::new()),
        _ if single.is_some() => on.push(" = v.since"),
        _ if several => on.push(" >= v.since AND ").push(time).push(" < v.until"),
        Some(span) => {
            let since = on.push(" >= ? AND ").bind(span.since);
            since.push(time).push(" < ?").bind(span.until)
        }
    };
    on = restrict(on, restriction, &plan.filters);
    let table = part.source.table();
    let found: Vec<SumRow> = if several {
        let each = ForEach { select, table, alias: "t", on, join: "", end: "" };
        let tail = each.tail(tx.dialect()).append(group_by);
        let rows =
            super::cells::columns(spans.iter().map(|span| [span.bucket, span.since, span.until]));
        tx.fetch_over(sql::BUCKETS, rows, &tail).await?
    } else {
        let from = select.push(" FROM ").push(table).push(" t WHERE ");
        tx.fetch(Sql::new("SELECT ").append(from).append(on).append(group_by)).await?
    };
    let only_bucket = spans.first().filter(|_| !several).map(|span| span.bucket);
    let rows = found.into_iter().map(|row| CostRow {
        bucket: only_bucket.unwrap_or(row.bucket),
        customer_no: row.customer_no,
        combo_no: row.combo_no,
        user: row.user_id,
        session: row.session_id,
        totals: row.measures.into(),
    });
    Ok(rows.collect())
}

/// Appends the conditions that filters mean for a table of totals, or for events as one.
pub(super) fn restrict(mut on: Sql, restriction: &Restriction, filters: &Filters) -> Sql {
    if let Some(customer_no) = restriction.customer_no {
        on = on.push(" AND t.customer_no = ?").bind(customer_no);
    }
    for customer_no in &restriction.other_than {
        on = on.push(" AND t.customer_no <> ?").bind(*customer_no);
    }
    if let Some(combo_nos) = &restriction.combo_nos {
        on = on.push(" AND t.combo_no IN (").list(combo_nos.iter().copied()).push(")");
    }
    on = filters.user.of_nullable(on, "t.user_id");
    filters.session.of_nullable(on, "t.session_id")
}

/// What is selected, and how it is grouped.
fn grouping(plan: &CostPlan, several: bool) -> (Sql, Sql) {
    let dimensions: [(bool, &str, &str); 5] = [
        (several, "v.bucket", "CAST(0 AS BIGINT) AS bucket"),
        (plan.by_customer, "t.customer_no", "CAST(0 AS BIGINT) AS customer_no"),
        (plan.by_combo, "t.combo_no", "CAST(0 AS BIGINT) AS combo_no"),
        (plan.by_user, "t.user_id", "CAST(NULL AS TEXT) AS user_id"),
        (plan.by_session, "t.session_id", "CAST(NULL AS TEXT) AS session_id"),
    ];
    let (mut select, mut group_by) = (Sql::default(), Sql::default());
    for (grouped, column, absent) in dimensions {
        select = select.push(if grouped { column } else { absent }).push(", ");
        if grouped {
            let separator = if group_by.is_empty() { " GROUP BY " } else { ", " };
            group_by = group_by.push(separator).push(column);
        }
    }
    if group_by.is_empty() {
        // Without GROUP BY a sum over nothing is one row of nulls.
        group_by = group_by.push(" HAVING COUNT(*) > 0");
    }
    (select.push(sql::SUMS), group_by)
}

/// Days or weeks one by one, for a question about one customer: its row of a day is found by its
/// key, where a range of days would read the rows of every customer.
fn single_keys(part: &Part, restriction: &Restriction) -> Option<Vec<Span>> {
    if restriction.customer_no.is_none() || !part.source.is_by_customer() {
        return None;
    }
    let keys: i64 = part.spans.iter().map(|span| span.until - span.since).sum();
    (2..=MOST_SINGLE_KEYS).contains(&keys).then(|| {
        let keys_of = |span: &Span| {
            let bucket = span.bucket;
            (span.since..span.until).map(move |key| Span { bucket, since: key, until: key + 1 })
        };
        part.spans.iter().flat_map(keys_of).collect()
    })
}
