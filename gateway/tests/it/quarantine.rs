//! Damage of every kind: the start succeeds, the rest is read, what was lost is counted, nothing counts twice.

use std::{
    fs,
    path::{Path, PathBuf},
};

use honeyguide_gateway::journal::{Appender, Damage, Journal, Position};

use crate::{
    journal::{append, numbered, numbers, open},
    support::{Gateway, batch, captions, sealed},
};

/// Three segments of three records each, closed; the records' numbers rise from 1.
async fn three_segments(folder: &Path) {
    for segment in 0..3 {
        let (journal, appender) = open(folder);
        for number in 0..3 {
            append(&appender, numbered(segment * 3 + number + 1)).await;
        }
        close(folder, journal, appender);
    }
}

fn close(folder: &Path, journal: Journal, appender: Appender) {
    drop((journal, appender));
    // The writer's thread has the folder until it has ended.
    fs::File::open(folder.join("lock")).unwrap().lock().unwrap();
}

fn segment(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:012}.journal"))
}

/// What is read after a damage, what is counted, and what lies in the folder of the damaged segment 1.
struct Case {
    what: &'static str,
    damage: fn(&Path),
    read: &'static [u32],
    segments: u64,
    bytes: fn(u64) -> u64,
    set_aside: u64,
    newer: u64,
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

fn flip_middle(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
}

const HEADER: usize = 8;

const CASES: &[Case] = &[
    Case {
        what: "a flipped byte in the middle of a segment",
        damage: |folder| change(&segment(folder, 1), |bytes| flip_middle(bytes)),
        read: &[1, 2, 3, 4, 7, 8, 9],
        segments: 1,
        bytes: |length| (length - HEADER as u64) / 3 * 2,
        set_aside: 1,
        newer: 0,
    },
    Case {
        what: "a damaged header at the journal's head",
        damage: |folder| change(&segment(folder, 0), |bytes| bytes[0] ^= 1),
        read: &[4, 5, 6, 7, 8, 9],
        segments: 1,
        bytes: |length| length,
        set_aside: 1,
        newer: 0,
    },
    Case {
        what: "garbage after the journal's tail",
        damage: |folder| change(&segment(folder, 2), |bytes| bytes.extend([0xff; 77])),
        read: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        segments: 1,
        bytes: |_| 77,
        set_aside: 1,
        newer: 0,
    },
    Case {
        what: "zeros after a tail, as a file system leaves them",
        damage: |folder| change(&segment(folder, 2), |bytes| bytes.extend([0; 4096])),
        read: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        segments: 1,
        bytes: |_| 4096,
        set_aside: 1,
        newer: 0,
    },
    Case {
        what: "a tail cut off inside a record",
        damage: |folder| change(&segment(folder, 2), |bytes| bytes.truncate(bytes.len() - 1)),
        read: &[1, 2, 3, 4, 5, 6, 7, 8],
        segments: 1,
        bytes: |length| (length - HEADER as u64) / 3 - 1,
        set_aside: 1,
        newer: 0,
    },
    Case {
        what: "an emptied segment",
        damage: |folder| change(&segment(folder, 1), Vec::clear),
        read: &[1, 2, 3, 7, 8, 9],
        segments: 1,
        bytes: |_| 0,
        set_aside: 0,
        newer: 0,
    },
    Case {
        what: "an empty last one: a process was killed while it made it",
        damage: |folder| fs::write(segment(folder, 3), b"HGJ").unwrap(),
        read: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        segments: 0,
        bytes: |_| 0,
        set_aside: 0,
        newer: 0,
    },
    Case {
        what: "a folder in a segment's place, and a link to nowhere",
        damage: |folder| {
            fs::create_dir(segment(folder, 3)).unwrap();
            std::os::unix::fs::symlink("nowhere", segment(folder, 5)).unwrap();
        },
        read: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        segments: 2,
        bytes: |_| 0,
        set_aside: 2,
        newer: 0,
    },
    Case {
        what: "names that only look like a segment's",
        damage: |folder| {
            for name in ["+9", "9", "18446744073709551615", "99999999999999999999", "-00000000001", "00000000000x"] {
                fs::write(folder.join(format!("{name}.journal")), "no segment").unwrap();
            }
        },
        read: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        segments: 0,
        bytes: |_| 0,
        set_aside: 0,
        newer: 0,
    },
    Case {
        what: "a segment of a newer release",
        damage: |folder| change(&segment(folder, 1), |bytes| bytes[HEADER - 1] = 2),
        read: &[1, 2, 3, 7, 8, 9],
        segments: 0,
        bytes: |_| 0,
        set_aside: 0,
        newer: 1,
    },
];

/// Scenario: each damage in turn, on a journal of three segments; then it is opened, read, appended to, and opened once more.
/// Guarantees: it opens; readers get all the rest and what is new; the damage is counted with its bytes, once; the
/// originals are kept.
#[tokio::test]
async fn every_damage() {
    for case in CASES {
        let folder = tempfile::tempdir().unwrap();
        three_segments(folder.path()).await;
        let length = fs::metadata(segment(folder.path(), 1)).unwrap().len();
        (case.damage)(folder.path());
        let (journal, appender) = open(folder.path());
        let expected = Damage { segments: case.segments, bytes: (case.bytes)(length), set_aside: case.set_aside };
        assert_eq!((journal.damage(), journal.recovery.newer_segments), (expected, case.newer), "{}", case.what);
        append(&appender, numbered(99)).await;
        let chunk = journal.read(Position::default(), 1 << 20).await.unwrap();
        assert_eq!(numbers(&chunk), [case.read, &[99]].concat(), "{}", case.what);
        assert_eq!(chunk.reached, journal.committed(), "{}", case.what);
        assert_eq!(journal.damage(), expected, "{}: reading finds no more", case.what);
        close(folder.path(), journal, appender);
        let (journal, _appender) = open(folder.path());
        let expected = Damage { set_aside: case.set_aside, ..Damage::default() };
        assert_eq!((journal.damage(), journal.recovery.newer_segments), (expected, case.newer), "{}", case.what);
    }
}

/// Scenario: a segment of a newer release.
/// Guarantees: not one byte of it is changed: that release reads it again.
#[tokio::test]
async fn a_newer_release_finds_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = [b"HGJRNL\x00\x07".as_slice(), &[0xaa; 100]].concat();
    fs::write(segment(folder.path(), 4), &theirs).unwrap();
    let (journal, appender) = open(folder.path());
    append(&appender, numbered(1)).await;
    assert_eq!(numbers(&journal.read(Position::default(), 1 << 20).await.unwrap()), [1]);
    assert_eq!(fs::read(segment(folder.path(), 4)).unwrap(), theirs);
}

/// Scenario: a damaged segment whose `.damaged` name is taken.
/// Guarantees: its original is kept under a new name, and the older one is not touched.
#[tokio::test]
async fn an_older_original_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("000000000002.journal"), b"not a journal").unwrap();
    fs::write(file("000000000002.damaged"), b"earlier").unwrap();
    let (journal, _appender) = open(folder.path());
    assert_eq!(journal.damage(), Damage { segments: 1, bytes: 13, set_aside: 2 });
    assert_eq!(fs::read(file("000000000002.damaged")).unwrap(), b"earlier");
    assert_eq!(fs::read(file("000000000002.damaged-2")).unwrap(), b"not a journal");
}

/// Scenario: every reader had come to the end of a segment. While the gateway is down, the segment loses its second
/// half: once to a flipped byte, once cut off exactly between two records, which leaves it looking sound.
/// Guarantees: readers go on at the next segment, from their snapshots and cursors: nothing counts anew or twice, the
/// file has each item once; the loss is counted in both cases, in `/readyz` and `/metrics`.
#[tokio::test]
async fn readers_beyond_the_cut() {
    let flip: fn(&mut Vec<u8>, usize) = |bytes, record| bytes[HEADER + 2 * record + 20] ^= 1;
    let cut: fn(&mut Vec<u8>, usize) = |bytes, record| bytes.truncate(HEADER + 2 * record);
    for damage in [flip, cut] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("items.jsonl");
        let more = format!("destinations: {{file: '{}'}}\n", file.display());
        let gateway = Gateway::start_with(folder.path(), &more);
        for number in 0..4 {
            gateway.send(sealed(&batch(number, vec![captions(&[1000])]))).await;
        }
        gateway.settled(4).await;
        gateway.stop();
        let segment = segment(&folder.path().join("journal"), 0);
        change(&segment, |bytes| {
            let record = (bytes.len() - HEADER) / 4;
            damage(bytes, record);
        });

        for round in 1..3 {
            let gateway = Gateway::start_with(folder.path(), &more);
            let journal = &gateway.get("/readyz").await["journal"];
            if round == 1 {
                assert_eq!(journal["damaged_segments"], 1, "{journal}");
                assert_ne!(journal["damaged_bytes"], 0, "{journal}");
                assert!(gateway.text("/metrics").await.contains("\nhoneyguide_journal_damaged_segments 1\n"));
            }
            gateway.send(sealed(&batch(10 + round, vec![captions(&[1000])]))).await;
            let report = gateway.settled(4 + u64::from(round)).await;
            for reader in ["metrics", "evaluator", "file"] {
                assert_eq!(report["destinations"][reader]["delivered"], 4 + round, "{reader}");
            }
            let metrics = gateway.text("/metrics").await;
            assert!(metrics.contains(&format!("caption_latency_ms_count{{app=\"one\"}} {}\n", 4 + round)), "{metrics}");
            gateway.stop();
        }
        assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 6);
    }
}

/// Scenario: a segment loses three of four records, and one fold loses its snapshot.
/// Guarantees: that fold counts what is left; what it can no longer have is called unreadable, not waiting for ever.
#[tokio::test]
async fn lost_for_one_reader() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    for number in 0..4 {
        gateway.send(sealed(&batch(number, vec![captions(&[1000])]))).await;
    }
    gateway.settled(4).await;
    gateway.stop();
    let journal = folder.path().join("journal");
    change(&segment(&journal, 0), |bytes| flip_middle(bytes));
    fs::remove_file(journal.join("evaluator.snapshot.json")).unwrap();
    let gateway = Gateway::start(folder.path());
    gateway.send(sealed(&batch(9, vec![captions(&[1000])]))).await;
    let destinations = &gateway.settled(5).await["destinations"];
    assert_eq!(
        destinations["metrics"],
        serde_json::json!({ "delivered": 5, "waiting": 0, "dropped": {}, "passed_over": 0 })
    );
    let evaluator = &destinations["evaluator"];
    assert_eq!((&evaluator["delivered"], &evaluator["unreadable"]), (&2.into(), &3.into()), "{evaluator}");
}
