//! `GET /api/v1/customers` and `GET /api/v1/customers/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, WindowParams};
use crate::http::{ApiError, cursor};
use crate::query::costs::Dimension;
use crate::query::customers;
use crate::store::Store;

use super::costs::GroupView;
use super::totals::{TotalsView, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// A page of customers.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomersView {
    /// What the sums cover.
    pub window: WindowView,
    /// The customers, by id.
    pub customers: Vec<CustomerView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// A customer and what it cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerView {
    /// Its id.
    pub customer: String,
    /// When its first event arrived.
    pub first_seen: DateTime<Utc>,
    /// The sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

/// A customer from several sides.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerDetailView {
    /// Its id.
    pub customer: String,
    /// When its first event arrived.
    pub first_seen: DateTime<Utc>,
    /// What the sums cover.
    pub window: WindowView,
    /// The sum.
    pub total: TotalsView,
    /// By provider and model, the costliest first, at most 100.
    pub models: Vec<GroupView>,
    /// By section, the costliest first, at most 100.
    pub sections: Vec<GroupView>,
    /// By day.
    pub days: Vec<GroupView>,
}

/// After which customer a page begins.
#[derive(Debug, Serialize, Deserialize)]
struct After {
    customer: String,
}

/// The tenant's customers with what each cost.
#[utoipa::path(
    get,
    path = "/api/v1/customers",
    tag = "customers",
    params(WindowParams, ListParams),
    responses((status = 200, body = CustomersView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Json<CustomersView>, ApiError> {
    answer(&store, &scope, clock.as_ref(), params).await.map(Json)
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
) -> Result<CustomersView, ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let zone = params.zone()?.unwrap_or(tenant_zone);
    let window = params.window(zone, clock.now())?;
    let question = params.question();
    let limit = params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?;
    let after: Option<After> = params.cursor()?;
    params.finish()?;
    let after = after.map(|after| after.customer).unwrap_or_default();
    let mut found = customers::list(store, scope, window, &after, i64::from(limit) + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last =
        found.last().filter(|_| more).map(|last| After { customer: last.customer.id.clone() });
    Ok(CustomersView {
        window: WindowView::new(window, zone),
        customers: found
            .into_iter()
            .map(|found| CustomerView {
                customer: found.customer.id,
                first_seen: found.customer.first_seen,
                totals: found.totals.into(),
            })
            .collect(),
        next: last.map(|last| cursor::encode(&last, question)).transpose()?,
    })
}

/// One customer: what it cost, by model, section and day.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}",
    tag = "customers",
    params(("id" = String, Path, description = "The customer's id"), WindowParams),
    responses((status = 200, body = CustomerDetailView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Json<CustomerDetailView>, ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let zone = params.zone()?.unwrap_or(tenant_zone);
    let window = params.window(zone, clock.now())?;
    params.finish()?;
    let found = customers::find(&store, &scope, &id, window, zone).await?;
    let found = found.ok_or_else(|| ApiError::not_found("customer", &id))?;
    let views = |groups: Vec<crate::query::costs::Group>, dimensions: &[Dimension]| {
        groups.into_iter().map(|group| GroupView::new(dimensions, group)).collect()
    };
    Ok(Json(CustomerDetailView {
        customer: found.customer.id,
        first_seen: found.customer.first_seen,
        window: WindowView::new(window, zone),
        total: found.models.total.into(),
        models: views(found.models.groups, &[Dimension::Provider, Dimension::Model]),
        sections: views(found.sections.groups, &[Dimension::Section]),
        days: views(found.days.groups, &[Dimension::Day]),
    }))
}
