//! Query parameters, each taken by name and checked; what nobody took is an error, so that a
//! misspelt filter never widens an answer.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, Datelike, Utc};
use serde::de::DeserializeOwned;

use crate::domain::digest::link;
use crate::domain::window::{Window, Zone};

use super::super::cursor;
use super::super::error::ApiError;

/// Years that a window may touch.
const YEARS: std::ops::Range<i32> = 1970..2200;

/// Days of a window that names no beginning.
const DEFAULT_DAYS: u64 = 30;

/// The parameters of a request.
#[derive(Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
    question: i64,
}

/// Parameters that choose a page or a form of the same answer.
const NO_QUESTION: [&str; 3] = ["cursor", "limit", "format"];

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        // The tenant was read with the credential.
        Ok(Self::from_pairs(pairs.filter(|(name, _)| name != "tenant_id")))
    }
}

impl Params {
    /// From pairs, for callers other than HTTP.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs: Vec<(String, String)> = pairs.into_iter().collect();
        let mut asked: Vec<&(String, String)> =
            pairs.iter().filter(|(name, _)| !NO_QUESTION.contains(&name.as_str())).collect();
        asked.sort();
        let parts: Vec<&[u8]> =
            asked.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]).collect();
        let question = link(&parts);
        Self { pairs, question }
    }

    /// A digest of what is asked, whatever page of it: a cursor is good for one question.
    pub fn question(&self) -> i64 {
        self.question
    }

    /// A parameter is given, and not empty.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, value)| known == name && !value.is_empty())
    }

    /// A parameter's value. Given twice, it is refused.
    pub fn take(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(at) = self.pairs.iter().position(|(known, _)| known == name) else {
            return Ok(None);
        };
        let (_, value) = self.pairs.swap_remove(at);
        if self.pairs.iter().any(|(known, _)| known == name) {
            return Err(ApiError::parameter(name, "is given twice"));
        }
        if value.contains('\0') {
            return Err(ApiError::parameter(name, "contains the character U+0000"));
        }
        Ok(Some(value))
    }

    /// A parameter's value; an empty one counts as absent.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        Ok(self.take(name)?.filter(|value| !value.is_empty()))
    }

    /// A filter: absent, `name=` for calls that have none, or a value.
    pub fn filter(&mut self, name: &str) -> Result<Option<Option<String>>, ApiError> {
        Ok(self.take(name)?.map(|value| (!value.is_empty()).then_some(value)))
    }

    /// Every value of a parameter that may be given several times.
    pub fn take_all(&mut self, name: &str) -> Result<Vec<String>, ApiError> {
        let (taken, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(known, _)| known == name);
        self.pairs = others;
        let values: Vec<String> = taken.into_iter().map(|(_, value)| value).collect();
        if values.iter().any(|value| value.contains('\0')) {
            return Err(ApiError::parameter(name, "contains the character U+0000"));
        }
        Ok(values)
    }

    /// The names of the parameters that begin with a text, once each.
    pub fn names_after(&self, prefix: &str) -> Vec<String> {
        let names = self.pairs.iter().map(|(name, _)| name.clone());
        let mut names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// A whole number within bounds.
    pub fn number(&mut self, name: &str, default: u32, most: u32) -> Result<u32, ApiError> {
        let Some(text) = self.text(name)? else { return Ok(default) };
        match text.parse() {
            Ok(number) if (1..=most).contains(&number) => Ok(number),
            _ => Err(ApiError::parameter(name, format_args!("must be a number from 1 to {most}"))),
        }
    }

    /// The place after which a page begins.
    pub fn cursor<T: DeserializeOwned>(&mut self) -> Result<Option<T>, ApiError> {
        let question = self.question;
        self.text("cursor")?.map(|text| cursor::decode(&text, question)).transpose()
    }

    /// `time_zone`, where given.
    pub fn zone(&mut self) -> Result<Option<Zone>, ApiError> {
        let name = self.text("time_zone")?;
        name.map(|name| Zone::parse(&name).map_err(|error| ApiError::parameter("time_zone", error)))
            .transpose()
    }

    /// `from` and `to`: instants (RFC 3339), or dates of the zone. Without them, the last 30 days
    /// up to the end of today.
    pub fn window(&mut self, zone: Zone, now: DateTime<Utc>) -> Result<Window, ApiError> {
        let from = self.instant("from", zone)?;
        let to = self.instant("to", zone)?;
        let window = match (from, to) {
            (None, None) => return Ok(Window::last_days(DEFAULT_DAYS, now, zone)),
            (Some(from), Some(to)) => Window::new(from, to),
            (Some(from), None) => Window::new(from, Window::last_days(1, now, zone).to),
            (None, Some(to)) => {
                let last = to - chrono::TimeDelta::microseconds(1);
                Window::new(Window::last_days(DEFAULT_DAYS, last, zone).from, to)
            }
        };
        window.map_err(|error| ApiError::parameter("from", format_args!("and `to`: {error}")))
    }

    /// The window to compare with: `compare=previous` for the one of equal length that ends where
    /// this one begins, or `compare_from` and `compare_to`.
    pub fn compared(&mut self, window: Window, zone: Zone) -> Result<Option<Window>, ApiError> {
        let from = self.instant("compare_from", zone)?;
        let to = self.instant("compare_to", zone)?;
        let previous = match self.text("compare")?.as_deref() {
            None => false,
            Some("previous") => true,
            Some(_) => return Err(ApiError::parameter("compare", "must be `previous`")),
        };
        match (previous, from, to) {
            (true, None, None) => Ok(Some(window.previous(zone))),
            (false, None, None) => Ok(None),
            (false, Some(from), Some(to)) => Window::new(from, to).map(Some).map_err(|error| {
                ApiError::parameter("compare_from", format_args!("and `compare_to`: {error}"))
            }),
            _ => {
                let problem = "goes with neither; give it alone, or both `compare_from` and \
                               `compare_to`";
                Err(ApiError::parameter("compare", problem))
            }
        }
    }

    /// An instant (RFC 3339), or the beginning of a date of the zone.
    pub fn instant(&mut self, name: &str, zone: Zone) -> Result<Option<DateTime<Utc>>, ApiError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        // A `+` that was not escaped arrives as a space.
        let text = text.replace(' ', "+");
        let instant = zone.instant(&text).filter(|instant| YEARS.contains(&instant.year()));
        instant.map(Some).ok_or_else(|| {
            let problem = "must be an RFC 3339 time (2026-11-21T00:00:00Z) or a date (2026-11-21), \
                           of the years 1970 to 2199";
            ApiError::parameter(name, problem)
        })
    }

    /// Refuses what nobody took.
    pub fn finish(self) -> Result<(), ApiError> {
        match self.pairs.first() {
            None => Ok(()),
            Some((name, _)) => Err(ApiError::parameter(name, "is not known here")),
        }
    }
}

/// The parameters of an answer about a window, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct WindowParams {
    /// First instant (RFC 3339) or day. Default: 30 days, today included.
    from: Option<String>,
    /// First instant or day after. Default: the end of today.
    to: Option<String>,
    /// IANA time zone of dates, hours and days. Default: the tenant's.
    time_zone: Option<String>,
    /// Selects the tenant in open mode; otherwise it may only repeat the credential's.
    tenant_id: Option<String>,
}

/// The parameters of a list, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct ListParams {
    /// Most entries of a page.
    #[param(minimum = 1)]
    limit: Option<u32>,
    /// `next` of the page before; the other parameters must be as they were. Without `from` and `to`
    /// the window moves on at midnight: name them where pages may be read on both sides of it.
    cursor: Option<String>,
}
