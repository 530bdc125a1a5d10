//! What two polls of `RTCPeerConnection.getStats()` say about a stream.
//!
//! Every figure comes from the *difference* of two polls of the stats object with the same id (whoever holds a
//! [`Track`] keeps one for each id). Counters restart with a new ssrc or a reconnect, and in Firefox they
//! fall when another track ends: then the poll becomes the new baseline and nothing is reported.
//!
//! JavaScript hands over each poll as one flat list of numbers with NaN for what is absent; a list that is
//! too short lacks the rest. The order is that of [`InboundField`], [`OutboundField`] and [`PairField`].

mod inbound;
mod outbound;
mod pair;
mod quotient;
mod readings;
mod stall;
#[cfg(test)]
mod tests;

pub use inbound::{AudioSums, InboundField, InboundFigures, InboundStats, Track};
pub use outbound::{OutboundField, OutboundFigures, OutboundStats, OutboundTrack};
pub use pair::{Pair, PairField, PairStats};
pub use quotient::Quotient;
pub use readings::Readings;
pub use stall::{Circumstances, Medium};
