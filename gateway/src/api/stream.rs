//! Server-sent events: objectives and books, as soon as something changed.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt, stream};
use serde_json::json;

use crate::serve::Gateway;

/// Between two events at least: a busy gateway need not tell of every batch.
const AT_LEAST: Duration = Duration::from_millis(200);
/// Between two events at most: time alone changes windows, and says that the connection lives.
const AT_MOST: Duration = Duration::from_secs(1);
/// How long the folds may take to have a batch that was just written.
const FOLDING: Duration = Duration::from_millis(20);

/// `/api/v1/stream`: events named `state` with `{slos, outcomes}`.
pub(super) async fn stream(State(gateway): State<Arc<Gateway>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut stopping = gateway.stopping.clone();
    let events = stream::unfold((gateway, None), |(gateway, told)| async move {
        match told {
            // A browser whose stream is refused does not try again: it hears nothing until there is something to hear.
            None => gateway.catch_up.done().await,
            Some(told) => {
                tokio::time::sleep(AT_LEAST).await;
                let grown = async {
                    gateway.journal.grown(told).await;
                    tokio::time::sleep(FOLDING).await;
                };
                let _ = tokio::time::timeout(AT_MOST - AT_LEAST, grown).await;
            }
        }
        let told = gateway.journal.committed();
        let state = json!({ "slos": gateway.slos(), "outcomes": gateway.report() });
        let event = Event::default().event("state").data(state.to_string());
        Some((Ok(event), (gateway, Some(told))))
    });
    // An open stream would hold up a graceful stop for ever.
    let until_stopped = events.take_until(async move {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    });
    Sse::new(until_stopped).keep_alive(KeepAlive::default())
}
