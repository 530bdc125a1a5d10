//! Service level objectives, decided exactly.
//!
//! An objective counts *events*, each good or bad. "Captions appear within 250 ms, 99 % of
//! them" is *good = value ≤ 250, target 0.99*, decided from the raw sample and never from a
//! histogram. The way of a sample through this crate:
//!
//! 1. [`openslo::parse`] reads what the operator wrote into [`Objective`]s, or says line by
//!    line what is wrong.
//! 2. [`Evaluator::observe`] asks every objective that reads the sample's metric; a
//!    threshold [decides](Threshold::decide) good, bad or undecided.
//! 3. Each objective's [`Ledger`] keeps the counts by the minute in which the events
//!    happened, refuses late and early ones, and keeps counters that only rise.
//! 4. [`status`] turns a ledger into [burn rate and remaining budget](budget), [tiers](Tier)
//!    and plain words.
//!
//! ```
//! use honeyguide_slo::{Evaluator, MetricKind, Sample, Settings, Value, openslo};
//!
//! let yaml = "
//! apiVersion: openslo/v1
//! kind: SLO
//! metadata: { name: captions, displayName: Captions appear within 250 ms }
//! spec:
//!   service: captions
//!   indicator:
//!     spec:
//!       thresholdMetric:
//!         metricSource: { type: honeyguide, spec: { metric: caption_latency_ms } }
//!   timeWindow: [{ duration: 30d, isRolling: true }]
//!   budgetingMethod: Occurrences
//!   objectives: [{ op: lte, value: 250, target: 0.99 }]
//! ";
//! let kinds = |name: &str| (name == "caption_latency_ms").then_some(MetricKind::Histogram);
//! let objectives = openslo::parse(yaml, &kinds).expect("a valid file");
//!
//! let mut evaluator = Evaluator::new(objectives, Settings::default());
//! let now_ms = 1_795_176_000_000;
//! let late_caption = Sample {
//!     metric: "caption_latency_ms",
//!     stands_for: None,
//!     value: Value::Measured(250.04),
//!     error: 0.0,
//!     labels: &|_| None,
//!     at_ms: now_ms - 20_000,
//!     weight: 1,
//!     witness: None,
//! };
//! assert_eq!(evaluator.observe(&late_caption, now_ms).taken, 1);
//! assert_eq!(evaluator.statuses(now_ms)[0].bad, 1);
//! ```
//!
//! Nothing here reads a clock, a file or a socket: time is an argument, in milliseconds since
//! the Unix epoch. The definitions are those of the project's chapter on SLOs, which follow
//! the multi-window, multi-burn-rate alerts of Google's *Site Reliability Workbook*, chapter 5.

pub mod budget;
mod counts;
mod decide;
mod evaluator;
mod evidence;
mod history;
mod hours;
mod ledger;
mod objective;
pub mod openslo;
mod settings;
mod slices;
mod status;
mod tier;

pub use counts::{Counts, LifetimeCounts};
pub use decide::{Comparison, Threshold, Value, Verdict};
pub use evaluator::{Evaluator, ObjectiveCounters, Observed, Restored, Sample, Snapshot};
pub use evidence::{CauseShare, Violation, Witness, WorstSession};
pub use history::{Step, history};
pub use hours::{Hours, Weekday};
pub use ledger::{Ledger, Recorded};
pub use objective::{Indicator, Matcher, MetricKind, MinimumTraffic, Objective, Part, Source};
pub use settings::Settings;
pub use status::{BudgetView, RecentView, Status, TierStatus, status};
pub use tier::{Severity, Tier, tiers};

/// The sample file: the nine objectives of a captioned call, commented for whoever copies it.
///
/// [`openslo::parse`] accepts it with the metrics that Honeyguide's catalogue names.
pub const SAMPLE: &str = include_str!("../sample/hive.yaml");

/// One minute, the grain at which events are kept, in milliseconds.
pub const MINUTE_MS: u64 = 60_000;
