//! A span as it arrived, before anything is made of it.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::ingest::{Rejection, RejectionCode as Code};

use super::value::Attributes;

/// A span. Ids are bytes of whatever length was sent.
#[derive(Debug, Default)]
pub struct Span<'a> {
    pub trace: Vec<u8>,
    pub id: Vec<u8>,
    pub parent: Vec<u8>,
    pub name: Cow<'a, str>,
    /// Nanoseconds since 1970.
    pub start: u64,
    /// Nanoseconds since 1970; 0 where it did not end.
    pub end: u64,
    /// `2` is an error.
    pub status: i64,
    pub attributes: Attributes<'a>,
}

/// The number that a span's status has where it failed.
pub const ERROR: i64 = 2;

impl Span<'_> {
    /// Its ids are what OpenTelemetry says that they are, and it says when it began.
    pub fn check(&self) -> Result<(), Rejection> {
        let is_id = |bytes: &[u8], length| bytes.len() == length && bytes.iter().any(|b| *b != 0);
        let refuse = |name, problem| Err(Rejection::field(Code::InvalidValue, name, problem));
        if !is_id(&self.trace, 16) {
            return refuse("traceId", "must be 16 bytes that are not all zero");
        }
        if !is_id(&self.id, 8) {
            return refuse("spanId", "must be 8 bytes that are not all zero");
        }
        if self.start == 0 {
            return Err(Rejection::field(Code::MissingField, "startTimeUnixNano", "is required"));
        }
        Ok(())
    }

    /// An id for the event: 48 bits of the start in milliseconds, then SHA-256 of trace and span id, in
    /// the form of a UUID (version 8 of RFC 9562: 74 bits of the hash have room). The same span has the
    /// same id whenever it is sent, and neighbours in time are neighbours on disk.
    pub fn event_id(&self) -> String {
        let hash = Sha256::new().chain_update(&self.trace).chain_update(&self.id).finalize();
        let mut id = [0; 16];
        id[..6].copy_from_slice(&(self.start / 1_000_000).to_be_bytes()[2..]);
        id[6..].copy_from_slice(&hash[..10]);
        id[6] = id[6] & 0x0f | 0x80;
        id[8] = id[8] & 0x3f | 0x80;
        let hex = hex(&id);
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// When it began, to the microsecond.
    pub fn began(&self) -> Option<DateTime<Utc>> {
        time(self.start)
    }

    /// When it ended; none before it began.
    pub fn ended(&self) -> Option<DateTime<Utc>> {
        time(self.end).filter(|_| self.end >= self.start)
    }

    /// The span around it, as hexadecimal digits; zeros are none.
    pub fn parent_hex(&self) -> Option<String> {
        self.parent.iter().any(|byte| *byte != 0).then(|| hex(&self.parent))
    }

    /// It failed.
    pub fn failed(&self) -> bool {
        self.status == ERROR
    }
}

fn time(nanos: u64) -> Option<DateTime<Utc>> {
    i64::try_from(nanos / 1_000).ok().and_then(DateTime::from_timestamp_micros)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u64) -> Span<'static> {
        Span { trace: vec![1; 16], id: vec![2; 8], start, ..Span::default() }
    }

    #[test]
    fn ids_are_in_the_order_of_time_and_of_the_span_alone() {
        let id = span(1_795_262_400_250_999_999).event_id();
        assert_eq!(id, span(1_795_262_400_250_000_000).event_id());
        assert_eq!(&id[..13], "01a1fdfa-46fa");
        assert!(id < span(1_795_262_400_251_000_000).event_id());
        let other = Span { id: vec![3; 8], ..span(1_795_262_400_250_000_000) };
        assert_ne!(id[14..], other.event_id()[14..]);
        assert_eq!((&id[14..15], id.len()), ("8", 36));
    }

    #[test]
    fn what_has_no_id_or_no_time_is_no_span() {
        assert!(span(1).check().is_ok());
        for bad in [
            Span { trace: vec![0; 16], ..span(1) },
            Span { trace: vec![1; 8], ..span(1) },
            Span { id: vec![], ..span(1) },
            span(0),
        ] {
            assert!(bad.check().is_err(), "{bad:?}");
        }
    }
}
