//! Where the numbers of a window come from.
//!
//! Whole civil days of the tenant's zone come from daily totals, or, by customer, whole weeks from
//! weekly ones. What is left at the edges comes from quarter-hours where no customer is asked for,
//! and from single events otherwise. The pieces never overlap, so their sums add up to the window.

use chrono::{DateTime, Utc};

use crate::domain::window::{Day, QUARTER_MICROS, Window, Zone};
use crate::store::{Part, Source, Span};

/// Which totals can serve.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detail {
    /// A customer is grouped or filtered by.
    pub customer: bool,
    /// A part of the combination is: provider, model, section, key, status …
    pub combo: bool,
    /// A user or a session is: no total knows those.
    pub events: bool,
}

impl Detail {
    const fn days(self) -> Source {
        match (self.customer, self.combo) {
            (false, _) => Source::Days,
            (true, false) => Source::CustomerDays,
            (true, true) => Source::CustomerComboDays,
        }
    }
}

/// The parts that together cover some windows, one bucket each.
pub fn parts(windows: &[Window], zone: Zone, detail: Detail) -> Vec<Part> {
    let mut plan = Plan::default();
    for (bucket, window) in windows.iter().enumerate() {
        let bucket = i64::try_from(bucket).unwrap_or(i64::MAX);
        if detail.events {
            plan.events(bucket, window.from.timestamp_micros(), window.to.timestamp_micros());
        } else {
            plan.days(bucket, *window, zone, detail);
        }
    }
    let parts = [
        (Source::CustomerWeeks, plan.weeks),
        (detail.days(), plan.days),
        (Source::Quarters, plan.quarters),
        (Source::Events, plan.events),
    ];
    parts
        .into_iter()
        .filter(|(_, spans)| !spans.is_empty())
        .map(|(source, spans)| Part { source, spans })
        .collect()
}

#[derive(Default)]
struct Plan {
    weeks: Vec<Span>,
    days: Vec<Span>,
    quarters: Vec<Span>,
    events: Vec<Span>,
}

impl Plan {
    fn days(&mut self, bucket: i64, window: Window, zone: Zone, detail: Detail) {
        let Some((first, end, inner)) = window.whole_days(zone) else {
            return self.quarters(bucket, window.from, window.to, detail);
        };
        self.weeks(bucket, first, end, detail);
        self.quarters(bucket, window.from, inner.from, detail);
        self.quarters(bucket, inner.to, window.to, detail);
    }

    fn weeks(&mut self, bucket: i64, first: Day, end: Day, detail: Detail) {
        let (first_week, end_week) = (Day(first.0 + 6).week(), end.week());
        if !detail.customer || detail.combo || first_week >= end_week {
            self.days.push(Span { bucket, since: first.0, until: end.0 });
            return;
        }
        self.weeks.push(Span { bucket, since: first_week, until: end_week });
        let (monday, last_monday) = (Day::first_of_week(first_week), Day::first_of_week(end_week));
        for (since, until) in [(first.0, monday.0), (last_monday.0, end.0)] {
            if since < until {
                self.days.push(Span { bucket, since, until });
            }
        }
    }

    fn quarters(&mut self, bucket: i64, from: DateTime<Utc>, to: DateTime<Utc>, detail: Detail) {
        let (from, to) = (from.timestamp_micros(), to.timestamp_micros());
        let first = from.div_euclid(QUARTER_MICROS) + i64::from(from % QUARTER_MICROS != 0);
        let end = to.div_euclid(QUARTER_MICROS);
        if detail.customer || first >= end {
            return self.events(bucket, from, to);
        }
        self.quarters.push(Span { bucket, since: first, until: end });
        self.events(bucket, from, first * QUARTER_MICROS);
        self.events(bucket, end * QUARTER_MICROS, to);
    }

    fn events(&mut self, bucket: i64, since: i64, until: i64) {
        if since < until {
            self.events.push(Span { bucket, since, until });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
    }

    fn window(from: &str, to: &str) -> Window {
        Window::new(at(from), at(to)).unwrap()
    }

    fn sources(window: Window, zone: &str, customer: bool) -> Vec<(Source, i64)> {
        let detail = Detail { customer, ..Detail::default() };
        parts(&[window], Zone::parse(zone).unwrap(), detail)
            .into_iter()
            .map(|part| (part.source, part.spans.iter().map(|span| span.until - span.since).sum()))
            .collect()
    }

    #[test]
    fn whole_days_need_nothing_else() {
        let month = window("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
        assert_eq!(sources(month, "UTC", false), [(Source::Days, 31)]);
        // 5 to 25 October 2026 are three weeks from Monday to Sunday.
        let weeks = [(Source::CustomerWeeks, 3), (Source::CustomerDays, 4 + 6)];
        assert_eq!(sources(month, "UTC", true), weeks);
        let week = window("2026-10-05T00:00:00Z", "2026-10-12T00:00:00Z");
        assert_eq!(sources(week, "UTC", true), [(Source::CustomerWeeks, 1)]);
        let six_days = window("2026-10-06T00:00:00Z", "2026-10-12T00:00:00Z");
        assert_eq!(sources(six_days, "UTC", true), [(Source::CustomerDays, 6)]);
    }

    #[test]
    fn ragged_edges_come_from_quarters_or_events() {
        let ragged = window("2026-10-01T23:50:00Z", "2026-10-03T00:15:01Z");
        let minute = TimeDelta::minutes(1).num_microseconds().unwrap();
        assert_eq!(
            sources(ragged, "UTC", false),
            [(Source::Days, 1), (Source::Quarters, 1), (Source::Events, 10 * minute + 1_000_000)]
        );
        assert_eq!(
            sources(ragged, "UTC", true),
            [(Source::CustomerDays, 1), (Source::Events, 25 * minute + 1_000_000)]
        );
    }

    #[test]
    fn another_zone_s_days_come_from_quarters() {
        let day = window("2026-10-01T18:30:00Z", "2026-10-02T18:30:00Z");
        assert_eq!(sources(day, "UTC", false), [(Source::Quarters, 96)]);
        assert_eq!(sources(day, "Asia/Kolkata", false), [(Source::Days, 1)]);
    }
}
