//! Segments on disk: naming, recovery, reading.

use std::{
    fs::{self, File},
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use prost::Message;

use super::{
    Chunk, Entry, Position, Record,
    quarantine::{self, Book},
};

/// First bytes of a segment: a name and the format's version.
pub(super) const HEADER: &[u8; 8] = b"HGJRNL\x00\x01";
const FORMAT: &[u8] = HEADER.split_at(HEADER.len() - 1).0;
const VERSION: u8 = HEADER[HEADER.len() - 1];
/// Bytes before a record's payload: length and CRC-32, little endian.
pub(super) const PREFIX: usize = 8;
/// A longer record was never written: the length itself is damaged.
const LONGEST: u32 = 64 * 1024 * 1024;
/// No journal comes so far; a larger number is no segment's, and there must be one after it.
const MOST_SEGMENTS: u64 = u64::MAX / 2;

/// What opening found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recovery {
    /// Sound records.
    pub records: u64,
    /// Segments of a format that this release does not know: left as they are for one that does, and passed over.
    pub newer_segments: u64,
    /// The number for the next new segment.
    pub next_segment: u64,
}

/// The file of a segment.
pub(super) fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:012}.journal"))
}

/// Whether a file's name, without what follows its dot, is a segment's number as this release writes it.
pub(super) fn is_number(stem: &str) -> bool {
    stem.parse().is_ok_and(|number: u64| number < MOST_SEGMENTS && stem == format!("{number:012}"))
}

/// The numbers of all segments, rising.
pub(super) fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut segments = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(".journal")).filter(|stem| is_number(stem));
        segments.extend(stem.and_then(|stem| stem.parse::<u64>().ok()));
    }
    segments.sort_unstable();
    Ok(segments)
}

/// Bytes of the journal before a position.
pub(super) fn bytes_before(folder: &Path, position: Position) -> u64 {
    let whole = list(folder).unwrap_or_default().into_iter().filter(|segment| *segment < position.segment);
    whole.map(|segment| length(&path(folder, segment))).sum::<u64>() + position.offset
}

/// Bytes of a file; 0 where there is none.
pub(super) fn length(path: &Path) -> u64 {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map_or(0, |metadata| metadata.len())
}

/// Walks all segments, hands each sound record to `found`, sets damage aside and notes it in `damage`.
///
/// Afterwards every sound record is on disk, also those that a killed process had written and not yet fsynced.
///
/// # Errors
/// Only when the folder cannot be listed.
pub(super) fn recover(folder: &Path, damage: &Book, found: &mut dyn FnMut(Record)) -> io::Result<Recovery> {
    let mut recovery = Recovery::default();
    let segments = list(folder)?;
    let last = segments.last().copied();
    for segment in segments {
        recovery.next_segment = segment + 1;
        let path = path(folder, segment);
        let is_file = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file());
        let walked = if is_file {
            walk(&path, 0, u64::MAX, &mut |_, record| {
                recovery.records += 1;
                found(record);
                true
            })
        } else {
            Err(io::Error::other("it is no file"))
        };
        let set_aside = match walked {
            Ok(Walked { content: Content::Newer(version), .. }) => {
                recovery.newer_segments += 1;
                tracing::warn!(segment, version, "a segment of a newer release: left as it is, and passed over");
                continue;
            }
            // A process was killed between making the file and writing its header, which says nothing of damage.
            Ok(Walked { content: Content::Nothing, .. }) if Some(segment) == last => quarantine::write_header(&path),
            Ok(Walked { content: Content::Nothing, .. }) => {
                damage.note(segment, 0);
                tracing::warn!(segment, "a segment was emptied");
                quarantine::write_header(&path)
            }
            Ok(Walked { unsound: 0, .. }) => Ok(()),
            Ok(Walked { reached, unsound, .. }) => {
                damage.note(segment, unsound);
                quarantine::cut_back(&path, reached)
            }
            Err(error) => {
                damage.note(segment, length(&path));
                tracing::warn!(segment, %error, "a segment cannot be read at all: it is set aside");
                quarantine::move_away(&path)
            }
        };
        if let Err(error) = set_aside {
            tracing::warn!(segment, %error, "a damaged segment could not be set aside; readers step over the damage");
        }
    }
    if let Some(error) = last.and_then(|last| sync(&path(folder, last)).err()) {
        tracing::warn!(%error, "the last segment could not be made safe against a loss of power");
    }
    Ok(recovery)
}

/// Its earlier writer fsynced every segment but, perhaps, the last group of the last one.
fn sync(path: &Path) -> io::Result<()> {
    if path.is_file() { File::open(path)?.sync_all() } else { Ok(()) }
}

/// The records from `from` up to `end`, about `bytes` of them. What is committed but unsound is stepped over.
///
/// # Errors
/// When a segment cannot be read now, before any record was: the same must be tried again.
pub(super) fn read(folder: &Path, from: Position, end: Position, bytes: u64, damage: &Book) -> io::Result<Chunk> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut budget = bytes;
    for segment in list(folder)?.into_iter().filter(|segment| (from.segment..=end.segment).contains(segment)) {
        let start = if segment == from.segment { from.offset } else { 0 };
        let stop = if segment == end.segment { end.offset } else { u64::MAX };
        let walked = walk(&path(folder, segment), start, stop, &mut |span, record| {
            budget = budget.saturating_sub(record.unfolded_bytes() as u64);
            let [at, next] = [span.start, span.end].map(|offset| Position { segment, offset });
            entries.push(Entry { at, next, record });
            budget > 0
        });
        match (walked, entries.last()) {
            (Ok(_) | Err(_), Some(last)) if budget == 0 => return Ok(Chunk { reached: last.next, entries }),
            (Err(_), Some(last)) => return Ok(Chunk { reached: last.next, entries }),
            (Err(error), None) => return Err(error),
            (Ok(Walked { reached, unsound, .. }), _) => {
                let missing = if segment == end.segment { end.offset.saturating_sub(reached) } else { 0 };
                let unreadable = unsound.max(missing);
                if unreadable > 0 && damage.note(segment, unreadable) {
                    tracing::error!(segment, offset = reached, "a segment is damaged; its rest is stepped over");
                }
            }
        }
    }
    Ok(Chunk { entries, reached: end })
}

/// The records at these places, in their order; of more than about `bytes` the last ones. One that cannot be read any more is
/// left out.
pub(super) fn pick(folder: &Path, places: &[Position], bytes: usize) -> Vec<Record> {
    let mut records = Vec::new();
    let mut budget = bytes;
    let mut open: Option<(u64, BufReader<File>)> = None;
    for place in places.iter().rev() {
        if open.as_ref().is_none_or(|(segment, _)| *segment != place.segment) {
            open = File::open(path(folder, place.segment)).ok().map(|file| (place.segment, BufReader::new(file)));
        }
        let Some((_, file)) = &mut open else { continue };
        let payload = file.seek(SeekFrom::Start(place.offset)).and_then(|_| next_payload(file));
        let record = payload.ok().flatten().and_then(|payload| Record::decode(payload.as_slice()).ok());
        let Some(record) = record else { continue };
        budget = budget.saturating_sub(record.unfolded_bytes());
        records.push(record);
        if budget == 0 {
            break;
        }
    }
    records.reverse();
    records
}

/// What a file's beginning says of the rest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Not even a header, or a part of one.
    Nothing,
    /// Records as this release writes them, or what damage made of them.
    Records,
    /// A format of this version, which is beyond this release's.
    Newer(u8),
}

/// Where a walk ended.
struct Walked {
    content: Content,
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
        Ok(Walked { content: Content::Records, reached, unsound: length.min(to).saturating_sub(reached) })
    };
    let mut header = Vec::new();
    file.by_ref().take(HEADER.len() as u64).read_to_end(&mut header)?;
    if header.len() < HEADER.len() && HEADER.starts_with(&header) {
        return Ok(Walked { content: Content::Nothing, reached: 0, unsound: 0 });
    }
    match header.strip_prefix(FORMAT) {
        Some([version]) if *version == VERSION => {}
        Some([version]) if *version > VERSION => {
            return Ok(Walked { content: Content::Newer(*version), reached: 0, unsound: 0 });
        }
        _ => return unsound(&file, 0),
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
    Ok(Walked { content: Content::Records, reached, unsound: 0 })
}

/// The next payload, or `None` at the end and at anything unsound.
fn next_payload(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut prefix = [0; PREFIX];
    if let Err(error) = file.read_exact(&mut prefix) {
        return if error.kind() == ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let [a, b, c, d, e, f, g, h] = prefix;
    let (length, sum) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
    // After a loss of power a file system may leave zeros at a tail: a record of no bytes whose checksum agrees.
    if length == 0 || length > LONGEST {
        return Ok(None);
    }
    let mut payload = Vec::new();
    file.take(u64::from(length)).read_to_end(&mut payload)?;
    Ok((payload.len() == length as usize && crc32fast::hash(&payload) == sum).then_some(payload))
}
