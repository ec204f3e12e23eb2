//! `GET /api/v1/sections`: what each part of the application costs, as a tree.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant, WindowParams};
use crate::http::table::{self, Columns, Format};
use crate::query::sections::{SectionCost, sections};
use crate::store::Store;

use super::filters::{About, ExceptParams, FilterParams};
use super::totals::{TableParams, TotalsView, WindowView};

/// The tree of sections.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionsView {
    /// What the sums cover.
    pub window: WindowView,
    /// The sections depth first, each after the one around it, the costliest of siblings first.
    pub sections: Vec<SectionView>,
}

/// A section in the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectionView {
    /// The section with those around it.
    #[schema(example = "agent:research/tool:search")]
    pub path: String,
    /// The section itself.
    #[schema(example = "tool:search")]
    pub section: String,
    /// The path of the section around it.
    pub parent: Option<String>,
    /// How many sections are around it.
    pub depth: usize,
    /// What the calls in the section itself cost, in USD; the sums below hold everything below it too.
    #[schema(value_type = f64)]
    pub own_cost_usd: Usd,
    /// The calls in the section itself.
    pub own_calls: i64,
    /// The sums over the section and everything below it.
    #[serde(flatten)]
    pub totals: TotalsView,
}

impl From<SectionCost> for SectionView {
    fn from(section: SectionCost) -> Self {
        Self {
            path: section.path,
            section: section.section,
            parent: section.parent,
            depth: section.depth,
            own_cost_usd: section.own.cost_usd(),
            own_calls: section.own.calls,
            totals: section.subtree.into(),
        }
    }
}

fn columns() -> Columns {
    let own = ["path", "section", "parent", "depth", "own_cost_usd", "own_calls"];
    own.into_iter().chain(TotalsView::COLUMNS).map(Into::into).collect()
}

/// The sections as a tree, each with what it costs itself and with all below it.
#[utoipa::path(
    get,
    path = "/api/v1/sections",
    operation_id = "list_sections",
    tag = "costs",
    params(FilterParams, ExceptParams, WindowParams, TableParams),
    responses((status = 200, body = SectionsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let found = answer(&store, &scope, clock.as_ref(), params).await?;
    match format {
        Format::Json => Ok(Json(found).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &found.sections, None)
        }
    }
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
) -> Result<SectionsView, ApiError> {
    let about = About::take(store, scope, clock, &mut params).await?;
    params.finish()?;
    let zone = about.zone;
    let (window, found) = sections(store, scope, about.query()).await?;
    Ok(SectionsView {
        window: WindowView::new(window, zone),
        sections: found.into_iter().map(SectionView::from).collect(),
    })
}
