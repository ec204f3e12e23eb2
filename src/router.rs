//! Every route and every layer.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, options};
use axum::{Router, middleware};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use crate::api::{
    costs, customer_record, customers, erasures, events, health, insights, keys, models, people,
    prices, revision_list, revisions, runs, sections, session, settings, summary, system,
};
use crate::app::AppState;
use crate::compat::llmobserve::{self, caps, demo};
use crate::compat::otlp;
use crate::dashboard;
use crate::http::layers::{access_log, detach, host, path_text, request_id};
use crate::http::{ApiError, Code};
use crate::openapi;

/// The documented routes, each with what it needs of a caller.
fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::document())
        // Events in.
        .routes(routes!(llmobserve::events::create))
        .routes(routes!(llmobserve::events::create_v1))
        .routes(routes!(otlp::traces::export))
        // Answers out.
        .routes(routes!(summary::show))
        .routes(routes!(costs::list))
        .routes(routes!(models::list))
        .routes(routes!(sections::list))
        .routes(routes!(people::users))
        .routes(routes!(people::sessions))
        .routes(routes!(customers::list))
        .routes(routes!(customers::show, customer_record::put, erasures::erase))
        .routes(routes!(erasures::list))
        .routes(routes!(runs::list))
        .routes(routes!(runs::show))
        .routes(routes!(events::list))
        .routes(routes!(events::show))
        .routes(routes!(settings::show, settings::change))
        .routes(routes!(revision_list::list, revisions::create))
        .routes(routes!(revisions::preview))
        .routes(routes!(revisions::show))
        .routes(routes!(revisions::resume))
        .routes(routes!(insights::list))
        // The dashboard's own.
        .routes(routes!(session::show, session::sign_in, session::sign_out))
        .routes(routes!(keys::list, keys::create))
        .routes(routes!(keys::revoke))
        .routes(routes!(demo::seed))
        .routes(routes!(system::show))
        // Prices.
        .routes(routes!(prices::list::list))
        .routes(routes!(prices::explain::explain))
        .routes(routes!(prices::unpriced::list))
        .routes(routes!(prices::overrides::list, prices::overrides::create))
        .routes(routes!(prices::overrides::retire))
        .routes(routes!(prices::imports::list, prices::importing::create))
        .routes(routes!(prices::importing::retire))
        // What installed SDKs and dashboards ask for.
        .routes(routes!(llmobserve::runs::list))
        .routes(routes!(llmobserve::runs::latest))
        .routes(routes!(llmobserve::runs::show))
        .routes(routes!(llmobserve::insights::list))
        .routes(routes!(llmobserve::insights::daily))
        .routes(routes!(llmobserve::stats::by_customer))
        .routes(routes!(llmobserve::stats::by_provider))
        .routes(routes!(llmobserve::stats::by_model))
        .routes(routes!(llmobserve::stats::by_section))
        .routes(routes!(llmobserve::series::daily))
        .routes(routes!(llmobserve::series::timeseries))
        .routes(routes!(llmobserve::dashboard::customer))
        .routes(routes!(llmobserve::dashboard::all))
        .routes(routes!(llmobserve::dashboard::customer_list))
        .routes(routes!(llmobserve::dashboard::stats))
        .routes(routes!(llmobserve::dashboard::customer_detail))
        .routes(routes!(caps::check))
        .routes(routes!(llmobserve::health::health))
        .routes(routes!(llmobserve::health::warm))
        // Operation.
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// The OpenAPI document of all routes.
pub fn openapi() -> OpenApi {
    openapi::with_sessions(documented().into_openapi())
}

/// The router with all its layers, the outermost last.
pub fn router(state: &AppState) -> Router {
    let (routes, openapi) = documented().split_for_parts();
    routes
        .route("/v1/traces", options(otlp::cors::preflight))
        .route("/", get(|| async { Redirect::temporary(dashboard::ROOT) }))
        .route("/app", get(dashboard::serve))
        .route("/app/{*path}", get(dashboard::serve))
        .route(dashboard::LOGO, get(dashboard::logo))
        .merge(
            SwaggerUi::new("/api/docs").url("/api/openapi.json", openapi::with_sessions(openapi)),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn_with_state(state.clone(), request_id::layer))
                .layer(middleware::from_fn(access_log::layer))
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::X_CONTENT_TYPE_OPTIONS,
                    HeaderValue::from_static("nosniff"),
                ))
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("no-store"),
                ))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn_with_state(state.clone(), host::layer))
                .layer(middleware::from_fn(path_text::layer))
                .layer(middleware::from_fn(detach::layer))
                .layer(RequestDecompressionLayer::new()),
        )
        .with_state(state.clone())
}

async fn not_found(uri: Uri) -> Response {
    let detail = format!("there is no route {}; /api/docs lists all", uri.path());
    ApiError::new(StatusCode::NOT_FOUND, Code::NotFound, detail).into_response()
}

async fn method_not_allowed(method: Method, uri: Uri) -> Response {
    let detail = format!("{} does not answer {method}; /api/docs lists what does", uri.path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, detail).into_response()
}
