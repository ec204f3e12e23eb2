//! The use case: delete what is older than a tenant keeps.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::{Clock, IdGen};
use crate::domain::retention::{MAX_DAYS, Retention, first_kept_day, metadata_from};
use crate::domain::scope::TenantScope;
use crate::domain::window::Day;
use crate::store::{OldDay, Store, StoreError};

/// See the module.
#[derive(Debug)]
pub struct Keeping {
    pub(super) store: Arc<Store>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdGen>,
    /// The age at which an event may still arrive.
    max_age: TimeDelta,
}

/// What a retention did, or would do.
#[derive(Debug, Default)]
pub struct Kept {
    /// Days whose events were deleted.
    pub days: u64,
    /// Events that were deleted.
    pub events: u64,
    /// The day at which it stopped, because its events do not agree with its totals, and how not.
    pub differs: Option<(Day, Vec<String>)>,
    /// Events whose metadata was forgotten.
    pub metadata: u64,
    /// Single events before are gone.
    pub events_from: Option<DateTime<Utc>>,
}

impl Keeping {
    /// Over a ledger that accepts events up to an age.
    pub fn new(
        store: Arc<Store>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
        max_age: TimeDelta,
    ) -> Self {
        Self { store, clock, ids, max_age }
    }

    /// Why a tenant cannot decide so.
    pub fn check(&self, retention: Retention) -> Result<(), String> {
        let bounds = |name: &str, days: Option<u32>, least: i64| match days {
            Some(days) if i64::from(days) < least || days > MAX_DAYS => {
                Err(format!("`{name}` must be {least} to {MAX_DAYS}, or null for ever"))
            }
            _ => Ok(()),
        };
        let least = self.max_age.num_days().max(1);
        bounds("events_days", retention.events_days, least).map_err(|problem| {
            format!(
                "{problem}: events up to {least} days old are accepted, and must find the other \
                 reports of their call"
            )
        })?;
        bounds("metadata_days", retention.metadata_days, 1)
    }

    /// Deletes what is older than the tenant keeps, day by day, the oldest first, and stops at a day
    /// whose events do not agree with its totals. `look` is told how many events were verified or
    /// forgotten, and says whether to go on. A dry run verifies and deletes nothing.
    pub async fn retain(
        &self,
        scope: &TenantScope,
        dry_run: bool,
        mut look: impl FnMut(u64) -> bool + Send,
    ) -> Result<Kept, StoreError> {
        let mut kept = Kept::default();
        let Some(tenant) = self.store.tenant(scope.tenant()).await? else { return Ok(kept) };
        let settings = self.store.settings(scope).await?;
        let now = self.clock.now();
        if let Some(days) = settings.retention.events_days {
            let until = first_kept_day(now, tenant.zone, days, self.max_age);
            self.close_days(scope, until, dry_run, (&mut kept, &mut look)).await?;
        }
        if let Some(days) = settings.retention.metadata_days.filter(|_| !dry_run) {
            let until = metadata_from(now, tenant.zone, days);
            self.forget(scope, until, (&mut kept, &mut look)).await?;
        }
        kept.events_from = self.store.settings(scope).await?.events_from();
        Ok(kept)
    }

    async fn close_days(
        &self,
        scope: &TenantScope,
        until: Day,
        dry_run: bool,
        (kept, look): (&mut Kept, &mut (impl FnMut(u64) -> bool + Send)),
    ) -> Result<(), StoreError> {
        let mut from = None;
        while let Some(OldDay { day, found }) =
            self.store.close_day(scope, from, until, !dry_run).await?
        {
            if !found.differences.is_empty() {
                kept.differs = Some((day, found.differences));
                break;
            }
            kept.days += 1;
            kept.events += found.events;
            from = Some(day.next());
            if !look(kept.events) {
                break;
            }
        }
        Ok(())
    }

    async fn forget(
        &self,
        scope: &TenantScope,
        until: DateTime<Utc>,
        (kept, look): (&mut Kept, &mut (impl FnMut(u64) -> bool + Send)),
    ) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let (last, count) = self.store.forget_metadata(scope, after, until).await?;
            kept.metadata += count;
            if last.is_none() || !look(kept.events + kept.metadata) {
                return Ok(());
            }
            after = last;
        }
    }
}
