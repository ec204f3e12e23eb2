//! What becomes of one event.

use std::sync::Arc;

use crate::domain::event::{PriceState, Role};
use crate::domain::money::{MAX_EVENT_COST, Usd};
use crate::domain::revision::{Facts, Request};
use crate::domain::usage::Usage;
use crate::pricing::{Call, Subject, Tariff};
use crate::store::Candidate;

/// What a request makes of an event. `None`: it stays as it is.
pub fn judge(request: &Request, tariff: Option<&Arc<Tariff>>, event: &Candidate) -> Option<Facts> {
    match request {
        Request::Reprice { .. } if event.detail.figure_kept => None,
        Request::Reprice { .. } => reprice(tariff?, event),
        Request::Void { .. } => {
            let state = event.facts.price_state.as_str();
            let counts = !state.is_empty() && state != PriceState::Void.as_str();
            let void = PriceState::Void.as_str().to_owned();
            counts.then(|| Facts { price_state: void, ..event.facts.clone() })
        }
        Request::Reassign { from, to, .. } => {
            let at = event.at.timestamp_micros();
            let moves = from
                .iter()
                .any(|origin| origin.customer == event.facts.customer && origin.since <= at);
            moves.then(|| Facts { customer: to.clone(), ..event.facts.clone() })
        }
        Request::Undo { .. } => event.before.clone(),
    }
}

/// The event at the prices of its own time, as a tariff knows them.
fn reprice(tariff: &Arc<Tariff>, event: &Candidate) -> Option<Facts> {
    let mut usage = Usage::default();
    for line in event.facts.lines.iter().filter(|line| !line.implied) {
        usage.add(line.kind.clone(), line.quantity);
    }
    let combo = &event.combo;
    let call = Call {
        subject: Subject {
            provider: &combo.provider,
            model: (!combo.model.is_empty()).then_some(combo.model.as_str()),
            service_tier: event.detail.service_tier.as_deref(),
            customer: event.facts.customer.as_deref(),
        },
        role: Role::of(&event.span_type, &combo.provider),
        usage: &usage,
        failed: crate::domain::event::Status::new(&combo.status).is_error(),
        client_cost: event.client_cost.map(Usd::from_nanos),
    };
    let price = tariff.price(&call, event.at).ok()??;
    // As at ingest: a price that leads beyond it changes nothing.
    if price.amount > MAX_EVENT_COST {
        return None;
    }
    Some(Facts {
        customer: event.facts.customer.clone(),
        price_state: price.state.as_str().to_owned(),
        price_id: price.id,
        cost: price.amount.nanos(),
        lines: price.lines,
    })
}
