//! Large prompts of a model that offers cached ones for less are never read from its cache.

use chrono::{DateTime, Utc};

use crate::domain::event::PriceState;
use crate::domain::money::{NANOS, Usd};
use crate::domain::totals::Totals;
use crate::domain::usage::{Quantity, UsageKind};
use crate::pricing::PriceBook;
use crate::store::RunSort;

use super::super::QueryError;
use super::facts::Facts;
use super::ratio::{share, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject, named};

/// Fewest calls of the week.
const FEWEST_CALLS: i64 = 200;

/// Smallest average prompt. Providers cache prompts from 1,024 to 4,096 tokens on.
const LEAST_PROMPT: i64 = 4_096;

/// Nano-USD of the week that a cache could save at most: less is not worth a look.
const LEAST: i64 = 5 * NANOS;

/// Nano-USD of whole prompts at two prices.
struct Prices {
    uncached: i64,
    cached: i64,
}

/// Sections and models whose large prompts never come from the cache.
pub fn find(
    facts: &Facts,
    book: &PriceBook,
    at: DateTime<Utc>,
) -> Result<Vec<Insight>, QueryError> {
    let works = facts.sum(|fact| {
        let priced = fact.combo.price_state == PriceState::Priced.as_str();
        (priced && fact.succeeded()).then(|| fact.work())
    })?;
    let candidates = works.iter().filter(|(_, sum)| {
        sum.calls >= FEWEST_CALLS
            && sum.cache_read_tokens == 0
            && sum.input_tokens >= sum.calls.saturating_mul(LEAST_PROMPT)
    });
    let insights = candidates.filter_map(|(work, sum)| {
        let prices = prices(book, *work, sum, at)?;
        (prices.uncached - prices.cached >= LEAST).then(|| insight(facts, *work, sum, &prices))
    });
    Ok(insights.collect())
}

/// What the prompts cost by the book, and what they would if all of them came from the cache.
fn prices(
    book: &PriceBook,
    (_, provider, model): (&str, &str, &str),
    sum: &Totals,
    at: DateTime<Utc>,
) -> Option<Prices> {
    const MICROS: i64 = 1_000_000;
    let prompt = u32::try_from(share(sum.input_tokens, (1, sum.calls))).ok()?;
    let tokens = Quantity::from_micros(sum.input_tokens.checked_mul(MICROS)?);
    let amount = |kind: &UsageKind| {
        let of_call = (kind, Quantity::units(prompt));
        let price = book.standard_price(provider, model, of_call, at)?;
        price.amount(tokens).ok().map(Usd::nanos)
    };
    Some(Prices { uncached: amount(&UsageKind::INPUT)?, cached: amount(&UsageKind::CACHE_READ)? })
}

fn insight(facts: &Facts, work: (&str, &str, &str), sum: &Totals, prices: &Prices) -> Insight {
    let (section, provider, model) = work;
    let average = share(sum.input_tokens, (1, sum.calls));
    let saving = prices.uncached - prices.cached;
    Insight {
        rule: Rule::CacheNeverUsed,
        severity: Severity::Info,
        message: format!(
            "Section '{section}' sent {} prompts of {average} tokens on average to {} in the \
              last 7 days and read none of them from the cache; at its price for \
             cached tokens up to {} of {} could be saved.",
            sum.calls,
            named((provider, model)),
            usd(saving),
            usd(prices.uncached),
        ),
        subject: Subject::of_work(work),
        evidence: Evidence::from([
            ("calls", Figure::Count(sum.calls)),
            ("input_tokens", Figure::Count(sum.input_tokens)),
            ("average_prompt", Figure::Count(average)),
            ("cache_read_tokens", Figure::Count(sum.cache_read_tokens)),
            ("cache_write_tokens", Figure::Count(sum.cache_write_tokens)),
            ("at_input_price_usd", Figure::Money(prices.uncached)),
            ("at_cached_price_usd", Figure::Money(prices.cached)),
        ]),
        effect: Some(saving),
        window: facts.week,
        runs: Runs::by(RunSort::Cost),
    }
}
