//! Reading one JSON value as the type that a field must have.
//!
//! Numbers are read from their text, never through a float. `null` is as good as absent.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::ids::{TextError, check_text};
use crate::domain::number::{Number, NumberError};
use crate::ingest::{Rejection, RejectionCode as Code};

/// A field: its name, and its value as text.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// For messages.
    pub name: &'a str,
    /// The value.
    pub raw: &'a RawValue,
}

impl<'a> Field<'a> {
    fn json(&self) -> &'a str {
        self.raw.get()
    }

    /// `null`.
    pub fn is_null(&self) -> bool {
        self.json() == "null"
    }

    fn refuse(&self, code: Code, problem: impl fmt::Display) -> Rejection {
        Rejection::field(code, self.name, problem)
    }

    fn wrong_type(&self, expected: &str) -> Rejection {
        let found = match self.json().as_bytes().first() {
            Some(b'"') => "a text",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            _ => "a number",
        };
        self.refuse(Code::InvalidType, format_args!("must be {expected}, not {found}"))
    }

    /// A text of at most `limit` bytes. Empty counts as absent.
    pub fn text(&self, limit: usize) -> Result<Option<String>, Rejection> {
        if self.is_null() {
            return Ok(None);
        }
        if !self.json().starts_with('"') {
            return Err(self.wrong_type("a text"));
        }
        let text: String = serde_json::from_str(self.json())
            .map_err(|error| self.refuse(Code::InvalidJson, describe(&error)))?;
        self.check(&text, limit)?;
        Ok((!text.is_empty()).then_some(text))
    }

    /// An id: a text, or an integer, which becomes text.
    pub fn id(&self, limit: usize) -> Result<Option<String>, Rejection> {
        let json = self.json();
        let digits = json.strip_prefix('-').unwrap_or(json);
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            self.check(json, limit)?;
            return Ok(Some(json.to_owned()));
        }
        self.text(limit)
    }

    fn check(&self, text: &str, limit: usize) -> Result<(), Rejection> {
        check_text(text, limit).map_err(|error| {
            let code = match error {
                TextError::TooLong(_) => Code::TooLong,
                TextError::Empty | TextError::Nul => Code::InvalidValue,
            };
            self.refuse(code, error)
        })
    }

    /// A boolean.
    pub fn boolean(&self) -> Result<bool, Rejection> {
        match self.json() {
            "true" => Ok(true),
            "false" | "null" => Ok(false),
            _ => Err(self.wrong_type("true or false")),
        }
    }

    /// The text of a number.
    pub fn number_text(&self) -> Result<Option<&'a str>, Rejection> {
        match self.json().as_bytes().first() {
            _ if self.is_null() => Ok(None),
            Some(b'-' | b'0'..=b'9') => Ok(Some(self.json())),
            _ => Err(self.wrong_type("a number")),
        }
    }

    /// A number that is not negative, times `10^scale`, at most `limit`.
    pub fn scaled(&self, scale: u32, limit: i64) -> Result<Option<i64>, Rejection> {
        let Some(text) = self.number_text()? else { return Ok(None) };
        let number = Number::parse(text).map_err(|error| self.number_error(error))?;
        if number.is_negative() {
            return Err(self.refuse(Code::Negative, "must not be negative"));
        }
        let value = number.scaled(scale).map_err(|error| self.number_error(error))?;
        if value > limit {
            return Err(self.number_error(NumberError::TooLarge));
        }
        Ok(Some(value))
    }

    /// The refusal for a number that cannot be counted with.
    pub fn number_error(&self, error: NumberError) -> Rejection {
        let code = match error {
            NumberError::TooLarge => Code::TooLarge,
            NumberError::Malformed | NumberError::NotWhole => Code::InvalidValue,
        };
        self.refuse(code, error)
    }

    /// The fields of an object.
    pub fn object(&self) -> Result<Option<Members<'a>>, Rejection> {
        if self.is_null() {
            return Ok(None);
        }
        if !self.json().starts_with('{') {
            return Err(self.wrong_type("an object"));
        }
        object(self.raw).map(Some).map_err(|error| self.refuse(Code::InvalidJson, describe(&error)))
    }

    /// Checks a value that is kept as it is: every text in it can be stored, and it is not nested
    /// beyond what readers accept.
    pub fn check_json(&self) -> Result<(), Rejection> {
        let value: serde_json::Value = serde_json::from_str(self.json())
            .map_err(|error| self.refuse(Code::InvalidJson, describe(&error)))?;
        if contains_nul(&value) {
            return Err(self.refuse(Code::InvalidValue, TextError::Nul));
        }
        Ok(())
    }
}

fn contains_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Bool, Null, Number, Object, String};
    match value {
        Null | Bool(_) | Number(_) => false,
        String(text) => text.contains('\0'),
        Array(values) => values.iter().any(contains_nul),
        Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || contains_nul(value))
        }
    }
}

/// What `serde_json` found, without the position inside the value, which means nothing to a client.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    format!("cannot be read: {reason}")
}

/// An object's members in order, values unparsed.
pub type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// Reads an object.
pub fn object(raw: &RawValue) -> Result<Members<'_>, serde_json::Error> {
    struct Fields;

    impl<'de> Visitor<'de> for Fields {
        type Value = Members<'de>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::with_capacity(24);
            while let Some(Name(name)) = map.next_key()? {
                fields.push((name, map.next_value()?));
            }
            Ok(fields)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let fields = deserializer.deserialize_map(Fields)?;
    Ok(fields)
}

/// A field name, borrowed unless it holds escapes.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
