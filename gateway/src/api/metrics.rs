//! Every metric as JSON, for looking at distributions.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, extract::State};
use serde::Serialize;

use crate::{
    clock,
    deliver::metrics::{Aggregate, Series},
    serve::Gateway,
};

/// `/api/v1/metrics`
#[derive(Debug, Serialize)]
pub(super) struct Metrics {
    /// Milliseconds since the Unix epoch.
    now: u64,
    /// When counting began.
    since: u64,
    metrics: Vec<Metric>,
}

#[derive(Debug, Serialize)]
struct Metric {
    name: String,
    description: &'static str,
    kind: &'static str,
    /// Made by an app, not by the catalogue.
    own: bool,
    /// As the name's end says it.
    unit: Option<&'static str>,
    series: Vec<One>,
}

#[derive(Debug, Serialize)]
struct One {
    labels: BTreeMap<String, String>,
    #[serde(flatten)]
    value: Value,
}

/// A counter's sum, a gauge's mean of the last minute; buckets (one more than bounds, not cumulative) of a histogram, and
/// of a gauge's spread.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Value {
    Counter { value: f64 },
    Gauge { mean: Option<f64>, bounds: &'static [f64], buckets: Vec<u64>, count: u64 },
    Histogram { bounds: &'static [f64], buckets: Vec<u64>, sum: f64, count: u64 },
}

pub(super) async fn metrics(State(gateway): State<Arc<Gateway>>) -> Json<Metrics> {
    let now = clock::now_ms();
    let (since, series) = gateway.metrics.with(|metrics| (metrics.started_at, metrics.series().to_vec()));
    let mut by_name: BTreeMap<String, Metric> = BTreeMap::new();
    for one in &series {
        let metric = by_name.entry(one.name.clone()).or_insert_with(|| Metric::of(one));
        metric.series.push(One { labels: one.labels.iter().cloned().collect(), value: Value::of(one, now) });
    }
    Json(Metrics { now, since, metrics: by_name.into_values().collect() })
}

impl Metric {
    fn of(series: &Series) -> Self {
        Self {
            name: series.name.clone(),
            description: series.description(),
            kind: series.value.kind_name(),
            own: series.own,
            unit: series.name.ends_with("_ms").then_some("ms"),
            series: Vec::new(),
        }
    }
}

impl Value {
    fn of(series: &Series, now: u64) -> Self {
        let count = |buckets: &[u64]| buckets.iter().fold(0, |sum: u64, bucket| sum.saturating_add(*bucket));
        match &series.value {
            Aggregate::Counter(value) => Self::Counter { value: *value },
            Aggregate::Gauge(minute, spread) => Self::Gauge {
                mean: minute.mean(now),
                bounds: series.bounds(),
                buckets: spread.buckets.clone(),
                count: count(&spread.buckets),
            },
            Aggregate::Histogram(histogram) => Self::Histogram {
                bounds: series.bounds(),
                buckets: histogram.buckets.clone(),
                sum: histogram.sum,
                count: count(&histogram.buckets),
            },
        }
    }
}
