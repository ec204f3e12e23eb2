//! A trace event as the product understands it, after its wire format was translated.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::ids::{CustomerId, EventId, RunId};
use super::money::{ClientCost, Usd};
use super::totals::{Call, Totals};
use super::usage::{Quantity, Usage, UsageKind};

/// The section of an event that names none.
pub const DEFAULT_SECTION: &str = "default";

/// One span of an application's work: a provider call, or a step around calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Named by the client.
    pub id: EventId,
    /// When the call began. `None` until admission gives the time of arrival.
    #[serde(skip)]
    pub at: Option<DateTime<Utc>>,
    /// The run that it belongs to. An event that names none is a run of its own.
    pub run: RunId,
    /// The span's own id, unique within the run for well-behaved clients only.
    pub span: Option<String>,
    /// The id of the span around it.
    pub parent_span: Option<String>,
    /// `llm`, `agent`, `http_fallback` …
    pub span_type: String,
    /// Where in the application: `agent:research`.
    pub section: String,
    /// The section with those around it: `agent:research/tool:search`.
    pub section_path: String,
    /// Lower case: `openai`.
    pub provider: String,
    /// As the provider names it.
    pub model: Option<String>,
    /// Method or address, without query string and userinfo.
    pub endpoint: String,
    /// The tenant's end customer.
    pub customer: Option<CustomerId>,
    /// The person who caused the call.
    pub user: Option<String>,
    /// The conversation that it belongs to.
    pub session: Option<String>,
    /// `production`, `staging` …
    pub environment: Option<String>,
    /// Free labels.
    pub tags: BTreeMap<String, String>,
    /// Disjoint usage.
    pub usage: Usage,
    /// The provider's id of the response.
    pub response_id: Option<String>,
    /// Whose provider account is billed.
    pub paid_by: PaidBy,
    /// How it ended.
    pub status: Status,
    /// Duration in microseconds.
    pub latency: Option<i64>,
    /// The client's own figure.
    pub client_cost: Option<ClientCost>,
    /// What no query filters on.
    pub detail: Detail,
}

/// The parts of an event that are kept and shown, but never filtered on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The price tier that served the call: `batch`, `priority` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_tier: Option<String>,
    /// A hold that this call settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservation_id: Option<String>,
    /// The answer was streamed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_streaming: bool,
    /// The stream was cut short.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stream_cancelled: bool,
    /// A label that code analysis gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub semantic_label: Option<String>,
    /// The voice call that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_call_id: Option<String>,
    /// `stt`, `llm`, `tts` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_segment_type: Option<String>,
    /// `vapi`, `retell` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_platform: Option<String>,
    /// The usage fields as they were received, when they were not already a `usage` object.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub raw_usage: BTreeMap<String, Raw>,
    /// The client's figure was kept on purpose: no re-pricing touches it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub figure_kept: bool,
    /// The client's metadata, and every field that we do not know.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, Raw>,
}

impl Detail {
    /// There is something that is kept for a shorter time than the event.
    pub fn has_metadata(&self) -> bool {
        !self.metadata.is_empty() || !self.raw_usage.is_empty() || self.semantic_label.is_some()
    }

    /// The same without it.
    pub fn without_metadata(self) -> Self {
        Self { metadata: BTreeMap::new(), raw_usage: BTreeMap::new(), semantic_label: None, ..self }
    }
}

/// A JSON value kept as the text that was received.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Raw(pub Box<RawValue>);

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Eq for Raw {}

/// Whose provider account a call is billed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// The tenant's: the call is spend.
    #[default]
    Tenant,
    /// The customer's own: shown, and never summed into spend.
    Customer,
}

/// How a call ended: `ok`, `error`, `cancelled`, `rate_limited` … Lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Status(String);

impl Status {
    /// From its name; an empty one is `ok`.
    pub fn new(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        Self(if name.is_empty() { "ok".to_owned() } else { name })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The call failed. One that the caller cancelled did not.
    pub fn is_error(&self) -> bool {
        !matches!(self.as_str(), "ok" | "success" | "cancelled")
    }
}

/// What part an event plays in the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A call to a provider.
    Call,
    /// A call seen at the HTTP layer only: yields to any better report of the same call.
    Fallback,
    /// A step around calls (agent, tool, section, workflow): in the tree, never in the bill.
    Step,
}

impl Role {
    /// The role of a span type at a provider.
    pub fn of(span_type: &str, provider: &str) -> Self {
        match (span_type, provider) {
            (_, "internal" | "voice_pipeline") => Self::Step,
            ("agent" | "tool" | "section" | "workflow" | "task" | "step" | "chain", _) => {
                Self::Step
            }
            ("http_fallback", _) => Self::Fallback,
            _ => Self::Call,
        }
    }

    /// A provider call, directly seen or not.
    pub fn is_call(self) -> bool {
        self != Self::Step
    }
}

impl Event {
    /// The part that this event plays in the bill.
    pub fn role(&self) -> Role {
        Role::of(&self.span_type, &self.provider)
    }
}

/// How a call's cost is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PriceState {
    /// Every usage line has a price.
    Priced,
    /// An explicit price of zero, or a failed call that used nothing.
    Free,
    /// The client's own figure, for want of a price.
    Reported,
    /// Some usage has no price, or the usage is unknown. Never shown as free.
    Unpriced,
    /// Declared void afterwards: it counts in no total.
    Void,
}

impl PriceState {
    /// The name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Priced => "priced",
            Self::Free => "free",
            Self::Reported => "reported",
            Self::Unpriced => "unpriced",
            Self::Void => "void",
        }
    }
}

/// One kind of usage of an event with what it cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageLine {
    /// What was used.
    pub kind: UsageKind,
    /// How much of it.
    pub quantity: Quantity,
    /// USD for `per` units, exact decimal text. Absent when there is no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// How many units the price is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<u32>,
    /// Nano-USD. Absent when there is no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nanos: Option<i64>,
    /// The price brought this line with it; the client did not report it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub implied: bool,
}

/// An event with its price, ready to be stored.
#[derive(Debug, Clone)]
pub struct PricedEvent {
    /// The event.
    pub event: Event,
    /// When it began.
    pub at: DateTime<Utc>,
    /// When it reached us.
    pub received: DateTime<Utc>,
    /// A digest of everything but the times: tells a repeat from a conflict.
    pub fingerprint: i64,
    /// Price, lines and amount. `None` for a step, which is no call.
    pub price: Option<Price>,
}

/// What a call costs and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// How the cost is known.
    pub state: PriceState,
    /// The price that was applied, by its id in the price book.
    pub id: Option<String>,
    /// One line for each kind of usage.
    pub lines: Vec<UsageLine>,
    /// The sum of the lines, or the client's own figure where the state is `reported`.
    pub amount: Usd,
}

impl PricedEvent {
    /// What this event adds to every total that it counts in, were it not a duplicate.
    pub fn totals(&self) -> Totals {
        let Some(price) = &self.price else { return Totals::default() };
        let event = &self.event;
        Totals::from(Call {
            failed: event.status.is_error(),
            unpriced: price.state == PriceState::Unpriced,
            customer_paid: event.paid_by == PaidBy::Customer,
            input_tokens: event.usage.count(UsageKind::is_prompt),
            output_tokens: event.usage.count(UsageKind::is_completion),
            cache_read_tokens: event.usage.count(UsageKind::is_cache_read),
            cache_write_tokens: event.usage.count(UsageKind::is_cache_write),
            reasoning_tokens: event.usage.count(|kind| *kind == UsageKind::REASONING),
            cost: price.amount.nanos(),
            latency: event.latency,
        })
    }
}
