//! The filters and dimensions of every question about calls.

use crate::clock::Clock;
use crate::domain::scope::TenantScope;
use crate::domain::window::{Window, Zone};
use crate::http::ApiError;
use crate::http::extract::Params;
use crate::query::costs::{CostQuery, Dimension};
use crate::store::{Filter, Filters, Store};

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

/// The filters that exclude, as documented. Each holds for calls with another value, or with none; it
/// may be given several times.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that `take` reads")]
pub struct ExceptParams {
    /// Not this customer; empty: not calls without one. May be given several times. So for those below.
    #[serde(rename = "customer!")]
    not_customer: Option<Vec<String>>,
    /// Not this provider.
    #[serde(rename = "provider!")]
    not_provider: Option<Vec<String>>,
    /// Not this model.
    #[serde(rename = "model!")]
    not_model: Option<Vec<String>>,
    /// Not this section.
    #[serde(rename = "section!")]
    not_section: Option<Vec<String>>,
    /// Not this section path.
    #[serde(rename = "section_path!")]
    not_section_path: Option<Vec<String>>,
    /// Not this key.
    #[serde(rename = "key!")]
    not_key: Option<Vec<String>>,
    /// Not this status.
    #[serde(rename = "status!")]
    not_status: Option<Vec<String>>,
    /// Not this price state.
    #[serde(rename = "price_state!")]
    not_price_state: Option<Vec<String>>,
    /// Not this environment.
    #[serde(rename = "environment!")]
    not_environment: Option<Vec<String>>,
    /// Not this person.
    #[serde(rename = "user!")]
    not_user: Option<Vec<String>>,
    /// Not this conversation.
    #[serde(rename = "session!")]
    not_session: Option<Vec<String>>,
    /// Not this value of a declared tag.
    #[serde(rename = "tag:NAME!")]
    not_tag: Option<Vec<String>>,
}

/// Ends the name of a parameter that excludes a value.
const EXCEPT: char = '!';

/// Values of a dimension that one question leaves out, at most.
const MOST_EXCLUSIONS: usize = 100;

/// Takes the filters of a request. `declared` are the tags that the tenant declared as dimensions.
pub fn take(params: &mut Params, declared: &[String]) -> Result<Filters, ApiError> {
    let mut filters = Filters {
        customer: filter(params, "customer")?,
        provider: lower_case(filter(params, "provider")?),
        model: filter(params, "model")?,
        section: filter(params, "section")?,
        key: filter(params, "key")?,
        status: lower_case(filter(params, "status")?),
        section_path: filter(params, "section_path")?,
        price_state: lower_case(filter(params, "price_state")?),
        environment: filter(params, "environment")?,
        user: filter(params, "user")?,
        session: filter(params, "session")?,
        ..Filters::default()
    };
    for parameter in params.names_after("tag:") {
        let name = parameter.trim_start_matches("tag:");
        let tag = name.strip_suffix(EXCEPT).unwrap_or(name);
        check_tag(&parameter, tag, declared)?;
        let wanted = filter(params, &format!("tag:{tag}"))?;
        if !wanted.is_any() {
            filters.tags.insert(tag.to_owned(), wanted);
        }
    }
    Ok(filters)
}

/// What a parameter, or the one that excludes, asks of a dimension. An empty value stands for none.
fn filter(params: &mut Params, name: &str) -> Result<Filter, ApiError> {
    let only = params.filter(name)?;
    let exclusion = format!("{name}{EXCEPT}");
    let mut except = params.take_all(&exclusion)?;
    except.sort_unstable();
    except.dedup();
    if except.len() > MOST_EXCLUSIONS {
        let problem = format!("is given more than {MOST_EXCLUSIONS} times");
        return Err(ApiError::parameter(&exclusion, problem));
    }
    match only {
        Some(_) if !except.is_empty() => {
            let problem = format!("cannot stand beside `{name}`, which names the only value");
            Err(ApiError::parameter(&exclusion, problem))
        }
        Some(wanted) => Ok(Filter::Only(wanted)),
        None if except.is_empty() => Ok(Filter::Any),
        None => Ok(Filter::Except(
            except.into_iter().map(|value| (!value.is_empty()).then_some(value)).collect(),
        )),
    }
}

/// A filter on something that is kept in lower case.
fn lower_case(filter: Filter) -> Filter {
    let lower = |value: Option<String>| value.map(|value| value.to_ascii_lowercase());
    match filter {
        Filter::Any => Filter::Any,
        Filter::Only(wanted) => Filter::Only(lower(wanted)),
        Filter::Except(unwanted) => Filter::Except(unwanted.into_iter().map(lower).collect()),
    }
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
