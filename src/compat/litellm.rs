//! Rows of LiteLLM's table `LiteLLM_SpendLogs`.
//!
//! Columns: the model `LiteLLM_SpendLogs` of its `schema.prisma`, and what `get_logging_payload` in its
//! `spend_tracking_utils.py` puts into them. Times are UTC. `prompt_tokens` includes what was read from
//! and written to a cache, whichever provider (litellm pull request 26919), `completion_tokens`
//! includes reasoning; the parts are in `metadata.usage_object`, or `metadata.additional_usage_values`
//! of versions that have no such object.
//!
//! `api_key` is the hash of a key. It opens nothing, and still is nobody's business here: eight
//! characters tell the keys apart.

use serde_json::value::RawValue;

use crate::domain::money::Usd;
use crate::domain::usage::{Usage, UsageKind};
use crate::ingest::{Rejection, RejectionCode as Code};

use super::Translate;
use super::draft::Draft;
use super::llmobserve::wire::Claimed;
use super::row::Row;
use super::tokens::{Parts, kind, provider_of};

/// Characters of a key's hash that are kept.
const KEY_PREFIX: usize = 8;

/// Translates rows.
#[derive(Debug)]
pub struct LiteLlm;

impl Translate for LiteLlm {
    fn event(&mut self, raw: &RawValue) -> Result<Claimed, Rejection> {
        let row = Row::read(raw)?;
        let missing = || Rejection::field(Code::MissingField, "request_id", "is required");
        let id = row.text(&["request_id"]).ok_or_else(missing)?;
        let metadata = row.object(&["metadata"]);
        let cached = row.text(&["cache_hit"]).is_some_and(|hit| hit.eq_ignore_ascii_case("true"));
        let call_type = row.text(&["call_type"]).unwrap_or_default();
        let mut draft = Draft::default();
        draft.text("id", Some(format!("litellm-{id}")));
        let began = row.began(&["startTime", "start_time"])?;
        draft.at(began);
        draft.took(began, row.time(&["endTime", "end_time"])?);
        // The proxy answered out of its own cache: no provider was called.
        draft.text(
            "span_type",
            Some(match () {
                () if cached => "step",
                () if call_type.contains("embedding") => "embedding_call",
                () => "llm",
            }),
        );
        draft.text("response_id", (!cached).then_some(id));
        let model = row.text(&["model"]);
        draft.text("provider", Some(provider(&row, model.as_deref())));
        draft.text("model", model);
        draft.text("endpoint", Some(call_type));
        draft.text("run_id", row.text(&["session_id"]));
        draft.text("session_id", row.text(&["session_id"]));
        draft.text("customer_id", row.text(&["end_user"]));
        draft.text("user_id", row.text(&["user"]));
        let status = row.text(&["status"]).or_else(|| metadata.text(&["status"]));
        draft.text("status", status.filter(|status| status == "failure"));
        draft.usage(&usage(&row, &metadata)?);
        draft.cost(row.text(&["spend"]));
        label(&mut draft, &row, &metadata);
        draft.finish()
    }

    fn figure(&self, row: &RawValue) -> Option<Usd> {
        Row::read(row).ok()?.amount(&["spend"])
    }
}

fn provider(row: &Row, model: Option<&str>) -> String {
    row.text(&["custom_llm_provider"])
        .or_else(|| model.and_then(provider_of))
        .unwrap_or_else(|| "unknown".to_owned())
}

fn label(draft: &mut Draft, row: &Row, metadata: &Row) {
    draft.labels(row.list(&["request_tags"]));
    for name in ["team_id", "organization_id"] {
        draft.tag(name, row.text(&[name]));
    }
    draft.tag("key_alias", metadata.text(&["user_api_key_alias"]));
    draft.tag("team_alias", metadata.text(&["user_api_key_team_alias"]));
    let key = row.text(&["api_key"]);
    draft.tag("key", key.map(|key| key.chars().take(KEY_PREFIX).collect()));
    for name in ["model_group", "model_id", "cache_hit", "agent_id"] {
        draft.keep(name, row.raw(&[name]));
    }
    draft.keep("url", row.raw(&["api_base"]));
    let error = metadata.object(&["error_information"]);
    for name in ["error_code", "error_class"] {
        draft.keep(name, error.raw(&[name]));
    }
}

fn usage(row: &Row, metadata: &Row) -> Result<Usage, Rejection> {
    let mut details = metadata.object(&["usage_object"]);
    if details.iter().next().is_none() {
        details = metadata.object(&["additional_usage_values"]);
    }
    let prompt = details.object(&["prompt_tokens_details"]);
    let completion = details.object(&["completion_tokens_details"]);
    let written = prompt.object(&["cache_creation_token_details"]);
    let mut parts = Parts::default();
    let mut add = |name: &str, quantity| {
        if let Some(kind) = kind(name) {
            parts.add(kind, quantity);
        }
    };
    add("input", row.quantity(&["prompt_tokens"])?);
    add("output", row.quantity(&["completion_tokens"])?);
    let read = match details.quantity(&["cache_read_input_tokens"])? {
        none if none.micros() == 0 => prompt.quantity(&["cached_tokens"])?,
        read => read,
    };
    add("cache_read", read);
    let by_lifetime = [
        ("cache_write_5m", written.quantity(&["ephemeral_5m_input_tokens"])?),
        ("cache_write_1h", written.quantity(&["ephemeral_1h_input_tokens"])?),
    ];
    if by_lifetime.iter().any(|(_, quantity)| quantity.micros() > 0) {
        for (name, quantity) in by_lifetime {
            add(name, quantity);
        }
    } else if details.raw(&["cache_creation_input_tokens"]).is_some() {
        add("cache_write", details.quantity(&["cache_creation_input_tokens"])?);
    } else {
        add("cache_write", prompt.quantity(&["cache_creation_tokens"])?);
    }
    add("input_audio", prompt.quantity(&["audio_tokens"])?);
    add(UsageKind::REASONING.as_str(), completion.quantity(&["reasoning_tokens"])?);
    add("output_audio", completion.quantity(&["audio_tokens"])?);
    Ok(parts.inclusive())
}
