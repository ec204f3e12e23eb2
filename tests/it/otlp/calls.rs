//! The same calls, as each convention tells of them.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status};
use serde_json::{Value, json};

use crate::support::{NOW, at};

/// How a sender names things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    GenAi,
    GenAiOfOld,
    OpenInference,
    OpenLlmetry,
    AiSdk,
}

/// A call with its whole prompt and its whole answer, and how much of each is what.
pub struct Call {
    index: u32,
    provider: &'static str,
    model: &'static str,
    input: u32,
    cache_read: u32,
    cache_write: u32,
    output: u32,
    reasoning: u32,
}

const MODELS: [(&str, &str); 5] = [
    ("openai", "gpt-4o-mini"),
    ("anthropic", "claude-sonnet-4-5"),
    ("openai", "o3-mini"),
    ("google", "gemini-2.5-flash"),
    ("mistral", "mistral-large-latest"),
];

/// Calls of one run.
const RUN: u32 = 5;

/// Forty calls of eight runs and four customers.
pub fn recorded() -> Vec<Call> {
    (0_u32..40)
        .map(|index| {
            let (provider, model) = MODELS[index as usize % MODELS.len()];
            let input = 800 + index * 137;
            let cache_read = if index.is_multiple_of(3) { input / 2 } else { 0 };
            let cache_write = if provider == "anthropic" { input / 4 } else { 0 };
            let output = 40 + index * 11;
            let reasoning = if model == "o3-mini" { output / 3 } else { 0 };
            Call { index, provider, model, input, cache_read, cache_write, output, reasoning }
        })
        .collect()
}

impl Call {
    fn run(&self) -> u32 {
        self.index / RUN
    }

    fn customer(&self) -> String {
        format!("customer-{}", self.run() % 4)
    }

    fn began(&self) -> i64 {
        at(NOW).timestamp_millis() - 3_600_000 + i64::from(self.index) * 2_000
    }

    fn took(&self) -> i64 {
        300 + i64::from(self.index) * 7
    }

    /// As our own SDKs send it.
    pub fn native(&self) -> Value {
        json!({
            "id": format!("call-{}", self.index),
            "provider": self.provider,
            "model": self.model,
            "customer_id": self.customer(),
            "run_id": format!("run-{}", self.run()),
            "response_id": format!("response-{}", self.index),
            "timestamp": self.began(),
            "latency_ms": self.took(),
            "usage": {
                "input": self.input - self.cache_read - self.cache_write,
                "cache_read": self.cache_read,
                "cache_write": self.cache_write,
                "output": self.output - self.reasoning,
                "reasoning": self.reasoning,
            },
        })
    }

    /// The span of the call, and the one of a framework around it that repeats what it used.
    fn spans(&self, convention: Convention) -> [Span; 2] {
        let (root, wrapper, leaf) =
            (1, 1_000 + u64::from(self.index), 2_000 + u64::from(self.index));
        let span = |id, parent, name: &str, attributes: Vec<KeyValue>| Span {
            trace_id: trace_id(self.run()),
            span_id: span_id(id),
            parent_span_id: span_id(parent),
            name: name.to_owned(),
            start_time_unix_nano: nanos(self.began()),
            end_time_unix_nano: nanos(self.began() + self.took()),
            attributes,
            ..Span::default()
        };
        let mut around = convention.wrapper();
        around.extend(convention.usage_around(self));
        around.push(convention.customer(&self.customer()));
        let mut call = convention.call(self);
        call.extend(convention.usage(self));
        call.push(convention.customer(&self.customer()));
        [span(wrapper, root, "around", around), span(leaf, wrapper, "call", call)]
    }
}

/// All spans of the calls, in the order in which senders export them: what ended first comes first.
pub fn spans(convention: Convention) -> Vec<Span> {
    let calls = recorded();
    let mut spans = Vec::new();
    for run in calls.chunks(RUN as usize) {
        for call in run {
            let [wrapper, leaf] = call.spans(convention);
            spans.extend([leaf, wrapper]);
        }
        let all = Call {
            input: run.iter().map(|call| call.input).sum(),
            cache_read: run.iter().map(|call| call.cache_read).sum(),
            cache_write: run.iter().map(|call| call.cache_write).sum(),
            output: run.iter().map(|call| call.output).sum(),
            reasoning: run.iter().map(|call| call.reasoning).sum(),
            ..run[0]
        };
        let mut attributes = convention.root();
        attributes.extend(convention.usage(&all));
        spans.push(Span {
            trace_id: trace_id(run[0].run()),
            span_id: span_id(1),
            name: "root".to_owned(),
            start_time_unix_nano: nanos(run[0].began() - 5),
            end_time_unix_nano: nanos(run[0].began() + 20_000),
            attributes,
            status: Some(Status { code: 1, ..Status::default() }),
            ..Span::default()
        });
        // What an application's other instruments send along.
        spans.push(Span {
            trace_id: trace_id(run[0].run()),
            span_id: span_id(3),
            name: "SELECT".to_owned(),
            start_time_unix_nano: nanos(run[0].began()),
            attributes: vec![text("db.system", "postgresql"), text("db.query.text", "SELECT 1")],
            ..Span::default()
        });
    }
    spans
}

/// A request with these spans.
pub fn request(spans: Vec<Span>) -> ExportTraceServiceRequest {
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }];
    ExportTraceServiceRequest { resource_spans }
}

pub fn text(name: &str, value: &str) -> KeyValue {
    attribute(name, Any::StringValue(value.to_owned()))
}

pub fn int(name: &str, value: impl Into<i64>) -> KeyValue {
    attribute(name, Any::IntValue(value.into()))
}

pub fn attribute(name: &str, value: Any) -> KeyValue {
    let value = Some(AnyValue { value: Some(value) });
    KeyValue { key: name.to_owned(), value, ..KeyValue::default() }
}

pub fn trace_id(run: u32) -> Vec<u8> {
    (0xabcd_0000_0000_0000_0000_0000_0000_0000_u128 + u128::from(run)).to_be_bytes().to_vec()
}

pub fn span_id(id: u64) -> Vec<u8> {
    id.to_be_bytes().to_vec()
}

pub fn nanos(millis: i64) -> u64 {
    u64::try_from(millis).unwrap() * 1_000_000
}

impl Convention {
    fn call(self, call: &Call) -> Vec<KeyValue> {
        let response = format!("response-{}", call.index);
        match self {
            Self::GenAi => vec![
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.provider.name", call.provider),
                text("gen_ai.request.model", "another"),
                text("gen_ai.response.model", call.model),
                text("gen_ai.response.id", &response),
            ],
            Self::GenAiOfOld => vec![
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.system", call.provider),
                text("gen_ai.request.model", call.model),
            ],
            Self::OpenInference => vec![
                text("openinference.span.kind", "LLM"),
                text("llm.provider", call.provider),
                text("llm.model_name", call.model),
            ],
            Self::OpenLlmetry => vec![
                text("llm.request.type", "chat"),
                text("gen_ai.system", call.provider),
                text("gen_ai.request.model", call.model),
                text("gen_ai.response.id", &response),
            ],
            Self::AiSdk => vec![
                text("operation.name", "ai.generateText.doGenerate my-function"),
                text("ai.operationId", "ai.generateText.doGenerate"),
                text("ai.model.provider", &format!("{}.chat", call.provider)),
                text("ai.model.id", call.model),
                text("ai.response.id", &response),
            ],
        }
    }

    fn wrapper(self) -> Vec<KeyValue> {
        match self {
            Self::GenAi => vec![
                text("gen_ai.operation.name", "invoke_agent"),
                text("gen_ai.agent.name", "support"),
            ],
            // Frameworks' own reports of the call: told apart only by what they count, or do not.
            Self::GenAiOfOld => vec![text("gen_ai.operation.name", "chat")],
            Self::OpenInference => vec![text("openinference.span.kind", "LLM")],
            Self::OpenLlmetry => {
                vec![text("traceloop.span.kind", "task"), text("traceloop.entity.name", "answer")]
            }
            Self::AiSdk => vec![text("ai.operationId", "ai.generateText")],
        }
    }

    fn root(self) -> Vec<KeyValue> {
        match self {
            Self::GenAi | Self::GenAiOfOld => vec![
                text("gen_ai.operation.name", "invoke_workflow"),
                text("gen_ai.workflow.name", "nightly"),
            ],
            Self::OpenInference => vec![text("openinference.span.kind", "CHAIN")],
            Self::OpenLlmetry => vec![
                text("traceloop.span.kind", "workflow"),
                text("traceloop.workflow.name", "nightly"),
            ],
            Self::AiSdk => vec![text("ai.operationId", "ai.streamText")],
        }
    }

    fn customer(self, id: &str) -> KeyValue {
        match self {
            Self::GenAi | Self::GenAiOfOld => text("llmobserve.customer_id", id),
            Self::OpenInference => text("metadata", &json!({"customer_id": id}).to_string()),
            Self::OpenLlmetry => text("traceloop.association.properties.customer_id", id),
            Self::AiSdk => text("ai.telemetry.metadata.customerId", id),
        }
    }

    /// What the span around a call repeats of its usage: all, the two sides without their parts, or nothing.
    fn usage_around(self, call: &Call) -> Vec<KeyValue> {
        let whole = |name: &str| !name.contains("details");
        match self {
            Self::GenAiOfOld => Vec::new(),
            Self::OpenInference => {
                self.usage(call).into_iter().filter(|one| whole(&one.key)).collect()
            }
            Self::GenAi | Self::OpenLlmetry | Self::AiSdk => self.usage(call),
        }
    }

    fn usage(self, call: &Call) -> Vec<KeyValue> {
        let [input, cache_read, cache_write, output, reasoning] = match self {
            Self::GenAi => [
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.cache_read.input_tokens",
                "gen_ai.usage.cache_creation.input_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.reasoning.output_tokens",
            ],
            Self::GenAiOfOld => [
                "gen_ai.usage.prompt_tokens",
                "gen_ai.usage.details.cache_read_tokens",
                "gen_ai.usage.details.cache_write_tokens",
                "gen_ai.usage.completion_tokens",
                "gen_ai.usage.details.reasoning_tokens",
            ],
            Self::OpenInference => [
                "llm.token_count.prompt",
                "llm.token_count.prompt_details.cache_read",
                "llm.token_count.prompt_details.cache_write",
                "llm.token_count.completion",
                "llm.token_count.completion_details.reasoning",
            ],
            Self::OpenLlmetry => [
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.cache_read_input_tokens",
                "gen_ai.usage.cache_creation_input_tokens",
                "gen_ai.usage.output_tokens",
                "gen_ai.usage.reasoning_tokens",
            ],
            Self::AiSdk => [
                "ai.usage.inputTokens",
                "ai.usage.inputTokenDetails.cacheReadTokens",
                "ai.usage.inputTokenDetails.cacheWriteTokens",
                "ai.usage.outputTokens",
                "ai.usage.outputTokenDetails.reasoningTokens",
            ],
        };
        vec![
            int(input, call.input),
            int(cache_read, call.cache_read),
            int(cache_write, call.cache_write),
            int(output, call.output),
            int(reasoning, call.reasoning),
        ]
    }
}
