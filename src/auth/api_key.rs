//! API keys: `llmo_sk_<12 characters>_<43 characters>`, base 62.
//!
//! The first part names the key and may be shown; the second is 256 random bits. With that much
//! randomness a plain SHA-256 at rest is enough: there is nothing to guess.

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::clock::{IdGen, NoRandomness};
use crate::domain::ids::KeyId;
use crate::domain::scope::Grants;
use crate::store::NewKey;

const PREFIX: &str = "llmo_sk_";

/// Characters of the secret part: 62^43 exceeds 2^256.
pub(super) const SECRET_LENGTH: usize = 43;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Not of the form of a key. Nothing is looked up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an API key")]
pub struct MalformedKey;

/// A key in full. Shown once, never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct PlainKey {
    id: KeyId,
    text: String,
}

impl PlainKey {
    /// A new key.
    pub fn generate(ids: &dyn IdGen) -> Result<Self, NoRandomness> {
        let random = random_text(ids, KeyId::LENGTH + SECRET_LENGTH)?;
        let (id, secret) = random.split_at(KeyId::LENGTH);
        let text = format!("{PREFIX}{id}_{secret}");
        Self::parse(&text).map_err(|_| NoRandomness)
    }

    /// Reads a key as a client sends it.
    pub fn parse(text: &str) -> Result<Self, MalformedKey> {
        let (id, secret) =
            text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')).ok_or(MalformedKey)?;
        let well_formed =
            secret.len() == SECRET_LENGTH && secret.bytes().all(|b| b.is_ascii_alphanumeric());
        let id = KeyId::parse(id).filter(|_| well_formed).ok_or(MalformedKey)?;
        Ok(Self { id, text: text.to_owned() })
    }

    /// The public part.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// SHA-256 of the whole key.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// What is kept of it.
    pub fn record(&self, name: &str, grants: Grants, expires_at: Option<DateTime<Utc>>) -> NewKey {
        let (id, digest) = (self.id.clone(), self.digest().to_vec());
        NewKey { id, digest, name: name.to_owned(), grants, expires_at }
    }

    /// The whole key, to be shown to its owner.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Evenly distributed characters: bytes from 248 up would favour the first of the alphabet.
pub(super) fn random_text(ids: &dyn IdGen, length: usize) -> Result<String, NoRandomness> {
    let mut text = String::with_capacity(length);
    let mut buffer = [0; 64];
    while text.len() < length {
        ids.fill(&mut buffer)?;
        let even = buffer.iter().filter(|byte| usize::from(**byte) < 4 * ALPHABET.len());
        let characters = even.map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]));
        text.extend(characters.take(length - text.len()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemIdGen;

    #[test]
    fn a_key_reads_back() {
        let key = PlainKey::generate(&SystemIdGen).unwrap();
        assert_eq!(key.reveal().len(), 8 + 12 + 1 + 43);
        assert_eq!(PlainKey::parse(key.reveal()).unwrap(), key);
        assert_ne!(PlainKey::generate(&SystemIdGen).unwrap(), key);
        assert!(!format!("{key:?}").contains(&key.reveal()[21..]));
    }

    #[test]
    fn other_texts_are_no_keys() {
        let good = PlainKey::generate(&SystemIdGen).unwrap().reveal().to_owned();
        for bad in [
            "",
            "dev-mode",
            "llmo_sk_",
            &good[1..],
            &good[..63],
            &format!("{good}x"),
            &good.replace("_sk_", "_pk_"),
            &format!("{} ", &good[..63]),
        ] {
            assert_eq!(PlainKey::parse(bad), Err(MalformedKey), "{bad:?}");
        }
    }
}
