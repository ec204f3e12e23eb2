//! Stored events in full.

use chrono::{DateTime, Utc};

use crate::domain::digest::EventKey;
use crate::domain::erasure::event_key;
use crate::domain::event::{Detail, UsageLine};
use crate::domain::scope::TenantScope;
use crate::domain::totals::Totals;

use super::error::StoreError;
use super::measures::Counted;
use super::statement::Sql;
use super::{Store, sql};

/// A stored event.
#[derive(Debug, Clone)]
pub struct EventRecord {
    /// The key under which it is stored.
    pub stored_key: EventKey,
    /// Its id.
    pub id: String,
    /// When it began.
    pub at: DateTime<Utc>,
    /// When it reached us.
    pub received_at: DateTime<Utc>,
    /// Its run.
    pub run: String,
    /// Its span.
    pub span: Option<String>,
    /// The span around it.
    pub parent_span: Option<String>,
    /// What it is.
    pub span_type: String,
    /// Where it went.
    pub endpoint: String,
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: Option<String>,
    /// Where in the application.
    pub section: String,
    /// The same with the sections around it.
    pub section_path: String,
    /// The API key that sent it.
    pub key: Option<String>,
    /// How it ended.
    pub status: String,
    /// How its cost is known; none for a step.
    pub price_state: Option<String>,
    /// The customer.
    pub customer: Option<String>,
    /// The person.
    pub user: Option<String>,
    /// The conversation.
    pub session: Option<String>,
    /// The environment.
    pub environment: Option<String>,
    /// JSON object of tags.
    pub tags: Option<String>,
    /// The provider's response.
    pub response_id: Option<String>,
    /// The customer's own account paid.
    pub customer_paid: bool,
    /// Prompt tokens.
    pub input_tokens: i64,
    /// Completion tokens.
    pub output_tokens: i64,
    /// Prompt tokens read from caches.
    pub cache_read_tokens: i64,
    /// Prompt tokens written to caches.
    pub cache_write_tokens: i64,
    /// Completion tokens spent on reasoning.
    pub reasoning_tokens: i64,
    /// Microseconds.
    pub latency: Option<i64>,
    /// Nano-USD, were it not a duplicate.
    pub cost: i64,
    /// What it counts for: nothing for a duplicate or a step.
    pub totals: Totals,
    /// The client's own figure, as sent.
    pub client_cost: Option<String>,
    /// The price that was applied.
    pub price_id: Option<String>,
    /// The usage lines.
    pub lines: Vec<UsageLine>,
    /// What is only shown.
    pub detail: Detail,
    /// The event that bills this call instead.
    pub duplicate_of: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    at: i64,
    event_key: Vec<u8>,
    received_at: i64,
    event_id: String,
    run_id: String,
    span_id: Option<String>,
    parent_span_id: Option<String>,
    span_type: String,
    endpoint: String,
    user_id: Option<String>,
    session_id: Option<String>,
    environment: Option<String>,
    tags: Option<String>,
    response_id: Option<String>,
    #[sqlx(flatten)]
    counted: Counted,
    client_cost_text: Option<String>,
    price_id: Option<String>,
    lines: String,
    detail: String,
    duplicate_of: Option<String>,
    provider: String,
    model: String,
    section: String,
    section_path: String,
    key_id: String,
    customer_id: Option<String>,
}

impl TryFrom<EventRow> for EventRecord {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let damaged = |what: &str, error: &serde_json::Error| {
            StoreError::Damaged(format!("{what} of event {}: {error}", row.event_id))
        };
        let named = |text: String| (!text.is_empty()).then_some(text);
        let counted = row.counted;
        let totals = if row.duplicate_of.is_none() { counted.totals() } else { Totals::default() };
        Ok(Self {
            totals,
            stored_key: super::links::event_key(&row.event_key)?,
            lines: serde_json::from_str(&row.lines).map_err(|error| damaged("lines", &error))?,
            detail: serde_json::from_str(&row.detail).map_err(|error| damaged("detail", &error))?,
            at: DateTime::from_timestamp_micros(row.at).unwrap_or_default(),
            received_at: DateTime::from_timestamp_micros(row.received_at).unwrap_or_default(),
            id: row.event_id,
            run: row.run_id,
            span: row.span_id,
            parent_span: row.parent_span_id,
            span_type: row.span_type,
            endpoint: row.endpoint,
            provider: row.provider,
            model: named(row.model),
            section: row.section,
            section_path: row.section_path,
            key: named(row.key_id),
            status: counted.status,
            price_state: named(counted.price_state),
            customer: row.customer_id,
            user: row.user_id,
            session: row.session_id,
            environment: row.environment,
            tags: row.tags,
            response_id: row.response_id,
            customer_paid: counted.customer_paid == 1,
            input_tokens: counted.input_tokens,
            output_tokens: counted.output_tokens,
            cache_read_tokens: counted.cache_read_tokens,
            cache_write_tokens: counted.cache_write_tokens,
            reasoning_tokens: counted.reasoning_tokens,
            latency: counted.latency,
            cost: counted.cost,
            client_cost: row.client_cost_text,
            price_id: row.price_id,
            duplicate_of: row.duplicate_of,
        })
    }
}

impl Store {
    /// An event by its id.
    pub async fn event_find(
        &self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Option<EventRecord>, StoreError> {
        let (mut tx, tenant) = self.read(scope).await?;
        let key = event_key(id).0.to_vec();
        let place = Sql::new(sql::EVENT_TIME).bind(tenant.no).bind(key);
        let Some((at, key)) = tx.fetch_first::<(i64, Vec<u8>)>(place).await? else {
            return Ok(None);
        };
        let query = Sql::new(sql::EVENT_COLUMNS)
            .bind(tenant.no)
            .push(" AND e.at = ? AND e.event_key = ?")
            .bind(at)
            .bind(key);
        let row: Option<EventRow> = tx.fetch_first(query).await?;
        tx.rollback().await?;
        row.map(EventRecord::try_from).transpose()
    }
}
