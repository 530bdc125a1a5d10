//! What a bad disk, a bad script or a bad operator does to the journal's folder while the gateway is down.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;

use super::random::Random;
use super::segments::{self, HEADER, Segment};

/// What was damaged over a round.
#[derive(Debug, Default)]
pub(super) struct Damaged {
    /// Items that lay where the journal can no longer be read: page, number.
    pub(super) items: HashSet<(u64, u64)>,
    /// How many times.
    pub(super) times: u64,
    /// By kind, for the table.
    pub(super) kinds: std::collections::BTreeMap<&'static str, u64>,
}

/// What one damage must lead to at the next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is counted among the damaged segments.
    Damaged,
    /// It is counted among those of a newer release.
    Newer,
    /// The journal itself is whole.
    No,
}

const KINDS: [&str; 12] = [
    "byte flipped",
    "byte flipped",
    "truncated",
    "garbage appended",
    "emptied",
    "header destroyed",
    "newer version",
    "folder for a segment",
    "snapshot removed",
    "snapshot flipped",
    "file begun anew",
    "file begun anew",
];

impl Damaged {
    /// Damages something in a stopped gateway's folder: what, and what must be seen of it.
    pub(super) fn more(&mut self, journal: &Path, random: &mut Random) -> Result<(&'static str, Seen)> {
        let before = segments::read(journal)?;
        let kind = *random.pick(&KINDS);
        let seen = match before.iter().filter(|segment| !segment.records.is_empty()).collect::<Vec<_>>() {
            full if !full.is_empty() => {
                let segment = *random.pick(&full);
                apply(kind, journal, segment, &before, random)?
            }
            _ => Seen::No,
        };
        let after = segments::read(journal)?;
        let readable: HashSet<_> = items(&after).collect();
        self.items.extend(items(&before).filter(|item| !readable.contains(item)));
        self.times += 1;
        *self.kinds.entry(kind).or_default() += 1;
        Ok((kind, seen))
    }
}

/// Every item of the segments, as often as it stands there.
pub(super) fn items(segments: &[Segment]) -> impl Iterator<Item = (u64, u64)> {
    segments.iter().flat_map(|segment| &segment.records).flat_map(|record| record.items.iter().copied())
}

fn apply(kind: &str, journal: &Path, segment: &Segment, all: &[Segment], random: &mut Random) -> Result<Seen> {
    let mut bytes = fs::read(&segment.path)?;
    match kind {
        "byte flipped" => {
            let record = random.pick(&segment.records);
            bytes[random.between(record.begin, record.end - 1) as usize] ^= random.between(1, 255) as u8;
        }
        // Inside a record: what ends between two looks like a segment that was always so short.
        "truncated" => {
            let record = random.pick(&segment.records);
            bytes.truncate(random.between(record.begin + 1, record.end - 1) as usize);
        }
        "garbage appended" => bytes.extend((0..random.between(1, 5_000)).map(|_| random.next() as u8)),
        // The last one may be empty because a process was killed while it made it.
        "emptied" if all.last().is_some_and(|last| last.path != segment.path) => bytes.clear(),
        "header destroyed" => bytes[..HEADER.len() - 1].fill(0),
        "newer version" => bytes[HEADER.len() - 1] = 2,
        "folder for a segment" => {
            let last = all.last().and_then(|last| last.path.file_stem()?.to_str()?.parse::<u64>().ok()).unwrap_or(0);
            fs::create_dir(journal.join(format!("{:012}.journal", last + random.between(1, 3))))?;
            // Names that only look like a segment's.
            fs::write(journal.join("+7.journal"), "no segment")?;
            fs::write(journal.join(format!("{}.journal", u64::MAX)), "no segment")?;
            return Ok(Seen::Damaged);
        }
        // Without its cursor, the file is what the journal still holds.
        "file begun anew" => {
            for name in ["file.snapshot.json", "../items.jsonl"] {
                let path = journal.join(name);
                if path.exists() {
                    fs::remove_file(path)?;
                }
            }
            return Ok(Seen::No);
        }
        _ => {
            let reader = random.pick(&["metrics", "evaluator", "accounts"]);
            let snapshot = journal.join(format!("{reader}.snapshot.json"));
            if let (true, Ok(mut bytes)) = (kind == "snapshot flipped", fs::read(&snapshot)) {
                let at = random.below(bytes.len() as u64) as usize;
                bytes[at] ^= random.between(1, 255) as u8;
                fs::write(&snapshot, bytes)?;
            } else if snapshot.exists() {
                fs::remove_file(&snapshot)?;
            }
            return Ok(Seen::No);
        }
    }
    let mut file = OpenOptions::new().write(true).truncate(true).open(&segment.path)?;
    file.write_all(&bytes)?;
    Ok(match kind {
        "newer version" => Seen::Newer,
        "emptied" if !bytes.is_empty() => Seen::No,
        _ => Seen::Damaged,
    })
}
