//! The journal as it lies on disk, read without the gateway's own code.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use honeyguide_catalog::item::caption;
use honeyguide_protocol::Batch;
use honeyguide_protocol::column::{self, Coding};
use prost::Message;

pub(super) const HEADER: &[u8] = b"HGJRNL\x00\x01";
const PREFIX: usize = 8;

/// One segment.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    /// Sound records, from the beginning.
    pub(super) records: Vec<Record>,
}

/// One record: where it lies, and what it brings.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) begin: u64,
    pub(super) end: u64,
    /// Page, number.
    pub(super) items: Vec<(u64, u64)>,
}

/// The part of the gateway's record that matters here.
#[derive(Clone, PartialEq, prost::Message)]
struct Envelope {
    #[prost(message, required, tag = "5")]
    batch: Batch,
}

/// All segments in the order of their numbers.
pub(super) fn read(journal: &Path) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for entry in fs::read_dir(journal)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_segment = stem.len() == 12 && stem.bytes().all(|byte| byte.is_ascii_digit());
        if is_segment && path.extension().is_some_and(|extension| extension == "journal") && path.is_file() {
            let bytes = fs::read(&path)?;
            segments.push(Segment { path, records: records(&bytes) });
        }
    }
    segments.sort_by(|one, two| one.path.cmp(&two.path));
    Ok(segments)
}

fn records(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    if !bytes.starts_with(HEADER) {
        return records;
    }
    let mut begin = HEADER.len();
    while let Some(payload) = payload(&bytes[begin..]) {
        let Ok(Envelope { batch }) = Envelope::decode(payload) else { break };
        let end = begin + PREFIX + payload.len();
        records.push(Record { begin: begin as u64, end: end as u64, items: items(&batch) });
        begin = end;
    }
    records
}

fn payload(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let payload = rest.get(..u32::from_le_bytes(*length) as usize)?;
    (honeyguide_protocol::frame::checksum(payload) == u32::from_le_bytes(*sum)).then_some(payload)
}

fn items(batch: &Batch) -> Vec<(u64, u64)> {
    let mut items = Vec::new();
    for series in &batch.series {
        let rows = series.times.len();
        let columns = column::split(&series.cells, rows).unwrap_or_default();
        let numbers = columns.iter().find(|column| column.field == caption::segment);
        let numbers = numbers.and_then(|column| column.decode(Coding::Integer, rows)).unwrap_or_default();
        items.extend(numbers.into_iter().flatten().map(|number| (batch.page, number)));
    }
    items
}
