//! Segments on disk: naming, recovery, reading.

use std::{
    fs::{self, File},
    io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom},
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
    /// The oldest segment there is.
    pub first_segment: u64,
    /// The number for the next new segment.
    pub next_segment: u64,
}

/// The file of a segment.
pub(super) fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:012}.journal"))
}

/// The numbers of all segments, rising.
pub(super) fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut segments: Vec<u64> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".journal")?.parse().ok())
        .collect();
    segments.sort_unstable();
    Ok(segments)
}

/// Walks all segments, hands each sound record to `found`, and cuts damaged segments back.
///
/// # Errors
/// Only when the folder cannot be listed. A segment that cannot be repaired is passed over.
pub(super) fn recover(folder: &Path, found: &mut dyn FnMut(Record) -> bool) -> io::Result<Recovery> {
    let mut recovery = Recovery::default();
    let segments = list(folder)?;
    recovery.first_segment = segments.first().copied().unwrap_or(0);
    for segment in segments {
        recovery.next_segment = segment + 1;
        let path = path(folder, segment);
        let length = fs::metadata(&path).map_or(0, |metadata| metadata.len());
        let sound = walk(&path, 0, u64::MAX, &mut |_, record| {
            recovery.records += 1;
            found(record);
            true
        })
        .unwrap_or(0);
        if sound < length {
            recovery.damaged_segments += 1;
            recovery.damaged_bytes += length - sound;
            if let Err(error) = set_aside(&path, sound) {
                tracing::warn!(segment, %error, "a damaged segment could not be set aside; readers stop before the damage");
            }
        }
    }
    Ok(recovery)
}

/// Keeps the original as `.damaged` and leaves its sound beginning in its place.
fn set_aside(path: &Path, sound: u64) -> io::Result<()> {
    let aside = path.with_extension("damaged");
    fs::rename(path, &aside)?;
    let mut whole = File::open(&aside)?.take(sound);
    let mut cut = File::create(path)?;
    io::copy(&mut whole, &mut cut)?;
    cut.sync_all()
}

/// The records from `from` up to `end`, about `bytes` of them.
pub(super) fn read(folder: &Path, from: Position, end: Position, bytes: u64) -> Chunk {
    let mut entries = Vec::new();
    let mut budget = bytes;
    let segments = list(folder).unwrap_or_default();
    for segment in segments.into_iter().filter(|segment| (from.segment..=end.segment).contains(segment)) {
        let start = if segment == from.segment { from.offset } else { 0 };
        let stop = if segment == end.segment { end.offset } else { u64::MAX };
        let walked = walk(&path(folder, segment), start, stop, &mut |offset, record| {
            budget = budget.saturating_sub(record.encoded_len() as u64);
            entries.push(Entry { next: Position { segment, offset }, record });
            budget > 0
        });
        if let Err(error) = walked {
            tracing::warn!(segment, %error, "a segment could not be read");
        }
        if budget == 0 {
            break;
        }
    }
    let reached = match entries.last() {
        Some(last) if budget == 0 => last.next,
        _ => end,
    };
    Chunk { entries, reached }
}

/// Visits the sound records of one file between two offsets, each with the offset after it, until one is
/// unsound or `visit` answers false. Returns the offset after the last sound record.
fn walk(path: &Path, from: u64, to: u64, visit: &mut dyn FnMut(u64, Record) -> bool) -> io::Result<u64> {
    let mut file = BufReader::new(File::open(path)?);
    let mut header = [0; HEADER.len()];
    match file.read_exact(&mut header) {
        Ok(()) if header == *HEADER => {}
        Ok(()) => return Ok(0),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(0),
        Err(error) => return Err(error),
    }
    let mut offset = from.max(HEADER.len() as u64);
    file.seek(SeekFrom::Start(offset))?;
    while offset < to {
        let Some(payload) = next_payload(&mut file)? else { break };
        let Ok(record) = Record::decode(payload.as_slice()) else { break };
        offset += (PREFIX + payload.len()) as u64;
        if !visit(offset, record) {
            break;
        }
    }
    Ok(offset)
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
