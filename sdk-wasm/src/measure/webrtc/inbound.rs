//! A received track: loss, concealment, delays, freezes, stalls.

use super::quotient::Quotient;
use super::readings::{Baseline, Readings};
use super::stall::{Arrivals, Circumstances};
use crate::measure::present;

/// The order of the numbers of an `inbound-rtp` poll (W3C webrtc-stats; seconds and counts as the browser
/// gives them). From [`PacketsReceived`](Self::PacketsReceived) on they are counters that must not fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the member of the stats object of the same name")]
pub enum InboundField {
    Timestamp,
    Ssrc,
    PacketsLost,
    Jitter,
    LastPacketReceivedTimestamp,
    PacketsReceived,
    PacketsDiscarded,
    BytesReceived,
    JitterBufferDelay,
    JitterBufferEmittedCount,
    TotalSamplesReceived,
    ConcealedSamples,
    SilentConcealedSamples,
    FramesDecoded,
    FramesDropped,
    TotalFreezesDuration,
    /// Of the `media-playout` object that `playoutId` names, like the next.
    TotalPlayoutDelay,
    TotalSamplesCount,
}

const FIELDS: usize = InboundField::TotalSamplesCount as usize + 1;

/// One poll of an `inbound-rtp` object with its `media-playout`, in the order of [`InboundField`].
pub type InboundStats = Readings<FIELDS>;

/// A received track; keeps the poll before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Track {
    baseline: Baseline<FIELDS>,
}

impl Track {
    /// The figures since the poll before. `None` for the first poll, one without a new timestamp, and after a new
    /// ssrc or a counter that fell (except packets lost): then this poll is the new baseline.
    pub fn poll(&mut self, now: &InboundStats, known: &Circumstances) -> Option<InboundFigures> {
        use InboundField as F;
        let change = self.baseline.advance(now, F::PacketsReceived as usize)?;
        let delta = |field: F| change.at(field as usize);
        let quotient = |part: F, whole: F| Quotient::of(delta(part), delta(whole));

        let elapsed = delta(F::Timestamp)?;
        let per_time = |field: F| Quotient::of(delta(field), Some(elapsed));
        let (lost, received) = (delta(F::PacketsLost), delta(F::PacketsReceived));
        let silent = delta(F::SilentConcealedSamples).filter(|_| known.silence_known);
        let concealed = delta(F::ConcealedSamples).map(|concealed| (concealed - silent.unwrap_or_default()).max(0.0));
        let sums = AudioSums {
            loss: Quotient::of(lost, lost.zip(received).map(|(lost, received)| lost + received)),
            concealment: Quotient::of(concealed, delta(F::TotalSamplesReceived)),
            jitter_buffer: quotient(F::JitterBufferDelay, F::JitterBufferEmittedCount),
            playout: quotient(F::TotalPlayoutDelay, F::TotalSamplesCount),
        };
        let last = now.at(F::Timestamp as usize).zip(now.at(F::LastPacketReceivedTimestamp as usize));
        let arrivals = Arrivals {
            elapsed,
            packets: received,
            frames: delta(F::FramesDecoded),
            last_packet: last.map(|(time, last)| time - last),
        };
        Some(InboundFigures {
            interval: elapsed,
            loss: sums.loss.times(1.0),
            discard: quotient(F::PacketsDiscarded, F::PacketsReceived).times(1.0),
            jitter: now.at(F::Jitter as usize).and_then(|seconds| present(1000.0 * seconds)),
            jitter_buffer: sums.jitter_buffer.times(1000.0),
            playout: sums.playout.times(1000.0),
            concealment: sums.concealment.times(1.0),
            freeze: per_time(F::TotalFreezesDuration).times(1000.0).map(|ratio| ratio.min(1.0)),
            bitrate: per_time(F::BytesReceived).times(8000.0),
            frames_per_second: per_time(F::FramesDecoded).times(1000.0),
            frames_dropped: delta(F::FramesDropped),
            stalled: arrivals.stalled(known),
            sums,
        })
    }
}

/// What happened to a received track between two polls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InboundFigures {
    /// Time between the polls, ms; always above 0.
    pub interval: f64,
    /// Lost / (lost + received) packets, 0..1. A count that falls is set against later losses.
    pub loss: Option<f64>,
    /// Discarded / received packets. With redundant audio (RED) near 1 in a perfect call: no sign of bad audio.
    pub discard: Option<f64>,
    /// Interarrival jitter at the moment of the poll, ms (RFC 3550).
    pub jitter: Option<f64>,
    /// Mean time in the jitter buffer, ms.
    pub jitter_buffer: Option<f64>,
    /// Mean time from the decoder to the loudspeaker, ms.
    pub playout: Option<f64>,
    /// Concealed / received samples, 0..1.
    pub concealment: Option<f64>,
    /// Share of the time that the picture was frozen, 0..1; credited when a freeze ends.
    pub freeze: Option<f64>,
    /// Payload, bit/s.
    pub bitrate: Option<f64>,
    /// Decoded frames a second.
    pub frames_per_second: Option<f64>,
    /// Frames dropped since the poll before.
    pub frames_dropped: Option<f64>,
    /// Nothing arrives though it should.
    pub stalled: bool,
    /// The sums behind the ratios that the audio quality needs.
    pub sums: AudioSums,
}

/// Parts and wholes that can be added over several polls; delays in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AudioSums {
    /// Packets lost, of lost and received.
    pub loss: Quotient,
    /// Samples concealed, of samples received.
    pub concealment: Quotient,
    /// Seconds in the jitter buffer, of samples emitted.
    pub jitter_buffer: Quotient,
    /// Seconds of playout delay, of samples played.
    pub playout: Quotient,
}

impl AudioSums {
    /// Adds another poll's sums.
    pub fn add(&mut self, other: &AudioSums) {
        self.loss.add(other.loss);
        self.concealment.add(other.concealment);
        self.jitter_buffer.add(other.jitter_buffer);
        self.playout.add(other.playout);
    }
}
