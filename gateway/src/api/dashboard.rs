//! The dashboard, embedded.

use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};

/// A file of `dashboard/dist/`.
struct File {
    path: &'static str,
    content_type: &'static str,
    etag: &'static str,
    content: &'static [u8],
}

/// Written by `build.rs`.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/dashboard.rs"));

/// The page and what it loads.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.iter().fold(Router::new(), |router, file| {
        router.route(file.path, get(async move |headers: HeaderMap| answer(file, &headers)))
    })
}

/// Asked for each time, so that a page never runs with an older gateway's script; sent only where it changed.
fn answer(file: &'static File, headers: &HeaderMap) -> Response {
    let kept = [(header::ETAG, file.etag), (header::CACHE_CONTROL, "no-cache")];
    if headers.get_all(header::IF_NONE_MATCH).iter().any(|known| known == file.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, file.content_type)], file.content).into_response()
}
