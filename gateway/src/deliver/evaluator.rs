//! The objectives, judged live: samples into the ledgers of `honeyguide-slo`.

use honeyguide_slo::{Evaluator, Snapshot, Value};

use super::{Fold, samples};
use crate::journal::Record;

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

    fn apply(&mut self, record: &Record) {
        self.evaluator.advance(record.received_at);
        samples(record, self.clock_bound, &mut |sample| {
            self.evaluator.observe(
                &honeyguide_slo::Sample {
                    metric: sample.metric,
                    stands_for: sample.stands_for,
                    value: sample.value.map_or(Value::Never, Value::Measured),
                    error: sample.error,
                    labels: &|name| sample.labels.get(name),
                    at_ms: sample.at.max(0.0) as u64,
                    weight: sample.weight,
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
