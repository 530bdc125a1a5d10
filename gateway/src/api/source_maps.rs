//! Source maps come in here, and are listed and deleted. None is ever handed out.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Request, State, rejection::BytesRejection},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{delete, get, put},
};
use subtle::ConstantTimeEq;

use crate::{
    serve::Gateway,
    source_maps::{MOST_BYTES, Refused},
};

pub(super) fn router(gateway: &Arc<Gateway>) -> axum::Router<Arc<Gateway>> {
    let changing = axum::Router::new()
        .route("/api/v1/source-maps/{app}/{release}/{file}", put(upload).delete(delete_one))
        .route("/api/v1/source-maps/{app}/{release}", delete(delete_release))
        .route_layer(middleware::from_fn_with_state(Arc::clone(gateway), authorised));
    changing.route("/api/v1/source-maps", get(list)).layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// Where a token is configured, only who knows it may change anything. Browsers ask before they send a PUT or DELETE from
/// another origin, and are not answered: without a token, a page elsewhere cannot either.
async fn authorised(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let known = gateway.admin_token.as_deref();
    if known.is_none_or(|known| bool::from(known.as_bytes().ct_eq(given.as_bytes()))) {
        // What says beforehand that it is too large need not be sent.
        let declared =
            request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        return if declared.is_some_and(|bytes: u64| bytes > MOST_BYTES as u64) {
            too_large()
        } else {
            next.run(request).await
        };
    }
    let challenge = [(header::WWW_AUTHENTICATE, "Bearer")];
    (StatusCode::UNAUTHORIZED, challenge, "this needs the gateway's admin_token: Authorization: Bearer TOKEN\n")
        .into_response()
}

async fn upload(
    State(gateway): State<Arc<Gateway>>,
    Path((app, release, file)): Path<(String, String, String)>,
    map: Result<Bytes, BytesRejection>,
) -> Response {
    if !gateway.apps.contains(&app) {
        let words = format!("no app is named {app}; the configuration has {}\n", gateway.apps.join(", "));
        return (StatusCode::NOT_FOUND, words).into_response();
    }
    let map = match map {
        Ok(map) => map,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return too_large();
        }
        Err(error) => return error.into_response(),
    };
    let store = move || gateway.source_maps.put(&app, &release, &file, &map);
    match tokio::task::spawn_blocking(store).await {
        Ok(Ok(kept)) => (StatusCode::CREATED, Json(kept)).into_response(),
        Ok(Err(refused)) => {
            let status = match refused {
                Refused::Name(_) => StatusCode::BAD_REQUEST,
                Refused::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Refused::Full | Refused::Disk(_) => StatusCode::INSUFFICIENT_STORAGE,
            };
            (status, format!("{refused}\n")).into_response()
        }
        // What it was read with gave up.
        Err(_) => (StatusCode::UNPROCESSABLE_ENTITY, "this is not a usable source map\n").into_response(),
    }
}

fn too_large() -> Response {
    let words = format!("a map may have {} MiB; this one has more\n", MOST_BYTES >> 20);
    (StatusCode::PAYLOAD_TOO_LARGE, words).into_response()
}

async fn list(State(gateway): State<Arc<Gateway>>) -> impl IntoResponse {
    let maps = tokio::task::spawn_blocking(move || gateway.source_maps.list()).await.unwrap_or_default();
    Json(serde_json::json!({ "now": crate::clock::now_ms(), "maps": maps }))
}

async fn delete_one(
    State(gateway): State<Arc<Gateway>>,
    Path((app, release, file)): Path<(String, String, String)>,
) -> Response {
    remove(gateway, app, release, Some(file)).await
}

async fn delete_release(State(gateway): State<Arc<Gateway>>, Path((app, release)): Path<(String, String)>) -> Response {
    remove(gateway, app, release, None).await
}

async fn remove(gateway: Arc<Gateway>, app: String, release: String, file: Option<String>) -> Response {
    let delete = move || gateway.source_maps.delete(&app, &release, file.as_deref());
    match tokio::task::spawn_blocking(delete).await {
        Ok(Ok(0)) => (StatusCode::NOT_FOUND, "no such map is kept\n").into_response(),
        Ok(Ok(deleted)) => Json(serde_json::json!({ "deleted": deleted })).into_response(),
        Ok(Err(error)) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
