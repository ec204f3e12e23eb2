//! A body in protobuf, read span by span.
//!
//! A generated reader builds the whole request at once: two bytes of an empty attribute become eighty in
//! memory, and one text that is no UTF-8 makes every span unreadable. Here the wire is walked: what a
//! span holds is in memory while that span is read, and a fault inside of one is that span's.
//!
//! Field numbers: opentelemetry-proto 1.8, `trace/v1/trace.proto` and `common/v1/common.proto`.

use std::borrow::Cow;

use prost::bytes::Buf;
use prost::encoding::{WireType, decode_key, decode_varint};

use crate::ingest::Rejection;

use super::body::{Reader, Unreadable, unreadable};
use super::span::Span;
use super::value::{Attributes, MAX_DEPTH, Room, Value};

/// A field of a message.
enum Field<'a> {
    Varint(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
    Fixed32,
}

/// What is wrong with a message.
#[derive(Debug, Clone, Copy)]
struct Malformed(&'static str);

impl From<Malformed> for Unreadable {
    fn from(Malformed(reason): Malformed) -> Self {
        Self::Malformed(reason.to_owned())
    }
}

impl From<Malformed> for Rejection {
    fn from(Malformed(reason): Malformed) -> Self {
        unreadable(reason)
    }
}

const TRUNCATED: Malformed = Malformed("it ends inside a field");
const WRONG_TYPE: Malformed = Malformed("a field has another wire type than it must have");

/// Walks the fields of a message.
fn fields<'a, E: From<Malformed>>(
    mut rest: &'a [u8],
    mut each: impl FnMut(u32, Field<'a>) -> Result<(), E>,
) -> Result<(), E> {
    while !rest.is_empty() {
        let (number, field) = next(&mut rest)?;
        each(number, field)?;
    }
    Ok(())
}

fn next<'a>(rest: &mut &'a [u8]) -> Result<(u32, Field<'a>), Malformed> {
    let (number, wire) = decode_key(rest).map_err(|_| Malformed("no field begins there"))?;
    let field = match wire {
        WireType::Varint => Field::Varint(varint(rest)?),
        WireType::SixtyFourBit => Field::Fixed64(rest.try_get_u64_le().map_err(|_| TRUNCATED)?),
        WireType::ThirtyTwoBit => {
            rest.try_get_u32_le().map_err(|_| TRUNCATED)?;
            Field::Fixed32
        }
        WireType::LengthDelimited => {
            let length = usize::try_from(varint(rest)?).map_err(|_| TRUNCATED)?;
            let (bytes, after) = rest.split_at_checked(length).ok_or(TRUNCATED)?;
            *rest = after;
            Field::Bytes(bytes)
        }
        WireType::StartGroup | WireType::EndGroup => return Err(Malformed("groups are not used")),
    };
    Ok((number, field))
}

fn varint(rest: &mut &[u8]) -> Result<u64, Malformed> {
    decode_varint(rest).map_err(|_| Malformed("a number is cut off or too long"))
}

impl<'a> Field<'a> {
    fn bytes(self) -> Result<&'a [u8], Malformed> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(WRONG_TYPE) }
    }

    /// A text; none where it is no UTF-8.
    fn text(self) -> Result<Option<Cow<'a, str>>, Malformed> {
        Ok(std::str::from_utf8(self.bytes()?).ok().map(Cow::Borrowed))
    }

    fn fixed64(self) -> Result<u64, Malformed> {
        if let Self::Fixed64(value) = self { Ok(value) } else { Err(WRONG_TYPE) }
    }

    /// `int64`, `bool` and `enum`: two's complement in a varint.
    fn int(self) -> Result<i64, Malformed> {
        if let Self::Varint(value) = self { Ok(value.cast_signed()) } else { Err(WRONG_TYPE) }
    }
}

/// Reads an `ExportTraceServiceRequest`.
pub fn read(body: &[u8], reader: &mut Reader<'_>) -> Result<(), Unreadable> {
    fields(body, |number, field| match number {
        1 => resource_spans(field.bytes()?, reader),
        _ => Ok(()),
    })
}

/// Reads a `ResourceSpans`: its resource first, wherever it stands.
fn resource_spans(bytes: &[u8], reader: &mut Reader<'_>) -> Result<(), Unreadable> {
    let mut resource = Ok(Attributes::default());
    fields(bytes, |number, field| {
        if number == 1 {
            resource = self::resource(field.bytes()?);
        }
        Ok::<_, Unreadable>(())
    })?;
    fields(bytes, |number, field| match number {
        2 => fields(field.bytes()?, |number, field| match number {
            2 => {
                let span = span(field.bytes()?).map_err(Rejection::from);
                let resource = resource.as_ref().map_err(|fault| Rejection::from(*fault));
                reader.take(resource, span)
            }
            _ => Ok(()),
        }),
        _ => Ok(()),
    })
}

fn span(bytes: &[u8]) -> Result<Span<'_>, Malformed> {
    let mut span = Span::default();
    let mut room = Room::default();
    fields(bytes, |number, field| {
        match number {
            1 => span.trace = field.bytes()?.to_vec(),
            2 => span.id = field.bytes()?.to_vec(),
            4 => span.parent = field.bytes()?.to_vec(),
            5 => span.name = field.text()?.unwrap_or_default(),
            7 => span.start = field.fixed64()?,
            8 => span.end = field.fixed64()?,
            9 => {
                let (name, value) = key_value(field.bytes()?, MAX_DEPTH, &mut room)?;
                span.attributes.add(name, value);
            }
            15 => span.status = status(field.bytes()?)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(span)
}

/// The code of a `Status`.
fn status(bytes: &[u8]) -> Result<i64, Malformed> {
    let mut code = 0;
    fields(bytes, |number, field| {
        if number == 3 {
            code = field.int()?;
        }
        Ok::<_, Malformed>(())
    })?;
    Ok(code)
}

/// The attributes of a `Resource`.
fn resource(bytes: &[u8]) -> Result<Attributes<'_>, Malformed> {
    let mut found = Attributes::default();
    let mut room = Room::default();
    fields(bytes, |number, field| {
        if number == 1 {
            let (name, value) = key_value(field.bytes()?, MAX_DEPTH, &mut room)?;
            found.add(name, value);
        }
        Ok::<_, Malformed>(())
    })?;
    Ok(found)
}

type Named<'a> = (Cow<'a, str>, Value<'a>);

/// Reads a `KeyValue`. A name that is no text has no value.
fn key_value<'a>(bytes: &'a [u8], depth: usize, room: &mut Room) -> Result<Named<'a>, Malformed> {
    let (mut name, mut found) = (Some(Cow::default()), Value::Empty);
    fields(bytes, |number, field| {
        match number {
            1 => name = field.text()?,
            2 => found = value(field.bytes()?, depth, room)?,
            _ => {}
        }
        Ok::<_, Malformed>(())
    })?;
    Ok(name.map_or_else(|| (Cow::default(), Value::Empty), |name| (name, found)))
}

/// Reads an `AnyValue`.
fn value<'a>(bytes: &'a [u8], depth: usize, room: &mut Room) -> Result<Value<'a>, Malformed> {
    let Some(deeper) = depth.checked_sub(1) else { return Ok(Value::Empty) };
    let mut found = Value::Empty;
    fields(bytes, |number, field| {
        found = match number {
            1 => field.text()?.map_or(Value::Empty, Value::from),
            2 => Value::Bool(field.int()? != 0),
            3 => Value::Int(field.int()?),
            4 => Value::Double(f64::from_bits(field.fixed64()?)),
            5 => {
                Value::List(items(field.bytes()?, room, |bytes, room| value(bytes, deeper, room))?)
            }
            6 => Value::Map(items(field.bytes()?, room, |bytes, room| {
                key_value(bytes, deeper, room)
            })?),
            _ => return Ok(()),
        };
        Ok::<_, Malformed>(())
    })?;
    Ok(found)
}

/// The elements of an `ArrayValue` or a `KeyValueList`, as far as there is room.
fn items<'a, T>(
    bytes: &'a [u8],
    room: &mut Room,
    mut each: impl FnMut(&'a [u8], &mut Room) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let mut found = Vec::new();
    fields(bytes, |number, field| {
        if number == 1 && room.take() {
            found.push(each(field.bytes()?, room)?);
        }
        Ok::<_, Malformed>(())
    })?;
    Ok(found)
}
