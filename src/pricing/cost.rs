//! From a call and its rates to its lines, its amount and its price state.

use rust_decimal::Decimal;

use crate::domain::event::{Event, Price, PriceState, UsageLine};
use crate::domain::money::{MoneyOverflow, Usd};
use crate::domain::usage::{Quantity, Usage, UsageKind};

use super::call::Call;
use super::quote::Quote;

/// What a call costs at these rates; none: nothing of it has a price.
pub(super) fn price(call: &Call<'_>, quote: Option<&Quote<'_>>) -> Result<Price, MoneyOverflow> {
    let implied = implies_a_request(call, quote);
    let mut usage = call.usage.clone();
    if implied {
        usage.add(UsageKind::REQUESTS, Quantity::units(1));
    }
    let mut lines: Vec<UsageLine> = usage
        .iter()
        .map(|(kind, quantity)| line(quote, &usage, kind, quantity))
        .collect::<Result<_, _>>()?;
    for line in lines.iter_mut().filter(|line| line.kind == UsageKind::REQUESTS) {
        line.implied = implied;
    }
    let mut amount = Usd::ZERO;
    for line in &lines {
        amount = amount.checked_add(Usd::from_nanos(line.nanos.unwrap_or(0)))?;
    }
    let state = state(call, &lines, quote);
    Ok(match (call.client_cost, state) {
        (Some(client), PriceState::Reported) => Price { state, id: None, lines, amount: client },
        _ => Price { state, id: quote.map(|quote| quote.id.clone()), lines, amount },
    })
}

/// Providers that bill each request bill this one, whether or not the client counted it. A call
/// that failed implies nothing, nor does one of which nothing is known, unless requests are all
/// that the provider bills.
fn implies_a_request(call: &Call<'_>, quote: Option<&Quote<'_>>) -> bool {
    let Some(quote) = quote.filter(|quote| quote.bills_requests()) else { return false };
    let known = !call.usage.is_empty() || quote.rates.len() == 1;
    known && !call.failed && !call.usage.has(&UsageKind::REQUESTS)
}

fn line(
    quote: Option<&Quote<'_>>,
    usage: &Usage,
    kind: &UsageKind,
    quantity: Quantity,
) -> Result<UsageLine, MoneyOverflow> {
    let mut line = UsageLine {
        kind: kind.clone(),
        quantity,
        price: None,
        per: None,
        nanos: None,
        implied: false,
    };
    let prompt = usage.sum(UsageKind::is_prompt);
    let Some((quote, (payer, price))) =
        quote.and_then(|quote| Some((quote, quote.unit_price(kind, prompt)?)))
    else {
        return Ok(line);
    };
    let billed = quantity.max(quote.minimum(payer));
    line.nanos = Some(price.amount(billed)?.nanos());
    line.price = Some(plain(price.usd));
    line.per = Some(price.per);
    Ok(line)
}

/// The client's own figure as the price of a call, where it is above zero: its usage lines then have
/// none. `None` for a step, which is no provider call, and for a call without such a figure.
pub fn reported(event: &Event) -> Option<Price> {
    let client = event.client_cost.as_ref().filter(|cost| cost.is_above_zero())?;
    let unpriced = |(kind, quantity): (&UsageKind, Quantity)| UsageLine {
        kind: kind.clone(),
        quantity,
        price: None,
        per: None,
        nanos: None,
        implied: false,
    };
    event.role().is_call().then(|| Price {
        state: PriceState::Reported,
        id: None,
        lines: event.usage.iter().map(unpriced).collect(),
        amount: client.amount(),
    })
}

/// A decimal without trailing zeros.
pub(super) fn plain(price: Decimal) -> String {
    price.normalize().to_string()
}

fn state(call: &Call<'_>, lines: &[UsageLine], quote: Option<&Quote<'_>>) -> PriceState {
    let priced = lines.iter().filter(|line| line.nanos.is_some()).count();
    let client_knows = call.client_cost.is_some_and(|cost| cost > Usd::ZERO);
    if lines.is_empty() {
        return match () {
            () if client_knows => PriceState::Reported,
            () if call.failed => PriceState::Free,
            () if quote.is_some_and(Quote::is_free) => PriceState::Free,
            () => PriceState::Unpriced,
        };
    }
    if priced == 0 && client_knows {
        return PriceState::Reported;
    }
    if priced < lines.len() {
        return PriceState::Unpriced;
    }
    let all_free = lines.iter().all(|line| line.price.as_deref() == Some("0"));
    if all_free { PriceState::Free } else { PriceState::Priced }
}
