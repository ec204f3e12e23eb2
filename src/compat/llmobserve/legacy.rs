//! Rows of the original collector's table `trace_events`.
//!
//! They have the fields of the wire, and `created_at`: the collector's time of arrival, without an
//! offset, in UTC. It is the only time that there is, so it is the event's. A cost is a float; its
//! shortest decimal is what counts.

use serde_json::value::RawValue;

use crate::compat::Translate;
use crate::compat::draft::Draft;
use crate::compat::row::Row;
use crate::domain::money::Usd;
use crate::ingest::Rejection;

use super::wire::Claimed;

/// Columns that the wire reads as they are.
const SAME: [&str; 22] = [
    "id",
    "run_id",
    "span_id",
    "parent_span_id",
    "section",
    "section_path",
    "span_type",
    "provider",
    "endpoint",
    "model",
    "customer_id",
    "input_tokens",
    "output_tokens",
    "cached_tokens",
    "latency_ms",
    "status",
    "semantic_label",
    "voice_call_id",
    "voice_segment_type",
    "voice_platform",
    "audio_duration_seconds",
    "tenant_id",
];

/// SQLite has no booleans.
const BOOLEANS: [&str; 2] = ["is_streaming", "stream_cancelled"];

/// Translates rows.
#[derive(Debug)]
pub struct Legacy {
    /// Rows keep their own tenants; otherwise all go to one.
    pub own_tenants: bool,
}

impl Translate for Legacy {
    fn event(&mut self, raw: &RawValue) -> Result<Claimed, Rejection> {
        let row = Row::read(raw)?;
        self.translate(&row).map_err(|mut rejection| {
            if let Some(id) = row.text(&["id"]) {
                rejection.message = format!("{} (id {id})", rejection.message);
            }
            rejection
        })
    }

    fn figure(&self, raw: &RawValue) -> Option<Usd> {
        Row::read(raw).ok()?.amount(&["cost_usd"])
    }
}

impl Legacy {
    fn translate(&self, row: &Row) -> Result<Claimed, Rejection> {
        let mut draft = Draft::default();
        for name in SAME {
            if name == "tenant_id" && !self.own_tenants {
                draft.keep(name, row.raw(&[name]));
            } else if let Some(raw) = row.raw(&[name]) {
                draft.raw(name, raw);
            }
        }
        for name in BOOLEANS {
            if let Some(text) = row.text(&[name]) {
                draft.boolean(name, &text);
            }
        }
        draft.at(row.began(&["created_at"])?);
        draft.cost(row.text(&["cost_usd"]));
        let metadata = row.object(&["event_metadata"]);
        for (name, raw) in metadata.iter() {
            draft.keep(name, Some(raw));
        }
        if metadata.iter().next().is_none() {
            draft.keep(
                "event_metadata",
                row.raw(&["event_metadata"]).filter(|raw| raw.get() != "{}"),
            );
        }
        // Whose account of the collector it was; nobody who caused the call.
        draft.keep("collector_user_id", row.raw(&["user_id"]));
        draft.finish()
    }
}
