//! Admission: the last checks before an event is priced and queued.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::digest::link;
use crate::domain::event::{Event, PricedEvent};
use crate::domain::money::MAX_EVENT_COST;
use crate::pricing::{Call, Tariff, reported};

use super::rejection::{Rejection, RejectionCode as Code};

/// Whose figure an event's cost is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Figures {
    /// Ours wherever there is a price.
    #[default]
    Priced,
    /// The client's wherever it is above zero, ours elsewhere: for history whose totals are known.
    Kept,
}

/// How far an event's time may lie from now.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Back. Keys outlive it, so that a repeat is always recognised.
    pub max_age: TimeDelta,
    /// Ahead, for clocks that run fast.
    pub max_ahead: TimeDelta,
}

impl Limits {
    /// For imports of history: a partition exists for every month of these years.
    pub fn backfill(now: DateTime<Utc>) -> Self {
        let year_2000 = DateTime::from_timestamp(946_684_800, 0).unwrap_or_default();
        Self { max_age: now - year_2000, max_ahead: TimeDelta::hours(24) }
    }

    /// Refuses a new event whose time lies outside. One that was stored before is a repeat whatever
    /// time it now names.
    pub fn check(&self, event: &Event, now: DateTime<Utc>) -> Result<(), Rejection> {
        let Some(at) = event.at else { return Ok(()) };
        if at > now + self.max_ahead {
            let problem = format!(
                "is more than {} hours ahead of the collector's clock; check the client's clock",
                self.max_ahead.num_hours()
            );
            return Err(Rejection::field(Code::TooNew, "timestamp", problem));
        }
        if at < now - self.max_age {
            let problem = format!(
                "is more than {} days back; use `llmobserve events import` for history",
                self.max_age.num_days()
            );
            return Err(Rejection::field(Code::TooOld, "timestamp", problem));
        }
        Ok(())
    }
}

/// Gives an event its time and its price, or refuses it. An event without a time gets `arrival`.
pub fn admit(
    mut event: Event,
    arrival: DateTime<Utc>,
    tariff: &Tariff,
    figures: Figures,
) -> Result<PricedEvent, Rejection> {
    let at = event.at.unwrap_or(arrival);
    let too_large = || {
        let problem = "would make the event cost more than 1000000 USD";
        Rejection::field(Code::TooLarge, "usage", problem)
    };
    let fingerprint = fingerprint(&event)?;
    let kept = if figures == Figures::Kept { reported(&event) } else { None };
    event.detail.figure_kept = kept.is_some();
    let price = match kept {
        Some(price) => Some(price),
        None => tariff.price(&Call::from(&event), at).map_err(|_| too_large())?,
    };
    if price.as_ref().is_some_and(|price| price.amount > MAX_EVENT_COST) {
        return Err(too_large());
    }
    Ok(PricedEvent { event, at, received: arrival, fingerprint, price })
}

/// A digest of everything that the client said, except when.
pub fn fingerprint(event: &Event) -> Result<i64, Rejection> {
    let json = serde_json::to_vec(event)
        .map_err(|error| Rejection::new(Code::InvalidJson, error.to_string()))?;
    Ok(link(&[&json]))
}
