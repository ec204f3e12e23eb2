//! `GET /api/v1/costs`: who cost what.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::Zone;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, ListParams, Params, Tenant, WindowParams};
use crate::http::{ApiError, csv, cursor};
use crate::query::costs::{CostAnswer, CostQuery, Dimension, Group, costs};
use crate::store::{Filters, Store};

use super::totals::{TotalsView, WindowView};

/// Groups of a page, unless asked otherwise, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 10_000;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostsView {
    /// What it covers.
    pub window: WindowView,
    /// The sum of all groups, of all pages.
    pub total: TotalsView,
    /// One page of groups: the earliest first where grouped by time, then the costliest.
    pub groups: Vec<GroupView>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// A group. It has a member for each dimension of `group_by`, `null` where its calls have none.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct GroupView {
    /// The tenant's end customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Option<String>>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Option<String>>,
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Option<String>>,
    /// The section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Option<String>>,
    /// The public part of the API key that sent the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Option<String>>,
    /// How the calls ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Option<String>>,
    /// The civil hour, with its UTC offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T13:00:00Z")]
    pub hour: Option<Option<String>>,
    /// The civil day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21")]
    pub day: Option<Option<String>>,
    /// The sums.
    #[serde(flatten)]
    pub totals: Option<TotalsView>,
}

impl GroupView {
    /// A group seen by its dimensions.
    pub fn new(dimensions: &[Dimension], group: Group) -> Self {
        let mut view = Self { totals: Some(group.totals.into()), ..Self::default() };
        for (dimension, label) in dimensions.iter().zip(group.labels) {
            let member = match dimension {
                Dimension::Customer => &mut view.customer,
                Dimension::Provider => &mut view.provider,
                Dimension::Model => &mut view.model,
                Dimension::Section => &mut view.section,
                Dimension::Key => &mut view.key,
                Dimension::Status => &mut view.status,
                Dimension::Hour => &mut view.hour,
                Dimension::Day => &mut view.day,
            };
            *member = Some(label);
        }
        view
    }
}

impl CostsView {
    fn new(dimensions: &[Dimension], answer: CostAnswer, question: i64) -> Result<Self, ApiError> {
        let next = answer.next.as_ref().map(|next| cursor::encode(next, question)).transpose()?;
        Ok(Self {
            next,
            window: WindowView::new(answer.window, answer.zone),
            total: answer.total.into(),
            groups: answer
                .groups
                .into_iter()
                .map(|group| GroupView::new(dimensions, group))
                .collect(),
        })
    }
}

/// The parameters that only costs have, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `Params` reads")]
pub struct CostParams {
    /// Comma-separated, any of `customer`, `provider`, `model`, `section`, `key`, `status`, `hour`,
    /// `day`. Default: the total alone.
    #[param(example = "customer,model")]
    group_by: Option<String>,
    /// Only this customer; empty: only calls without one. So for the filters below.
    customer: Option<String>,
    /// Only this provider.
    provider: Option<String>,
    /// Only this model.
    model: Option<String>,
    /// Only this section.
    section: Option<String>,
    /// Only events that this API key sent.
    key: Option<String>,
    /// Only calls that ended so.
    status: Option<String>,
    /// `json` (default) or `csv`.
    format: Option<String>,
}

/// Costs by customer, model, section, time …
///
/// Sums of groups equal the total, to the nano-dollar. Time windows that are not whole days are
/// exact too.
#[utoipa::path(
    get,
    path = "/api/v1/costs",
    tag = "costs",
    params(CostParams, WindowParams, ListParams),
    responses(
        (status = 200, body = CostsView),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 403, body = Problem),
    ),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    if format(&mut params)? == Format::Json {
        return Ok(Json(answer(&store, &scope, clock.as_ref(), params).await?).into_response());
    }
    let question = params.question();
    let (group_by, found) = ask(&store, &scope, clock.as_ref(), params).await?;
    table(&group_by, found, question)
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    params: Params,
) -> Result<CostsView, ApiError> {
    let question = params.question();
    let (group_by, found) = ask(store, scope, clock, params).await?;
    CostsView::new(&group_by, found, question)
}

async fn ask(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
) -> Result<(Vec<Dimension>, CostAnswer), ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let query = cost_query(&mut params, tenant_zone, clock)?;
    params.finish()?;
    let found = costs(store, scope, &query).await?;
    Ok((query.group_by, found))
}

#[derive(Debug, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

fn format(params: &mut Params) -> Result<Format, ApiError> {
    match params.text("format")?.as_deref() {
        None | Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(_) => Err(ApiError::parameter("format", "must be `json` or `csv`")),
    }
}

fn cost_query(
    params: &mut Params,
    tenant_zone: Zone,
    clock: &dyn Clock,
) -> Result<CostQuery, ApiError> {
    let zone = params.zone()?;
    Ok(CostQuery {
        window: params.window(zone.unwrap_or(tenant_zone), clock.now())?,
        zone,
        group_by: dimensions(params.text("group_by")?.as_deref().unwrap_or_default())?,
        filters: Filters {
            customer: params.filter("customer")?,
            provider: params.lower_case_filter("provider")?,
            model: params.filter("model")?,
            section: params.filter("section")?,
            key: params.filter("key")?,
            status: params.lower_case_filter("status")?,
        },
        after: params.cursor()?,
        limit: params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)? as usize,
    })
}

/// The dimensions of `group_by`, in its order.
fn dimensions(text: &str) -> Result<Vec<Dimension>, ApiError> {
    let mut dimensions = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let dimension = Dimension::parse(name).ok_or_else(|| {
            let known: Vec<&str> = Dimension::ALL.into_iter().map(Dimension::as_str).collect();
            let problem = format!("has an unknown dimension; known are {}", known.join(", "));
            ApiError::parameter("group_by", problem)
        })?;
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    Ok(dimensions)
}

fn table(
    dimensions: &[Dimension],
    answer: CostAnswer,
    question: i64,
) -> Result<Response, ApiError> {
    let mut header: Vec<&str> = dimensions.iter().map(|dimension| dimension.as_str()).collect();
    header.extend(TotalsView::COLUMNS);
    let groups = if dimensions.is_empty() {
        vec![TotalsView::from(answer.total).cells()]
    } else {
        let rows = answer.groups.into_iter().map(|group| {
            let mut cells: Vec<String> =
                group.labels.into_iter().map(Option::unwrap_or_default).collect();
            cells.extend(TotalsView::from(group.totals).cells());
            cells
        });
        rows.collect()
    };
    let mut response = csv::response(&header, &groups)?;
    if let Some(next) = &answer.next {
        let next = cursor::encode(next, question)?;
        let value = next.parse().map_err(ApiError::internal)?;
        response.headers_mut().insert("x-next-cursor", value);
    }
    Ok(response)
}
