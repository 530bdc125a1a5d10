//! What an objective is, once read and checked.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Hours, MINUTE_MS, Threshold, Tier, Value, Verdict, tiers};

/// What sort of samples a metric gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MetricKind {
    /// Each sample is one event's value, such as a latency.
    Histogram,
    /// Each sample is an increment: so many more events.
    Counter,
    /// Each sample is a reading of its own, such as a score.
    Gauge,
}

impl MetricKind {
    /// The kind in one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Histogram => "histogram",
            Self::Counter => "counter",
            Self::Gauge => "gauge",
        }
    }
}

/// A label and the values of it that are wanted. A sample without the label does not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matcher {
    /// The label's name.
    pub label: String,
    /// Any of these.
    pub values: Vec<String>,
}

/// Which samples an indicator reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The metric's name in the catalogue.
    pub metric: String,
    /// All of these must match.
    pub matchers: Vec<Matcher>,
    /// The metric to take instead, for events that have no value for `metric`.
    pub fallback: Option<String>,
}

impl Source {
    /// Whether this source reads a sample of `metric`. `stands_for` names the metric for which
    /// the sample's event has no value, if there is one; only then may a fallback step in, so
    /// that an event with both values is never counted twice.
    #[must_use]
    pub fn reads<'a>(&self, metric: &str, stands_for: Option<&str>, labels: &dyn Fn(&str) -> Option<&'a str>) -> bool {
        let named = self.metric == metric
            || (self.fallback.as_deref() == Some(metric) && stands_for == Some(self.metric.as_str()));
        named
            && self.matchers.iter().all(|matcher| {
                labels(&matcher.label).is_some_and(|found| matcher.values.iter().any(|wanted| wanted == found))
            })
    }
}

impl fmt::Display for Source {
    /// `requests_total{outcome=ok|timeout}`, labels and values sorted, so that two spellings of
    /// the same source are one text.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut matchers: Vec<String> = self
            .matchers
            .iter()
            .map(|matcher| {
                let mut values = matcher.values.clone();
                values.sort();
                format!("{}={}", matcher.label, values.join("|"))
            })
            .collect();
        matchers.sort();
        write!(formatter, "{}{{{}}}", self.metric, matchers.join(","))?;
        match &self.fallback {
            Some(fallback) => write!(formatter, " or {fallback}"),
            None => Ok(()),
        }
    }
}

/// Which part of a ratio's total is counted on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// These increments are the bad events. They may be another metric's, at another time.
    Bad(Source),
    /// These increments of the total's own metric are good, all its others bad. (Of another
    /// metric they would come at another time, and the count of bad events would have to fall.)
    Good(Source),
}

/// How an objective's events are found and judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Indicator {
    /// Each sample of a histogram or gauge is one event.
    Threshold {
        /// The samples.
        source: Source,
        /// What is good.
        threshold: Threshold,
    },
    /// The increments of counters are the events.
    Ratio {
        /// All events.
        total: Source,
        /// Which of them are bad, or good.
        part: Part,
    },
    /// Each minute in which traffic is expected is one event, judged by a counter's increments
    /// in it, per second.
    Rate {
        /// The counter.
        source: Source,
        /// What is good, in increments per second.
        threshold: Threshold,
        /// When traffic is expected; empty means never, and the objective then has no data.
        expected: Vec<Hours>,
    },
}

impl Indicator {
    /// Judges one value: see [`Threshold::decide`]. A ratio has no threshold and its events
    /// arrive already judged, so for it every value is undecided.
    #[must_use]
    pub fn decide(&self, value: Value, error: f64) -> Verdict {
        self.threshold().map_or(Verdict::Undecided, |threshold| threshold.decide(value, error))
    }

    /// The threshold, where there is one.
    #[must_use]
    pub fn threshold(&self) -> Option<&Threshold> {
        match self {
            Self::Threshold { threshold, .. } | Self::Rate { threshold, .. } => Some(threshold),
            Self::Ratio { .. } => None,
        }
    }

    /// The sources that it reads.
    #[must_use]
    pub fn sources(&self) -> Vec<&Source> {
        match self {
            Self::Threshold { source, .. } | Self::Rate { source, .. } => vec![source],
            Self::Ratio { total, part: Part::Bad(part) | Part::Good(part) } => vec![total, part],
        }
    }
}

impl fmt::Display for Indicator {
    /// The definition of an event and of "good", in a canonical form.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threshold { source, threshold } => {
                write!(formatter, "each {source} {} {}", threshold.comparison.sign(), threshold.bound)
            }
            Self::Ratio { total, part } => match part {
                Part::Bad(bad) => write!(formatter, "bad {bad} of {total}"),
                Part::Good(good) => write!(formatter, "good {good} of {total}"),
            },
            Self::Rate { source, threshold, expected } => {
                let hours: Vec<String> = expected.iter().map(ToString::to_string).collect();
                write!(
                    formatter,
                    "minutes of {source} per second {} {} in [{}]",
                    threshold.comparison.sign(),
                    threshold.bound,
                    hours.join("; ")
                )
            }
        }
    }
}

/// The least traffic on a tier's long window for which the tier is considered: else one bad
/// event at night pages somebody (pyrra #1925).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimumTraffic {
    /// Events; `None` takes the tier's own [`Tier::least_events`].
    pub events: Option<u64>,
    /// Bad events.
    pub bad: u64,
}

impl Default for MinimumTraffic {
    fn default() -> Self {
        Self { events: None, bad: 5 }
    }
}

/// One objective: so large a share of events must be good, over a rolling window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// Its name, the value of the label `slo`.
    pub name: String,
    /// What it promises, in plain words.
    pub title: String,
    /// Why it matters and how it is measured.
    pub description: String,
    /// The service that it belongs to.
    pub service: String,
    /// How events are found and judged.
    pub indicator: Indicator,
    /// The share of events that must be good, in (0, 1).
    pub target: f64,
    /// The rolling window, in days.
    pub window_days: u32,
    /// The traffic below which no tier is considered.
    pub minimum_traffic: MinimumTraffic,
    /// Names of tiers that the operator switched off.
    pub tiers_off: Vec<String>,
}

impl Objective {
    /// The rolling window, in milliseconds.
    #[must_use]
    pub fn window_ms(&self) -> u64 {
        u64::from(self.window_days) * 24 * 60 * MINUTE_MS
    }

    /// The alert tiers of this objective's window, fastest first.
    #[must_use]
    pub fn tiers(&self) -> [Tier; 4] {
        tiers(self.window_days)
    }

    /// Whether a tier can fire for this target and is not switched off.
    #[must_use]
    pub fn enables(&self, tier: &Tier) -> bool {
        tier.can_fire(self.target) && !self.tiers_off.iter().any(|name| name == tier.name)
    }

    /// What counts as an event and what as good. Two objectives with the same text may share a
    /// ledger; the target and the window are not part of it, since counts stay true when they
    /// change.
    #[must_use]
    pub fn definition(&self) -> String {
        self.indicator.to_string()
    }

    /// The threshold with its unit, such as `≤ 250 ms`; `None` for a ratio.
    #[must_use]
    pub fn threshold_text(&self) -> Option<String> {
        let unit = match &self.indicator {
            Indicator::Ratio { .. } => "",
            Indicator::Rate { .. } => " per second",
            Indicator::Threshold { source, .. } if source.metric.ends_with("_ms") => " ms",
            Indicator::Threshold { .. } => "",
        };
        self.indicator.threshold().map(|threshold| format!("{} {}{unit}", threshold.comparison.sign(), threshold.bound))
    }

    /// What the operator should know about a definition that is valid: tiers that can never
    /// fire, hours that are not configured. To be shown when the file is read.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = self
            .tiers()
            .iter()
            .filter(|tier| !tier.can_fire(self.target))
            .map(|tier| tier.cannot_fire_text(self.target))
            .collect();
        if let Indicator::Rate { expected, .. } = &self.indicator
            && expected.is_empty()
        {
            warnings.push(
                "No hours are configured in which traffic is expected (`expected: []`), so no \
                 minute is ever judged."
                    .to_owned(),
            );
        }
        warnings
    }
}
