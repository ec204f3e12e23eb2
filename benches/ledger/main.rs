//! How fast the ledger is, measured through its public door: `make bench`.
//!
//! Everything runs on this machine in one go, so that figures may be compared with each other: the
//! collector, the load, PostgreSQL and the bounds all share its cores. A figure is the median of the
//! rounds unless it says otherwise.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a measurement prints, reads the real clock, rounds, and ends when something fails"
)]

/// The program's own, so that bounds and program are measured alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod bounds;
mod events;
mod load;
mod server;
mod spans;

use std::time::Duration;

use events::{Ids, Spread};
use load::{Door, Load};
use server::Server;

/// Events of a round of durable ingest.
const ROUND: usize = 60_000;

/// Rounds of each measurement.
const ROUNDS: usize = 3;

/// Single-event posts of a round.
const SINGLES: usize = 15_000;

/// Questions of each measurement.
const QUESTIONS: usize = 200;

/// The same where single events are read.
const SCANS: usize = 20;

/// What is asked of a filled ledger, and how often: what reads single events is asked less.
const ASKED: &[(&str, &str, usize)] = &[
    ("summary", "summary", QUESTIONS),
    ("30 days by customer", "costs?group_by=customer&limit=1000", QUESTIONS),
    (
        "30 days by customer, ragged",
        "costs?group_by=customer&limit=1000&from=RAGGED_FROM&to=RAGGED_TO",
        QUESTIONS,
    ),
    (
        "30 days by customer, compared",
        "costs?group_by=customer&limit=1000&compare=previous",
        QUESTIONS,
    ),
    ("30 days by model and day", "costs?group_by=model,day&limit=1000", QUESTIONS),
    ("top 10 customers by day, and the rest", "costs?group_by=customer,day&top=10", QUESTIONS),
    ("by environment and declared tag", "costs?group_by=environment,tag:feature", QUESTIONS),
    ("one customer by model", "costs?group_by=model&customer=customer-0001", QUESTIONS),
    ("models", "models", QUESTIONS),
    ("sections", "sections", QUESTIONS),
    ("customers", "customers?limit=1000", QUESTIONS),
    ("the latest runs", "runs", QUESTIONS),
    ("the costliest runs", "runs?sort=cost", SCANS),
    ("events of one customer", "events?customer=customer-0001", SCANS),
    ("insights", "insights", SCANS),
    ("one day by user", "costs?group_by=user&from=DAY_FROM&to=DAY_TO", SCANS),
    ("30 days by user", "costs?group_by=user&limit=1000", SCANS),
    ("sessions of 30 days", "sessions", SCANS),
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // `cargo test` runs benches too, to see that they build.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    println!("{}", machine());
    for database in ["sqlite", "postgres"] {
        if only.as_ref().is_some_and(|only| only != database) {
            continue;
        }
        match server::database(database) {
            Some(url) => measure(database, &url).await,
            None => println!("\n{database}: NOT RUN, LLMOBSERVE_TEST_POSTGRES is not set"),
        }
    }
}

async fn measure(name: &str, url: &server::Place) {
    println!("\n## {name}");
    let server = Server::start(url);
    println!("durable events/s, authentication on, batches of 100 on 4 connections:");
    let mut whole = 0.0;
    for (label, ids) in
        [("time-ordered ids (UUIDv7)", Ids::TimeOrdered), ("random ids (UUIDv4)", Ids::Random)]
    {
        let mut rounds = Vec::new();
        for round in 0..ROUNDS {
            let bodies = events::batches(ROUND, 100, ids, Spread::Now, round);
            rounds
                .push(Load { connections: 4, door: Door::Native }.run(&server, bodies, 100).await);
        }
        let median = load::median(&mut rounds);
        println!("  {label:28} {median}");
        if matches!(ids, Ids::TimeOrdered) {
            whole = median.events_per_second;
        }
    }
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let bodies = spans::batches(ROUND, 100, round);
        let load = Load { connections: 4, door: Door::OpenTelemetry };
        rounds.push(load.run(&server, bodies, 100).await);
    }
    println!("  {:28} {}", "spans of OpenTelemetry", load::median(&mut rounds));
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let bodies = events::batches(SINGLES, 1, Ids::TimeOrdered, Spread::Now, 100 + round);
        rounds.push(Load { connections: 32, door: Door::Native }.run(&server, bodies, 1).await);
    }
    println!("one event a post, 32 connections:\n  {:28} {}", "", load::median(&mut rounds));
    println!("bounds, the same events:");
    let parsing = bounds::parse_and_price(4).await;
    println!("  {:28} {parsing:>9.0} events/s", "whole path without storage");
    let raw = bounds::raw_insert(&url.url).await;
    println!(
        "  {:28} {raw:>9.0} rows/s ({:.0} % of it reached)",
        "bare insert of the rows",
        100.0 * whole / raw
    );
    let store = bounds::commit(&url.url).await;
    println!("  {:28} {store:>9.0} events/s", "ingest transaction alone");
    println!("peak memory after {} events: {} MB", events::stored(), server.peak_memory_mb());
    server.stop();

    for (count, label) in [(100_000, "100,000"), (1_000_000, "1,000,000")] {
        let place = server::database(name).expect("it was there before");
        let server = Server::start(&place);
        load::declare_tag(&server).await;
        let bodies = events::batches(count, 2_000, Ids::TimeOrdered, Spread::Month, 7);
        let filled = Load { connections: 4, door: Door::Native }.run(&server, bodies, 2_000).await;
        println!(
            "{label} events over 30 days and 1,000 customers (stored at {:.0}/s):",
            filled.events_per_second
        );
        tokio::time::sleep(Duration::from_secs(2)).await;
        for (what, path, times) in ASKED {
            let timed = load::ask(&server, path, *times).await;
            println!("  {what:36} {timed}");
        }
        println!("  peak memory {} MB", server.peak_memory_mb());
        let server = server.restart(&place);
        let export = load::read(&server, "events?format=ndjson").await;
        println!("  every event as NDJSON: {export}; peak memory {} MB", server.peak_memory_mb());
        server.stop();
    }
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find(|line| line.starts_with("model name"));
    let model =
        model.and_then(|line| line.split(':').nth(1)).unwrap_or("unknown").trim().to_owned();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores, {model}; load, server and database share them")
}
