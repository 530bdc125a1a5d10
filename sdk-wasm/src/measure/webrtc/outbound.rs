//! A sent track, as its receiver reports it.

use super::quotient::Quotient;
use super::readings::{Baseline, Readings};

/// The order of the numbers of an `outbound-rtp` poll and of the `remote-inbound-rtp` that belongs to it (W3C
/// webrtc-stats). From [`PacketsSent`](Self::PacketsSent) on they are counters that must not fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the member of the stats object of the same name")]
pub enum OutboundField {
    Timestamp,
    Ssrc,
    /// Of the `remote-inbound-rtp`, like the last two.
    PacketsLost,
    PacketsSent,
    BytesSent,
    TotalRoundTripTime,
    RoundTripTimeMeasurements,
}

const FIELDS: usize = OutboundField::RoundTripTimeMeasurements as usize + 1;

/// One poll of an `outbound-rtp` object with its `remote-inbound-rtp`, in the order of [`OutboundField`].
pub type OutboundStats = Readings<FIELDS>;

/// A sent track; keeps the poll before.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutboundTrack {
    baseline: Baseline<FIELDS>,
}

impl OutboundTrack {
    /// The figures since the poll before, or `None` as for a received [`Track`](super::Track).
    pub fn poll(&mut self, now: &OutboundStats) -> Option<OutboundFigures> {
        use OutboundField as F;
        let change = self.baseline.advance(now, F::PacketsSent as usize)?;
        let delta = |field: F| change.at(field as usize);
        let quotient = |part: F, whole: F| Quotient::of(delta(part), delta(whole));
        Some(OutboundFigures {
            interval: delta(F::Timestamp)?,
            round_trip_time: quotient(F::TotalRoundTripTime, F::RoundTripTimeMeasurements).times(1000.0),
            loss: quotient(F::PacketsLost, F::PacketsSent).times(1.0).map(|ratio| ratio.min(1.0)),
            bitrate: quotient(F::BytesSent, F::Timestamp).times(8000.0),
        })
    }
}

/// What happened to a sent track between two polls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutboundFigures {
    /// Time between the polls, ms; always above 0.
    pub interval: f64,
    /// Mean round trip, ms; `None` when no receiver report came.
    pub round_trip_time: Option<f64>,
    /// Lost / sent packets, 0..1: what was sent is what the receiver lost and received. Its reports come
    /// seconds apart, so single polls scatter.
    pub loss: Option<f64>,
    /// Payload, bit/s.
    pub bitrate: Option<f64>,
}
