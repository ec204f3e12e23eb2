//! `GET /api/v1/prices/imports`: the price data that the operator imported.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::http::table::{self, Columns, Format};
use crate::prices::Prices;
use crate::store::ImportRecord;

use super::super::totals::TableParams;

/// Every import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportsView {
    /// The newest first.
    pub imports: Vec<ImportView>,
}

/// An import of price data.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    /// Its id, as price ids name it.
    pub id: String,
    /// `genai-prices`, `litellm` or `csv`.
    pub format: String,
    /// Where the file comes from.
    pub source: String,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
    /// From when on prices without dates hold; `null`: since ever.
    pub effective_from: Option<DateTime<Utc>>,
    /// When it was imported.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// Since when it no longer counts.
    pub retired_at: Option<DateTime<Utc>>,
    /// Who retired it.
    pub retired_by: Option<String>,
    /// Why.
    pub retired_reason: Option<String>,
}

impl From<ImportRecord> for ImportView {
    fn from(import: ImportRecord) -> Self {
        let retired = import.retired;
        Self {
            id: import.id,
            format: import.format,
            source: import.source,
            digest: import.digest,
            effective_from: import.effective_from,
            created_at: import.created_at,
            created_by: import.created_by,
            retired_at: retired.as_ref().map(|retired| retired.at),
            retired_by: retired.as_ref().map(|retired| retired.by.clone()),
            retired_reason: retired.map(|retired| retired.reason),
        }
    }
}

/// The price data that the operator imported, for every tenant.
#[utoipa::path(
    get,
    path = "/api/v1/prices/imports",
    operation_id = "list_price_imports",
    tag = "prices",
    params(TableParams, ("tenant_id" = Option<String>, Query, description = "Selects the tenant in open mode; \
        otherwise it may only repeat the credential's")),
    responses((status = 200, body = ImportsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    _: Tenant<CostsRead>,
    State(prices): State<Arc<Prices>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    params.finish()?;
    let found = prices.imports().await?;
    let imports: Vec<ImportView> = found.into_iter().map(ImportView::from).collect();
    match format {
        Format::Json => Ok(Json(ImportsView { imports }).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &imports, None)
        }
    }
}

fn columns() -> Columns {
    let columns = [
        "id",
        "format",
        "source",
        "digest",
        "effective_from",
        "created_at",
        "created_by",
        "retired_at",
        "retired_by",
        "retired_reason",
    ];
    columns.map(Into::into).into()
}
