//! What the rules look at: the last 24 hours, the seven days before them, the last seven civil days.
//!
//! Three questions to the totals answer all of it, whatever the number of sections and models.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;
use crate::domain::window::{Grain, Window, Zone};
use crate::store::{Combo, CostPlan, CostSums, OTHER, Store};

use super::super::QueryError;
use super::super::plan::{Detail, parts};
use super::{Evidence, Figure};

/// Days that the last 24 hours are compared with.
const DAYS: i64 = 7;

/// Days with calls that a comparison needs: fewer are no habit.
pub const FEWEST_DAYS: i64 = 5;

/// The sums of one combination in one piece of time.
#[derive(Debug)]
pub struct Fact {
    /// The combination.
    pub combo: Combo,
    /// The piece of time; the last 24 hours are [`Facts::recent_piece`].
    piece: i64,
    /// The sums.
    pub totals: Totals,
}

impl Fact {
    /// Section, provider and model.
    pub fn work(&self) -> (&str, &str, &str) {
        (&self.combo.section, &self.combo.provider, &self.combo.model)
    }

    /// Provider and model.
    pub fn model(&self) -> (&str, &str) {
        (&self.combo.provider, &self.combo.model)
    }

    /// The calls of the combination succeeded: the status is part of it.
    pub fn succeeded(&self) -> bool {
        self.totals.errors == 0
    }
}

/// See the module.
#[derive(Debug)]
pub struct Facts {
    /// The last 24 hours.
    pub recent: Window,
    /// The seven times 24 hours before them.
    pub before: Window,
    /// The last seven civil days, today so far included.
    pub week: Window,
    /// The week by combination.
    pub in_week: Vec<Fact>,
    /// The week of calls with a customer, by the customer's number.
    pub customers: BTreeMap<i64, Totals>,
    /// The week of calls without.
    pub no_customer: Totals,
    changes: Vec<Fact>,
    recent_piece: i64,
}

impl Facts {
    /// Reads them.
    pub async fn load(
        store: &Store,
        scope: &TenantScope,
        at: DateTime<Utc>,
        zone: Zone,
    ) -> Result<Self, QueryError> {
        let day = TimeDelta::days(1);
        let recent = Window { from: at - day, to: at };
        let before = Window { from: recent.from - day * 7, to: recent.from };
        let week = Window::last_days(7, at, zone);
        let mut pieces: Vec<Window> =
            before.buckets(Grain::Day, zone)?.into_iter().map(|bucket| bucket.window).collect();
        let recent_piece = i64::try_from(pieces.len()).unwrap_or(i64::MAX);
        pieces.push(recent);
        let combos = |windows: &[Window]| plan(windows, zone, false);
        let changes = store.cost_sums(scope, &combos(&pieces)).await?;
        let in_week = store.cost_sums(scope, &combos(&[week])).await?;
        let by_customer = store.cost_sums(scope, &plan(&[week], zone, true)).await?;
        let mut customers: BTreeMap<i64, Totals> = BTreeMap::new();
        for row in by_customer.rows {
            add(customers.entry(row.customer_no).or_default(), row.totals)?;
        }
        Ok(Self {
            recent,
            before,
            week,
            in_week: facts(in_week),
            no_customer: customers.remove(&0).unwrap_or_default(),
            customers,
            changes: facts(changes),
            recent_piece,
        })
    }

    /// The last 24 hours beside the days before, by a key; what has none is left out.
    pub fn compare<'f, K: Ord>(
        &'f self,
        key: impl Fn(&'f Fact) -> Option<K>,
    ) -> Result<BTreeMap<K, Compared>, QueryError> {
        let mut found: BTreeMap<K, Compared> = BTreeMap::new();
        for fact in &self.changes {
            let Some(key) = key(fact) else { continue };
            let compared = found.entry(key).or_default();
            if fact.piece == self.recent_piece {
                add(&mut compared.recent, fact.totals)?;
            } else {
                add(&mut compared.before, fact.totals)?;
                add(compared.days.entry(fact.piece).or_default(), fact.totals)?;
            }
        }
        Ok(found)
    }

    /// The week by a key; what has none is left out.
    pub fn sum<'f, K: Ord>(
        &'f self,
        key: impl Fn(&'f Fact) -> Option<K>,
    ) -> Result<BTreeMap<K, Totals>, QueryError> {
        let mut found: BTreeMap<K, Totals> = BTreeMap::new();
        for fact in &self.in_week {
            if let Some(key) = key(fact) {
                add(found.entry(key).or_default(), fact.totals)?;
            }
        }
        Ok(found)
    }

    /// The evidence that every comparison has: its windows.
    pub fn windows(&self) -> Evidence {
        Evidence::from([
            ("recent_from", Figure::Time(self.recent.from)),
            ("recent_to", Figure::Time(self.recent.to)),
            ("before_from", Figure::Time(self.before.from)),
            ("before_to", Figure::Time(self.before.to)),
        ])
    }
}

/// The last 24 hours beside the days before.
#[derive(Debug, Default)]
pub struct Compared {
    /// The last 24 hours.
    pub recent: Totals,
    /// The days before, together.
    pub before: Totals,
    days: BTreeMap<i64, Totals>,
}

impl Compared {
    /// Days before that have calls. Seven times 24 hours touch eight civil days: they count as seven.
    pub fn days(&self) -> i64 {
        let days = self.days.values().filter(|sum| sum.calls > 0).count();
        i64::try_from(days).unwrap_or(DAYS).min(DAYS)
    }

    /// The days before, one by one; the first and the last may be parts.
    pub fn each_day(&self) -> impl Iterator<Item = &Totals> {
        self.days.values()
    }

    /// Nano-USD of the costliest of the days before.
    pub fn costliest_day(&self) -> i64 {
        self.days.values().map(|sum| sum.cost).max().unwrap_or(0)
    }
}

/// The sum of sums.
pub fn total<'s>(sums: impl IntoIterator<Item = &'s Totals>) -> Result<Totals, QueryError> {
    let mut all = Totals::default();
    for sum in sums {
        add(&mut all, *sum)?;
    }
    Ok(all)
}

fn add(sum: &mut Totals, more: Totals) -> Result<(), QueryError> {
    *sum = sum.plus(more).ok_or(QueryError::Overflow)?;
    Ok(())
}

fn plan(windows: &[Window], zone: Zone, customer: bool) -> CostPlan {
    CostPlan {
        parts: parts(windows, zone, Detail { customer, combo: !customer, events: false }),
        by_customer: customer,
        by_combo: !customer,
        ..CostPlan::default()
    }
}

/// Sums with their combinations. What a tenant has too many names of says nothing of any of them.
fn facts(sums: CostSums) -> Vec<Fact> {
    let CostSums { rows, combos } = sums;
    let known = rows.into_iter().filter_map(|row| {
        let combo = combos.get(&row.combo_no)?;
        let lumped =
            [&combo.section, &combo.provider, &combo.model].iter().any(|name| *name == OTHER);
        (!lumped).then(|| Fact { combo: combo.clone(), piece: row.bucket, totals: row.totals })
    });
    known.collect()
}
