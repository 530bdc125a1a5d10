//! What Prometheus would see: counters that never fall, also not across a restart.

use std::collections::BTreeMap;

/// Counters that a process counts from its own start: Prometheus knows them as reset.
const OF_ONE_PROCESS: [&str; 2] = ["honeyguide_requests_refused_total", "honeyguide_batches_total"];

/// The counters and histograms of one scrape.
#[derive(Debug, Default, Clone)]
pub(super) struct Scrape(BTreeMap<String, f64>);

impl Scrape {
    /// Reads the text format of Prometheus.
    pub(super) fn parse(text: &str) -> Self {
        let mut counters = BTreeMap::new();
        let mut cumulative = false;
        for line in text.lines() {
            if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').unwrap_or_default();
                cumulative = kind != "gauge" && !OF_ONE_PROCESS.contains(&name);
            } else if let Some((series, value)) = line.rsplit_once(' ').filter(|_| cumulative && !line.starts_with('#'))
            {
                counters.insert(series.to_owned(), value.parse().unwrap_or(f64::NAN));
            }
        }
        Self(counters)
    }

    /// The counters that are less than before, or gone.
    pub(super) fn fallen(&self, before: &Self) -> Vec<String> {
        let now = |series: &String| self.0.get(series).copied();
        let fell = before.0.iter().filter(|(series, was)| now(series).is_none_or(|is| is < **was));
        fell.map(|(series, was)| format!("{series} fell from {was} to {:?}", now(series))).collect()
    }

    /// The sum of all series of a name with a label, such as `slo="…"`; any, where it is empty.
    pub(super) fn sum(&self, name: &str, label: &str) -> u64 {
        let of_name = |series: &str| {
            let labels = series.strip_prefix(name).filter(|labels| labels.is_empty() || labels.starts_with('{'));
            labels.is_some_and(|labels| labels.contains(label))
        };
        self.0.iter().filter(|(series, _)| of_name(series)).map(|(_, value)| *value).sum::<f64>() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"1 2\"} 5\na_total 7\n# TYPE g gauge\ng 9\n\
                        # TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_sum 0.30000000000000004\n";

    /// Scenario: a counter falls by its last bit, another is gone, a gauge falls.
    /// Guarantees: the first two are named, the gauge is not.
    #[test]
    fn what_fell_is_named() {
        let before = Scrape::parse(TEXT);
        assert_eq!((before.sum("a_total", ""), before.sum("a_total", "1 2"), before.sum("g", "")), (12, 5, 0));
        assert!(before.fallen(&before).is_empty());
        let after = TEXT.replace("a_total 7\n", "").replace("0.30000000000000004", "0.3").replace("g 9", "g 1");
        assert_eq!(Scrape::parse(&after).fallen(&before).len(), 2);
    }
}
