//! The tenant's customers.

use chrono::{DateTime, Utc};

use crate::domain::scope::TenantScope;

use super::costs::customer_no;
use super::error::StoreError;
use super::statement::Sql;
use super::{Store, sql};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// Its number in sums.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// When its first event reached us.
    pub first_seen: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CustomerRow {
    customer_no: i64,
    customer_id: String,
    first_seen: i64,
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
        Ok(rows
            .into_iter()
            .map(|row| CustomerRecord {
                number: row.customer_no,
                id: row.customer_id,
                first_seen: DateTime::from_timestamp_micros(row.first_seen).unwrap_or_default(),
            })
            .collect())
    }

    /// A customer by its id.
    pub async fn customer_find(
        &self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Option<CustomerRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let found = customer_no(&mut tx, tenant.no, id).await?;
        tx.rollback().await?;
        Ok(found.map(|(number, first_seen)| CustomerRecord {
            number,
            id: id.to_owned(),
            first_seen: DateTime::from_timestamp_micros(first_seen).unwrap_or_default(),
        }))
    }
}
