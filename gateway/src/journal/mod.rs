//! The durable log: the only queue of the gateway.
//!
//! Records are appended by one thread (`writer`), in groups that share an fsync; readers follow by [`Position`],
//! each at its own pace, and see only what is on disk. Segments are plain files (`segment`):
//! an 8-byte header with the format's version, then records of length, CRC-32 and payload.

mod record;
mod repeats;
mod segment;
mod writer;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::watch;

pub use record::{BatchId, Record};
pub use segment::Recovery;
pub use writer::{Append, Appender, Limits};

use crate::journal::repeats::Repeats;

/// A place in the journal: the next record to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Which segment.
    pub segment: u64,
    /// Bytes from its start.
    pub offset: u64,
}

/// A record and the position after it.
#[derive(Debug)]
pub struct Entry {
    /// Where reading goes on after this record.
    pub next: Position,
    /// The record.
    pub record: Record,
}

/// What one reading brought.
#[derive(Debug)]
pub struct Chunk {
    /// The records, in order.
    pub entries: Vec<Entry>,
    /// Where reading goes on: after the last record, or the end that was read up to.
    pub reached: Position,
}

/// An open journal. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Journal {
    folder: Arc<PathBuf>,
    committed: watch::Receiver<Position>,
    /// What was found when it was opened.
    pub recovery: Recovery,
}

impl Journal {
    /// Opens the journal in `folder`, creating it where there is none, and starts its writer.
    ///
    /// Damaged segments are cut back to their sound beginning, the whole original kept beside them with the
    /// suffix `.damaged`: opening succeeds on any content.
    ///
    /// # Errors
    /// Only when the folder itself cannot be made, listed or written.
    pub fn open(folder: &Path, limits: Limits) -> anyhow::Result<(Self, Appender)> {
        fs::create_dir_all(folder)?;
        let mut repeats = Repeats::default();
        let recovery = segment::recover(folder, &mut |record| repeats.insert(record.id(), record.received_at))?;
        let (appender, committed) = writer::start(folder, recovery.next_segment, repeats, limits)?;
        Ok((Self { folder: Arc::new(folder.to_owned()), committed, recovery }, appender))
    }

    /// The records from `from` on, about `bytes` of them at most; waits until there is one.
    ///
    /// Returns `None` once the writer has ended and everything was read.
    pub async fn read(&self, from: Position, bytes: u64) -> Option<Chunk> {
        let mut committed = self.committed.clone();
        let end = *committed.wait_for(|end| *end > from).await.ok()?;
        let folder = Arc::clone(&self.folder);
        tokio::task::spawn_blocking(move || segment::read(&folder, from, end, bytes)).await.ok()
    }

    /// The end of what is on disk.
    #[must_use]
    pub fn committed(&self) -> Position {
        *self.committed.borrow()
    }
}
