//! `GET /api/v1/costs`: who cost what.

use std::borrow::Cow;
use std::collections::BTreeMap;
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
use crate::http::table::{self, Columns, Format};
use crate::http::{ApiError, cursor};
use crate::query::costs::{CostAnswer, CostQuery, Dimension, Group, Rest, costs};
use crate::query::kept::Covered;
use crate::store::Store;

use super::filters::{self, ExceptParams, FilterParams};
use super::totals::{ChangeView, TableParams, TotalsView, WindowView};

/// Groups of a page, unless asked otherwise, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 10_000;

/// Most groups that `top` may ask for.
const MAX_TOP: u32 = 1_000;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CostsView {
    /// What it covers.
    pub window: WindowView,
    /// The window compared with, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_window: Option<WindowView>,
    /// The sum of all groups, of all pages, the rest included.
    pub total: TotalsView,
    /// The total compared with that of the other window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<ChangeView>,
    /// One page of groups: the earliest first where grouped by time, then the costliest.
    pub groups: Vec<GroupView>,
    /// With `top`: what the groups beyond it add up to, for each hour or day where grouped by time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<Vec<RestView>>,
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
    /// The section with those around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "agent:research/tool:search")]
    pub section_path: Option<Option<String>>,
    /// The public part of the API key that sent the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Option<String>>,
    /// How the calls ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Option<String>>,
    /// How the cost is known: `priced`, `free`, `reported`, `unpriced`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_state: Option<Option<String>>,
    /// The environment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Option<String>>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Option<String>>,
    /// The conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Option<String>>,
    /// The civil hour, with its UTC offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21T13:00:00Z")]
    pub hour: Option<Option<String>>,
    /// The civil day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-21")]
    pub day: Option<Option<String>>,
    /// Declared tags, each as `tag:NAME`.
    #[serde(flatten)]
    pub tags: BTreeMap<String, Option<String>>,
    /// The sums.
    #[serde(flatten)]
    pub totals: Option<TotalsView>,
    /// The group in the window compared with.
    #[serde(flatten)]
    pub compared: Option<ChangeView>,
}

/// What groups beyond the top ones add up to.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestView {
    /// How many groups they are.
    pub groups: usize,
    /// Their hour or day, and their sums.
    #[serde(flatten)]
    pub sum: GroupView,
}

impl GroupView {
    /// A group seen by its dimensions.
    pub fn new(dimensions: &[Dimension], group: Group) -> Self {
        let mut view = Self { totals: Some(group.totals.into()), ..Self::default() };
        view.label(dimensions, group.labels);
        view
    }

    /// The same beside another window.
    fn compared(dimensions: &[Dimension], group: Group) -> Self {
        let compared = ChangeView::new(group.totals, group.previous);
        Self { compared: Some(compared), ..Self::new(dimensions, group) }
    }

    fn label(&mut self, dimensions: &[Dimension], labels: Vec<Option<String>>) {
        for (dimension, label) in dimensions.iter().zip(labels) {
            let member = match dimension {
                Dimension::Customer => &mut self.customer,
                Dimension::Provider => &mut self.provider,
                Dimension::Model => &mut self.model,
                Dimension::Section => &mut self.section,
                Dimension::SectionPath => &mut self.section_path,
                Dimension::Key => &mut self.key,
                Dimension::Status => &mut self.status,
                Dimension::PriceState => &mut self.price_state,
                Dimension::Environment => &mut self.environment,
                Dimension::User => &mut self.user,
                Dimension::Session => &mut self.session,
                Dimension::Hour => &mut self.hour,
                Dimension::Day => &mut self.day,
                Dimension::Tag(_) => {
                    self.tags.insert(dimension.name().into_owned(), label);
                    continue;
                }
            };
            *member = Some(label);
        }
    }
}

impl RestView {
    fn new(dimensions: &[Dimension], rest: Rest, is_compared: bool) -> Self {
        let compared = is_compared.then(|| ChangeView::new(rest.totals, rest.previous));
        let mut sum =
            GroupView { totals: Some(rest.totals.into()), compared, ..GroupView::default() };
        let times = dimensions.iter().zip(rest.labels).filter(|(by, _)| by.is_time());
        let (by, labels): (Vec<Dimension>, Vec<_>) =
            times.map(|(by, label)| (by.clone(), label)).unzip();
        sum.label(&by, labels);
        Self { groups: rest.groups, sum }
    }
}

/// An answer with what was asked.
struct Asked {
    query: CostQuery,
    answer: CostAnswer,
    question: i64,
}

impl Asked {
    fn next(&self) -> Result<Option<String>, ApiError> {
        self.answer.next.as_ref().map(|next| cursor::encode(next, self.question)).transpose()
    }

    fn groups(dimensions: &[Dimension], groups: Vec<Group>, is_compared: bool) -> Vec<GroupView> {
        let view = if is_compared { GroupView::compared } else { GroupView::new };
        groups.into_iter().map(|group| view(dimensions, group)).collect()
    }

    fn rest(dimensions: &[Dimension], rest: Vec<Rest>, is_compared: bool) -> Vec<RestView> {
        rest.into_iter().map(|rest| RestView::new(dimensions, rest, is_compared)).collect()
    }

    fn view(self) -> Result<CostsView, ApiError> {
        let next = self.next()?;
        let Self { query, answer, .. } = self;
        let by = &query.group_by;
        let window = |covered: Covered| WindowView::new(covered, answer.zone);
        let is_compared = answer.compared.is_some();
        Ok(CostsView {
            next,
            window: window(answer.window),
            compared_window: answer.compared.map(window),
            total: answer.total.into(),
            compared: is_compared.then(|| ChangeView::new(answer.total, answer.previous)),
            groups: Self::groups(by, answer.groups, is_compared),
            rest: query.top.map(|_| Self::rest(by, answer.rest, is_compared)),
        })
    }

    /// The groups as a table, or the total where nothing is grouped by. The rest comes after the last
    /// group, so that a whole table adds up to the total.
    fn table(self, format: table::TableFormat) -> Result<Response, ApiError> {
        let (next, columns) = (self.next()?, self.columns());
        let Self { query, answer, .. } = self;
        let (by, is_compared) = (&query.group_by, answer.compared.is_some());
        let groups = if by.is_empty() {
            let compared = is_compared.then(|| ChangeView::new(answer.total, answer.previous));
            vec![GroupView { totals: Some(answer.total.into()), compared, ..GroupView::default() }]
        } else {
            Self::groups(by, answer.groups, is_compared)
        };
        let mut rows: Vec<Row> = groups.into_iter().map(Row::Group).collect();
        if next.is_none() {
            rows.extend(Self::rest(by, answer.rest, is_compared).into_iter().map(Row::Rest));
        }
        table::page(format, &columns, &rows, next)
    }

    fn columns(&self) -> Columns {
        let mut columns: Columns = self.query.group_by.iter().map(Dimension::name).collect();
        columns.extend(TotalsView::COLUMNS.map(Cow::Borrowed));
        if self.answer.compared.is_some() {
            columns.extend(ChangeView::COLUMNS.map(Cow::Borrowed));
        }
        columns.extend(self.query.top.map(|_| Cow::Borrowed("groups")));
        columns
    }
}

/// A row of a table.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Row {
    Group(GroupView),
    Rest(RestView),
}

/// The parameters that only costs have, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `cost_query` reads")]
pub struct CostParams {
    /// Dimensions, separated by commas: `customer`, `provider`, `model`, `section`,
    /// `section_path`, `key`, `status`, `price_state`, `environment`, `user`, `session`,
    /// `tag:NAME`, `hour`, `day`. Without any, the total alone.
    #[param(example = "customer,model")]
    group_by: Option<String>,
    /// `previous`: beside the window of equal length before. Not with hour or day.
    compare: Option<String>,
    /// The first instant or day of any other window to compare with.
    compare_from: Option<String>,
    /// Its first instant or day after.
    compare_to: Option<String>,
    /// Only so many groups, the costliest over the whole window; the others are added up in `rest`;
    /// in a table, in rows after the groups, whose column `groups` has their number.
    #[param(minimum = 1, maximum = 1000)]
    top: Option<u32>,
}

/// Costs by customer, model, section, time …
///
/// Sums of groups equal the total, to the nano-dollar. Time windows that are not whole days are
/// exact too.
#[utoipa::path(
    get,
    path = "/api/v1/costs",
    operation_id = "list_costs",
    tag = "costs",
    params(CostParams, FilterParams, ExceptParams, WindowParams, ListParams, TableParams),
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
    let format = Format::take(&mut params)?;
    let limit = format.limit(&mut params, DEFAULT_LIMIT, MAX_LIMIT)?;
    let mut question = Question::read(&store, &scope, clock.as_ref(), params).await?;
    question.query.limit = limit;
    let asked = question.ask(&store, &scope).await?;
    match format {
        Format::Json => Ok(Json(asked.view()?).into_response()),
        Format::Page(format) | Format::Whole(format) => asked.table(format),
    }
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    params: Params,
) -> Result<CostsView, ApiError> {
    Question::read(store, scope, clock, params).await?.ask(store, scope).await?.view()
}

/// What a request asks.
struct Question {
    query: CostQuery,
    digest: i64,
}

impl Question {
    async fn read(
        store: &Store,
        scope: &TenantScope,
        clock: &dyn Clock,
        mut params: Params,
    ) -> Result<Self, ApiError> {
        let digest = params.question();
        let tenant_zone =
            store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
        let declared = store.settings(scope).await?.tag_dimensions;
        let query = cost_query(&mut params, (tenant_zone, clock), &declared)?;
        params.finish()?;
        Ok(Self { query, digest })
    }

    async fn ask(self, store: &Store, scope: &TenantScope) -> Result<Asked, ApiError> {
        let answer = costs(store, scope, &self.query).await?;
        Ok(Asked { query: self.query, answer, question: self.digest })
    }
}

fn cost_query(
    params: &mut Params,
    (tenant_zone, clock): (Zone, &dyn Clock),
    declared: &[String],
) -> Result<CostQuery, ApiError> {
    let zone = params.zone()?;
    let civil = zone.unwrap_or(tenant_zone);
    let window = params.window(civil, clock.now())?;
    let group_by = params.text("group_by")?.unwrap_or_default();
    let top = if params.has("top") { Some(params.number("top", 1, MAX_TOP)?) } else { None };
    Ok(CostQuery {
        window,
        zone,
        group_by: filters::dimensions(&group_by, declared)?,
        filters: filters::take(params, declared)?,
        compare: params.compared(window, civil)?,
        top: top.map(|top| top as usize),
        after: params.cursor()?,
        limit: params.number("limit", DEFAULT_LIMIT, MAX_LIMIT)? as usize,
    })
}
