//! Sums by provider over many pieces of time at once: the lines of a chart.

use std::collections::BTreeMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::Window;
use crate::store::{CostPlan, Filter, Filters, Store};

use super::QueryError;
use super::kept::KeptEvents;
use super::plan::{Detail, parts};

/// The sums of each piece by provider, in the order of the pieces; of one customer, or of all. Where
/// single events are gone, the first and the last piece may be wider than asked.
pub async fn by_provider(
    store: &Store,
    scope: &TenantScope,
    pieces: &[Window],
    customer: Option<String>,
) -> Result<Vec<BTreeMap<String, Totals>>, QueryError> {
    let kept = KeptEvents::read(store, scope).await?;
    let detail = Detail { customer: customer.is_some(), combo: true, events: false };
    kept.check_inner(pieces, detail)?;
    let covered: Vec<Window> = pieces
        .iter()
        .map(|piece| Ok(kept.cover(*piece, detail)?.window))
        .collect::<Result<_, QueryError>>()?;
    let plan = CostPlan {
        parts: parts(&covered, kept.zone, detail),
        by_combo: true,
        filters: Filters {
            customer: customer.map_or(Filter::Any, Filter::only),
            ..Filters::default()
        },
        ..CostPlan::default()
    };
    let sums = store.cost_sums(scope, &plan).await?;
    let mut series = vec![BTreeMap::new(); pieces.len()];
    for row in sums.rows {
        let piece = usize::try_from(row.bucket).ok().and_then(|at| series.get_mut(at));
        let (Some(piece), Some(combo)) = (piece, sums.combos.get(&row.combo_no)) else { continue };
        let sum: &mut Totals = piece.entry(combo.provider.clone()).or_default();
        *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
    }
    for piece in &mut series {
        // What was taken back entirely leaves nothing.
        piece.retain(|_, sum| !sum.is_zero());
    }
    Ok(series)
}
