//! Server-sent events: objectives and books, once a second.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::Stream;
use serde_json::json;
use tokio_stream::{StreamExt, wrappers::IntervalStream};

use crate::serve::Gateway;

const EVERY: Duration = Duration::from_secs(1);

/// `/api/v1/stream`: events named `state` with `{slos, outcomes}`.
pub(super) async fn stream(State(gateway): State<Arc<Gateway>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut interval = tokio::time::interval(EVERY);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let mut stopping = gateway.stopping.clone();
    let events = IntervalStream::new(interval).filter_map(move |_| {
        // A browser whose stream is refused does not try again: it hears nothing until there is something to hear.
        let state = gateway.catch_up.is_done().then(|| json!({ "slos": gateway.slos(), "outcomes": gateway.report() }));
        state.map(|state| Ok(Event::default().event("state").data(state.to_string())))
    });
    // An open stream would hold up a graceful stop for ever.
    let until_stopped = futures_util::StreamExt::take_until(events, async move {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    });
    Sse::new(until_stopped).keep_alive(KeepAlive::default())
}
