//! Changes of what was stored: `llmobserve revisions`, `llmobserve correct`, `llmobserve prices reprice`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use crate::api::revisions::{PreviewView, RevisionView};
use crate::app::{prices, revisions};
use crate::auth::local_operator;
use crate::domain::revision::{Origin, Request};
use crate::domain::scope::TenantScope;
use crate::lifecycle::stop_signal;
use crate::revisions::Revisions;
use crate::store::{OpenMode, RevisionRecord, Store};

use super::output::{Output, table};
use super::progress::Progress;
use super::{CliError, Common, TenantArg, doors, instant};

#[derive(Debug, Subcommand)]
pub enum RevisionCommand {
    /// List revisions, the latest first.
    List {
        #[command(flatten)]
        tenant: TenantArg,
    },
    /// Take a revision back: every event becomes what it was before.
    Undo {
        /// The revision's id.
        id: String,
        #[command(flatten)]
        how: How,
    },
    /// Go on with the revision that is not finished.
    Resume {
        #[command(flatten)]
        tenant: TenantArg,
    },
}

#[derive(Debug, Subcommand)]
pub enum Correct {
    /// Let events count for nothing. They stay visible, with the reason.
    Void {
        /// Their ids.
        #[arg(required = true)]
        events: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// Let a customer's events be another's.
    Reassign {
        /// The customer.
        #[arg(long, required_unless_present = "without_customer")]
        from: Option<String>,
        /// Instead of --from: events that name none.
        #[arg(long, conflicts_with = "from")]
        without_customer: bool,
        /// The customer that they belong to.
        #[arg(long, required_unless_present = "to_nobody")]
        to: Option<String>,
        /// Instead of --to: they belong to nobody.
        #[arg(long, conflicts_with = "to")]
        to_nobody: bool,
        #[command(flatten)]
        window: Since,
        #[command(flatten)]
        how: How,
    },
}

/// `llmobserve prices reprice`.
#[derive(Debug, Args)]
pub struct Reprice {
    #[command(flatten)]
    window: Since,
    /// Only calls of which something has no price.
    #[arg(long)]
    unpriced_only: bool,
    #[command(flatten)]
    how: How,
}

/// Which events, by time.
#[derive(Debug, Args)]
pub struct Since {
    /// First instant (RFC 3339) or day (UTC) of the events.
    #[arg(long, value_parser = instant)]
    since: DateTime<Utc>,
    /// First instant or day after [default: now]
    #[arg(long, value_parser = instant)]
    until: Option<DateTime<Utc>>,
}

/// For whom, why, and whether really.
#[derive(Debug, Args)]
pub struct How {
    #[command(flatten)]
    tenant: TenantArg,
    /// Why: kept with every changed event.
    #[arg(long)]
    reason: Option<String>,
    /// Only say what would change.
    #[arg(long)]
    dry_run: bool,
}

impl Since {
    fn micros(&self) -> (i64, i64) {
        let until = self.until.unwrap_or_else(|| doors().clock.now());
        (self.since.timestamp_micros(), until.timestamp_micros())
    }
}

impl Reprice {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let (since, until) = self.window.micros();
        let request = Request::Reprice { since, until, unpriced_only: self.unpriced_only };
        perform(common, output, request, self.how).await
    }
}

impl Correct {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Void { events, how } => {
                perform(common, output, Request::Void { events }, how).await
            }
            Self::Reassign { from, to, window, how, .. } => {
                let (since, until) = window.micros();
                let from = vec![Origin { customer: from, since }];
                perform(common, output, Request::Reassign { from, to, until }, how).await
            }
        }
    }
}

impl RevisionCommand {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        match self {
            Self::Undo { id, how } => {
                perform(common, output, Request::Undo { revision: id }, how).await
            }
            Self::List { tenant } => {
                let store = common.store(OpenMode::Existing).await?;
                let found =
                    store.revision_list(&local_operator(tenant.tenant), None, i64::MAX).await?;
                store.close().await;
                let views: Vec<RevisionView> = found.into_iter().map(RevisionView::from).collect();
                output.answer(&views, |views| listed(views))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Resume { tenant } => {
                let desk = Desk::open(common, tenant.tenant).await?;
                let found = desk.store.revision_unfinished(&desk.scope).await?;
                let found = found
                    .ok_or_else(|| CliError::Told("there is no unfinished revision".to_owned()))?;
                desk.work(output, found).await
            }
        }
    }
}

/// A ledger with what changes its events.
struct Desk {
    store: Arc<Store>,
    revisions: Revisions,
    scope: TenantScope,
}

impl Desk {
    async fn open(common: &Common, tenant: crate::domain::ids::TenantId) -> Result<Self, CliError> {
        let store = common.store(OpenMode::Existing).await?;
        let doors = doors();
        let prices = Arc::new(prices(&store, &doors)?);
        let revisions = revisions(&store, &prices, &doors);
        Ok(Self { store, revisions, scope: local_operator(tenant) })
    }

    /// Says what a request would change.
    async fn look(self, output: &Output, request: &Request) -> Result<ExitCode, CliError> {
        let mut progress = Progress::start("looking at events", 0);
        let stopped = stopped()?;
        let look = |examined: i64| {
            progress.reached(u64::try_from(examined).unwrap_or(0));
            !stopped.load(Ordering::Relaxed)
        };
        let preview = self.revisions.preview(&self.scope, request, None, look).await?;
        progress.finish();
        self.store.close().await;
        if stopped.load(Ordering::Relaxed) {
            return Err(CliError::Told("stopped; nothing was changed".to_owned()));
        }
        output.answer(&PreviewView::from(preview), effect)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Does a revision, from where it was left, until its end or a signal.
    async fn work(self, output: &Output, revision: RevisionRecord) -> Result<ExitCode, CliError> {
        let mut progress = Progress::start("changing events", 0);
        let stopped = stopped()?;
        let look = |revision: &RevisionRecord| {
            progress.reached(u64::try_from(revision.examined).unwrap_or(0));
            !stopped.load(Ordering::Relaxed)
        };
        let done = self.revisions.run(&self.scope, revision, look).await;
        progress.finish();
        self.store.close().await;
        let done = RevisionView::from(done?);
        let is_done = done.finished_at.is_some();
        output.answer(&done, |done| {
            let mut lines = vec![format!(
                "{}: {} events looked at, {} changed, {} USD",
                done.id, done.examined_events, done.changed_events, done.cost_change_usd
            )];
            if done.kind == "undo" && is_done {
                return lines;
            }
            lines.push(if is_done {
                format!("take it back with: llmobserve revisions undo {} --reason …", done.id)
            } else {
                "stopped; go on with: llmobserve revisions resume".to_owned()
            });
            lines
        })?;
        Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

async fn perform(
    common: &Common,
    output: &Output,
    request: Request,
    how: How,
) -> Result<ExitCode, CliError> {
    let desk = Desk::open(common, how.tenant.tenant).await?;
    if how.dry_run {
        return desk.look(output, &request).await;
    }
    let reason = how.reason.ok_or_else(|| {
        CliError::Told("say why with --reason: it is kept with every changed event".to_owned())
    })?;
    let begun = desk.revisions.begin(&desk.scope, request, &reason).await?;
    desk.work(output, begun).await
}

/// True from the first signal on.
pub(super) fn stopped() -> Result<Arc<AtomicBool>, CliError> {
    let stopped = Arc::new(AtomicBool::new(false));
    let (signal, told) = (stop_signal()?, Arc::clone(&stopped));
    tokio::spawn(async move {
        signal.await;
        told.store(true, Ordering::Relaxed);
    });
    Ok(stopped)
}

fn listed(views: &[RevisionView]) -> Vec<String> {
    let rows: Vec<Vec<String>> = views
        .iter()
        .map(|view| {
            vec![
                view.id.clone(),
                view.kind.to_owned(),
                view.undone_by.as_ref().map_or(view.state, |_| "undone").to_owned(),
                view.created_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                view.changed_events.to_string(),
                view.cost_change_usd.to_string(),
                view.reason.clone(),
            ]
        })
        .collect();
    table(&["revision", "kind", "state", "created", "changed", "USD", "reason"], &rows)
}

/// What would change, by model and by customer.
pub(super) fn effect(preview: &PreviewView) -> Vec<String> {
    let total = &preview.total;
    let mut lines = vec![format!(
        "{} events looked at, {} would change: {} USD",
        preview.examined_events, total.changed_events, total.cost_change_usd
    )];
    if let Some(from) = preview.events_from {
        lines
            .push(format!("events before {from} are no longer kept, and stay as they were summed"));
    }
    let row = |name: String, effect: &crate::api::revisions::EffectView| {
        vec![
            name,
            effect.changed_events.to_string(),
            effect.before.cost_usd.to_string(),
            effect.after.cost_usd.to_string(),
            effect.cost_change_usd.to_string(),
        ]
    };
    let models: Vec<Vec<String>> = preview
        .models
        .iter()
        .map(|model| {
            let name = model.model.as_deref().unwrap_or("-");
            row(format!("{}/{name}", model.provider), &model.effect)
        })
        .collect();
    let customers: Vec<Vec<String>> = preview
        .customers
        .iter()
        .map(|found| {
            let name = found.customer.as_deref().unwrap_or("without customer");
            row(name.to_owned(), &found.effect)
        })
        .collect();
    for (name, rows) in [("model", models), ("customer", customers)] {
        if !rows.is_empty() {
            lines.extend(table(&[name, "events", "USD now", "USD then", "change"], &rows));
        }
    }
    lines
}
