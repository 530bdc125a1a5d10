//! A file of JSON lines, one an item: for reading with ordinary tools.

use std::path::{Path, PathBuf};

use honeyguide_catalog::item::Shape;
use serde_json::{Map, Value, json};
use tokio::{
    fs::{File, OpenOptions},
    io::AsyncWriteExt,
};

use super::{Destination, Undelivered};
use crate::{
    journal::{Entry, Record},
    table::{Attributes, Table},
};

/// Appends to a file. The cursor remembers its length, and what a crash wrote beyond is cut off: each item stands once.
#[derive(Debug)]
pub struct JsonLines {
    path: PathBuf,
    length: u64,
    file: Option<File>,
}

const RETRY: std::time::Duration = std::time::Duration::from_secs(5);

impl JsonLines {
    /// For the file at `path`, created where there is none.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), length: 0, file: None }
    }

    async fn write(&mut self, lines: &[u8]) -> std::io::Result<()> {
        if self.file.is_none() {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.path).await?;
            file.set_len(self.length).await?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        tokio::io::AsyncSeekExt::seek(file, std::io::SeekFrom::Start(self.length)).await?;
        file.write_all(lines).await?;
        file.sync_data().await?;
        self.length += lines.len() as u64;
        Ok(())
    }
}

impl Destination for JsonLines {
    const NAME: &'static str = "file";
    type Memory = u64;

    async fn resume(&mut self, length: u64) {
        self.length = length;
    }

    async fn deliver(&mut self, entries: &[Entry]) -> Result<u64, Undelivered> {
        let mut lines = Vec::new();
        for entry in entries {
            render(&entry.record, &mut lines);
        }
        match self.write(&lines).await {
            Ok(()) => Ok(self.length),
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "the file destination cannot be written; tried again");
                self.file = None;
                Err(Undelivered::Later(RETRY))
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
        Shape::Ratio | Shape::Number => json!(f64::from_bits(raw)),
    };
    table
        .columns
        .iter()
        .filter_map(|column| Some((column.field.name.to_owned(), value(column.field.shape, column.values[row]?))))
        .collect()
}
