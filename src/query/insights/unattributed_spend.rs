//! Spend that no customer can be charged with, of a tenant that otherwise names its customers.

use crate::domain::money::NANOS;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;
use crate::store::{Filter, Filters, RunSort, Store};

use super::super::QueryError;
use super::super::costs::{CostQuery, Dimension, costs};
use super::facts::{Facts, total};
use super::ratio::{at_least, percent, times, usd};
use super::{Evidence, Figure, Insight, Rule, Runs, Severity, Subject};

/// Per cent of the week's spend, from which it is told, and from which it is a warning.
const TOLD: i64 = 20;
const WARNING: i64 = 50;

/// Per cent of the week's spend that must have a customer: who names fewer does not use customers.
const ATTRIBUTED: i64 = 10;

/// Fewest customers with calls in the week.
const FEWEST_CUSTOMERS: usize = 3;

/// Fewest calls without a customer.
const FEWEST_CALLS: i64 = 50;

/// Nano-USD of the week: less is not worth a look.
const LEAST: i64 = 5 * NANOS;

/// The spend of the week without customer, where it is a large part.
pub async fn find(
    store: &Store,
    scope: &TenantScope,
    facts: &Facts,
) -> Result<Option<Insight>, QueryError> {
    let (own, customers) = (&facts.no_customer, facts.customers.len());
    let attributed = total(facts.customers.values())?.cost;
    let all = own.cost.checked_add(attributed).ok_or(QueryError::Overflow)?;
    let enough = customers >= FEWEST_CUSTOMERS && own.calls >= FEWEST_CALLS && own.cost >= LEAST;
    let of_all = (own.cost, all);
    let uses_customers = at_least((attributed, all), ATTRIBUTED, (1, 1));
    if !enough || !uses_customers || !at_least(of_all, TOLD, (1, 1)) {
        return Ok(None);
    }
    let (section, section_cost) = costliest_section(store, scope, facts.week).await?;
    let warning = at_least(of_all, WARNING, (1, 1));
    Ok(Some(Insight {
        rule: Rule::UnattributedSpend,
        severity: if warning { Severity::Warning } else { Severity::Info },
        message: format!(
            "{} of the {} of the last 7 days ({}) have no customer, although {customers} customers \
             are named; {} of it in section '{section}'.",
            usd(own.cost),
            usd(all),
            percent(of_all),
            usd(section_cost),
        ),
        subject: Subject { section: Some(section), ..Subject::default() },
        evidence: Evidence::from([
            ("unattributed_cost_usd", Figure::Money(own.cost)),
            ("unattributed_calls", Figure::Count(own.calls)),
            ("total_cost_usd", Figure::Money(all)),
            ("percent_of_cost", Figure::Hundredths(times(of_all, (1, 100)))),
            ("customers", Figure::Count(i64::try_from(customers).unwrap_or(i64::MAX))),
            ("section_cost_usd", Figure::Money(section_cost)),
        ]),
        effect: Some(own.cost),
        window: facts.week,
        runs: Runs { without_customer: true, ..Runs::by(RunSort::Cost) },
    }))
}

/// The section in which most of it is spent.
async fn costliest_section(
    store: &Store,
    scope: &TenantScope,
    window: Window,
) -> Result<(String, i64), QueryError> {
    let query = CostQuery {
        filters: Filters { customer: Filter::NONE, ..Filters::default() },
        limit: 1,
        ..CostQuery::of(window, None).by(&[Dimension::Section])
    };
    let first = costs(store, scope, &query).await?.groups.into_iter().next();
    Ok(first.map_or_else(Default::default, |group| {
        let name = group.labels.into_iter().flatten().next().unwrap_or_default();
        (name, group.totals.cost)
    }))
}
