//! A section does the same work with a model that costs several times as much as another.

use std::collections::BTreeMap;

use crate::domain::event::PriceState;
use crate::domain::money::NANOS;
use crate::domain::totals::Totals;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::Facts;
use super::ratio::{at_least, decimal, share, times, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject};

/// Per cent of the cheaper model's price of a token.
const DEARER: i64 = 200;

/// Of two models that do the same work, the smaller average prompt, and the smaller average
/// completion, is at least this much of the larger, in per cent.
const ALIKE: i64 = 50;

/// Fewest calls of the week to each of the two.
const FEWEST_CALLS: i64 = 100;

/// Nano-USD of the week that the cheaper model would save: less is not worth a look.
const LEAST: i64 = 10 * NANOS;

/// A model's calls in a section.
#[derive(Clone, Copy)]
struct Use<'f> {
    provider: &'f str,
    model: &'f str,
    sum: Totals,
}

impl Use<'_> {
    /// Nano-USD that the calls cost, whoever paid, and their tokens.
    fn rate(&self) -> (i64, i64) {
        let tokens = self.sum.input_tokens.saturating_add(self.sum.output_tokens);
        (self.sum.cost.saturating_add(self.sum.customer_paid_cost), tokens)
    }

    /// Whether two models are asked for work of the same size.
    fn is_like(&self, other: &Self) -> bool {
        let alike = |tokens: fn(&Totals) -> i64| {
            let (own, others) =
                ((tokens(&self.sum), self.sum.calls), (tokens(&other.sum), other.sum.calls));
            at_least(own, ALIKE, others) && at_least(others, ALIKE, own)
        };
        alike(|sum| sum.input_tokens) && alike(|sum| sum.output_tokens)
    }

    /// Nano-USD that the tenant would have kept with the other model's price of a token.
    fn saving(&self, cheaper: &Self) -> i64 {
        let ((own, tokens), (others, other_tokens)) = (self.rate(), cheaper.rate());
        let saved = own - share(others, (tokens, other_tokens));
        share(saved, (self.sum.cost, own))
    }
}

/// For each section the pair of models with the largest saving. Only calls that succeeded, with a
/// price of the book, and with prompt and completion tokens: what is free, unpriced or reported is
/// never held against a price.
pub fn find(facts: &Facts) -> Result<Vec<Insight>, QueryError> {
    let works = facts.sum(|fact| {
        let priced = fact.combo.price_state == PriceState::Priced.as_str();
        (priced && fact.succeeded()).then(|| fact.work())
    })?;
    let mut sections: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for ((section, provider, model), sum) in works {
        let same_kind = sum.input_tokens > 0 && sum.output_tokens > 0;
        if same_kind && sum.calls >= FEWEST_CALLS && sum.cost > 0 {
            sections.entry(section).or_default().push(Use { provider, model, sum });
        }
    }
    Ok(sections.into_iter().filter_map(|(section, uses)| worst(facts, section, &uses)).collect())
}

fn worst(facts: &Facts, section: &str, uses: &[Use<'_>]) -> Option<Insight> {
    let pairs = uses.iter().flat_map(|dear| uses.iter().map(move |cheap| (dear, cheap)));
    let wasteful = pairs
        .filter(|(dear, cheap)| at_least(dear.rate(), DEARER, cheap.rate()) && dear.is_like(cheap));
    let (saving, dear, cheap) = wasteful
        .map(|(dear, cheap)| (dear.saving(cheap), dear, cheap))
        .max_by_key(|(saving, ..)| *saving)?;
    (saving >= LEAST).then(|| insight(facts, section, (dear, cheap), saving))
}

fn insight(
    facts: &Facts,
    section: &str,
    (dear, cheap): (&Use<'_>, &Use<'_>),
    saving: i64,
) -> Insight {
    let ratio = times(dear.rate(), cheap.rate());
    let per_million = |(cost, tokens): (i64, i64)| share(cost, (1_000_000, tokens));
    Insight {
        rule: Rule::ModelInefficiency,
        severity: Severity::Info,
        message: format!(
            "In section '{section}' a token of {} '{}' costs {} times one of {} '{}', for calls of \
             the same size; at the cheaper price the last 7 days had cost {} less.",
            dear.provider,
            dear.model,
            decimal(ratio),
            cheap.provider,
            cheap.model,
            usd(saving),
        ),
        subject: Subject::of_work((section, dear.provider, dear.model)),
        evidence: Evidence::from([
            ("cost_usd", Figure::Money(dear.sum.cost)),
            ("calls", Figure::Count(dear.sum.calls)),
            ("input_tokens", Figure::Count(dear.sum.input_tokens)),
            ("output_tokens", Figure::Count(dear.sum.output_tokens)),
            ("usd_per_million_tokens", Figure::Money(per_million(dear.rate()))),
            ("cheaper_provider", Figure::Text(cheap.provider.to_owned())),
            ("cheaper_model", Figure::Text(cheap.model.to_owned())),
            ("cheaper_cost_usd", Figure::Money(cheap.sum.cost)),
            ("cheaper_calls", Figure::Count(cheap.sum.calls)),
            ("cheaper_input_tokens", Figure::Count(cheap.sum.input_tokens)),
            ("cheaper_output_tokens", Figure::Count(cheap.sum.output_tokens)),
            ("cheaper_usd_per_million_tokens", Figure::Money(per_million(cheap.rate()))),
            ("times", Figure::Hundredths(ratio)),
        ]),
        effect: Some(saving),
        window: facts.week,
        runs: Runs::by(RunSort::Cost),
    }
}
