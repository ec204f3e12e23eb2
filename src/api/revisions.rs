//! `/api/v1/revisions`: changes of what was stored, asked for, watched and taken back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::money::Usd;
use crate::domain::revision::{Origin, Request};
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{Body, CostsRead, Params, Tenant, TenantAdmin};
use crate::jobs::RevisionRunner;
use crate::revisions::{Effect, Preview, Revisions};
use crate::store::{AdjustmentRecord, RevisionRecord, Store};

use super::totals::TotalsView;

/// A change that is asked for. Windows hold `since` and not `until`; `reason` is kept with every
/// changed event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewRevisionBody {
    /// Price calls again at the prices of their own time, as they are known now.
    Reprice {
        /// Why.
        #[schema(example = "the contract with the provider was signed in October")]
        reason: String,
        /// First instant of the calls.
        since: DateTime<Utc>,
        /// First instant after.
        until: DateTime<Utc>,
        /// Only calls of which something has no price.
        #[serde(default)]
        unpriced_only: bool,
    },
    /// Let events count for nothing. At most 1,000 at once.
    Void {
        /// Why.
        reason: String,
        /// Their ids.
        events: Vec<String>,
    },
    /// Let a customer's events be another's.
    Reassign {
        /// Why.
        reason: String,
        /// The customer; `null`: events without one.
        #[serde(deserialize_with = "named_or_null")]
        from: Option<String>,
        /// The customer that they belong to; `null`: nobody.
        #[serde(deserialize_with = "named_or_null")]
        to: Option<String>,
        /// First instant of the events.
        since: DateTime<Utc>,
        /// First instant after.
        until: DateTime<Utc>,
    },
    /// Take another revision back: every event becomes what it was before.
    Undo {
        /// Why.
        reason: String,
        /// Its id.
        revision: String,
    },
}

/// A revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionView {
    /// Its id.
    #[schema(example = "rev_0123456789abcdef")]
    pub id: String,
    /// `running` or `done`.
    pub state: &'static str,
    /// `reprice`, `void`, `reassign` or `undo`.
    pub kind: &'static str,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When. Prices are those known then.
    pub created_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The revision that took it back.
    pub undone_by: Option<String>,
    /// Events looked at so far.
    pub examined_events: i64,
    /// Events changed so far.
    pub changed_events: i64,
    /// What totals changed by so far, in USD.
    #[schema(value_type = f64)]
    pub cost_change_usd: Usd,
}

/// What a revision would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewView {
    /// Where the window begins before it: earlier events are no longer kept, and stay as they were
    /// summed.
    pub events_from: Option<DateTime<Utc>>,
    /// Events looked at.
    pub examined_events: i64,
    /// All changes.
    pub total: EffectView,
    /// By provider and model, where something changes.
    pub models: Vec<ModelEffectView>,
    /// By customer, where something changes.
    pub customers: Vec<CustomerEffectView>,
}

/// Changes of some events' sums.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectView {
    /// Events that change.
    pub changed_events: i64,
    /// What totals change by, in USD.
    #[schema(value_type = f64)]
    pub cost_change_usd: Usd,
    /// What they count for.
    pub before: TotalsView,
    /// What they would count for.
    pub after: TotalsView,
}

/// What changes of a model.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelEffectView {
    /// The provider.
    pub provider: String,
    /// The model.
    pub model: Option<String>,
    /// The change.
    #[serde(flatten)]
    pub effect: EffectView,
}

/// What changes for a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerEffectView {
    /// The customer; `null`: events without one.
    pub customer: Option<String>,
    /// The change.
    #[serde(flatten)]
    pub effect: EffectView,
}

/// What a revision changed in an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdjustmentView {
    /// The revision.
    pub revision: String,
    /// Its kind.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// What totals changed by, in USD.
    #[schema(value_type = f64)]
    pub cost_change_usd: Usd,
    /// What the event was.
    pub before: FactsView,
    /// What it became.
    pub after: FactsView,
}

/// What a revision may change in an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactsView {
    /// The customer.
    pub customer_id: Option<String>,
    /// How the cost is known.
    pub price_state: String,
    /// The price that was applied.
    pub price_id: Option<String>,
    /// The amount of its lines, in USD, whether it counts or not.
    #[schema(value_type = f64)]
    pub cost_usd: Usd,
}

impl From<AdjustmentRecord> for AdjustmentView {
    fn from(record: AdjustmentRecord) -> Self {
        let facts = |facts: crate::domain::revision::Facts| FactsView {
            customer_id: facts.customer,
            price_state: facts.price_state,
            price_id: facts.price_id,
            cost_usd: Usd::from_nanos(facts.cost),
        };
        Self {
            revision: record.revision,
            kind: record.kind,
            reason: record.reason,
            made_by: record.made_by,
            made_at: record.made_at,
            cost_change_usd: Usd::from_nanos(record.cost_change),
            before: facts(record.before),
            after: facts(record.after),
        }
    }
}

impl From<RevisionRecord> for RevisionView {
    fn from(record: RevisionRecord) -> Self {
        Self {
            id: record.id,
            state: if record.finished_at.is_some() { "done" } else { "running" },
            kind: record.request.kind(),
            reason: record.reason,
            made_by: record.made_by,
            created_at: record.created_at,
            finished_at: record.finished_at,
            undone_by: record.undone_by,
            examined_events: record.examined,
            changed_events: record.changed,
            cost_change_usd: Usd::from_nanos(record.cost_change),
        }
    }
}

impl From<Effect> for EffectView {
    fn from(effect: Effect) -> Self {
        Self {
            changed_events: effect.events,
            cost_change_usd: Usd::from_nanos(effect.cost_change()),
            before: effect.before.into(),
            after: effect.after.into(),
        }
    }
}

impl From<Preview> for PreviewView {
    fn from(preview: Preview) -> Self {
        let models = preview.models.into_iter().map(|((provider, model), effect)| {
            let model = (!model.is_empty()).then_some(model);
            ModelEffectView { provider, model, effect: effect.into() }
        });
        let customers = preview.customers.into_iter();
        Self {
            events_from: preview.events_from,
            examined_events: preview.examined,
            total: preview.total.into(),
            models: models.collect(),
            customers: customers
                .map(|(customer, effect)| CustomerEffectView { customer, effect: effect.into() })
                .collect(),
        }
    }
}

/// A text or `null`. Left out it is an error: nobody loses a customer by forgetting one.
fn named_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

impl NewRevisionBody {
    /// The request, and why.
    fn request(self) -> (Request, String) {
        let micros = |instant: DateTime<Utc>| instant.timestamp_micros();
        match self {
            Self::Reprice { reason, since, until, unpriced_only } => {
                let (since, until) = (micros(since), micros(until));
                (Request::Reprice { since, until, unpriced_only }, reason)
            }
            Self::Void { reason, events } => (Request::Void { events }, reason),
            Self::Reassign { reason, from, to, since, until } => {
                let from = vec![Origin { customer: from, since: micros(since) }];
                (Request::Reassign { from, to, until: micros(until) }, reason)
            }
            Self::Undo { reason, revision } => (Request::Undo { revision }, reason),
        }
    }
}

/// One revision, with how far it is.
#[utoipa::path(
    get,
    path = "/api/v1/revisions/{id}",
    operation_id = "get_revision",
    tag = "revisions",
    params(("id" = String, Path, description = "The revision's id"),
        ("tenant_id" = Option<String>, Query, description = "Selects the tenant in \
        open mode; otherwise it may only repeat the credential's")),
    responses((status = 200, body = RevisionView), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<RevisionView>, ApiError> {
    params.finish()?;
    let found = store.revision_find(&scope, &id).await?;
    Ok(Json(found.ok_or_else(|| ApiError::not_found("revision", &id))?.into()))
}

/// Begins a change of what was stored. It goes on in the background; ask for it by its id.
///
/// The past is never rewritten silently: each changed event shows what it was and became, and why.
#[utoipa::path(
    post,
    path = "/api/v1/revisions",
    operation_id = "create_revision",
    tag = "revisions",
    params(("tenant_id" = Option<String>, Query)),
    request_body = NewRevisionBody,
    responses((status = 202, body = RevisionView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn create(
    tenant: Tenant<TenantAdmin>,
    State(runner): State<RevisionRunner>,
    params: Params,
    Body(body): Body<NewRevisionBody>,
) -> Result<(StatusCode, Json<RevisionView>), ApiError> {
    params.finish()?;
    let scope = tenant.0;
    let (request, reason) = body.request();
    let begun = runner.revisions().begin(&scope, request, &reason).await?;
    runner.start(scope, begun.clone());
    Ok((StatusCode::ACCEPTED, Json(begun.into())))
}

/// Goes on with a revision that was cut off, such as one of a command line that was killed.
#[utoipa::path(
    post,
    path = "/api/v1/revisions/{id}/resume",
    operation_id = "resume_revision",
    tag = "revisions",
    params(("id" = String, Path, description = "The revision's id"),
        ("tenant_id" = Option<String>, Query)),
    responses((status = 202, body = RevisionView), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn resume(
    tenant: Tenant<TenantAdmin>,
    State(store): State<Arc<Store>>,
    State(runner): State<RevisionRunner>,
    Path(id): Path<String>,
    params: Params,
) -> Result<(StatusCode, Json<RevisionView>), ApiError> {
    params.finish()?;
    let found = store.revision_find(&tenant.0, &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("revision", &id))?;
    runner.start(tenant.0, found.clone());
    Ok((StatusCode::ACCEPTED, Json(found.into())))
}

/// What a change would do, without doing it.
#[utoipa::path(
    post,
    path = "/api/v1/revisions/preview",
    operation_id = "preview_revision",
    tag = "revisions",
    params(("tenant_id" = Option<String>, Query)),
    request_body = NewRevisionBody,
    responses((status = 200, body = PreviewView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["admin"])),
)]
pub async fn preview(
    tenant: Tenant<TenantAdmin>,
    State(revisions): State<Arc<Revisions>>,
    params: Params,
    Body(body): Body<NewRevisionBody>,
) -> Result<Json<PreviewView>, ApiError> {
    params.finish()?;
    let (request, _) = body.request();
    let preview = revisions.preview(&tenant.0, &request, None, |_| true).await?;
    Ok(Json(preview.into()))
}
