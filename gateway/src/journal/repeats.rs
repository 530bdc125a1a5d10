//! Which batches were taken lately: a window of 12 to 24 hours that survives a crash, because it is a fold of the journal.

use std::{collections::HashSet, mem};

use super::record::BatchId;

/// How long one of the two generations is filled, milliseconds.
const GENERATION_MS: u64 = 12 * 60 * 60 * 1000;

/// Two generations of identities; the older is forgotten when the younger is 12 hours old.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    younger: HashSet<BatchId>,
    older: HashSet<BatchId>,
    started_at: u64,
}

impl Repeats {
    /// Remembers a batch; `false` if it was known.
    pub(super) fn insert(&mut self, id: BatchId, now: u64) -> bool {
        if now >= self.started_at + GENERATION_MS {
            self.older = mem::take(&mut self.younger);
            self.started_at = now;
        }
        !self.contains(&id) && self.younger.insert(id)
    }

    /// Forgets a batch that could not be written after all.
    pub(super) fn forget(&mut self, id: &BatchId) {
        self.younger.remove(id);
    }

    /// Whether a batch is known.
    pub(super) fn contains(&self, id: &BatchId) -> bool {
        self.younger.contains(id) || self.older.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a batch sent again at once, after 12 hours, and after a day and a half.
    /// Guarantees: known at once and for at least 12 hours; memory is given back in the end.
    #[test]
    fn window() {
        let id = |number| BatchId { session: "s".into(), page: 1, number };
        let mut repeats = Repeats::default();
        let start = 1_790_000_000_000;
        assert!(repeats.insert(id(0), start));
        assert!(!repeats.insert(id(0), start + 1));
        assert!(!repeats.insert(id(0), start + GENERATION_MS));
        assert!(repeats.insert(id(1), start + 2 * GENERATION_MS));
        assert!(repeats.insert(id(0), start + 3 * GENERATION_MS));
    }
}
