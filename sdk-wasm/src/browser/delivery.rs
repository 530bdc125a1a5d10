//! Batches on their way out.

use honeyguide_protocol::{PageState, Reason};

use super::Recorder;

impl Recorder {
    /// Closes the open batch, if anything is in it, or with `quiet` even so. `state` as in [`PageState`]. Whether there is a
    /// new batch.
    pub fn close(&mut self, state: i32, quiet: bool) -> bool {
        self.outbox.close(PageState::try_from(state).unwrap_or_default(), quiet)
    }

    /// Observations were forgotten before the module came.
    pub fn forgotten(&mut self, count: u32) {
        self.outbox.forgotten(u64::from(count));
    }

    /// The number of the closed batch at `index`, oldest first, or −1.
    pub fn batch_number(&self, index: u32) -> f64 {
        self.outbox.closed().nth(index as usize).map_or(-1.0, |closed| f64::from(closed.number))
    }

    /// A closed batch is on its way from now on.
    pub fn sending(&mut self, number: u32) {
        self.outbox.set_in_flight(number, true);
    }

    /// The bytes of a closed batch; empty when there is none of this number.
    #[must_use]
    pub fn batch(&self, number: u32) -> &[u8] {
        self.outbox.closed().find(|closed| closed.number == number).map_or(&[], |closed| &closed.bytes)
    }

    /// Where they stand in the module's memory.
    pub(super) fn batch_address(&self, number: u32) -> u32 {
        self.batch(number).as_ptr().addr() as u32
    }

    /// How many they are.
    pub(super) fn batch_length(&self, number: u32) -> u32 {
        self.batch(number).len() as u32
    }

    /// The gateway acknowledged a batch.
    pub fn delivered(&mut self, number: u32) {
        self.outbox.delivered(number);
    }

    /// A batch could not be delivered this time.
    pub fn undelivered(&mut self, number: u32) {
        self.outbox.set_in_flight(number, false);
    }

    /// The gateway will never take a batch.
    pub fn refused(&mut self, number: u32) {
        self.outbox.give_up(number, Reason::Refused);
    }

    /// Nothing will be sent any more: what has not been acknowledged is dropped under a [`Reason`] of the page.
    pub fn give_up(&mut self, reason: u32) {
        let known = [Reason::NoConsent, Reason::TurnedOff].into_iter().find(|known| *known as u32 == reason);
        self.outbox.give_up_all(known.unwrap_or(Reason::ShutDown));
    }

    /// From now on each item stands for so many: the session is one of so many.
    pub fn weigh(&mut self, weight: u32) {
        self.outbox.weight = weight;
    }

    /// Items captured so far.
    pub fn captured(&self) -> f64 {
        self.outbox.captured() as f64
    }

    /// Items dropped so far.
    pub fn dropped(&self) -> f64 {
        self.outbox.dropped() as f64
    }

    /// Items neither acknowledged nor dropped.
    pub fn waiting(&self) -> f64 {
        self.outbox.waiting() as f64
    }
}
