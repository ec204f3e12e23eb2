//! The models that a tenant calls: what each costs, and how well that is known.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::store::Store;

use super::QueryError;
use super::costs::{CostQuery, Dimension, costs};
use super::kept::Covered;

/// A model of a provider.
#[derive(Debug, Clone)]
pub struct ModelCost {
    /// The provider.
    pub provider: String,
    /// The model; none for calls that name none.
    pub model: Option<String>,
    /// Its sums.
    pub totals: Totals,
    /// Its calls by price state.
    pub price_states: BTreeMap<String, i64>,
}

/// A model's place in the list: the highest cost first, then the most calls.
pub type ModelKey = (Reverse<i64>, Reverse<i64>, String, Option<String>);

impl ModelCost {
    /// Its place in the list.
    pub fn key(&self) -> ModelKey {
        let Totals { cost, calls, .. } = self.totals;
        (Reverse(cost), Reverse(calls), self.provider.clone(), self.model.clone())
    }
}

/// Every model with a call that a question is about, and what it covers. Its grouping and page are not used.
pub async fn models(
    store: &Store,
    scope: &TenantScope,
    query: CostQuery,
) -> Result<(Covered, Vec<ModelCost>), QueryError> {
    let by = [Dimension::Provider, Dimension::Model, Dimension::PriceState];
    let answer = costs(store, scope, &query.by(&by)).await?;
    let window = answer.window;
    let mut models: BTreeMap<(String, Option<String>), ModelCost> = BTreeMap::new();
    for group in answer.groups {
        let mut labels = group.labels.into_iter();
        let provider = labels.next().flatten().unwrap_or_default();
        let (model, state) = (labels.next().flatten(), labels.next().flatten());
        let found = models.entry((provider.clone(), model.clone())).or_insert(ModelCost {
            provider,
            model,
            totals: Totals::default(),
            price_states: BTreeMap::new(),
        });
        found.totals = found.totals.plus(group.totals).ok_or(QueryError::Overflow)?;
        if let Some(state) = state {
            *found.price_states.entry(state).or_default() += group.totals.calls;
        }
    }
    Ok((window, models.into_values().collect()))
}
