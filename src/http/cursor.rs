//! Where a page ended, as a text that a client hands back unread.
//!
//! It is good for the question that it came from: with other filters the place would mean nothing,
//! and the page after it would silently miss rows.
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

/// A place in the answer to a question, as text. The question is any digest of it.
pub fn encode<T: Serialize>(place: &T, question: i64) -> Result<String, ApiError> {
    let json = serde_json::to_vec(&(question, place)).map_err(ApiError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// A text as a place in the answer to the same question.
pub fn decode<T: DeserializeOwned>(text: &str, question: i64) -> Result<T, ApiError> {
    let refuse = || {
        let problem = "is not the `next` of an answer to this question; send the other parameters \
                       as they were, or leave it out to begin again";
        ApiError::parameter("cursor", problem)
    };
    if text.len() > LONGEST {
        return Err(refuse());
    }
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| refuse())?;
    let (asked, place): (i64, T) = serde_json::from_slice(&json).map_err(|_| refuse())?;
    if asked == question { Ok(place) } else { Err(refuse()) }
}
