//! Windows and what is still kept: where single events are gone, an answer covers whole days or
//! quarter-hours, and says so.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::domain::scope::TenantScope;
use crate::domain::window::{QUARTER_MICROS, Window, Zone};
use crate::store::Store;

use super::QueryError;
use super::plan::Detail;

/// A window, as it is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// What is summed.
    pub window: Window,
    /// It is another one than was asked for, because single events at its edges are gone.
    pub snapped: bool,
}

impl From<Window> for Covered {
    fn from(window: Window) -> Self {
        Self { window, snapped: false }
    }
}

/// From when on a tenant's single events are kept.
#[derive(Debug, Clone, Copy)]
pub struct KeptEvents {
    /// The zone of the tenant's civil days.
    pub zone: Zone,
    /// Single events before are gone; none: all are kept.
    from: Option<DateTime<Utc>>,
}

impl KeptEvents {
    /// As it is now.
    pub async fn read(store: &Store, scope: &TenantScope) -> Result<Self, QueryError> {
        let zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
        Ok(Self { zone, from: store.settings(scope).await?.events_from() })
    }

    /// The window that can be answered from what is kept. Of totals it is one that holds the window:
    /// each edge before the border moves outward to a whole civil day with a customer, to a whole
    /// quarter-hour without. Of single events it is the part from the border on.
    pub fn cover(self, window: Window, detail: Detail) -> Result<Covered, QueryError> {
        let Some(border) = self.from.filter(|border| window.from < *border) else {
            return Ok(window.into());
        };
        let covered = if detail.events {
            if window.to <= border {
                return Err(gone("they are", border));
            }
            Window { from: border, to: window.to }
        } else {
            let to = if window.to < border { self.after(window.to, detail) } else { window.to };
            Window { from: self.before(window.from, detail), to }
        };
        Ok(Covered { window: covered, snapped: covered != window })
    }

    /// Refuses pieces of a window whose borders within it would need single events that are gone.
    pub fn check_inner(self, pieces: &[Window], detail: Detail) -> Result<(), QueryError> {
        let Some(border) = self.from else { return Ok(()) };
        let inner = pieces.iter().skip(1).map(|piece| piece.from);
        let mut cut = inner.filter(|at| *at < border && self.before(*at, detail) != *at);
        match cut.next() {
            Some(_) => Err(gone("hours or days that no total is kept for are", border)),
            None => Ok(()),
        }
    }

    /// The last instant up to this one at which totals begin.
    fn before(self, at: DateTime<Utc>, detail: Detail) -> DateTime<Utc> {
        if detail.customer {
            return self.zone.start_of(self.zone.day_of(at));
        }
        at - TimeDelta::microseconds(at.timestamp_micros().rem_euclid(QUARTER_MICROS))
    }

    /// The first instant from this one on at which totals begin.
    fn after(self, at: DateTime<Utc>, detail: Detail) -> DateTime<Utc> {
        let before = self.before(at, detail);
        match (before == at, detail.customer) {
            (true, _) => at,
            (false, true) => self.zone.start_of(self.zone.day_of(at).next()),
            (false, false) => before + TimeDelta::microseconds(QUARTER_MICROS),
        }
    }
}

/// The window that lists of single events can be answered for.
pub async fn from_events(
    store: &Store,
    scope: &TenantScope,
    window: Window,
) -> Result<Covered, QueryError> {
    let detail = Detail { events: true, ..Detail::default() };
    KeptEvents::read(store, scope).await?.cover(window, detail)
}

fn gone(what: &str, border: DateTime<Utc>) -> QueryError {
    let from = border.to_rfc3339_opts(SecondsFormat::Secs, true);
    QueryError::Gone(format!(
        "single events before {from} are no longer kept; {what} answered from then on"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn kept(zone: &str, border: &str) -> KeptEvents {
        KeptEvents { zone: Zone::parse(zone).unwrap(), from: Some(at(border)) }
    }

    fn covered(kept: KeptEvents, from: &str, to: &str, detail: Detail) -> (String, String, bool) {
        let window = Window::new(at(from), at(to)).unwrap();
        let found = kept.cover(window, detail).unwrap();
        let show = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        (show(found.window.from), show(found.window.to), found.snapped)
    }

    const CUSTOMER: Detail = Detail { customer: true, combo: false, events: false };
    const ALL: Detail = Detail { customer: false, combo: false, events: false };
    const EVENTS: Detail = Detail { customer: false, combo: false, events: true };

    #[test]
    fn edges_before_the_border_move_outward() {
        let kept = kept("Europe/Amsterdam", "2026-10-31T23:00:00Z");
        for (from, to, detail, expected) in [
            (
                "2026-10-01T10:07:00Z",
                "2026-10-02T10:01:00Z",
                ALL,
                ("2026-10-01T10:00:00Z", "2026-10-02T10:15:00Z", true),
            ),
            // A day of 25 hours.
            (
                "2026-10-25T10:07:00Z",
                "2026-10-25T11:00:00Z",
                CUSTOMER,
                ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", true),
            ),
            (
                "2026-10-25T10:07:00Z",
                "2026-11-05T11:01:00Z",
                CUSTOMER,
                ("2026-10-24T22:00:00Z", "2026-11-05T11:01:00Z", true),
            ),
            (
                "2026-10-24T22:00:00Z",
                "2026-11-05T11:01:00Z",
                CUSTOMER,
                ("2026-10-24T22:00:00Z", "2026-11-05T11:01:00Z", false),
            ),
            (
                "2026-10-24T22:00:00Z",
                "2026-11-05T11:01:00Z",
                EVENTS,
                ("2026-10-31T23:00:00Z", "2026-11-05T11:01:00Z", true),
            ),
            (
                "2026-11-01T22:03:00Z",
                "2026-11-05T11:01:00Z",
                CUSTOMER,
                ("2026-11-01T22:03:00Z", "2026-11-05T11:01:00Z", false),
            ),
        ] {
            let (from_covered, to_covered, snapped) = expected;
            let expected = (from_covered.to_owned(), to_covered.to_owned(), snapped);
            assert_eq!(covered(kept, from, to, detail), expected, "{from} {to}");
        }
        let before = Window::new(at("2026-10-01T00:00:00Z"), at("2026-10-02T00:00:00Z")).unwrap();
        assert!(kept.cover(before, EVENTS).is_err());
    }
}
