//! Reading objectives from OpenSLO v1, in which any number of YAML documents hold one SLO each.
//!
//! Honeyguide's own metric source names a metric of the catalogue and, where wanted, the labels
//! that its samples must carry:
//!
//! ```yaml
//! metricSource:
//!   type: honeyguide
//!   spec:
//!     metric: caption_latency_ms
//!     where: { outcome: painted, language: [de, fr] }
//!     fallback: caption_render_ms
//! ```
//!
//! - `thresholdMetric` with `budgetingMethod: Occurrences`: each sample of a histogram or gauge
//!   is one event.
//! - `ratioMetric`: the increments of counters are the events.
//! - `thresholdMetric` with `budgetingMethod: Timeslices`: each minute is one event, judged by a
//!   counter's increments per second; `expected` in the source's `spec` says in which hours.
//!
//! Three annotations tune the alerts: `honeyguide/minimum-events`,
//! `honeyguide/minimum-bad-events` and `honeyguide/tiers-off` (names separated by commas).
//! [`crate::SAMPLE`] shows all of it. Nothing is read past in silence: what is not understood is
//! a [`Problem`].

mod annotations;
mod document;
mod fields;
mod hours;
mod indicator;
mod nearest;
mod problem;
mod source;
mod tree;
mod window;

pub use problem::Problem;

use crate::{MetricKind, Objective};
use fields::{Cursor, Reader};

/// Reads the objectives of a file. `metrics` gives a metric's kind by its name, `None` for a
/// name that the catalogue does not have.
///
/// # Errors
/// Everything that is wrong with the file, not just the first thing, in the order of the file.
pub fn parse(yaml: &str, metrics: &dyn Fn(&str) -> Option<MetricKind>) -> Result<Vec<Objective>, Vec<Problem>> {
    let documents = tree::documents(yaml).map_err(|problem| vec![problem])?;
    let mut reader = Reader::new(metrics);
    let mut objectives: Vec<Objective> = Vec::new();
    for document in &documents {
        if let Some(objective) = document::read(&mut reader, &Cursor::root(document)) {
            objectives.push(objective);
        }
    }
    if documents.is_empty() {
        reader.report(Problem {
            line: None,
            field: "the file".to_owned(),
            found: "no document".to_owned(),
            expected: "at least one SLO".to_owned(),
        });
    }
    reader.finish(objectives)
}
