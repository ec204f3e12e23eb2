//! Users and sessions: what single events know of who caused calls.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::Window;

use super::costs::{CostPlan, restrict, restriction};
use super::error::StoreError;
use super::filter::Filters;
use super::measures::Measures;
use super::run_totals::SEVERAL_CUSTOMERS;
use super::statement::Sql;
use super::{Store, sql};

/// Who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// The person.
    User,
    /// The conversation.
    Session,
}

/// Which users or sessions, after which one.
#[derive(Debug, Clone)]
pub struct PeopleQuery {
    /// Which of the two.
    pub by: Person,
    /// Calls of this window.
    pub window: Window,
    /// What must hold of them.
    pub filters: Filters,
    /// The last one of the page before: its cost and id.
    pub after: Option<(i64, String)>,
    /// Most of them.
    pub limit: i64,
}

/// A user or a session.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    /// Its id.
    pub id: String,
    /// When its first call in the window began.
    pub first_at: DateTime<Utc>,
    /// When its last one began.
    pub last_at: DateTime<Utc>,
    /// Runs with a call of it.
    pub runs: i64,
    /// The number of its customer: 0 none, `None` several.
    pub customer_no: Option<i64>,
    /// The sums over its calls.
    pub totals: Totals,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: String,
    first_at: i64,
    last_at: i64,
    runs: i64,
    customer_no: i64,
    #[sqlx(flatten)]
    measures: Measures,
}

impl Store {
    /// Users or sessions, the costliest first.
    pub async fn people(
        &self,
        scope: &TenantScope,
        query: &PeopleQuery,
    ) -> Result<Vec<PersonRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let plan = CostPlan { filters: query.filters.clone(), ..CostPlan::default() };
        let found = restriction(&mut tx, tenant.no, &plan, &mut HashMap::new()).await?;
        let Some(found) = found else { return Ok(Vec::new()) };
        let (head, end, after) = match query.by {
            Person::User => (sql::USERS, sql::USERS_END, sql::USERS_AFTER),
            Person::Session => (sql::SESSIONS, sql::SESSIONS_END, sql::SESSIONS_AFTER),
        };
        let select = Sql::new(head)
            .bind(tenant.no)
            .bind(query.window.from.timestamp_micros())
            .bind(query.window.to.timestamp_micros());
        let mut select = restrict(select, &found, &query.filters).push(end);
        if let Some((cost, id)) = &query.after {
            select = select.push(after).bind(*cost).bind(*cost).bind(id.as_str());
        }
        let rows: Vec<PersonRow> =
            tx.fetch(select.push(" ORDER BY cost DESC, id LIMIT ?").bind(query.limit)).await?;
        tx.rollback().await?;
        let time = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        let records = rows.into_iter().map(|row| PersonRecord {
            id: row.id,
            first_at: time(row.first_at),
            last_at: time(row.last_at),
            runs: row.runs,
            customer_no: (row.customer_no != SEVERAL_CUSTOMERS).then_some(row.customer_no),
            totals: row.measures.into(),
        });
        Ok(records.collect())
    }
}
