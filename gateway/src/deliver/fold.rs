//! Readers whose state is a fold over the journal.

use std::{
    collections::BTreeMap,
    path::Path,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::watch;

use super::{
    Progress,
    snapshot::{Snapshot, Store},
};
use crate::journal::{Journal, Position, Record};

/// State that grows by records, in the journal's order. Time may pass for it as well (the evaluator's does), but it
/// counts nothing that no record brought.
pub trait Fold: Send + 'static {
    /// Its name: of the snapshot, of the destination in the outcomes.
    const NAME: &'static str;
    /// Version of the snapshot's form.
    const VERSION: u32;
    /// What is stored.
    type Stored: Serialize + DeserializeOwned + Send;

    /// Takes one record in; `at` is where the journal has it.
    fn apply(&mut self, record: &Record, at: Position);
    /// Items that it could not take, by reason.
    fn dropped(&self) -> BTreeMap<String, u64> {
        BTreeMap::new()
    }
    /// A copy to store.
    fn store(&self) -> Self::Stored;
    /// Goes on from a stored copy.
    fn restore(&mut self, stored: Self::Stored);
}

/// A running fold. Cloning shares it.
#[derive(Debug)]
pub struct Folded<F> {
    inner: Arc<Mutex<Inner<F>>>,
    reached: watch::Receiver<Position>,
}

#[derive(Debug)]
struct Inner<F> {
    state: F,
    position: Position,
    delivered: u64,
}

#[derive(Serialize, serde::Deserialize)]
struct Stored<S> {
    delivered: u64,
    state: S,
}

/// Bytes of journal taken in under one lock.
const STEP_BYTES: u64 = 256 * 1024;
/// How often the state is stored while it changes.
const STORE_EVERY: Duration = Duration::from_secs(5);

impl<F> Clone for Folded<F> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), reached: self.reached.clone() }
    }
}

impl<F> Folded<F> {
    /// Looks at the state.
    pub fn with<T>(&self, look: impl FnOnce(&mut F) -> T) -> T {
        look(&mut self.lock().state)
    }

    /// Looks at the state together with the position up to which it holds everything.
    pub fn with_position<T>(&self, look: impl FnOnce(&F, Position) -> T) -> T {
        let inner = self.lock();
        look(&inner.state, inner.position)
    }

    /// What it has taken in over the journal's whole life, and how far it has come: what it could not take is not delivered.
    #[must_use]
    pub fn progress(&self) -> Progress
    where
        F: Fold,
    {
        let inner = self.lock();
        let dropped = inner.state.dropped();
        let delivered = inner.delivered.saturating_sub(dropped.values().sum());
        Progress { position: inner.position, delivered, dropped, passed_over: 0 }
    }

    /// How far it has come.
    #[must_use]
    pub fn reached(&self) -> watch::Receiver<Position> {
        self.reached.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Inner<F>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a fold from its snapshot in `folder`. The task ends when the journal's writer has ended and all is taken in.
pub fn fold<F: Fold>(mut state: F, journal: Journal, folder: &Path) -> (Folded<F>, tokio::task::JoinHandle<()>) {
    let store = Store::new(folder, F::NAME, F::VERSION);
    let (mut position, mut delivered) = (Position::default(), 0);
    match store.load::<Stored<F::Stored>>() {
        Some(Snapshot { position: stored_at, .. }) if stored_at > journal.committed() => tracing::warn!(
            reader = F::NAME,
            "its position lies beyond the journal's end (segments were removed): folding the journal anew"
        ),
        Some(Snapshot { position: stored_at, state: stored, .. }) => {
            journal.stood_at(stored_at);
            state.restore(stored.state);
            (position, delivered) = (stored_at, stored.delivered);
        }
        None => {}
    }
    let (reaching, reached) = watch::channel(position);
    let folded = Folded { inner: Arc::new(Mutex::new(Inner { state, position, delivered })), reached };
    let task = tokio::spawn(run(folded.clone(), reaching, journal, store));
    (folded, task)
}

async fn run<F: Fold>(folded: Folded<F>, reaching: watch::Sender<Position>, journal: Journal, store: Store) {
    let mut position = folded.lock().position;
    let mut stored_at = Instant::now();
    let mut unstored = false;
    loop {
        let mut reading = pin!(journal.read(position, STEP_BYTES));
        // A reading that takes long is not begun anew for the snapshot's sake.
        let chunk = loop {
            match tokio::time::timeout(STORE_EVERY, &mut reading).await {
                Ok(chunk) => break chunk,
                Err(_) if unstored => {
                    unstored = save(&folded, &store).await.is_err();
                    stored_at = Instant::now();
                }
                Err(_) => {}
            }
        };
        let Some(chunk) = chunk else { break };
        position = chunk.reached;
        unstored = true;
        {
            let mut inner = folded.lock();
            for entry in &chunk.entries {
                inner.state.apply(&entry.record, entry.at);
                inner.delivered = inner.delivered.saturating_add(entry.record.items);
            }
            inner.position = position;
        }
        reaching.send_replace(position);
        if stored_at.elapsed() >= STORE_EVERY {
            unstored = save(&folded, &store).await.is_err();
            stored_at = Instant::now();
        }
    }
    let _ = save(&folded, &store).await;
}

async fn save<F: Fold>(folded: &Folded<F>, store: &Store) -> Result<(), ()> {
    let (position, stored) = {
        let inner = folded.lock();
        (inner.position, Stored { delivered: inner.delivered, state: inner.state.store() })
    };
    let store = store.clone();
    let saved = tokio::task::spawn_blocking(move || store.save(position, stored)).await;
    match saved {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(reader = F::NAME, %error, "a snapshot could not be stored; tried again");
            Err(())
        }
        Err(_) => Err(()),
    }
}
