//! A model is used that we have no price for.

use crate::domain::event::PriceState;
use crate::domain::totals::Totals;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::{Facts, total};
use super::ratio::{at_least, percent, times};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject, named};

/// Fewest calls of the week without a price.
const FEWEST_CALLS: i64 = 10;

/// Per cent of all calls from which it is critical: the total then says little.
const CRITICAL: i64 = 50;

/// Models with calls that have no price, or a price for a part of their usage only.
pub fn find(facts: &Facts) -> Result<Vec<Insight>, QueryError> {
    let all = total(facts.in_week.iter().map(|fact| &fact.totals))?.calls;
    let calls = facts.sum(|fact| Some(fact.model()))?;
    let unpriced = facts.sum(|fact| {
        (fact.combo.price_state == PriceState::Unpriced.as_str()).then(|| fact.model())
    })?;
    let told = unpriced.iter().filter(|(_, sum)| sum.calls >= FEWEST_CALLS).map(|(model, sum)| {
        let own = calls.get(model).map_or(0, |sum| sum.calls);
        insight(facts, *model, sum, (own, all))
    });
    Ok(told.collect())
}

fn insight(facts: &Facts, model: (&str, &str), sum: &Totals, (own, all): (i64, i64)) -> Insight {
    let of_all = (sum.calls, all);
    Insight {
        rule: Rule::UnpricedModel,
        severity: Severity::critical_if(at_least(of_all, CRITICAL, (1, 1))),
        message: format!(
            "{} calls to {} in the last 7 days have no price, {} of all calls: what they cost is \
             missing in every total.",
            sum.calls,
            named(model),
            percent(of_all),
        ),
        subject: Subject::of_model(model),
        evidence: Evidence::from([
            ("unpriced_calls", Figure::Count(sum.calls)),
            ("calls", Figure::Count(own)),
            ("all_calls", Figure::Count(all)),
            ("percent_of_all_calls", Figure::Hundredths(times(of_all, (1, 100)))),
            ("input_tokens", Figure::Count(sum.input_tokens)),
            ("output_tokens", Figure::Count(sum.output_tokens)),
        ]),
        effect: None,
        window: facts.week,
        runs: Runs::by(RunSort::Time),
    }
}
