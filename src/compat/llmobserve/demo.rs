//! `POST /api/v1/demo`: invented events, to look around with. The same ones for the same values.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use thiserror::Error;
use utoipa::ToSchema;

use crate::auth::{Auth, AuthMode};
use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{Params, Tenant, TenantAdmin};
use crate::http::{ApiError, Code};
use crate::ingest::{Figures, Ingest, IngestError, Submitted, Verdict};

use super::wire;

/// Events of one commit.
const BATCH: u64 = 2_000;

/// Events of one run: an agent and what it called.
const RUN: u64 = 8;

/// Which events.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// How many.
    pub events: u64,
    /// Of how many customers; at least 1.
    pub customers: u64,
    /// Over how many days; at least 1.
    pub days: u32,
    /// Another seed gives other events.
    pub seed: u64,
}

impl Default for Demo {
    fn default() -> Self {
        Self { events: 5_000, customers: 50, days: 30, seed: 42 }
    }
}

/// What became of them.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Seeded {
    /// Stored.
    pub created: u64,
    /// There already.
    pub skipped: u64,
}

/// Why they could not be stored.
#[derive(Debug, Error)]
pub enum DemoError {
    /// An event is not one.
    #[error("a demo event was refused: {0}")]
    Refused(String),
    /// They cannot be stored now.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// An event cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
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

/// Stores demo data: 5,000 events of 50 customers in the 30 days to this hour. In open mode only, where
/// nobody's books are kept. Repeating it stores nothing more.
#[utoipa::path(post, path = "/api/v1/demo",
    operation_id = "seed_demo", tag = "events",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = Seeded), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 503, body = Problem)),
    security(("api_key" = ["admin"])))]
pub async fn seed(
    tenant: Tenant<TenantAdmin>,
    State(auth): State<Arc<Auth>>,
    State(ingest): State<Arc<Ingest>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Json<Seeded>, ApiError> {
    params.finish()?;
    if auth.mode() != AuthMode::Open {
        let detail = "demo data is stored in open mode only; `llmobserve demo seed --tenant ID` \
                      stores it on the server's own machine";
        return Err(ApiError::new(StatusCode::FORBIDDEN, Code::NotInThisMode, detail));
    }
    let seeded = Demo::default().store(&ingest, &tenant.0, Until::now(clock.now()), |_| ()).await;
    Ok(Json(seeded.map_err(|error| match error {
        DemoError::Ingest(error) => error.into(),
        error => ApiError::internal(error),
    })?))
}

/// How far demo data reaches.
#[derive(Debug, Clone, Copy)]
pub struct Until {
    /// When the last day begins (UTC).
    last_day: DateTime<Utc>,
    /// When the last event is over.
    end: DateTime<Utc>,
}

impl Until {
    /// To the hour in which an instant is: none of it is still to come.
    pub fn now(now: DateTime<Utc>) -> Self {
        let last_day = Zone::UTC.start_of(Zone::UTC.day_of(now));
        Self { last_day, end: now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now) }
    }

    /// To the end of a day.
    pub fn end_of(day: NaiveDate) -> Self {
        let last_day = Zone::UTC.start_of_date(day);
        Self { last_day, end: last_day + TimeDelta::days(1) }
    }
}

impl Demo {
    /// Stores them. `reached` is told how many are through. Those that are there already stay as they are,
    /// also where another end gives them other times.
    pub async fn store(
        &self,
        ingest: &Ingest,
        scope: &TenantScope,
        until: Until,
        mut reached: impl FnMut(u64),
    ) -> Result<Seeded, DemoError> {
        let mut seeded = Seeded::default();
        let first = until.last_day - TimeDelta::days(i64::from(self.days) - 1);
        let seconds = u64::try_from((until.end - first).num_seconds()).unwrap_or_default();
        let mut from = 0;
        while from < self.events {
            let to = self.events.min(from + BATCH);
            let mut submitted = Vec::new();
            for (index, number) in (from..to).enumerate() {
                let event = wire::read(&self.event(number, first, seconds)?)
                    .map_err(|rejection| DemoError::Refused(rejection.message))?
                    .event;
                submitted.push(Submitted { index, scope: scope.clone(), event });
            }
            let stored = ingest.import(submitted, ingest.permit(), Figures::Priced).await?;
            for verdict in stored.into_values() {
                match verdict {
                    Verdict::Created => seeded.created += 1,
                    Verdict::Repeated | Verdict::Conflict => seeded.skipped += 1,
                    Verdict::Rejected(rejection) => {
                        return Err(DemoError::Refused(rejection.message));
                    }
                }
            }
            from = to;
            reached(to);
        }
        Ok(seeded)
    }

    /// An event, by its number alone, in so many seconds from the first on. The first of each run is the
    /// agent around the others.
    fn event(
        &self,
        number: u64,
        first: DateTime<Utc>,
        seconds: u64,
    ) -> Result<Box<RawValue>, DemoError> {
        let run = number / RUN;
        let mut run_random = Random::new(self.seed, run.wrapping_mul(2));
        let mut random = Random::new(self.seed, number.wrapping_mul(2).wrapping_add(1));
        // Two draws, the smaller one: some customers are much busier than others.
        let customer = run_random.below(self.customers).min(run_random.below(self.customers));
        let since = seconds * run / self.events.div_ceil(RUN).max(1);
        let offset = since + number % RUN * 3;
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
