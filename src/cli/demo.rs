//! `llmobserve demo seed`: invented events, the same ones for the same seed.

use std::process::ExitCode;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::app::{ingest_options, prices};
use crate::auth::local_operator;
use crate::compat::llmobserve::demo::{self, Until};
use crate::ingest::Ingest;
use crate::store::OpenMode;

use super::output::Output;
use super::progress::Progress;
use super::{CliError, Common, TenantArg, doors};

#[derive(Debug, Subcommand)]
pub enum Demo {
    /// Store invented events. Repeating it stores nothing more.
    Seed(Seed),
}

#[derive(Debug, Args)]
pub struct Seed {
    #[command(flatten)]
    tenant: TenantArg,
    /// How many events.
    #[arg(long, default_value_t = 5_000)]
    events: u64,
    /// Of how many customers.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..))]
    customers: u64,
    /// Over how many days.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    days: u32,
    /// The last day [default: today, up to this hour]
    #[arg(long)]
    until: Option<NaiveDate>,
    /// Another seed gives other events.
    #[arg(long, default_value_t = 42)]
    seed: u64,
}

impl Demo {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let Self::Seed(seed) = self;
        let config = common.config()?;
        let store = common.store(OpenMode::Create).await?;
        let doors = doors();
        let now = doors.clock.now();
        store.make_partitions(now).await?;
        let prices = Arc::new(prices(&store, &doors)?);
        let options = ingest_options(&config);
        let ingest = Ingest::start(Arc::clone(&store), prices, Arc::clone(&doors.clock), options);
        let until = seed.until.map_or_else(|| Until::now(now), Until::end_of);
        let mut progress = Progress::start("seeding events", seed.events);
        let scope = local_operator(seed.tenant.tenant.clone());
        let done = seed.demo().store(&ingest, &scope, until, |to| progress.reached(to)).await;
        progress.finish();
        ingest.drain().await;
        store.close().await;
        let seeded = done.map_err(|error| CliError::Told(error.to_string()))?;
        output.answer(&seeded, |seeded| {
            vec![format!("{} events created, {} were there", seeded.created, seeded.skipped)]
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Seed {
    fn demo(&self) -> demo::Demo {
        let Self { events, customers, days, seed, .. } = *self;
        demo::Demo { events, customers, days, seed }
    }
}
