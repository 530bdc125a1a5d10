//! The objectives, judged live: samples into the ledgers of `honeyguide-slo`.

use honeyguide_catalog::attribute::derived;
use honeyguide_slo::{Evaluator, Snapshot, Value, Witness};

use super::{Fold, Sample, samples};
use crate::journal::{Position, Record};

/// The evaluator as a fold. The present is the time of arrival, so that a replay counts as the first time did.
#[derive(Debug)]
pub struct Objectives {
    /// Ledgers and definitions.
    pub evaluator: Evaluator,
    /// Milliseconds by which the servers' clocks may differ.
    pub clock_bound: f64,
}

impl Fold for Objectives {
    const NAME: &'static str = "evaluator";
    const VERSION: u32 = 1;
    type Stored = Snapshot;

    fn apply(&mut self, record: &Record, _: Position) {
        self.evaluator.advance(record.received_at);
        samples(record, self.clock_bound, &mut |sample| {
            let witness = || witness(record, sample);
            self.evaluator.observe(
                &honeyguide_slo::Sample {
                    metric: sample.metric,
                    stands_for: sample.stands_for,
                    value: sample.value.map_or(Value::Never, Value::Measured),
                    error: sample.error,
                    labels: &|name| sample.labels.get(name),
                    at_ms: sample.at.max(0.0) as u64,
                    weight: sample.weight,
                    witness: Some(&witness),
                },
                record.received_at,
            );
        });
    }

    fn store(&self) -> Snapshot {
        self.evaluator.snapshot()
    }

    fn restore(&mut self, stored: Snapshot) {
        let restored = self.evaluator.restore(stored);
        for name in restored.started_anew {
            tracing::warn!(objective = name, "its definition has changed: it starts anew");
        }
    }
}

/// Labels that tell a person more about a bad event.
const TELLING: &[&str] = &[
    "app",
    "service.version",
    "language",
    "source_language",
    "target_language",
    "speaker",
    "service",
    "outcome",
    "path_type",
    "media",
    "codec",
];

/// What is known of a bad event.
fn witness(record: &Record, sample: &Sample<'_>) -> Witness {
    let labels = TELLING.iter().filter_map(|name| Some(((*name).to_owned(), sample.labels.get(name)?.to_owned())));
    Witness {
        cause: sample.labels.get(derived::CAUSE).unwrap_or("unknown").to_owned(),
        session: record.session.clone(),
        labels: labels.collect(),
    }
}
