//! Segments on disk: naming, recovery, reading.

use std::{
    fs::{self, File},
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use prost::Message;

use super::{Chunk, Entry, Position, Record};

/// First bytes of a segment: a name and the format's version.
pub(super) const HEADER: &[u8; 8] = b"HGJRNL\x00\x01";
/// Bytes before a record's payload: length and CRC-32, little endian.
pub(super) const PREFIX: usize = 8;
/// A longer record was never written: the length itself is damaged.
const LONGEST: u32 = 64 * 1024 * 1024;

/// What opening found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recovery {
    /// Sound records.
    pub records: u64,
    /// Segments with bytes that could not be read, set aside.
    pub damaged_segments: u64,
    /// Bytes set aside.
    pub damaged_bytes: u64,
    /// The number for the next new segment.
    pub next_segment: u64,
}

/// The file of a segment.
pub(super) fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:012}.journal"))
}

/// The numbers of all segments, rising.
pub(super) fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut segments = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        segments.extend(name.to_str().and_then(|name| name.strip_suffix(".journal")?.parse::<u64>().ok()));
    }
    segments.sort_unstable();
    Ok(segments)
}

/// Walks all segments, hands each sound record to `found`, and cuts damaged segments back.
///
/// A segment that cannot be read stays as it is: readers wait until it can.
///
/// # Errors
/// Only when the folder cannot be listed.
pub(super) fn recover(folder: &Path, found: &mut dyn FnMut(Record) -> bool) -> io::Result<Recovery> {
    let mut recovery = Recovery::default();
    for segment in list(folder)? {
        recovery.next_segment = segment + 1;
        let path = path(folder, segment);
        let walked = walk(&path, 0, u64::MAX, &mut |_, record| {
            recovery.records += 1;
            found(record);
            true
        });
        match walked {
            Ok(Walked { unsound: 0, .. }) => {}
            Ok(Walked { reached, unsound }) => {
                recovery.damaged_segments += 1;
                recovery.damaged_bytes += unsound;
                if let Err(error) = set_aside(&path, reached) {
                    tracing::warn!(segment, %error, "a damaged segment could not be set aside; readers step over the damage");
                }
            }
            Err(error) => tracing::warn!(segment, %error, "a segment cannot be read; it is left as it is"),
        }
    }
    Ok(recovery)
}

/// Keeps the whole original as `.damaged` beside it, then cuts the segment back to its sound beginning.
///
/// A crash at any point leaves the original under one name or the other.
fn set_aside(path: &Path, sound: u64) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let partial = path.with_extension("damaged.partial");
    let mut copy = File::create(&partial)?;
    io::copy(&mut File::open(path)?, &mut copy)?;
    copy.sync_all()?;
    fs::rename(&partial, free_name(path)?)?;
    File::open(folder)?.sync_all()?;
    let original = File::options().write(true).open(path)?;
    original.set_len(sound)?;
    original.sync_all()
}

/// `.damaged`, with a number where that name is taken. No other process writes here: the folder is locked.
fn free_name(path: &Path) -> io::Result<PathBuf> {
    let mut name = path.with_extension("damaged");
    let mut number = 1;
    while name.try_exists()? {
        number += 1;
        name.set_extension(format!("damaged-{number}"));
    }
    Ok(name)
}

/// The records from `from` up to `end`, about `bytes` of them. What is committed but unsound is stepped over.
///
/// # Errors
/// When a segment cannot be read now, before any record was: the same must be tried again.
pub(super) fn read(folder: &Path, from: Position, end: Position, bytes: u64) -> io::Result<Chunk> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut budget = bytes;
    for segment in list(folder)?.into_iter().filter(|segment| (from.segment..=end.segment).contains(segment)) {
        let start = if segment == from.segment { from.offset } else { 0 };
        let stop = if segment == end.segment { end.offset } else { u64::MAX };
        let walked = walk(&path(folder, segment), start, stop, &mut |span, record| {
            budget = budget.saturating_sub(record.encoded_len() as u64);
            let [at, next] = [span.start, span.end].map(|offset| Position { segment, offset });
            entries.push(Entry { at, next, record });
            budget > 0
        });
        match (walked, entries.last()) {
            (Ok(_) | Err(_), Some(last)) if budget == 0 => return Ok(Chunk { reached: last.next, entries }),
            (Err(_), Some(last)) => return Ok(Chunk { reached: last.next, entries }),
            (Err(error), None) => return Err(error),
            (Ok(Walked { reached, unsound }), _) => {
                let missing = segment == end.segment && reached < end.offset;
                if unsound > 0 || missing {
                    tracing::error!(segment, offset = reached, "a segment is damaged; its rest is stepped over");
                }
            }
        }
    }
    Ok(Chunk { entries, reached: end })
}

/// The records at these places, in their order, up to about `bytes` of them. One that cannot be read any more is left out.
pub(super) fn pick(folder: &Path, places: &[Position], bytes: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut budget = bytes;
    let mut open: Option<(u64, BufReader<File>)> = None;
    for place in places {
        if open.as_ref().is_none_or(|(segment, _)| *segment != place.segment) {
            open = File::open(path(folder, place.segment)).ok().map(|file| (place.segment, BufReader::new(file)));
        }
        let Some((_, file)) = &mut open else { continue };
        let payload = file.seek(SeekFrom::Start(place.offset)).and_then(|_| next_payload(file));
        let Some(payload) = payload.ok().flatten() else { continue };
        records.extend(Record::decode(payload.as_slice()).ok());
        budget = budget.saturating_sub(payload.len());
        if budget == 0 {
            break;
        }
    }
    records
}

/// Where a walk ended.
struct Walked {
    /// The offset after the last sound record.
    reached: u64,
    /// Bytes from there on that are no sound record.
    unsound: u64,
}

/// Visits the sound records of one file between two offsets, each with its own two, until one is
/// unsound or `visit` answers false.
fn walk(path: &Path, from: u64, to: u64, visit: &mut dyn FnMut(Range<u64>, Record) -> bool) -> io::Result<Walked> {
    let mut file = BufReader::new(File::open(path)?);
    let unsound = |file: &BufReader<File>, reached: u64| {
        let length = file.get_ref().metadata()?.len();
        Ok(Walked { reached, unsound: length.min(to).saturating_sub(reached) })
    };
    let mut header = [0; HEADER.len()];
    match file.read_exact(&mut header) {
        Ok(()) if header == *HEADER => {}
        Ok(()) => return unsound(&file, 0),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return unsound(&file, 0),
        Err(error) => return Err(error),
    }
    let mut reached = from.max(HEADER.len() as u64);
    file.seek(SeekFrom::Start(reached))?;
    while reached < to {
        let Some(payload) = next_payload(&mut file)? else { return unsound(&file, reached) };
        let Ok(record) = Record::decode(payload.as_slice()) else { return unsound(&file, reached) };
        let start = reached;
        reached += (PREFIX + payload.len()) as u64;
        if !visit(start..reached, record) {
            break;
        }
    }
    Ok(Walked { reached, unsound: 0 })
}

/// The next payload, or `None` at the end and at anything unsound.
fn next_payload(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut prefix = [0; PREFIX];
    if let Err(error) = file.read_exact(&mut prefix) {
        return if error.kind() == ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let [a, b, c, d, e, f, g, h] = prefix;
    let (length, sum) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
    if length > LONGEST {
        return Ok(None);
    }
    let mut payload = Vec::new();
    file.take(u64::from(length)).read_to_end(&mut payload)?;
    Ok((payload.len() == length as usize && crc32fast::hash(&payload) == sum).then_some(payload))
}
