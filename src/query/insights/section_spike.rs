//! A section costs much more than on the days before.

use crate::domain::money::NANOS;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::{Compared, FEWEST_DAYS, Facts};
use super::ratio::{at_least, decimal, share, times, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject};

/// Per cent of the average day, and of the costliest one, from which a cost is a spike: what happens
/// every week is none.
const SPIKE: i64 = 200;

/// Per cent of the average day from which it is critical.
const CRITICAL: i64 = 500;

/// Fewest calls of the last 24 hours, and of the days before.
const FEWEST_CALLS: i64 = 50;
const FEWEST_CALLS_BEFORE: i64 = 100;

/// Nano-USD above the average day: less is not worth a look.
const LEAST: i64 = NANOS;

/// Sections that cost at least twice their average day, and twice the costliest of these days.
pub fn find(facts: &Facts) -> Result<Vec<Insight>, QueryError> {
    let sections = facts.compare(|fact| Some(fact.combo.section.as_str()))?;
    let spikes = sections.iter().filter(|(_, found)| is_spike(found));
    Ok(spikes.map(|(section, found)| insight(facts, section, found)).collect())
}

fn is_spike(found: &Compared) -> bool {
    let (recent, before, days) = (&found.recent, &found.before, found.days());
    let excess = recent.cost - share(before.cost, (1, days));
    let enough = recent.calls >= FEWEST_CALLS
        && before.calls >= FEWEST_CALLS_BEFORE
        && days >= FEWEST_DAYS
        && before.cost > 0
        && excess >= LEAST;
    enough
        && at_least((recent.cost, 1), SPIKE, (before.cost, days))
        && at_least((recent.cost, 1), SPIKE, (found.costliest_day(), 1))
}

fn insight(facts: &Facts, section: &str, found: &Compared) -> Insight {
    let (recent, before, days) = (&found.recent, &found.before, found.days());
    let average = share(before.cost, (1, days));
    let critical = at_least((recent.cost, 1), CRITICAL, (before.cost, days));
    let ratio = times((recent.cost, 1), (before.cost, days));
    let call_ratio = times((recent.calls, 1), (before.calls, days));
    let cost_ratio = times((recent.cost, recent.calls), (before.cost, before.calls));
    let mut evidence = facts.windows();
    evidence.extend(Evidence::from([
        ("recent_cost_usd", Figure::Money(recent.cost)),
        ("recent_calls", Figure::Count(recent.calls)),
        ("before_cost_usd", Figure::Money(before.cost)),
        ("before_calls", Figure::Count(before.calls)),
        ("before_days", Figure::Count(days)),
        ("average_day_usd", Figure::Money(average)),
        ("costliest_day_usd", Figure::Money(found.costliest_day())),
        ("times", Figure::Hundredths(ratio)),
        ("times_calls", Figure::Hundredths(call_ratio)),
        ("times_cost_per_call", Figure::Hundredths(cost_ratio)),
    ]));
    Insight {
        rule: Rule::SectionSpike,
        severity: Severity::critical_if(critical),
        message: format!(
            "Section '{section}' cost {} in the last 24 hours, {} times its average day ({}): {} \
             times the calls, {} times the cost of a call.",
            usd(recent.cost),
            decimal(ratio),
            usd(average),
            decimal(call_ratio),
            decimal(cost_ratio),
        ),
        subject: Subject { section: Some(section.to_owned()), ..Subject::default() },
        evidence,
        effect: Some(recent.cost - average),
        window: facts.recent,
        runs: Runs::by(RunSort::Cost),
    }
}
