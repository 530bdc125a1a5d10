//! The dashboard, embedded.

use axum::{Router, http::header, response::IntoResponse, routing::get};

/// Each file: path, content type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("../../../dashboard/index.html")),
    ("/dashboard.css", "text/css; charset=utf-8", include_str!("../../../dashboard/dashboard.css")),
    ("/favicon.svg", "image/svg+xml", include_str!("../../../dashboard/favicon.svg")),
    ("/dashboard.js", "text/javascript; charset=utf-8", include_str!("../../../dashboard/dashboard.js")),
];

/// The page and what it loads.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, (path, content_type, content)| {
        router.route(path, get(|| async { ([(header::CONTENT_TYPE, *content_type)], *content).into_response() }))
    })
}
