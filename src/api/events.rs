//! `GET /api/v1/events` and `GET /api/v1/events/{id}`: events with their usage lines.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::digest::EventKey;
use crate::domain::event::{Detail, PriceState, UsageLine};
use crate::domain::money::{ClientCost, Usd};
use crate::domain::scope::TenantScope;
use crate::domain::usage::Quantity;
use crate::http::error::Problem;
use crate::http::extract::{ListParams, Params, RunsRead, Tenant, WindowParams};
use crate::http::millis::Millis;
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::query::kept::from_events;
use crate::store::{EventQuery, EventRecord, Store};

use super::filters::{About, ExceptParams, FilterParams};
use super::revisions::AdjustmentView;
use super::totals::{TableParams, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    /// Its id.
    pub id: String,
    /// When it began.
    pub timestamp: DateTime<Utc>,
    /// When it reached the collector.
    pub received_at: DateTime<Utc>,
    /// Its run.
    pub run_id: String,
    /// Its span.
    pub span_id: Option<String>,
    /// The span around it.
    pub parent_span_id: Option<String>,
    /// `llm`, `agent`, `http_fallback` …
    pub span_type: String,
    /// Where in the application.
    pub section: String,
    /// The same with the sections around it.
    pub section_path: String,
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: Option<String>,
    /// Method or address, without secrets.
    pub endpoint: String,
    /// How it ended.
    pub status: String,
    /// The tenant's end customer.
    pub customer_id: Option<String>,
    /// The person who caused it.
    pub user_id: Option<String>,
    /// The conversation.
    pub session_id: Option<String>,
    /// `production`, `staging` …
    pub environment: Option<String>,
    /// Free labels.
    #[schema(value_type = Object)]
    pub tags: Box<RawValue>,
    /// The public part of the API key that sent it.
    pub key: Option<String>,
    /// The provider's id of the response.
    pub response_id: Option<String>,
    /// The tier that served it.
    pub service_tier: Option<String>,
    /// `tenant` or `customer`.
    pub paid_by: &'static str,
    /// Duration.
    #[schema(value_type = Option<f64>)]
    pub latency_ms: Option<Millis>,
    /// Prompt tokens, caches included.
    pub input_tokens: i64,
    /// Completion tokens, reasoning included.
    pub output_tokens: i64,
    /// What it adds to the bill, in USD: 0 for a duplicate and for a call that the customer paid,
    /// `null` for a step and for a call whose whole usage has no price.
    #[schema(value_type = Option<f64>)]
    pub cost_usd: Option<Usd>,
    /// What the customer paid for it on its own account, in USD.
    #[schema(value_type = f64)]
    pub customer_paid_cost_usd: Usd,
    /// `priced`, `free`, `reported`, `unpriced` or `void`; `null` for a step.
    pub price_state: Option<String>,
    /// The price that was applied.
    #[schema(example = "2026-11-21:openai/gpt-4o")]
    pub price_id: Option<String>,
    /// The client's own figure, in USD.
    #[schema(value_type = Option<f64>)]
    pub client_cost_usd: Option<Usd>,
    /// The same as the client wrote it.
    pub client_cost_text: Option<String>,
    /// What was used, and what each kind cost.
    pub usage: Vec<UsageLineView>,
    /// The event that bills this call instead.
    pub duplicate_of: Option<String>,
    /// The answer was streamed.
    pub is_streaming: bool,
    /// The stream was cut short.
    pub stream_cancelled: bool,
    /// A label that code analysis gave.
    pub semantic_label: Option<String>,
    /// The hold that this call settles.
    pub reservation_id: Option<String>,
    /// The client's metadata and unknown fields.
    #[schema(value_type = Object)]
    pub metadata: Box<RawValue>,
}

/// An event with what was changed in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventDetailView {
    /// The event as it is now.
    #[serde(flatten)]
    pub event: EventView,
    /// What was changed in it since it was received, the earliest first.
    pub adjustments: Vec<AdjustmentView>,
}

/// One kind of usage.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageLineView {
    /// `input`, `cache_read`, `output` …
    pub kind: String,
    /// How much of it.
    #[schema(value_type = f64)]
    pub quantity: Quantity,
    /// USD for one unit, exact; `null` without a price.
    #[schema(example = "0.0000025")]
    pub unit_price_usd: Option<String>,
    /// What it cost, in USD, rounded once to the nano-dollar; `null` without a price.
    #[schema(value_type = Option<f64>)]
    pub cost_usd: Option<Usd>,
}

impl From<UsageLine> for UsageLineView {
    fn from(line: UsageLine) -> Self {
        let unit_price_usd = line.price.zip(line.per).map(|(price, per)| unit_price(&price, per));
        Self {
            kind: line.kind.to_string(),
            quantity: line.quantity,
            unit_price_usd,
            cost_usd: line.nanos.map(Usd::from_nanos),
        }
    }
}

/// A price for many units as the price of one. Where that has no end, as a quotient.
fn unit_price(price: &str, per: u32) -> String {
    let exact = Decimal::from_str_exact(price).ok().and_then(|usd| {
        let one = usd.checked_div(Decimal::from(per))?;
        (one.checked_mul(Decimal::from(per))? == usd).then(|| one.normalize().to_string())
    });
    exact.unwrap_or_else(|| format!("{price}/{per}"))
}

impl EventView {
    /// A stored event as it is shown.
    pub fn new(event: EventRecord) -> Result<Self, ApiError> {
        let raw = |json: String| RawValue::from_string(json).map_err(ApiError::internal);
        let (cost_usd, customer_paid_cost_usd) = shown_cost(&event);
        let Detail {
            service_tier,
            reservation_id,
            is_streaming,
            stream_cancelled,
            semantic_label,
            metadata,
            ..
        } = event.detail;
        let client = event.client_cost.as_deref().and_then(|text| ClientCost::parse(text).ok());
        Ok(Self {
            id: event.id,
            timestamp: event.at,
            received_at: event.received_at,
            run_id: event.run,
            span_id: event.span,
            parent_span_id: event.parent_span,
            span_type: event.span_type,
            section: event.section,
            section_path: event.section_path,
            provider: event.provider,
            model: event.model,
            endpoint: event.endpoint,
            status: event.status,
            customer_id: event.customer,
            user_id: event.user,
            session_id: event.session,
            environment: event.environment,
            tags: raw(event.tags.unwrap_or_else(|| "{}".to_owned()))?,
            key: event.key,
            response_id: event.response_id,
            service_tier,
            paid_by: if event.customer_paid { "customer" } else { "tenant" },
            latency_ms: event.latency.map(Millis),
            input_tokens: event.input_tokens,
            output_tokens: event.output_tokens,
            cost_usd,
            customer_paid_cost_usd,
            price_state: event.price_state,
            price_id: event.price_id,
            client_cost_usd: client.map(|client| client.amount()),
            client_cost_text: event.client_cost,
            usage: event.lines.into_iter().map(UsageLineView::from).collect(),
            duplicate_of: event.duplicate_of,
            is_streaming,
            stream_cancelled,
            semantic_label,
            reservation_id,
            metadata: raw(serde_json::to_string(&metadata).map_err(ApiError::internal)?)?,
        })
    }
}

/// What the tenant and what the customer pays. What is not priced is never shown as free.
fn shown_cost(event: &EventRecord) -> (Option<Usd>, Usd) {
    let Some(state) = &event.price_state else { return (None, Usd::ZERO) };
    if event.duplicate_of.is_some() || state == PriceState::Void.as_str() {
        return (Some(Usd::ZERO), Usd::ZERO);
    }
    let cost = Usd::from_nanos(event.cost);
    if event.customer_paid {
        return (Some(Usd::ZERO), cost);
    }
    let nothing_priced = event.lines.iter().all(|line| line.nanos.is_none());
    let unknown = state == PriceState::Unpriced.as_str() && nothing_priced;
    ((!unknown).then_some(cost), Usd::ZERO)
}

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventsView {
    /// Events that began in it.
    pub window: WindowView,
    /// The events, the latest first: calls, steps and duplicates.
    pub events: Vec<EventView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// An event's place in the list: its time in microseconds and its key.
type EventPlace = (i64, EventKey);

/// Events of a window, the latest first: every call, and what was around it.
///
/// The amounts of all events add up to the total of the same question about costs.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    operation_id = "list_events",
    tag = "events",
    params(FilterParams, ExceptParams, WindowParams, ListParams, TableParams),
    responses((status = 200, body = EventsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["runs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let question = params.question();
    let about = About::take(&store, &scope, clock.as_ref(), &mut params).await?;
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    let after: Option<EventPlace> = params.cursor()?;
    params.finish()?;
    let covered = from_events(&store, &scope, about.window).await?;
    let shown = WindowView::new(covered, about.zone);
    let query = EventQuery { window: covered.window, filters: about.filters, after, limit };
    if let Format::Whole(format) = format {
        return table::whole(format, columns(), move |after| {
            let (store, scope) = (Arc::clone(&store), scope.clone());
            let query = EventQuery { after, limit: table::EXPORT_PAGE, ..query.clone() };
            async move { page(&store, &scope, query).await }
        })
        .await;
    }
    let found = page(&store, &scope, query).await?;
    let next = found.next.map(|next| cursor::encode(&next, question)).transpose()?;
    match format {
        Format::Page(format) => table::page(format, &columns(), &found.rows, next),
        _ => Ok(Json(EventsView { window: shown, events: found.rows, next }).into_response()),
    }
}

async fn page(
    store: &Store,
    scope: &TenantScope,
    mut query: EventQuery,
) -> Result<Page<EventView, EventPlace>, ApiError> {
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    query.limit = query.limit.saturating_add(1);
    let mut events = store.event_list(scope, &query).await?;
    let more = events.len() > limit;
    events.truncate(limit);
    let next =
        events.last().filter(|_| more).map(|last| (last.at.timestamp_micros(), last.stored_key));
    let rows = events.into_iter().map(EventView::new).collect::<Result<_, _>>()?;
    Ok(Page { rows, next })
}

fn columns() -> Columns {
    [
        "id",
        "timestamp",
        "received_at",
        "run_id",
        "span_id",
        "parent_span_id",
        "span_type",
        "section",
        "section_path",
        "provider",
        "model",
        "endpoint",
        "status",
        "customer_id",
        "user_id",
        "session_id",
        "environment",
        "tags",
        "key",
        "response_id",
        "service_tier",
        "paid_by",
        "latency_ms",
        "input_tokens",
        "output_tokens",
        "cost_usd",
        "customer_paid_cost_usd",
        "price_state",
        "price_id",
        "client_cost_usd",
        "usage",
        "duplicate_of",
        "metadata",
    ]
    .map(Into::into)
    .to_vec()
}

/// One event with its usage lines.
#[utoipa::path(
    get,
    path = "/api/v1/events/{id}",
    operation_id = "get_event",
    tag = "events",
    params(("id" = String, Path, description = "The event's id"),
        ("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 200, body = EventDetailView), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("api_key" = ["runs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<RunsRead>,
    State(store): State<Arc<Store>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<EventDetailView>, ApiError> {
    params.finish()?;
    let event = store.event_find(&scope, &id).await?;
    let event = event.ok_or_else(|| ApiError::not_found("event", &id))?;
    let adjustments = store.adjustments(&scope, &id).await?;
    Ok(Json(EventDetailView {
        event: EventView::new(event)?,
        adjustments: adjustments.into_iter().map(AdjustmentView::from).collect(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_prices_are_exact() {
        assert_eq!(unit_price("2.5", 1_000_000), "0.0000025");
        assert_eq!(unit_price("0.111", 3_600), "0.111/3600");
        assert_eq!(unit_price("0", 1_000_000), "0");
    }
}
