//! What a span tells of: a call to a provider, a step around calls, or nothing of ours.

use super::names;
use super::value::Attributes;

/// What a span tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A call: what it used is billed. The name is the event's span type.
    Call(&'static str),
    /// A step around calls: in the tree, never in the bill, whatever usage it repeats.
    Step(&'static str),
    /// Nothing of ours: a database query, a request to a web server.
    Other,
}

/// `gen_ai.operation.name`.
const OPERATIONS: &[(&str, Kind)] = &[
    ("chat", Kind::Call("llm")),
    ("text_completion", Kind::Call("llm")),
    ("generate_content", Kind::Call("llm")),
    ("completion", Kind::Call("llm")),
    ("responses", Kind::Call("llm")),
    ("fetch_response", Kind::Step("task")),
    ("embeddings", Kind::Call("embedding")),
    ("embedding", Kind::Call("embedding")),
    ("rerank", Kind::Call("rerank")),
    ("image_generation", Kind::Call("image")),
    ("transcription", Kind::Call("stt_call")),
    ("speech", Kind::Call("tts_call")),
    ("ocr", Kind::Call("ocr")),
    ("create_agent", Kind::Step("agent")),
    ("invoke_agent", Kind::Step("agent")),
    ("execute_tool", Kind::Step("tool")),
    ("invoke_workflow", Kind::Step("workflow")),
    ("agent_step", Kind::Step("step")),
];

/// `openinference.span.kind`, in lower case.
const OPENINFERENCE: &[(&str, Kind)] = &[
    ("llm", Kind::Call("llm")),
    ("embedding", Kind::Call("embedding")),
    ("reranker", Kind::Call("rerank")),
    ("agent", Kind::Step("agent")),
    ("tool", Kind::Step("tool")),
    ("chain", Kind::Step("chain")),
    ("retriever", Kind::Step("step")),
    ("guardrail", Kind::Step("step")),
    ("evaluator", Kind::Step("step")),
    ("prompt", Kind::Step("step")),
];

/// `traceloop.span.kind`.
const TRACELOOP: &[(&str, Kind)] = &[
    ("workflow", Kind::Step("workflow")),
    ("task", Kind::Step("task")),
    ("agent", Kind::Step("agent")),
    ("tool", Kind::Step("tool")),
];

/// `llm.request.type`.
const REQUEST_TYPES: &[(&str, Kind)] = &[
    ("completion", Kind::Call("llm")),
    ("chat", Kind::Call("llm")),
    ("embedding", Kind::Call("embedding")),
    ("rerank", Kind::Call("rerank")),
];

/// `ai.operationId` without the `ai.` in front: what calls the provider begins with `do`, all else
/// sums up what is below it.
const AI_CALLS: &[(&str, Kind)] = &[
    ("doGenerate", Kind::Call("llm")),
    ("doStream", Kind::Call("llm")),
    ("doEmbed", Kind::Call("embedding")),
    ("doRerank", Kind::Call("rerank")),
];

impl Kind {
    /// The kind of a span with these attributes.
    pub fn of(attributes: &Attributes<'_>) -> Self {
        let named = |names: &[&str], table: &[(&str, Self)]| {
            let name = attributes.text(names)?.to_ascii_lowercase();
            table.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
        };
        ai_sdk(attributes)
            .or_else(|| named(names::TRACELOOP_KIND, TRACELOOP))
            .or_else(|| named(names::OPENINFERENCE_KIND, OPENINFERENCE))
            .or_else(|| named(names::OPERATION, OPERATIONS))
            .or_else(|| named(names::REQUEST_TYPE, REQUEST_TYPES))
            .unwrap_or_else(|| unnamed(attributes))
    }
}

/// `ai.generateText` is a sum, `ai.generateText.doGenerate` a call, `ai.toolCall` a tool.
fn ai_sdk(attributes: &Attributes<'_>) -> Option<Kind> {
    let operation = attributes.text(names::AI_OPERATION)?;
    // `operation.name` has the function's id behind a space.
    let operation = operation.split(' ').next()?.strip_prefix("ai.")?;
    let last = operation.rsplit('.').next()?;
    let call = AI_CALLS.iter().find(|(name, _)| *name == last).map(|(_, kind)| *kind);
    Some(call.unwrap_or(if last == "toolCall" { Kind::Step("tool") } else { Kind::Step("step") }))
}

/// Parts of operations' names that tell of a step around calls, whatever a framework calls it exactly.
const AROUND: [&str; 12] = [
    "agent", "chain", "execute", "graph", "handoff", "invoke", "loop", "plan", "run", "team",
    "thread", "workflow",
];

/// A span that says what it used and of which model is a call, unless its operation is one around calls;
/// one that has a word of ours is a step.
fn unnamed(attributes: &Attributes<'_>) -> Kind {
    let operation = attributes.text(names::OPERATION).unwrap_or_default().to_ascii_lowercase();
    if AROUND.iter().any(|part| operation.contains(part)) {
        return Kind::Step("step");
    }
    let mut usage = names::USAGE.iter().map(|(_, names)| *names).chain([names::TOTAL]);
    let has_usage = attributes.has_prefix(names::USAGE_PREFIX)
        || usage.any(|names| attributes.first(names).is_some());
    let has_model = attributes.first(names::MODEL).or_else(|| attributes.first(names::PROVIDER));
    if has_usage && has_model.is_some() {
        Kind::Call("llm")
    } else if attributes.first(names::SECTION).is_some() {
        Kind::Step("section")
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::Value;
    use super::*;

    #[test]
    fn calls_steps_and_others() {
        let call = Kind::Call("llm");
        for (attributes, expected) in [
            (&[("gen_ai.operation.name", "chat")][..], call),
            (&[("gen_ai.operation.name", "invoke_agent")], Kind::Step("agent")),
            (&[("openinference.span.kind", "LLM")], call),
            (&[("openinference.span.kind", "CHAIN")], Kind::Step("chain")),
            (&[("traceloop.span.kind", "task"), ("llm.request.type", "chat")], Kind::Step("task")),
            (&[("llm.request.type", "rerank")], Kind::Call("rerank")),
            (&[("ai.operationId", "ai.streamText.doStream")], call),
            (
                &[("ai.operationId", "ai.streamText"), ("gen_ai.operation.name", "chat")],
                Kind::Step("step"),
            ),
            (&[("operation.name", "ai.toolCall my-function")], Kind::Step("tool")),
            (&[("gen_ai.usage.input_tokens", "1"), ("gen_ai.request.model", "m")], call),
            (&[("gen_ai.usage.input_tokens", "1")], Kind::Other),
            (&[("llmobserve.section", "agent:a")], Kind::Step("section")),
            (
                &[
                    ("gen_ai.operation.name", "invoke_swarm"),
                    ("gen_ai.usage.input_tokens", "1"),
                    ("llm.model_name", "m"),
                ],
                Kind::Step("step"),
            ),
            (&[("db.system", "pinecone"), ("pinecone.usage.read_units", "5")], call),
            (&[("db.system", "postgresql"), ("operation.name", "SELECT")], Kind::Other),
        ] {
            let mut found = Attributes::default();
            for (name, value) in attributes {
                found.add((*name).into(), Value::Text((*value).into()));
            }
            assert_eq!(Kind::of(&found), expected, "{attributes:?}");
        }
    }
}
