//! Objectives and samples for the tests.

use honeyguide_slo::{
    Comparison, Counts, Indicator, Matcher, MetricKind, MinimumTraffic, Objective, Part, Sample, Source, Threshold,
    Value,
};

pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

/// 2026-11-20 12:00:00 UTC, a Friday.
pub(crate) const NOON: u64 = 1_795_176_000_000;

/// The metrics of the sample file, as the catalogue names them.
pub(crate) fn metrics(name: &str) -> Option<MetricKind> {
    match name {
        "translation_ttft_ms" | "caption_latency_ms" | "caption_render_ms" | "webrtc_connection_duration_ms" => {
            Some(MetricKind::Histogram)
        }
        "word_retractions_total" | "caption_words_settled_total" | "requests_total" => Some(MetricKind::Counter),
        "translation_accuracy_ratio" | "audio_quality_score" => Some(MetricKind::Gauge),
        _ => None,
    }
}

pub(crate) fn source(metric: &str) -> Source {
    Source { metric: metric.to_owned(), matchers: Vec::new(), fallback: None }
}

pub(crate) fn outcome(values: &[&str]) -> Source {
    Source {
        matchers: vec![Matcher {
            label: "outcome".to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }],
        ..source("requests_total")
    }
}

/// An objective over 30 days.
pub(crate) fn objective(name: &str, target: f64, indicator: Indicator) -> Objective {
    Objective {
        name: name.to_owned(),
        title: name.to_owned(),
        description: String::new(),
        service: "test".to_owned(),
        indicator,
        target,
        window_days: 30,
        minimum_traffic: MinimumTraffic::default(),
        tiers_off: Vec::new(),
    }
}

/// "Captions appear within 250 ms".
pub(crate) fn captions(target: f64) -> Objective {
    let indicator = Indicator::Threshold {
        source: source("caption_latency_ms"),
        threshold: Threshold { comparison: Comparison::Lte, bound: 250.0 },
    };
    objective("captions", target, indicator)
}

/// Failed requests of all requests.
pub(crate) fn availability(target: f64) -> Objective {
    let indicator =
        Indicator::Ratio { total: outcome(&["ok", "server_error"]), part: Part::Bad(outcome(&["server_error"])) };
    objective("availability", target, indicator)
}

pub(crate) fn counts(good: u64, bad: u64) -> Counts {
    Counts { good, bad, undecided: 0 }
}

/// A sample without labels, error or weight.
pub(crate) fn sample(metric: &'static str, value: f64, at_ms: u64) -> Sample<'static> {
    Sample {
        metric,
        stands_for: None,
        value: Value::Measured(value),
        error: 0.0,
        labels: &|_| None,
        at_ms,
        weight: 1,
        witness: None,
    }
}
