//! Calls to a model fail more often than before.

use crate::domain::totals::Totals;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::{Compared, FEWEST_DAYS, Facts};
use super::ratio::{at_least, decimal, percent, times};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject, named};

/// Per cent of the rate before.
const RISE: i64 = 300;

/// Per cent of calls that must fail, and from which it is critical.
const LEAST_RATE: i64 = 5;
const CRITICAL_RATE: i64 = 25;

/// Fewest failures of the last 24 hours. Where at most a third of them was to be expected, 20 are
/// more than five standard deviations (of a Poisson count) away: (20 − 20/3) / √(20/3) = 5.2.
const FEWEST_ERRORS: i64 = 20;

/// Fewest calls of the days before.
const FEWEST_CALLS_BEFORE: i64 = 200;

/// Models whose calls fail at least three times as often as before.
pub fn find(facts: &Facts) -> Result<Vec<Insight>, QueryError> {
    let models = facts.compare(|fact| Some(fact.model()))?;
    let failed = facts.compare(|fact| (!fact.succeeded()).then(|| fact.model()))?;
    let cost = |model| failed.get(model).map_or(0, |found| found.recent.cost);
    let risen = models.iter().filter(|(_, found)| is_rise(found));
    Ok(risen.map(|(model, found)| insight(facts, *model, found, cost(model))).collect())
}

/// Failures and calls.
fn rate(sum: &Totals) -> (i64, i64) {
    (sum.errors, sum.calls)
}

fn is_rise(found: &Compared) -> bool {
    let (recent, before) = (&found.recent, &found.before);
    let enough = recent.errors >= FEWEST_ERRORS
        && before.calls >= FEWEST_CALLS_BEFORE
        && found.days() >= FEWEST_DAYS;
    enough
        && at_least(rate(recent), LEAST_RATE, (1, 1))
        && at_least(rate(recent), RISE, rate(before))
}

fn insight(facts: &Facts, model: (&str, &str), found: &Compared, cost: i64) -> Insight {
    let (recent, before) = (&found.recent, &found.before);
    let (now, then) = (rate(recent), rate(before));
    let mut evidence = facts.windows();
    evidence.extend(Evidence::from([
        ("recent_calls", Figure::Count(recent.calls)),
        ("recent_errors", Figure::Count(recent.errors)),
        ("recent_error_percent", Figure::Hundredths(times(now, (1, 100)))),
        ("before_calls", Figure::Count(before.calls)),
        ("before_errors", Figure::Count(before.errors)),
        ("before_error_percent", Figure::Hundredths(times(then, (1, 100)))),
        ("before_days", Figure::Count(found.days())),
    ]));
    let mut rise = String::new();
    if before.errors > 0 {
        let ratio = times(now, then);
        evidence.insert("times", Figure::Hundredths(ratio));
        rise = format!(", {} times as often", decimal(ratio));
    }
    Insight {
        rule: Rule::ErrorRateRise,
        severity: Severity::critical_if(at_least(now, CRITICAL_RATE, (1, 1))),
        message: format!(
            "{} of {} calls to {} failed in the last 24 hours ({}), against {} in \
             the 7 days before{rise}.",
            recent.errors,
            recent.calls,
            named(model),
            percent(now),
            percent(then),
        ),
        subject: Subject::of_model(model),
        evidence,
        effect: Some(cost),
        window: facts.recent,
        runs: Runs { failed: true, ..Runs::by(RunSort::Time) },
    }
}
