//! Identifiers. Each type holds only values that every store can keep and index.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest id or name, in bytes.
pub const MAX_NAME: usize = 256;

/// Longest path (a section path, an endpoint), in bytes.
pub const MAX_PATH: usize = 1_024;

/// Why a text cannot be kept as an id or a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing in it.
    #[error("must not be empty")]
    Empty,
    /// Longer than the limit, in bytes.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// Contains U+0000, which PostgreSQL cannot store.
    #[error("contains the character U+0000")]
    Nul,
}

/// Checks a text that may be empty against a limit in bytes.
pub fn check_text(text: &str, limit: usize) -> Result<(), TextError> {
    if text.len() > limit {
        return Err(TextError::TooLong(limit));
    }
    if text.contains('\0') { Err(TextError::Nul) } else { Ok(()) }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// From a text of 1 to 256 bytes without U+0000.
            pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                if text.is_empty() {
                    return Err(TextError::Empty);
                }
                check_text(&text, MAX_NAME)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A trace event, named by the client; unique within a tenant.
    EventId
}
text_id! {
    /// A run: the calls of one request, job or trace.
    RunId
}
text_id! {
    /// A tenant's end customer.
    CustomerId
}

/// The tenant of a solo user, and what the SDKs send when nobody named a tenant.
pub const DEFAULT_TENANT: &str = "default_tenant";

/// Whose data it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TenantId(String);

/// Not a tenant id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "must be 1 to 64 characters of A-Z, a-z, 0-9, '_', '.' and '-', starting with a letter or digit"
)]
pub struct InvalidTenantId;

impl TenantId {
    /// From a text of the form `[A-Za-z0-9][A-Za-z0-9_.-]{0,63}`.
    pub fn parse(text: impl Into<String>) -> Result<Self, InvalidTenantId> {
        let text = text.into();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
        let well_formed = text.len() <= 64
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.bytes().all(allowed);
        if well_formed { Ok(Self(text)) } else { Err(InvalidTenantId) }
    }

    /// The tenant that needs no naming.
    pub fn default_tenant() -> Self {
        Self(DEFAULT_TENANT.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TenantId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The public part of an API key: 12 characters that may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct KeyId(String);

impl KeyId {
    /// Length of every key id, in characters.
    pub const LENGTH: usize = 12;

    /// From exactly 12 characters of `0-9A-Za-z`.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed =
            text.len() == Self::LENGTH && text.bytes().all(|b| b.is_ascii_alphanumeric());
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenant_ids() {
        for good in ["a", "acme_corp", "A.b-c_9", &"x".repeat(64)] {
            assert!(TenantId::parse(good).is_ok(), "{good:?}");
        }
        for bad in ["", "_a", ".a", "-a", "a b", "a/b", "ä", "a\0", &"x".repeat(65)] {
            assert!(TenantId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn text_ids() {
        assert!(EventId::parse("x".repeat(256)).is_ok());
        assert_eq!(EventId::parse("x".repeat(257)), Err(TextError::TooLong(256)));
        assert_eq!(EventId::parse(""), Err(TextError::Empty));
        assert_eq!(EventId::parse("a\0b"), Err(TextError::Nul));
    }
}
