//! An objective's events over time, and how its budget went down.

use serde::Serialize;

use crate::budget::error_budget;
use crate::{Counts, Ledger, MINUTE_MS, Objective};

/// The events of one step, and the budget after it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// When the step begins, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Its events.
    #[serde(flatten)]
    pub counts: Counts,
    /// What is left after the step of the budget of the objective's whole window, as a share: 1 − bad so far / (total of
    /// the window × (1 − T)). The last step's is the objective's own. `None` before the first event.
    pub remaining: Option<f64>,
}

/// Steps of `step_ms` (whole minutes) from the later of `from_ms` and the first event up to `now_ms`.
#[must_use]
pub fn history(objective: &Objective, ledger: &Ledger, from_ms: u64, step_ms: u64, now_ms: u64) -> Vec<Step> {
    let window = ledger.sum(objective.window_ms(), now_ms);
    let budget = window.total() as f64 * error_budget(objective.target);
    let minutes: Vec<(u64, Counts)> = ledger.minutes(objective.window_ms(), now_ms).collect();
    let Some(first) = minutes.first().map(|(minute, _)| *minute * MINUTE_MS) else { return Vec::new() };
    let step_ms = step_ms.max(MINUTE_MS);
    let from = from_ms.max(first) / step_ms * step_ms;
    let mut minutes = minutes.into_iter().peekable();
    let (mut bad, mut seen) = (0_u64, false);
    while let Some((_, counts)) = minutes.next_if(|(minute, _)| *minute * MINUTE_MS < from) {
        (bad, seen) = (counts.bad.saturating_add(bad), true);
    }
    let mut steps = Vec::new();
    let mut at = from;
    while at <= now_ms {
        let mut sum = Counts::default();
        while let Some((_, counts)) = minutes.next_if(|(minute, _)| *minute * MINUTE_MS < at + step_ms) {
            sum = Counts {
                good: sum.good.saturating_add(counts.good),
                bad: sum.bad.saturating_add(counts.bad),
                undecided: sum.undecided.saturating_add(counts.undecided),
            };
            seen = true;
        }
        bad = sum.bad.saturating_add(bad);
        let remaining = (seen && budget > 0.0).then(|| 1.0 - bad as f64 / budget);
        steps.push(Step { at, counts: sum, remaining });
        at += step_ms;
    }
    steps
}
