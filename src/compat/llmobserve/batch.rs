//! The body of a request: an array of events, one event, or an object that holds an array.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::fields::object;

/// Why a body is no batch.
#[derive(Debug, PartialEq, Eq)]
pub enum BatchError {
    /// Not JSON. Where, and what was met there.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON of another shape.
    Shape,
    /// More events than are taken at once.
    TooMany,
}

/// The events of a body, unparsed.
pub fn elements(body: &[u8], most: usize) -> Result<Vec<&RawValue>, BatchError> {
    let text = std::str::from_utf8(body).map_err(|error| not_utf8(body, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().as_bytes().first() {
        Some(b'[') => array(text, most),
        Some(b'{') => {
            let raw: &RawValue = serde_json::from_str(text).map_err(|error| not_json(&error))?;
            let fields = object(raw).map_err(|error| not_json(&error))?;
            match fields.iter().find(|(name, _)| name == "events") {
                Some((_, events)) if events.get().starts_with('[') => array(events.get(), most),
                Some(_) => Err(BatchError::Shape),
                None => Ok(vec![raw]),
            }
        }
        _ => match serde_json::from_str::<&RawValue>(text) {
            Ok(_) => Err(BatchError::Shape),
            Err(error) => Err(not_json(&error)),
        },
    }
}

fn array(text: &str, most: usize) -> Result<Vec<&RawValue>, BatchError> {
    let too_many = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let elements = Elements { most, too_many: &too_many }
        .deserialize(&mut deserializer)
        .and_then(|elements| deserializer.end().map(|()| elements));
    elements.map_err(|error| if too_many.get() { BatchError::TooMany } else { not_json(&error) })
}

fn not_json(error: &serde_json::Error) -> BatchError {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text).to_owned();
    BatchError::NotJson { line: error.line(), column: error.column(), reason }
}

fn not_utf8(body: &[u8], at: usize) -> BatchError {
    let before = &body[..at];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let lines_before = before.split(|byte| *byte == b'\n').count();
    BatchError::NotJson {
        line: lines_before,
        column: at - line_start + 1,
        reason: "not valid UTF-8".to_owned(),
    }
}

/// Reads an array of raw values and stops at the first that is too many: a body of a few megabytes
/// can hold millions.
struct Elements<'c> {
    most: usize,
    too_many: &'c Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = Vec<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of events")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = sequence.next_element()? {
            if elements.len() == self.most {
                self.too_many.set(true);
                return Err(serde::de::Error::custom("too many events"));
            }
            elements.push(element);
        }
        Ok(elements)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Result<Vec<&str>, BatchError> {
        elements(body.as_bytes(), 3).map(|found| found.into_iter().map(RawValue::get).collect())
    }

    fn place(body: &[u8]) -> (usize, usize) {
        match elements(body, 3) {
            Err(BatchError::NotJson { line, column, .. }) => (line, column),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn three_shapes() {
        assert_eq!(texts("[]"), Ok(vec![]));
        assert_eq!(texts(" [1, {\"a\":2}]"), Ok(vec!["1", "{\"a\":2}"]));
        assert_eq!(texts("{\"id\":\"x\"}"), Ok(vec!["{\"id\":\"x\"}"]));
        assert_eq!(texts("{\"events\":[{}],\"more\":1}"), Ok(vec!["{}"]));
        assert_eq!(texts("\u{feff}[1]"), Ok(vec!["1"]));
    }

    #[test]
    fn other_shapes() {
        for body in ["1", "\"x\"", "null", "{\"events\":{}}"] {
            assert_eq!(texts(body), Err(BatchError::Shape), "{body}");
        }
        assert_eq!(texts("[1,2,3,4]"), Err(BatchError::TooMany));
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(place(b""), (1, 0));
        assert_eq!(place(b"[NaN]"), (1, 2));
        assert_eq!(place(b"[{}\n,{\"a\":}]"), (2, 7));
        assert_eq!(place(b"[{}] x"), (1, 6));
        assert_eq!(place(b"[\n\"\xff\"]"), (2, 2));
    }
}
