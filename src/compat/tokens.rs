//! Other systems' names for kinds of usage and for providers.

use std::collections::BTreeMap;

use crate::domain::usage::{Quantity, Usage, UsageKind};

/// The kind that a name stands for: providers, conventions and SDKs spell each in their own way.
///
/// A name that says no more than the side is all of that side; one that says nothing known is a kind
/// of its own, where it can be one.
pub fn kind(name: &str) -> Option<UsageKind> {
    let name = snake_case(name);
    let stem = name.strip_suffix("_tokens").or_else(|| name.strip_suffix("_token_count"));
    let stem = stem.unwrap_or(&name);
    let has = |part: &str| stem.contains(part);
    let is_output = stem.starts_with("output") || stem.starts_with("completion");
    let is_input = stem.starts_with("input") || stem.starts_with("prompt");
    let known = if has("cache") {
        match () {
            () if (has("creation") || has("write")) && has("1h") => "cache_write_1h",
            () if (has("creation") || has("write")) && has("5m") => "cache_write_5m",
            () if has("creation") || has("write") => "cache_write",
            () if has("audio") => "cache_read_audio",
            () => "cache_read",
        }
    } else if has("reasoning") || has("thought") {
        "reasoning"
    } else if is_input || is_output {
        match (has("audio"), has("image"), has("video")) {
            (true, ..) => {
                if is_input {
                    "input_audio"
                } else {
                    "output_audio"
                }
            }
            (_, true, _) => {
                if is_input {
                    "input_image"
                } else {
                    "output_image"
                }
            }
            (.., true) => {
                if is_input {
                    "input_video"
                } else {
                    "output_video"
                }
            }
            _ => {
                if is_input {
                    "input"
                } else {
                    "output"
                }
            }
        }
    } else {
        stem
    };
    UsageKind::parse(known).ok()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

/// Quantities by kind, which may count some units twice.
#[derive(Debug, Default)]
pub struct Parts(BTreeMap<UsageKind, i64>);

impl Parts {
    /// Adds a quantity.
    pub fn add(&mut self, kind: UsageKind, quantity: Quantity) {
        let sum = self.0.entry(kind).or_default();
        *sum = sum.saturating_add(quantity.micros());
    }

    fn sum(&self, select: impl Fn(&UsageKind) -> bool) -> i64 {
        self.0.iter().filter(|(kind, _)| select(kind)).map(|(_, micros)| micros).sum()
    }

    /// The quantity of a kind, in millionths of a unit.
    pub fn of(&self, kind: &UsageKind) -> i64 {
        self.0.get(kind).copied().unwrap_or_default()
    }

    /// The parts of a side, `input` or `output`, in millionths of a unit.
    pub fn parts_of(&self, side: &UsageKind) -> i64 {
        let is_input = *side == UsageKind::INPUT;
        self.sum(|kind| {
            kind != side && if is_input { kind.is_prompt() } else { kind.is_completion() }
        })
    }

    /// Takes a part out of a quantity that includes it; one that is smaller included it not.
    pub fn take(&mut self, kind: &UsageKind, micros: i64) {
        if let Some(whole) = self.0.get_mut(kind).filter(|whole| **whole >= micros) {
            *whole -= micros;
        }
    }

    /// The input and the output include their parts: what remains of each is its own kind. A whole
    /// that is smaller than its parts included none of them.
    pub fn inclusive(self) -> Usage {
        self.including(true, true)
    }

    /// The same where a side may stand beside its parts.
    pub fn including(mut self, input: bool, output: bool) -> Usage {
        for (side, includes) in [(UsageKind::INPUT, input), (UsageKind::OUTPUT, output)] {
            if includes {
                let parts = self.parts_of(&side);
                self.take(&side, parts);
            }
        }
        self.usage()
    }

    /// Everything on both sides, wholes and parts, in millionths of a unit.
    pub fn counted(&self) -> i64 {
        self.sum(|kind| kind.is_prompt() || kind.is_completion())
    }

    /// The parts are apart, unless the total tells that a side was counted twice.
    pub fn apart(mut self, total: Quantity) -> Usage {
        let twice = self.sum(|_| true) - total.micros();
        let (input, output) = (self.parts_of(&UsageKind::INPUT), self.parts_of(&UsageKind::OUTPUT));
        if total.micros() > 0 && twice > 0 {
            if twice == input || twice == input + output {
                self.take(&UsageKind::INPUT, input);
            }
            if twice == output || twice == input + output {
                self.take(&UsageKind::OUTPUT, output);
            }
        }
        self.usage()
    }

    fn usage(self) -> Usage {
        let mut usage = Usage::default();
        for (kind, micros) in self.0 {
            usage.add(kind, Quantity::from_micros(micros));
        }
        usage
    }
}

/// How the names of well-known models begin, and whose they are.
const MAKERS: [(&str, &str); 22] = [
    ("gpt-", "openai"),
    ("chatgpt-", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("text-embedding-3", "openai"),
    ("text-embedding-ada", "openai"),
    ("whisper-", "openai"),
    ("tts-", "openai"),
    ("dall-e", "openai"),
    ("claude-", "anthropic"),
    ("gemini-", "google"),
    ("gemini/", "google"),
    ("mistral-", "mistral"),
    ("codestral-", "mistral"),
    ("command-", "cohere"),
    ("deepseek-", "deepseek"),
    ("grok-", "x-ai"),
    ("sonar", "perplexity"),
    ("voyage-", "voyageai"),
    ("anthropic.", "aws"),
    ("amazon.", "aws"),
];

/// The provider that a model's name tells: a prefix `provider/`, or a name that only one maker uses.
pub fn provider_of(model: &str) -> Option<String> {
    let model = model.to_ascii_lowercase();
    let known = MAKERS.iter().find(|(start, _)| model.starts_with(start));
    known
        .map(|(_, provider)| (*provider).to_owned())
        .or_else(|| model.split_once('/').map(|(provider, _)| provider.to_owned()))
        .filter(|provider| !provider.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_kinds() {
        for (name, expected) in [
            ("input", "input"),
            ("prompt_tokens", "input"),
            ("promptTokens", "input"),
            ("completionTokens", "output"),
            ("input_cached_tokens", "cache_read"),
            ("cache_read_input_tokens", "cache_read"),
            ("input_cache_read", "cache_read"),
            ("cache_creation_input_tokens", "cache_write"),
            ("input_cache_creation_1h", "cache_write_1h"),
            ("output_reasoning_tokens", "reasoning"),
            ("thoughts_token_count", "reasoning"),
            ("input_audio_tokens", "input_audio"),
            ("output_accepted_prediction_tokens", "output"),
            ("web_searches", "web_searches"),
        ] {
            assert_eq!(kind(name).unwrap().as_str(), expected, "{name}");
        }
        assert_eq!(kind("1st"), None);
    }

    #[test]
    fn a_total_tells_whether_the_input_includes_its_cached_part() {
        let usage = |total: u32| {
            let mut parts = Parts::default();
            for (name, units) in [("input", 100), ("input_cached_tokens", 80), ("output", 9)] {
                parts.add(kind(name).unwrap(), Quantity::units(units));
            }
            parts.apart(Quantity::units(total)).sum(|kind| *kind == UsageKind::INPUT)
        };
        assert_eq!(usage(189), Quantity::units(100));
        assert_eq!(usage(109), Quantity::units(20));
        assert_eq!(usage(0), Quantity::units(100));
    }

    #[test]
    fn the_makers_of_models() {
        for (model, provider) in [
            ("gpt-4o", Some("openai")),
            ("claude-sonnet-4-5", Some("anthropic")),
            ("meta-llama/llama-3-70b", Some("meta-llama")),
            ("house-model", None),
            ("/x", None),
        ] {
            assert_eq!(provider_of(model).as_deref(), provider, "{model}");
        }
    }
}
