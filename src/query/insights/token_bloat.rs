//! Prompts of a section and model have grown.

use crate::domain::money::NANOS;
use crate::domain::totals::Totals;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::{Compared, FEWEST_DAYS, Facts};
use super::ratio::{at_least, decimal, share, times, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject, named};

/// Per cent of the average prompt before, and of that of each day, from which prompts are bloated: a
/// few long ones make no average.
const BLOAT: i64 = 150;

/// Per cent of the average prompt before from which it is critical.
const CRITICAL: i64 = 300;

/// Fewest calls of the last 24 hours, and of the days before.
const FEWEST_CALLS: i64 = 100;
const FEWEST_CALLS_BEFORE: i64 = 200;

/// Fewest calls of a day whose average is looked at by itself.
const FEWEST_CALLS_OF_DAY: i64 = 20;

/// Nano-USD that calls of the last 24 hours cost more: less is not worth a look.
const LEAST: i64 = NANOS / 2;

/// Sections and models whose prompts are at least half as long again as before. Calls that failed
/// are left out: many report no usage.
pub fn find(facts: &Facts) -> Result<Vec<Insight>, QueryError> {
    let works = facts.compare(|fact| fact.succeeded().then(|| fact.work()))?;
    let bloated = works.iter().filter(|(_, found)| is_bloat(found));
    Ok(bloated.map(|(work, found)| insight(facts, *work, found)).collect())
}

/// Prompt tokens and calls.
fn prompts(sum: &Totals) -> (i64, i64) {
    (sum.input_tokens, sum.calls)
}

/// Nano-USD that the calls of the last 24 hours cost more than as many before.
fn extra(found: &Compared) -> i64 {
    found.recent.cost - share(found.before.cost, (found.recent.calls, found.before.calls))
}

fn is_bloat(found: &Compared) -> bool {
    let (recent, before) = (&found.recent, &found.before);
    let enough = recent.calls >= FEWEST_CALLS
        && before.calls >= FEWEST_CALLS_BEFORE
        && found.days() >= FEWEST_DAYS
        && before.input_tokens > 0
        && extra(found) >= LEAST;
    let mut days = found.each_day().filter(|day| day.calls >= FEWEST_CALLS_OF_DAY);
    enough
        && at_least(prompts(recent), BLOAT, prompts(before))
        && days.all(|day| at_least(prompts(recent), BLOAT, prompts(day)))
}

fn insight(facts: &Facts, work: (&str, &str, &str), found: &Compared) -> Insight {
    let (recent, before) = (&found.recent, &found.before);
    let (now, then) = (prompts(recent), prompts(before));
    let (section, provider, model) = work;
    let ratio = times(now, then);
    let averages = [now, then].map(|(tokens, calls)| share(tokens, (1, calls)));
    let mut evidence = facts.windows();
    evidence.extend(Evidence::from([
        ("recent_calls", Figure::Count(recent.calls)),
        ("recent_input_tokens", Figure::Count(recent.input_tokens)),
        ("recent_average_prompt", Figure::Count(averages[0])),
        ("recent_cost_usd", Figure::Money(recent.cost)),
        ("before_calls", Figure::Count(before.calls)),
        ("before_input_tokens", Figure::Count(before.input_tokens)),
        ("before_average_prompt", Figure::Count(averages[1])),
        ("before_cost_usd", Figure::Money(before.cost)),
        ("before_days", Figure::Count(found.days())),
        ("times", Figure::Hundredths(ratio)),
    ]));
    Insight {
        rule: Rule::TokenBloat,
        severity: Severity::critical_if(at_least(now, CRITICAL, then)),
        message: format!(
            "Prompts of section '{section}' to {} average {} tokens in the last 24 \
             hours, {} times the {} of the 7 days before; its calls cost {} more than they did.",
            named((provider, model)),
            averages[0],
            decimal(ratio),
            averages[1],
            usd(extra(found)),
        ),
        subject: Subject::of_work(work),
        evidence,
        effect: Some(extra(found)),
        window: facts.recent,
        runs: Runs::by(RunSort::Cost),
    }
}
