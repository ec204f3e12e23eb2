//! What the providers of the Vercel AI SDK say besides, as JSON in one attribute.

use std::borrow::Cow;

use serde_json::Value;

use crate::domain::usage::Quantity;

use super::names;
use super::value::Attributes;

/// Longest text of it that is read, in bytes.
const LONGEST: usize = 64 << 10;

/// Details of the input, which the SDK tells since version 6. Before, its provider for Anthropic gave
/// that API's own input, which stands beside what caches read and wrote.
const DETAILS: &[&str] = &[
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.inputTokenDetails.noCacheTokens",
    "gen_ai.usage.cache_read.input_tokens",
];

/// Whether the input stands beside what caches read and wrote.
pub fn input_is_apart(attributes: &Attributes<'_>) -> bool {
    let provider = attributes.text(&["ai.model.provider"]).unwrap_or_default();
    provider.starts_with("anthropic")
        && attributes.has_prefix("ai.usage.")
        && attributes.first(DETAILS).is_none()
}

/// Tokens that Anthropic wrote to a cache.
pub fn cache_write(attributes: &Attributes<'_>) -> Option<Quantity> {
    let written = read(attributes)?.get("anthropic")?.get("cacheCreationInputTokens")?.to_string();
    Quantity::parse(&written).ok()
}

/// The tier that served the call.
pub fn service_tier<'a>(attributes: &Attributes<'_>) -> Option<Cow<'a, str>> {
    Some(read(attributes)?.get("openai")?.get("serviceTier")?.as_str()?.to_owned().into())
}

fn read(attributes: &Attributes<'_>) -> Option<Value> {
    let text = attributes.text(names::PROVIDER_METADATA).filter(|text| text.len() <= LONGEST)?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::super::usage;
    use super::super::value::Value as Attribute;
    use super::*;

    #[test]
    fn anthropics_own_input_stands_beside_its_caches() {
        let mut attributes = Attributes::default();
        for (name, value) in [
            ("ai.model.provider", Attribute::Text("anthropic.messages".into())),
            ("ai.usage.inputTokens", Attribute::Int(2_000)),
            ("ai.usage.cachedInputTokens", Attribute::Int(1_500)),
            ("ai.usage.outputTokens", Attribute::Int(100)),
            ("ai.usage.totalTokens", Attribute::Int(2_100)),
            (
                "ai.response.providerMetadata",
                Attribute::Text(
                    r#"{"anthropic":{"cacheCreationInputTokens":4000},"openai":{"serviceTier":"flex"}}"#
                        .into(),
                ),
            ),
        ] {
            attributes.add(name.into(), value);
        }
        let found = usage::of(&attributes).unwrap();
        let lines: Vec<String> =
            found.iter().map(|(kind, quantity)| format!("{kind}={quantity}")).collect();
        assert_eq!(lines, ["cache_read=1500", "cache_write=4000", "input=2000", "output=100"]);
        assert_eq!(service_tier(&attributes).as_deref(), Some("flex"));
        attributes.add("ai.usage.inputTokenDetails.noCacheTokens".into(), Attribute::Int(500));
        assert!(!input_is_apart(&attributes));
    }
}
