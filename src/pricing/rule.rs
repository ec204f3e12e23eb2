//! Rules that match a name: clause trees of the price book.

use regex::Regex;
use serde::Deserialize;

/// A clause, as written in the book. Names and texts are lower case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The whole name.
    Equals(String),
    /// Its beginning.
    StartsWith(String),
    /// Its end.
    EndsWith(String),
    /// A part of it.
    Contains(String),
    /// A regular expression somewhere in it.
    Regex(#[serde(deserialize_with = "regex")] Regex),
    /// All of these.
    And(Vec<Self>),
    /// Any of these.
    Or(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
}

impl Rule {
    /// Whether a lower-case name satisfies the rule.
    pub fn matches(&self, name: &str) -> bool {
        match self {
            Self::Equals(text) => name == text,
            Self::StartsWith(text) => name.starts_with(text.as_str()),
            Self::EndsWith(text) => name.ends_with(text.as_str()),
            Self::Contains(text) => name.contains(text.as_str()),
            Self::Regex(regex) => regex.is_match(name),
            Self::And(rules) => rules.iter().all(|rule| rule.matches(name)),
            Self::Or(rules) => rules.iter().any(|rule| rule.matches(name)),
            Self::Not(rule) => !rule.matches(name),
        }
    }
}

fn regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    Regex::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}
