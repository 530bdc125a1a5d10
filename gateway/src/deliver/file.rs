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
    table::{Attributes, Table, tables},
};

/// Appends to a file, after whatever stands in it. The cursor remembers the file's length, and what a crash wrote
/// beyond is cut off: each item stands once. A file shorter than that (rotated, emptied) is gone on with at its end.
#[derive(Debug)]
pub struct JsonLines {
    path: PathBuf,
    /// Where the next line goes; `None` until the file was opened.
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
        let (mut file, length) = self.open().await?;
        file.seek(SeekFrom::Start(length)).await?;
        file.write_all(lines).await?;
        file.sync_data().await?;
        self.file = Some(file);
        Ok(*self.length.insert(length + lines.len() as u64))
    }

    /// The file, and where its next line goes. One that is opened is cut back to the remembered length, if it is at
    /// least that long: what stands beyond is our own.
    async fn open(&mut self) -> io::Result<(File, u64)> {
        if let (Some(file), Some(length)) = (self.file.take(), self.length) {
            return Ok((file, length));
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.path).await?;
        // A new file's name must survive a crash as well as the cursor that remembers its length.
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new("."))).await?.sync_all().await?;
        let found = file.metadata().await?.len();
        let length = self.length.unwrap_or(found).min(found);
        if length < found {
            file.set_len(length).await?;
        }
        self.length = Some(length);
        Ok((file, length))
    }

    fn later(&self, error: &io::Error) -> RetryLater {
        tracing::warn!(path = %self.path.display(), %error, "the file destination cannot be written; tried again");
        RetryLater(RETRY)
    }
}

impl Destination for JsonLines {
    const NAME: &'static str = "file";
    type Memory = Option<u64>;

    /// Opens the file: its length must be remembered before the first line, or a crash would leave lines of unknown origin.
    async fn resume(&mut self, length: Option<u64>) -> Result<Option<u64>, RetryLater> {
        self.length = length;
        let (file, length) = self.open().await.map_err(|error| self.later(&error))?;
        self.file = Some(file);
        Ok(Some(length))
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
            Err(error) => Err(self.later(&error)),
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
    for (_, table, attributes) in tables(batch) {
        let attributes: Map<String, Value> =
            attributes.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
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
        Shape::Duration | Shape::SkewedDuration | Shape::SignedDuration => {
            json!(honeyguide_protocol::ms(raw.cast_signed()))
        }
        Shape::Count | Shape::SmallCount | Shape::SignedCount => json!(raw.cast_signed()),
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
        assert_eq!(first.resume(None).await, Ok(Some(7)));
        let memory = first.write(b"one\n").await.unwrap();
        let read = || std::fs::read_to_string(&path).unwrap();
        assert_eq!(read(), "theirs\none\n");

        std::fs::write(&path, "theirs\none\ntw").unwrap();
        let mut again = JsonLines::new(&path);
        assert_eq!(again.resume(Some(memory)).await, Ok(Some(memory)));
        again.write(b"two\n").await.unwrap();
        assert_eq!(read(), "theirs\none\ntwo\n");

        std::fs::write(&path, "x\n").unwrap();
        let mut emptied = JsonLines::new(&path);
        assert_eq!(emptied.resume(Some(memory)).await, Ok(Some(2)));
        emptied.write(b"three\n").await.unwrap();
        assert_eq!(read(), "x\nthree\n");
    }
}
