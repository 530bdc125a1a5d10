//! Samples added up into cumulative series: what Prometheus scrapes and the Collector is sent.

use std::collections::{BTreeMap, HashMap, VecDeque};

use honeyguide_catalog::metric::{self, Instrument, Metric};
use honeyguide_protocol::Reason;
use serde::{Deserialize, Serialize};

use super::{
    Fold, Sample,
    own::{Kind, Own, exported_name, own_values},
    samples,
};
use crate::journal::{Position, Record};

/// Every series there is.
#[derive(Debug)]
pub struct Metrics {
    series: Vec<Series>,
    index: HashMap<(String, Vec<(String, String)>), usize>,
    /// The kind of each metric: one name has one.
    kinds: HashMap<String, Kind>,
    /// What each app has: what one of them makes too much of takes nothing from the others.
    apps: HashMap<String, Taken>,
    /// Items that could not be told apart any more.
    dropped: u64,
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
    /// A metric that an app made, not the catalogue.
    pub own: bool,
    /// Labels with a value, the app first; an overflow series has only its own beside it.
    pub labels: Vec<(String, String)>,
    /// What has been added up.
    pub value: Aggregate,
}

/// What has been added up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Aggregate {
    /// Sum of increments.
    Counter(f64),
    /// The last minute's samples, and the spread of all.
    Gauge(LastMinute, Histogram),
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

/// What one app has taken.
#[derive(Debug, Default)]
struct Taken {
    /// Label sets of each metric.
    sets: HashMap<String, usize>,
    /// Metrics of its own.
    own_names: usize,
    /// Series of them all.
    own_series: usize,
}

/// Label sets of one metric and app before the rest goes into an overflow series, as OpenTelemetry's specification says.
const MOST_SETS: usize = 2_000;
/// Series of all of an app's own metrics before the same happens.
const MOST_OWN_SERIES: usize = 5_000;
/// That series' label.
pub const OVERFLOW: &str = "otel_metric_overflow";
/// Metrics of an app's own that are told apart; a further one's items are dropped under a name.
const MOST_OWN: usize = 1_000;

impl Metrics {
    /// No series yet.
    #[must_use]
    pub fn new(clock_bound: f64, now: u64) -> Self {
        Self {
            series: Vec::new(),
            index: HashMap::new(),
            kinds: HashMap::new(),
            apps: HashMap::new(),
            dropped: 0,
            clock_bound,
            started_at: now,
        }
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
            .filter_map(|name| {
                Some((name.to_owned(), sample.labels.get(name).filter(|text| !text.is_empty())?.to_owned()))
            })
            .collect();
        let (kind, bounds) = match metric.instrument {
            Instrument::Counter => (Kind::Counter, &[][..]),
            Instrument::Gauge => (Kind::Gauge, metric::SHARE),
            Instrument::Histogram(bounds) => (Kind::Histogram, bounds),
        };
        let index = self.slot(false, metric.name.to_owned(), labels, kind, bounds);
        self.series[index].add(value, sample.weight, now);
    }

    /// Adds values of an app's own metric. One that takes the name of another kind gets a name of its own.
    fn add_own(&mut self, own: Own<'_>, now: u64) {
        let other_kind = |kinds: &HashMap<String, Kind>, name: &str| kinds.get(name).is_some_and(|it| *it != own.kind);
        let mut name = exported_name(own.kind, own.name, own.unit);
        if other_kind(&self.kinds, &name) {
            name.push_str(own.kind.suffix());
        }
        let taken = self.apps.entry(app_of(&own.labels).to_owned()).or_default();
        let full = !taken.sets.contains_key(&name) && taken.own_names >= MOST_OWN;
        if full || other_kind(&self.kinds, &name) {
            self.dropped += own.values.len() as u64;
            return;
        }
        let index = self.slot(true, name, own.labels, own.kind, metric::OWN);
        for value in own.values {
            self.series[index].add(value, own.weight, now);
        }
    }

    /// The index of a series, made if there is none yet.
    fn slot(&mut self, own: bool, name: String, labels: Vec<(String, String)>, kind: Kind, bounds: &[f64]) -> usize {
        let key = (name, labels);
        if let Some(index) = self.index.get(&key) {
            return *index;
        }
        let (name, mut labels) = key;
        let app = app_of(&labels).to_owned();
        let taken = self.apps.entry(app.clone()).or_default();
        let sets = taken.sets.get(&name).copied().unwrap_or_default();
        if sets >= MOST_SETS || own && taken.own_series >= MOST_OWN_SERIES {
            labels = vec![("app".to_owned(), app), (OVERFLOW.to_owned(), "true".to_owned())];
            if let Some(index) = self.index.get(&(name.clone(), labels.clone())) {
                return *index;
            }
        }
        self.push(Series { name, own, labels, value: Aggregate::new(kind, bounds) })
    }

    /// Takes a series in and gives its index.
    fn push(&mut self, series: Series) -> usize {
        let taken = self.apps.entry(app_of(&series.labels).to_owned()).or_default();
        let sets = taken.sets.entry(series.name.clone()).or_default();
        if series.own {
            taken.own_names += usize::from(*sets == 0);
            taken.own_series += 1;
        }
        *sets += 1;
        self.kinds.entry(series.name.clone()).or_insert(series.kind());
        self.index.insert((series.name.clone(), series.labels.clone()), self.series.len());
        self.series.push(series);
        self.series.len() - 1
    }
}

/// The app of a series: its first label.
fn app_of(labels: &[(String, String)]) -> &str {
    labels.first().map_or("", |(_, app)| app)
}

impl Fold for Metrics {
    const NAME: &'static str = "metrics";
    const VERSION: u32 = 3;
    type Stored = (u64, u64, Vec<Series>);

    fn apply(&mut self, record: &Record, _: Position) {
        if self.series.is_empty() {
            self.started_at = record.received_at;
        }
        samples(record, self.clock_bound, &mut |sample| self.add(sample, record.received_at));
        own_values(record, &mut |own| self.add_own(own, record.received_at));
    }

    fn dropped(&self) -> BTreeMap<String, u64> {
        let reason = Reason::TooManyMetrics.as_str().to_owned();
        (self.dropped > 0).then_some((reason, self.dropped)).into_iter().collect()
    }

    fn store(&self) -> Self::Stored {
        (self.started_at, self.dropped, self.series.clone())
    }

    fn restore(&mut self, (started_at, dropped, series): Self::Stored) {
        self.started_at = started_at;
        self.dropped = dropped;
        // A metric that this version no longer has, or has with other buckets, starts anew.
        for series in series.into_iter().filter(Series::is_known) {
            self.push(series);
        }
    }
}

impl Aggregate {
    /// What it is, in Prometheus' word.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Counter(_) => "counter",
            Self::Gauge(..) => "gauge",
            Self::Histogram(_) => "histogram",
        }
    }

    fn new(kind: Kind, bounds: &[f64]) -> Self {
        match kind {
            Kind::Counter => Self::Counter(0.0),
            Kind::Gauge => Self::Gauge(LastMinute::default(), Histogram::new(bounds)),
            Kind::Histogram => Self::Histogram(Histogram::new(bounds)),
        }
    }
}

impl Series {
    /// What it means.
    #[must_use]
    pub fn description(&self) -> &'static str {
        self.metric().map_or("A metric of the app's own.", |metric| metric.description)
    }

    /// The bounds of its buckets: a histogram's, or those of a gauge's spread; none for a counter.
    #[must_use]
    pub fn bounds(&self) -> &'static [f64] {
        match (self.metric().map(|metric| metric.instrument), &self.value) {
            (_, Aggregate::Counter(_)) => &[],
            (Some(Instrument::Histogram(bounds)), _) => bounds,
            (Some(_), _) => metric::SHARE,
            (None, _) => metric::OWN,
        }
    }

    fn metric(&self) -> Option<&'static Metric> {
        if self.own { None } else { metric::find(&self.name) }
    }

    fn kind(&self) -> Kind {
        match self.value {
            Aggregate::Counter(_) => Kind::Counter,
            Aggregate::Gauge(..) => Kind::Gauge,
            Aggregate::Histogram(_) => Kind::Histogram,
        }
    }

    /// Whether this version still has it, with the same buckets.
    fn is_known(&self) -> bool {
        let kind = self.metric().map(|metric| Kind::of(metric.instrument));
        let buckets = match &self.value {
            Aggregate::Counter(_) => 1,
            Aggregate::Gauge(_, histogram) | Aggregate::Histogram(histogram) => histogram.buckets.len(),
        };
        (self.own || kind == Some(self.kind())) && buckets == self.bounds().len() + 1
    }

    fn add(&mut self, value: f64, weight: u64, now: u64) {
        let bounds = self.bounds();
        match &mut self.value {
            Aggregate::Counter(sum) => *sum += value * weight as f64,
            Aggregate::Gauge(minute, spread) => {
                minute.add(now / 1000, value, weight);
                spread.add(bounds, value, weight);
            }
            Aggregate::Histogram(histogram) => histogram.add(bounds, value, weight),
        }
    }
}

impl Kind {
    fn of(instrument: Instrument) -> Self {
        match instrument {
            Instrument::Counter => Self::Counter,
            Instrument::Gauge => Self::Gauge,
            Instrument::Histogram(_) => Self::Histogram,
        }
    }

    /// Tells it from a metric of another kind and the same name.
    fn suffix(self) -> &'static str {
        match self {
            Self::Counter => "_counter_total",
            Self::Gauge => "_gauge",
            Self::Histogram => "_histogram",
        }
    }
}

impl Histogram {
    fn new(bounds: &[f64]) -> Self {
        Self { buckets: vec![0; bounds.len() + 1], sum: 0.0 }
    }

    /// A bucket holds what is at most its bound, as Prometheus' `le` says.
    fn add(&mut self, bounds: &[f64], value: f64, weight: u64) {
        let bucket = bounds.partition_point(|bound| *bound < value);
        self.buckets[bucket] = self.buckets[bucket].saturating_add(weight);
        self.sum += value * weight as f64;
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
        let Some(Instrument::Histogram(bounds)) = metric::find(metric::CAPTION_LATENCY).map(|it| it.instrument) else {
            panic!("no histogram")
        };
        let mut histogram = Histogram::new(bounds);
        for latency in [250.0, 250.1, 1e6] {
            histogram.add(bounds, latency, 1);
        }
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
                metrics.apply(&record, Position::default());
            }
            assert_eq!((metrics.started_at, metrics.series.len()), (2_000, 1));
        }
    }

    /// Scenario: more label sets than are kept.
    /// Guarantees: the rest shares one overflow series; nothing is lost from the sum.
    #[test]
    fn overflow() {
        let mut metrics = Metrics::new(5.0, 0);
        for number in 0..MOST_SETS + 50 {
            metrics.add_own(own(Kind::Counter, "errors", &number.to_string()), 0);
        }
        assert_eq!(metrics.series.len(), MOST_SETS + 1);
        let last = metrics.series.last().unwrap();
        let overflow = [("app", "a"), (OVERFLOW, "true")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(last.labels, overflow);
        assert!(matches!(last.value, Aggregate::Counter(sum) if sum == 50.0));
    }

    fn own<'a>(kind: Kind, name: &'a str, label: &str) -> Own<'a> {
        let labels = vec![("app".to_owned(), "a".to_owned()), ("label".to_owned(), label.to_owned())];
        Own { kind, name, unit: None, labels, values: vec![1.0], weight: 1 }
    }

    /// Scenario: a gauge takes a histogram's name, and one whose other name is taken too; a page invents more names than are
    /// kept; another app comes; then a restart.
    /// Guarantees: one name, one kind; what is beyond is counted under a name, and takes nothing from the other app; a
    /// restored state goes on the same way.
    #[test]
    fn own_metrics() {
        let mut metrics = Metrics::new(5.0, 0);
        for (kind, name) in
            [(Kind::Histogram, "size"), (Kind::Gauge, "size"), (Kind::Histogram, "x_gauge"), (Kind::Histogram, "x")]
        {
            metrics.add_own(own(kind, name, ""), 0);
        }
        metrics.add_own(own(Kind::Gauge, "x", ""), 0);
        assert_eq!(metrics.dropped, 1, "x and x_gauge are histograms");
        for number in 0..MOST_OWN + 5 {
            metrics.add_own(own(Kind::Counter, &format!("name{number}"), ""), 0);
        }
        assert_eq!([&metrics.series[0].name, &metrics.series[1].name], ["size", "size_gauge"]);
        assert_eq!((metrics.series.len(), metrics.dropped), (MOST_OWN, 10));
        let mut other = own(Kind::Counter, "joins", "");
        other.labels[0].1 = "other".to_owned();
        metrics.add_own(other, 0);
        assert_eq!((metrics.series.len(), metrics.dropped), (MOST_OWN + 1, 10));
        let mut restored = Metrics::new(5.0, 0);
        restored.restore(metrics.store());
        restored.add_own(own(Kind::Gauge, "size", ""), 0);
        restored.add_own(own(Kind::Counter, "one more", ""), 0);
        assert_eq!((restored.series.len(), restored.dropped), (MOST_OWN + 1, 11));
        assert_eq!(restored.dropped().get("too_many_metrics"), Some(&11));
    }
}
