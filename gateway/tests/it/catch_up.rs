//! After a restart nobody is shown less than before, and pages need not wait for that.

use std::{
    fs,
    time::{Duration, Instant},
};

use honeyguide_gateway::journal::Record;
use tokio::task::JoinSet;

use crate::{
    journal::{append, open},
    support::{Gateway, batch, captions, now_ticks, sealed},
};

/// Records of the journal, and captions in each.
const RECORDS: u32 = 600;
const CAPTIONS: u64 = 1_500;

/// A journal that takes the folds a while.
async fn long_journal(folder: &std::path::Path) {
    let (journal, appender) = open(folder);
    let latencies: Vec<i64> = (0..CAPTIONS.cast_signed()).map(|number| 1_000 + number % 700).collect();
    let mut appending = JoinSet::new();
    for number in 0..RECORDS {
        let record = Record {
            received_at: now_ticks() as u64 / 10,
            app: "one".into(),
            session: "s".into(),
            items: CAPTIONS,
            batch: batch(number, vec![captions(&latencies)]),
            ..Record::default()
        };
        let appender = appender.clone();
        appending.spawn(async move { append(&appender, record).await });
    }
    appending.join_all().await;
    drop((journal, appender));
    fs::File::open(folder.join("lock")).unwrap().lock().unwrap();
}

/// Scenario: a gateway starts on a long journal without snapshots; at once it is asked for everything that shows folds,
/// and a page sends a batch.
/// Guarantees: `/readyz` says 503 and how far it is; each answer that shows folds is either 503 with Retry-After or whole,
/// never less; the batch is acknowledged meanwhile; `/healthz` answers; in the end `/readyz` says 200 and the counters
/// hold everything once.
#[tokio::test]
async fn nothing_less_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    long_journal(&folder.path().join("journal")).await;
    let gateway = Gateway::start(folder.path());
    let get = |path: &str| reqwest::get(format!("{}{path}", gateway.admin));
    let readiness = get("/readyz").await.unwrap();
    assert_eq!(readiness.status(), 503);
    assert!(readiness.headers().contains_key("retry-after"));
    let progress: serde_json::Value = serde_json::from_str(&readiness.text().await.unwrap()).unwrap();
    assert_eq!(progress["ready"], false);
    assert!(progress["catching_up"][0]["of"].as_u64() > Some(100_000), "{progress}");
    assert_eq!(gateway.send(sealed(&batch(RECORDS + 1, vec![captions(&[1000])]))).await.0, 202);
    assert_eq!(get("/healthz").await.unwrap().status(), 200);
    assert_eq!(get("/readyz").await.unwrap().status(), 503, "the journal is too short for this test");

    let least = u64::from(RECORDS) * CAPTIONS;
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut whole = 0;
    while whole < 4 {
        assert!(Instant::now() < deadline);
        whole = 0;
        for path in ["/metrics", "/api/v1/slos", "/api/v1/outcomes"] {
            let answer = get(path).await.unwrap();
            if answer.status() == 503 {
                assert!(answer.headers().contains_key("retry-after"), "{path}");
                continue;
            }
            assert_eq!(answer.status(), 200, "{path}");
            let text = answer.text().await.unwrap();
            let shown = match path {
                "/metrics" => number_after(&text, "caption_latency_ms_count{app=\"one\"} "),
                "/api/v1/slos" => events(&text),
                _ => number_after(&text, "\"journalled\":"),
            };
            assert!((least..=least + 1).contains(&shown), "{path}: {shown} of {least}");
            whole += 1;
        }
        whole += u32::from(get("/readyz").await.unwrap().status() == 200);
    }
}

/// Good, bad and undecided captions.
fn events(slos: &str) -> u64 {
    let slos: serde_json::Value = serde_json::from_str(slos).unwrap();
    let one =
        slos["objectives"].as_array().unwrap().iter().find(|one| one["name"] == "caption_latency_p99_ms").unwrap();
    one["total"].as_u64().unwrap() + one["undecided"].as_u64().unwrap()
}

fn number_after(text: &str, prefix: &str) -> u64 {
    let (_, rest) = text.split_once(prefix).unwrap();
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}
