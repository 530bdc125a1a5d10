//! What operators look at: health, metrics, objectives, outcomes, a live stream, the dashboard.

mod dashboard;
mod errors;
mod metrics;
mod outcomes;
mod prometheus;
mod readiness;
mod sessions;
mod slos;
mod source_maps;
mod stream;
mod time;

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::header, middleware, response::IntoResponse, routing::get};
use tower_http::{compression::CompressionLayer, set_header::SetResponseHeaderLayer};

pub use outcomes::{DestinationReport, Items, Report, Unreadable};
pub use prometheus::exposition;
pub use slos::Slos;
pub use time::router as time_router;

use crate::serve::Gateway;

/// Everything of the admin listener.
pub fn router(gateway: Arc<Gateway>) -> Router {
    let content_security_policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    Router::new()
        .route("/metrics", get(scrape))
        .route("/api/v1/slos", get(slos::all))
        .route("/api/v1/slos/{name}", get(slos::one))
        .route("/api/v1/metrics", get(metrics::metrics))
        .route("/api/v1/sessions", get(sessions::list))
        .route("/api/v1/sessions/{name}", get(sessions::detail))
        .route("/api/v1/errors", get(errors::list))
        .route("/api/v1/errors/{id}", get(errors::detail))
        .route("/api/v1/outcomes", get(report))
        // What stands above shows folds, and waits until they have caught up.
        .route_layer(middleware::from_fn_with_state(Arc::clone(&gateway), readiness::caught_up))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readiness::readiness))
        .route("/api/v1/stream", get(stream::stream))
        .merge(source_maps::router(&gateway))
        .merge(dashboard::router())
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            header::HeaderValue::from_static(content_security_policy),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            header::HeaderValue::from_static("nosniff"),
        ))
        // Server-sent events stay as they are: compressing would hold them back.
        .layer(CompressionLayer::new())
        .with_state(gateway)
}

async fn report(State(gateway): State<Arc<Gateway>>) -> Json<Report> {
    Json(gateway.report())
}

async fn scrape(State(gateway): State<Arc<Gateway>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], exposition(&gateway))
}
