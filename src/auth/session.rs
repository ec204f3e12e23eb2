//! Sessions of the dashboard: an API key, exchanged for a cookie that scripts cannot read.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::clock::{IdGen, NoRandomness};

use super::api_key::{SECRET_LENGTH, random_text};

const PREFIX: &str = "llmo_ss_";

/// How long a session lasts, whether or not it is used: a working day.
pub const SESSION_LASTS: TimeDelta = TimeDelta::hours(12);

/// The value of a session's cookie. Kept by the browser only, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// A new one: 256 random bits.
    pub fn generate(ids: &dyn IdGen) -> Result<Self, NoRandomness> {
        Ok(Self(format!("{PREFIX}{}", random_text(ids, SECRET_LENGTH)?)))
    }

    /// Reads one as a browser sends it. `None`: it is none of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let secret = text.strip_prefix(PREFIX)?;
        let well_formed =
            secret.len() == SECRET_LENGTH && secret.bytes().all(|b| b.is_ascii_alphanumeric());
        well_formed.then(|| Self(text.to_owned()))
    }

    /// SHA-256 of the value: how the database knows it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The value, for the browser.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What a page of ours must send beside the cookie to change something. Another site's page makes
    /// a browser send the cookie, and cannot read this.
    pub fn csrf_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("csrf {}", self.0)))
    }

    /// Whether a request brought the right one.
    pub fn is_csrf_token(&self, sent: &str) -> bool {
        self.csrf_token().as_bytes().ct_eq(sent.as_bytes()).into()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemIdGen;

    #[test]
    fn a_token_reads_back_and_no_other_text_does() {
        let token = SessionToken::generate(&SystemIdGen).unwrap();
        assert_eq!(SessionToken::parse(token.reveal()).unwrap(), token);
        assert_ne!(SessionToken::generate(&SystemIdGen).unwrap(), token);
        assert!(!format!("{token:?}").contains(&token.reveal()[8..]));
        for bad in ["", "llmo_ss_", &token.reveal()[1..], &format!("{}x", token.reveal())] {
            assert_eq!(SessionToken::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn each_session_has_a_token_of_its_own_against_forgery() {
        let [one, other] = [(); 2].map(|()| SessionToken::generate(&SystemIdGen).unwrap());
        assert!(one.is_csrf_token(&one.csrf_token()));
        assert!(!one.is_csrf_token(&other.csrf_token()));
        assert!(!one.is_csrf_token(""));
    }
}
