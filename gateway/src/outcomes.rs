//! What became of requests at the door since this process started.
//!
//! Only refusals, repeats and faults are counted here. What was accepted, and which of its items were rejected,
//! stands in the journal and is counted by folding it (see [`crate::deliver::accounts`]).

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use honeyguide_protocol::Reason;
use serde::Serialize;

/// Shared counters. Cheap: one short lock per refused or repeated request.
#[derive(Debug, Default)]
pub struct Outcomes {
    counts: Mutex<Counts>,
}

/// A copy of the counters.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counts {
    /// Batches accepted (answered 202 for the first time).
    pub accepted: u64,
    /// Batches recognised as sent before, acknowledged again.
    pub repeated: u64,
    /// Items in repeated batches: counted once already.
    pub repeated_items: u64,
    /// Refused requests by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// Items let go without an outcome: a fault of this program, always 0.
    pub internal: u64,
}

impl Outcomes {
    /// A batch went into the journal.
    pub fn accepted(&self) {
        self.with(|counts| counts.accepted += 1);
    }

    /// A batch of `items` was known already.
    pub fn repeated(&self, items: u64) {
        self.with(|counts| {
            counts.repeated += 1;
            counts.repeated_items += items;
        });
    }

    /// A request was refused.
    pub fn refused(&self, reason: Reason) {
        self.with(|counts| *counts.refused.entry(reason.as_str()).or_default() += 1);
    }

    /// Items were let go without an outcome.
    pub fn internal(&self, items: u64) {
        self.with(|counts| counts.internal += items);
    }

    /// The counters as they stand.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn with(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
