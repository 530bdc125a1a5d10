//! `/demo/control/`: opens the network of a call, makes it bad and good again, says what it did.
//!
//! Every change takes JSON with its content type, so that a page of another origin would need a preflight, which is
//! never granted.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use crate::{
    calls::Calls,
    relay::{Network, Relay},
};

/// `POST /calls`, and `GET`, `PUT`, `DELETE /calls/{id}`.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/calls", post(open))
        .route("/calls/{id}", get(report).put(change).delete(close))
        .with_state(Arc::new(Calls::default()))
}

/// A call's number, and the two ports on 127.0.0.1 that its sides send to.
async fn open(State(calls): State<Arc<Calls>>, Json(network): Json<Network>) -> Response {
    if let Some(complaint) = complaint(&network) {
        return complaint;
    }
    let opened = calls.open(
        network,
        |id, relay| json!({ "id": id, "speaker_port": relay.speaker_port, "viewer_port": relay.viewer_port }),
    );
    match opened.await {
        Ok(Some(call)) => (StatusCode::CREATED, Json(call)).into_response(),
        Ok(None) => (StatusCode::SERVICE_UNAVAILABLE, "too many calls are on; hang up in another tab").into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("no UDP socket: {error}")).into_response(),
    }
}

/// Replaces both directions' conditions.
async fn change(State(calls): State<Arc<Calls>>, Path(id): Path<u64>, Json(network): Json<Network>) -> Response {
    if let Some(complaint) = complaint(&network) {
        return complaint;
    }
    calls.with(id, |relay| relay.change(network)).map_or_else(unknown, |()| StatusCode::NO_CONTENT.into_response())
}

/// What was carried, lost and refused each way.
async fn report(State(calls): State<Arc<Calls>>, Path(id): Path<u64>) -> Response {
    calls.with(id, Relay::carried).map_or_else(unknown, |(to_viewer, to_speaker)| {
        Json(json!({ "to_viewer": to_viewer, "to_speaker": to_speaker })).into_response()
    })
}

async fn close(State(calls): State<Arc<Calls>>, Path(id): Path<u64>) -> Response {
    if calls.close(id) { StatusCode::NO_CONTENT.into_response() } else { unknown() }
}

fn complaint(network: &Network) -> Option<Response> {
    let complaint = network.to_viewer.complaint().or_else(|| network.to_speaker.complaint())?;
    Some((StatusCode::BAD_REQUEST, complaint).into_response())
}

fn unknown() -> Response {
    (StatusCode::NOT_FOUND, "there is no such call, or it was over").into_response()
}
