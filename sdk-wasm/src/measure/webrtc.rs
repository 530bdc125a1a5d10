//! What two polls of `RTCPeerConnection.getStats()` say about a stream.
//!
//! Every figure comes from the *difference* of two polls of the stats object with the same id (whoever holds a
//! [`Stream`] keeps one for each id). Counters restart with a new ssrc or a reconnect, and in Firefox they
//! fall when another track ends: then the poll becomes the new baseline and nothing is reported.
//!
//! JavaScript hands over each poll as one flat list of numbers in the order of [`Field`]; a list that is too short
//! lacks the rest. Here, and only here, an absent number *is* NaN: it goes through differences and quotients by itself, and
//! whoever makes a cell of a figure leaves out what is not finite. [`Option`]s at each step were most of the module's code.

mod figure;
mod poll;
mod stall;
#[cfg(test)]
mod tests;

pub use figure::{Figure, INBOUND, OUTBOUND, Parts, cells, ratio};
pub use poll::{FIELDS, Field, Poll, Slot, Stream};
