//! The same calls as spans of OpenTelemetry, as an instrumented application exports them.

use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message;

use crate::events::{MODELS, Random, made, millis_now};

/// Bodies of requests with `batch` spans each, eight spans a trace.
pub fn batches(count: usize, batch: usize, round: usize) -> Vec<Bytes> {
    made(count);
    let mut random = Random(0x07e1 ^ (round as u64) << 32 ^ count as u64);
    let now = millis_now();
    let mut trace = Vec::new();
    (0..count.div_ceil(batch))
        .map(|number| {
            let first = number * batch;
            let spans = (first..count.min(first + batch))
                .map(|index| {
                    if index % 8 == 0 || trace.is_empty() {
                        trace = [random.next().to_be_bytes(), random.next().to_be_bytes()].concat();
                    }
                    span(&mut random, &trace, now)
                })
                .collect();
            let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
            let resource_spans = vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }];
            Bytes::from(ExportTraceServiceRequest { resource_spans }.encode_to_vec())
        })
        .collect()
}

fn span(random: &mut Random, trace: &[u8], now: u64) -> Span {
    let (provider, model) = MODELS[(random.next() % 6) as usize];
    let customer = (random.next() % 1_000).min(random.next() % 1_000);
    let input = 200 + random.next() % 2_000;
    let start = now * 1_000_000;
    let text = |name: &str, value: String| attribute(name, Value::StringValue(value));
    let count = |name: &str, value: u64| attribute(name, Value::IntValue(value as i64));
    Span {
        trace_id: trace.to_vec(),
        span_id: random.next().to_be_bytes().to_vec(),
        name: format!("chat {model}"),
        start_time_unix_nano: start,
        end_time_unix_nano: start + (80 + random.next() % 3_000) * 1_000_000,
        attributes: vec![
            text("gen_ai.operation.name", "chat".to_owned()),
            text("gen_ai.provider.name", provider.to_owned()),
            text("gen_ai.request.model", model.to_owned()),
            text("gen_ai.response.model", model.to_owned()),
            text("gen_ai.response.id", format!("{:016x}", random.next())),
            count("gen_ai.usage.input_tokens", input),
            count("gen_ai.usage.cache_read.input_tokens", input / 4),
            count("gen_ai.usage.output_tokens", 20 + random.next() % 500),
            text("llmobserve.customer_id", format!("customer-{customer:04}")),
            text("llmobserve.section", format!("agent:step{}", random.next() % 5)),
            text("user.id", format!("user-{}", random.next() % 5_000)),
            text("gen_ai.conversation.id", format!("session-{}", random.next() % 50_000)),
            text("gen_ai.input.messages", "What is the capital of France?".to_owned()),
            text("gen_ai.output.messages", "The capital of France is Paris.".to_owned()),
        ],
        ..Span::default()
    }
}

fn attribute(name: &str, value: Value) -> KeyValue {
    let value = Some(AnyValue { value: Some(value) });
    KeyValue { key: name.to_owned(), value, ..KeyValue::default() }
}
