//! Usage as clients send it: an object of kinds, or the flat fields of the installed SDKs.

use serde_json::value::RawValue;

use crate::domain::usage::{MAX_KINDS, Quantity, QuantityError, Usage, UsageKind};
use crate::ingest::{Rejection, RejectionCode as Code};

use super::fields::Field;

/// Other names for kinds, as providers and conventions spell them.
const ALIASES: [(&str, &str); 16] = [
    ("input_tokens", "input"),
    ("output_tokens", "output"),
    ("cached_tokens", "cache_read"),
    ("cache_read_tokens", "cache_read"),
    ("cache_read_input_tokens", "cache_read"),
    ("cache_write_tokens", "cache_write"),
    ("cache_creation_tokens", "cache_write"),
    ("cache_creation_input_tokens", "cache_write"),
    ("cache_write_5m_tokens", "cache_write_5m"),
    ("cache_write_1h_tokens", "cache_write_1h"),
    ("reasoning_tokens", "reasoning"),
    ("input_audio_tokens", "input_audio"),
    ("output_audio_tokens", "output_audio"),
    ("input_image_tokens", "input_image"),
    ("output_image_tokens", "output_image"),
    ("input_characters", "characters"),
];

/// The flat fields. They are read only where there is no `usage` object.
#[derive(Debug, Default)]
pub struct FlatUsage<'a> {
    pub input_tokens: Option<&'a RawValue>,
    pub output_tokens: Option<&'a RawValue>,
    pub cached_tokens: Option<&'a RawValue>,
    pub audio_duration_seconds: Option<&'a RawValue>,
}

/// What the flat fields count depends on the segment of a voice pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// `input_tokens` are characters, and the duration is what came of them.
    SpeechSynthesis,
    /// The duration is context, not usage.
    LanguageModel,
    /// Tokens are tokens, seconds are seconds.
    Other,
}

impl FlatUsage<'_> {
    /// The fields as disjoint kinds: `input_tokens` already excludes `cached_tokens`.
    pub fn read(&self, segment: Segment) -> Result<Usage, Rejection> {
        let mut usage = Usage::default();
        let input = if segment == Segment::SpeechSynthesis {
            UsageKind::CHARACTERS
        } else {
            UsageKind::INPUT
        };
        add_tokens(&mut usage, "input_tokens", self.input_tokens, input)?;
        add_tokens(&mut usage, "output_tokens", self.output_tokens, UsageKind::OUTPUT)?;
        add_tokens(&mut usage, "cached_tokens", self.cached_tokens, UsageKind::CACHE_READ)?;
        if let Some(raw) = self.audio_duration_seconds {
            let seconds = quantity(Field { name: "audio_duration_seconds", raw })?;
            if segment == Segment::Other {
                usage.add(UsageKind::SECONDS, seconds);
            }
        }
        Ok(usage)
    }

    /// The fields that are not kept as they were sent, for the record.
    pub fn raw(&self, segment: Segment) -> Vec<(&'static str, Box<RawValue>)> {
        let kept = |name, raw: Option<&RawValue>| raw.map(|raw| (name, raw.to_owned()));
        let input = match segment {
            Segment::SpeechSynthesis => kept("input_tokens", self.input_tokens),
            Segment::LanguageModel | Segment::Other => None,
        };
        let seconds = kept("audio_duration_seconds", self.audio_duration_seconds);
        input.into_iter().chain(seconds.filter(|(_, raw)| raw.get() != "null")).collect()
    }
}

fn add_tokens(
    usage: &mut Usage,
    name: &str,
    raw: Option<&RawValue>,
    kind: UsageKind,
) -> Result<(), Rejection> {
    let Some(raw) = raw else { return Ok(()) };
    let field = Field { name, raw };
    let count = quantity(field)?;
    if count != Quantity::from_micros(count.ceil_units() * 1_000_000) {
        return Err(Rejection::field(Code::InvalidValue, name, "must be a whole number"));
    }
    usage.add(kind, count);
    Ok(())
}

fn quantity(field: Field<'_>) -> Result<Quantity, Rejection> {
    let Some(text) = field.number_text()? else { return Ok(Quantity::default()) };
    Quantity::parse(text).map_err(|error| match error {
        QuantityError::Number(error) => field.number_error(error),
        QuantityError::Negative => Rejection::field(Code::Negative, field.name, error),
        QuantityError::TooMany => Rejection::field(Code::TooLarge, field.name, error),
    })
}

/// The `usage` object: kinds and quantities.
pub fn object(field: Field<'_>) -> Result<Option<Usage>, Rejection> {
    let Some(entries) = field.object()? else { return Ok(None) };
    let mut usage = Usage::default();
    for (name, raw) in entries {
        let path = format!("{}.{name}", field.name);
        let canonical =
            ALIASES.iter().find(|(alias, _)| *alias == name).map_or(&*name, |pair| pair.1);
        let kind = UsageKind::parse(canonical)
            .map_err(|error| Rejection::field(Code::InvalidValue, &path, error))?;
        usage.add(kind, quantity(Field { name: &path, raw })?);
    }
    if usage.len() > MAX_KINDS {
        let problem = format!("has more than {MAX_KINDS} kinds");
        return Err(Rejection::field(Code::TooLarge, field.name, problem));
    }
    Ok(Some(usage))
}
