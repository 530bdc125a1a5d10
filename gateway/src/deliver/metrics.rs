//! Samples added up into cumulative series: what Prometheus scrapes and the Collector is sent.

use std::collections::{HashMap, VecDeque};

use honeyguide_catalog::metric::{self, Instrument, Metric};
use serde::{Deserialize, Serialize};

use super::{Fold, Sample, samples};
use crate::journal::Record;

/// Every series there is.
#[derive(Debug)]
pub struct Metrics {
    series: Vec<Series>,
    index: HashMap<(&'static str, Vec<String>), usize>,
    /// Label sets of each metric so far.
    sets: HashMap<&'static str, usize>,
    clock_bound: f64,
    /// When counting began, milliseconds since the Unix epoch: with the first record that counted, so that counting anew
    /// after a crash says the same. A later time would tell consumers that the counters had begun at 0 again.
    pub started_at: u64,
}

/// One metric with one label set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Series {
    /// The metric's name.
    pub name: String,
    /// The app, then values in the order of the metric's labels; empty for the overflow series.
    pub labels: Vec<String>,
    /// What has been added up.
    pub value: Aggregate,
}

/// What has been added up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Aggregate {
    /// Sum of increments.
    Counter(f64),
    /// The last minute's samples.
    Gauge(LastMinute),
    /// Explicit buckets.
    Histogram(Histogram),
}

/// Counts per bucket, the last one beyond every bound.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Histogram {
    /// Samples in each bucket, not cumulative.
    pub buckets: Vec<u64>,
    /// Sum of the values.
    pub sum: f64,
}

/// Sums by second.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LastMinute {
    seconds: VecDeque<(u64, f64, u64)>,
}

/// Label sets of one metric before the rest goes into the overflow series of OpenTelemetry's specification.
const MOST_SETS: usize = 2_000;
/// That series' label.
pub const OVERFLOW: &str = "otel_metric_overflow";

impl Metrics {
    /// No series yet.
    #[must_use]
    pub fn new(clock_bound: f64, now: u64) -> Self {
        Self { series: Vec::new(), index: HashMap::new(), sets: HashMap::new(), clock_bound, started_at: now }
    }

    /// The series, in the order in which they appeared.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    fn add(&mut self, sample: &Sample<'_>, now: u64) {
        let Some(metric) = metric::find(sample.metric) else { return };
        // A value without a measured clock offset decides no bucket.
        let (Some(value), true) = (sample.value, sample.error.is_finite()) else { return };
        let labels = std::iter::once("app")
            .chain(metric.labels.iter().copied())
            .map(|name| sample.labels.get(name).unwrap_or_default().to_owned())
            .collect();
        let index = self.slot(metric, labels);
        self.series[index].value.add(metric, value, sample.weight, now);
    }

    fn slot(&mut self, metric: &'static Metric, labels: Vec<String>) -> usize {
        let sets = self.sets.entry(metric.name).or_default();
        let full = *sets >= MOST_SETS;
        if let Some(index) = self.index.get(&(metric.name, labels.clone())) {
            return *index;
        }
        let labels = if full { Vec::new() } else { labels };
        let next = self.series.len();
        let index = *self.index.entry((metric.name, labels.clone())).or_insert(next);
        if index == next {
            *sets += 1;
            self.series.push(Series { name: metric.name.to_owned(), labels, value: Aggregate::of(metric) });
        }
        index
    }
}

impl Fold for Metrics {
    const NAME: &'static str = "metrics";
    const VERSION: u32 = 1;
    type Stored = (u64, Vec<Series>);

    fn apply(&mut self, record: &Record) {
        if self.series.is_empty() {
            self.started_at = record.received_at;
        }
        samples(record, self.clock_bound, &mut |sample| self.add(sample, record.received_at));
    }

    fn store(&self) -> Self::Stored {
        (self.started_at, self.series.clone())
    }

    fn restore(&mut self, (started_at, series): Self::Stored) {
        self.started_at = started_at;
        // A metric that this version no longer has, or has with other buckets, starts anew.
        for series in series {
            let Some(metric) = metric::find(&series.name).filter(|metric| series.value.fits(metric)) else { continue };
            self.index.insert((metric.name, series.labels.clone()), self.series.len());
            *self.sets.entry(metric.name).or_default() += 1;
            self.series.push(series);
        }
    }
}

impl Series {
    /// Its metric.
    #[must_use]
    pub fn metric(&self) -> Option<&'static Metric> {
        metric::find(&self.name)
    }

    /// Its labels with their names; those without a value are left out.
    pub fn named_labels(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.metric().map_or(&[][..], |metric| metric.labels);
        let overflow = self.labels.is_empty().then_some((OVERFLOW, "true"));
        std::iter::once("app")
            .chain(names.iter().copied())
            .zip(self.labels.iter().map(String::as_str))
            .filter(|(_, value)| !value.is_empty())
            .chain(overflow)
    }
}

impl Aggregate {
    fn of(metric: &Metric) -> Self {
        match metric.instrument {
            Instrument::Counter => Self::Counter(0.0),
            Instrument::Gauge => Self::Gauge(LastMinute::default()),
            Instrument::Histogram(bounds) => {
                Self::Histogram(Histogram { buckets: vec![0; bounds.len() + 1], sum: 0.0 })
            }
        }
    }

    fn fits(&self, metric: &Metric) -> bool {
        match (self, metric.instrument) {
            (Self::Counter(_), Instrument::Counter) | (Self::Gauge(_), Instrument::Gauge) => true,
            (Self::Histogram(histogram), Instrument::Histogram(bounds)) => histogram.buckets.len() == bounds.len() + 1,
            _ => false,
        }
    }

    fn add(&mut self, metric: &Metric, value: f64, weight: u64, now: u64) {
        match (self, metric.instrument) {
            (Self::Counter(sum), _) => *sum += value * weight as f64,
            (Self::Gauge(minute), _) => minute.add(now / 1000, value, weight),
            (Self::Histogram(histogram), Instrument::Histogram(bounds)) => {
                let bucket = bounds.partition_point(|bound| *bound < value);
                histogram.buckets[bucket] += weight;
                histogram.sum += value * weight as f64;
            }
            (Self::Histogram(_), _) => {}
        }
    }
}

impl LastMinute {
    fn add(&mut self, second: u64, value: f64, weight: u64) {
        while self.seconds.front().is_some_and(|(first, ..)| first + 60 <= second) {
            self.seconds.pop_front();
        }
        match self.seconds.back_mut() {
            Some((last, sum, count)) if *last == second => {
                *sum += value * weight as f64;
                *count += weight;
            }
            _ => self.seconds.push_back((second, value * weight as f64, weight)),
        }
    }

    /// The mean of the minute before `now` (milliseconds), or `None` when nothing came in it.
    #[must_use]
    pub fn mean(&self, now: u64) -> Option<f64> {
        let recent = self.seconds.iter().filter(|(second, ..)| second + 60 > now / 1000);
        let (sum, count) = recent.fold((0.0, 0), |(sum, count), (_, more, n)| (sum + more, count + n));
        (count > 0).then(|| sum / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_catalog::item;

    /// Scenario: values at, just above and far beyond a bound.
    /// Guarantees: a bucket holds what is at most its bound, as Prometheus' `le` says.
    #[test]
    fn buckets() {
        let metric = metric::find(metric::CAPTION_LATENCY).unwrap();
        let Instrument::Histogram(bounds) = metric.instrument else { panic!("no histogram") };
        let mut value = Aggregate::of(metric);
        for latency in [250.0, 250.1, 1e6] {
            value.add(metric, latency, 1, 0);
        }
        let Aggregate::Histogram(histogram) = value else { panic!("no histogram") };
        let at = bounds.iter().position(|bound| *bound == 250.0).unwrap();
        assert_eq!((histogram.buckets[at], histogram.buckets[at + 1], histogram.buckets.last()), (1, 1, Some(&1)));
    }

    /// Scenario: two samples, then a minute of silence.
    /// Guarantees: the mean while they are recent, nothing afterwards: never a stale 0.
    #[test]
    fn gauge_forgets() {
        let mut minute = LastMinute::default();
        minute.add(100, 0.8, 1);
        minute.add(100, 1.0, 3);
        assert_eq!(minute.mean(130_000), Some(0.95));
        assert_eq!(minute.mean(161_000), None);
    }

    /// Scenario: the same records are folded by a process of today, and anew by one of tomorrow.
    /// Guarantees: both say that counting began with the first record that counted.
    #[test]
    fn counting_anew_began_at_the_same_time() {
        let error = honeyguide_protocol::Series { kind: item::error::KIND, times: vec![0], ..Default::default() };
        let with = |received_at, series| {
            let batch = honeyguide_protocol::Batch { series, ..Default::default() };
            Record { received_at, batch, ..Record::default() }
        };
        for now in [1_000, 86_400_000] {
            let mut metrics = Metrics::new(5.0, now);
            for record in [with(1_500, vec![]), with(2_000, vec![error.clone()]), with(3_000, vec![error.clone()])] {
                metrics.apply(&record);
            }
            assert_eq!((metrics.started_at, metrics.series.len()), (2_000, 1));
        }
    }

    /// Scenario: more label sets than are kept.
    /// Guarantees: the rest shares one overflow series; nothing is lost from the sum.
    #[test]
    fn overflow() {
        let metric = metric::find(metric::ERRORS).unwrap();
        let mut metrics = Metrics::new(5.0, 0);
        for number in 0..MOST_SETS + 50 {
            let index = metrics.slot(metric, vec!["app".into(), number.to_string(), String::new()]);
            metrics.series[index].value.add(metric, 1.0, 1, 0);
        }
        assert_eq!(metrics.series.len(), MOST_SETS + 1);
        let last = metrics.series.last().unwrap();
        assert_eq!(last.named_labels().collect::<Vec<_>>(), [(OVERFLOW, "true")]);
        assert!(matches!(last.value, Aggregate::Counter(sum) if sum == 50.0));
    }
}
