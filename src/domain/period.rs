//! Billing periods by name.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use thiserror::Error;

use super::window::{Day, Window, Zone};

/// A name of no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "must be today, yesterday, week, month, last_month, quarter, year, or a date as 2026, 2026-Q4, \
     2026-11 or 2026-11-21"
)]
pub struct UnknownPeriod;

impl Window {
    /// A whole civil period of a zone: one named by its date, or one that `now` is in. Weeks begin
    /// on Monday.
    pub fn period(name: &str, now: DateTime<Utc>, zone: Zone) -> Result<Self, UnknownPeriod> {
        let (from, to) = dates(name, zone.day_of(now)).ok_or(UnknownPeriod)?;
        let window = Self::new(zone.start_of_date(from), zone.start_of_date(to));
        window.map_err(|_| UnknownPeriod)
    }
}

/// The first date of a period, and the first after it.
fn dates(name: &str, today: Day) -> Option<(NaiveDate, NaiveDate)> {
    let date = today.date();
    let months =
        |first: NaiveDate, count: u32| Some((first, first.checked_add_months(Months::new(count))?));
    let days = |first: Day, count: i64| Some((first.date(), Day(first.0 + count).date()));
    let month = date.with_day(1)?;
    match name {
        "today" => days(today, 1),
        "yesterday" => days(Day(today.0 - 1), 1),
        "week" => days(Day::first_of_week(today.week()), 7),
        "month" => months(month, 1),
        "last_month" => months(month.checked_sub_months(Months::new(1))?, 1),
        "quarter" => months(month.with_month0(month.month0() / 3 * 3)?, 3),
        "year" => months(month.with_month(1)?, 12),
        _ => dated(name),
    }
}

fn dated(name: &str) -> Option<(NaiveDate, NaiveDate)> {
    if let Ok(date) = name.parse::<NaiveDate>() {
        return Some((date, date.succ_opt()?)).filter(|_| in_range(date.year()));
    }
    let (year, rest) = match name.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (name, None),
    };
    let year = year.parse().ok().filter(|year| in_range(*year))?;
    let (month, count) = match rest {
        None => (1, 12),
        Some(rest) => match rest.strip_prefix('Q') {
            Some(quarter) => {
                (quarter.parse::<u32>().ok().filter(|q| (1..=4).contains(q))? * 3 - 2, 3)
            }
            None => (rest.parse().ok().filter(|_| rest.len() == 2)?, 1),
        },
    };
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((first, first.checked_add_months(Months::new(count))?))
}

fn in_range(year: i32) -> bool {
    (1970..2200).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_and_civil() {
        let now = "2026-11-21T23:30:00Z".parse().unwrap();
        let kolkata = Zone::parse("Asia/Kolkata").unwrap();
        for (name, from, to) in [
            ("today", "2026-11-22", "2026-11-23"),
            ("yesterday", "2026-11-21", "2026-11-22"),
            ("week", "2026-11-16", "2026-11-23"),
            ("month", "2026-11-01", "2026-12-01"),
            ("last_month", "2026-10-01", "2026-11-01"),
            ("quarter", "2026-10-01", "2027-01-01"),
            ("year", "2026-01-01", "2027-01-01"),
            ("2024", "2024-01-01", "2025-01-01"),
            ("2024-Q1", "2024-01-01", "2024-04-01"),
            ("2024-02", "2024-02-01", "2024-03-01"),
            ("2024-02-29", "2024-02-29", "2024-03-01"),
        ] {
            let date = |text: &str| kolkata.start_of_date(text.parse().unwrap());
            let expected = Window::new(date(from), date(to)).unwrap();
            assert_eq!(Window::period(name, now, kolkata), Ok(expected), "{name}");
        }
        for name in ["", "2024-13", "2024-Q5", "2024-2", "2023-02-29", "soon", "99999"] {
            assert_eq!(Window::period(name, now, kolkata), Err(UnknownPeriod), "{name}");
        }
    }
}
