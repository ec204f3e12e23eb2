//! `llmobserve demo seed`: invented events, the same ones for the same seed.

use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::{ingest_options, prices};
use crate::auth::local_operator;
use crate::compat::llmobserve::wire;
use crate::domain::window::Zone;
use crate::ingest::{Figures, Ingest, Submitted, Verdict};
use crate::store::OpenMode;

use super::output::Output;
use super::progress::Progress;
use super::{CliError, Common, TenantArg, doors};

/// Events of one commit.
const BATCH: u64 = 2_000;

/// Events of one run: an agent and what it called.
const RUN: u64 = 8;

#[derive(Debug, Subcommand)]
pub enum Demo {
    /// Store invented events. Repeating it with the same values stores nothing more.
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
    /// The last day [default: today]
    #[arg(long)]
    until: Option<NaiveDate>,
    /// Another seed gives other events.
    #[arg(long, default_value_t = 42)]
    seed: u64,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    created: u64,
    skipped: u64,
}

/// What a demo application calls: provider, model, section, share of calls in 16, typical prompt and
/// answer.
const CALLS: [(&str, &str, &str, u64, u64, u64); 6] = [
    ("openai", "gpt-4o-mini", "agent:support", 6, 900, 150),
    ("openai", "gpt-4o", "agent:research", 3, 2_400, 500),
    ("anthropic", "claude-sonnet-4-5", "agent:writer", 2, 3_000, 900),
    ("openai", "text-embedding-3-small", "tool:index", 3, 600, 0),
    ("google", "gemini-2.5-flash", "tool:summarize", 1, 5_000, 300),
    ("acme-labs", "house-model-1", "tool:classify", 1, 300, 20),
];

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
        let end = seed.until.map_or(now, |day| Zone::UTC.start_of_date(day) + TimeDelta::days(1));
        let day = Zone::UTC.start_of(Zone::UTC.day_of(end - TimeDelta::microseconds(1)));
        let done = seed.store(&ingest, day).await;
        ingest.drain().await;
        store.close().await;
        let summary = done?;
        output.answer(&summary, |summary| {
            vec![format!("{} events created, {} were there", summary.created, summary.skipped)]
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Seed {
    async fn store(&self, ingest: &Ingest, day: DateTime<Utc>) -> Result<Summary, CliError> {
        let mut progress = Progress::start("seeding events", self.events);
        let mut summary = Summary::default();
        let first = day - TimeDelta::days(i64::from(self.days) - 1);
        let mut from = 0;
        while from < self.events {
            let to = self.events.min(from + BATCH);
            let mut submitted = Vec::new();
            for (index, number) in (from..to).enumerate() {
                let event = wire::read(&self.event(number, first)?)
                    .map_err(|rejection| CliError::Told(rejection.message))?
                    .event;
                let scope = local_operator(self.tenant.tenant.clone());
                submitted.push(Submitted { index, scope, event });
            }
            let stored = ingest.import(submitted, ingest.permit(), Figures::Priced).await?;
            for verdict in stored.into_values() {
                match verdict {
                    Verdict::Created => summary.created += 1,
                    Verdict::Repeated | Verdict::Conflict => summary.skipped += 1,
                    Verdict::Rejected(rejection) => return Err(CliError::Told(rejection.message)),
                }
            }
            from = to;
            progress.reached(to);
        }
        progress.finish();
        Ok(summary)
    }

    /// An event, by its number alone. The first of each run is the agent around the others.
    fn event(&self, number: u64, first: DateTime<Utc>) -> Result<Box<RawValue>, CliError> {
        let run = number / RUN;
        let mut run_random = Random::new(self.seed, run.wrapping_mul(2));
        let mut random = Random::new(self.seed, number.wrapping_mul(2).wrapping_add(1));
        // Two draws, the smaller one: some customers are much busier than others.
        let customer = run_random.below(self.customers).min(run_random.below(self.customers));
        let seconds = u64::from(self.days) * 86_400 * run / self.events.div_ceil(RUN).max(1);
        let offset = seconds + number % RUN * 3;
        let at = first + TimeDelta::seconds(i64::try_from(offset).unwrap_or(0));
        let id = |kind: &str, of: u64| format!("demo-{}-{kind}-{of}", self.seed);
        let mut event = serde_json::json!({
            "id": id("event", number),
            "timestamp": at.to_rfc3339(),
            "run_id": id("run", run),
            "span_id": id("span", number),
            "customer_id": format!("customer-{customer:04}"),
            "environment": "demo",
        });
        if number.is_multiple_of(RUN) {
            event["provider"] = "internal".into();
            event["span_type"] = "agent".into();
            event["section"] = "agent:support".into();
        } else {
            Self::call(&mut event, &mut random);
            event["parent_span_id"] = id("span", run * RUN).into();
        }
        Ok(RawValue::from_string(event.to_string())?)
    }

    fn call(event: &mut serde_json::Value, random: &mut Random) {
        let mut share = random.below(16);
        let call = CALLS.iter().find(|call| {
            let chosen = share < call.3;
            share = share.saturating_sub(call.3);
            chosen
        });
        let (provider, model, section, _, prompt, answer) = call.unwrap_or(&CALLS[0]);
        let around = |random: &mut Random, typical: u64| typical / 2 + random.below(typical.max(1));
        let input = around(random, *prompt);
        let cached = if random.below(4) == 0 { input / 2 } else { 0 };
        event["provider"] = (*provider).into();
        event["model"] = (*model).into();
        event["section"] = (*section).into();
        event["usage"] = serde_json::json!({
            "input": input - cached,
            "cache_read": cached,
            "output": if *answer == 0 { 0 } else { around(random, *answer) },
        });
        event["latency_ms"] = (120 + random.below(2_400)).into();
        if random.below(50) == 0 {
            event["status"] = "error".into();
            event["usage"] = serde_json::json!({});
        }
    }
}

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64, stream: u64) -> Self {
        Self(seed.wrapping_add(stream.wrapping_mul(0xa076_1d64_78bd_642f)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
