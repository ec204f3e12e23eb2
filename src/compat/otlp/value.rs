//! Attributes: names and values as OpenTelemetry has them, whichever way they were encoded.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use serde_json::{Map, Number};

/// Most attributes of a span that are looked at. OpenTelemetry's own SDKs stop at 128.
pub const MAX_ATTRIBUTES: usize = 4_096;

/// How much of the lists and maps in attributes is looked at: nothing that is read lies far in, and what
/// is beyond is passed over, so that a long vector keeps no call out.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Values of all lists and maps of a span.
    left: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: 4_096 }
    }
}

impl Room {
    /// Whether there is room for one more value.
    pub fn take(&mut self) -> bool {
        let has_room = self.left > 0;
        self.left = self.left.saturating_sub(1);
        has_room
    }
}

/// Deepest nesting of lists and maps that is looked at.
pub const MAX_DEPTH: usize = 16;

/// Longest name of an attribute that is looked at, in bytes. Names that we know are far shorter.
const MAX_KEY: usize = 256;

/// A value. Bytes are none: nothing that is read comes as such. What cannot be read is none either: a
/// fault in one attribute takes nothing from the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Double(f64),
    /// Several.
    List(Vec<Value<'a>>),
    /// Several, each with its name.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
    /// None.
    #[default]
    Empty,
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    /// A text without U+0000, which no database stores.
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(if text.contains('\0') { text.replace('\0', "").into() } else { text })
    }
}

impl Value<'_> {
    /// The text of a text, a number or a boolean; an empty one is none. A number has all its digits and
    /// no exponent: what is read back is the same.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(Cow::Borrowed(text)),
            Self::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
            Self::Int(value) => Some(Cow::Owned(value.to_string())),
            Self::Double(value) => Some(Cow::Owned(value.to_string())),
            Self::Text(_) | Self::List(_) | Self::Map(_) | Self::Empty => None,
        }
    }

    /// The texts of a list, or the one of anything else.
    pub fn texts(&self) -> Vec<String> {
        let items = if let Self::List(items) = self { items } else { std::slice::from_ref(self) };
        items.iter().filter_map(Value::text).map(Cow::into_owned).collect()
    }

    /// As JSON. What is no number there (NaN) is `null`.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_ref().into(),
            Self::Bool(value) => (*value).into(),
            Self::Int(value) => (*value).into(),
            Self::Double(value) => Number::from_f64(*value).into(),
            Self::List(items) => items.iter().map(Value::json).collect(),
            Self::Map(items) => {
                let member = |(name, value): &(Cow<'_, str>, Value<'_>)| {
                    (name.clone().into_owned(), value.json())
                };
                serde_json::Value::Object(items.iter().map(member).collect::<Map<_, _>>())
            }
            Self::Empty => serde_json::Value::Null,
        }
    }
}

/// Values by name. Of a name that appears twice the first counts.
#[derive(Debug, Default)]
pub struct Attributes<'a>(BTreeMap<Cow<'a, str>, Value<'a>>);

impl<'a> Attributes<'a> {
    /// One more. A name that is too long to be known, or is no text that can be stored, is left out, and
    /// so is what has no value.
    pub fn add(&mut self, name: Cow<'a, str>, value: Value<'a>) {
        let is_name = name.len() <= MAX_KEY && !name.contains('\0');
        if is_name && value != Value::Empty && self.0.len() < MAX_ATTRIBUTES {
            self.0.entry(name).or_insert(value);
        }
    }

    /// The value of the first of the names that has one.
    pub fn first(&self, names: &[&str]) -> Option<&Value<'a>> {
        names.iter().find_map(|name| self.0.get(*name))
    }

    /// The text of the first of the names that has one.
    pub fn text(&self, names: &[&str]) -> Option<Cow<'_, str>> {
        names.iter().find_map(|name| self.0.get(*name).and_then(Value::text))
    }

    /// Whether a name begins like this.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        let mut from = self.0.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.next().is_some_and(|(name, _)| name.starts_with(prefix))
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        for (value, text) in [
            (Value::Double(0.000_000_123), "0.000000123"),
            (Value::Double(1e21), "1000000000000000000000"),
            (Value::Double(3.0), "3"),
            (Value::Int(i64::MIN), "-9223372036854775808"),
            (Value::Bool(true), "true"),
        ] {
            assert_eq!(value.text().as_deref(), Some(text));
        }
        assert_eq!(Value::Text("".into()).text(), None);
        assert_eq!(Value::Double(f64::NAN).json(), serde_json::Value::Null);
    }

    #[test]
    fn the_first_name_with_a_text_wins() {
        let mut attributes = Attributes::default();
        for (name, value) in [("b", "first"), ("b", "second"), ("a", ""), ("a.b", "x")] {
            attributes.add(name.into(), Value::Text(value.into()));
        }
        attributes.add("k".repeat(MAX_KEY + 1).into(), Value::Int(1));
        assert_eq!(attributes.text(&["a", "b"]).as_deref(), Some("first"));
        assert!(attributes.has_prefix("a."));
        assert!(!attributes.has_prefix("a.c"));
        assert_eq!(attributes.iter().count(), 3);
    }
}
