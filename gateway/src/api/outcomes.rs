//! Where every item is: the books of pages, door, journal and destinations side by side.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use serde::Serialize;

use crate::{clock, deliver::Progress, journal::Position, outcomes::Counts, serve::Gateway};

/// `/api/v1/outcomes`
#[derive(Debug, Serialize)]
pub struct Report {
    /// At the door, since this process started.
    pub requests: Counts,
    /// Over the journal's whole life.
    pub items: Items,
    /// By name.
    pub destinations: BTreeMap<&'static str, DestinationReport>,
}

/// captured = journalled + rejected + dropped in pages + lost with pages + still in pages' outboxes.
#[derive(Debug, Serialize)]
pub struct Items {
    /// By the pages' own running totals.
    pub captured: u64,
    /// Dropped in pages, by reason.
    pub dropped_in_page: BTreeMap<String, u64>,
    /// On disk here.
    pub journalled: u64,
    /// Rejected by validation, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Counted by pages that are over, and never arrived. Falls again where such a page comes back.
    pub lost_with_page: u64,
    /// Counted by a page, and neither arrived nor dropped: in its outbox, or on the way.
    pub in_pages: u64,
    /// Arrived or dropped, and in no page's totals: 0, or a page's totals are wrong.
    pub uncounted: u64,
}

/// journalled = delivered + dropped + passed over + unreadable + waiting.
#[derive(Debug, Serialize)]
pub struct DestinationReport {
    /// Items handed on.
    pub delivered: u64,
    /// Items in the journal that it has not had yet.
    pub waiting: u64,
    /// Items that it will never take, by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Items of kinds that it does not hand on.
    pub passed_over: u64,
    /// Items that lay where the journal was damaged before it had them. Left out where there are none.
    #[serde(skip_serializing_if = "is_zero")]
    pub unreadable: u64,
}

/// What each destination can no longer have, found out whenever it stands where the accounts do: whatever they have
/// and it has not is then in no segment any more.
#[derive(Debug, Default)]
pub struct Unreadable(Mutex<BTreeMap<&'static str, u64>>);

impl Unreadable {
    /// The items out of `missing` that `name`, at `position`, will never have.
    fn of(&self, name: &'static str, missing: u64, position: Position, accounts_at: Position) -> u64 {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.entry(name).or_default();
        if position >= accounts_at {
            *known = missing;
        }
        missing.min(*known)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Gateway {
    /// The books as of now.
    #[must_use]
    pub fn report(&self) -> Report {
        // Destinations first: what they have had is then certainly among what was journalled.
        let mut had = vec![("metrics", self.metrics.progress()), ("evaluator", self.objectives.progress())];
        for (name, progress) in &self.followers {
            had.push((name, progress.lock().unwrap_or_else(PoisonError::into_inner).clone()));
        }
        let now = clock::now_ms();
        let (sums, accounts_at) =
            self.accounts.with_position(|accounts, position| (accounts.sums(now, self.silent_after), position));
        let destinations = had.into_iter().map(|(name, progress)| {
            let missing = sums.journalled.saturating_sub(progress.had());
            let unreadable = self.unreadable.of(name, missing, progress.position, accounts_at);
            (name, DestinationReport::of(progress, missing - unreadable, unreadable))
        });
        let destinations = destinations.collect();
        let elsewhere = [total(&sums.rejected), total(&sums.dropped_in_page), sums.lost]
            .into_iter()
            .fold(sums.journalled, u64::saturating_add);
        Report {
            requests: self.outcomes.counts(),
            items: Items {
                captured: sums.captured,
                lost_with_page: sums.lost,
                in_pages: sums.captured.saturating_sub(elsewhere),
                uncounted: elsewhere.saturating_sub(sums.captured),
                dropped_in_page: sums.dropped_in_page,
                journalled: sums.journalled,
                rejected: sums.rejected,
            },
            destinations,
        }
    }
}

impl DestinationReport {
    fn of(progress: Progress, waiting: u64, unreadable: u64) -> Self {
        let Progress { delivered, dropped, passed_over, .. } = progress;
        Self { delivered, waiting, dropped, passed_over, unreadable }
    }
}

fn total(counts: &BTreeMap<String, u64>) -> u64 {
    counts.values().fold(0, |sum, count| sum.saturating_add(*count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a reader is behind the accounts, stands where they do with 5 items fewer, and is behind again.
    /// Guarantees: only what is missing at the accounts' own place is called unreadable, and stays so afterwards.
    #[test]
    fn unreadable_is_no_backlog() {
        let unreadable = Unreadable::default();
        let at = |offset| Position { segment: 3, offset };
        assert_eq!(unreadable.of("file", 20, at(10), at(90)), 0);
        assert_eq!(unreadable.of("file", 5, at(90), at(90)), 5);
        assert_eq!(unreadable.of("file", 17, at(100), at(190)), 5);
        assert_eq!(unreadable.of("metrics", 0, at(190), at(190)), 0);
    }
}
