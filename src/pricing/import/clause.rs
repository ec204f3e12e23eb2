//! Clauses on names, as genai-prices writes them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::rule::Rule;
use super::ImportError;

/// A clause.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// The whole name.
    Equals(String),
    /// Its beginning.
    StartsWith(String),
    /// Its end.
    EndsWith(String),
    /// A part of it.
    Contains(String),
    /// A regular expression in Python's dialect.
    Regex(String),
    /// All of these.
    And(Vec<Self>),
    /// Any of these.
    Or(Vec<Self>),
}

impl Clause {
    /// The clause as one of our rules, lower-cased.
    pub fn rule(&self, place: &str) -> Result<Value, ImportError> {
        let all = |clauses: &[Self]| -> Result<Vec<Value>, ImportError> {
            clauses.iter().map(|clause| clause.rule(place)).collect()
        };
        Ok(match self {
            Self::Equals(text) => json!({ "equals": text.to_lowercase() }),
            Self::StartsWith(text) => json!({ "starts_with": text.to_lowercase() }),
            Self::EndsWith(text) => json!({ "ends_with": text.to_lowercase() }),
            Self::Contains(text) => json!({ "contains": text.to_lowercase() }),
            Self::Regex(pattern) => portable(pattern, place)?,
            Self::And(clauses) => json!({ "and": all(clauses)? }),
            Self::Or(clauses) => json!({ "or": all(clauses)? }),
        })
    }

    /// The clauses of which any one is enough.
    fn alternatives(&self) -> Vec<&Self> {
        match self {
            Self::Or(clauses) => clauses.iter().flat_map(Self::alternatives).collect(),
            clause => vec![clause],
        }
    }

    /// Exact names, and the rules that remain.
    pub fn names(&self, place: &str) -> Result<(Vec<String>, Vec<Value>), ImportError> {
        let (mut exact, mut rules): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
        for clause in self.alternatives() {
            match clause {
                Self::Equals(name) => {
                    let name = name.to_lowercase();
                    if !exact.contains(&name) {
                        exact.push(name);
                    }
                }
                clause => rules.push(clause.rule(place)?),
            }
        }
        Ok((exact, rules))
    }

    /// The clause ready to match.
    pub fn compiled(&self, place: &str) -> Result<Rule, ImportError> {
        serde_json::from_value(self.rule(place)?)
            .map_err(|error| ImportError::new(place, error.to_string()))
    }
}

/// The pattern without look-around, which finite automata cannot do: `^(?!.*X)` is "X is not found".
fn portable(pattern: &str, place: &str) -> Result<Value, ImportError> {
    if let Some(inner) = pattern.strip_prefix("^(?!.*").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(json!({ "not": portable(inner, place)? }));
    }
    let bytes = pattern.as_bytes();
    let beyond = bytes.windows(2).any(|pair| pair[0] == b'\\' && (b'1'..=b'9').contains(&pair[1]))
        || bytes.windows(3).any(|three| three.starts_with(b"(?") && three[2] != b':');
    if beyond || regex::Regex::new(pattern).is_err() {
        let problem = format!("the expression {pattern} needs look-around or back-references");
        return Err(ImportError::new(place, problem));
    }
    Ok(json!({ "regex": pattern }))
}
