//! Apps whose SDK is turned down, and batches that stand for several sessions.

use std::time::{Duration, Instant};

use honeyguide_catalog::item::{own_counter, own_gauge, own_histogram};
use honeyguide_protocol::{
    Batch, Series,
    column::{Coding, ColumnBuilder},
};
use reqwest::header::HeaderMap;

use crate::support::{Gateway, batch, captions, one_error, sealed};

const APPS: &str = "- {name: quarter, keys: [pub_quarter], origins: ['https://one.example'], requests_per_second: 1, sdk: {one_session_in: 4}}
- {name: silent, keys: [pub_silent], origins: ['*'], sdk: {enabled: false}}
";

async fn answer(gateway: &Gateway, key: &str, body: Vec<u8>) -> (u16, HeaderMap) {
    let url = format!("{}/v1/batch?k={key}&s=session-1", gateway.public);
    let request = reqwest::Client::new().post(url).header("origin", "https://one.example").body(body);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.headers().clone())
}

/// Scenario: apps whose SDK is on, turned down to a quarter, and off; taken, malformed, foreign and too many batches.
/// Guarantees: each answer to a known key says what is configured, refusals too, and a page of another origin may read it;
/// an app that is all on, and an unknown key, hear nothing.
#[tokio::test]
async fn the_sdk_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start_with(folder.path(), APPS);
    let good = || sealed(&batch(0, vec![one_error(0)]));
    for (key, body, status, told) in [
        ("pub_one", good(), 202, None),
        ("pub_quarter", good(), 202, Some("1/4")),
        ("pub_quarter", b"nonsense".to_vec(), 415, Some("1/4")),
        ("pub_silent", good(), 202, Some("off")),
        ("pub_silent", vec![], 400, Some("off")),
        ("pub_nobody", good(), 401, None),
    ] {
        let (got, headers) = answer(&gateway, key, body).await;
        assert_eq!(got, status, "{key}");
        assert_eq!(headers.get("honeyguide-sdk").map(|value| value.to_str().unwrap()), told, "{key}");
        let exposed = headers["access-control-expose-headers"].to_str().unwrap().to_lowercase();
        assert!(exposed.contains("honeyguide-sdk") && exposed.contains("retry-after"), "{exposed}");
    }
    let mut limited = None;
    for _ in 0..20 {
        let (status, headers) = answer(&gateway, "pub_quarter", good()).await;
        if status == 429 {
            limited = headers.get("honeyguide-sdk").cloned();
        }
    }
    assert_eq!(limited.unwrap(), "1/4", "who sends too much is told as well");
}

fn own(kind: u32, field: u32, value: f64) -> Series {
    let mut column = ColumnBuilder::default();
    column.push(Coding::Float, Some(value.to_bits()));
    let mut cells = Vec::new();
    column.finish(field, &mut cells);
    Series { kind, attributes: vec![5, 1], times: vec![0], cells }
}

/// Scenario: a batch of one session in four: captions, one of them late, an error, each kind of the app's own metrics; and
/// one that claims to stand for more sessions than any may.
/// Guarantees: counters, histograms and objectives count fourfold, gauges do not; the books count items as they were sent.
#[tokio::test]
async fn a_batch_stands_for_four_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let series = vec![
        captions(&[1000, 1000, 9000]),
        one_error(0),
        own(own_counter::KIND, own_counter::increment, 2.0),
        own(own_gauge::KIND, own_gauge::value, 7.0),
        own(own_histogram::KIND, own_histogram::value, 30.0),
    ];
    let strings = vec!["painted".to_owned(), "own".to_owned()];
    let weighted = Batch { weight: 4, strings, ..batch(0, series) };
    assert_eq!(gateway.send(sealed(&weighted)).await.0, 202);
    let report = gateway.settled(7).await;
    assert_eq!((&report["items"]["captured"], &report["items"]["journalled"]), (&7.into(), &7.into()));
    let metrics = gateway.text("/metrics").await;
    for line in [
        "caption_latency_ms_count{app=\"one\"} 12",
        "caption_latency_ms_bucket{app=\"one\",le=\"250\"} 8",
        "errors_total{app=\"one\"} 4",
        "own_total{app=\"one\"} 8",
        "own_histogram_count{app=\"one\"} 4",
        "own_histogram_sum{app=\"one\"} 120",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    let all = gateway.get("/api/v1/metrics").await;
    let gauge =
        all["metrics"].as_array().unwrap().iter().find(|one| one["kind"] == "gauge" && one["own"] == true).unwrap();
    assert_eq!(gauge["series"][0]["count"], 1);
    let slos = gateway.get("/api/v1/slos").await;
    let caption = slos["objectives"].as_array().unwrap().iter().find(|one| one["name"] == "caption_latency_p99_ms");
    assert_eq!((&caption.unwrap()["total"], &caption.unwrap()["bad"]), (&12.into(), &4.into()));
    assert_eq!(caption.unwrap()["causes"][0]["bad"], 4);
    // The groups are no destination that `settled` waits for.
    let deadline = Instant::now() + Duration::from_secs(10);
    while gateway.get("/api/v1/errors").await["groups"][0]["events"] != 4 {
        assert!(Instant::now() < deadline, "no group of four");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let hostile = Batch { weight: 10_001, ..batch(1, vec![one_error(0)]) };
    assert_eq!(gateway.send(sealed(&hostile)).await.0, 400);
    gateway.settled(7).await;
}
