//! Models that were called without a price.

use std::collections::BTreeMap;

use crate::domain::event::PriceState;
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::Window;
use crate::store::{CostPlan, Store};

use super::QueryError;
use super::kept::{Covered, KeptEvents};
use super::plan::{Detail, parts};

/// A model and its calls that have no price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpriced {
    /// As events name it.
    pub provider: String,
    /// As events name it; empty for none.
    pub model: String,
    /// What those calls sum up to.
    pub totals: Totals,
}

/// The models that were called without a price: the most calls first, then by name; and what the
/// answer covers.
pub async fn unpriced(
    store: &Store,
    scope: &TenantScope,
    window: Window,
) -> Result<(Covered, Vec<Unpriced>), QueryError> {
    let detail = Detail { combo: true, ..Detail::default() };
    let kept = KeptEvents::read(store, scope).await?;
    let covered = kept.cover(window, detail)?;
    let plan = CostPlan {
        parts: parts(&[covered.window], kept.zone, detail),
        by_combo: true,
        ..CostPlan::default()
    };
    let sums = store.cost_sums(scope, &plan).await?;
    let mut models: BTreeMap<(&str, &str), Totals> = BTreeMap::new();
    for row in &sums.rows {
        let Some(combo) = sums.combos.get(&row.combo_no) else { continue };
        if combo.price_state == PriceState::Unpriced.as_str() {
            let sum = models.entry((&combo.provider, &combo.model)).or_default();
            *sum = sum.plus(row.totals).ok_or(QueryError::Overflow)?;
        }
    }
    let seen = models.into_iter().filter(|(_, totals)| totals.calls > 0);
    let mut found: Vec<Unpriced> = seen
        .map(|((provider, model), totals)| Unpriced {
            provider: provider.to_owned(),
            model: model.to_owned(),
            totals,
        })
        .collect();
    found.sort_by_key(|model| std::cmp::Reverse(model.totals.calls));
    Ok((covered, found))
}
