//! The servers against each other: what is exported to the Collector is found in Prometheus under its own name.

use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, process, thread};

use serde_json::{Value, json};

use super::{collector, http, prometheus};

/// A cumulative export of 8 observations a `round`, seven up to 50 ms and one in 100–200 ms, and 3 events a round.
fn export(round: u64, start: SystemTime) -> Value {
    let nanoseconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap().as_nanos().to_string();
    let (start, now) = (nanoseconds(start), nanoseconds(SystemTime::now()));
    json!({ "resourceMetrics": [{
        "resource": { "attributes": [{ "key": "service.name", "value": { "stringValue": "self-check" } }] },
        "scopeMetrics": [{ "scope": { "name": "self-check" }, "metrics": [
            { "name": "caption_latency_ms", "histogram": { "aggregationTemporality": 2, "dataPoints": [{
                "startTimeUnixNano": start, "timeUnixNano": now,
                "explicitBounds": [50, 100, 200],
                "bucketCounts": [(7 * round).to_string(), "0", round.to_string(), "0"],
                "count": (8 * round).to_string(), "sum": 400 * round,
            }] } },
            { "name": "slo_events_total", "sum": { "aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [{
                "startTimeUnixNano": start, "timeUnixNano": now, "asInt": (3 * round).to_string(),
                "attributes": [{ "key": "slo", "value": { "stringValue": "caption_latency" } }],
            }] } },
        ] }],
    }] })
}

/// Scenario: a histogram and a counter are exported twice, 2 s apart, with growing counts.
/// Guarantees: Prometheus has exactly their names, and the quantile over their rate is in the right bucket.
#[test]
fn exported_metrics_reach_prometheus_under_their_own_names() {
    if collector::installed().unwrap().is_none() || prometheus::installed().unwrap().is_none() {
        println!("skipped: the Collector and Prometheus are not in the cache");
        return;
    }
    let folder = env::temp_dir().join(format!("self-check-{}", process::id()));
    let collector = collector::start(&folder, collector::Ports::free().unwrap()).unwrap();
    let prometheus = prometheus::start(&folder, &[collector.scrape_target()]).unwrap();

    let start = SystemTime::now();
    for round in 1..=2 {
        let body = export(round, start).to_string();
        let url = format!("{}/v1/metrics", collector.otlp_http());
        let answer = http::post(&url, "application/json", body.as_bytes()).unwrap();
        assert!(answer.is_success(), "{answer:?}");
        thread::sleep(Duration::from_secs(2));
    }

    let quantile = "histogram_quantile(0.99, rate(caption_latency_ms_bucket[1m]))";
    let deadline = Instant::now() + Duration::from_secs(20);
    let found = loop {
        match prometheus.number(quantile).unwrap().filter(|number| number.is_finite()) {
            Some(number) => break number,
            None => assert!(Instant::now() < deadline, "no quantile in time"),
        }
        thread::sleep(Duration::from_millis(100));
    };
    assert!((100.0..=200.0).contains(&found), "{found}");

    let names = prometheus.query(r#"group by (__name__) ({__name__=~".*(caption|slo).*"})"#).unwrap();
    let names: BTreeSet<_> =
        names.as_array().unwrap().iter().map(|series| series["metric"]["__name__"].as_str().unwrap()).collect();
    let expected =
        ["caption_latency_ms_bucket", "caption_latency_ms_count", "caption_latency_ms_sum", "slo_events_total"];
    assert_eq!(names, BTreeSet::from(expected));
    let events = prometheus.number(r#"slo_events_total{job="self-check", slo="caption_latency"}"#);
    assert_eq!(events.unwrap(), Some(6.0));

    assert!(prometheus.stop().unwrap().success());
    let metrics = collector.metrics();
    assert!(collector.stop().unwrap().success());
    assert_eq!(fs::read_to_string(metrics).unwrap().lines().count(), 2);
    fs::remove_dir_all(folder).unwrap();
}
