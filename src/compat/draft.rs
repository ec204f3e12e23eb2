//! An event in the making, field by field, out of a foreign row: then it goes the way of all events.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::value::{RawValue, to_raw_value};

use crate::domain::money::ClientCost;
use crate::domain::usage::{Quantity, Usage, UsageKind};
use crate::ingest::{Rejection, RejectionCode as Code};

use super::llmobserve::wire::{self, Claimed};

/// Longest metadata of a foreign row, in bytes of JSON: what the wire takes, less a little.
const LONGEST_METADATA: usize = 60 << 10;

/// Fields as the wire has them.
#[derive(Debug, Default)]
pub struct Draft {
    fields: BTreeMap<&'static str, Box<RawValue>>,
    kinds: BTreeMap<String, Box<RawValue>>,
    tags: BTreeMap<String, String>,
    metadata: BTreeMap<String, Box<RawValue>>,
    cost: Option<String>,
}

impl Draft {
    /// A text; absent stays absent.
    pub fn text(&mut self, name: &'static str, text: Option<impl AsRef<str>>) {
        if let Some(raw) = text.and_then(|text| to_raw_value(text.as_ref()).ok()) {
            self.fields.insert(name, raw);
        }
    }

    /// A value as it stands.
    pub fn raw(&mut self, name: &'static str, raw: &RawValue) {
        self.fields.insert(name, raw.to_owned());
    }

    /// The text of a number.
    pub fn number(&mut self, name: &'static str, text: Option<String>) -> Result<(), Rejection> {
        let Some(text) = text else { return Ok(()) };
        self.fields.insert(name, number(name, text)?);
        Ok(())
    }

    /// Usage of one kind. Kinds of one name add up.
    pub fn kind(&mut self, name: &str, text: Option<String>) -> Result<(), Rejection> {
        let Some(text) = text else { return Ok(()) };
        let path = format!("usage.{name}");
        self.kinds.insert(name.to_owned(), number(&path, text)?);
        Ok(())
    }

    /// A boolean, as databases and people write it.
    pub fn boolean(&mut self, name: &'static str, text: &str) {
        let is_true = matches!(text.to_ascii_lowercase().as_str(), "1" | "true" | "yes");
        self.raw(name, if is_true { RawValue::TRUE } else { RawValue::FALSE });
    }

    /// When the call began.
    pub fn at(&mut self, at: DateTime<Utc>) {
        self.text("timestamp", Some(at.to_rfc3339_opts(SecondsFormat::Micros, true)));
    }

    /// How long it took, to the microsecond.
    pub fn took(&mut self, from: DateTime<Utc>, to: Option<DateTime<Utc>>) {
        let took = to.and_then(|to| (to - from).num_microseconds());
        if let Some(micros) = took.filter(|micros| *micros >= 0) {
            let text = format!("{}.{:03}", micros / 1_000, micros % 1_000);
            if let Ok(raw) = RawValue::from_string(text) {
                self.fields.insert("latency_ms", raw);
            }
        }
    }

    /// Disjoint usage.
    pub fn usage(&mut self, usage: &Usage) {
        let kinds: BTreeMap<&UsageKind, Quantity> = usage.iter().collect();
        if let Ok(raw) = to_raw_value(&kinds) {
            self.fields.insert("usage", raw);
        }
    }

    /// What the source says that it cost. Zero is no figure.
    pub fn cost(&mut self, text: Option<String>) {
        self.text("cost_usd", text.as_deref());
        self.cost = text;
    }

    /// A label.
    pub fn tag(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.tags.insert(name.to_owned(), value);
        }
    }

    /// Labels that are one text each: `name:value`, or a name alone.
    pub fn labels(&mut self, labels: Vec<String>) {
        for label in labels {
            let (name, value) = label.split_once(':').unwrap_or((&label, "true"));
            self.tag(name.trim(), Some(value.trim().to_owned()));
        }
    }

    /// Leaves out labels beyond so many.
    pub fn keep_labels(&mut self, most: usize) {
        while self.tags.len() > most {
            self.tags.pop_last();
        }
    }

    /// Something that is kept and never filtered on.
    pub fn keep(&mut self, name: &str, raw: Option<&RawValue>) {
        if let Some(raw) = raw {
            self.metadata.insert(name.to_owned(), raw.to_owned());
        }
    }

    /// The event. The figure of the source keeps every digit.
    pub fn finish(mut self) -> Result<Claimed, Rejection> {
        let unreadable = |error: serde_json::Error| {
            Rejection::new(Code::InvalidJson, format!("the row cannot be read: {error}"))
        };
        if !self.kinds.is_empty() {
            let kinds = to_raw_value(&self.kinds).map_err(unreadable)?;
            self.fields.insert("usage", kinds);
        }
        if !self.tags.is_empty() {
            let tags = to_raw_value(&self.tags).map_err(unreadable)?;
            self.fields.insert("tags", tags);
        }
        self.shorten_metadata();
        if !self.metadata.is_empty() {
            let metadata = to_raw_value(&self.metadata).map_err(unreadable)?;
            self.fields.insert("event_metadata", metadata);
        }
        let raw = to_raw_value(&self.fields).map_err(unreadable)?;
        let mut claimed = wire::read(&raw)?;
        if let Some(text) = self.cost {
            let cost = ClientCost::stored(&text)
                .map_err(|error| Rejection::field(Code::InvalidValue, "cost_usd", error))?;
            claimed.event.client_cost = Some(cost);
        }
        Ok(claimed)
    }
}

impl Draft {
    /// Leaves the longest values out until the rest can be kept: an import brings costs in, and a long
    /// remark must not keep a call out.
    fn shorten_metadata(&mut self) {
        let length = |name: &str, raw: &RawValue| name.len() + raw.get().len() + 4;
        let mut lengths: Vec<(usize, String)> =
            self.metadata.iter().map(|(name, raw)| (length(name, raw), name.clone())).collect();
        let mut total: usize = lengths.iter().map(|(length, _)| length).sum();
        lengths.sort_unstable();
        while total > LONGEST_METADATA {
            let Some((length, name)) = lengths.pop() else { return };
            self.metadata.remove(&name);
            total -= length;
        }
    }
}

fn number(name: &str, text: String) -> Result<Box<RawValue>, Rejection> {
    let numeric = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let raw = numeric.then(|| RawValue::from_string(text).ok()).flatten();
    raw.ok_or_else(|| Rejection::field(Code::InvalidValue, name, "is not a number"))
}
