//! Runs.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::Window;

use super::costs::known_customer;
use super::error::StoreError;
use super::events::{EventRecord, EventRow};
use super::measures::Measures;
use super::rows::Rows;
use super::run_totals::SEVERAL_CUSTOMERS;
use super::statement::Sql;
use super::tx::Tx;
use super::{Store, sql};

/// Most events that are read of one run.
pub const MAX_RUN_EVENTS: i64 = 10_000;

/// The order of a list of runs, the largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunSort {
    /// By start.
    Time,
    /// By cost.
    Cost,
    /// By number of calls.
    Calls,
}

/// Which runs, in which order, and after which one.
#[derive(Debug, Clone)]
pub struct RunQuery {
    /// Those that started in it.
    pub window: Window,
    /// Those with an event of the customer; `Some(None)`: those without any customer.
    pub customer: Option<Option<String>>,
    /// Those with a call to the provider.
    pub provider: Option<String>,
    /// Those with a call to the model.
    pub model: Option<String>,
    /// Those with a call in the section.
    pub section: Option<String>,
    /// Those with a failed span, or without.
    pub failed: Option<bool>,
    /// The order.
    pub sort: RunSort,
    /// The last one of the page before: the value it was sorted by, and its number.
    pub after: Option<(i64, i64)>,
    /// Most runs.
    pub limit: i64,
}

/// A run.
#[derive(Debug, Clone)]
pub struct RunRecord {
    /// Its number, for paging.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// When its first event began.
    pub started_at: DateTime<Utc>,
    /// When its last event ended.
    pub ended_at: DateTime<Utc>,
    /// Its customer, where it has only one.
    pub customer: Option<String>,
    /// It has several customers.
    pub several_customers: bool,
    /// Events, steps included.
    pub spans: i64,
    /// Events that failed, steps included.
    pub failed_spans: i64,
    /// Sums over its calls.
    pub totals: Totals,
    /// The section that cost most; the one with most calls where nothing cost anything.
    pub top_section: Option<String>,
    /// Sections of its calls, the costliest first.
    pub sections: Vec<String>,
}

/// A run's cost by combination.
#[derive(Debug, Clone)]
pub struct RunShare {
    /// The provider.
    pub provider: String,
    /// The model; empty for none.
    pub model: String,
    /// The section.
    pub section: String,
    /// Calls.
    pub calls: i64,
    /// Nano-USD.
    pub cost: i64,
}

/// A run with its events.
#[derive(Debug)]
pub struct RunWithEvents {
    /// The run.
    pub run: RunRecord,
    /// Its cost by combination.
    pub shares: Vec<RunShare>,
    /// Its events by time: the first [`MAX_RUN_EVENTS`].
    pub events: Vec<EventRecord>,
}

#[derive(sqlx::FromRow)]
struct RunRow {
    run_no: i64,
    run_id: String,
    started_at: i64,
    ended_at: i64,
    customer_no: i64,
    customer_id: Option<String>,
    spans: i64,
    failed_spans: i64,
    #[sqlx(flatten)]
    measures: Measures,
}

impl From<RunRow> for RunRecord {
    fn from(row: RunRow) -> Self {
        let time = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        Self {
            number: row.run_no,
            id: row.run_id,
            started_at: time(row.started_at),
            ended_at: time(row.ended_at),
            customer: row.customer_id,
            several_customers: row.customer_no == SEVERAL_CUSTOMERS,
            spans: row.spans,
            failed_spans: row.failed_spans,
            totals: row.measures.into(),
            top_section: None,
            sections: Vec::new(),
        }
    }
}

impl Store {
    /// Runs, page by page.
    pub async fn run_list(
        &self,
        scope: &TenantScope,
        query: &RunQuery,
    ) -> Result<Vec<RunRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let customer = match &query.customer {
            None => None,
            Some(customer) => {
                match known_customer(&mut tx, tenant.no, customer.as_deref()).await? {
                    Some(number) => Some(number),
                    None => return Ok(Vec::new()),
                }
            }
        };
        let rows: Vec<RunRow> = tx.fetch(run_query(tenant.no, query, customer)).await?;
        let mut runs: Vec<RunRecord> = rows.into_iter().map(RunRecord::from).collect();
        add_sections(&mut tx, tenant.no, &mut runs).await?;
        tx.rollback().await?;
        Ok(runs)
    }

    /// A run with its events.
    pub async fn run_with_events(
        &self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Option<RunWithEvents>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let query = Sql::new(sql::RUN_COLUMNS).bind(tenant.no).push(" AND r.run_id = ?").bind(id);
        let Some(row) = tx.fetch_first::<RunRow>(query).await? else { return Ok(None) };
        let mut runs = [RunRecord::from(row)];
        add_sections(&mut tx, tenant.no, &mut runs).await?;
        let [run] = runs;
        let shares: Vec<(String, String, String, i64, i64)> =
            tx.fetch(Sql::new(sql::RUN_COMBOS).bind(tenant.no).bind(run.number)).await?;
        let events = Sql::new(sql::EVENT_COLUMNS)
            .bind(tenant.no)
            // The times name the partitions; the number names the events.
            .push(" AND e.run_no = ? AND e.at BETWEEN ? AND ? ORDER BY e.at, e.event_id LIMIT ?")
            .bind(run.number)
            .bind(run.started_at.timestamp_micros())
            .bind(run.ended_at.timestamp_micros())
            .bind(MAX_RUN_EVENTS);
        let rows: Vec<EventRow> = tx.fetch(events).await?;
        tx.rollback().await?;
        Ok(Some(RunWithEvents {
            run,
            shares: shares
                .into_iter()
                .map(|(provider, model, section, calls, cost)| RunShare {
                    provider,
                    model,
                    section,
                    calls,
                    cost,
                })
                .collect(),
            events: rows.into_iter().map(EventRecord::try_from).collect::<Result<_, _>>()?,
        }))
    }
}

fn run_query(tenant_no: i64, query: &RunQuery, customer: Option<i64>) -> Sql {
    let mut sql = Sql::new(sql::RUN_COLUMNS)
        .bind(tenant_no)
        .push(" AND r.started_at >= ? AND r.started_at < ?")
        .bind(query.window.from.timestamp_micros())
        .bind(query.window.to.timestamp_micros());
    if customer == Some(0) {
        sql = sql.push(" AND r.customer_no = 0");
    } else if let Some(customer) = customer {
        sql = sql
            .push(
                " AND (r.customer_no = ? OR (r.customer_no = -1 AND EXISTS (SELECT 1 FROM events e \
                 WHERE e.tenant_no = r.tenant_no AND e.run_no = r.run_no \
                 AND e.at BETWEEN r.started_at AND r.ended_at AND e.customer_no = ?)))",
            )
            .bind(customer)
            .bind(customer);
    }
    let parts = [
        (" AND c.provider = ?", &query.provider),
        (" AND c.model = ?", &query.model),
        (" AND c.section = ?", &query.section),
    ];
    if parts.iter().any(|(_, value)| value.is_some()) {
        sql = sql.push(
            " AND EXISTS (SELECT 1 FROM run_combos x JOIN combos c \
             ON c.tenant_no = x.tenant_no AND c.combo_no = x.combo_no \
             WHERE x.tenant_no = r.tenant_no AND x.run_no = r.run_no AND x.calls > 0",
        );
        for (condition, value) in parts {
            if let Some(value) = value {
                sql = sql.push(condition).bind(value.as_str());
            }
        }
        sql = sql.push(")");
    }
    sql = match query.failed {
        Some(true) => sql.push(" AND r.failed_spans > 0"),
        Some(false) => sql.push(" AND r.failed_spans = 0"),
        None => sql,
    };
    let [after, order] = match query.sort {
        RunSort::Time => [
            " AND (r.started_at, r.run_no) < (?, ?)",
            " ORDER BY r.started_at DESC, r.run_no DESC LIMIT ?",
        ],
        RunSort::Cost => {
            [" AND (r.cost, r.run_no) < (?, ?)", " ORDER BY r.cost DESC, r.run_no DESC LIMIT ?"]
        }
        RunSort::Calls => {
            [" AND (r.calls, r.run_no) < (?, ?)", " ORDER BY r.calls DESC, r.run_no DESC LIMIT ?"]
        }
    };
    if let Some((value, number)) = query.after {
        sql = sql.push(after).bind(value).bind(number);
    }
    sql.push(order).bind(query.limit)
}

/// Adds each run's sections, the costliest first.
async fn add_sections(
    tx: &mut Tx,
    tenant_no: i64,
    runs: &mut [RunRecord],
) -> Result<(), StoreError> {
    let rows = Rows::default().ints(runs.iter().map(|run| run.number));
    let found: Vec<(i64, String, i64, i64)> =
        tx.look_up(&sql::RUN_SECTIONS, rows, &[tenant_no.into()]).await?;
    let mut sections: HashMap<i64, Vec<(i64, i64, String)>> = HashMap::new();
    for (run, section, cost, calls) in found.into_iter().filter(|(.., calls)| *calls > 0) {
        sections.entry(run).or_default().push((cost, calls, section));
    }
    for run in runs {
        let mut own = sections.remove(&run.number).unwrap_or_default();
        own.sort_by(|left, right| (right.0, right.1, &left.2).cmp(&(left.0, left.1, &right.2)));
        run.sections = own.into_iter().map(|(.., section)| section).collect();
        run.top_section = run.sections.first().cloned();
    }
    Ok(())
}
