//! What a revision would change: asked before, and equal to what it then does.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::revision::Facts;
use crate::domain::totals::Totals;
use crate::store::Candidate;

use super::RevisionError;

/// Changes of some events' sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    /// Events that change.
    pub events: i64,
    /// What they count for.
    pub before: Totals,
    /// What they would count for.
    pub after: Totals,
}

/// What a revision would change.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Events looked at.
    pub examined: i64,
    /// All changes.
    pub total: Effect,
    /// By provider and model.
    pub models: BTreeMap<(String, String), Effect>,
    /// By customer; a moved event leaves one and reaches the other.
    pub customers: BTreeMap<Option<String>, Effect>,
    /// The window has events before this instant, which are no longer kept and stay as they were
    /// summed.
    pub events_from: Option<DateTime<Utc>>,
}

impl Preview {
    /// Adds what becomes of one event.
    pub(super) fn add(
        &mut self,
        event: &Candidate,
        facts: Option<Facts>,
    ) -> Result<(), RevisionError> {
        self.examined += 1;
        let Some(facts) = facts.filter(|facts| *facts != event.facts) else { return Ok(()) };
        let (before, after) = (event.totals(&event.facts), event.totals(&facts));
        self.total.add(1, before, after)?;
        let model = (event.combo.provider.clone(), event.combo.model.clone());
        self.models.entry(model).or_default().add(1, before, after)?;
        let customers = &mut self.customers;
        if facts.customer == event.facts.customer {
            return customers.entry(facts.customer).or_default().add(1, before, after);
        }
        let left = customers.entry(event.facts.customer.clone()).or_default();
        left.add(1, before, Totals::default())?;
        customers.entry(facts.customer).or_default().add(1, Totals::default(), after)
    }
}

impl Effect {
    fn add(&mut self, events: i64, before: Totals, after: Totals) -> Result<(), RevisionError> {
        self.events += events;
        self.before = self.before.plus(before).ok_or(RevisionError::Overflow)?;
        self.after = self.after.plus(after).ok_or(RevisionError::Overflow)?;
        Ok(())
    }

    /// Nano-USD that the cost changes by.
    pub fn cost_change(&self) -> i64 {
        self.after.cost.saturating_sub(self.before.cost)
    }
}
