//! A row of another system: named values, each under one of several spellings.
//!
//! Exports of one system come as JSON and as CSV, in `camelCase` and in `snake_case`. In a row of CSV
//! every value is a text, and what is an object in JSON is the text of one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::value::RawValue;

use crate::domain::money::{ClientCost, Usd};
use crate::domain::number::Number;
use crate::domain::usage::Quantity;
use crate::ingest::{Rejection, RejectionCode as Code};

/// Longest row, in bytes.
pub const MAX_ROW: usize = 16 << 20;

/// See the module.
#[derive(Debug, Default)]
pub struct Row(BTreeMap<String, Box<RawValue>>);

impl Row {
    /// Reads an object.
    pub fn read(raw: &RawValue) -> Result<Self, Rejection> {
        serde_json::from_str(raw.get())
            .map(Self)
            .map_err(|_| Rejection::new(Code::InvalidType, "a row must be a JSON object"))
    }

    /// The value under the first of the names that has one; `null` and an empty text are none.
    pub fn raw(&self, names: &[&str]) -> Option<&RawValue> {
        let mut found = names.iter().filter_map(|name| self.0.get(*name));
        found.find(|raw| !matches!(raw.get(), "null" | "\"\"")).map(AsRef::as_ref)
    }

    /// A text, or the text of a number or a boolean.
    pub fn text(&self, names: &[&str]) -> Option<String> {
        self.raw(names).and_then(plain)
    }

    /// An object, or the text of one. Anything else is an empty one.
    pub fn object(&self, names: &[&str]) -> Self {
        let Some(raw) = self.raw(names) else { return Self::default() };
        let inner = raw.get().starts_with('"').then(|| plain(raw)).flatten();
        serde_json::from_str(inner.as_deref().unwrap_or(raw.get())).map(Self).unwrap_or_default()
    }

    /// An array of texts, or the text of one.
    pub fn list(&self, names: &[&str]) -> Vec<String> {
        let Some(raw) = self.raw(names) else { return Vec::new() };
        let inner = raw.get().starts_with('"').then(|| plain(raw)).flatten();
        let items: Vec<Box<RawValue>> =
            serde_json::from_str(inner.as_deref().unwrap_or(raw.get())).unwrap_or_default();
        items.iter().filter_map(|item| plain(item)).collect()
    }

    /// A quantity that is not negative; absent is none.
    pub fn quantity(&self, names: &[&str]) -> Result<Quantity, Rejection> {
        let Some(text) = self.text(names) else { return Ok(Quantity::default()) };
        let name = names.first().copied().unwrap_or_default();
        Quantity::parse(&text).map_err(|error| Rejection::field(Code::InvalidValue, name, error))
    }

    /// An amount, rounded once to nano-USD.
    pub fn amount(&self, names: &[&str]) -> Option<Usd> {
        amount(&self.text(names)?)
    }

    /// A time; one without an offset is UTC.
    pub fn time(&self, names: &[&str]) -> Result<Option<DateTime<Utc>>, Rejection> {
        let Some(text) = self.text(names) else { return Ok(None) };
        let name = names.first().copied().unwrap_or_default();
        let problem = "is no time: expected 2026-11-21T12:00:00Z or 2026-11-21 12:00:00, in UTC \
                       where there is no offset, or milliseconds since 1970";
        let refuse = || Rejection::field(Code::InvalidValue, name, problem);
        time(&text).map(Some).ok_or_else(refuse)
    }

    /// A time that must be there: without it a second import would tell of another one.
    pub fn began(&self, names: &[&str]) -> Result<DateTime<Utc>, Rejection> {
        let name = names.first().copied().unwrap_or_default();
        let missing = || Rejection::field(Code::MissingField, name, "is required");
        self.time(names)?.ok_or_else(missing)
    }

    /// Everything, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), raw.as_ref()))
    }
}

/// An amount, rounded once to nano-USD.
pub fn amount(text: &str) -> Option<Usd> {
    ClientCost::stored(text).ok().map(|cost| cost.amount())
}

/// The text of a value that is no object and no array.
pub fn plain(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw.get()).ok(),
        Some(b'{' | b'[') => None,
        _ => Some(raw.get().to_owned()).filter(|text| text != "null"),
    }
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    // Seconds are missing in no export; an offset without minutes is PostgreSQL's.
    let padded = format!("{text}:00");
    let with_offset = [text, &padded]
        .into_iter()
        .find_map(|text| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%:z").ok());
    if let Some(time) = with_offset {
        return Some(time.with_timezone(&Utc));
    }
    for form in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"] {
        if let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
            return Some(time.and_utc());
        }
    }
    let millis = Number::parse(text).ok()?.scaled(3).ok()?;
    DateTime::from_timestamp_micros(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_are_utc() {
        let noon = "2026-11-21T12:00:00.250+00:00";
        for text in [
            "2026-11-21T12:00:00.250Z",
            "2026-11-21 12:00:00.250000",
            "2026-11-21T12:00:00.25",
            "2026-11-21T13:00:00.250+01:00",
            "2026-11-21 12:00:00.250+00",
            "2026-11-21 07:00:00.250-05:00",
            "1795262400250",
        ] {
            assert_eq!(time(text).map(|time| time.to_rfc3339()).as_deref(), Some(noon), "{text}");
        }
        for text in ["", "yesterday", "2026-13-01 00:00:00", "21.11.2026 12:00"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_may_be_the_object() {
        let json = r#"{"a":{"n":1},"b":"{\"n\":1}","c":"x","d":null,"e":"","tags":"[\"x\",2]"}"#;
        let row = Row::read(serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!(row.object(&["a"]).text(&["n"]).as_deref(), Some("1"));
        assert_eq!(row.object(&["b"]).text(&["n"]).as_deref(), Some("1"));
        assert!(row.object(&["c"]).iter().next().is_none());
        assert!(row.raw(&["d", "e"]).is_none());
        assert_eq!(row.list(&["tags"]), ["x", "2"]);
    }
}
