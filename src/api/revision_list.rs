//! `GET /api/v1/revisions`: the changes of what was stored, the latest first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::scope::TenantScope;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::store::{RevisionRecord, Store};

use super::revisions::RevisionView;
use super::totals::TableParams;

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// A page of revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionsView {
    /// The latest first.
    pub revisions: Vec<RevisionView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// Revisions, the latest first.
#[utoipa::path(
    get,
    path = "/api/v1/revisions",
    operation_id = "list_revisions",
    tag = "revisions",
    params(ListParams, TableParams, ("tenant_id" = Option<String>, Query)),
    responses((status = 200, body = RevisionsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let question = params.question();
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    let before: Option<i64> = params.cursor()?;
    params.finish()?;
    if let Format::Whole(format) = format {
        return table::whole(format, columns(), move |before: Option<i64>| {
            let (store, scope) = (Arc::clone(&store), scope.clone());
            async move { page(&store, &scope, before, table::EXPORT_PAGE).await }
        })
        .await;
    }
    let Page { rows, next } = page(&store, &scope, before, limit).await?;
    let next = next.map(|next| cursor::encode(&next, question)).transpose()?;
    match format {
        Format::Json => Ok(Json(RevisionsView { revisions: rows, next }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &rows, next)
        }
    }
}

fn columns() -> Columns {
    let columns = [
        "id",
        "state",
        "kind",
        "reason",
        "made_by",
        "created_at",
        "finished_at",
        "undone_by",
        "examined_events",
        "changed_events",
        "cost_change_usd",
    ];
    columns.map(Into::into).into()
}

async fn page(
    store: &Store,
    scope: &TenantScope,
    before: Option<i64>,
    limit: i64,
) -> Result<Page<RevisionView, i64>, ApiError> {
    let found = store.revision_list(scope, before, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(found, limit, RevisionRecord::place).map(RevisionView::from))
}
