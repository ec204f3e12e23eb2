//! Observations as Langfuse exports them.
//!
//! Field names: those of the public API (`camelCase`: `ObservationsView` of its OpenAPI document) and of
//! the export to blob storage (`snake_case`: "Blob storage export field reference" of its documentation,
//! where times are UTC without an offset and the model is `provided_model_name`).
//!
//! Kinds of usage are apart: Langfuse prices every key of `usageDetails` by itself and sums those that
//! begin with `input` to all input (`reduceUsageOrCostDetails` in its `observations_converters.ts`).
//! Clients that send a provider's inclusive count under `input` break that (langfuse issue 10592); the
//! `total` beside it shows, and the cached part is then taken out.

use serde_json::value::RawValue;

use crate::domain::money::Usd;
use crate::domain::usage::Usage;
use crate::ingest::{Rejection, RejectionCode as Code};

use super::Translate;
use super::draft::Draft;
use super::llmobserve::wire::Claimed;
use super::row::{Row, amount};
use super::tokens::{Parts, kind, provider_of};

/// Where the customer of an observation is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerFrom {
    /// The user of the trace.
    User,
    /// The session of the trace.
    Session,
    /// A tag `NAME:customer`.
    Tag(String),
    /// A key of the metadata.
    Metadata(String),
}

impl CustomerFrom {
    /// Reads `user`, `session`, `tag:NAME` or `metadata:KEY`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "user" => Ok(Self::User),
            None if text == "session" => Ok(Self::Session),
            Some(("tag", name)) if !name.is_empty() => Ok(Self::Tag(name.to_owned())),
            Some(("metadata", key)) if !key.is_empty() => Ok(Self::Metadata(key.to_owned())),
            _ => Err("expected user, session, tag:NAME or metadata:KEY".to_owned()),
        }
    }
}

/// Translates rows.
#[derive(Debug)]
pub struct Langfuse {
    /// Where customers are named, besides `metadata.customer_id`.
    pub customer_from: Option<CustomerFrom>,
    /// The provider of models whose name does not tell it.
    pub provider: Option<String>,
}

const USER: [&str; 2] = ["userId", "user_id"];
const SESSION: [&str; 2] = ["sessionId", "session_id"];
const MODEL: [&str; 3] = ["model", "provided_model_name", "providedModelName"];
const TOTAL_COST: [&str; 4] =
    ["totalCost", "total_cost", "calculatedTotalCost", "calculated_total_cost"];

/// Kept in the metadata under the second name.
const KEPT: [(&[&str], &str); 5] = [
    (&["statusMessage", "status_message"], "status_message"),
    (&["version"], "version"),
    (&["modelId", "model_id", "internal_model_id", "internalModelId"], "langfuse_model_id"),
    (&["completionStartTime", "completion_start_time"], "completion_start_time"),
    (&["promptName", "prompt_name"], "prompt_name"),
];

impl Translate for Langfuse {
    fn event(&mut self, raw: &RawValue) -> Result<Claimed, Rejection> {
        let row = Row::read(raw)?;
        let missing = || Rejection::field(Code::MissingField, "id", "is required");
        let id = row.text(&["id"]).ok_or_else(missing)?;
        let metadata = row.object(&["metadata"]);
        let mut draft = Draft::default();
        draft.text("id", Some(format!("langfuse-{id}")));
        draft.text("run_id", row.text(&["traceId", "trace_id"]));
        draft.text("span_id", Some(id));
        draft.text("parent_span_id", row.text(&["parentObservationId", "parent_observation_id"]));
        let began = row.began(&["startTime", "start_time"])?;
        draft.at(began);
        draft.took(began, row.time(&["endTime", "end_time"])?);
        draft.text("user_id", row.text(&USER));
        draft.text("session_id", row.text(&SESSION));
        draft.text("environment", row.text(&["environment"]));
        draft.labels(row.list(&["tags", "trace_tags", "traceTags"]));
        draft.text("customer_id", self.customer(&row, &metadata));
        let failed = row.text(&["level"]).is_some_and(|level| level == "ERROR");
        draft.text("status", failed.then_some("error"));
        place(&mut draft, &row);
        self.bill(&mut draft, &row, &metadata)?;
        for (name, raw) in metadata.iter() {
            draft.keep(name, Some(raw));
        }
        for (names, kept) in KEPT {
            draft.keep(kept, row.raw(names));
        }
        draft.finish()
    }

    fn figure(&self, row: &RawValue) -> Option<Usd> {
        amount(&cost(&Row::read(row).ok()?)?)
    }
}

impl Langfuse {
    /// Provider, model, usage and cost of a call; the others are steps.
    fn bill(&self, draft: &mut Draft, row: &Row, metadata: &Row) -> Result<(), Rejection> {
        let of_type = row.text(&["type"]).unwrap_or_else(|| "GENERATION".to_owned());
        let model = row.text(&MODEL);
        draft.cost(cost(row));
        let span_type = match of_type.to_ascii_uppercase().as_str() {
            "GENERATION" => "llm",
            "EMBEDDING" => "embedding_call",
            // Whatever names a model was billed for it.
            _ if model.is_some() => "llm",
            "AGENT" => "agent",
            "TOOL" => "tool",
            "CHAIN" => "chain",
            _ => "step",
        };
        draft.text("span_type", Some(span_type));
        if !matches!(span_type, "llm" | "embedding_call") {
            draft.text("provider", Some("internal"));
            return Ok(());
        }
        draft.text("provider", Some(self.provider(metadata, model.as_deref())));
        draft.text("model", model);
        draft.usage(&usage(row)?);
        Ok(())
    }

    fn customer(&self, row: &Row, metadata: &Row) -> Option<String> {
        metadata.text(&["customer_id", "customerId"]).or_else(|| {
            match self.customer_from.as_ref()? {
                CustomerFrom::User => row.text(&USER),
                CustomerFrom::Session => row.text(&SESSION),
                CustomerFrom::Metadata(key) => metadata.text(&[key]),
                CustomerFrom::Tag(name) => {
                    let tags = row.list(&["tags", "trace_tags", "traceTags"]);
                    tags.iter().find_map(|tag| {
                        let (key, value) = tag.split_once(':')?;
                        (key == name).then(|| value.trim().to_owned())
                    })
                }
            }
        })
    }

    /// Langfuse has no field for it. Its integrations leave a trace in the metadata, and the model's
    /// name may tell.
    fn provider(&self, metadata: &Row, model: Option<&str>) -> String {
        let names = ["ls_provider", "gen_ai.provider.name", "gen_ai.system", "provider"];
        metadata
            .text(&names)
            .or_else(|| metadata.object(&["attributes"]).text(&names))
            .or_else(|| model.and_then(provider_of))
            .or_else(|| self.provider.clone())
            .unwrap_or_else(|| "unknown".to_owned())
    }
}

/// Where in the application: the trace's name, and the observation's in it.
fn place(draft: &mut Draft, row: &Row) {
    let name = row.text(&["name"]);
    let trace = row.text(&["traceName", "trace_name"]);
    let path = match (&trace, &name) {
        (Some(trace), Some(name)) => Some(format!("{trace}/{name}")),
        _ => None,
    };
    draft.text("section", name.or(trace));
    draft.text("section_path", path);
}

fn cost(row: &Row) -> Option<String> {
    row.text(&TOTAL_COST)
        .or_else(|| row.object(&["costDetails", "cost_details"]).text(&["total"]))
        .or_else(|| row.object(&["usage"]).text(&["totalCost"]))
}

fn usage(row: &Row) -> Result<Usage, Rejection> {
    let mut details = row.object(&["usageDetails", "usage_details"]);
    if details.iter().next().is_none() {
        details = row.object(&["usage"]);
    }
    let mut parts = Parts::default();
    // The older form: three counts of one unit, and costs beside them.
    let of_unit = match details.text(&["unit"]).as_deref() {
        None | Some("TOKENS") => None,
        Some(unit) => Some(kind(&unit.to_ascii_lowercase())),
    };
    for (name, _) in details.iter() {
        if matches!(name, "unit" | "inputCost" | "outputCost" | "totalCost") || is_total(name) {
            continue;
        }
        if let Some(kind) = of_unit.clone().unwrap_or_else(|| kind(name)) {
            parts.add(kind, details.quantity(&[name])?);
        }
    }
    if details.iter().next().is_none() {
        for names in [["promptTokens", "inputUsage"], ["completionTokens", "outputUsage"]] {
            if let Some(kind) = kind(names[0]) {
                parts.add(kind, row.quantity(&names)?);
            }
        }
    }
    Ok(parts.apart(details.quantity(&["total", "total_tokens", "totalTokens"])?))
}

fn is_total(name: &str) -> bool {
    matches!(name, "total" | "total_tokens" | "totalTokens")
}
