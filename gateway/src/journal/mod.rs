//! The durable log: the only queue of the gateway.
//!
//! Records are appended by one thread (`writer`), in groups that share an fsync; readers follow by [`Position`],
//! each at its own pace, and see only what is on disk. Segments are plain files (`segment`):
//! an 8-byte header with the format's version, then records of length, CRC-32 and payload.

mod quarantine;
mod record;
mod repeats;
mod segment;
mod writer;

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use tokio::sync::watch;

pub use quarantine::Damage;
pub use record::{BatchId, Record};
pub use segment::Recovery;
pub use writer::{Append, Appender, Limits};

use crate::journal::{quarantine::Book, repeats::Repeats};

/// A place in the journal: the next record to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Which segment.
    pub segment: u64,
    /// Bytes from its start.
    pub offset: u64,
}

/// A record and where it lies.
#[derive(Debug)]
pub struct Entry {
    /// Where it begins.
    pub at: Position,
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

/// The journal's folder, locked: no other process writes there as long as this lives.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    fn lock(path: &Path) -> anyhow::Result<Self> {
        let unusable = || {
            format!(
                "the data folder {} cannot be used; make it a folder that this user may write, or choose another with --data",
                path.display()
            )
        };
        fs::create_dir_all(path).with_context(unusable)?;
        let lock = File::options().write(true).create(true).truncate(false).open(path.join("lock"));
        let lock = lock.with_context(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => anyhow::bail!(
                "another gateway uses this folder ({}); stop it or choose another with --data",
                path.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).with_context(unusable),
        }
    }
}

/// An open journal. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Journal {
    folder: Arc<Folder>,
    committed: watch::Receiver<Position>,
    /// The last reading failed, and that was said.
    failing: Arc<AtomicBool>,
    damage: Arc<Book>,
    /// What was found when it was opened.
    pub recovery: Recovery,
}

/// Wait before a failed reading is tried again.
const READ_AGAIN: Duration = Duration::from_secs(1);

impl Journal {
    /// Opens the journal in `folder`, creating it where there is none, and starts its writer.
    ///
    /// Damaged segments are cut back to their sound beginning, the whole original kept beside them with the
    /// suffix `.damaged`; what cannot be read at all is given that name. What a newer release wrote is left as it is.
    /// Opening succeeds on any content.
    ///
    /// # Errors
    /// Only when the folder itself cannot be made, listed or written, or another process uses it.
    pub fn open(folder: &Path, limits: Limits) -> anyhow::Result<(Self, Appender)> {
        let folder = Arc::new(Folder::lock(folder)?);
        let mut repeats = Repeats::default();
        let failed = || format!("the journal in {} cannot be opened", folder.path.display());
        let damage = Arc::new(Book::default());
        let recovery = segment::recover(&folder.path, &damage, &mut |record| {
            repeats.insert(&record.id(), record.received_at);
        });
        let recovery = recovery.with_context(failed)?;
        let started = writer::start(Arc::clone(&folder), recovery.next_segment, repeats, limits);
        let (appender, committed) = started.with_context(failed)?;
        Ok((Self { folder, committed, failing: Arc::default(), damage, recovery }, appender))
    }

    /// The records from `from` on, about `bytes` of them at most; waits until there is one, and until it can be read.
    ///
    /// Returns `None` once the writer has ended and everything was read.
    pub async fn read(&self, from: Position, bytes: u64) -> Option<Chunk> {
        let mut committed = self.committed.clone();
        loop {
            let end = *committed.wait_for(|end| *end > from).await.ok()?;
            let (folder, damage) = (Arc::clone(&self.folder), Arc::clone(&self.damage));
            let reading =
                tokio::task::spawn_blocking(move || segment::read(&folder.path, from, end, bytes, &damage)).await;
            let error = match reading {
                Ok(Ok(chunk)) => {
                    self.failing.store(false, Ordering::Relaxed);
                    return Some(chunk);
                }
                Ok(Err(error)) => error.to_string(),
                // The runtime is going down.
                Err(ended) if ended.is_cancelled() => return None,
                Err(panicked) => panicked.to_string(),
            };
            if !self.failing.swap(true, Ordering::Relaxed) {
                tracing::error!(error, ?from, "the journal cannot be read; tried again until it can");
            }
            tokio::time::sleep(READ_AGAIN).await;
        }
    }

    /// The records at places where a reader found them, in their order, up to about `bytes` of them; what cannot be read any
    /// more is left out.
    pub async fn pick(&self, places: Vec<Position>, bytes: usize) -> Vec<Record> {
        let folder = Arc::clone(&self.folder);
        let picking = tokio::task::spawn_blocking(move || segment::pick(&folder.path, &places, bytes)).await;
        picking.unwrap_or_default()
    }

    /// Resolves when the journal has grown beyond a place; never again once the writer has ended.
    pub async fn grown(&self, beyond: Position) {
        let mut committed = self.committed.clone();
        if committed.wait_for(|end| *end > beyond).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The end of what is on disk.
    #[must_use]
    pub fn committed(&self) -> Position {
        *self.committed.borrow()
    }

    /// Bytes before a position: how far a reader has come.
    #[must_use]
    pub fn bytes_before(&self, position: Position) -> u64 {
        segment::bytes_before(&self.folder.path, position)
    }

    /// What could not be read so far.
    #[must_use]
    pub fn damage(&self) -> Damage {
        self.damage.damage(&self.folder.path)
    }

    /// A reader had come to `position` before this start. Where the segment ends earlier, records were cut off
    /// that were there: that is noted as damage. The reader goes on at the next segment.
    pub fn stood_at(&self, position: Position) {
        let path = segment::path(&self.folder.path, position.segment);
        let missing = position.offset.saturating_sub(segment::length(&path));
        // One that somebody removed is not damaged.
        if missing > 0 && path.is_file() && self.damage.note(position.segment, missing) {
            tracing::warn!(?position, missing, "a segment ends before what a reader had read of it: it was cut off");
        }
    }
}
