//! Readers that hand records on to the outside, at least once and with stable ids.

use std::{
    collections::BTreeMap,
    future::Future,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use honeyguide_protocol::Reason;
use serde::{Deserialize, Serialize};

use super::snapshot::Store;
use crate::journal::{Chunk, Entry, Journal, Position, Record};

/// Somewhere outside.
pub trait Destination: Send + 'static {
    /// Its name.
    const NAME: &'static str;
    /// What it must remember beside its position, stored with it.
    type Memory: Serialize + for<'a> Deserialize<'a> + Default + Clone + Send;

    /// Goes on from a memory stored with the cursor. What it returns is stored before anything is delivered.
    ///
    /// # Errors
    /// [`RetryLater`] where it must be tried again.
    fn resume(&mut self, memory: Self::Memory) -> impl Future<Output = Result<Self::Memory, RetryLater>> + Send;

    /// How many items of a record are of kinds that it hands on.
    fn takes(&self, record: &Record) -> u64;

    /// Hands the entries on: `Ok` moves the cursor past them.
    ///
    /// # Errors
    /// [`RetryLater`] where the same entries must be tried again.
    fn deliver(&mut self, entries: &[Entry]) -> impl Future<Output = Result<Handed<Self::Memory>, RetryLater>> + Send;
}

/// What came of entries that were handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handed<M> {
    /// To be stored with the cursor.
    pub memory: M,
    /// Items that the destination will never take.
    pub refused: u64,
}

/// Out of reach or busy: the same again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryLater(pub Duration);

/// How far a destination has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// The next record.
    pub position: Position,
    /// Items handed on.
    pub delivered: u64,
    /// Items it will never take, by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Items of kinds that it does not hand on.
    #[serde(default)]
    pub passed_over: u64,
}

impl Progress {
    /// Items whose outcome is known.
    #[must_use]
    pub fn had(&self) -> u64 {
        let settled = self.dropped.values().fold(self.delivered, |sum, count| sum.saturating_add(*count));
        settled.saturating_add(self.passed_over)
    }

    /// Counts `items`, of which the destination takes `taken` but for `refused`.
    fn add(&mut self, items: u64, taken: u64, refused: u64) {
        let add = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        let taken = taken.min(items);
        let refused = refused.min(taken);
        add(&mut self.delivered, taken - refused);
        add(&mut self.passed_over, items - taken);
        if refused > 0 {
            add(self.dropped.entry(Reason::DestinationRefused.as_str().to_owned()).or_default(), refused);
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Stored<M> {
    progress: Progress,
    memory: M,
}

const STEP_BYTES: u64 = 256 * 1024;
const VERSION: u32 = 1;

/// Starts following. The task ends when the journal's writer has ended and everything was handed on.
pub fn follow<D: Destination>(
    destination: D,
    journal: Journal,
    folder: &Path,
) -> (Arc<Mutex<Progress>>, tokio::task::JoinHandle<()>) {
    let store = Store::new(folder, D::NAME, VERSION);
    let mut stored = store.load::<Stored<D::Memory>>().map(|snapshot| snapshot.state).unwrap_or_default();
    if stored.progress.position > journal.committed() {
        tracing::warn!(
            destination = D::NAME,
            "its cursor lies beyond the journal's end (segments were removed): it begins at the journal's beginning"
        );
        stored.progress = Progress::default();
    }
    journal.stood_at(stored.progress.position);
    let progress = Arc::new(Mutex::new(stored.progress));
    let task = tokio::spawn(run(destination, journal, store, Arc::clone(&progress), stored.memory));
    (progress, task)
}

async fn run<D: Destination>(
    mut destination: D,
    journal: Journal,
    store: Store,
    progress: Arc<Mutex<Progress>>,
    memory: D::Memory,
) {
    let lock = || progress.lock().unwrap_or_else(PoisonError::into_inner);
    let memory = loop {
        match destination.resume(memory.clone()).await {
            Ok(memory) => break memory,
            Err(RetryLater(wait)) => tokio::time::sleep(wait).await,
        }
    };
    let begun = lock().clone();
    save::<D>(&store, begun, memory).await;
    let mut position = lock().position;
    while let Some(Chunk { entries, reached }) = journal.read(position, STEP_BYTES).await {
        if entries.is_empty() {
            // A segment's end was passed: there is nothing to hand on, and nothing to remember.
            position = reached;
            lock().position = position;
            continue;
        }
        let handed = loop {
            match destination.deliver(&entries).await {
                Ok(handed) => break handed,
                Err(RetryLater(wait)) => tokio::time::sleep(wait).await,
            }
        };
        position = reached;
        let items = entries.iter().map(|entry| entry.record.items).fold(0, u64::saturating_add);
        let taken = entries.iter().map(|entry| destination.takes(&entry.record)).fold(0, u64::saturating_add);
        let mut now = lock().clone();
        now.position = position;
        now.add(items, taken, handed.refused);
        save::<D>(&store, now.clone(), handed.memory).await;
        // Shown once it is stored: a restart must not make it less.
        *lock() = now;
    }
}

async fn save<D: Destination>(store: &Store, progress: Progress, memory: D::Memory) {
    let (store, position) = (store.clone(), progress.position);
    let saved = tokio::task::spawn_blocking(move || store.save(position, Stored { progress, memory })).await;
    if !matches!(saved, Ok(Ok(()))) {
        tracing::warn!(
            destination = D::NAME,
            "a cursor could not be stored; what was handed on since will be handed on again after a restart"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        journal::{Append, Limits},
        managed::Managed,
        outcomes::Outcomes,
    };

    /// Looks at its own cursor before it takes anything.
    struct Looking {
        store: Store,
        shown: tokio::sync::mpsc::UnboundedSender<Option<(Position, u64)>>,
    }

    impl Destination for Looking {
        const NAME: &'static str = "looking";
        type Memory = u64;

        async fn resume(&mut self, memory: u64) -> Result<u64, RetryLater> {
            Ok(memory + 1)
        }

        fn takes(&self, record: &Record) -> u64 {
            record.items
        }

        async fn deliver(&mut self, entries: &[Entry]) -> Result<Handed<u64>, RetryLater> {
            assert_eq!(entries.len(), 1);
            let stored = self.store.load::<Stored<u64>>();
            let _ = self.shown.send(stored.map(|stored| (stored.position, stored.state.memory)));
            Ok(Handed { memory: 7, refused: 0 })
        }
    }

    /// Scenario: a destination takes its first record, ever; then the process ends, and another goes on.
    /// Guarantees: what it had to remember beforehand was stored when the first record came: a crash in the middle of it
    /// finds out where it began. The next process goes on with the memory of the last delivery, after it.
    #[tokio::test]
    async fn remembered_beforehand() {
        let folder = tempfile::tempdir().unwrap();
        let mut progress = Progress::default();
        for (round, memory) in [(0, 1), (1, 8)] {
            let (journal, appender) = Journal::open(folder.path(), Limits::default()).unwrap();
            let (shown, mut seen) = tokio::sync::mpsc::unbounded_channel();
            let store = Store::new(folder.path(), Looking::NAME, VERSION);
            let (following, task) = follow(Looking { store, shown }, journal.clone(), folder.path());
            let batch = honeyguide_protocol::Batch { number: round, ..Default::default() };
            let record =
                Managed::new(Record { items: 1, batch, ..Record::default() }, 1, Arc::new(Outcomes::default()));
            assert_eq!(appender.append(record).await, Append::Durable);
            let (position, remembered) = seen.recv().await.unwrap().expect("a cursor is stored");
            assert_eq!((position, remembered), (progress.position, memory));
            appender.close();
            task.await.unwrap();
            progress = following.lock().unwrap().clone();
            assert_eq!(progress.delivered, u64::from(round) + 1);
            drop((journal, appender));
            std::fs::File::open(folder.path().join("lock")).unwrap().lock().unwrap();
        }
    }
}
