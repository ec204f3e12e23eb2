//! What an import did, and how what it stored compares with what its source says.
//!
//! For each tenant: `cost = source − duplicates − steps − repeated − gone + repriced (ours − theirs)`,
//! to the nano-dollar. 32 bytes of every row stay in memory for it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::CliError;
use crate::cli::output::{Output, table};
use crate::cli::progress::Progress;
use crate::domain::digest::EventKey;
use crate::domain::ids::TenantId;
use crate::domain::money::Usd;
use crate::ingest::Rejection;
use crate::store::Settled;

use super::ledger::Ledger;

/// Rejected rows that are named. The summary counts all.
const NAMED: u64 = 20;

/// Events looked up at a time.
const PAGE: usize = 5_000;

/// An event that is in the ledger now, or would be.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// The event.
    pub key: EventKey,
    /// Nano-USD that the source says.
    pub says: i64,
    /// By this import.
    pub created: bool,
}

/// What an import did.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Nothing was written.
    pub dry_run: bool,
    /// Rows read.
    pub lines: u64,
    /// Events stored.
    pub created: u64,
    /// Events stored before.
    pub skipped: u64,
    /// Of these, those with other content, which was not taken.
    pub conflicts: u64,
    /// Rows that are no event.
    pub rejected: u64,
    /// What the source says that those cost.
    pub rejected_source_cost_usd: Usd,
    /// It was asked to stop.
    pub stopped_early: bool,
    /// Each tenant's part.
    pub tenants: BTreeMap<TenantId, Part>,
    #[serde(skip)]
    marks: BTreeMap<TenantId, Vec<Mark>>,
}

/// One tenant's part, for events created now and before.
#[derive(Debug, Default, Serialize)]
pub struct Part {
    created: u64,
    skipped: u64,
    /// What the source says.
    source_cost_usd: Usd,
    /// What the ledger says.
    cost_usd: Usd,
    /// Of that, the events that this import created.
    created_cost_usd: Usd,
    /// Calls without a price: they count, and cost nothing yet.
    unpriced: u64,
    /// Other reports of calls that bill once.
    duplicates: Share,
    /// Agents, tools, sections: no calls.
    steps: Share,
    /// Rows of an event that an earlier row told of.
    repeated: Share,
    /// Stored before, and no longer held.
    gone: Share,
    /// Events at another amount than the source's.
    repriced: Share,
    /// What those cost in the ledger.
    repriced_cost_usd: Usd,
}

/// Some events, and what the source says that they cost.
#[derive(Debug, Default, Serialize)]
pub struct Share {
    events: u64,
    source_cost_usd: Usd,
}

impl Share {
    fn add(&mut self, nanos: i64) {
        self.events += 1;
        add(&mut self.source_cost_usd, nanos);
    }
}

/// Figures that no total can hold were refused before.
fn add(sum: &mut Usd, nanos: i64) {
    *sum = Usd::from_nanos(sum.nanos().saturating_add(nanos));
}

impl Summary {
    /// Of nothing yet.
    pub fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// A row that is no event.
    pub fn refuse(&mut self, place: (&str, u64), rejection: &Rejection, figure: Option<Usd>) {
        self.rejected += 1;
        add(&mut self.rejected_source_cost_usd, figure.map_or(0, Usd::nanos));
        if self.rejected <= NAMED {
            Output::note(&format!("{} {}: {}", place.0, place.1, rejection.message));
        }
    }

    /// An event that is stored.
    pub fn mark(&mut self, tenant: &TenantId, mark: Mark) {
        if mark.created {
            self.created += 1;
        } else {
            self.skipped += 1;
        }
        match self.marks.get_mut(tenant) {
            Some(marks) => marks.push(mark),
            None => drop(self.marks.insert(tenant.clone(), vec![mark])),
        }
    }

    /// Asks the ledger what became of every event.
    pub async fn reconcile(&mut self, ledger: &Ledger) -> Result<(), CliError> {
        let mut progress = Progress::start("comparing events", self.created + self.skipped);
        let mut done = 0;
        for (tenant, mut marks) in std::mem::take(&mut self.marks) {
            // A created one first: the others of its id repeat it.
            marks.sort_unstable_by_key(|mark| (mark.key, !mark.created));
            let part = self.tenants.entry(tenant.clone()).or_default();
            let mut before = None;
            for page in marks.chunks(PAGE) {
                let mut keys: Vec<EventKey> = page.iter().map(|mark| mark.key).collect();
                keys.dedup();
                let settled = ledger.settled(&tenant, &keys).await?;
                for mark in page {
                    let repeats = before == Some(mark.key);
                    before = Some(mark.key);
                    part.count(*mark, repeats, settled.get(&mark.key));
                }
                done += page.len() as u64;
                progress.reached(done);
            }
        }
        progress.finish();
        Ok(())
    }

    /// It was asked to stop while it compared: half a comparison is none.
    pub fn give_up_comparing(&mut self) {
        self.stopped_early = true;
        self.tenants.clear();
    }

    /// For people.
    pub fn lines(&self, unit: &str) -> Vec<String> {
        let would = if self.dry_run { "would be " } else { "" };
        let mut lines = vec![format!(
            "{} {unit}s: {} {would}created, {} skipped ({} with other content), {} rejected",
            self.lines, self.created, self.skipped, self.conflicts, self.rejected
        )];
        if self.rejected_source_cost_usd != Usd::ZERO {
            lines.push(format!("rejected: {} USD of the source", self.rejected_source_cost_usd));
        }
        let header = ["tenant", "created", "skipped", "source USD", "ledger USD"];
        let row = |(tenant, part): (&TenantId, &Part)| {
            let counts = [part.created.to_string(), part.skipped.to_string()];
            let sums = [part.source_cost_usd.to_string(), part.cost_usd.to_string()];
            [tenant.to_string()].into_iter().chain(counts).chain(sums).collect()
        };
        let rows: Vec<Vec<String>> = self.tenants.iter().map(row).collect();
        if !rows.is_empty() {
            lines.extend(table(&header, &rows));
        }
        lines.extend(self.tenants.iter().flat_map(|(tenant, part)| part.differences(tenant)));
        if self.stopped_early {
            lines.push("stopped; run it again to continue".to_owned());
        }
        lines
    }
}

impl Part {
    fn count(&mut self, mark: Mark, repeats: bool, settled: Option<&Settled>) {
        if mark.created {
            self.created += 1;
        } else {
            self.skipped += 1;
        }
        add(&mut self.source_cost_usd, mark.says);
        match settled {
            _ if repeats => self.repeated.add(mark.says),
            None => self.gone.add(mark.says),
            Some(settled) if settled.step => self.steps.add(mark.says),
            Some(settled) if settled.duplicate => self.duplicates.add(mark.says),
            Some(settled) => {
                add(&mut self.cost_usd, settled.cost_nanos);
                self.unpriced += u64::from(settled.unpriced);
                if mark.created {
                    add(&mut self.created_cost_usd, settled.cost_nanos);
                }
                if settled.cost_nanos != mark.says {
                    self.repriced.add(mark.says);
                    add(&mut self.repriced_cost_usd, settled.cost_nanos);
                }
            }
        }
    }

    /// Why the two sums are not the same.
    fn differences(&self, tenant: &TenantId) -> Vec<String> {
        let why = [
            (&self.duplicates, "other reports of calls that bill once, left out"),
            (&self.steps, "steps, which are no calls, left out"),
            (&self.repeated, "rows of events told before, left out"),
            (&self.gone, "stored before and no longer held, left out"),
        ];
        let left_out = why.iter().filter(|(share, _)| share.events > 0).map(|(share, why)| {
            format!("{tenant}: {} USD, {} {why}", share.source_cost_usd, share.events)
        });
        let repriced = (self.repriced.events > 0).then(|| {
            let (theirs, ours) = (self.repriced.source_cost_usd, self.repriced_cost_usd);
            format!(
                "{tenant}: {theirs} USD is {ours} USD at our prices, {} events",
                self.repriced.events
            )
        });
        let unpriced =
            (self.unpriced > 0).then(|| format!("{tenant}: {} calls have no price", self.unpriced));
        left_out.chain(repriced).chain(unpriced).collect()
    }
}
