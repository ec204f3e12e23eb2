//! How long single events are kept.

use chrono::{DateTime, TimeDelta, Utc};

use super::window::{Day, Zone};

/// Most days that may be asked for: a hundred years.
pub const MAX_DAYS: u32 = 36_500;

/// How far apart two reports of one call may begin, see [`super::billing::RESPONSE_WINDOW`].
const NEIGHBOURS: TimeDelta = TimeDelta::microseconds(super::billing::RESPONSE_WINDOW);

/// Days for which a tenant keeps something; none: for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Single events.
    pub events_days: Option<u32>,
    /// Their metadata.
    pub metadata_days: Option<u32>,
}

/// The first civil day that is kept whole: `days` of them before today. Events as old as `max_age`
/// may still arrive and must find the other reports of their call, so days that those may be on are
/// kept in any case.
pub fn first_kept_day(now: DateTime<Utc>, zone: Zone, days: u32, max_age: TimeDelta) -> Day {
    let asked = Day(zone.day_of(now).0 - i64::from(days));
    asked.min(zone.day_of(now - max_age - NEIGHBOURS))
}

/// The instant before which metadata is gone: the start of the civil day `days` before today.
pub fn metadata_from(now: DateTime<Utc>, zone: Zone, days: u32) -> DateTime<Utc> {
    zone.start_of(Day(zone.day_of(now).0 - i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_an_event_may_still_arrive_for_are_kept() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let max_age = TimeDelta::days(35);
        for (now, days, first) in [
            ("2026-11-21T12:00:00Z", 90, "2026-08-23"),
            ("2026-11-21T12:00:00Z", 36, "2026-10-16"),
            // An event of the 17th at noon may arrive; its call may have begun on the 16th.
            ("2026-11-21T12:00:00Z", 35, "2026-10-16"),
            ("2026-11-21T12:00:00Z", 1, "2026-10-16"),
        ] {
            let day = first_kept_day(at(now), Zone::UTC, days, max_age);
            assert_eq!(day.to_string(), first, "{days}");
        }
    }
}
