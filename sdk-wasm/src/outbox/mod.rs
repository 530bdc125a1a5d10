//! Items become batches. No clock, no network: JavaScript says when to close, and what became of a batch.

mod series;
mod texts;

use honeyguide_catalog::{
    attribute,
    item::{audio_window, caption, caption_segment, error, request, translation, webrtc_connection},
};
use honeyguide_protocol::{Clock, PageState, Pair, Reason, frame, write};

use series::OpenSeries;
use texts::{Subset, Texts};

/// Bytes of closed batches kept while the gateway cannot be reached; beyond, the oldest goes.
const KEPT_BYTES: usize = 256 * 1024;
/// What objectives and errors are made of, a bit for each kind. Other items are let go as soon as half of that is taken.
const FIRST: u32 = 1 << caption::KIND
    | 1 << caption_segment::KIND
    | 1 << webrtc_connection::KIND
    | 1 << audio_window::KIND
    | 1 << error::KIND
    | 1 << translation::KIND
    | 1 << request::KIND;
/// Stands for a set of attributes that the app let go: so are items with it.
pub const REDACTED: u32 = u32::MAX;
/// A batch closes by itself at about this size, well inside a page's keepalive budget and a gateway's limits.
const BATCH_BYTES: usize = 16 * 1024;
/// A series takes about so many bytes beside its rows and texts; so a batch has far fewer than a gateway takes.
const SERIES_BYTES: usize = 32;
/// Reasons for which a page drops items, by their number: room for [`Reason`]'s page group.
const PAGE_REASONS: usize = 16;

/// What has been captured and not yet acknowledged.
#[derive(Debug)]
pub struct Outbox {
    page: u64,
    next_number: u32,
    texts: Texts,
    resource: Vec<u32>,
    open: Vec<OpenSeries>,
    open_items: u64,
    /// About the bytes of the open batch.
    open_bytes: usize,
    /// At which it closes by itself.
    most_bytes: usize,
    closed: Vec<Closed>,
    closed_bytes: usize,
    captured: u64,
    dropped: [u64; PAGE_REASONS],
    /// The last batch said that the page is being left.
    left: bool,
    /// Nothing is taken any more.
    muted: bool,
    /// The page's clock offset, sent with each batch.
    pub clock: Option<Clock>,
    /// Each item stands for this many.
    pub weight: u32,
}

/// A batch on its way.
#[derive(Debug)]
pub struct Closed {
    /// Its number in the page view.
    pub number: u32,
    /// The framed message.
    pub bytes: Vec<u8>,
    /// Being sent: it may have arrived, so it is never dropped for room.
    pub in_flight: bool,
    items: u64,
}

impl Outbox {
    /// For the page view `page`, a random number.
    #[must_use]
    pub fn new(page: u64) -> Self {
        Self {
            page,
            next_number: 0,
            texts: Texts::default(),
            resource: Vec::new(),
            open: Vec::new(),
            open_items: 0,
            open_bytes: 0,
            most_bytes: BATCH_BYTES,
            closed: Vec::new(),
            closed_bytes: 0,
            captured: 0,
            dropped: [0; PAGE_REASONS],
            left: false,
            muted: false,
            clock: None,
            weight: 0,
        }
    }

    /// From now on no batch closes by itself: for what came as one request and is measured where it arrived.
    #[cfg(not(target_family = "wasm"))]
    pub fn keep_whole(&mut self) {
        self.most_bytes = usize::MAX;
    }

    /// The number of a text, for [`Outbox::attributes`].
    pub fn text(&mut self, text: &str) -> u32 {
        self.texts.add(text)
    }

    /// The number of a set of attributes: key, text, key, text, … with keys of the catalogue, or
    /// [`Pair::OWN_KEYS`] + a text's number. The caller keeps the number and asks once per set.
    pub fn attributes(&mut self, flat: &[u32]) -> u32 {
        self.texts.add_set(flat)
    }

    /// Sets the attributes of every batch.
    pub fn set_resource(&mut self, flat: &[u32]) {
        self.resource = flat.to_vec();
    }

    /// Keeps one item of `kind` with a set of attributes: code, value, code, value, … with
    /// [`Field::code`](honeyguide_catalog::item::Field::code)s, in any order. What is no finite number is absent.
    pub fn capture(&mut self, kind: u32, attributes: u32, time: f64, cells: &[f64]) {
        if self.open_bytes >= self.most_bytes {
            self.close(PageState::Visible, false);
        }
        if self.muted {
            return;
        }
        let crowded = self.closed_bytes > KEPT_BYTES / 2 && FIRST >> (kind & 31) & 1 == 0;
        if crowded || attributes == REDACTED {
            self.captured += 1;
            return self.drop(1, if crowded { Reason::OutboxFull } else { Reason::Redacted });
        }
        self.captured += 1;
        self.open_items += 1;
        let known = self.open.iter().position(|series| series.kind == kind && series.attributes == attributes);
        let place = known.unwrap_or_else(|| {
            self.open.push(OpenSeries::new(kind, attributes));
            self.open_bytes += SERIES_BYTES + self.texts.bytes_of(attributes);
            self.open.len() - 1
        });
        self.open_bytes += 2 * self.open[place].push(time, cells);
    }

    /// Closes the open batch, if anything is in it, and drops the oldest ones beyond the memory budget. A page that is
    /// left says so, once, even with nothing else to say: else it would look killed. With `quiet` a page that has nothing to
    /// say makes a batch all the same: a sign of life. Whether there is a new batch.
    pub fn close(&mut self, state: PageState, quiet: bool) -> bool {
        let news = quiet || state == PageState::Left && !self.left;
        if self.open_items == 0 && !(news && self.next_number > 0) {
            return false;
        }
        self.left = state == PageState::Left;
        let base_time = self.open.iter().filter_map(OpenSeries::first_time).min().unwrap_or_default();
        let mut texts = Subset::default();
        let mut message = Vec::new();
        // In the order of protocol's `Batch`, but for the texts: which they are is known at the end.
        write::fixed(&mut message, 1, self.page);
        write::number(&mut message, 2, self.next_number.into());
        write::number(&mut message, 3, base_time as u64);
        if let Some(clock) = self.clock {
            let mut offset = Vec::new();
            write::fixed(&mut offset, 1, clock.theta.to_bits());
            write::fixed(&mut offset, 2, clock.delta.to_bits());
            write::bytes(&mut message, 4, &offset);
        }
        write::numbers(&mut message, 6, &texts.take(&self.resource));
        write::bytes(&mut message, 7, &self.totals());
        for series in core::mem::take(&mut self.open) {
            let attributes = texts.take(self.texts.set(series.attributes));
            write::bytes(&mut message, 8, &series.encode(base_time, &attributes));
        }
        write::number(&mut message, 9, self.weight.into());
        write::number(&mut message, 10, state as u64);
        for text in texts.taken {
            write::bytes(&mut message, 5, self.texts.get(text).as_bytes());
        }
        let bytes = frame::seal(frame::Encoding::Plain, &message);
        self.closed_bytes += bytes.len();
        self.closed.push(Closed { number: self.next_number, bytes, in_flight: false, items: self.open_items });
        self.next_number += 1;
        self.open_items = 0;
        self.open_bytes = 0;
        while self.closed_bytes > KEPT_BYTES {
            let waiting = self.closed.iter().find(|closed| !closed.in_flight);
            let Some(number) = waiting.map(|closed| closed.number) else { break };
            self.give_up(number, Reason::OutboxFull);
        }
        true
    }

    /// Counts events that were captured and dropped before they became items.
    pub fn forgotten(&mut self, count: u64) {
        self.captured += count;
        self.drop(count, Reason::OutboxFull);
    }

    /// The closed batches, oldest first.
    pub fn closed(&self) -> core::slice::Iter<'_, Closed> {
        self.closed.iter()
    }

    /// Says whether a batch is being sent.
    pub fn set_in_flight(&mut self, number: u32, in_flight: bool) {
        for closed in self.closed.iter_mut().filter(|closed| closed.number == number) {
            closed.in_flight = in_flight;
        }
    }

    /// The gateway acknowledged a batch.
    pub fn delivered(&mut self, number: u32) {
        self.take(number);
    }

    /// A batch will never be taken: its items are dropped under `reason`.
    pub fn give_up(&mut self, number: u32, reason: Reason) {
        let items = self.take(number);
        self.drop(items, reason);
    }

    /// Nothing is taken or sent any more: everything that waits is dropped under `reason`.
    pub fn give_up_all(&mut self, reason: Reason) {
        self.muted = true;
        self.close(PageState::Left, false);
        while let Some(number) = self.closed.first().map(|closed| closed.number) {
            self.give_up(number, reason);
        }
    }

    /// Captured so far.
    #[must_use]
    pub fn captured(&self) -> u64 {
        self.captured
    }

    /// Dropped so far, under any name.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.iter().sum()
    }

    /// Captured, neither acknowledged nor dropped.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.open_items + self.closed.iter().map(|closed| closed.items).sum::<u64>()
    }

    /// Takes a batch out; how many items it has.
    fn take(&mut self, number: u32) -> u64 {
        let Some(index) = self.closed.iter().position(|closed| closed.number == number) else { return 0 };
        let closed = self.closed.remove(index);
        self.closed_bytes -= closed.bytes.len();
        closed.items
    }

    fn drop(&mut self, items: u64, reason: Reason) {
        if let Some(count) = self.dropped.get_mut(reason as usize) {
            *count += items;
        }
    }

    /// As a message.
    fn totals(&self) -> Vec<u8> {
        let mut named = Vec::new();
        for (code, count) in (0..).zip(&self.dropped) {
            if *count > 0 {
                named.push(code);
                named.push(*count);
            }
        }
        let mut message = Vec::new();
        write::number(&mut message, 1, self.captured);
        write::numbers(&mut message, 2, &named);
        message
    }
}

/// Attribute keys of the catalogue stay below an app's own.
const _: () = assert!(attribute::UNIT < Pair::OWN_KEYS);

#[cfg(test)]
mod tests;
