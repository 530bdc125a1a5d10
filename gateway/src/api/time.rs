//! The clock probe: when the request came, when the answer left.

use axum::{Router, http::header, response::IntoResponse, routing::get};

use crate::clock;

/// `GET /v1/time` answers `t1 t2`: milliseconds since the Unix epoch with their fraction, as text.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/v1/time", get(probe))
}

async fn probe() -> impl IntoResponse {
    let received = clock::now_precise_ms();
    ([(header::CACHE_CONTROL, "no-store")], format!("{received:.3} {:.3}", clock::now_precise_ms()))
}
