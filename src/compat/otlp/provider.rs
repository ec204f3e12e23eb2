//! Who is meant by a provider's name.

use crate::compat::tokens::provider_of;

/// How the names of providers begin, in any convention, and what the price book calls them. The Vercel
/// AI SDK adds the kind of API (`openai.chat`, `google.generative-ai`).
const PROVIDERS: &[(&str, &str)] = &[
    ("az.ai.", "azure"),
    ("azure", "azure"),
    ("gcp.", "google"),
    ("vertex", "google"),
    ("google", "google"),
    ("gemini", "google"),
    ("aws", "aws"),
    ("amazon", "aws"),
    ("bedrock", "aws"),
    ("mistral", "mistral"),
    ("x_ai", "x-ai"),
    ("xai", "x-ai"),
    ("x-ai", "x-ai"),
    ("openai", "openai"),
    ("anthropic", "anthropic"),
    ("cohere", "cohere"),
    ("deepseek", "deepseek"),
    ("groq", "groq"),
    ("perplexity", "perplexity"),
    ("moonshot", "moonshotai"),
    ("together", "together"),
    ("fireworks", "fireworks"),
    ("cerebras", "cerebras"),
    ("openrouter", "openrouter"),
    ("pinecone", "pinecone"),
    ("voyage", "voyageai"),
];

/// Frameworks that name themselves where the provider should stand.
const NO_PROVIDERS: &[&str] = &[
    "_other",
    "agno",
    "autogen",
    "crewai",
    "gateway",
    "haystack",
    "langchain",
    "langgraph",
    "litellm",
    "llama_index",
    "llamaindex",
    "microsoft.agent_framework",
    "pydantic_ai",
    "semantic_kernel",
    "spring_ai",
    "strands-agents",
    "strands_agents",
];

/// The provider as the price book has it: the one that is named, else the maker of the model. None
/// where neither tells.
pub fn of(named: Option<&str>, model: Option<&str>) -> Option<String> {
    let named = named.map(str::to_ascii_lowercase);
    let named = named.filter(|name| !NO_PROVIDERS.contains(&name.as_str()));
    named.map(|name| known(&name)).or_else(|| model.and_then(provider_of))
}

fn known(name: &str) -> String {
    // Anthropic's models on Google's or Amazon's platform are that platform's calls.
    let host = ["vertex", "bedrock"].into_iter().find(|host| name.contains(host));
    let start = host.unwrap_or(name);
    let found = PROVIDERS.iter().find(|(known, _)| start.starts_with(known));
    found.map_or(name, |(_, provider)| provider).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_for_each() {
        for (named, model, provider) in [
            (Some("openai.chat"), None, Some("openai")),
            (Some("OpenAI"), None, Some("openai")),
            (Some("azure.ai.openai"), None, Some("azure")),
            (Some("az.ai.inference"), None, Some("azure")),
            (Some("gcp.vertex_ai"), None, Some("google")),
            (Some("vertex.anthropic.messages"), None, Some("google")),
            (Some("aws.bedrock"), None, Some("aws")),
            (Some("mistralai"), None, Some("mistral")),
            (Some("house"), Some("gpt-4o"), Some("house")),
            (Some("Langchain"), Some("gpt-4o"), Some("openai")),
            (Some("strands-agents"), Some("claude-sonnet-4-5"), Some("anthropic")),
            (None, Some("claude-sonnet-4-5"), Some("anthropic")),
            (None, Some("house-model"), None),
        ] {
            assert_eq!(of(named, model).as_deref(), provider, "{named:?} {model:?}");
        }
    }
}
