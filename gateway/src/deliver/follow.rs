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

    /// Goes on from a memory stored with the cursor.
    fn resume(&mut self, memory: Self::Memory) -> impl Future<Output = ()> + Send;

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
    let progress = Arc::new(Mutex::new(stored.progress));
    let task = tokio::spawn(run(destination, journal, store, Arc::clone(&progress), stored.memory));
    (progress, task)
}

async fn run<D: Destination>(
    mut destination: D,
    journal: Journal,
    store: Store,
    progress: Arc<Mutex<Progress>>,
    mut memory: D::Memory,
) {
    let lock = || progress.lock().unwrap_or_else(PoisonError::into_inner);
    destination.resume(memory.clone()).await;
    let mut position = lock().position;
    while let Some(Chunk { entries, reached }) = journal.read(position, STEP_BYTES).await {
        let handed = loop {
            match destination.deliver(&entries).await {
                Ok(handed) => break handed,
                Err(RetryLater(wait)) => tokio::time::sleep(wait).await,
            }
        };
        memory = handed.memory;
        position = reached;
        let items = entries.iter().map(|entry| entry.record.items).fold(0, u64::saturating_add);
        let taken = entries.iter().map(|entry| destination.takes(&entry.record)).fold(0, u64::saturating_add);
        let now = {
            let mut progress = lock();
            progress.position = position;
            progress.add(items, taken, handed.refused);
            progress.clone()
        };
        let stored = Stored { progress: now, memory: memory.clone() };
        let store = store.clone();
        let saved = tokio::task::spawn_blocking(move || store.save(position, stored)).await;
        if !matches!(saved, Ok(Ok(()))) {
            tracing::warn!(
                destination = D::NAME,
                "a cursor could not be stored; what was handed on since will be handed on again after a restart"
            );
        }
    }
}
