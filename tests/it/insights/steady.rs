//! Thirty ordinary days raise nothing, at any hour that is asked.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::{Client, Database, TestApp, at};

const DAYS: i64 = 30;

/// A generator of numbers (`SplitMix64`): the same ones for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }
}

/// Work that an application does: section, provider, model, average prompt and completion, calls a
/// day.
type Work = (&'static str, &'static str, &'static str, u64, u64, u64);

const WORKS: [Work; 5] = [
    ("chat", "openai", "gpt-4o", 3_000, 500, 110),
    ("chat", "openai", "gpt-4o-mini", 1_200, 200, 40),
    ("agent:research", "anthropic", "claude-opus-4-1", 2_500, 700, 110),
    ("summary", "anthropic", "claude-sonnet-4-5", 3_500, 400, 40),
    ("search", "openai", "text-embedding-3-small", 600, 0, 40),
];

const CUSTOMERS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// One application.
struct Steady {
    tenant: String,
    random: Random,
    count: u64,
}

impl Steady {
    fn new(seed: u64) -> Self {
        Self { tenant: format!("seed-{seed}"), random: Random(seed), count: 0 }
    }

    /// The calls of half a day: less at weekends, a quarter more or less on any day.
    fn half_day(&mut self, from: DateTime<Utc>, volume: u64) -> Vec<Value> {
        let weekend = from.weekday().number_from_monday() > 5;
        let mut events = Vec::new();
        for work in WORKS {
            let usual = if weekend { work.5 * 2 / 5 } else { work.5 };
            for _ in 0..usual * volume / 200 {
                events.push(self.call(work, from));
            }
        }
        events
    }

    fn call(
        &mut self,
        (section, provider, model, input, output, _): Work,
        from: DateTime<Utc>,
    ) -> Value {
        self.count += 1;
        // From a third of the average to five thirds, and one in twenty three times as long.
        let mut vary = |average: u64| {
            let long = if self.random.below(20) == 0 { 3 } else { 1 };
            average * self.random.between(33, 167) * long / 100
        };
        let (input, output) = (vary(input), vary(output));
        let failed = self.random.below(1_000) < 15;
        let customer = self.random.below(20);
        let seconds = i64::try_from(self.random.below(12 * 3_600)).unwrap();
        let (run, count) = (self.count / self.random.between(2, 6), self.count);
        json!({
            "id": format!("{}-{count}", self.tenant), "tenant_id": self.tenant,
            "run_id": format!("run-{run}"), "section": section, "provider": provider,
            "model": model, "endpoint": "create",
            "customer_id": usize::try_from(customer).ok().and_then(|at| CUSTOMERS.get(at % 7)),
            "input_tokens": if failed { 0 } else { input },
            "output_tokens": if failed { 0 } else { output },
            "status": if failed { "error" } else { "ok" },
            "timestamp": from + TimeDelta::seconds(seconds),
        })
    }

    async fn assert_quiet(&self, client: &Client, now: DateTime<Utc>) {
        let answer = super::insights(client, &self.tenant).await.json();
        assert_eq!(answer["insights"], json!([]), "{} at {now}", self.tenant);
    }
}

/// Each application is asked at 00:05 and at noon of each of 30 days. In the end one section makes
/// four times its calls: that is told, so the days before were no trifles.
async fn thirty_days(seeds: RangeInclusive<u64>) {
    let app = TestApp::open(Database::sqlite()).await;
    let client = app.client();
    let mut now = at(crate::support::NOW);
    let mut midnight = at("2026-11-21T00:00:00Z");
    let mut applications: Vec<Steady> = seeds.map(Steady::new).collect();
    for _ in 0..DAYS {
        let mut volumes = Vec::new();
        for application in &mut applications {
            volumes.push(application.random.between(75, 125));
        }
        let noon = midnight + TimeDelta::hours(12);
        for (from, ask) in [(midnight, noon), (noon, midnight + TimeDelta::minutes(24 * 60 + 5))] {
            for (application, volume) in applications.iter_mut().zip(&volumes) {
                client.store(&json!(application.half_day(from, *volume))).await;
            }
            app.advance(ask - now);
            now = ask;
            for application in &applications {
                application.assert_quiet(&client, now).await;
            }
        }
        midnight += TimeDelta::days(1);
    }
    for application in &mut applications {
        let from = midnight - TimeDelta::hours(12);
        let more: Vec<Value> = (0..300).map(|_| application.call(WORKS[2], from)).collect();
        client.store(&json!(more)).await;
        let answer = super::insights(&client, &application.tenant).await.json();
        assert_eq!(answer["insights"][0]["type"], "section_spike", "{answer}");
    }
}

/// Four tests, so that they run beside each other.
macro_rules! thirty_steady_days_raise_nothing {
    ($($name:ident: $seeds:expr),+ $(,)?) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            thirty_days($seeds).await;
        })+
    };
}

thirty_steady_days_raise_nothing! {
    of_seeds_1_to_5: 1..=5,
    of_seeds_6_to_10: 6..=10,
    of_seeds_11_to_15: 11..=15,
    of_seeds_16_to_20: 16..=20,
}
