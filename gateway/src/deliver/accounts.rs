//! What pages say they captured, beside what arrived: the books that must balance.

use std::collections::BTreeMap;

use honeyguide_protocol::Reason;
use serde::{Deserialize, Serialize};

use super::Fold;
use crate::journal::Record;

/// The books of all page views.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Accounts {
    pages: BTreeMap<String, PageView>,
    /// Sums of page views that were forgotten.
    closed: Sums,
    newest: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct PageView {
    seen_at: u64,
    /// Number of the batch that brought the latest totals.
    number: u32,
    sums: Sums,
}

/// Item counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Captured in pages, by their own totals.
    pub captured: u64,
    /// Dropped in pages, by reason.
    pub dropped_in_page: BTreeMap<String, u64>,
    /// Arrived and valid.
    pub journalled: u64,
    /// Arrived and rejected by validation, by reason.
    pub rejected: BTreeMap<String, u64>,
}

/// A page view is forgotten this long after its last batch, milliseconds.
const FORGET_MS: u64 = 24 * 60 * 60 * 1000;
/// And the oldest ones earlier, beyond this many.
const MOST_PAGES: usize = 100_000;

impl Fold for Accounts {
    const NAME: &'static str = "accounts";
    const VERSION: u32 = 1;
    type Stored = Self;

    fn apply(&mut self, record: &Record) {
        self.newest = self.newest.max(record.received_at);
        let key = format!("{}/{:016x}", record.session, record.batch.page);
        let page = self.pages.entry(key).or_default();
        page.seen_at = record.received_at;
        page.sums.journalled += record.items;
        add_pairs(&mut page.sums.rejected, &record.rejected);
        // Batches may arrive out of order: the highest number has the latest totals.
        if let Some(totals) = &record.batch.totals
            && (record.batch.number >= page.number)
        {
            page.number = record.batch.number;
            page.sums.captured = totals.captured;
            page.sums.dropped_in_page.clear();
            add_pairs(&mut page.sums.dropped_in_page, &totals.dropped);
        }
        if self.pages.len() > MOST_PAGES {
            self.forget_older_than(self.newest.saturating_sub(FORGET_MS));
        }
    }

    fn store(&self) -> Self {
        self.clone()
    }

    fn restore(&mut self, stored: Self) {
        *self = stored;
    }
}

impl Accounts {
    /// The sums over all page views.
    #[must_use]
    pub fn sums(&self) -> Sums {
        self.pages.values().fold(self.closed.clone(), |sums, page| sums.plus(&page.sums))
    }

    fn forget_older_than(&mut self, time: u64) {
        let mut ages: Vec<u64> = self.pages.values().map(|page| page.seen_at).collect();
        ages.sort_unstable();
        let limit = time.max(ages.get(ages.len() / 2).copied().unwrap_or(0));
        for page in self.pages.values().filter(|page| page.seen_at <= limit) {
            self.closed = std::mem::take(&mut self.closed).plus(&page.sums);
        }
        self.pages.retain(|_, page| page.seen_at > limit);
    }
}

impl Sums {
    fn plus(mut self, other: &Self) -> Self {
        self.captured += other.captured;
        self.journalled += other.journalled;
        for (into, from) in [(&mut self.dropped_in_page, &other.dropped_in_page), (&mut self.rejected, &other.rejected)]
        {
            for (reason, count) in from {
                *into.entry(reason.clone()).or_default() += count;
            }
        }
        self
    }
}

fn add_pairs(into: &mut BTreeMap<String, u64>, pairs: &[u64]) {
    for pair in pairs.chunks_exact(2) {
        let name = Reason::from_code(pair[0]).map_or("other", Reason::as_str);
        *into.entry(name.to_owned()).or_default() += pair[1];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_protocol::{Batch, Totals};

    fn record(page: u64, number: u32, captured: u64, items: u64) -> Record {
        let totals = Some(Totals { captured, dropped: vec![Reason::OutboxFull as u64, 2] });
        Record { items, batch: Batch { page, number, totals, ..Batch::default() }, ..Record::default() }
    }

    /// Scenario: two page views, one of whose batches arrive out of order.
    /// Guarantees: the latest totals count once each, arrived items add up.
    #[test]
    fn latest_totals_count() {
        let mut accounts = Accounts::default();
        for record in [record(1, 1, 30, 10), record(1, 0, 20, 18), record(2, 0, 7, 5)] {
            accounts.apply(&record);
        }
        let sums = accounts.sums();
        assert_eq!((sums.captured, sums.journalled), (37, 33));
        assert_eq!(sums.dropped_in_page.get("outbox_full"), Some(&4));
    }

    /// Scenario: page views are forgotten.
    /// Guarantees: their sums stay.
    #[test]
    fn forgetting_keeps_the_sums() {
        let mut accounts = Accounts::default();
        (0..10).for_each(|page| accounts.apply(&record(page, 0, 3, 1)));
        let before = accounts.sums();
        accounts.forget_older_than(u64::MAX);
        assert!(accounts.pages.is_empty());
        assert_eq!(accounts.sums(), before);
    }
}
