//! Which batches were taken lately: a window of 12 to 24 hours that survives a crash, because it is a fold of the journal.

use std::{
    collections::{BTreeMap, HashMap},
    mem,
};

use super::record::BatchId;

/// How long one of the two generations is filled, milliseconds.
const GENERATION_MS: u64 = 12 * 60 * 60 * 1000;

/// Two generations of identities; the older is forgotten when the younger is 12 hours old.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    younger: Generation,
    older: Generation,
    started_at: u64,
}

/// Batch numbers by session and page view. A page counts them up, so that one range a page view is the rule.
#[derive(Debug, Default)]
struct Generation(HashMap<String, HashMap<u64, Ranges>>);

/// Numbers as ranges: first and last.
#[derive(Debug, Default)]
struct Ranges(BTreeMap<u32, u32>);

impl Repeats {
    /// Remembers a batch; `false` if it was known.
    pub(super) fn insert(&mut self, id: &BatchId, now: u64) -> bool {
        if now >= self.started_at.saturating_add(GENERATION_MS) {
            self.older = mem::take(&mut self.younger);
            self.started_at = now;
        }
        let new = !self.contains(id);
        if new {
            self.younger.ranges(id).insert(id.number);
        }
        new
    }

    /// Forgets a batch that could not be written after all.
    pub(super) fn forget(&mut self, id: &BatchId) {
        self.younger.ranges(id).remove(id.number);
    }

    /// Whether a batch is known.
    pub(super) fn contains(&self, id: &BatchId) -> bool {
        self.younger.contains(id) || self.older.contains(id)
    }
}

impl Generation {
    fn contains(&self, id: &BatchId) -> bool {
        self.0
            .get(&id.session)
            .and_then(|pages| pages.get(&id.page))
            .is_some_and(|ranges| ranges.holding(id.number).is_some())
    }

    fn ranges(&mut self, id: &BatchId) -> &mut Ranges {
        self.0.entry(id.session.clone()).or_default().entry(id.page).or_default()
    }
}

impl Ranges {
    /// The range that holds a number.
    fn holding(&self, number: u32) -> Option<(u32, u32)> {
        let (first, last) = self.0.range(..=number).next_back()?;
        (number <= *last).then_some((*first, *last))
    }

    /// Adds a number that is in none, joining the ranges that it touches.
    fn insert(&mut self, number: u32) {
        let before = number.checked_sub(1).and_then(|before| self.holding(before));
        let first = before.map_or(number, |(first, _)| first);
        let last = number.checked_add(1).and_then(|after| self.0.remove(&after)).unwrap_or(number);
        self.0.insert(first, last);
    }

    fn remove(&mut self, number: u32) {
        let Some((first, last)) = self.holding(number) else { return };
        self.0.remove(&first);
        if first < number {
            self.0.insert(first, number - 1);
        }
        if number < last {
            self.0.insert(number + 1, last);
        }
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
        assert!(repeats.insert(&id(0), start));
        assert!(!repeats.insert(&id(0), start + 1));
        assert!(!repeats.insert(&id(0), start + GENERATION_MS));
        assert!(repeats.insert(&id(1), start + 2 * GENERATION_MS));
        assert!(repeats.insert(&id(0), start + 3 * GENERATION_MS));
    }

    /// Scenario: batches of one page view in any order, at the ends of their numbers too, one of them forgotten.
    /// Guarantees: each is known exactly once, and they take one range together.
    #[test]
    fn ranges() {
        let id = |number| BatchId { session: "s".into(), page: 1, number };
        let mut repeats = Repeats::default();
        for number in [3, 1, 0, 2, 5, 4, u32::MAX, u32::MAX - 1] {
            assert!(repeats.insert(&id(number), 0), "{number}");
            assert!(!repeats.insert(&id(number), 0), "{number}");
        }
        let count = |repeats: &Repeats| repeats.younger.0["s"][&1].0.len();
        assert_eq!(count(&repeats), 2);
        repeats.forget(&id(2));
        assert_eq!(count(&repeats), 3);
        assert!(!repeats.contains(&id(2)) && repeats.contains(&id(1)) && repeats.contains(&id(3)));
        assert!(repeats.insert(&id(2), 0));
        assert_eq!(count(&repeats), 2);
    }
}
