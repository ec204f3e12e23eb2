//! `POST /api/v1/prices/imports` and `DELETE …/{id}`: the operator's price data, brought in and retired.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use thiserror::Error;
use utoipa::ToSchema;

use crate::auth::local_operator;
use crate::clock::Clock;
use crate::domain::ids::TenantId;
use crate::domain::revision::Request;
use crate::domain::window::Zone;
use crate::http::ApiError;
use crate::http::error::{Code, Problem};
use crate::http::extract::{OpenOperator, Params};
use crate::prices::{Candidate, File, Prepared, Prices, PricesError};
use crate::pricing::diff::Changes;
use crate::pricing::import::Format;
use crate::revisions::{RevisionError, Revisions};
use crate::store::{Store, StoreError};

use super::super::revisions::PreviewView;

/// Longest file, in bytes. The largest that is known, LiteLLM's, has 2 million.
const LONGEST: usize = 32 << 20;

/// Days of which a dry run says what they would cost.
const EFFECT_DAYS: i64 = 30;

/// What an import did, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedView {
    /// Its id; `null` where nothing was imported.
    pub id: Option<String>,
    /// Nothing was changed.
    pub dry_run: bool,
    /// `genai-prices`, `litellm` or `csv`.
    pub format: String,
    /// Where the file comes from.
    pub source: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// From when on prices without dates hold; `null`: since ever.
    pub effective_from: Option<DateTime<Utc>>,
    /// The import in use that has the same file: nothing was done.
    pub same_as: Option<String>,
    /// What was read, by what became of it.
    pub read: BTreeMap<String, u64>,
    /// What changes in the prices.
    pub changes: Changes,
    /// With a dry run: what this import, and a re-pricing after it, would change in the last 30 days
    /// of each tenant.
    pub last_30_days: Vec<TenantEffectView>,
}

/// What a tenant's calls would cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantEffectView {
    /// The tenant.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// What would change.
    #[serde(flatten)]
    pub effect: PreviewView,
}

impl ImportedView {
    /// What was prepared and, unless it was a dry run, done.
    pub fn new(prepared: Prepared, dry_run: bool, last_30_days: Vec<TenantEffectView>) -> Self {
        let Prepared { import, counts, changes, same_as } = prepared;
        Self {
            id: (!dry_run && same_as.is_none()).then_some(import.id),
            dry_run,
            format: import.format,
            source: import.source,
            digest: import.digest,
            effective_from: import.effective_from,
            same_as: same_as.map(|import| import.id),
            read: counts,
            changes,
            last_30_days,
        }
    }
}

/// Why an import's effect is not known.
#[derive(Debug, Error)]
pub enum EffectError {
    /// The prices.
    #[error(transparent)]
    Prices(#[from] PricesError),
    /// The preview.
    #[error(transparent)]
    Revisions(#[from] RevisionError),
    /// The tenants.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<EffectError> for ApiError {
    fn from(error: EffectError) -> Self {
        match error {
            EffectError::Prices(error) => error.into(),
            EffectError::Revisions(error) => error.into(),
            EffectError::Store(error) => error.into(),
        }
    }
}

/// What an import, and a re-pricing after it, would change in the last 30 days of each tenant.
/// `looked` is told how many events were looked at.
pub async fn effects(
    (store, prices, revisions): (&Store, &Prices, &Revisions),
    prepared: &Prepared,
    until: DateTime<Utc>,
    mut looked: impl FnMut(u64) + Send,
) -> Result<Vec<TenantEffectView>, EffectError> {
    let request = Request::Reprice {
        since: (until - TimeDelta::days(EFFECT_DAYS)).timestamp_micros(),
        until: until.timestamp_micros(),
        unpriced_only: false,
    };
    let (mut effects, mut looked_at) = (Vec::new(), 0);
    for tenant in store.tenant_list().await? {
        let scope = local_operator(tenant.id.clone());
        let candidate = Candidate::Import(prepared.import.clone());
        let tariff = prices.candidate(&scope, &candidate).await?;
        let look = |examined: i64| {
            looked(looked_at + u64::try_from(examined).unwrap_or(0));
            true
        };
        let preview = revisions.preview(&scope, &request, Some(tariff), look).await?;
        looked_at += u64::try_from(preview.examined).unwrap_or(0);
        if preview.total.events > 0 {
            effects.push(TenantEffectView { tenant: tenant.id, effect: preview.into() });
        }
    }
    Ok(effects)
}

/// Imports price data, for every tenant. In open mode; elsewhere it is the command line's.
#[utoipa::path(
    post,
    path = "/api/v1/prices/imports",
    operation_id = "create_price_import",
    tag = "prices",
    params(
        ("format" = String, Query, description = "`genai-prices`, `litellm` or `csv`"),
        ("source" = String, Query, description = "Where the file comes from"),
        ("from" = Option<DateTime<Utc>>, Query, description = "From when on prices without dates hold. \
            Default: now; data of genai-prices, which has dates of its own: since ever"),
        ("dry_run" = Option<bool>, Query, description = "Say what would change, and change nothing"),
    ),
    request_body(content = String, content_type = "application/octet-stream", description = "The file"),
    responses((status = 200, body = ImportedView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 413, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn create(
    _: OpenOperator,
    (State(store), State(clock)): (State<Arc<Store>>, State<Arc<dyn Clock>>),
    (State(prices), State(revisions)): (State<Arc<Prices>>, State<Arc<Revisions>>),
    mut params: Params,
    request: HttpRequest,
) -> Result<Json<ImportedView>, ApiError> {
    let format = params.take("format")?.unwrap_or_default();
    let format = Format::parse(&format)
        .ok_or_else(|| ApiError::parameter("format", "must be genai-prices, litellm or csv"))?;
    let source = params.text("source")?;
    let source = source
        .ok_or_else(|| ApiError::parameter("source", "must say where the file comes from"))?;
    let from = params.instant("from", Zone::UTC)?;
    let dry_run = match params.take("dry_run")?.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(ApiError::parameter("dry_run", "must be true or false")),
    };
    params.finish()?;
    let text = read(request).await?;
    let prepared = prices.prepare(&File { format, text: &text, source: &source, from }).await?;
    if !dry_run {
        prices.import(&prepared).await?;
        return Ok(Json(ImportedView::new(prepared, false, Vec::new())));
    }
    let rooms = (store.as_ref(), prices.as_ref(), revisions.as_ref());
    let effects = effects(rooms, &prepared, clock.now(), |_| ()).await?;
    Ok(Json(ImportedView::new(prepared, true, effects)))
}

/// Retires an import: it counts no longer, and stays listed. In open mode.
#[utoipa::path(
    delete,
    path = "/api/v1/prices/imports/{id}",
    operation_id = "retire_price_import",
    tag = "prices",
    params(("id" = String, Path), ("reason" = Option<String>, Query, description = "Why")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn retire(
    _: OpenOperator,
    State(prices): State<Arc<Prices>>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<StatusCode, ApiError> {
    let reason = params.text("reason")?.unwrap_or_default();
    params.finish()?;
    if prices.retire_import(&id, &reason).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("import in use", &id))
    }
}

async fn read(request: HttpRequest) -> Result<String, ApiError> {
    let bytes = to_bytes(request.into_body(), LONGEST).await.map_err(|_| {
        let detail = format!("the file cannot be read, or is longer than {LONGEST} bytes");
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, detail)
    })?;
    String::from_utf8(bytes.into()).map_err(|_| {
        let detail = "the file is not UTF-8 text";
        ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail)
    })
}
