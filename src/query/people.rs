//! Users and sessions, page by page, with the names of their customers.

use crate::domain::scope::TenantScope;
use crate::store::{PeopleQuery, PersonRecord, Store};

use super::QueryError;

/// A user or a session.
#[derive(Debug, Clone)]
pub struct PersonCost {
    /// What is stored of it.
    pub record: PersonRecord,
    /// Its customer, where it has only one.
    pub customer: Option<String>,
}

/// A place in the list: cost and id.
pub type PersonKey = (i64, String);

/// A page of users or sessions, and the place of its last one, where there are more.
pub async fn people(
    store: &Store,
    scope: &TenantScope,
    mut query: PeopleQuery,
) -> Result<(Vec<PersonCost>, Option<PersonKey>), QueryError> {
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    query.limit = query.limit.saturating_add(1);
    let mut records = store.people(scope, &query).await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| more).map(|last| (last.totals.cost, last.id.clone()));
    let mut numbers: Vec<i64> =
        records.iter().filter_map(|record| record.customer_no).filter(|no| *no > 0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let names = store.customer_names(scope, &numbers).await?;
    let people = records.into_iter().map(|record| {
        let customer = record.customer_no.and_then(|number| names.get(&number)).cloned();
        PersonCost { record, customer }
    });
    Ok((people.collect(), next))
}
