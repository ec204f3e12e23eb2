//! Who calls, and for which tenant. A handler's signature says what a caller must be allowed.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};

use crate::auth::{Auth, Credential, Principal, SessionToken};
use crate::domain::ids::TenantId;
use crate::domain::scope::{Grant, TenantScope};

use super::super::error::{ApiError, Code};

/// The header in which a request may name its tenant.
pub const TENANT_HEADER: &str = "x-tenant-id";

/// The cookie that carries a session.
pub const SESSION_COOKIE: &str = "llmobserve_session";

/// The header that proves a change to come from a page of ours.
const CSRF_HEADER: &str = "x-csrf-token";

/// A verified caller that has not named a tenant yet, with what its request claims.
#[derive(Debug)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// The tenant that the header or the query parameter names.
    pub claimed: Option<TenantId>,
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Arc<Auth>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let auth = Arc::<Auth>::from_ref(state);
        let session = session(&parts.headers);
        // Whoever sends a key means it: a cookie beside it is not looked at.
        let credential = match (bearer(&parts.headers), &session) {
            (Some(key), _) => Some(Credential::Key(key)),
            (None, Some(token)) => Some(Credential::Session(token)),
            (None, None) => None,
        };
        let principal = auth.authenticate(credential).await?;
        if let Some(Credential::Session(token)) = credential {
            refuse_forgery(token, &principal, parts)?;
        }
        let claimed = claimed(parts)?;
        Ok(Self { principal, claimed })
    }
}

/// The token of an `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The cookie of a session. It is the browser that sends it, whichever page asked.
pub fn session(headers: &HeaderMap) -> Option<SessionToken> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim() == SESSION_COOKIE);
    // A cookie of this name may be somebody else's: of another port of the same host, for one.
    named.find_map(|(_, value)| SessionToken::parse(value.trim()))
}

/// A change by cookie needs the token that only our own pages can read.
fn refuse_forgery(
    token: &SessionToken,
    principal: &Principal,
    parts: &Parts,
) -> Result<(), ApiError> {
    if *principal == Principal::Open || parts.method.is_safe() {
        return Ok(());
    }
    let sent = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
    if sent.is_some_and(|sent| token.is_csrf_token(sent)) {
        return Ok(());
    }
    let detail = "a change by session needs the header X-CSRF-Token with the `csrf_token` of \
                  GET /api/v1/session";
    Err(ApiError::new(StatusCode::FORBIDDEN, Code::CsrfTokenInvalid, detail))
}

/// The tenant named by header or query. Naming two different ones is refused.
fn claimed(parts: &Parts) -> Result<Option<TenantId>, ApiError> {
    let parse = |name: &str, text: &str| {
        TenantId::parse(text).map_err(|error| ApiError::parameter(name, error))
    };
    let header = parts.headers.get(TENANT_HEADER).map(|value| {
        let text = value.to_str().unwrap_or_default();
        parse(TENANT_HEADER, text)
    });
    let query = parts.uri.query().unwrap_or_default();
    let query = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "tenant_id")
        .map(|(name, value)| parse(&name, &value));
    match (header.transpose()?, query.transpose()?) {
        (Some(header), Some(query)) if header != query => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            Code::InvalidParameter,
            "the header X-Tenant-ID and the parameter `tenant_id` name different tenants",
        )),
        (header, query) => Ok(query.or(header)),
    }
}

/// What a caller must be allowed, as a type.
pub trait Needs: Send {
    /// The grant.
    const GRANT: Grant;
}

/// `events:write`.
#[derive(Debug)]
pub struct EventsWrite;

impl Needs for EventsWrite {
    const GRANT: Grant = Grant::EventsWrite;
}

/// `costs:read`.
#[derive(Debug)]
pub struct CostsRead;

impl Needs for CostsRead {
    const GRANT: Grant = Grant::CostsRead;
}

/// `runs:read`.
#[derive(Debug)]
pub struct RunsRead;

impl Needs for RunsRead {
    const GRANT: Grant = Grant::RunsRead;
}

/// `admin`.
#[derive(Debug)]
pub struct TenantAdmin;

impl Needs for TenantAdmin {
    const GRANT: Grant = Grant::Admin;
}

/// A caller that may do `G` for a tenant.
#[derive(Debug)]
pub struct Tenant<G>(pub TenantScope, pub PhantomData<G>);

impl<S, G> FromRequestParts<S> for Tenant<G>
where
    S: Send + Sync,
    Arc<Auth>: FromRef<S>,
    G: Needs,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let scope = caller.principal.scope(caller.claimed.as_ref(), G::GRANT)?;
        Ok(Self(scope, PhantomData))
    }
}

/// The operator of an open collector, who reaches it on its own machine. Elsewhere what concerns every
/// tenant is the command line's.
#[derive(Debug)]
pub struct OpenOperator;

impl<S> FromRequestParts<S> for OpenOperator
where
    S: Send + Sync,
    Arc<Auth>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller.principal.allow(Grant::Admin)?;
        if caller.principal == Principal::Open {
            return Ok(Self);
        }
        let detail = "this concerns every tenant: it is done on the server's own machine, with the \
                      command line";
        Err(ApiError::new(StatusCode::FORBIDDEN, Code::NotInThisMode, detail))
    }
}

/// A caller that may read what belongs to no tenant.
#[derive(Debug)]
pub struct AdminAccess;

impl<S> FromRequestParts<S> for AdminAccess
where
    S: Send + Sync,
    Arc<Auth>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller.principal.allow(Grant::Admin)?;
        Ok(Self)
    }
}
