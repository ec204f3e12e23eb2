//! Stored events by time, filtered.

use crate::domain::digest::EventKey;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;

use super::costs::{Filter, Filters, customer_no};
use super::error::StoreError;
use super::events::{EventRecord, EventRow};
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
            None => select,
            Some(None) => select.push(" AND e.customer_no = 0"),
            Some(Some(customer)) => match customer_no(&mut tx, tenant.no, customer).await? {
                Some((number, _)) => select.push(" AND e.customer_no = ?").bind(number),
                None => return Ok(Vec::new()),
            },
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
    let combo: [(&Filter, &str); 8] = [
        (&filters.provider, " AND c.provider = ?"),
        (&filters.model, " AND c.model = ?"),
        (&filters.section, " AND c.section = ?"),
        (&filters.section_path, " AND c.section_path = ?"),
        (&filters.key, " AND c.key_id = ?"),
        (&filters.status, " AND c.status = ?"),
        (&filters.price_state, " AND c.price_state = ?"),
        (&filters.environment, " AND COALESCE(e.environment, '') = ?"),
    ];
    for (filter, condition) in combo {
        if let Some(wanted) = filter {
            select = select.push(condition).bind(wanted.as_deref().unwrap_or_default());
        }
    }
    let own: [(&Filter, &str, &str); 2] = [
        (&filters.user, " AND e.user_id = ?", " AND e.user_id IS NULL"),
        (&filters.session, " AND e.session_id = ?", " AND e.session_id IS NULL"),
    ];
    for (filter, is, is_none) in own {
        select = match filter {
            None => select,
            Some(None) => select.push(is_none),
            Some(Some(wanted)) => select.push(is).bind(wanted.as_str()),
        };
    }
    let tag = if dialect == Dialect::Sqlite { sql::TAG_SQLITE } else { sql::TAG_POSTGRES };
    for (name, wanted) in &filters.tags {
        select = select.push(" AND ").push(tag).bind(name.as_str());
        select = match wanted {
            Some(value) => select.push(" = ?").bind(value.as_str()),
            None => select.push(" IS NULL"),
        };
    }
    select
}
