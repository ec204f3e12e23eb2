//! `llmobserve retention run`: delete now what is older than tenants keep.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde::Serialize;

use crate::app::keeping;
use crate::auth::local_operator;
use crate::domain::ids::TenantId;
use crate::keeping::Kept;
use crate::store::OpenMode;

use super::output::Output;
use super::progress::Progress;
use super::revisions::stopped;
use super::{CliError, Common, doors, tenant_id};

#[derive(Debug, Subcommand)]
pub enum RetentionCommand {
    /// Delete now what is older than tenants keep. A running collector does so every hour.
    Run {
        /// One tenant only [default: all]
        #[arg(long, value_name = "ID", value_parser = tenant_id)]
        tenant: Option<TenantId>,
        /// Verify the days that would be deleted, and delete nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What became of a tenant's events.
#[derive(Debug, Serialize)]
struct KeptView {
    dry_run: bool,
    days: u64,
    events: u64,
    metadata_events: u64,
    events_from: Option<DateTime<Utc>>,
    differing_day: Option<String>,
    differences: Vec<String>,
}

impl KeptView {
    fn new(kept: Kept, dry_run: bool) -> Self {
        let (differing_day, differences) = match kept.differs {
            Some((day, differences)) => (Some(day.to_string()), differences),
            None => (None, Vec::new()),
        };
        Self {
            dry_run,
            days: kept.days,
            events: kept.events,
            metadata_events: kept.metadata,
            events_from: kept.events_from,
            differing_day,
            differences,
        }
    }
}

impl RetentionCommand {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let Self::Run { tenant, dry_run } = self;
        let store = common.store(OpenMode::Existing).await?;
        let keeping = keeping(&common.config()?, &store, &doors());
        let stopped = stopped()?;
        let mut tenants: Vec<TenantId> =
            store.tenant_list().await?.into_iter().map(|tenant| tenant.id).collect();
        if let Some(only) = tenant {
            if !tenants.contains(&only) {
                let text =
                    format!("there is no tenant {only}; `llmobserve tenants list` lists all");
                return Err(CliError::Told(text));
            }
            tenants = vec![only];
        }
        let mut found = BTreeMap::new();
        for tenant in tenants {
            let mut progress = Progress::start("events", 0);
            let look = |events| {
                progress.reached(events);
                !stopped.load(Ordering::Relaxed)
            };
            let kept = keeping.retain(&local_operator(tenant.clone()), dry_run, look).await?;
            progress.finish();
            found.insert(tenant, KeptView::new(kept, dry_run));
        }
        store.close().await;
        output.answer(&found, |found| found.iter().flat_map(describe).collect())?;
        let clean = found.values().all(|kept| kept.differences.is_empty());
        Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn describe((tenant, kept): (&TenantId, &KeptView)) -> Vec<String> {
    let done = if kept.dry_run { "would delete" } else { "deleted" };
    let mut lines = vec![format!(
        "{tenant}: {done} {} events of {} days, forgot the metadata of {}",
        kept.events, kept.days, kept.metadata_events
    )];
    if let Some(day) = &kept.differing_day {
        lines.push(format!(
            "  stopped at {day}: its events do not agree with its totals, nothing of it was deleted"
        ));
        lines.extend(kept.differences.iter().map(|difference| format!("  {difference}")));
    }
    lines
}
