//! The body of a request, in either encoding.

use crate::ingest::{Rejection, RejectionCode as Code};

use super::span::Span;
use super::value::Attributes;
use super::{json, protobuf};

/// How a body is written, and how its answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/x-protobuf`.
    Protobuf,
    /// `application/json`.
    Json,
}

/// Why a body is none of ours.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not decode, for this reason.
    Malformed(String),
    /// It holds more spans than are taken at once.
    TooMany,
}

/// Is told each span, with the attributes of what sent it. It may end the reading.
type Each<'e> =
    dyn FnMut(&Attributes<'_>, Result<Span<'_>, Rejection>) -> Result<(), Unreadable> + 'e;

/// Takes spans as they are read.
pub struct Reader<'e>(&'e mut Each<'e>);

impl Reader<'_> {
    /// Takes a span. What is wrong with its resource is wrong with it.
    pub fn take(
        &mut self,
        resource: Result<&Attributes<'_>, Rejection>,
        span: Result<Span<'_>, Rejection>,
    ) -> Result<(), Unreadable> {
        let span = span.and_then(|span| span.check().map(|()| span));
        match resource {
            Ok(resource) => (self.0)(resource, span),
            Err(fault) => (self.0)(&Attributes::default(), Err(fault)),
        }
    }
}

/// Reads a body. A fault of one span is told in its place; the others are read.
pub fn read<'e>(body: &[u8], encoding: Encoding, each: &'e mut Each<'e>) -> Result<(), Unreadable> {
    let mut reader = Reader(each);
    match encoding {
        Encoding::Protobuf => protobuf::read(body, &mut reader),
        Encoding::Json => json::read(body, &mut reader),
    }
}

/// A span that cannot be read, for this reason.
pub fn unreadable(reason: impl std::fmt::Display) -> Rejection {
    Rejection::new(Code::InvalidValue, format!("the span cannot be read: {reason}"))
}
