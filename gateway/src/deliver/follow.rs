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
use crate::journal::{Chunk, Entry, Journal, Position};

/// Somewhere outside.
pub trait Destination: Send + 'static {
    /// Its name.
    const NAME: &'static str;
    /// What it must remember beside its position, stored with it.
    type Memory: Serialize + for<'a> Deserialize<'a> + Default + Clone + Send;

    /// Goes on from a memory stored with the cursor.
    fn resume(&mut self, memory: Self::Memory) -> impl Future<Output = ()> + Send;

    /// Hands the entries on, all of them or none: `Ok` moves the cursor past them.
    ///
    /// # Errors
    /// [`Undelivered`] says whether to try again or to count the items as dropped.
    fn deliver(&mut self, entries: &[Entry]) -> impl Future<Output = Result<Self::Memory, Undelivered>> + Send;
}

/// Why nothing was handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// Out of reach or busy: the same again after this long.
    Later(Duration),
    /// Refused for good: the items are dropped under this name.
    Never(Reason),
}

/// How far a destination has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// The next record.
    pub position: Position,
    /// Items handed on.
    pub delivered: u64,
    /// Items it will never take, by reason.
    pub dropped: BTreeMap<String, u64>,
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
    let stored = store.load::<Stored<D::Memory>>().map(|snapshot| snapshot.state).unwrap_or_default();
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
        let items: u64 = entries.iter().map(|entry| entry.record.items).sum();
        let dropped = loop {
            match destination.deliver(&entries).await {
                Ok(remember) => {
                    memory = remember;
                    break None;
                }
                Err(Undelivered::Never(reason)) => break Some(reason),
                Err(Undelivered::Later(wait)) => tokio::time::sleep(wait).await,
            }
        };
        position = reached;
        let now = {
            let mut progress = lock();
            progress.position = position;
            match dropped {
                None => progress.delivered += items,
                Some(reason) => *progress.dropped.entry(reason.as_str().to_owned()).or_default() += items,
            }
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
