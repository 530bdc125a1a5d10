//! A file of JSON lines, one an item: for reading with ordinary tools.

use std::{
    io::{self, SeekFrom},
    path::{Path, PathBuf},
};

use honeyguide_catalog::item::Shape;
use serde_json::{Map, Value, json};
use tokio::{
    fs::{File, OpenOptions},
    io::{AsyncSeekExt, AsyncWriteExt},
};

use super::{Destination, Handed, RetryLater};
use crate::{
    journal::{Entry, Record},
    table::{Attributes, Table},
};

/// Appends to a file, after whatever stands in it. The cursor remembers the file's length, and what a crash wrote
/// beyond is cut off: each item stands once. A file shorter than that (rotated, emptied) is gone on with at its end.
#[derive(Debug)]
pub struct JsonLines {
    path: PathBuf,
    /// Where the next line goes; `None` until something was written.
    length: Option<u64>,
    file: Option<File>,
}

const RETRY: std::time::Duration = std::time::Duration::from_secs(5);

impl JsonLines {
    /// For the file at `path`, created where there is none.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), length: None, file: None }
    }

    /// Appends the lines and returns the file's length.
    async fn write(&mut self, lines: &[u8]) -> io::Result<u64> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.open().await?,
        };
        let length = match self.length {
            Some(length) => length,
            None => file.metadata().await?.len(),
        };
        // From here on, what stands beyond is our own and may be cut off.
        self.length = Some(length);
        file.seek(SeekFrom::Start(length)).await?;
        file.write_all(lines).await?;
        file.sync_data().await?;
        self.file = Some(file);
        Ok(*self.length.insert(length + lines.len() as u64))
    }

    /// Opens the file and cuts it back to the remembered length, if it is at least that long.
    async fn open(&mut self) -> io::Result<File> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.path).await?;
        let found = file.metadata().await?.len();
        match self.length {
            Some(length) if length < found => file.set_len(length).await?,
            Some(length) if length > found => self.length = Some(found),
            _ => {}
        }
        Ok(file)
    }
}

impl Destination for JsonLines {
    const NAME: &'static str = "file";
    type Memory = Option<u64>;

    async fn resume(&mut self, length: Option<u64>) {
        self.length = length;
    }

    fn takes(&self, record: &Record) -> u64 {
        record.items
    }

    async fn deliver(&mut self, entries: &[Entry]) -> Result<Handed<Option<u64>>, RetryLater> {
        let mut lines = Vec::new();
        for entry in entries {
            render(&entry.record, &mut lines);
        }
        match self.write(&lines).await {
            Ok(length) => Ok(Handed { memory: Some(length), refused: 0 }),
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "the file destination cannot be written; tried again");
                Err(RetryLater(RETRY))
            }
        }
    }
}

/// Each item of a record as a line of JSON. Durations in milliseconds.
fn render(record: &Record, lines: &mut Vec<u8>) {
    let batch = &record.batch;
    let resource: Map<String, Value> = Attributes::resolve(batch, &batch.resource)
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let offset = batch.clock.map(|clock| clock.theta);
    for series in &batch.series {
        let Ok(table) = Table::unpack(batch, series) else { continue };
        let attributes: Map<String, Value> = Attributes::resolve(batch, &series.attributes)
            .iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        for row in 0..table.times.len() {
            let page_time = honeyguide_protocol::ms(table.times[row]);
            let line = json!({
                "kind": table.kind.name,
                "time": page_time + offset.unwrap_or(0.0),
                "page_time": page_time,
                "clock": batch.clock.map(|clock| json!({ "theta": clock.theta, "delta": clock.delta })),
                "app": record.app,
                "session": record.session,
                "page": format!("{:016x}", batch.page),
                "batch": batch.number,
                "resource": resource,
                "attributes": attributes,
                "fields": fields(&table, row),
            });
            lines.extend_from_slice(line.to_string().as_bytes());
            lines.push(b'\n');
        }
    }
}

fn fields(table: &Table, row: usize) -> Map<String, Value> {
    let value = |shape: Shape, raw: u64| match shape {
        Shape::Duration | Shape::SkewedDuration => json!(honeyguide_protocol::ms(raw.cast_signed())),
        Shape::Count | Shape::SignedCount => json!(raw.cast_signed()),
        Shape::Identifier => json!(format!("{raw:016x}")),
        Shape::Ratio | Shape::Number | Shape::SignedNumber => json!(f64::from_bits(raw)),
    };
    table
        .columns
        .iter()
        .filter_map(|column| Some((column.field.name.to_owned(), value(column.field.shape, column.values[row]?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: lines are written to a file that holds something already; then a crash wrote beyond the memory;
    /// then the file was emptied.
    /// Guarantees: what was there stays, the crash's rest is cut off, an emptied file has no gap of zeros.
    #[tokio::test]
    async fn what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("items.jsonl");
        std::fs::write(&path, "theirs\n").unwrap();
        let mut first = JsonLines::new(&path);
        first.resume(None).await;
        let memory = first.write(b"one\n").await.unwrap();
        let read = || std::fs::read_to_string(&path).unwrap();
        assert_eq!(read(), "theirs\none\n");

        std::fs::write(&path, "theirs\none\ntw").unwrap();
        let mut again = JsonLines::new(&path);
        again.resume(Some(memory)).await;
        again.write(b"two\n").await.unwrap();
        assert_eq!(read(), "theirs\none\ntwo\n");

        std::fs::write(&path, "x\n").unwrap();
        let mut emptied = JsonLines::new(&path);
        emptied.resume(Some(memory)).await;
        emptied.write(b"three\n").await.unwrap();
        assert_eq!(read(), "x\nthree\n");
    }
}
