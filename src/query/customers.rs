//! The tenant's customers and what they cost.

use std::collections::HashMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Window, Zone};
use crate::store::{Alias, CostPlan, CustomerRecord, Filter, Filters, Store};

use super::QueryError;
use super::costs::{CostAnswer, CostQuery, Dimension, costs};
use super::kept::{Covered, KeptEvents};
use super::plan::{Detail, parts};

/// A customer and what it cost in a window.
#[derive(Debug, Clone)]
pub struct CustomerCost {
    /// The customer.
    pub customer: CustomerRecord,
    /// Its sums.
    pub totals: Totals,
}

/// What every sum of a customer needs.
const BY_CUSTOMER: Detail = Detail { customer: true, combo: false, events: false };

/// The window that sums of customers can be answered for.
pub async fn cover(
    store: &Store,
    scope: &TenantScope,
    window: Window,
) -> Result<Covered, QueryError> {
    KeptEvents::read(store, scope).await?.cover(window, BY_CUSTOMER)
}

/// Customers by id, after one, with their sums over a window as of [`cover`].
pub async fn list(
    store: &Store,
    scope: &TenantScope,
    window: Window,
    after: &str,
    limit: i64,
) -> Result<Vec<CustomerCost>, QueryError> {
    let zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let customers = store.customer_list(scope, after, limit).await?;
    let plan = CostPlan {
        parts: parts(&[window], zone, BY_CUSTOMER),
        by_customer: true,
        ..CostPlan::default()
    };
    let mut sums: HashMap<i64, Totals> = HashMap::new();
    for row in store.cost_sums(scope, &plan).await?.rows {
        let sum = sums.entry(row.customer_no).or_default();
        *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
    }
    Ok(customers
        .into_iter()
        .map(|customer| {
            let totals = sums.remove(&customer.number).unwrap_or_default();
            CustomerCost { customer, totals }
        })
        .collect())
}

/// One customer's costs, seen from several sides.
#[derive(Debug, Clone)]
pub struct CustomerDetail {
    /// The customer.
    pub customer: CustomerRecord,
    /// Its other ids.
    pub aliases: Vec<Alias>,
    /// By provider and model.
    pub models: CostAnswer,
    /// By section.
    pub sections: CostAnswer,
    /// By day.
    pub days: CostAnswer,
}

/// Groups shown of each side: the costliest.
const TOP: usize = 100;

/// One customer. `None` when the tenant has no such customer.
pub async fn find(
    store: &Store,
    scope: &TenantScope,
    id: &str,
    window: Window,
    zone: Zone,
) -> Result<Option<CustomerDetail>, QueryError> {
    let Some((customer, aliases)) = store.customer_find(scope, id).await? else {
        return Ok(None);
    };
    let query = |group_by: &[Dimension], limit: usize| CostQuery {
        filters: Filters { customer: Filter::only(id), ..Filters::default() },
        limit,
        ..CostQuery::of(window, Some(zone)).by(group_by)
    };
    let models = query(&[Dimension::Provider, Dimension::Model], TOP);
    Ok(Some(CustomerDetail {
        customer,
        aliases,
        models: costs(store, scope, &models).await?,
        sections: costs(store, scope, &query(&[Dimension::Section], TOP)).await?,
        days: costs(store, scope, &query(&[Dimension::Day], usize::MAX)).await?,
    }))
}
