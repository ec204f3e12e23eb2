//! The filters and dimensions of every question about calls.

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::{Window, Zone};
use crate::http::ApiError;
use crate::http::extract::Params;
use crate::query::costs::{CostQuery, Dimension};
use crate::store::{Filters, Store};

/// The filters, as documented. Each holds for calls with that value; an empty one for calls without
/// any.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `take` reads")]
pub struct FilterParams {
    /// Only this customer; empty: only calls without one. So for the filters below.
    customer: Option<String>,
    /// Only this provider.
    provider: Option<String>,
    /// Only this model.
    model: Option<String>,
    /// Only this section.
    section: Option<String>,
    /// Only this section with those around it.
    section_path: Option<String>,
    /// Only events that this API key sent.
    key: Option<String>,
    /// Only calls that ended so.
    status: Option<String>,
    /// Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`.
    price_state: Option<String>,
    /// Only this environment.
    environment: Option<String>,
    /// Only this person. Read from single events.
    user: Option<String>,
    /// Only this conversation. Read from single events.
    session: Option<String>,
    /// Only this value of a declared tag; so for each declared tag.
    #[serde(rename = "tag:NAME")]
    tag: Option<String>,
}

/// Takes the filters of a request. `declared` are the tags that the tenant declared as dimensions.
pub fn take(params: &mut Params, declared: &[String]) -> Result<Filters, ApiError> {
    let mut filters = Filters {
        customer: params.filter("customer")?,
        provider: params.lower_case_filter("provider")?,
        model: params.filter("model")?,
        section: params.filter("section")?,
        key: params.filter("key")?,
        status: params.lower_case_filter("status")?,
        section_path: params.filter("section_path")?,
        price_state: params.lower_case_filter("price_state")?,
        environment: params.filter("environment")?,
        user: params.filter("user")?,
        session: params.filter("session")?,
        ..Filters::default()
    };
    for parameter in params.names_after("tag:") {
        let tag = parameter.trim_start_matches("tag:").to_owned();
        check_tag(&parameter, &tag, declared)?;
        if let Some(wanted) = params.filter(&parameter)? {
            filters.tags.insert(tag, wanted);
        }
    }
    Ok(filters)
}

/// The dimensions of `group_by`, in its order.
pub fn dimensions(text: &str, declared: &[String]) -> Result<Vec<Dimension>, ApiError> {
    let mut dimensions = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let dimension = Dimension::parse(name).ok_or_else(|| {
            let known: Vec<_> = Dimension::FIXED.iter().map(Dimension::name).collect();
            let problem =
                format!("has an unknown dimension; known are {} and tag:NAME", known.join(", "));
            ApiError::parameter("group_by", problem)
        })?;
        if let Dimension::Tag(tag) = &dimension {
            check_tag("group_by", tag, declared)?;
        }
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    Ok(dimensions)
}

fn check_tag(parameter: &str, tag: &str, declared: &[String]) -> Result<(), ApiError> {
    if declared.iter().any(|known| known == tag) {
        return Ok(());
    }
    let known = if declared.is_empty() { "none is".to_owned() } else { declared.join(", ") };
    let problem = format!(
        "names a tag that is not declared as a dimension ({known}); declare it with PATCH \
         /api/v1/settings: it counts from then on"
    );
    Err(ApiError::parameter(parameter, problem))
}

/// What nearly every question names: a window, its zone, filters.
#[derive(Debug)]
pub struct About {
    /// When.
    pub window: Window,
    /// The zone of dates, hours and days.
    pub zone: Zone,
    /// What must hold.
    pub filters: Filters,
}

impl About {
    /// Takes the window and the filters of a request.
    pub async fn take(
        store: &Store,
        scope: &TenantScope,
        clock: &dyn Clock,
        params: &mut Params,
    ) -> Result<Self, ApiError> {
        let tenant_zone =
            store.tenant(scope.tenant()).await?.map_or(Zone::UTC, |tenant| tenant.zone);
        let declared = store.settings(scope).await?.tag_dimensions;
        let zone = params.zone()?.unwrap_or(tenant_zone);
        let window = params.window(zone, clock.now())?;
        Ok(Self { window, zone, filters: take(params, &declared)? })
    }

    /// The question about its total.
    pub fn query(self) -> CostQuery {
        CostQuery { filters: self.filters, ..CostQuery::of(self.window, Some(self.zone)) }
    }
}
