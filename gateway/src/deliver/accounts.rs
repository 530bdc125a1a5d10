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
    /// How many records there were: says when page views are looked through for old ones.
    #[serde(default)]
    records: u64,
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

/// A page view is forgotten this long after its last batch, milliseconds: its sums stay, and were it to come back,
/// its running totals would count again.
const FORGET_MS: u64 = 24 * 60 * 60 * 1000;
/// Beyond this many, those that were silent longest are forgotten earlier: as many as are too many.
const MOST_PAGES: usize = 200_000;
/// Records between two looks for page views to forget.
const LOOK_EVERY: u64 = 4096;

impl Fold for Accounts {
    const NAME: &'static str = "accounts";
    const VERSION: u32 = 1;
    type Stored = Self;

    fn apply(&mut self, record: &Record) {
        self.newest = self.newest.max(record.received_at);
        let key = format!("{}/{:016x}", record.session, record.batch.page);
        let page = self.pages.entry(key).or_default();
        page.seen_at = page.seen_at.max(record.received_at);
        add(&mut page.sums.journalled, record.items);
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
        self.records = self.records.wrapping_add(1);
        if self.records.is_multiple_of(LOOK_EVERY) {
            self.forget(MOST_PAGES);
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

    /// Forgets the page views of more than [`FORGET_MS`] ago, and the oldest of more than `most`.
    fn forget(&mut self, most: usize) {
        let mut limit = self.newest.saturating_sub(FORGET_MS);
        let mut ages: Vec<u64> = self.pages.values().map(|page| page.seen_at).filter(|age| *age >= limit).collect();
        if ages.len() > most {
            let surplus = ages.len() - most;
            limit = *ages.select_nth_unstable(surplus).1;
        }
        // Of those that were seen in the same millisecond as the oldest that stays, some may be too many: they stay.
        let closed = &mut self.closed;
        self.pages.retain(|_, page| {
            let stays = page.seen_at >= limit;
            if !stays {
                *closed = std::mem::take(closed).plus(&page.sums);
            }
            stays
        });
    }
}

impl Sums {
    fn plus(mut self, other: &Self) -> Self {
        add(&mut self.captured, other.captured);
        add(&mut self.journalled, other.journalled);
        for (into, from) in [(&mut self.dropped_in_page, &other.dropped_in_page), (&mut self.rejected, &other.rejected)]
        {
            for (reason, count) in from {
                add(into.entry(reason.clone()).or_default(), *count);
            }
        }
        self
    }
}

/// Saturates: what a page claims must not stop the books.
fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

fn add_pairs(into: &mut BTreeMap<String, u64>, pairs: &[u64]) {
    for pair in pairs.chunks_exact(2) {
        let name = Reason::from_code(pair[0]).map_or("other", Reason::as_str);
        add(into.entry(name.to_owned()).or_default(), pair[1]);
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

    /// Scenario: page views of yesterday and today, then more than may be kept.
    /// Guarantees: the old ones are forgotten, then the oldest only; their sums stay.
    #[test]
    fn forgetting_keeps_the_sums() {
        let mut accounts = Accounts::default();
        for page in 0..10 {
            let day = if page < 4 { 0 } else { 2 * FORGET_MS };
            accounts.apply(&Record { received_at: day + page, ..record(page, 0, 3, 1) });
        }
        let before = accounts.sums();
        accounts.forget(8);
        assert_eq!(accounts.pages.len(), 6);
        accounts.forget(5);
        assert_eq!(accounts.pages.values().map(|page| page.seen_at - 2 * FORGET_MS).min(), Some(5));
        assert_eq!((accounts.pages.len(), accounts.sums()), (5, before));
    }

    /// Scenario: one page view comes, and a day later many batches of another.
    /// Guarantees: the first is forgotten without many page views having come.
    #[test]
    fn forgotten_by_age() {
        let mut accounts = Accounts::default();
        accounts.apply(&record(1, 0, 3, 1));
        for number in 0..LOOK_EVERY as u32 {
            accounts.apply(&Record { received_at: 2 * FORGET_MS, ..record(2, number, 3, 1) });
        }
        assert_eq!(accounts.pages.len(), 1);
    }

    /// Scenario: page views whose totals are as large as numbers get.
    /// Guarantees: the sums stop at the largest number instead of overflowing.
    #[test]
    fn hostile_totals() {
        let mut accounts = Accounts::default();
        for page in 0..2 {
            let mut record = record(page, 0, u64::MAX, u64::MAX);
            record.rejected = vec![Reason::Negative as u64, u64::MAX, Reason::Negative as u64, 1];
            record.batch.totals = Some(Totals { captured: u64::MAX, dropped: vec![1, u64::MAX, 1, 1] });
            accounts.apply(&record);
        }
        let sums = accounts.sums();
        assert_eq!((sums.captured, sums.journalled), (u64::MAX, u64::MAX));
        assert_eq!(sums.dropped_in_page.get("outbox_full"), Some(&u64::MAX));
    }
}
