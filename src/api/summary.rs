//! `GET /api/v1/summary`: where spending stands, and where the month will end.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Clock;
use crate::domain::money::Usd;
use crate::domain::ratio::Ratio;
use crate::domain::scope::TenantScope;
use crate::domain::window::{Window, Zone};
use crate::http::ApiError;
use crate::http::error::Problem;
use crate::http::extract::{CostsRead, Params, Tenant};
use crate::query::summary::{Compared, Summary, SummaryQuery, summary};
use crate::store::Store;

use super::filters::{self, ExceptParams, FilterParams};
use super::totals::{ChangeView, TotalsView, WindowView};

/// Where spending stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryView {
    /// Today so far, beside yesterday up to the same time.
    pub today: ComparedView,
    /// This month so far, beside the month before up to the same day and time.
    pub month: ComparedView,
    /// What the whole month will cost.
    pub forecast: ForecastView,
    /// What of this month no customer is named for.
    pub unattributed: UnattributedView,
    /// Calls of this month that are missing in its cost, wholly or in part, for want of a price.
    pub unpriced_calls: i64,
    /// The billing period that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodView>,
}

/// Sums beside those of an earlier window.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedView {
    /// What is summed, up to now.
    pub window: WindowView,
    /// The sums.
    #[serde(flatten)]
    pub totals: TotalsView,
    /// What it is compared with.
    pub compared_window: WindowView,
    /// The comparison.
    #[serde(flatten)]
    pub compared: ChangeView,
}

/// A forecast: what the month cost so far, an average day for each one to come, and for today what is
/// missing to one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastView {
    /// The cost of the whole month, in USD.
    #[schema(value_type = f64)]
    pub cost_usd: Usd,
    /// The first instant after the month.
    pub month_end: DateTime<Utc>,
    /// The average day, in USD.
    #[schema(value_type = f64)]
    pub daily_average_usd: Usd,
    /// The whole days before today that it is the average of.
    pub averaged_days: i64,
}

/// Spend without a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnattributedView {
    /// Its share of this month's cost.
    #[schema(value_type = Option<f64>)]
    pub cost_share: Option<Ratio>,
    /// Its sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

/// A billing period.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodView {
    /// As asked for.
    #[schema(example = "2026-11")]
    pub name: String,
    /// What it covers.
    pub window: WindowView,
    /// Its sums.
    #[serde(flatten)]
    pub totals: TotalsView,
}

/// The parameters that only the summary has, as documented.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `answer` reads")]
pub struct SummaryParams {
    /// A billing period to sum up besides: `today`, `yesterday`, `week`, `month`, `last_month`,
    /// `quarter`, `year`, or a date as `2026`, `2026-Q4`, `2026-11`, `2026-11-21`.
    period: Option<String>,
    /// IANA time zone of days and months. Default: the tenant's.
    time_zone: Option<String>,
    /// Selects the tenant in open mode; otherwise it may only repeat the credential's.
    tenant_id: Option<String>,
}

/// Spend today, this month, the forecast to its end, and of any billing period.
#[utoipa::path(
    get,
    path = "/api/v1/summary",
    operation_id = "get_summary",
    tag = "costs",
    params(SummaryParams, FilterParams, ExceptParams),
    responses((status = 200, body = SummaryView), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem)),
    security(("api_key" = ["costs:read"])),
)]
pub async fn show(
    Tenant(scope, ..): Tenant<CostsRead>,
    State(store): State<Arc<Store>>,
    State(clock): State<Arc<dyn Clock>>,
    params: Params,
) -> Result<Json<SummaryView>, ApiError> {
    answer(&store, &scope, clock.as_ref(), params).await.map(Json)
}

/// The answer to a question in parameters.
pub async fn answer(
    store: &Store,
    scope: &TenantScope,
    clock: &dyn Clock,
    mut params: Params,
) -> Result<SummaryView, ApiError> {
    let tenant_zone = store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
    let declared = store.settings(scope).await?.tag_dimensions;
    let (now, zone) = (clock.now(), params.zone()?.unwrap_or(tenant_zone));
    let name = params.text("period")?;
    let period = name.as_deref().map(|name| Window::period(name, now, zone)).transpose();
    let period = period.map_err(|error| ApiError::parameter("period", error))?;
    let filters = filters::take(&mut params, &declared)?;
    params.finish()?;
    let found = summary(store, scope, &SummaryQuery { now, zone, filters, period }).await?;
    Ok(SummaryView::new(&found, zone, name))
}

impl SummaryView {
    fn new(found: &Summary, zone: Zone, name: Option<String>) -> Self {
        let Summary { unattributed, month, .. } = *found;
        Self {
            today: ComparedView::new(&found.today, zone),
            month: ComparedView::new(&month, zone),
            forecast: ForecastView {
                cost_usd: found.forecast,
                month_end: found.month_end,
                daily_average_usd: found.daily_average,
                averaged_days: found.forecast_days,
            },
            unattributed: UnattributedView {
                cost_share: Ratio::of(unattributed.cost, month.totals.cost),
                totals: unattributed.into(),
            },
            unpriced_calls: month.totals.unpriced_calls,
            period: found.period.zip(name).map(|((window, totals), name)| PeriodView {
                name,
                window: WindowView::new(window, zone),
                totals: totals.into(),
            }),
        }
    }
}

impl ComparedView {
    fn new(compared: &Compared, zone: Zone) -> Self {
        Self {
            window: WindowView::new(compared.window, zone),
            totals: compared.totals.into(),
            compared_window: WindowView::new(compared.earlier, zone),
            compared: ChangeView::new(compared.totals, compared.previous),
        }
    }
}
