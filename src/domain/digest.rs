//! Short names for long texts: 16-byte keys and 8-byte links.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The 16 bytes under which an event is stored and deduplicated.
///
/// A canonical UUID is its own key, so that time-ordered ids (version 7) stay neighbours on disk.
/// Any other text is hashed, with the UUID variant bits cleared, so that no hash equals a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventKey(pub [u8; 16]);

impl EventKey {
    /// The key of an event id.
    pub fn of(id: &str) -> Self {
        if let Some(uuid) = canonical_uuid(id) {
            return Self(uuid);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(id.as_bytes())[..16]);
        key[8] &= 0x7f;
        Self(key)
    }
}

/// A lower-case, hyphenated UUID of the RFC 9562 variant, as bytes.
fn canonical_uuid(text: &str) -> Option<[u8; 16]> {
    let bytes = text.as_bytes();
    if bytes.len() != 36 {
        return None;
    }
    let mut uuid = [0; 16];
    let mut nibbles = 0;
    for (position, byte) in bytes.iter().enumerate() {
        if matches!(position, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return None;
            }
            continue;
        }
        uuid[nibbles / 2] = uuid[nibbles / 2] << 4 | hex_digit(*byte)?;
        nibbles += 1;
    }
    (uuid[8] & 0xc0 == 0x80).then_some(uuid)
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// Sixteen bytes of SHA-256 over the parts, each preceded by its length.
pub fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes
}

/// The first eight bytes of [`digest`], as a number.
pub fn link(parts: &[&[u8]]) -> i64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest(parts)[..8]);
    i64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_uuid_is_its_own_key() {
        let key = EventKey::of("018f3e5c-7c4a-7abc-8def-0123456789ab");
        assert_eq!(key.0[..4], [0x01, 0x8f, 0x3e, 0x5c]);
        assert_eq!(key.0[10..], [0x01, 0x23, 0x45, 0x67, 0x89, 0xab]);
    }

    #[test]
    fn any_other_text_is_hashed_outside_the_uuid_range() {
        let lower = "018f3e5c-7c4a-7abc-8def-0123456789ab";
        for text in [
            &lower.to_uppercase(),
            "e1",
            &lower.replace('-', ""),
            "018f3e5c-7c4a-7abc-cdef-0123456789ab",
            "018f3e5c_7c4a-7abc-8def-0123456789ab",
        ] {
            let key = EventKey::of(text);
            assert_eq!(key.0[8] & 0x80, 0, "{text}");
            assert_ne!(key, EventKey::of(lower));
        }
    }

    #[test]
    fn links_do_not_run_together() {
        assert_ne!(link(&[b"ab", b"c"]), link(&[b"a", b"bc"]));
    }
}
