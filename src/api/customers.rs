//! `/api/v1/customers`: what each cost, and what is noted about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::{Window, Zone};
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, WindowParams};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::query::costs::Dimension;
use crate::query::customers;
use crate::query::kept::Covered;
use crate::store::{Alias, CustomerNotes, Store};

use super::costs::GroupView;
use super::totals::{TableParams, TotalsView, WindowView};

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
    /// When its first event arrived, or its record.
    pub first_seen: DateTime<Utc>,
    /// What is noted about it.
    #[serde(flatten)]
    pub notes: NotesView,
    /// The sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

/// What people and programs note about a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotesView {
    /// What people call it.
    pub name: Option<String>,
    /// What it pays for.
    pub plan: Option<String>,
    /// Free labels.
    pub labels: BTreeMap<String, String>,
}

impl From<CustomerNotes> for NotesView {
    fn from(notes: CustomerNotes) -> Self {
        Self { name: notes.name, plan: notes.plan, labels: notes.labels }
    }
}

/// Another id of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AliasView {
    /// The id.
    pub id: String,
    /// The first instant of the calls for which it means the customer.
    pub since: DateTime<Utc>,
}

impl From<Alias> for AliasView {
    fn from(alias: Alias) -> Self {
        Self { id: alias.id, since: alias.since }
    }
}

/// A customer from several sides.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerDetailView {
    /// Its id.
    pub customer: String,
    /// When its first event arrived, or its record.
    pub first_seen: DateTime<Utc>,
    /// What is noted about it.
    #[serde(flatten)]
    pub notes: NotesView,
    /// Its other ids.
    pub aliases: Vec<AliasView>,
    /// The customer that this id means, whose other id it is; `null`: itself. Calls that name the id
    /// count as that customer's.
    pub alias_of: Option<String>,
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
    operation_id = "list_customers",
    tag = "customers",
    params(WindowParams, ListParams, TableParams),
    responses((status = 200, body = CustomersView), (status = 400, body = Problem),
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
    let clock = clock.as_ref();
    match format {
        Format::Json => Ok(Json(answer(&store, &scope, clock, params).await?).into_response()),
        Format::Page(format) => {
            let found = answer(&store, &scope, clock, params).await?;
            table::page(format, &columns(), &found.customers, found.next)
        }
        Format::Whole(format) => {
            let asked = Asked::read(&store, &scope, clock, params).await?;
            table::whole(format, columns(), move |after: Option<String>| {
                let (store, scope) = (Arc::clone(&store), scope.clone());
                let after = after.unwrap_or_default();
                async move { page(&store, &scope, asked.window.window, &after, EXPORT_PAGE).await }
            })
            .await
        }
    }
}

/// Rows of a page of an export: each page sums the window of all customers again.
const EXPORT_PAGE: usize = 20_000;

fn columns() -> Columns {
    let own = ["customer", "first_seen", "name", "plan", "labels"];
    own.into_iter().chain(TotalsView::COLUMNS).map(Into::into).collect()
}

/// What a request asks.
struct Asked {
    window: Covered,
    zone: Zone,
    question: i64,
    limit: usize,
    after: String,
}

impl Asked {
    async fn read(
        store: &Store,
        scope: &TenantScope,
        clock: &dyn Clock,
        mut params: Params,
    ) -> Result<Self, ApiError> {
        let tenant_zone =
            store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
        let zone = params.zone()?.unwrap_or(tenant_zone);
        let window = customers::cover(store, scope, params.window(zone, clock.now())?).await?;
        let question = params.question();
        let limit = params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)? as usize;
        let after: Option<After> = params.cursor()?;
        params.finish()?;
        let after = after.map(|after| after.customer).unwrap_or_default();
        Ok(Self { window, zone, question, limit, after })
    }
}

async fn page(
    store: &Store,
    scope: &TenantScope,
    window: Window,
    after: &str,
    limit: usize,
) -> Result<Page<CustomerView, String>, ApiError> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = customers::list(store, scope, window, after, most).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| last.customer.id.clone());
    let rows = found.into_iter().map(|found| CustomerView {
        customer: found.customer.id,
        first_seen: found.customer.first_seen,
        notes: found.customer.notes.into(),
        totals: found.totals.into(),
    });
    Ok(Page { rows: rows.collect(), next })
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    params: Params,
) -> Result<CustomersView, ApiError> {
    let Asked { window, zone, question, limit, after } =
        Asked::read(store, scope, clock, params).await?;
    let Page { rows, next } = page(store, scope, window.window, &after, limit).await?;
    let next = next.map(|customer| cursor::encode(&After { customer }, question)).transpose()?;
    Ok(CustomersView { window: WindowView::new(window, zone), customers: rows, next })
}

/// One customer: what it cost, by model, section and day.
#[utoipa::path(
    get,
    path = "/api/v1/customers/{id}",
    operation_id = "get_customer",
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
    let settings = store.settings(&scope).await?;
    let views = |groups: Vec<crate::query::costs::Group>, dimensions: &[Dimension]| {
        groups.into_iter().map(|group| GroupView::new(dimensions, group)).collect()
    };
    Ok(Json(CustomerDetailView {
        customer: found.customer.id,
        first_seen: found.customer.first_seen,
        notes: found.customer.notes.into(),
        aliases: found.aliases.into_iter().map(AliasView::from).collect(),
        alias_of: settings.aliases.alias_of(&id).map(str::to_owned),
        window: WindowView::new(found.models.window, zone),
        total: found.models.total.into(),
        models: views(found.models.groups, &[Dimension::Provider, Dimension::Model]),
        sections: views(found.sections.groups, &[Dimension::Section]),
        days: views(found.days.groups, &[Dimension::Day]),
    }))
}
