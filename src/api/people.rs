//! `GET /api/v1/users` and `GET /api/v1/sessions`: who caused calls, and in which conversation.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, WindowParams};
use crate::http::table::{self, Columns, Format, Page};
use crate::http::{ApiError, cursor};
use crate::query::kept::from_events;
use crate::query::people::{PersonCost, PersonKey, people};
use crate::store::{PeopleQuery, Person, Store};

use super::filters::{About, ExceptParams, FilterParams};
use super::totals::{TableParams, TotalsView, WindowView};

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// Rows of a page of an export: each page sums the whole window again.
const EXPORT_PAGE: i64 = 20_000;

/// A page of users or sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleView {
    /// What the sums cover.
    pub window: WindowView,
    /// The users or sessions, the costliest first. Calls that name none are not among them.
    pub entries: Vec<PersonView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// A user or a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// Its id.
    pub id: String,
    /// Its customer, where it has only one.
    pub customer: Option<String>,
    /// It has several customers.
    pub several_customers: bool,
    /// When its first call in the window began.
    pub first_at: DateTime<Utc>,
    /// When its last one began.
    pub last_at: DateTime<Utc>,
    /// Runs with a call of it.
    pub runs: i64,
    /// The sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

impl From<PersonCost> for PersonView {
    fn from(person: PersonCost) -> Self {
        let PersonCost { record, customer } = person;
        Self {
            id: record.id,
            customer,
            several_customers: record.customer_no.is_none(),
            first_at: record.first_at,
            last_at: record.last_at,
            runs: record.runs,
            totals: record.totals.into(),
        }
    }
}

fn columns() -> Columns {
    let own = ["id", "customer", "several_customers", "first_at", "last_at", "runs"];
    own.into_iter().chain(TotalsView::COLUMNS).map(Into::into).collect()
}

/// The people who caused calls, the costliest first. Read from single events.
#[utoipa::path(
    get,
    path = "/api/v1/users",
    operation_id = "list_users",
    tag = "costs",
    params(FilterParams, ExceptParams, WindowParams, ListParams, TableParams),
    responses((status = 200, body = PeopleView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn users(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Response, ApiError> {
    list(store, scope, clock.as_ref(), params, Person::User).await
}

/// The conversations that calls belong to, the costliest first. Read from single events.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    operation_id = "list_sessions",
    tag = "costs",
    params(FilterParams, ExceptParams, WindowParams, ListParams, TableParams),
    responses((status = 200, body = PeopleView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn sessions(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Response, ApiError> {
    list(store, scope, clock.as_ref(), params, Person::Session).await
}

async fn list(
    store: Arc<Store>,
    scope: TenantScope,
    clock: &dyn Clock,
    mut params: Params,
    by: Person,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    match format {
        Format::Json => Ok(Json(answer(&store, &scope, clock, params, by).await?).into_response()),
        Format::Page(format) => {
            let found = answer(&store, &scope, clock, params, by).await?;
            table::page(format, &columns(), &found.entries, found.next)
        }
        Format::Whole(format) => {
            let (_, query, _) = read(&store, &scope, clock, params, by).await?;
            table::whole(format, columns(), move |after| {
                let (store, scope) = (Arc::clone(&store), scope.clone());
                let query = PeopleQuery { after, limit: EXPORT_PAGE, ..query.clone() };
                async move {
                    let (found, next) = people(&store, &scope, query).await?;
                    Ok(Page { rows: found.into_iter().map(PersonView::from).collect(), next })
                }
            })
            .await
        }
    }
}

async fn read(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
    by: Person,
) -> Result<(WindowView, PeopleQuery, i64), ApiError> {
    let question = params.question();
    let about = About::take(store, scope, clock, &mut params).await?;
    let limit = i64::from(params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)?);
    let after: Option<PersonKey> = params.cursor()?;
    params.finish()?;
    let covered = from_events(store, scope, about.window).await?;
    let shown = WindowView::new(covered, about.zone);
    let query = PeopleQuery { by, window: covered.window, filters: about.filters, after, limit };
    Ok((shown, query, question))
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    params: Params,
    by: Person,
) -> Result<PeopleView, ApiError> {
    let (window, query, question) = read(store, scope, clock, params, by).await?;
    let (found, next) = people(store, scope, query).await?;
    Ok(PeopleView {
        window,
        entries: found.into_iter().map(PersonView::from).collect(),
        next: next.map(|next| cursor::encode(&next, question)).transpose()?,
    })
}
