//! What a call used, out of attributes.

use crate::compat::tokens::Parts;
use crate::domain::usage::{Quantity, QuantityError, Usage, UsageKind};
use crate::ingest::{Rejection, RejectionCode as Code};

use super::value::Attributes;
use super::{names, provider_metadata};

/// Disjoint usage.
///
/// A convention's input includes what was read from and written to caches, and its output the reasoning:
/// the parts are subtracted, unless the total tells that a side stands beside its parts. A write that is
/// told by lifetime is not counted again as one without.
pub fn of(attributes: &Attributes<'_>) -> Result<Usage, Rejection> {
    if attributes.has_prefix(names::USAGE_PREFIX) {
        return own(attributes);
    }
    let mut parts = Parts::default();
    let mut has_side = false;
    let mut by_lifetime = 0;
    for (kind, names) in names::USAGE {
        let Some(found) = quantity(attributes, names)? else { continue };
        has_side |= matches!(*kind, "input" | "output");
        if kind.starts_with("cache_write_") {
            by_lifetime += found.micros();
        }
        parts.add(kind_of(kind)?, found);
    }
    if by_lifetime > 0 {
        parts.take(&UsageKind::CACHE_WRITE, by_lifetime);
    }
    let total = quantity(attributes, names::TOTAL)?;
    if !has_side && let Some(total) = total {
        parts.add(UsageKind::INPUT, total);
    }
    if provider_metadata::input_is_apart(attributes) {
        if let Some(written) = provider_metadata::cache_write(attributes) {
            parts.add(UsageKind::CACHE_WRITE, written);
        }
        return Ok(parts.including(false, true));
    }
    let (input, output) = total.map_or((true, true), |total| includes(&parts, total));
    if input {
        fit(&mut parts, &UsageKind::INPUT, &INPUT_MODALITIES);
    }
    if output {
        fit(&mut parts, &UsageKind::OUTPUT, &OUTPUT_MODALITIES);
    }
    Ok(parts.including(input, output))
}

/// Whether the input and the output include their parts, as a total tells it: whatever is counted beyond
/// the total was counted twice. A total that tells nothing leaves both as conventions have them.
fn includes(parts: &Parts, total: Quantity) -> (bool, bool) {
    let (input, output) = (parts.parts_of(&UsageKind::INPUT), parts.parts_of(&UsageKind::OUTPUT));
    let twice = parts.counted() - total.micros();
    if total.micros() == 0 || input == output {
        (true, true)
    } else if twice == 0 {
        (false, false)
    } else {
        (twice != output, twice != input)
    }
}

const INPUT_MODALITIES: [&str; 2] = ["input_audio", "input_image"];
const OUTPUT_MODALITIES: [&str; 2] = ["output_audio", "output_image"];

/// What came from a cache may be audio, and so may be counted in both: where the parts of a side are
/// more than the side, what is counted by modality gives way.
fn fit(parts: &mut Parts, side: &UsageKind, modalities: &[&str]) {
    let whole = parts.of(side);
    for kind in modalities.iter().filter_map(|name| UsageKind::parse(name).ok()) {
        let over = parts.parts_of(side) - whole;
        if whole > 0 && over > 0 {
            parts.take(&kind, over.min(parts.of(&kind)));
        }
    }
}

/// Usage in our own words is disjoint already.
fn own(attributes: &Attributes<'_>) -> Result<Usage, Rejection> {
    let mut usage = Usage::default();
    for (name, _) in attributes.iter() {
        let Some(kind) = name.strip_prefix(names::USAGE_PREFIX) else { continue };
        let found = quantity(attributes, &[name])?.unwrap_or_default();
        usage.add(kind_of(kind)?, found);
    }
    Ok(usage)
}

fn kind_of(name: &str) -> Result<UsageKind, Rejection> {
    UsageKind::parse(name).map_err(|error| Rejection::field(Code::InvalidValue, name, error))
}

/// The quantity under the first of the names that has one. What is below zero or no number tells nothing:
/// some senders say so that they do not know.
fn quantity(attributes: &Attributes<'_>, names: &[&str]) -> Result<Option<Quantity>, Rejection> {
    let told = names.iter().find_map(|name| Some((*name, attributes.text(&[name])?)));
    let Some((name, text)) = told else { return Ok(None) };
    match Quantity::parse(&text) {
        Ok(found) => Ok(Some(found)),
        Err(error @ QuantityError::TooMany) => Err(Rejection::field(Code::TooLarge, name, error)),
        Err(QuantityError::Number(_) | QuantityError::Negative) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::Value;
    use super::*;

    fn usage(attributes: &[(&str, i64)]) -> String {
        let mut found = Attributes::default();
        for (name, value) in attributes {
            found.add((*name).into(), Value::Int(*value));
        }
        let lines: Vec<String> = of(&found)
            .unwrap()
            .iter()
            .map(|(kind, quantity)| format!("{kind}={quantity}"))
            .collect();
        lines.join(" ")
    }

    #[test]
    fn parts_are_taken_out_of_their_side() {
        for (attributes, expected) in [
            (
                &[
                    ("gen_ai.usage.input_tokens", 1_000),
                    ("gen_ai.usage.cache_read.input_tokens", 600),
                    ("gen_ai.usage.cache_creation.input_tokens", 300),
                    ("anthropic.usage.cache_creation.ephemeral_1h_input_tokens", 100),
                    ("gen_ai.usage.output_tokens", 50),
                    ("gen_ai.usage.reasoning.output_tokens", 20),
                ][..],
                "cache_read=600 cache_write=200 cache_write_1h=100 input=100 output=30 reasoning=20",
            ),
            (
                &[
                    ("llm.token_count.prompt", 100),
                    ("llm.token_count.prompt_details.cache_read", 100),
                    ("llm.token_count.completion", 7),
                    ("llm.token_count.total", 107),
                ],
                "cache_read=100 output=7",
            ),
            (
                &[
                    ("llm.token_count.prompt", 100),
                    ("llm.token_count.prompt_details.cache_read", 90),
                    ("llm.token_count.prompt_details.audio", 40),
                    ("llm.token_count.completion", 50),
                    ("llm.token_count.completion_details.audio", 30),
                ],
                "cache_read=90 input_audio=10 output=20 output_audio=30",
            ),
            (&[("ai.usage.tokens", 12)], "input=12"),
            (&[("ai.usage.promptTokens", 12), ("ai.usage.completionTokens", 0)], "input=12"),
            (&[("pinecone.usage.read_units", 5)], "read_units=5"),
            (
                &[("llmobserve.usage.cache_read", 5), ("gen_ai.usage.input_tokens", 9)],
                "cache_read=5",
            ),
            (&[], ""),
        ] {
            assert_eq!(usage(attributes), expected, "{attributes:?}");
        }
    }

    #[test]
    fn a_total_tells_whether_a_side_includes_its_parts() {
        let told = |input, cache_read, output, reasoning, total| {
            usage(&[
                ("gen_ai.usage.input_tokens", input),
                ("gen_ai.usage.cache_read.input_tokens", cache_read),
                ("gen_ai.usage.output_tokens", output),
                ("gen_ai.usage.reasoning.output_tokens", reasoning),
                ("gen_ai.usage.total_tokens", total),
            ])
        };
        assert_eq!(told(2_000, 1_500, 100, 0, 2_100), "cache_read=1500 input=500 output=100");
        assert_eq!(told(2_000, 1_500, 100, 0, 3_600), "cache_read=1500 input=2000 output=100");
        assert_eq!(told(1_000, 0, 400, 300, 1_700), "input=1000 output=400 reasoning=300");
        assert_eq!(
            told(1_000, 10, 400, 300, 1_400),
            "cache_read=10 input=990 output=100 reasoning=300"
        );
        assert_eq!(
            told(1_000, 10, 400, 300, 7),
            "cache_read=10 input=990 output=100 reasoning=300"
        );
    }

    #[test]
    fn what_is_no_quantity_tells_nothing_and_what_is_too_much_is_refused_by_name() {
        let mut attributes = Attributes::default();
        attributes.add("gen_ai.usage.prompt_tokens".into(), Value::Int(-1));
        attributes.add("gen_ai.usage.completion_tokens".into(), Value::Double(f64::NAN));
        assert!(of(&attributes).unwrap().is_empty());
        attributes.add("llm.token_count.prompt_details.audio".into(), Value::Int(i64::MAX));
        let message = of(&attributes).unwrap_err().message;
        assert_eq!(
            message,
            "`llm.token_count.prompt_details.audio` must be at most 1000000000 units"
        );
    }
}
