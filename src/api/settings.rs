//! `GET` and `PATCH /api/v1/settings`: what a tenant decides about its own ledger.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::check_text;
use crate::domain::opentelemetry::OpenTelemetry;
use crate::domain::retention::Retention;
use crate::domain::scope::TenantScope;
use crate::http::error::Problem;
use crate::http::extract::{Body, CostsRead, Params, Tenant, TenantAdmin};
use crate::http::{ApiError, Code};
use crate::keeping::Keeping;
use crate::store::{Settings, Store};

/// Most tags that may be dimensions: each multiplies the totals that are kept.
const MAX_TAG_DIMENSIONS: usize = 8;

/// Longest name of a tag, in bytes.
const MAX_TAG_NAME: usize = 64;

/// A tenant's settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    /// Names of the tags that costs can be grouped and filtered by, as `tag:NAME`. Each counts for
    /// events that arrive after it was declared; earlier ones have none.
    pub tag_dimensions: Vec<String>,
    /// For how long single events are kept. Totals are kept for ever.
    pub retention: RetentionView,
    /// What is made of spans that OpenTelemetry sends.
    pub opentelemetry: OpenTelemetryView,
}

/// What is made of spans that OpenTelemetry sends.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenTelemetryView {
    /// What people wrote and models answered is kept with the metadata, and shown to who may read runs.
    pub keep_content: bool,
    /// A call that names no customer is of the customer that its user is.
    pub user_is_customer: bool,
}

/// For how long single events are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetentionView {
    /// Days for which single events are kept; `null`: for ever.
    pub events_days: Option<u32>,
    /// Days for which their metadata is kept; `null`: as long as they.
    pub metadata_days: Option<u32>,
    /// Single events before are gone; `null`: all are kept.
    pub events_from: Option<DateTime<Utc>>,
    /// Metadata of events before is gone; `null`: all is kept.
    pub metadata_from: Option<DateTime<Utc>>,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        let Retention { events_days, metadata_days } = settings.retention;
        let OpenTelemetry { keep_content, user_is_customer } = settings.opentelemetry;
        let (events_from, metadata_from) = (settings.events_from(), settings.metadata_from());
        Self {
            retention: RetentionView { events_days, metadata_days, events_from, metadata_from },
            tag_dimensions: settings.tag_dimensions,
            opentelemetry: OpenTelemetryView { keep_content, user_is_customer },
        }
    }
}

/// A change of settings. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// The whole list of tags that are dimensions, at most 8.
    tag_dimensions: Option<Vec<String>>,
    /// For how long single events are kept.
    retention: Option<RetentionChange>,
    /// What is made of spans that OpenTelemetry sends.
    opentelemetry: Option<OpenTelemetryChange>,
}

/// A change of what is made of spans. What is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenTelemetryChange {
    /// Whether what people wrote and models answered is kept.
    keep_content: Option<bool>,
    /// Whether a call that names no customer is of the customer that its user is.
    user_is_customer: Option<bool>,
}

/// A change of retention. What is absent stays as it is; `null` keeps for ever.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionChange {
    /// Days for which single events are kept: at least as many as an event may be old when it
    /// arrives (35, unless the server is set otherwise).
    #[serde(default)]
    #[schema(value_type = Option<u32>)]
    events_days: Days,
    /// Days for which their metadata, raw usage and semantic label are kept: at least 1.
    #[serde(default)]
    #[schema(value_type = Option<u32>)]
    metadata_days: Days,
}

/// A number of days in a change. `null` is one too: for ever.
#[derive(Debug, Clone, Copy, Default)]
enum Days {
    /// Not given.
    #[default]
    AsBefore,
    /// Given.
    Are(Option<u32>),
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::Are)
    }
}

impl Days {
    fn or(self, known: Option<u32>) -> Option<u32> {
        match self {
            Self::AsBefore => known,
            Self::Are(days) => days,
        }
    }
}

/// The tenant's settings.
#[utoipa::path(
    get,
    path = "/api/v1/settings",
    operation_id = "get_settings",
    tag = "settings",
    params(("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = SettingsView), (status = 401, body = Problem),
        (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    params: Params,
) -> Result<Json<SettingsView>, ApiError> {
    params.finish()?;
    Ok(Json(store.settings(&scope).await?.into()))
}

/// Changes the tenant's settings.
#[utoipa::path(
    patch,
    path = "/api/v1/settings",
    operation_id = "change_settings",
    tag = "settings",
    params(("tenant_id" = Option<String>, Query)),
    request_body = SettingsChange,
    responses((status = 200, body = SettingsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn change(
    tenant: Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    State(keeping): State<Arc<Keeping>>,
    params: Params,
    Body(change): Body<SettingsChange>,
) -> Result<Json<SettingsView>, ApiError> {
    params.finish()?;
    let scope = tenant.0;
    let names = change.tag_dimensions.map(checked).transpose()?;
    let retention = match change.retention {
        Some(change) => Some(retention(&store, &scope, &keeping, change).await?),
        None => None,
    };
    if let Some(names) = names {
        store.tag_dimensions_set(&scope, &names).await?;
    }
    if let Some(retention) = retention {
        store.retention_set(&scope, retention).await?;
    }
    if let Some(change) = change.opentelemetry {
        let OpenTelemetryChange { keep_content, user_is_customer } = change;
        store.opentelemetry_set(&scope, keep_content, user_is_customer).await?;
    }
    Ok(Json(store.settings(&scope).await?.into()))
}

/// What a change makes of the retention as it is.
async fn retention(
    store: &Store,
    scope: &TenantScope,
    keeping: &Keeping,
    change: RetentionChange,
) -> Result<Retention, ApiError> {
    let known = store.settings(scope).await?.retention;
    let retention = Retention {
        events_days: change.events_days.or(known.events_days),
        metadata_days: change.metadata_days.or(known.metadata_days),
    };
    keeping.check(retention).map_err(|problem| {
        let problem = format!("`retention`: {problem}");
        ApiError::new(axum::http::StatusCode::BAD_REQUEST, Code::InvalidBody, problem)
    })?;
    Ok(retention)
}

/// Names that can stand in `group_by`.
fn checked(mut names: Vec<String>) -> Result<Vec<String>, ApiError> {
    let refuse = |problem: String| {
        ApiError::new(axum::http::StatusCode::BAD_REQUEST, Code::InvalidBody, problem)
    };
    names.sort_unstable();
    names.dedup();
    if names.len() > MAX_TAG_DIMENSIONS {
        return Err(refuse(format!("`tag_dimensions` has more than {MAX_TAG_DIMENSIONS} names")));
    }
    for name in &names {
        check_text(name, MAX_TAG_NAME)
            .map_err(|error| refuse(format!("`tag_dimensions`: a name {error}")))?;
        // `tag:NAME!` excludes.
        if name.trim() != name || name.is_empty() || name.contains(',') || name.ends_with('!') {
            return Err(refuse(
                "`tag_dimensions`: a name must not be empty, contain commas, begin or end with \
                 spaces, or end with `!`"
                    .to_owned(),
            ));
        }
    }
    Ok(names)
}
