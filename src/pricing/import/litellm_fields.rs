//! The price fields of `LiteLLM`: what each says, for which tier and above which prompt.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::entry::{Rate, Rates, Tier};
use super::litellm::Fields;
use super::{Counts, ImportError, figure};

/// Prices are for a million units, or for one: the number of zeros that a figure is moved by.
const MILLION: i32 = 6;
const ONE: i32 = 0;

/// Fields whose meaning depends on nothing else.
const FIELDS: [(&str, &str, i32); 27] = [
    ("input_cost_per_token", "input", MILLION),
    ("output_cost_per_token", "output", MILLION),
    ("cache_read_input_token_cost", "cache_read", MILLION),
    ("input_cost_per_token_cache_hit", "cache_read", MILLION),
    ("cache_creation_input_token_cost", "cache_write", MILLION),
    ("cache_creation_input_token_cost_above_1hr", "cache_write_1h", MILLION),
    ("cache_creation_input_token_cost_above_12hr", "cache_write_12h", MILLION),
    ("input_cost_per_audio_token", "input_audio", MILLION),
    ("output_cost_per_audio_token", "output_audio", MILLION),
    ("cache_read_input_audio_token_cost", "cache_read_audio", MILLION),
    ("input_cost_per_image_token", "input_image", MILLION),
    ("output_cost_per_image_token", "output_image", MILLION),
    ("cache_read_input_image_token_cost", "cache_read_image", MILLION),
    ("input_cost_per_video_token", "input_video", MILLION),
    ("output_cost_per_video_token", "output_video", MILLION),
    ("output_cost_per_reasoning_token", "reasoning", MILLION),
    ("citation_cost_per_token", "citation", MILLION),
    ("input_cost_per_character", "characters", MILLION),
    ("input_cost_per_text_message", "messages", ONE),
    ("input_cost_per_request", "requests", ONE),
    ("ocr_cost_per_page", "pages", ONE),
    ("annotation_cost_per_page", "annotated_pages", ONE),
    ("input_cost_per_audio_per_second", "input_seconds", ONE),
    ("output_cost_per_video_per_second", "output_seconds", ONE),
    // What these say depends on the mode, see `kind`.
    ("input_cost_per_second", "seconds", ONE),
    ("output_cost_per_second", "output_seconds", ONE),
    ("output_cost_per_image", "images", ONE),
];

/// The same, only in these modes.
const BY_MODE: [(&str, &str, &str); 3] = [
    ("input_cost_per_query", "rerank", "rerank_searches"),
    ("input_cost_per_query", "search", "requests"),
    ("input_cost_per_image", "image_generation", "images"),
];

/// What is in front of a tier, what tier it is.
const SERVICE_TIERS: [(&str, &str); 6] = [
    ("_batches", "batch"),
    ("_priority", "priority"),
    ("_flex", "flex"),
    ("_ultrafast", "ultrafast"),
    ("_balanced", "balanced"),
    ("_decisions", "decisions"),
];

/// A price without and above borders.
#[derive(Debug, Default)]
struct Steps {
    base: Option<Decimal>,
    above: BTreeMap<u32, Decimal>,
}

/// The prices of one entry, by service tier (empty: the standard) and kind.
#[derive(Debug, Default)]
pub struct Prices(BTreeMap<String, BTreeMap<&'static str, Steps>>);

/// How many units a price of a kind is for.
pub fn kinds() -> BTreeMap<String, u32> {
    let of_fields = FIELDS.iter().map(|(_, kind, shift)| (*kind, *shift));
    let of_modes = BY_MODE.iter().map(|(_, _, kind)| (*kind, ONE));
    let all = of_fields.chain(of_modes).chain([("web_searches", ONE)]);
    all.map(|(kind, shift)| (kind.to_owned(), 10_u32.pow(shift.unsigned_abs()))).collect()
}

/// What a field's name says.
#[derive(Debug, PartialEq, Eq)]
struct Field {
    kind: &'static str,
    shift: i32,
    service_tier: &'static str,
    above: Option<u32>,
}

impl Field {
    /// `input_cost_per_token_above_200k_tokens_batches`: the price of input in batches above 200,000
    /// prompt tokens.
    fn read(name: &str, mode: &str) -> Option<Self> {
        let tier = SERVICE_TIERS.iter().find(|(suffix, _)| name.ends_with(suffix));
        let rest = tier.map_or(name, |(suffix, _)| &name[..name.len() - suffix.len()]);
        let bordered = rest.strip_suffix("k_tokens").and_then(|rest| rest.rsplit_once("_above_"));
        let (rest, above) = match bordered {
            Some((rest, thousands)) => {
                (rest, Some(thousands.parse::<u32>().ok()?.checked_mul(1_000)?))
            }
            None => (rest, None),
        };
        let (kind, shift) = kind(rest, mode)?;
        Some(Self { kind, shift, service_tier: tier.map_or("", |(_, tier)| tier), above })
    }
}

fn kind(name: &str, mode: &str) -> Option<(&'static str, i32)> {
    let by_mode = BY_MODE.iter().find(|(field, in_mode, _)| *field == name && *in_mode == mode);
    if let Some((_, _, kind)) = by_mode {
        return Some((kind, ONE));
    }
    let (_, kind, shift) = FIELDS.iter().find(|(field, _, _)| *field == name)?;
    let meant = match name {
        // Elsewhere it is the price of rented capacity.
        "input_cost_per_second" => matches!(mode, "audio_transcription" | "realtime"),
        // Of a transcription it is the same second once more.
        "output_cost_per_second" => mode != "audio_transcription",
        _ => true,
    };
    meant.then_some((*kind, *shift))
}

/// A part of a model's prices for prompts of some size.
#[derive(Debug, Deserialize)]
struct Range<'t> {
    #[serde(borrow)]
    range: (&'t RawValue, &'t RawValue),
}

impl Prices {
    /// Reads the fields of an entry.
    pub fn read(
        key: &str,
        fields: &Fields<'_>,
        mode: &str,
        counts: &mut Counts,
    ) -> Result<Self, ImportError> {
        let mut prices = Self::default();
        for (name, value) in fields {
            if name == "tiered_pricing" {
                prices.ranges(key, value, mode, counts)?;
            } else if name == "search_context_cost_per_query" {
                prices.search(key, value, counts)?;
            } else if let Some(resolution) = name.strip_prefix("output_cost_per_second_") {
                let usd = figure::price(value.get(), ONE, key, counts)?;
                prices.set(resolution, "output_seconds", None, usd);
            } else if let Some(field) = Field::read(name, mode) {
                let usd = figure::price(value.get(), field.shift, key, counts)?;
                // Where both names of one price are there, they agree; the first one stands.
                prices.set(field.service_tier, field.kind, field.above, usd);
            } else if name.contains("cost") && name != "metadata" {
                counts.add(&format!("fields left out: {name}"));
            }
        }
        prices.drop_without_base(counts);
        Ok(prices)
    }

    fn set(&mut self, tier: &str, kind: &'static str, above: Option<u32>, usd: Decimal) {
        let steps = self.0.entry(tier.to_owned()).or_default().entry(kind).or_default();
        match above {
            None => drop(steps.base.get_or_insert(usd)),
            Some(border) => drop(steps.above.entry(border).or_insert(usd)),
        }
    }

    /// `[{"range": [0, 32000], "input_cost_per_token": …}, …]`.
    fn ranges(
        &mut self,
        key: &str,
        value: &RawValue,
        mode: &str,
        counts: &mut Counts,
    ) -> Result<(), ImportError> {
        let wrong = |error: serde_json::Error| ImportError::new(key, error.to_string());
        let parts: Vec<&RawValue> = serde_json::from_str(value.get()).map_err(wrong)?;
        for part in parts {
            let fields: Fields<'_> = serde_json::from_str(part.get()).map_err(wrong)?;
            let Ok(Range { range: (from, _) }) = serde_json::from_str(part.get()) else {
                counts.add("parts of prices left out: they name no range");
                continue;
            };
            let from = figure::price(from.get(), 0, key, counts)?;
            let from = u32::try_from(from)
                .map_err(|_| ImportError::new(key, "a range that is no number of tokens"))?;
            let above = (from > 0).then_some(from);
            for (name, value) in &fields {
                let Some(field) = Field::read(name, mode).filter(|field| field.above.is_none())
                else {
                    continue;
                };
                let usd = figure::price(value.get(), field.shift, key, counts)?;
                self.set(field.service_tier, field.kind, above, usd);
            }
        }
        Ok(())
    }

    /// One price for a search, whatever it brings along; where that varies, an event does not say.
    fn search(
        &mut self,
        key: &str,
        value: &RawValue,
        counts: &mut Counts,
    ) -> Result<(), ImportError> {
        let sizes: Fields<'_> = serde_json::from_str(value.get())
            .map_err(|error| ImportError::new(key, error.to_string()))?;
        let mut usd: Vec<Decimal> = sizes
            .values()
            .map(|value| figure::price(value.get(), ONE, key, counts))
            .collect::<Result<_, _>>()?;
        usd.dedup();
        match usd.as_slice() {
            [usd] => self.set("", "web_searches", None, *usd),
            _ => counts.add("fields left out: search_context_cost_per_query of several sizes"),
        }
        Ok(())
    }

    /// A price above a border says nothing of what is below it.
    fn drop_without_base(&mut self, counts: &mut Counts) {
        for kinds in self.0.values_mut() {
            kinds.retain(|_, steps| {
                if steps.base.is_none() {
                    counts.add("prices left out: known above a border only");
                }
                steps.base.is_some()
            });
        }
        self.0.retain(|_, kinds| !kinds.is_empty());
    }

    /// Nothing costs anything.
    pub fn are_all_zero(&self) -> bool {
        let mut steps = self.0.values().flat_map(BTreeMap::values);
        steps.all(|steps| steps.base.iter().chain(steps.above.values()).all(Decimal::is_zero))
    }

    /// The standard rates, and those of each service tier.
    pub fn rates(mut self) -> (Rates, Vec<(String, Rates)>) {
        let rates = |kinds: BTreeMap<&'static str, Steps>| {
            let each = kinds.into_iter();
            each.map(|(kind, steps)| (kind.to_owned(), steps.rate())).collect()
        };
        let standard = self.0.remove("").map(rates).unwrap_or_default();
        (standard, self.0.into_iter().map(|(tier, kinds)| (tier, rates(kinds))).collect())
    }
}

impl Steps {
    fn rate(self) -> Rate {
        let base = self.base.unwrap_or_default();
        if self.above.is_empty() {
            return Rate::Flat(base);
        }
        let tiers = self.above.into_iter().map(|(above, price)| Tier { above, price });
        Rate::Tiered { base, tiers: tiers.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_kind_tier_and_border() {
        let field = |name, mode| {
            Field::read(name, mode).map(|field| (field.kind, field.service_tier, field.above))
        };
        assert_eq!(field("input_cost_per_token", "chat"), Some(("input", "", None)));
        assert_eq!(
            field("cache_creation_input_token_cost_above_1hr_above_200k_tokens", "chat"),
            Some(("cache_write_1h", "", Some(200_000)))
        );
        assert_eq!(
            field("output_cost_per_token_above_272k_tokens_priority", "chat"),
            Some(("output", "priority", Some(272_000)))
        );
        assert_eq!(field("input_cost_per_second", "chat"), None);
        assert_eq!(field("input_cost_per_query", "search"), Some(("requests", "", None)));
        assert_eq!(field("input_cost_per_query", "chat"), None);
    }
}
