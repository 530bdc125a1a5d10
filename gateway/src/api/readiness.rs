//! Whether what the journal holds is known again after a start, and who has to wait for it.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::serve::Gateway;

/// A catch-up is mostly over within this time, which whoever scrapes has.
const PATIENCE: Duration = Duration::from_secs(3);
const COME_AGAIN: HeaderValue = HeaderValue::from_static("2");

/// `/readyz`: 200, or 503 while the journal is being taken in; what opening it found, for whoever decides to send
/// traffic here. Batches are taken in either case.
pub(super) async fn readiness(State(gateway): State<Arc<Gateway>>) -> Response {
    answer(&gateway)
}

/// Lets a request for what the folds know wait until they know all that they ever showed: else a counter would fall.
pub(super) async fn caught_up(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    if tokio::time::timeout(PATIENCE, gateway.catch_up.done()).await.is_err() {
        return answer(&gateway);
    }
    next.run(request).await
}

fn answer(gateway: &Gateway) -> Response {
    let ready = gateway.catch_up.is_done();
    let (recovery, damage) = (gateway.journal.recovery, gateway.journal.damage());
    let mut body = json!({
        "ready": ready,
        "journal": {
            "records_found": recovery.records,
            "newer_segments": recovery.newer_segments,
            "damaged_segments": damage.segments,
            "damaged_bytes": damage.bytes,
            "set_aside": damage.set_aside,
        },
    });
    if ready {
        return Json(body).into_response();
    }
    body["catching_up"] = gateway.catch_up.behind().iter().map(|behind| json!(behind)).collect::<Value>();
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, COME_AGAIN)], Json(body)).into_response()
}
