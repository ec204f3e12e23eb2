//! `/api/v1/session`: what the dashboard may do, signing in and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::{Auth, AuthError, Credential, Principal, SESSION_LASTS, SessionToken};
use crate::clock::IdGen;
use crate::domain::ids::TenantId;
use crate::domain::scope::Grant;
use crate::http::error::Problem;
use crate::http::extract::{Body, SESSION_COOKIE, session};
use crate::http::{ApiError, Code};
use crate::store::Store;

use super::Branding;

/// Who looks at the dashboard, and what it may show.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that pages ask")]
pub struct SessionView {
    /// `open`: nobody signs in, and `tenant_id` selects the tenant. `required`: the key that signed
    /// in decides it.
    pub mode: &'static str,
    /// There is a session, or none is needed.
    pub signed_in: bool,
    /// The tenant of the session; `null` in open mode and without one.
    pub tenant_id: Option<String>,
    /// The tenant's time zone, likewise.
    pub time_zone: Option<String>,
    /// What may be done.
    #[schema(value_type = Vec<String>)]
    pub scopes: Vec<Grant>,
    /// To be sent as `X-CSRF-Token` with whatever changes something; `null` where none is needed.
    pub csrf_token: Option<String>,
    /// In open mode, the tenants that there are.
    pub tenants: Vec<TenantView>,
    /// API keys may be made.
    pub may_make_keys: bool,
    /// Demo data may be stored.
    pub may_seed_demo: bool,
    /// Price data may be imported for every tenant.
    pub may_import_prices: bool,
    /// The program's version.
    pub version: &'static str,
    /// What the operator calls this collector.
    pub name: String,
    /// Where the operator's logo is.
    pub logo_url: Option<&'static str>,
    /// The operator's colour, as `#rrggbb`.
    pub accent: Option<String>,
}

/// A tenant that may be selected.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantView {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The zone of its civil days.
    pub time_zone: String,
}

/// A credential to sign in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// An API key. What it may do, the session may.
    api_key: String,
}

/// Who looks, and what may be shown. Asks for no credential.
#[utoipa::path(get, path = "/api/v1/session",
    operation_id = "get_session", tag = "session",
    responses((status = 200, body = SessionView), (status = 503, body = Problem)))]
pub async fn show(
    State(auth): State<Arc<Auth>>,
    State(store): State<Arc<Store>>,
    State(branding): State<Arc<Branding>>,
    headers: HeaderMap,
) -> Result<Json<SessionView>, ApiError> {
    let token = session(&headers);
    let caller = match auth.authenticate(token.as_ref().map(Credential::Session)).await {
        Ok(caller) => Some(caller),
        Err(AuthError::Missing | AuthError::SessionOver) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Json(view(&store, &branding, caller, token.as_ref()).await?))
}

/// Exchanges an API key for a session, as a cookie that scripts cannot read and other sites cannot use.
#[utoipa::path(post, path = "/api/v1/session",
    operation_id = "sign_in", tag = "session", request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 400, body = Problem),
        (status = 401, body = Problem)))]
pub async fn sign_in(
    (State(auth), State(ids)): (State<Arc<Auth>>, State<Arc<dyn IdGen>>),
    State(store): State<Arc<Store>>,
    State(branding): State<Arc<Branding>>,
    headers: HeaderMap,
    Body(body): Body<SignIn>,
) -> Result<Response, ApiError> {
    refuse_forms(&headers)?;
    let token = auth.sign_in(body.api_key.trim(), ids.as_ref()).await?;
    let caller = auth.authenticate(token.as_ref().map(Credential::Session)).await?;
    let view = Json(view(&store, &branding, Some(caller), token.as_ref()).await?);
    let Some(token) = token else { return Ok(view.into_response()) };
    let cookie = cookie(token.reveal(), SESSION_LASTS.num_seconds(), &headers);
    Ok(([(header::SET_COOKIE, cookie)], view).into_response())
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/v1/session",
    operation_id = "sign_out", tag = "session",
    responses((status = 204), (status = 503, body = Problem)))]
pub async fn sign_out(
    State(auth): State<Arc<Auth>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    // Another site cannot send the cookie (SameSite=Strict), and would gain nothing.
    if let Some(token) = session(&headers) {
        auth.sign_out(&token).await?;
    }
    let gone = [(header::SET_COOKIE, cookie("", 0, &headers))];
    Ok((StatusCode::NO_CONTENT, gone).into_response())
}

/// Another site's form can be sent from here without asking, and would sign its own key in: it cannot
/// call itself JSON.
fn refuse_forms(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.trim_start().starts_with("application/json")) {
        return Ok(());
    }
    let detail = "signing in takes a body of the type application/json";
    Err(ApiError::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail))
}

/// Behind a proxy that speaks HTTPS the cookie never travels in the clear.
fn cookie(value: &str, seconds: i64, headers: &HeaderMap) -> String {
    let schemes = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    // The first proxy is the browser's.
    let scheme = schemes.and_then(|schemes| schemes.split(',').next()).unwrap_or_default();
    let is_https = scheme.trim().eq_ignore_ascii_case("https");
    let secure = if is_https { "; Secure" } else { "" };
    format!(
        "{SESSION_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    )
}

async fn view(
    store: &Store,
    branding: &Branding,
    caller: Option<Principal>,
    token: Option<&SessionToken>,
) -> Result<SessionView, ApiError> {
    let is_open = caller == Some(Principal::Open);
    let (tenant, scopes) = match caller {
        Some(Principal::Open) => (None, Grant::ALL.to_vec()),
        Some(Principal::Key { tenant, grants, .. }) => {
            (Some(tenant), Grant::ALL.into_iter().filter(|grant| grants.allow(*grant)).collect())
        }
        None => (None, Vec::new()),
    };
    let time_zone = match &tenant {
        Some(tenant) => zone_of(store, tenant).await?,
        None => None,
    };
    Ok(SessionView {
        mode: if is_open { "open" } else { "required" },
        signed_in: is_open || tenant.is_some(),
        csrf_token: tenant.as_ref().and(token).map(SessionToken::csrf_token),
        tenant_id: tenant.map(|tenant| tenant.to_string()),
        time_zone,
        may_make_keys: !is_open && scopes.contains(&Grant::Admin),
        may_seed_demo: is_open,
        may_import_prices: is_open,
        scopes,
        tenants: if is_open { tenants(store).await? } else { Vec::new() },
        version: env!("CARGO_PKG_VERSION"),
        name: branding.name.clone(),
        logo_url: branding.logo_url,
        accent: branding.accent.clone(),
    })
}

async fn zone_of(store: &Store, tenant: &TenantId) -> Result<Option<String>, ApiError> {
    Ok(store.tenant(tenant).await?.map(|tenant| tenant.zone.to_string()))
}

async fn tenants(store: &Store) -> Result<Vec<TenantView>, ApiError> {
    let all = store.tenant_list().await?.into_iter().map(|tenant| TenantView {
        id: tenant.id.to_string(),
        name: tenant.name,
        time_zone: tenant.zone.to_string(),
    });
    Ok(all.collect())
}
