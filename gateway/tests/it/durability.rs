//! Acknowledged means on disk, and each item counts once.

use std::fs;

use crate::support::{Gateway, batch, captions, sealed};

/// Scenario: the same batch twice, at once, one after the other, and again after kill -9.
/// Guarantees: each time 202, counted once; the repeat has a name.
#[tokio::test]
async fn repeats() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let body = sealed(&batch(0, vec![captions(&[1000, 1000])]));
    let (one, two) = tokio::join!(gateway.send(body.clone()), gateway.send(body.clone()));
    assert_eq!((one.0, two.0, gateway.send(body.clone()).await.0), (202, 202, 202));
    let report = gateway.settled(2).await;
    assert_eq!((&report["requests"]["accepted"], &report["requests"]["repeated_items"]), (&1.into(), &4.into()));
    gateway.kill();

    let gateway = Gateway::start(folder.path());
    assert_eq!(gateway.send(body).await.0, 202);
    let report = gateway.settled(2).await;
    assert_eq!((&report["requests"]["accepted"], &report["requests"]["repeated"]), (&0.into(), &1.into()));
    assert!(gateway.text("/metrics").await.contains("caption_latency_ms_count{app=\"one\"} 2\n"));
}

/// Scenario: kill -9 at once after the last acknowledgement, several times over.
/// Guarantees: nothing acknowledged is lost, nothing counts twice.
#[tokio::test]
async fn killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut sent = 0;
    for round in 0..4_u32 {
        let gateway = Gateway::start(folder.path());
        for number in 0..10 {
            let (status, _) = gateway.send(sealed(&batch(round * 10 + number, vec![captions(&[1000, 3000])]))).await;
            assert_eq!(status, 202);
            sent += 2;
        }
        gateway.kill();
    }
    let gateway = Gateway::start(folder.path());
    gateway.settled(sent).await;
    let metrics = gateway.text("/metrics").await;
    assert!(metrics.contains(&format!("caption_latency_ms_count{{app=\"one\"}} {sent}\n")), "{metrics}");
    assert!(metrics.contains(&format!("slo_bad_events_total{{slo=\"caption_latency_p99_ms\"}} {}\n", sent / 2)));
}

/// Scenario: the newest segment is damaged in the middle, another is no segment at all, a snapshot is garbage.
/// Guarantees: it starts, keeps what came before the damage, says what it set aside, and takes new batches.
#[tokio::test]
async fn damaged() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    for number in 0..4 {
        gateway.send(sealed(&batch(number, vec![captions(&[1000])]))).await;
    }
    gateway.settled(4).await;
    gateway.kill();
    let journal = folder.path().join("journal");
    let segment = fs::read_dir(&journal)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "journal"))
        .unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() * 6 / 10;
    bytes[middle] ^= 0xff;
    fs::write(&segment, bytes).unwrap();
    fs::write(journal.join("000000000099.journal"), b"not a journal").unwrap();
    for reader in ["metrics", "evaluator", "accounts"] {
        fs::write(journal.join(format!("{reader}.snapshot.json")), b"{").unwrap();
    }

    let gateway = Gateway::start(folder.path());
    let readiness = gateway.get("/readyz").await;
    assert_eq!(readiness["journal"]["damaged_segments"], 2);
    gateway.settled(2).await;
    assert_eq!(gateway.send(sealed(&batch(10, vec![captions(&[1000])]))).await.0, 202);
    gateway.settled(3).await;
    assert!(segment.with_extension("damaged").exists(), "the whole original is kept");
}
