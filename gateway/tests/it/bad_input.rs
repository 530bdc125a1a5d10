//! Each bad thing has its status and its named outcome, and costs nothing that was good.

use std::io::{Read, Write};

use honeyguide_catalog::item::audio_window;
use honeyguide_protocol::{
    Series,
    column::{Coding, ColumnBuilder},
    frame::{self, Encoding},
};

use crate::support::{Gateway, batch, captions, column, now_ticks, one_error, rendered, sealed};

/// Scenario: requests that must not come in, one of each kind.
/// Guarantees: status and name as documented, counted under that name, nothing journalled, and the gateway lives.
#[tokio::test]
async fn refused_requests() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let good = sealed(&batch(0, vec![captions(&[1000])]));
    let flipped = {
        let mut bytes = good.clone();
        bytes[good.len() / 2] ^= 4;
        bytes
    };
    let other = |first: u8, second: u8| [&[first, second], &good[2..]].concat();
    let right = "/v1/batch?k=pub_one&s=session-1";
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("/v1/batch?k=pub_two&s=session-1", good.clone(), 401, "unknown_key"),
        ("/v1/batch?s=session-1", good.clone(), 401, "unknown_key"),
        ("/v1/batch?k=pub_one&s=..%2F..", good.clone(), 400, "bad_session"),
        (right, vec![], 400, "empty_body"),
        (right, other(2, 0), 415, "unknown_version"),
        (right, b"{\"json\":true}".to_vec(), 415, "unknown_version"),
        (right, other(1, 9), 415, "unknown_encoding"),
        (right, good[..4].to_vec(), 400, "malformed"),
        (right, good[..good.len() - 3].to_vec(), 400, "checksum_mismatch"),
        (right, flipped, 400, "checksum_mismatch"),
        (right, frame::seal(Encoding::Plain, &[0xff; 40]), 400, "malformed"),
        (right, frame::seal(Encoding::Deflated, &[0xff; 40]), 400, "malformed"),
    ];
    for (path, body, status, name) in &cases {
        let answer = gateway.send_to(path, body.clone()).await;
        assert_eq!(answer, (*status, (*name).to_owned()), "{path} with {} bytes", body.len());
    }
    let foreign = reqwest::Client::new()
        .post(format!("{}{right}", gateway.public))
        .header("origin", "https://evil.example")
        .body(good)
        .send()
        .await
        .unwrap();
    assert_eq!(foreign.status(), 403);
    assert_eq!(foreign.headers()["access-control-allow-origin"], "*");
    assert_eq!(reqwest::get(format!("{}{right}", gateway.public)).await.unwrap().status(), 405);

    let report = gateway.settled(0).await;
    for name in
        ["unknown_key", "unknown_version", "malformed", "checksum_mismatch", "foreign_origin", "method_not_allowed"]
    {
        let expected = cases.iter().filter(|case| case.3 == name).count().max(1);
        assert_eq!(report["requests"]["refused"][name], expected, "{name}");
    }
    assert_eq!(report["requests"]["accepted"], 0);
}

/// Scenario: 10 MB that are declared, before the first byte of them; 10 MB without a declared length, in chunks.
/// Guarantees: the first is refused by its header alone, the second cut off at the cap; both by name.
#[tokio::test]
async fn too_large() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let host = gateway.public.trim_start_matches("http://").to_owned();
    let answers = tokio::task::spawn_blocking(move || {
        let declared = exchange(&host, "Content-Length: 10485760", &[]);
        let chunk = [b"10000\r\n".as_slice(), &[0; 0x10000], b"\r\n"].concat();
        (declared, exchange(&host, "Transfer-Encoding: chunked", &chunk.repeat(160)))
    });
    let (declared, chunked) = answers.await.unwrap();
    assert!(declared.starts_with("HTTP/1.1 413"), "{declared}");
    // The gateway may hang up on the rest before its answer was read: that is its right.
    assert!(chunked.is_empty() || chunked.starts_with("HTTP/1.1 413"), "{chunked}");
    assert_eq!(gateway.settled(0).await["requests"]["refused"]["too_large"], 2);
}

/// Sends a request with one more header and a body, and reads the answer's beginning.
fn exchange(host: &str, header: &str, body: &[u8]) -> String {
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(stream, "POST /v1/batch?k=pub_one&s=a HTTP/1.1\r\nHost: {host}\r\n{header}\r\n\r\n").unwrap();
    let _ = stream.write_all(body);
    let mut answer = [0; 64];
    let read = stream.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

/// Scenario: one batch with a NaN, −5 ms, 10^12 ms, an unknown kind, times in 1970 and 2100, and good items beside them.
/// Guarantees: 202; the good ones count, in objective and histogram alike; each bad one has its name.
#[tokio::test]
async fn bad_items_beside_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let mut scores = ColumnBuilder::default();
    [f64::NAN, 0.95].iter().for_each(|score| scores.push(Coding::Float, Some(score.to_bits())));
    let mut cells = column(audio_window::track, &[1, 1]);
    scores.finish(audio_window::score, &mut cells);
    let windows = Series { kind: audio_window::KIND, times: vec![0, 0], cells, ..Series::default() };
    let durations = rendered(&[1000, 1000, 1000], &[100, -50, 10_000_000_000_000]);
    let now = now_ticks();
    let unknown = Series { kind: 4242, times: vec![0, 0, 0], ..Series::default() };
    let series = vec![windows, durations, unknown, one_error(-now), one_error(41_024_448_000_000 - now), one_error(0)];
    let (status, body) = gateway.send(sealed(&batch(0, series))).await;
    assert_eq!((status, body.as_str()), (202, ""), "an accepted batch is answered by an empty 202");

    let report = gateway.settled(3).await;
    let rejected = serde_json::json!({
        "not_finite": 1, "negative": 1, "out_of_range": 1, "unknown_metric": 3, "implausible_time": 2,
    });
    assert_eq!(report["items"]["rejected"], rejected);
    assert_eq!((&report["items"]["captured"], &report["items"]["in_pages"]), (&11.into(), &0.into()));
    let metrics = gateway.text("/metrics").await;
    assert!(metrics.contains("caption_latency_ms_count{app=\"one\"} 1\n"), "{metrics}");
    assert!(metrics.contains("errors_total{app=\"one\"} 1\n"), "{metrics}");
    let slos = gateway.get("/api/v1/slos").await;
    let captions =
        slos["objectives"].as_array().unwrap().iter().find(|one| one["name"] == "caption_latency_p99_ms").unwrap();
    assert_eq!((&captions["total"], &captions["bad"]), (&1.into(), &0.into()));
}

/// Scenario: latencies of 250.0, 250.1, and 248 ms where the clock's error (1 ms and the bound of 5) spans the threshold.
/// Guarantees: decided exactly: what the error spans is undecided, in neither good nor bad.
#[tokio::test]
async fn thresholds_are_exact() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    gateway.send(sealed(&batch(0, vec![captions(&[2440, 2441, 2480, 2560, 2561])]))).await;
    gateway.settled(5).await;
    let slos = gateway.get("/api/v1/slos").await;
    let captions =
        slos["objectives"].as_array().unwrap().iter().find(|one| one["name"] == "caption_latency_p99_ms").unwrap();
    // Good at 244.0 + 6 ≤ 250; bad at 256.1 − 6 > 250; the three between are undecided.
    assert_eq!((&captions["total"], &captions["bad"], &captions["undecided"]), (&2.into(), &1.into(), &3.into()));
}
