//! Sums by section and the path that leads to it.

use std::collections::BTreeMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Window, Zone};
use crate::store::{CostPlan, Filters, Store};

use super::QueryError;
use super::plan::{Detail, parts};

/// A window's sums by section and path; of one customer, or of all calls.
pub async fn by_path(
    store: &Store,
    scope: &TenantScope,
    window: Window,
    customer: Option<String>,
) -> Result<BTreeMap<(String, String), Totals>, QueryError> {
    let zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let detail = Detail { customer: customer.is_some(), combo: true };
    let plan = CostPlan {
        parts: parts(&[window], zone, detail),
        by_customer: false,
        by_combo: true,
        filters: Filters { customer: customer.map(Some), ..Filters::default() },
    };
    let sums = store.cost_sums(scope, &plan).await?;
    let mut sections: BTreeMap<(String, String), Totals> = BTreeMap::new();
    for row in sums.rows {
        let Some(combo) = sums.combos.get(&row.combo_no) else { continue };
        let key = (combo.section.clone(), combo.section_path.clone());
        let sum = sections.entry(key).or_default();
        *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
    }
    sections.retain(|_, sum| !sum.is_zero());
    Ok(sections)
}
