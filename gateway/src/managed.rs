//! Items that cannot be lost unaccounted.
//!
//! A [`Managed`] value must be ended by one of its methods, each of which says what became of its items. Dropping it
//! otherwise panics in debug builds and is counted as [`Reason::Internal`] in release.

use std::sync::Arc;

use honeyguide_protocol::Reason;

use crate::outcomes::Outcomes;

/// A value that carries `items` captured events.
#[derive(Debug)]
#[must_use = "say what became of the items"]
pub struct Managed<T> {
    inner: Option<T>,
    items: u64,
    outcomes: Arc<Outcomes>,
}

impl<T> Managed<T> {
    /// Takes charge of `items` events that `inner` carries.
    pub fn new(inner: T, items: u64, outcomes: Arc<Outcomes>) -> Self {
        Self { inner: Some(inner), items, outcomes }
    }

    /// How many items.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// The value, for looking at.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.inner.as_ref()
    }

    /// The items are on disk.
    pub fn journalled(mut self) {
        self.inner = None;
        self.outcomes.accepted();
    }

    /// The items were on disk already, from an earlier sending of the same batch.
    pub fn repeated(mut self) {
        self.inner = None;
        self.outcomes.repeated(self.items);
    }

    /// The whole request is refused; the items are still the page's, which hears the reason.
    pub fn refused(mut self, reason: Reason) -> Reason {
        self.inner = None;
        self.outcomes.refused(reason);
        reason
    }
}

impl<T> Drop for Managed<T> {
    fn drop(&mut self) {
        if self.inner.is_some() {
            self.outcomes.internal(self.items);
            debug_assert!(std::thread::panicking(), "{} items were let go without an outcome", self.items);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a value dropped without an outcome.
    /// Guarantees: a debug build fails loudly, and the items are counted all the same.
    #[test]
    fn dropping_is_a_fault() {
        let outcomes = Arc::new(Outcomes::default());
        let managed = Managed::new("batch", 3, Arc::clone(&outcomes));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(managed))).is_err());
        assert_eq!(outcomes.counts().internal, 3);
    }

    /// Scenario: each proper ending.
    /// Guarantees: no fault, and each is counted where it belongs.
    #[test]
    fn endings() {
        let outcomes = Arc::new(Outcomes::default());
        let managed = |items| Managed::new((), items, Arc::clone(&outcomes));
        managed(1).journalled();
        managed(2).repeated();
        assert_eq!(managed(3).refused(Reason::Overloaded), Reason::Overloaded);
        let counts = outcomes.counts();
        assert_eq!((counts.accepted, counts.repeated_items, counts.internal), (1, 2, 0));
        assert_eq!(counts.refused.get("overloaded"), Some(&1));
    }
}
