//! Where every item is: the books of pages, door, journal and destinations side by side.

use std::{collections::BTreeMap, sync::PoisonError};

use serde::Serialize;

use crate::{outcomes::Counts, serve::Gateway};

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

/// captured = journalled + rejected + dropped in pages + still in pages' outboxes (or lost with a page).
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
    /// Counted by a page, and neither arrived nor dropped: in its outbox, on the way, or lost with it.
    pub in_pages: u64,
}

/// journalled = delivered + dropped + waiting.
#[derive(Debug, Serialize)]
pub struct DestinationReport {
    /// Items handed on.
    pub delivered: u64,
    /// Items in the journal that it has not had yet.
    pub waiting: u64,
    /// Items that it will never take, by reason.
    pub dropped: BTreeMap<String, u64>,
}

impl Gateway {
    /// The books as of now.
    #[must_use]
    pub fn report(&self) -> Report {
        // Destinations first: what they have had is then certainly among what was journalled.
        let mut had: Vec<(&'static str, u64, BTreeMap<String, u64>)> = vec![
            ("metrics", self.metrics.delivered(), BTreeMap::new()),
            ("evaluator", self.objectives.delivered(), BTreeMap::new()),
        ];
        for (name, progress) in &self.followers {
            let progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
            had.push((name, progress.delivered, progress.dropped.clone()));
        }
        let sums = self.accounts.with(|accounts| accounts.sums());
        let total = |counts: &BTreeMap<String, u64>| counts.values().sum::<u64>();
        let destinations = had
            .into_iter()
            .map(|(name, delivered, dropped)| {
                let waiting = sums.journalled.saturating_sub(delivered + total(&dropped));
                (name, DestinationReport { delivered, waiting, dropped })
            })
            .collect();
        let elsewhere = sums.journalled + total(&sums.rejected) + total(&sums.dropped_in_page);
        Report {
            requests: self.outcomes.counts(),
            items: Items {
                captured: sums.captured,
                in_pages: sums.captured.saturating_sub(elsewhere),
                dropped_in_page: sums.dropped_in_page,
                journalled: sums.journalled,
                rejected: sums.rejected,
            },
            destinations,
        }
    }
}
