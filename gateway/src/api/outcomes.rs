//! Where every item is: the books of pages, door, journal and destinations side by side.

use std::{collections::BTreeMap, sync::PoisonError};

use serde::Serialize;

use crate::{clock, deliver::Progress, outcomes::Counts, serve::Gateway};

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

/// journalled = delivered + dropped + passed over + waiting.
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
        let sums = self.accounts.with(|accounts| accounts.sums(clock::now_ms(), self.silent_after));
        let destinations =
            had.into_iter().map(|(name, progress)| (name, DestinationReport::of(progress, sums.journalled))).collect();
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
    fn of(progress: Progress, journalled: u64) -> Self {
        let Progress { delivered, dropped, passed_over, .. } = progress;
        let had = delivered.saturating_add(total(&dropped)).saturating_add(passed_over);
        Self { delivered, waiting: journalled.saturating_sub(had), dropped, passed_over }
    }
}

fn total(counts: &BTreeMap<String, u64>) -> u64 {
    counts.values().fold(0, |sum, count| sum.saturating_add(*count))
}
