//! The frame of the OpenAPI 3.1 document; the router fills in the routes.

use utoipa::openapi::PathItem;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::{Modify, OpenApi};

use crate::http::extract::SESSION_COOKIE;

/// The name of what an operation needs where a session does as well as a key.
const SESSION: &str = "session";

/// The document without routes.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "llmobserve",
        description = "Who cost what: trace events in, exact costs per customer out.\n\nIn open \
                       mode no credential is asked for and `tenant_id` selects the tenant. In \
                       required mode an API key decides it.",
    ),
    tags(
        (name = "events", description = "Trace events in, and one of them out"),
        (name = "costs", description = "Sums over calls"),
        (name = "insights", description = "What deserves a look"),
        (name = "customers", description = "The tenant's end customers"),
        (name = "runs", description = "The calls of one request or job"),
        (name = "prices", description = "What calls cost, why, and what a tenant sets over the book"),
        (name = "settings", description = "What a tenant decides about its own ledger"),
        (name = "session", description = "Signing in to the dashboard"),
        (name = "keys", description = "The tenant's API keys"),
        (name = "compatibility", description = "Routes that installed SDKs and dashboards use"),
        (name = "health", description = "Operation"),
    ),
    modifiers(&Credentials),
)]
struct Frame;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("llmo_sk_…")
            .description(Some("An API key. The operation names the scope that it needs."))
            .build();
        let cookie = ApiKeyValue::with_description(
            SESSION_COOKIE,
            "What `POST /api/v1/session` sets: the key's scopes, for pages in a browser. A change also needs \
             the header `X-CSRF-Token` with the `csrf_token` of `GET /api/v1/session`.",
        );
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("api_key", SecurityScheme::Http(bearer));
        components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The document without routes.
pub fn document() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// Says of each operation that takes a key that it takes a session too.
pub fn with_sessions(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for PathItem { get, put, post, delete, patch, .. } in document.paths.paths.values_mut() {
        for operation in [get, put, post, delete, patch].into_iter().flatten() {
            if let Some(needs) = &mut operation.security {
                needs.push(SecurityRequirement::new::<_, _, String>(SESSION, []));
            }
        }
    }
    document
}
