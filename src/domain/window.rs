//! Time: windows, civil days in a zone, and the buckets that answers are grouped by.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use thiserror::Error;

/// Microseconds in a quarter of an hour. Every UTC offset in force since 1990 is a multiple of it,
/// so quarter-hours add up to the hours and days of any zone.
pub const QUARTER_MICROS: i64 = 15 * 60 * 1_000_000;

/// Most buckets that one answer may be grouped into: a year of hours, or 27 years of days.
pub const MAX_BUCKETS: usize = 10_000;

/// An IANA time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A name that the time zone database does not know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("is not a time zone of the IANA database (for example `Europe/Amsterdam`)")]
pub struct UnknownZone;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// By its IANA name.
    pub fn parse(name: &str) -> Result<Self, UnknownZone> {
        Tz::from_str(name).map(Self).map_err(|_| UnknownZone)
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The civil day that an instant falls on, as days since 1970-01-01: from its first midnight up
    /// to that of the next. Where clocks go back over midnight (St John's did at 00:01, until 2010)
    /// the date is that of the day before once more, and the day goes on.
    pub fn day_of(self, at: DateTime<Utc>) -> Day {
        let day = Day::from_date(at.with_timezone(&self.0).date_naive());
        if self.start_of(day.next()) <= at { day.next() } else { day }
    }

    /// The first instant of a civil day. Where midnight happens twice it is the first; where
    /// clocks jump over it, the first instant after the jump.
    pub fn start_of(self, day: Day) -> DateTime<Utc> {
        let midnight = day.date().and_time(NaiveTime::MIN);
        // No zone has ever skipped more than one day.
        for minutes in (0..=24 * 60).step_by(15) {
            let local = midnight + TimeDelta::minutes(minutes);
            if let Some(start) = self.0.from_local_datetime(&local).earliest() {
                return start.with_timezone(&Utc);
            }
        }
        Utc.from_utc_datetime(&midnight)
    }

    /// The first instant of a date.
    pub fn start_of_date(self, date: NaiveDate) -> DateTime<Utc> {
        self.start_of(Day::from_date(date))
    }

    /// An instant (RFC 3339), or the beginning of a date of the zone.
    pub fn instant(self, text: &str) -> Option<DateTime<Utc>> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(instant) => Some(instant.with_timezone(&Utc)),
            Err(_) => text.parse().ok().map(|date| self.start_of_date(date)),
        }
    }

    /// An instant as local time with its offset, RFC 3339.
    pub fn format(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }

    /// An instant as local time, by a format of `strftime`.
    pub fn label(self, at: DateTime<Utc>, format: &str) -> String {
        at.with_timezone(&self.0).format(format).to_string()
    }

    /// Local date, hour and UTC offset: what makes two instants belong to the same civil hour.
    fn hour_of(self, at: DateTime<Utc>) -> (NaiveDate, u32, i32) {
        let local = at.with_timezone(&self.0);
        let hour = u32::try_from(local.time().signed_duration_since(NaiveTime::MIN).num_hours());
        (local.date_naive(), hour.unwrap_or(0), local.offset().fix().local_minus_utc())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A civil day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    fn from_date(date: NaiveDate) -> Self {
        Self(i64::from(date.num_days_from_ce()) - 719_163)
    }

    /// The date.
    pub fn date(self) -> NaiveDate {
        i32::try_from(self.0 + 719_163)
            .ok()
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .unwrap_or_default()
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The week that the day is in. Weeks begin on Monday; week 0 holds 1970-01-01, a Thursday.
    pub fn week(self) -> i64 {
        (self.0 + 3).div_euclid(7)
    }

    /// The Monday of a week.
    pub fn first_of_week(week: i64) -> Self {
        Self(week * 7 - 3)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// The quarter-hour that an instant falls in, counted from 1970.
pub fn quarter_of(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros().div_euclid(QUARTER_MICROS)
}

/// A span of time: from its first instant up to, not including, its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First instant.
    pub from: DateTime<Utc>,
    /// First instant after.
    pub to: DateTime<Utc>,
}

/// Why a window cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WindowError {
    /// It ends before it begins, or at once.
    #[error("`from` must be before `to`")]
    Empty,
    /// It has more than [`MAX_BUCKETS`] groups of time.
    #[error("the window has more than 10000 hours or days; narrow it or group by day")]
    TooManyBuckets,
}

impl Window {
    /// From two instants in order.
    pub fn new(from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Self, WindowError> {
        if from < to { Ok(Self { from, to }) } else { Err(WindowError::Empty) }
    }

    /// The last `days` civil days up to the end of the one that `now` falls on.
    pub fn last_days(days: u64, now: DateTime<Utc>, zone: Zone) -> Self {
        let today = zone.day_of(now);
        let first = today.date().checked_sub_days(Days::new(days.saturating_sub(1)));
        let from = zone.start_of(first.map_or(today, Day::from_date));
        Self { from, to: zone.start_of(today.next()) }
    }

    /// The window of equal length before this one: as many civil days where both ends are
    /// midnights of the zone, whatever clocks did in between.
    pub fn previous(self, zone: Zone) -> Self {
        let (first, end) = (zone.day_of(self.from), zone.day_of(self.to));
        if zone.start_of(first) == self.from && zone.start_of(end) == self.to {
            return Self { from: zone.start_of(Day(2 * first.0 - end.0)), to: self.from };
        }
        Self { from: self.from - (self.to - self.from), to: self.from }
    }

    /// The civil days that lie whole inside the window, with the instants at which they begin and
    /// end. `None` where there is none.
    pub fn whole_days(self, zone: Zone) -> Option<(Day, Day, Self)> {
        let mut first = zone.day_of(self.from);
        if zone.start_of(first) < self.from {
            first = first.next();
        }
        let end = zone.day_of(self.to);
        let inner = Self { from: zone.start_of(first), to: zone.start_of(end) };
        (first < end).then_some((first, end, inner))
    }

    /// The window cut into civil hours or days of a zone. The first and the last may be parts.
    pub fn buckets(self, grain: Grain, zone: Zone) -> Result<Vec<Bucket>, WindowError> {
        let mut buckets = Vec::new();
        let mut at = self.from;
        while at < self.to {
            if buckets.len() == MAX_BUCKETS {
                return Err(WindowError::TooManyBuckets);
            }
            let (label, end) = match grain {
                Grain::Day => {
                    let day = zone.day_of(at);
                    (day.to_string(), zone.start_of(day.next()))
                }
                Grain::Hour => hour_bucket(at, zone),
            };
            let end = end.min(self.to);
            buckets.push(Bucket { label, window: Self { from: at, to: end } });
            at = end;
        }
        Ok(buckets)
    }
}

/// The label and the end of the civil hour that `at` falls in.
fn hour_bucket(at: DateTime<Utc>, zone: Zone) -> (String, DateTime<Utc>) {
    let hour = zone.hour_of(at);
    let quarter = TimeDelta::microseconds(QUARTER_MICROS);
    let aligned = at - TimeDelta::microseconds(at.timestamp_micros().rem_euclid(QUARTER_MICROS));
    let mut start = aligned;
    while zone.hour_of(start - quarter) == hour {
        start -= quarter;
    }
    let mut end = aligned + quarter;
    while zone.hour_of(end) == hour {
        end += quarter;
    }
    (zone.format(start), end)
}

/// How fine an answer is cut in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Civil hours.
    Hour,
    /// Civil days.
    Day,
}

/// A piece of a window, with the name that it has in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `2026-03-29` or `2026-03-29T01:00:00+01:00`.
    pub label: String,
    /// The instants that it covers.
    pub window: Window,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
    }

    fn day(text: &str) -> Day {
        Day::from_date(text.parse().unwrap())
    }

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    #[test]
    fn civil_days_are_23_and_25_hours_long_when_clocks_change() {
        let amsterdam = zone("Europe/Amsterdam");
        for (date, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)] {
            let start = amsterdam.start_of(day(date));
            assert_eq!((amsterdam.start_of(day(date).next()) - start).num_hours(), hours, "{date}");
            assert_eq!(amsterdam.day_of(start), day(date));
            assert_eq!(amsterdam.day_of(start - TimeDelta::microseconds(1)).next(), day(date));
        }
    }

    #[test]
    fn a_midnight_that_does_not_exist_begins_after_the_jump() {
        let sao_paulo = zone("America/Sao_Paulo");
        assert_eq!(sao_paulo.start_of(day("2018-11-04")), at("2018-11-04T03:00:00Z"));
        // Samoa had no 30 December 2011.
        let apia = zone("Pacific/Apia");
        assert_eq!(apia.start_of(day("2011-12-30")), apia.start_of(day("2011-12-31")));
    }

    #[test]
    fn hours_keep_their_offset_when_they_happen_twice() {
        let amsterdam = zone("Europe/Amsterdam");
        let window = Window::new(at("2026-10-25T00:00:00Z"), at("2026-10-25T02:00:00Z")).unwrap();
        let labels: Vec<String> = window
            .buckets(Grain::Hour, amsterdam)
            .unwrap()
            .into_iter()
            .map(|bucket| bucket.label)
            .collect();
        assert_eq!(labels, ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]);
    }

    #[test]
    fn hours_of_a_half_hour_zone_begin_at_the_half_hour() {
        let window = Window::new(at("2026-05-01T00:10:00Z"), at("2026-05-01T02:00:00Z")).unwrap();
        let buckets = window.buckets(Grain::Hour, zone("Asia/Kolkata")).unwrap();
        let cuts: Vec<_> = buckets.iter().map(|bucket| bucket.window.from).collect();
        assert_eq!(
            cuts,
            [at("2026-05-01T00:10:00Z"), at("2026-05-01T00:30:00Z"), at("2026-05-01T01:30:00Z")]
        );
        assert_eq!(buckets[0].label, "2026-05-01T05:00:00+05:30");
    }

    #[test]
    fn whole_days_leave_the_ragged_edges() {
        let window = Window::new(at("2026-05-01T10:00:00Z"), at("2026-05-04T00:00:00Z")).unwrap();
        let (first, end, inner) = window.whole_days(Zone::UTC).unwrap();
        assert_eq!((first, end), (day("2026-05-02"), day("2026-05-04")));
        assert_eq!((inner.from, inner.to), (at("2026-05-02T00:00:00Z"), window.to));
        let short = Window::new(at("2026-05-01T10:00:00Z"), at("2026-05-02T09:00:00Z")).unwrap();
        assert_eq!(short.whole_days(Zone::UTC), None);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let monday = day("2026-11-23");
        assert_eq!(Day::first_of_week(monday.week()), monday);
        assert_eq!(day("2026-11-29").week(), monday.week());
        assert_eq!(day("2026-11-22").week(), monday.week() - 1);
        assert_eq!(day("1970-01-01").week(), 0);
        assert_eq!(day("1969-12-28").week(), -1);
    }

    #[test]
    fn a_day_goes_on_where_clocks_go_back_over_its_midnight() {
        // At 00:01 on 2010-11-07 it became 23:01 of the 6th again.
        let zone = Zone::parse("America/St_Johns").unwrap();
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc);
        let midnight = at("2010-11-07T02:30:00Z");
        let day = zone.day_of(midnight);
        assert_eq!((day.to_string().as_str(), zone.start_of(day)), ("2010-11-07", midnight));
        for (instant, date) in [
            ("2010-11-07T02:29:59.999999Z", "2010-11-06"),
            ("2010-11-07T02:31:00Z", "2010-11-07"),
            ("2010-11-07T03:29:59Z", "2010-11-07"),
            ("2010-11-07T03:30:00Z", "2010-11-07"),
        ] {
            assert_eq!(zone.day_of(at(instant)).to_string(), date, "{instant}");
        }
        let window = Window::new(at("2010-11-06T12:00:00Z"), at("2010-11-08T12:00:00Z")).unwrap();
        let days: Vec<String> = window
            .buckets(Grain::Day, zone)
            .unwrap()
            .into_iter()
            .map(|bucket| bucket.label)
            .collect();
        assert_eq!(days, ["2010-11-06", "2010-11-07", "2010-11-08"]);
    }

    #[test]
    fn the_default_window_ends_with_today() {
        let window = Window::last_days(30, at("2026-11-21T12:00:00Z"), Zone::UTC);
        assert_eq!(
            (window.from, window.to),
            (at("2026-10-23T00:00:00Z"), at("2026-11-22T00:00:00Z"))
        );
    }
}
