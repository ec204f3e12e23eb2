//! Where a page ended, as a text that a client hands back unread.
//!
//! It names a place in the caller's own list and gives no access to anything: the rows after it are
//! read with the caller's scope like any others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ApiError;

/// Longest cursor accepted, in bytes.
const LONGEST: usize = 16 << 10;

/// A place as text.
pub fn encode<T: Serialize>(place: &T) -> Result<String, ApiError> {
    let json = serde_json::to_vec(place).map_err(ApiError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// A text as a place.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    let refuse = || ApiError::parameter("cursor", "is not one that this list returned as `next`");
    if text.len() > LONGEST {
        return Err(refuse());
    }
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| refuse())?;
    serde_json::from_slice(&json).map_err(|_| refuse())
}
