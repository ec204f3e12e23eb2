//! A plain CSV file whose header names our event's fields.
//!
//! `usage.KIND` and `tags.NAME` are columns too; one that is not known is kept in the metadata. A row
//! without an id is named after its content and its place among equal rows.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::domain::digest::EventKey;
use crate::domain::money::Usd;
use crate::ingest::Rejection;

use super::Translate;
use super::draft::Draft;
use super::llmobserve::wire::Claimed;
use super::row::Row;

/// Fields whose values are texts.
const TEXTS: [&str; 22] = [
    "tenant_id",
    "run_id",
    "span_id",
    "parent_span_id",
    "span_type",
    "section",
    "section_path",
    "provider",
    "model",
    "endpoint",
    "customer_id",
    "user_id",
    "session_id",
    "environment",
    "response_id",
    "paid_by",
    "status",
    "service_tier",
    "semantic_label",
    "voice_call_id",
    "voice_segment_type",
    "voice_platform",
];

/// Fields whose values are numbers.
const NUMBERS: [&str; 5] =
    ["input_tokens", "output_tokens", "cached_tokens", "latency_ms", "audio_duration_seconds"];

/// Those of them that count usage.
const USAGE: [&str; 3] = ["input_tokens", "output_tokens", "cached_tokens"];

/// Another name for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    ours: String,
    theirs: String,
}

impl Rename {
    /// Reads `ours=theirs`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((ours, theirs)) if !ours.is_empty() && !theirs.is_empty() => {
                Ok(Self { ours: ours.to_owned(), theirs: theirs.to_owned() })
            }
            _ => Err("expected OURS=THEIRS, for example customer_id=account".to_owned()),
        }
    }
}

/// Translates rows.
#[derive(Debug)]
pub struct Columns {
    renames: Vec<Rename>,
    /// How often a content was seen, of rows that have no id.
    seen: HashMap<EventKey, u32>,
}

impl Columns {
    /// With other names for some fields.
    pub fn new(renames: Vec<Rename>) -> Self {
        Self { renames, seen: HashMap::new() }
    }

    /// The field of a column. A column whose name was given to another one is no field.
    fn field<'n>(&'n self, column: &'n str) -> Option<&'n str> {
        let renamed = self.renames.iter().find(|rename| rename.theirs == column);
        let taken = self.renames.iter().any(|rename| rename.ours == column);
        renamed.map(|rename| rename.ours.as_str()).or((!taken).then_some(column))
    }

    /// The column of a field.
    fn column<'n>(&'n self, field: &'n str) -> &'n str {
        let renamed = self.renames.iter().find(|rename| rename.ours == field);
        renamed.map_or(field, |rename| rename.theirs.as_str())
    }

    fn id(&mut self, raw: &RawValue, row: &Row) -> String {
        if let Some(id) = row.text(&[self.column("id")]) {
            return id;
        }
        // The reader writes cells by column name, so equal rows are equal texts.
        let content = EventKey::of(raw.get());
        let before = self.seen.entry(content).or_default();
        *before += 1;
        format!("csv-{:032x}-{before}", u128::from_be_bytes(content.0))
    }
}

impl Translate for Columns {
    fn event(&mut self, raw: &RawValue) -> Result<Claimed, Rejection> {
        let row = Row::read(raw)?;
        let mut draft = Draft::default();
        draft.text("id", Some(self.id(raw, &row)));
        draft.at(row.began(&[self.column("timestamp")])?);
        draft.cost(row.text(&[self.column("cost_usd")]));
        for name in TEXTS {
            draft.text(name, row.text(&[self.column(name)]));
        }
        for name in ["is_streaming", "stream_cancelled"] {
            if let Some(text) = row.text(&[self.column(name)]) {
                draft.boolean(name, &text);
            }
        }
        let has_kinds = row
            .iter()
            .any(|(column, _)| self.field(column).is_some_and(|field| field.starts_with("usage.")));
        for name in NUMBERS {
            let text = row.text(&[self.column(name)]);
            if has_kinds && USAGE.contains(&name) {
                draft.kind(name, text)?;
            } else {
                draft.number(name, text)?;
            }
        }
        for (column, raw) in row.iter() {
            let Some(field) = self.field(column) else {
                draft.keep(column, Some(raw));
                continue;
            };
            if let Some(kind) = field.strip_prefix("usage.") {
                draft.kind(kind, row.text(&[column]))?;
            } else if let Some(name) = field.strip_prefix("tags.") {
                draft.tag(name, row.text(&[column]));
            } else if !is_field(field) {
                draft.keep(column, Some(raw));
            }
        }
        draft.finish()
    }

    fn figure(&self, row: &RawValue) -> Option<Usd> {
        Row::read(row).ok()?.amount(&[self.column("cost_usd")])
    }
}

fn is_field(name: &str) -> bool {
    let others = ["id", "timestamp", "cost_usd", "is_streaming", "stream_cancelled"];
    TEXTS.contains(&name) || NUMBERS.contains(&name) || others.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn equal_rows_are_told_apart_by_their_order_alone() {
        let row = raw(r#"{"provider":"openai","timestamp":"2026-01-01 00:00:00"}"#);
        let mut first = Columns::new(Vec::new());
        let ids = [first.event(&row), first.event(&row)].map(|read| read.unwrap().event.id);
        assert_ne!(ids[0], ids[1]);
        let mut again = Columns::new(Vec::new());
        assert_eq!(again.event(&row).unwrap().event.id, ids[0]);
    }

    #[test]
    fn a_renamed_column_takes_the_place_of_its_namesake() {
        let renames = vec![Rename::parse("customer_id=account").unwrap()];
        let row = raw(
            r#"{"provider":"openai","timestamp":"2026-01-01 00:00:00","account":"a","customer_id":"b"}"#,
        );
        let event = Columns::new(renames).event(&row).unwrap().event;
        assert_eq!(event.customer.unwrap().as_str(), "a");
        assert_eq!(event.detail.metadata["customer_id"].0.get(), "\"b\"");
        assert!(Rename::parse("customer_id").is_err());
    }
}
