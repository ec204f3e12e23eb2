//! The frame of the OpenAPI 3.1 document; the router fills in the routes.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

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
    modifiers(&ApiKey),
)]
struct Frame;

struct ApiKey;

impl Modify for ApiKey {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("llmo_sk_…")
            .description(Some("An API key. The operation names the scope that it needs."))
            .build();
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("api_key", SecurityScheme::Http(bearer));
    }
}

/// The document without routes.
pub fn document() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
