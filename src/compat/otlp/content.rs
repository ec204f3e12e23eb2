//! What people wrote and models answered: kept only for tenants that ask for it, and never whole where
//! it is long.

use std::sync::Arc;

use regex::Regex;
use serde_json::Value;
use serde_json::value::to_raw_value;

use crate::domain::event::{Detail, Raw};

use super::section::cut;

/// Longest text of content that is kept, in bytes; the rest is cut off.
const LONGEST_TEXT: usize = 8 << 10;

/// Most bytes of content that are kept with one span, as JSON.
const LONGEST: usize = 32 << 10;

/// What takes the place of what must not be stored.
const REDACTED: &str = "[redacted]";

/// Replaces what must not be stored. The operator says what that is.
#[derive(Debug, Clone, Default)]
pub struct Redaction(Option<Arc<Regex>>);

impl Redaction {
    /// Of what matches a regular expression; an empty one matches nothing.
    pub fn new(pattern: &str) -> Result<Self, regex::Error> {
        let pattern = (!pattern.is_empty()).then(|| Regex::new(pattern)).transpose()?;
        Ok(Self(pattern.map(Arc::new)))
    }

    fn text(&self, text: &str) -> String {
        match &self.0 {
            Some(pattern) => pattern.replace_all(text, REDACTED).into_owned(),
            None => text.to_owned(),
        }
    }

    /// A value in which every text, names too, is redacted and at most so long.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => cut(self.text(text), LONGEST_TEXT).into(),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(name, item)| (self.text(name), self.value(item))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

/// Keeps content with an event's metadata, as much as fits, the first names first.
pub fn keep(detail: &mut Detail, content: &[(String, Value)], redaction: &Redaction) {
    let mut left = LONGEST;
    for (name, value) in content {
        let Ok(raw) = to_raw_value(&redaction.value(value)) else { continue };
        // No database stores the character.
        if raw.get().contains("\\u0000") {
            continue;
        }
        let Some(rest) = left.checked_sub(name.len() + raw.get().len()) else { continue };
        left = rest;
        detail.metadata.entry(name.clone()).or_insert(Raw(raw));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_redacted_wherever_they_stand_and_cut() {
        let redaction = Redaction::new("sk-[a-z]+").unwrap();
        let value = serde_json::json!({"sk-key": ["my sk-secret", 1, {"deep": "sk-a sk-b"}]});
        assert_eq!(
            redaction.value(&value),
            serde_json::json!({"[redacted]": ["my [redacted]", 1, {"deep": "[redacted] [redacted]"}]})
        );
        let long = redaction.value(&"é".repeat(LONGEST_TEXT).into());
        assert_eq!(long.as_str().unwrap().len(), LONGEST_TEXT);
        assert!(Redaction::new("(").is_err());
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let content: Vec<(String, Value)> = (0..6)
            .map(|index| (format!("gen_ai.prompt.{index}"), "x".repeat(9_000).into()))
            .collect();
        let mut detail = Detail::default();
        keep(&mut detail, &content, &Redaction::default());
        assert_eq!(detail.metadata.len(), 3);
        keep(&mut detail, &[("nul".to_owned(), "a\0b".into())], &Redaction::default());
        assert!(!detail.metadata.contains_key("nul"));
    }
}
