//! What pages say they captured, beside what arrived: the books that must balance.

use std::collections::BTreeMap;

use honeyguide_protocol::{PageState, Reason};
use serde::{Deserialize, Serialize};

use super::Fold;
use crate::journal::{Position, Record};

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

/// The books of one page view.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PageView {
    /// When its first batch arrived, milliseconds since the Unix epoch.
    pub first_at: u64,
    /// When its last batch arrived.
    pub seen_at: u64,
    /// Number of the batch that brought the latest totals and state.
    number: u32,
    /// How it stood then, as a number of [`PageState`].
    state: i32,
    /// Its items.
    pub sums: Sums,
}

/// What has become of a page view, as far as a gateway can tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFate {
    /// It said that it was being left, or was in the background when it fell silent, where browsers end pages without a word.
    Left,
    /// It fell silent in view: killed, crashed, or cut off.
    Unfinished,
    /// It may send more.
    Live,
}

/// A page that was left may have batches on their way for this long, milliseconds.
const ON_THE_WAY_MS: u64 = 30_000;

impl PageView {
    /// What has become of it by `now`, if a page is silent that was not heard for `silent_after` milliseconds.
    #[must_use]
    pub fn fate(&self, now: u64, silent_after: u64) -> PageFate {
        let silence = now.saturating_sub(self.seen_at);
        match PageState::try_from(self.state).unwrap_or_default() {
            PageState::Left => PageFate::Left,
            _ if silence <= silent_after => PageFate::Live,
            PageState::Hidden => PageFate::Left,
            PageState::Visible => PageFate::Unfinished,
        }
    }

    /// Items that it counted, that never arrived, and that are waited for no longer.
    #[must_use]
    pub fn lost(&self, now: u64, silent_after: u64) -> u64 {
        let over = self.fate(now, silent_after) != PageFate::Live;
        let silent = now.saturating_sub(self.seen_at) > silent_after.min(ON_THE_WAY_MS);
        if over && silent { self.sums.outstanding() } else { 0 }
    }
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
    /// Counted by pages that are over, and never arrived.
    pub lost: u64,
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
    const VERSION: u32 = 2;
    type Stored = Self;

    fn apply(&mut self, record: &Record, _: Position) {
        self.newest = self.newest.max(record.received_at);
        let key = format!("{}/{:016x}", record.session, record.batch.page);
        let page =
            self.pages.entry(key).or_insert_with(|| PageView { first_at: record.received_at, ..PageView::default() });
        page.seen_at = page.seen_at.max(record.received_at);
        add(&mut page.sums.journalled, record.items);
        add_pairs(&mut page.sums.rejected, &record.rejected);
        // Batches may arrive out of order: the highest number has the latest totals.
        if let Some(totals) = &record.batch.totals
            && (record.batch.number >= page.number)
        {
            page.number = record.batch.number;
            page.state = record.batch.page_state;
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
    /// The sums over all page views, at `now`.
    #[must_use]
    pub fn sums(&self, now: u64, silent_after: u64) -> Sums {
        self.pages.values().fold(self.closed.clone(), |mut sums, page| {
            add(&mut sums.lost, page.lost(now, silent_after));
            sums.plus(&page.sums)
        })
    }

    /// The page views of a session by their numbers in hexadecimal, in that order.
    pub fn of_session(&self, session: &str) -> impl Iterator<Item = (&str, &PageView)> {
        let prefix = format!("{session}/");
        let length = prefix.len();
        self.pages
            .range(prefix.clone()..)
            .take_while(move |(key, _)| key.starts_with(&prefix))
            .map(move |(key, page)| (&key[length..], page))
    }

    /// How many page views there are of each fate.
    #[must_use]
    pub fn fates(&self, now: u64, silent_after: u64) -> BTreeMap<PageFate, u64> {
        let mut fates = BTreeMap::new();
        for page in self.pages.values() {
            *fates.entry(page.fate(now, silent_after)).or_default() += 1;
        }
        fates
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
                add(&mut closed.lost, page.sums.outstanding());
                *closed = std::mem::take(closed).plus(&page.sums);
            }
            stays
        });
    }
}

impl Sums {
    /// Counted by the page, and neither arrived nor dropped.
    fn outstanding(&self) -> u64 {
        let elsewhere = [&self.dropped_in_page, &self.rejected].into_iter().flat_map(BTreeMap::values).copied();
        self.captured.saturating_sub(elsewhere.fold(self.journalled, u64::saturating_add))
    }

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

    const SILENT: u64 = 60_000;

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
            accounts.apply(&record, Position::default());
        }
        let sums = accounts.sums(0, SILENT);
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
            accounts.apply(&Record { received_at: day + page, ..record(page, 0, 3, 1) }, Position::default());
        }
        let before = accounts.sums(0, SILENT);
        accounts.forget(8);
        assert_eq!(accounts.pages.len(), 6);
        accounts.forget(5);
        assert_eq!(accounts.pages.values().map(|page| page.seen_at - 2 * FORGET_MS).min(), Some(5));
        assert_eq!((accounts.pages.len(), accounts.sums(0, SILENT)), (5, before));
    }

    /// Scenario: one page view comes, and a day later many batches of another.
    /// Guarantees: the first is forgotten without many page views having come.
    #[test]
    fn forgotten_by_age() {
        let mut accounts = Accounts::default();
        accounts.apply(&record(1, 0, 3, 1), Position::default());
        for number in 0..LOOK_EVERY as u32 {
            accounts.apply(&Record { received_at: 2 * FORGET_MS, ..record(2, number, 3, 1) }, Position::default());
        }
        assert_eq!(accounts.pages.len(), 1);
    }

    /// Scenario: a page that was left with a batch on its way, one that fell silent in view, one in the background.
    /// Guarantees: the first is over at once and its items are lost after half a minute; the second is unfinished once it was
    /// silent long enough, and lives again when it sends; nobody blames the third.
    #[test]
    fn fates() {
        let mut accounts = Accounts::default();
        let apply = |accounts: &mut Accounts, page, number, state: PageState, at| {
            let mut record = Record { received_at: at, ..record(page, number, 10, 5) };
            record.batch.page_state = state as i32;
            accounts.apply(&record, Position::default());
        };
        for (page, state) in [(1, PageState::Left), (2, PageState::Visible), (3, PageState::Hidden)] {
            apply(&mut accounts, page, 0, state, 1_000);
        }
        let fates = |accounts: &Accounts, now| accounts.fates(now, SILENT).into_iter().collect::<Vec<_>>();
        assert_eq!(fates(&accounts, 2_000), [(PageFate::Left, 1), (PageFate::Live, 2)]);
        assert_eq!(accounts.sums(2_000, SILENT).lost, 0);
        assert_eq!(accounts.sums(1_000 + ON_THE_WAY_MS + 1, SILENT).lost, 3);
        let late = 1_000 + SILENT + 1;
        assert_eq!(fates(&accounts, late), [(PageFate::Left, 2), (PageFate::Unfinished, 1)]);
        assert_eq!(accounts.sums(late, SILENT).lost, 9);
        apply(&mut accounts, 2, 1, PageState::Visible, late);
        assert_eq!(fates(&accounts, late), [(PageFate::Left, 2), (PageFate::Live, 1)]);
        assert_eq!(accounts.sums(late, SILENT).lost, 6);
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
            accounts.apply(&record, Position::default());
        }
        let sums = accounts.sums(0, SILENT);
        assert_eq!((sums.captured, sums.journalled), (u64::MAX, u64::MAX));
        assert_eq!(sums.dropped_in_page.get("outbox_full"), Some(&u64::MAX));
    }
}
