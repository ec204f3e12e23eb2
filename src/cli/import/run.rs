//! Rows in, events stored, page by page.

use std::pin::Pin;

use crate::auth::local_operator;
use crate::cli::CliError;
use crate::cli::progress::Progress;
use crate::compat::Translate;
use crate::domain::digest::EventKey;
use crate::domain::ids::TenantId;
use crate::domain::money::{ClientCost, Usd};
use crate::ingest::{Figures, Submitted, Verdict};

use super::ledger::Ledger;
use super::source::{Page, Source};
use super::tally::{Mark, Summary};

/// How rows become events, and whose.
pub struct Import {
    /// The format.
    pub translate: Box<dyn Translate>,
    /// The tenant of events that name none.
    pub default: TenantId,
    /// Whose figures count.
    pub figures: Figures,
}

/// What is remembered of an event while it is stored.
struct Sent {
    tenant: TenantId,
    key: EventKey,
    says: Usd,
}

impl Import {
    /// Reads a source to its end, or until the process is asked to stop. What is stored by then stays.
    pub async fn run(
        mut self,
        ledger: &Ledger,
        source: &mut Source,
        summary: &mut Summary,
        mut stop: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(), CliError> {
        let mut progress = Progress::start(source.measure, source.total);
        loop {
            let page = tokio::select! {
                biased;
                () = stop.as_mut() => {
                    summary.stopped_early = true;
                    break;
                }
                page = source.pages.recv() => page,
            };
            let Some(page) = page else { break };
            let page = page?;
            self.store(ledger, &page, source.unit, summary).await?;
            progress.reached(page.reached);
        }
        progress.finish();
        Ok(())
    }

    async fn store(
        &mut self,
        ledger: &Ledger,
        page: &Page,
        unit: &str,
        summary: &mut Summary,
    ) -> Result<(), CliError> {
        let mut submitted = Vec::with_capacity(page.rows.len());
        let mut sent: Vec<Option<Sent>> = Vec::with_capacity(page.rows.len());
        for (index, row) in page.rows.iter().enumerate() {
            summary.lines += 1;
            let read = match &row.content {
                Ok(raw) => self.translate.event(raw),
                Err(rejection) => Err(rejection.clone()),
            };
            sent.push(match read {
                Ok(claimed) => {
                    let tenant = claimed.tenant.unwrap_or_else(|| self.default.clone());
                    let event = claimed.event;
                    let key = EventKey::of(event.id.as_str());
                    let says = event.client_cost.as_ref().map_or(Usd::ZERO, ClientCost::amount);
                    let scope = local_operator(tenant.clone());
                    submitted.push(Submitted { index, scope, event });
                    Some(Sent { tenant, key, says })
                }
                Err(rejection) => {
                    let figure =
                        row.content.as_ref().ok().and_then(|raw| self.translate.figure(raw));
                    summary.refuse((unit, row.number), &rejection, figure);
                    None
                }
            });
        }
        for (index, verdict) in ledger.take(submitted, self.figures).await? {
            let Some(Some(Sent { tenant, key, says })) = sent.get(index) else { continue };
            let created = verdict == Verdict::Created;
            match verdict {
                Verdict::Rejected(rejection) => {
                    let number = page.rows.get(index).map_or(0, |row| row.number);
                    summary.refuse((unit, number), &rejection, Some(*says));
                    continue;
                }
                Verdict::Conflict => summary.conflicts += 1,
                Verdict::Created | Verdict::Repeated => {}
            }
            summary.mark(tenant, Mark { key: *key, says: says.nanos(), created });
        }
        Ok(())
    }
}
