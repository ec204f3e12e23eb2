//! The use case: begin a revision, do it page by page, or only look.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::clock::{Clock, IdGen};
use crate::domain::revision::{Request, checked_reason};
use crate::domain::scope::TenantScope;
use crate::pricing::{Tariff, TariffSource};
use crate::store::{NewRevision, RevisionRecord, Store};

use super::judge::judge;
use super::{Preview, RevisionError};

/// See the module.
#[derive(Debug)]
pub struct Revisions {
    store: Arc<Store>,
    tariffs: Arc<dyn TariffSource>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGen>,
}

impl Revisions {
    /// Over a ledger, at these prices.
    pub fn new(
        store: Arc<Store>,
        tariffs: Arc<dyn TariffSource>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdGen>,
    ) -> Self {
        Self { store, tariffs, clock, ids }
    }

    /// A revision that may begin, with an id of its own.
    fn draft(
        &self,
        scope: &TenantScope,
        request: Request,
        reason: &str,
    ) -> Result<NewRevision, RevisionError> {
        request.check()?;
        let mut id = [0; 8];
        self.ids.fill(&mut id)?;
        Ok(NewRevision {
            id: format!("rev_{:016x}", u64::from_be_bytes(id)),
            request,
            reason: checked_reason(reason)?,
            made_by: scope.actor().to_string(),
        })
    }

    /// The revision by which events of a customer's other ids become its own, once it is known
    /// whose they are.
    pub fn merge(&self, scope: &TenantScope, customer: &str) -> Result<NewRevision, RevisionError> {
        let (from, to) = (Vec::new(), Some(customer.to_owned()));
        let request = Request::Reassign { from, to, until: i64::MAX };
        self.draft(scope, request, &format!("other ids of customer {customer}"))
    }

    /// Begins a revision. It changes nothing before it is [run](Self::run).
    pub async fn begin(
        &self,
        scope: &TenantScope,
        request: Request,
        reason: &str,
    ) -> Result<RevisionRecord, RevisionError> {
        let new = self.draft(scope, request, reason)?;
        Ok(self.store.revision_begin(scope, &new, self.clock.now()).await?)
    }

    /// Does a revision page by page, from where it was left, until it is finished or `look`, which is
    /// shown it after each page, says false. Returns it as it then is.
    pub async fn run(
        &self,
        scope: &TenantScope,
        mut revision: RevisionRecord,
        mut look: impl FnMut(&RevisionRecord) -> bool + Send,
    ) -> Result<RevisionRecord, RevisionError> {
        let tariff = match revision.request {
            Request::Reprice { .. } => {
                Some(self.tariffs.tariff_as_of(scope, revision.created_at).await?)
            }
            _ => None,
        };
        let request = revision.request.clone();
        while revision.finished_at.is_none() && look(&revision) {
            let judged = |event: &_| judge(&request, tariff.as_ref(), event);
            revision = self.store.revise(scope, &revision.id, self.clock.now(), judged).await?;
        }
        Ok(revision)
    }

    /// What a request would change now, at the tenant's prices or at others. `look` is told how many
    /// events were looked at, and says whether to go on.
    pub async fn preview(
        &self,
        scope: &TenantScope,
        request: &Request,
        tariff: Option<Arc<Tariff>>,
        mut look: impl FnMut(i64) -> bool + Send,
    ) -> Result<Preview, RevisionError> {
        request.check()?;
        self.store.revision_check(scope, request).await?;
        let tariff = match tariff {
            Some(tariff) => tariff,
            None => self.tariffs.tariff_as_of(scope, self.clock.now()).await?,
        };
        let border = self.store.settings(scope).await?.events_from();
        let is_cut = |border: &DateTime<Utc>| {
            request.since().is_some_and(|since| since < border.timestamp_micros())
        };
        let mut preview = Preview { events_from: border.filter(is_cut), ..Preview::default() };
        let mut failed = None;
        let add = |page: Vec<_>| {
            for event in &page {
                if let Err(error) = preview.add(event, judge(request, Some(&tariff), event)) {
                    failed = Some(error);
                    return false;
                }
            }
            look(preview.examined)
        };
        self.store.preview(scope, request, add).await?;
        failed.map_or(Ok(preview), Err)
    }
}
