//! The journal itself, opened in this process: reading through trouble, setting damage aside, one owner.

use std::{fs, io::Read, path::Path, process::Stdio, sync::Arc, time::Duration};

use honeyguide_gateway::{
    journal::{Append, Appender, Chunk, Journal, Limits, Position, Record},
    managed::Managed,
    outcomes::Outcomes,
};
use honeyguide_protocol::{Batch, Reason, Totals};

use crate::support::{Gateway, batch, captions, ended, sealed};

pub(crate) fn open(folder: &Path) -> (Journal, Appender) {
    Journal::open(folder, Limits::default()).unwrap()
}

pub(crate) async fn append(appender: &Appender, record: Record) {
    let (items, outcomes) = (record.items, Arc::new(Outcomes::default()));
    assert_eq!(appender.append(Managed::new(record, items, outcomes)).await, Append::Durable);
}

pub(crate) fn numbered(number: u32) -> Record {
    Record { session: "s".into(), items: 1, batch: Batch { number, ..Batch::default() }, ..Record::default() }
}

pub(crate) fn numbers(chunk: &Chunk) -> Vec<u32> {
    chunk.entries.iter().map(|entry| entry.record.batch.number).collect()
}

/// Scenario: a journal from before totals were checked holds ones that no sum can hold; the gateway starts on it.
/// Guarantees: it runs, and its books can be read.
#[tokio::test]
async fn hostile_totals_of_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, appender) = open(&folder.path().join("journal"));
    for page in 0..3 {
        let dropped = vec![Reason::OutboxFull as u64, u64::MAX, Reason::ShutDown as u64, u64::MAX];
        let totals = Some(Totals { captured: u64::MAX, dropped });
        let rejected = vec![Reason::Negative as u64, u64::MAX, Reason::NotFinite as u64, u64::MAX];
        let batch = Batch { page, totals, ..Batch::default() };
        append(&appender, Record { rejected, batch, ..numbered(0) }).await;
    }
    drop((journal, appender));
    // The writer's thread has the folder until it has ended.
    fs::File::open(folder.path().join("journal/lock")).unwrap().lock().unwrap();
    let gateway = Gateway::start(folder.path());
    let report = gateway.settled(3).await;
    assert_eq!(report["items"]["captured"], u64::MAX);
}

/// Scenario: a segment cannot be read for a while.
/// Guarantees: the reader waits and misses nothing.
#[tokio::test]
async fn reading_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, appender) = open(folder.path());
    append(&appender, numbered(1)).await;
    let (segment, away) = (folder.path().join("000000000000.journal"), folder.path().join("away"));
    fs::rename(&segment, &away).unwrap();
    fs::create_dir(&segment).unwrap();
    let reading = tokio::spawn(async move { journal.read(Position::default(), 1 << 20).await.unwrap() });
    tokio::time::sleep(Duration::from_millis(200)).await;
    fs::remove_dir(&segment).unwrap();
    fs::rename(&away, &segment).unwrap();
    let chunk = tokio::time::timeout(Duration::from_secs(5), reading).await.unwrap().unwrap();
    assert_eq!(numbers(&chunk), [1]);
}

/// Scenario: a committed record is damaged while the gateway runs.
/// Guarantees: what comes before it is read, then what is written after the damage was seen: readers do not stop for ever.
#[tokio::test]
async fn damage_is_stepped_over() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, appender) = open(folder.path());
    append(&appender, numbered(1)).await;
    let damaged_at = journal.committed().offset as usize;
    append(&appender, numbered(2)).await;
    let segment = folder.path().join("000000000000.journal");
    let mut bytes = fs::read(&segment).unwrap();
    bytes[damaged_at + 9] ^= 0xff;
    fs::write(&segment, bytes).unwrap();
    let chunk = journal.read(Position::default(), 1 << 20).await.unwrap();
    assert_eq!((numbers(&chunk), chunk.reached), (vec![1], journal.committed()));
    append(&appender, numbered(3)).await;
    assert_eq!(numbers(&journal.read(chunk.reached, 1 << 20).await.unwrap()), [3]);
}

/// Scenario: a second gateway on the folder of one that runs.
/// Guarantees: it is refused with a sentence that says what to do; the first goes on.
#[tokio::test]
async fn one_owner() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let mut second = Gateway::command(folder.path()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    assert_eq!(ended(&mut second), Some(69));
    let mut said = String::new();
    second.stderr.unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("another gateway uses this folder") && said.contains("--data"), "{said}");
    assert_eq!(gateway.send(sealed(&batch(0, vec![captions(&[1000])]))).await.0, 202);
    gateway.settled(1).await;
}
