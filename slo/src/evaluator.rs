//! All objectives with their ledgers, and the one door for samples.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::counts::Tally;
use crate::evidence::{Violation, Witness};
use crate::{
    Counts, Indicator, Ledger, LifetimeCounts, Objective, Part, Recorded, Settings, Status, Value, Verdict, status,
};

/// One raw sample.
#[derive(Clone, Copy)]
pub struct Sample<'a> {
    /// The metric's name in the catalogue.
    pub metric: &'a str,
    /// The metric for which this sample's event has no value, if there is one: a caption's
    /// `caption_render_ms` stands for its `caption_latency_ms` where the server gave no emit
    /// time. `None` whenever the event carries both.
    pub stands_for: Option<&'a str>,
    /// The value in the metric's unit; for a counter, the increment.
    pub value: Value,
    /// By how much the value may be off, in the metric's unit. Counters have none.
    pub error: f64,
    /// The sample's labels, by name.
    pub labels: &'a dyn Fn(&str) -> Option<&'a str>,
    /// When the event happened, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// For how many events it stands: N where sessions are sampled at 1/N.
    pub weight: u64,
    /// Tells, of a bad event, why and in which session; `None` where nobody knows.
    pub witness: Option<&'a dyn Fn() -> Witness>,
}

/// What became of one sample, counted in objectives. All zero: no objective reads it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Observed {
    /// Objectives that counted it.
    pub taken: usize,
    /// Objectives for which it came too late.
    pub late: usize,
    /// Objectives for which it is dated too far ahead.
    pub early: usize,
    /// Objectives that read its metric but can make nothing of its value: a counter's increment
    /// that is negative, no number or, where increments are events, no whole number.
    pub unusable: usize,
}

/// The ledgers of all objectives by name, to be stored with the position in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    ledgers: BTreeMap<String, Ledger>,
}

/// What a restore did with each objective and ledger, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Objectives that go on with their ledger.
    pub kept: Vec<String>,
    /// Objectives whose definition has changed: they start anew.
    pub started_anew: Vec<String>,
    /// Ledgers of objectives that are no more.
    pub dropped: Vec<String>,
}

/// The counters of one objective, by the names under which they are exported with `slo="…"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ObjectiveCounters<'a> {
    /// The label `slo`.
    pub slo: &'a str,
    /// `slo_events_total`.
    pub slo_events_total: u64,
    /// `slo_bad_events_total`.
    pub slo_bad_events_total: u64,
    /// `slo_undecided_events_total`.
    pub slo_undecided_events_total: u64,
    /// `slo_late_events_total`.
    pub slo_late_events_total: u64,
}

/// All objectives with their ledgers.
#[derive(Debug, Clone)]
pub struct Evaluator {
    objectives: Vec<(Objective, Ledger)>,
    readers: HashMap<String, Vec<usize>>,
    settings: Settings,
}

impl Evaluator {
    /// Empty ledgers for these objectives, whose names must differ as [`crate::openslo::parse`]
    /// makes sure.
    #[must_use]
    pub fn new(objectives: Vec<Objective>, settings: Settings) -> Self {
        let mut readers: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, objective) in objectives.iter().enumerate() {
            for source in objective.indicator.sources() {
                for metric in std::iter::once(&source.metric).chain(&source.fallback) {
                    let indexes = readers.entry(metric.clone()).or_default();
                    if indexes.last() != Some(&index) {
                        indexes.push(index);
                    }
                }
            }
        }
        let objectives = objectives
            .into_iter()
            .map(|objective| {
                let ledger = Ledger::new(&objective, settings);
                (objective, ledger)
            })
            .collect();
        Self { objectives, readers, settings }
    }

    /// Shows one sample to every objective that reads its metric.
    ///
    /// A sample with weight 0 or of a metric that nobody reads changes nothing.
    pub fn observe(&mut self, sample: &Sample<'_>, now_ms: u64) -> Observed {
        let mut observed = Observed::default();
        if sample.weight == 0 {
            return observed;
        }
        for &index in self.readers.get(sample.metric).into_iter().flatten() {
            let (objective, ledger) = &mut self.objectives[index];
            match show(objective, ledger, sample, now_ms) {
                Shown::NotRead => {}
                Shown::Unusable => observed.unusable += 1,
                Shown::Recorded(Recorded::Counted) => observed.taken += 1,
                Shown::Recorded(Recorded::Late) => observed.late += 1,
                Shown::Recorded(Recorded::Early) => observed.early += 1,
            }
        }
        observed
    }

    /// Lets time pass for every ledger: see [`Ledger::advance`]. A caller that replays a journal
    /// calls it for the moments in between too, as it did when they were the present.
    pub fn advance(&mut self, now_ms: u64) {
        for (objective, ledger) in &mut self.objectives {
            ledger.advance(objective, now_ms);
        }
    }

    /// The state of every objective, in the order of the file.
    #[must_use]
    pub fn statuses(&self, now_ms: u64) -> Vec<Status> {
        self.objectives.iter().map(|(objective, ledger)| status(objective, ledger, now_ms)).collect()
    }

    /// The objectives with their ledgers, in the order of the file.
    pub fn objectives(&self) -> impl Iterator<Item = (&Objective, &Ledger)> {
        self.objectives.iter().map(|(objective, ledger)| (objective, ledger))
    }

    /// The exported counters of every objective, in the order of the file.
    pub fn counters(&self) -> impl Iterator<Item = ObjectiveCounters<'_>> {
        self.objectives().map(|(objective, ledger)| {
            let LifetimeCounts { total, bad, undecided, late } = ledger.lifetime();
            ObjectiveCounters {
                slo: &objective.name,
                slo_events_total: total,
                slo_bad_events_total: bad,
                slo_undecided_events_total: undecided,
                slo_late_events_total: late,
            }
        })
    }

    /// A copy of all ledgers.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            ledgers: self.objectives().map(|(objective, ledger)| (objective.name.clone(), ledger.clone())).collect(),
        }
    }

    /// Takes the ledgers of a snapshot over, by the objective's name. An objective whose
    /// [definition](Objective::definition) has changed starts anew: old and new events are not
    /// of one kind. One that the snapshot does not know keeps the ledger it has.
    pub fn restore(&mut self, mut snapshot: Snapshot) -> Restored {
        let mut restored = Restored::default();
        for (objective, ledger) in &mut self.objectives {
            let Some(stored) = snapshot.ledgers.remove(&objective.name) else {
                continue;
            };
            if let Some(adopted) = stored.adopt(objective, self.settings) {
                *ledger = adopted;
                restored.kept.push(objective.name.clone());
            } else {
                *ledger = Ledger::new(objective, self.settings);
                restored.started_anew.push(objective.name.clone());
            }
        }
        restored.dropped = snapshot.ledgers.into_keys().collect();
        restored
    }
}

enum Shown {
    NotRead,
    Unusable,
    Recorded(Recorded),
}

fn show(objective: &Objective, ledger: &mut Ledger, sample: &Sample<'_>, now_ms: u64) -> Shown {
    let reads = |source: &crate::Source| source.reads(sample.metric, sample.stands_for, sample.labels);
    match &objective.indicator {
        Indicator::Threshold { source, threshold } => {
            if !reads(source) {
                return Shown::NotRead;
            }
            let verdict = threshold.decide(sample.value, sample.error);
            let counts = Counts::of(verdict, sample.weight);
            let recorded = ledger.record(sample.at_ms, counts, now_ms);
            if (verdict, recorded) == (Verdict::Bad, Recorded::Counted) {
                testify(ledger, sample, sample.weight, now_ms);
            }
            Shown::Recorded(recorded)
        }
        Indicator::Ratio { total, part } => {
            let in_total = reads(total);
            let bad = match part {
                Part::Bad(source) => reads(source),
                Part::Good(source) => in_total && !reads(source),
            };
            if !in_total && !bad {
                return Shown::NotRead;
            }
            let Some(events) = whole_increment(sample) else {
                return Shown::Unusable;
            };
            let tally =
                Tally { total: if in_total { events } else { 0 }, bad: if bad { events } else { 0 }, undecided: 0 };
            let recorded = ledger.record_tally(sample.at_ms, tally, now_ms);
            if tally.bad > 0 && recorded == Recorded::Counted {
                testify(ledger, sample, tally.bad, now_ms);
            }
            Shown::Recorded(recorded)
        }
        Indicator::Rate { source, .. } => {
            if !reads(source) {
                return Shown::NotRead;
            }
            let Some(increment) = increment(sample) else {
                return Shown::Unusable;
            };
            ledger.advance(objective, now_ms);
            let weighted = increment * sample.weight as f64;
            Shown::Recorded(ledger.record_traffic(sample.at_ms, weighted, now_ms))
        }
    }
}

/// Keeps what is known of bad events.
fn testify(ledger: &mut Ledger, sample: &Sample<'_>, bad: u64, now_ms: u64) {
    let Some(witness) = sample.witness else { return };
    let Witness { cause, session, labels } = witness();
    let value = match sample.value {
        Value::Measured(value) => Some(value),
        Value::Never => None,
    };
    ledger.testify(Violation { at: sample.at_ms, value, error: sample.error, cause, session, labels }, bad, now_ms);
}

/// A counter's increment, if it is one: finite and not negative.
fn increment(sample: &Sample<'_>) -> Option<f64> {
    match sample.value {
        Value::Measured(increment) if increment.is_finite() && increment >= 0.0 => Some(increment),
        Value::Measured(_) | Value::Never => None,
    }
}

/// An increment as a number of events, weighted.
fn whole_increment(sample: &Sample<'_>) -> Option<u64> {
    increment(sample)
        .filter(|increment| increment.fract() == 0.0)
        .map(|increment| (increment as u64).saturating_mul(sample.weight))
}
