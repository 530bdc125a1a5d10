//! The objectives, all of them and one with its history.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse,
};
use honeyguide_slo::{Status, Step, history};
use serde::{Deserialize, Serialize};

use crate::{clock, serve::Gateway};

/// The objectives as of now.
#[derive(Debug, Serialize)]
pub struct Slos {
    /// Milliseconds since the Unix epoch.
    pub now: u64,
    /// In the order of the file.
    pub objectives: Vec<Status>,
}

impl Gateway {
    /// The objectives as of now.
    #[must_use]
    pub fn slos(&self) -> Slos {
        let now = clock::now_ms();
        let objectives = self.objectives.with(|objectives| {
            objectives.evaluator.advance(now);
            objectives.evaluator.statuses(now)
        });
        Slos { now, objectives }
    }
}

pub(super) async fn all(State(gateway): State<Arc<Gateway>>) -> Json<Slos> {
    Json(gateway.slos())
}

/// `/api/v1/slos/{name}?minutes=60`
#[derive(Debug, Serialize)]
struct One {
    now: u64,
    objective: Status,
    /// Length of a step of `history`, milliseconds.
    step_ms: u64,
    /// When the objective's window begins.
    window_from: u64,
    history: Vec<Step>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Range {
    minutes: Option<u64>,
}

/// Steps that a plot has at most.
const MOST_STEPS: u64 = 360;
const MINUTE_MS: u64 = honeyguide_slo::MINUTE_MS;

pub(super) async fn one(
    State(gateway): State<Arc<Gateway>>,
    Path(name): Path<String>,
    Query(range): Query<Range>,
) -> impl IntoResponse {
    let now = clock::now_ms();
    let minutes = range.minutes.unwrap_or(60).clamp(1, 90 * 24 * 60);
    let step_ms = minutes.div_ceil(MOST_STEPS) * MINUTE_MS;
    let found = gateway.objectives.with(|objectives| {
        objectives.evaluator.advance(now);
        objectives.evaluator.objectives().find(|(objective, _)| objective.name == name).map(|(objective, ledger)| One {
            now,
            objective: honeyguide_slo::status(objective, ledger, now),
            step_ms,
            window_from: now.saturating_sub(objective.window_ms()),
            history: history(objective, ledger, now.saturating_sub(minutes * MINUTE_MS), step_ms, now),
        })
    });
    match found {
        Some(one) => Json(one).into_response(),
        None => (StatusCode::NOT_FOUND, "no objective has this name: see /api/v1/slos\n").into_response(),
    }
}
