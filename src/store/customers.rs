//! The tenant's customers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::revision::{Origin, Request};
use crate::domain::scope::TenantScope;

use super::costs::customer_no;
use super::error::StoreError;
use super::revisions::{NewRevision, RevisionRecord, begin, find};
use super::rows::Rows;
use super::statement::{Bind, Sql};
use super::tx::Tx;
use super::{Store, sql};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// Its number in sums.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// When its first event reached us, or its record.
    pub first_seen: DateTime<Utc>,
    /// What people and programs noted about it.
    pub notes: CustomerNotes,
}

/// What people and programs note about a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerNotes {
    /// What people call it.
    pub name: Option<String>,
    /// What it pays for.
    pub plan: Option<String>,
    /// Free labels.
    pub labels: BTreeMap<String, String>,
}

/// A customer's record as it is to be.
#[derive(Debug, Clone)]
pub struct CustomerChange {
    /// What is noted.
    pub notes: CustomerNotes,
    /// Its other ids.
    pub aliases: Vec<Alias>,
    /// The revision by which events of new ids become the customer's. It begins in the same
    /// transaction where there are any; whose events they are is found there too.
    pub merge: NewRevision,
}

/// Another id of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The id.
    pub id: String,
    /// The first instant of the calls for which it means the customer.
    pub since: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CustomerRow {
    customer_no: i64,
    customer_id: String,
    first_seen: i64,
    name: Option<String>,
    plan: Option<String>,
    labels: String,
}

impl TryFrom<CustomerRow> for CustomerRecord {
    type Error = StoreError;

    fn try_from(row: CustomerRow) -> Result<Self, StoreError> {
        let labels = serde_json::from_str(&row.labels).map_err(|error| {
            StoreError::Damaged(format!("labels of customer {}: {error}", row.customer_no))
        })?;
        Ok(Self {
            number: row.customer_no,
            id: row.customer_id,
            first_seen: DateTime::from_timestamp_micros(row.first_seen).unwrap_or_default(),
            notes: CustomerNotes { name: row.name, plan: row.plan, labels },
        })
    }
}

impl Store {
    /// Customers by id, after one.
    pub async fn customer_list(
        &self,
        scope: &TenantScope,
        after: &str,
        limit: i64,
    ) -> Result<Vec<CustomerRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let query = Sql::new(sql::CUSTOMER_LIST).bind(tenant.no).bind(after).bind(limit);
        let rows: Vec<CustomerRow> = tx.fetch(query).await?;
        tx.rollback().await?;
        rows.into_iter().map(CustomerRecord::try_from).collect()
    }

    /// A customer by its id, with its other ids.
    pub async fn customer_find(
        &self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Option<(CustomerRecord, Vec<Alias>)>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let query = Sql::new(sql::CUSTOMER_SHOW).bind(tenant.no).bind(id);
        let Some(row) = tx.fetch_first::<CustomerRow>(query).await? else { return Ok(None) };
        let aliases = aliases(&mut tx, tenant.no, row.customer_no).await?;
        tx.rollback().await?;
        Ok(Some((row.try_into()?, aliases)))
    }

    /// Notes down a customer, which is created where it is not there, and replaces its other ids.
    pub async fn customer_put(
        &self,
        scope: &TenantScope,
        id: &str,
        change: &CustomerChange,
        now: DateTime<Utc>,
    ) -> Result<Option<RevisionRecord>, StoreError> {
        let CustomerChange { notes, aliases, merge } = change;
        let (mut tx, tenant) = self.change(scope).await?;
        refuse_circles(&mut tx, tenant.no, id, aliases).await?;
        let labels = serde_json::to_string(&notes.labels)
            .map_err(|error| StoreError::Data(error.to_string()))?;
        let upsert = Sql::new(sql::CUSTOMER_UPSERT)
            .bind(tenant.no)
            .bind(id)
            .bind(now.timestamp_micros())
            .bind(Bind::OptText(notes.name.clone()))
            .bind(Bind::OptText(notes.plan.clone()))
            .bind(labels.as_str());
        let number: Option<(i64,)> = tx.fetch_first(upsert).await?;
        let (number,) =
            number.ok_or_else(|| StoreError::Damaged("a customer has no number".to_owned()))?;
        let origins = new_origins(&mut tx, tenant.no, number, aliases).await?;
        tx.execute(Sql::new(sql::ALIAS_CLEAR).bind(tenant.no).bind(number)).await?;
        let rows = Rows::default()
            .texts(aliases.iter().map(|alias| alias.id.as_str()))
            .ints(aliases.iter().map(|alias| alias.since.timestamp_micros()));
        let binds = [tenant.no.into(), number.into(), now.timestamp_micros().into()];
        let written = tx.execute_rows(&sql::ALIAS_INSERT, rows, &binds).await?;
        if written != aliases.len() as u64 {
            let problem = "one of the aliases stands for another customer already";
            return Err(StoreError::Refused(problem.to_owned()));
        }
        let mut begun = None;
        if !origins.is_empty() {
            let (from, to) = (origins, Some(id.to_owned()));
            let request = Request::Reassign { from, to, until: i64::MAX };
            begin(&mut tx, tenant.no, &NewRevision { request, ..merge.clone() }, now).await?;
            begun = find(&mut tx, tenant.no, &merge.id).await?;
        }
        tx.commit().await?;
        Ok(begun)
    }
}

/// Ids with events that become the customer's: those that are new, or hold from earlier than before.
/// Under the tenant's lock, so that an event comes either before, and is moved, or after, and knows.
async fn new_origins(
    tx: &mut Tx,
    tenant_no: i64,
    customer: i64,
    wanted: &[Alias],
) -> Result<Vec<Origin>, StoreError> {
    let known = aliases(tx, tenant_no, customer).await?;
    let is_known = |alias: &&Alias| {
        known.iter().any(|known| known.id == alias.id && known.since <= alias.since)
    };
    let mut origins = Vec::new();
    for alias in wanted.iter().filter(|alias| !is_known(alias)) {
        // An id that was never seen has no events to move.
        if customer_no(tx, tenant_no, &alias.id).await?.is_some() {
            let since = alias.since.timestamp_micros();
            origins.push(Origin { customer: Some(alias.id.clone()), since });
        }
    }
    Ok(origins)
}

/// A customer's other ids.
pub(super) async fn aliases(
    tx: &mut Tx,
    tenant_no: i64,
    customer_no: i64,
) -> Result<Vec<Alias>, StoreError> {
    let query = Sql::new(sql::ALIAS_LIST).bind(tenant_no).bind(customer_no);
    let rows: Vec<(String, i64)> = tx.fetch(query).await?;
    let alias = |(id, since)| Alias {
        id,
        since: DateTime::from_timestamp_micros(since).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(alias).collect())
}

/// An alias means a customer, never another alias.
async fn refuse_circles(
    tx: &mut Tx,
    tenant_no: i64,
    id: &str,
    aliases: &[Alias],
) -> Result<(), StoreError> {
    let settings = super::settings::Settings::read(tx, tenant_no).await?;
    if let Some(customer) = settings.aliases.alias_of(id).filter(|_| !aliases.is_empty()) {
        let problem = format!("{id} is itself another id of {customer}; name that one");
        return Err(StoreError::Refused(problem));
    }
    match aliases.iter().find(|alias| settings.aliases.has_aliases(&alias.id)) {
        Some(alias) => Err(StoreError::Refused(format!(
            "{} has aliases of its own; take them from it first",
            alias.id
        ))),
        None => Ok(()),
    }
}
