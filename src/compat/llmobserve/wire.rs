//! One event as the installed SDKs send it, and as ours do: the same fields and some more.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use crate::compat::Translate;
use crate::compat::row::Row;
use crate::domain::event::{Detail, Event, PaidBy, Raw, Status};
use crate::domain::ids::{CustomerId, EventId, MAX_NAME, MAX_PATH, RunId, TenantId, TextError};
use crate::domain::money::{ClientCost, MAX_EVENT_COST, Usd};
use crate::domain::number::Number;
use crate::ingest::{Rejection, RejectionCode as Code};

use super::fields::{Field, object};
use super::sanitize;
use super::usage::{self, FlatUsage, Segment};

/// Longest metadata, unknown fields included, in bytes of JSON.
const MAX_METADATA: usize = 64 << 10;

/// Most tags of an event.
const MAX_TAGS: usize = 64;

/// Longest latency, in microseconds: 30 days.
const MAX_LATENCY: i64 = 30 * 24 * 3_600 * 1_000_000;

/// A translated event with the tenant that it claims.
#[derive(Debug)]
pub struct Claimed {
    /// What the event itself says; the credential decides.
    pub tenant: Option<TenantId>,
    /// The event.
    pub event: Event,
}

/// Events that are already in this format.
#[derive(Debug)]
pub struct Wire;

impl Translate for Wire {
    fn event(&mut self, row: &RawValue) -> Result<Claimed, Rejection> {
        read(row)
    }

    fn figure(&self, row: &RawValue) -> Option<Usd> {
        Row::read(row).ok()?.amount(&["cost_usd"])
    }
}

/// Translates one element of a batch.
pub fn read(raw: &RawValue) -> Result<Claimed, Rejection> {
    if !raw.get().starts_with('{') {
        return Err(Rejection::new(Code::InvalidType, "an event must be a JSON object"));
    }
    let fields = object(raw).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Rejection::new(Code::InvalidJson, format!("the event cannot be read: {reason}"))
    })?;
    let mut draft = Draft::default();
    let mut seen: Vec<&str> = Vec::with_capacity(fields.len());
    for (name, raw) in &fields {
        if seen.contains(&&**name) {
            return Err(Rejection::field(Code::DuplicateField, name, "appears twice"));
        }
        seen.push(name);
        draft.set(Field { name, raw })?;
    }
    draft.finish()
}

/// An event while its fields are read.
#[derive(Debug, Default)]
struct Draft<'a> {
    id: Option<String>,
    tenant: Option<String>,
    at: Option<DateTime<Utc>>,
    run: Option<String>,
    span: Option<String>,
    parent_span: Option<String>,
    span_type: Option<String>,
    section: Option<String>,
    section_path: Option<String>,
    provider: Option<String>,
    model: Option<String>,
    endpoint: Option<String>,
    customer: Option<String>,
    user: Option<String>,
    session: Option<String>,
    environment: Option<String>,
    tags: BTreeMap<String, String>,
    flat: FlatUsage<'a>,
    usage: Option<crate::domain::usage::Usage>,
    response_id: Option<String>,
    paid_by: PaidBy,
    status: Option<String>,
    latency: Option<i64>,
    client_cost: Option<ClientCost>,
    detail: Detail,
}

impl<'a> Draft<'a> {
    fn set(&mut self, field: Field<'a>) -> Result<(), Rejection> {
        match field.name {
            "id" => self.id = field.text(MAX_NAME)?,
            "tenant_id" => self.tenant = field.id(MAX_NAME)?,
            "timestamp" => self.at = timestamp(field)?,
            "run_id" => self.run = field.id(MAX_NAME)?,
            "span_id" => self.span = field.id(MAX_NAME)?,
            "parent_span_id" => self.parent_span = field.id(MAX_NAME)?,
            "span_type" => self.span_type = field.text(MAX_NAME)?,
            "section" => self.section = field.text(MAX_NAME)?,
            "section_path" => self.section_path = field.text(MAX_PATH)?,
            "provider" => self.provider = field.text(MAX_NAME)?,
            "model" => self.model = field.text(MAX_NAME)?,
            "endpoint" => self.endpoint = endpoint(field)?,
            "customer_id" => self.customer = field.id(MAX_NAME)?,
            "user_id" => self.user = field.id(MAX_NAME)?,
            "session_id" => self.session = field.id(MAX_NAME)?,
            "environment" => self.environment = field.text(MAX_NAME)?,
            "tags" => self.tags = tags(field)?,
            "input_tokens" => self.flat.input_tokens = Some(field.raw),
            "output_tokens" => self.flat.output_tokens = Some(field.raw),
            "cached_tokens" => self.flat.cached_tokens = Some(field.raw),
            "audio_duration_seconds" => self.flat.audio_duration_seconds = Some(field.raw),
            "usage" => self.usage = usage::object(field)?,
            "response_id" => self.response_id = field.id(MAX_NAME)?,
            "paid_by" => self.paid_by = paid_by(field)?,
            "status" => self.status = field.text(MAX_NAME)?,
            "latency_ms" => self.latency = field.scaled(3, MAX_LATENCY)?,
            "cost_usd" => self.client_cost = client_cost(field)?,
            _ => return self.set_detail(field),
        }
        Ok(())
    }

    fn set_detail(&mut self, field: Field<'a>) -> Result<(), Rejection> {
        let detail = &mut self.detail;
        match field.name {
            "service_tier" => detail.service_tier = field.text(MAX_NAME)?,
            "reservation_id" => detail.reservation_id = field.text(MAX_NAME)?,
            "is_streaming" => detail.is_streaming = field.boolean()?,
            "stream_cancelled" => detail.stream_cancelled = field.boolean()?,
            "semantic_label" => detail.semantic_label = field.text(MAX_NAME)?,
            "voice_call_id" => detail.voice_call_id = field.text(MAX_NAME)?,
            "voice_segment_type" => detail.voice_segment_type = field.text(MAX_NAME)?,
            "voice_platform" => detail.voice_platform = field.text(MAX_NAME)?,
            "event_metadata" => {
                for (name, raw) in field.object()?.unwrap_or_default() {
                    self.keep(name, raw)?;
                }
            }
            // Versions and time of arrival are the collector's own business.
            "schema_version" => {}
            _ => self.keep(Cow::Borrowed(field.name), field.raw)?,
        }
        Ok(())
    }

    /// Keeps a value of the metadata, or of a field that we do not know.
    fn keep(&mut self, name: Cow<'_, str>, raw: &RawValue) -> Result<(), Rejection> {
        let field = Field { name: &name, raw };
        if name.contains('\0') {
            return Err(Rejection::new(Code::InvalidValue, "a field name contains U+0000"));
        }
        field.check_json()?;
        let value = if name == "url" { sanitized(field)? } else { raw.to_owned() };
        self.detail.metadata.entry(name.into_owned()).or_insert(Raw(value));
        Ok(())
    }

    fn finish(mut self) -> Result<Claimed, Rejection> {
        let missing = |name| Rejection::field(Code::MissingField, name, "is required");
        let id = self.id.take().ok_or_else(|| missing("id"))?;
        let id = EventId::parse(id).map_err(|error| invalid("id", error))?;
        let provider = self.provider.take().ok_or_else(|| missing("provider"))?;
        let tenant = self
            .tenant
            .take()
            .map(TenantId::parse)
            .transpose()
            .map_err(|error| Rejection::field(Code::InvalidValue, "tenant_id", error))?;
        let metadata: usize = self
            .detail
            .metadata
            .iter()
            .map(|(name, value)| name.len() + value.0.get().len() + 4)
            .sum();
        if metadata > MAX_METADATA {
            let problem = "is longer than 65536 bytes, fields that are not known included";
            return Err(Rejection::field(Code::TooLong, "event_metadata", problem));
        }
        let segment = self.segment();
        let usage = if let Some(usage) = self.usage.take() {
            usage
        } else {
            let raw = self.flat.raw(segment);
            self.detail.raw_usage =
                raw.into_iter().map(|(name, raw)| (name.to_owned(), Raw(raw))).collect();
            self.flat.read(segment)?
        };
        let (section, section_path) = sanitize::section(self.section, self.section_path);
        let run = self.run.unwrap_or_else(|| id.to_string());
        let event = Event {
            run: RunId::parse(run).map_err(|error| invalid("run_id", error))?,
            customer: self
                .customer
                .map(CustomerId::parse)
                .transpose()
                .map_err(|error| invalid("customer_id", error))?,
            id,
            at: self.at,
            span: self.span,
            parent_span: self.parent_span,
            span_type: self.span_type.unwrap_or_else(|| "llm".to_owned()),
            section,
            section_path,
            provider: provider.to_ascii_lowercase(),
            model: self.model,
            endpoint: self.endpoint.unwrap_or_default(),
            user: self.user,
            session: self.session,
            environment: self.environment,
            tags: self.tags,
            usage,
            response_id: self.response_id,
            paid_by: self.paid_by,
            status: Status::new(self.status.as_deref().unwrap_or("ok")),
            latency: self.latency,
            client_cost: self.client_cost,
            detail: self.detail,
        };
        Ok(Claimed { tenant, event })
    }

    fn segment(&self) -> Segment {
        let segment = self.detail.voice_segment_type.as_deref();
        match (self.span_type.as_deref(), segment) {
            (Some("tts_call"), _) | (_, Some("tts")) => Segment::SpeechSynthesis,
            (_, Some("llm")) => Segment::LanguageModel,
            _ => Segment::Other,
        }
    }
}

fn invalid(name: &str, error: TextError) -> Rejection {
    Rejection::field(Code::InvalidValue, name, error)
}

/// RFC 3339, or milliseconds since 1970.
fn timestamp(field: Field<'_>) -> Result<Option<DateTime<Utc>>, Rejection> {
    if field.is_null() {
        return Ok(None);
    }
    let problem = "must be an RFC 3339 time with its offset (2026-11-21T12:00:00Z) or milliseconds \
                   since 1970";
    let refuse = || Rejection::field(Code::InvalidValue, field.name, problem);
    if field.raw.get().starts_with('"') {
        let text = field.text(64)?.ok_or_else(refuse)?;
        let time = DateTime::parse_from_rfc3339(&text).map_err(|_| refuse())?;
        return Ok(Some(time.with_timezone(&Utc)));
    }
    let text = field.number_text()?.unwrap_or_default();
    let micros = Number::parse(text).and_then(|number| number.scaled(3)).map_err(|_| refuse())?;
    DateTime::from_timestamp_micros(micros).map(Some).ok_or_else(refuse)
}

fn endpoint(field: Field<'_>) -> Result<Option<String>, Rejection> {
    // The limit is on what is kept: a long query string does no harm.
    let sent = field.text(MAX_METADATA)?;
    let kept = sent.map(|text| sanitize::endpoint(&text));
    if kept.as_ref().is_some_and(|kept| kept.len() > MAX_PATH) {
        return Err(Rejection::field(Code::TooLong, field.name, TextError::TooLong(MAX_PATH)));
    }
    Ok(kept)
}

fn sanitized(field: Field<'_>) -> Result<Box<RawValue>, Rejection> {
    if !field.raw.get().starts_with('"') {
        return Ok(field.raw.to_owned());
    }
    let kept = endpoint(field)?.unwrap_or_default();
    serde_json::value::to_raw_value(&kept)
        .map_err(|error| Rejection::field(Code::InvalidJson, field.name, error))
}

/// The client's figure: a number, or a decimal number in a text.
fn client_cost(field: Field<'_>) -> Result<Option<ClientCost>, Rejection> {
    let text = if field.raw.get().starts_with('"') {
        field.text(MAX_NAME)?
    } else {
        field.number_text()?.map(ToOwned::to_owned)
    };
    let Some(text) = text else { return Ok(None) };
    let cost = ClientCost::parse(&text).map_err(|error| field.number_error(error))?;
    if cost.nanos < 0 {
        return Err(Rejection::field(Code::Negative, field.name, "must not be negative"));
    }
    if cost.amount() > MAX_EVENT_COST {
        let problem = "must be at most 1000000 USD for one event";
        return Err(Rejection::field(Code::TooLarge, field.name, problem));
    }
    Ok(Some(cost))
}

fn paid_by(field: Field<'_>) -> Result<PaidBy, Rejection> {
    match field.text(MAX_NAME)?.as_deref() {
        None | Some("tenant") => Ok(PaidBy::Tenant),
        Some("customer") => Ok(PaidBy::Customer),
        Some(_) => {
            Err(Rejection::field(Code::InvalidValue, field.name, "must be `tenant` or `customer`"))
        }
    }
}

/// An object of texts; numbers and booleans become text, `null` is no tag.
fn tags(field: Field<'_>) -> Result<BTreeMap<String, String>, Rejection> {
    let entries = field.object()?.unwrap_or_default();
    if entries.len() > MAX_TAGS {
        let problem = format!("has more than {MAX_TAGS} entries");
        return Err(Rejection::field(Code::TooLarge, field.name, problem));
    }
    let mut tags = BTreeMap::new();
    for (name, raw) in entries {
        let path = format!("tags.{name}");
        crate::domain::ids::check_text(&name, MAX_NAME).map_err(|error| invalid("tags", error))?;
        let entry = Field { name: &path, raw };
        let value = match raw.get().as_bytes().first() {
            Some(b'"') => entry.text(MAX_NAME)?,
            Some(b'{' | b'[') => {
                let problem = "must be a text, a number or a boolean";
                return Err(Rejection::field(Code::InvalidType, &path, problem));
            }
            _ if entry.is_null() => None,
            _ => Some(raw.get().to_owned()),
        };
        if let Some(value) = value {
            tags.insert(name.into_owned(), value);
        }
    }
    Ok(tags)
}
