//! The one thread that appends: it takes whatever has gathered, writes it, fsyncs once, then answers all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use prost::Message;
use tokio::sync::{oneshot, watch};

use super::{
    Folder, Position, Record,
    repeats::Repeats,
    segment::{self, HEADER},
};
use crate::managed::Managed;

/// How large the journal may grow.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A new segment begins beyond this many bytes.
    pub segment_bytes: u64,
    /// Appends that may wait for the disk; beyond, the door answers 503.
    pub waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { segment_bytes: 64 * 1024 * 1024, waiting: 1024 }
    }
}

/// What came of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Append {
    /// On disk, or there already: acknowledge.
    Durable,
    /// Not taken: too many wait, or the disk refused. The page keeps the batch and tries again.
    Refused,
}

/// The door to the writer. Cloning shares it; the writer ends when the last one is gone or one was closed.
#[derive(Clone, Debug)]
pub struct Appender {
    /// `None` once closed.
    queue: Arc<Mutex<Option<mpsc::SyncSender<Waiting>>>>,
}

#[derive(Debug)]
struct Waiting {
    record: Managed<Record>,
    answer: oneshot::Sender<Append>,
}

impl Appender {
    /// Appends a record; resolves once it is on disk.
    ///
    /// The writer, not the caller, gives the items their outcome: a request that is cut off while it waits is journalled all the same.
    pub async fn append(&self, record: Managed<Record>) -> Append {
        let (answer, answered) = oneshot::channel();
        match self.send(Waiting { record, answer }) {
            None => answered.await.unwrap_or(Append::Refused),
            Some(waiting) => {
                waiting.record.refused(honeyguide_protocol::Reason::Overloaded);
                Append::Refused
            }
        }
    }

    /// Ends the writer once it has written what waits; later appends are refused.
    pub fn close(&self) {
        *self.queue.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Gives back what the writer cannot take.
    fn send(&self, waiting: Waiting) -> Option<Waiting> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = queue.as_ref() else { return Some(waiting) };
        match queue.try_send(waiting) {
            Ok(()) => None,
            Err(mpsc::TrySendError::Full(waiting) | mpsc::TrySendError::Disconnected(waiting)) => Some(waiting),
        }
    }
}

/// Starts the writer on a new segment.
pub(super) fn start(
    folder: Arc<Folder>,
    segment: u64,
    repeats: Repeats,
    limits: Limits,
) -> io::Result<(Appender, watch::Receiver<Position>)> {
    let (queue, waiting) = mpsc::sync_channel(limits.waiting);
    let file = OpenSegment::create(&folder.path, segment)?;
    let (committed, watched) = watch::channel(file.position());
    let mut writer = Writer { folder, file, repeats, limits, committed };
    thread::Builder::new().name("journal".into()).spawn(move || writer.run(&waiting))?;
    Ok((Appender { queue: Arc::new(Mutex::new(Some(queue))) }, watched))
}

struct Writer {
    folder: Arc<Folder>,
    file: OpenSegment,
    repeats: Repeats,
    limits: Limits,
    committed: watch::Sender<Position>,
}

impl Writer {
    fn run(&mut self, queue: &mpsc::Receiver<Waiting>) {
        while let Ok(first) = queue.recv() {
            let mut group = vec![first];
            group.extend(queue.try_iter());
            self.commit(group);
        }
    }

    /// Writes one group. A batch that stands twice in it is written once; both are answered after the fsync.
    fn commit(&mut self, group: Vec<Waiting>) {
        let mut bytes = Vec::new();
        let mut fresh = Vec::new();
        for waiting in &group {
            let new = waiting.record.get().is_some_and(|record| self.repeats.insert(&record.id(), record.received_at));
            if let (true, Some(record)) = (new, waiting.record.get()) {
                frame(record, &mut bytes);
            }
            fresh.push(new);
        }
        let written = self.file.append(&bytes);
        if let Err(error) = &written {
            tracing::error!(%error, "the journal cannot be written; batches are refused until it can");
        } else {
            self.committed.send_replace(self.file.position());
        }
        for (waiting, fresh) in group.into_iter().zip(fresh) {
            let answer = match (&written, fresh) {
                (Ok(()), true) => {
                    waiting.record.journalled();
                    Append::Durable
                }
                (Ok(()), false) => {
                    waiting.record.repeated();
                    Append::Durable
                }
                (Err(_), _) => {
                    if let (true, Some(record)) = (fresh, waiting.record.get()) {
                        self.repeats.forget(&record.id());
                    }
                    waiting.record.refused(honeyguide_protocol::Reason::Overloaded);
                    Append::Refused
                }
            };
            // A request that was cut off no longer listens; its batch is safe.
            let _ = waiting.answer.send(answer);
        }
        self.begin_segment_when_full();
    }

    /// A broken segment has no successor: readers would take its tail, which was refused, for records.
    fn begin_segment_when_full(&mut self) {
        if self.file.length < self.limits.segment_bytes || self.file.broken {
            return;
        }
        match OpenSegment::create(&self.folder.path, self.file.segment + 1) {
            Ok(file) => {
                self.file = file;
                self.committed.send_replace(self.file.position());
            }
            Err(error) => tracing::error!(%error, "no new journal segment can be begun"),
        }
    }
}

fn frame(record: &Record, bytes: &mut Vec<u8>) {
    let payload = record.encode_to_vec();
    bytes.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&crc32fast::hash(&payload).to_le_bytes());
    bytes.extend_from_slice(&payload);
}

struct OpenSegment {
    file: File,
    segment: u64,
    length: u64,
    /// A write failed and the file could not be cut back yet: nothing is appended before it was.
    broken: bool,
}

impl OpenSegment {
    fn create(folder: &Path, segment: u64) -> io::Result<Self> {
        let path = segment::path(folder, segment);
        let mut file = fs::OpenOptions::new().append(true).create_new(true).open(&path)?;
        let written = file.write_all(HEADER).and_then(|()| file.sync_all());
        // The folder's entry for the new file must survive a crash as well.
        let written = written.and_then(|()| File::open(folder)?.sync_all());
        if let Err(error) = written {
            // Else its name would be taken at the next try.
            let _ = fs::remove_file(&path);
            return Err(error);
        }
        Ok(Self { file, segment, length: HEADER.len() as u64, broken: false })
    }

    fn position(&self) -> Position {
        Position { segment: self.segment, offset: self.length }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.broken {
            self.cut_back()?;
        }
        if bytes.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        if written.is_ok() {
            self.length += bytes.len() as u64;
        } else {
            // After a failed write or fsync the tail is unknown.
            let _ = self.cut_back();
        }
        written
    }

    fn cut_back(&mut self) -> io::Result<()> {
        let cut = self.file.set_len(self.length).and_then(|()| self.file.sync_all());
        self.broken = cut.is_err();
        cut
    }
}
