//! Stored events by time, filtered.

use crate::domain::digest::EventKey;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;

use super::costs::known_customer;
use super::error::StoreError;
use super::events::{EventRecord, EventRow};
use super::filter::{Filter, Filters};
use super::statement::{Dialect, Sql};
use super::{Store, sql};

/// Which events, and after which one.
#[derive(Debug, Clone)]
pub struct EventQuery {
    /// Those that began in it.
    pub window: Window,
    /// What must hold of them.
    pub filters: Filters,
    /// The last one of the page before: its time in microseconds and its key.
    pub after: Option<(i64, EventKey)>,
    /// Most events.
    pub limit: i64,
}

impl Store {
    /// Events, the latest first: steps, duplicates and void ones too.
    pub async fn event_list(
        &self,
        scope: &TenantScope,
        query: &EventQuery,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let mut select = Sql::new(sql::EVENT_COLUMNS)
            .bind(tenant.no)
            .push(" AND e.at >= ? AND e.at < ?")
            .bind(query.window.from.timestamp_micros())
            .bind(query.window.to.timestamp_micros());
        select = match &query.filters.customer {
            Filter::Any => select,
            Filter::Only(customer) => {
                match known_customer(&mut tx, tenant.no, customer.as_deref()).await? {
                    Some(number) => select.push(" AND e.customer_no = ?").bind(number),
                    None => return Ok(Vec::new()),
                }
            }
            Filter::Except(customers) => {
                for customer in customers {
                    let number = known_customer(&mut tx, tenant.no, customer.as_deref()).await?;
                    if let Some(number) = number {
                        select = select.push(" AND e.customer_no <> ?").bind(number);
                    }
                }
                select
            }
        };
        select = restrict(select, &query.filters, tx.dialect());
        if let Some((at, key)) = &query.after {
            let after = select.push(" AND (e.at, e.event_key) < (?, ?)");
            select = after.bind(*at).bind(key.0.to_vec());
        }
        let select = select.push(" ORDER BY e.at DESC, e.event_key DESC LIMIT ?").bind(query.limit);
        let rows: Vec<EventRow> = tx.fetch(select).await?;
        tx.rollback().await?;
        rows.into_iter().map(EventRecord::try_from).collect()
    }
}

/// Appends the conditions of everything but the customer.
fn restrict(mut select: Sql, filters: &Filters, dialect: Dialect) -> Sql {
    // Parts of a combination are empty where there is none.
    for (filter, expression) in [
        (&filters.provider, "c.provider"),
        (&filters.model, "c.model"),
        (&filters.section, "c.section"),
        (&filters.section_path, "c.section_path"),
        (&filters.key, "c.key_id"),
        (&filters.status, "c.status"),
        (&filters.price_state, "c.price_state"),
        (&filters.environment, "COALESCE(e.environment, '')"),
    ] {
        select = filter.of_text(select, expression);
    }
    select = filters.user.of_nullable(select, "e.user_id");
    select = filters.session.of_nullable(select, "e.session_id");
    let tag = if dialect == Dialect::Sqlite { sql::TAG_SQLITE } else { sql::TAG_POSTGRES };
    for (name, filter) in &filters.tags {
        let (values, is) = match filter {
            Filter::Any => continue,
            Filter::Only(wanted) => (std::slice::from_ref(wanted), " = ?"),
            Filter::Except(unwanted) => (unwanted.as_slice(), " <> ?"),
        };
        for value in values {
            select = select.push(" AND COALESCE(").push(tag).bind(name.as_str()).push(", '')");
            select = select.push(is).bind(value.as_deref().unwrap_or_default());
        }
    }
    select
}
