//! `GET /api/v1/insights`: what deserves a look, with the figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::ids::TenantId;
use crate::domain::money::Usd;
use crate::domain::scope::TenantScope;
use crate::domain::window::Window;
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::http::hundredths::Hundredths;
use crate::http::table::{self, Columns, Format};
use crate::prices::Prices;
use crate::query::insights::{self, Figure, Insight};
use crate::store::{RunSort, Store};

use super::totals::TableParams;

/// Insights, unless asked otherwise, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1_000;

/// An answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsightsView {
    /// The instant that the windows end at: the last full quarter-hour.
    pub at: DateTime<Utc>,
    /// The zone of days: the tenant's.
    #[schema(example = "UTC")]
    pub time_zone: &'static str,
    /// The gravest first, then those of the largest effect.
    pub insights: Vec<InsightView>,
    /// How many more there are than `limit`.
    pub omitted: usize,
}

/// Something that deserves a look.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsightView {
    /// The rule: `section_spike`, `model_inefficiency`, `token_bloat`, `retry_loop`,
    /// `unpriced_model`, `unattributed_spend`, `error_rate_rise`, `cache_never_used`.
    #[serde(rename = "type")]
    #[schema(example = "section_spike")]
    pub kind: &'static str,
    /// `info`, `warning` or `critical`.
    #[schema(example = "warning")]
    pub severity: &'static str,
    /// One sentence with the figures.
    pub message: String,
    /// The section that it concerns.
    pub section: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The endpoint.
    pub endpoint: Option<String>,
    /// The figures that were compared, by name. Amounts are exact.
    #[schema(value_type = Object)]
    pub evidence: BTreeMap<&'static str, FigureView>,
    /// What it is about, in USD: what was spent too much, or could be saved, in the window.
    #[schema(value_type = Option<f64>)]
    pub effect_usd: Option<Usd>,
    /// First instant of what was looked at.
    pub from: DateTime<Utc>,
    /// First instant after.
    pub to: DateTime<Utc>,
    /// Where the runs behind it are: a path of this API.
    #[schema(example = "/api/v1/runs?tenant_id=acme&section=chat&sort=cost")]
    pub runs: String,
}

/// A figure of the evidence.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum FigureView {
    /// A number of things.
    Count(i64),
    /// USD.
    Money(Usd),
    /// A ratio or a percentage.
    Ratio(Hundredths),
    /// A name.
    Text(String),
    /// An instant.
    Time(DateTime<Utc>),
}

impl From<Figure> for FigureView {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Count(count) => Self::Count(count),
            Figure::Money(nanos) => Self::Money(Usd::from_nanos(nanos)),
            Figure::Hundredths(hundredths) => Self::Ratio(Hundredths(hundredths)),
            Figure::Text(text) => Self::Text(text),
            Figure::Time(at) => Self::Time(at),
        }
    }
}

impl InsightView {
    fn new(tenant: &TenantId, insight: Insight) -> Self {
        let runs = runs(tenant, &insight);
        let evidence = insight.evidence.into_iter().map(|(name, figure)| (name, figure.into()));
        let Window { from, to } = insight.window;
        Self {
            kind: insight.rule.as_str(),
            severity: insight.severity.as_str(),
            message: insight.message,
            section: insight.subject.section,
            provider: insight.subject.provider,
            model: insight.subject.model.filter(|model| !model.is_empty()),
            endpoint: insight.subject.endpoint,
            evidence: evidence.collect(),
            effect_usd: insight.effect.map(Usd::from_nanos),
            from,
            to,
            runs,
        }
    }
}

/// The list of the runs behind an insight. The tenant is named for those who have a choice.
fn runs(tenant: &TenantId, insight: &Insight) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("tenant_id", tenant.as_str());
    let subject = &insight.subject;
    let parts =
        [("section", &subject.section), ("provider", &subject.provider), ("model", &subject.model)];
    for (name, value) in parts {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            query.append_pair(name, value);
        }
    }
    if insight.runs.without_customer {
        query.append_pair("customer", "");
    }
    if insight.runs.failed {
        query.append_pair("failed", "true");
    }
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    query.append_pair("from", &time(insight.window.from));
    query.append_pair("to", &time(insight.window.to));
    query.append_pair(
        "sort",
        match insight.runs.sort {
            RunSort::Time => "time",
            RunSort::Cost => "cost",
            RunSort::Calls => "calls",
        },
    );
    format!("/api/v1/runs?{}", query.finish())
}

/// What deserves a look: spikes, growing prompts, loops, failures, missing prices and customers.
///
/// Each rule compares exact totals, is quiet below a minimum sample, and shows what it compared.
#[utoipa::path(
    get,
    path = "/api/v1/insights",
    operation_id = "list_insights",
    tag = "insights",
    params(TableParams, ("limit" = Option<u32>, Query, description = "Most insights", minimum = 1),
        ("tenant_id" = Option<String>, Query, description =
            "Selects the tenant in open mode; otherwise it may only repeat the credential's")),
    responses((status = 200, body = InsightsView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn list(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(prices): State<Arc<Prices>>,
    State(clock): State<Arc<dyn Clock>>,
    mut params: Params,
) -> Result<Response, ApiError> {
    let format = Format::take(&mut params)?;
    let found = answer((&store, &prices), &scope, clock.as_ref(), params, format).await?;
    match format {
        Format::Json => Ok(Json(found).into_response()),
        Format::Page(format) | Format::Whole(format) => {
            table::page(format, &columns(), &found.insights, None)
        }
    }
}

fn columns() -> Columns {
    let columns = [
        "type",
        "severity",
        "message",
        "section",
        "provider",
        "model",
        "endpoint",
        "evidence",
        "effect_usd",
        "from",
        "to",
        "runs",
    ];
    columns.map(Into::into).into()
}

/// The answer to a question in parameters.
pub async fn answer(
    (store, prices): (&Store, &Prices),
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
    format: Format,
) -> Result<InsightsView, ApiError> {
    let limit = format.limit(&mut params, DEFAULT_LIMIT, MAX_LIMIT)?;
    params.finish()?;
    let (tariff, now) = (prices.tariff(scope).await?, clock.now());
    let found = insights::insights(store, scope, tariff.catalogue().book(now), now).await?;
    let omitted = found.insights.len().saturating_sub(limit);
    let shown = found.insights.into_iter().take(limit);
    Ok(InsightsView {
        at: found.at,
        time_zone: found.zone.name(),
        insights: shown.map(|insight| InsightView::new(scope.tenant(), insight)).collect(),
        omitted,
    })
}
