//! Runs call the same endpoint again and again.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::domain::scope::TenantScope;
use crate::domain::window::Window;
use crate::store::{CallsPerRun, RunSort, Store};

use super::super::QueryError;
use super::ratio::{at_least, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject};

/// Calls of a run to one endpoint, at the 95th percentile of runs, from which it is told, and from
/// which it is critical.
const LOOP: i64 = 10;
const CRITICAL: i64 = 50;

/// Per cent of the same figure a week before: an agent that always makes many calls is no loop.
const RISE: i64 = 200;

/// Fewest runs.
const FEWEST_RUNS: i64 = 20;

/// Calls per run to one endpoint.
#[derive(Debug, Default)]
struct Spread<'f>(Vec<&'f CallsPerRun>);

impl Spread<'_> {
    fn runs(&self) -> i64 {
        self.0.iter().map(|found| found.runs).sum()
    }

    /// The calls that one run in twenty makes at least. Entries come with the most calls first.
    fn p95(&self) -> i64 {
        let mut above = self.runs() / 20;
        for found in &self.0 {
            if above < found.runs {
                return found.calls;
            }
            above -= found.runs;
        }
        0
    }

    /// Runs with at least so many calls, those calls, and nano-USD that they cost.
    fn looping(&self, calls: i64) -> (i64, i64, i64) {
        let looping = self.0.iter().filter(|found| found.calls >= calls);
        looping.fold((0, 0, 0), |(runs, all, cost), found| {
            (runs + found.runs, all + found.runs * found.calls, cost + found.cost)
        })
    }
}

/// By provider and endpoint.
fn spreads(found: &[CallsPerRun]) -> BTreeMap<(&str, &str), Spread<'_>> {
    let mut spreads: BTreeMap<(&str, &str), Spread<'_>> = BTreeMap::new();
    for entry in found {
        spreads.entry((&entry.provider, &entry.endpoint)).or_default().0.push(entry);
    }
    spreads
}

/// Endpoints that one run in twenty calls ten times or more, and twice as often as a week before.
/// The week before is read only where there is something to compare with it.
pub async fn find(
    store: &Store,
    scope: &TenantScope,
    recent: Window,
) -> Result<Vec<Insight>, QueryError> {
    let found = store.calls_per_run(scope, recent).await?;
    let mut spreads_now = spreads(&found);
    spreads_now.retain(|_, spread| spread.runs() >= FEWEST_RUNS && spread.p95() >= LOOP);
    if spreads_now.is_empty() {
        return Ok(Vec::new());
    }
    let week = TimeDelta::days(7);
    let before = Window { from: recent.from - week, to: recent.to - week };
    let found_before = store.calls_per_run(scope, before).await?;
    let spreads_then = spreads(&found_before);
    let habits = |endpoint| spreads_then.get(endpoint).filter(|then| then.runs() >= FEWEST_RUNS);
    let insights = spreads_now.iter().filter_map(|(endpoint, spread)| {
        let habit = habits(endpoint);
        let usual = habit.is_some_and(|then| !at_least((spread.p95(), 1), RISE, (then.p95(), 1)));
        (!usual).then(|| insight(*endpoint, spread, habit, recent))
    });
    Ok(insights.collect())
}

fn insight(
    (provider, endpoint): (&str, &str),
    spread: &Spread<'_>,
    habit: Option<&Spread<'_>>,
    window: Window,
) -> Insight {
    let (p95, runs) = (spread.p95(), spread.runs());
    let (looping, calls, cost) = spread.looping(p95);
    let mut evidence = Evidence::from([
        ("p95_calls", Figure::Count(p95)),
        ("most_calls", Figure::Count(spread.0.first().map_or(0, |found| found.calls))),
        ("runs", Figure::Count(runs)),
        ("looping_runs", Figure::Count(looping)),
        ("looping_calls", Figure::Count(calls)),
        ("looping_cost_usd", Figure::Money(cost)),
    ]);
    if let Some(habit) = habit {
        evidence.insert("week_before_p95_calls", Figure::Count(habit.p95()));
        evidence.insert("week_before_runs", Figure::Count(habit.runs()));
    }
    Insight {
        rule: Rule::RetryLoop,
        severity: Severity::critical_if(p95 >= CRITICAL),
        message: format!(
            "{looping} of {runs} runs of the last 24 hours called {provider} '{endpoint}' {p95} times \
             or more; those {calls} calls cost {}.",
            usd(cost),
        ),
        subject: Subject {
            provider: Some(provider.to_owned()),
            endpoint: Some(endpoint.to_owned()),
            ..Subject::default()
        },
        evidence,
        effect: Some(cost),
        window,
        runs: Runs::by(RunSort::Calls),
    }
}
