//! A model is used that we have no price for.

use std::collections::BTreeMap;

use crate::domain::event::PriceState;
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
    let calls: BTreeMap<_, _> =
        facts.sum(|fact| Some((fact.combo.provider.as_str(), fact.combo.model.as_str())))?;
    let unpriced = facts.sum(|fact| {
        let unpriced = fact.combo.price_state == PriceState::Unpriced.as_str();
        unpriced.then_some((fact.combo.provider.as_str(), fact.combo.model.as_str()))
    })?;
    let found = unpriced.iter().filter(|(_, sum)| sum.calls >= FEWEST_CALLS);
    let insights = found.map(|(subject, sum)| {
        let (provider, model) = *subject;
        let of_all = (sum.calls, all);
        Insight {
            rule: Rule::UnpricedModel,
            severity: if at_least(of_all, CRITICAL, (1, 1)) {
                Severity::Critical
            } else {
                Severity::Warning
            },
            message: format!(
                "{} calls to {} in the last 7 days have no price, {} of all calls: \
                 what they cost is missing in every total.",
                sum.calls,
                named(provider, model),
                percent(of_all),
            ),
            subject: Subject {
                provider: Some(provider.to_owned()),
                model: Some(model.to_owned()),
                ..Subject::default()
            },
            evidence: Evidence::from([
                ("unpriced_calls", Figure::Count(sum.calls)),
                ("calls", Figure::Count(calls.get(subject).map_or(0, |sum| sum.calls))),
                ("all_calls", Figure::Count(all)),
                ("percent_of_all_calls", Figure::Hundredths(times(of_all, (1, 100)))),
                ("input_tokens", Figure::Count(sum.input_tokens)),
                ("output_tokens", Figure::Count(sum.output_tokens)),
            ]),
            effect: None,
            window: facts.week,
            runs: Runs::by(RunSort::Time),
        }
    });
    Ok(insights.collect())
}
