//! The figures, each one number of a poll over another: a table a kind.

use honeyguide_catalog::item::{ALL, Crossing, Shape, webrtc_inbound as inbound, webrtc_outbound as outbound};

use super::poll::{Field as F, Poll, Slot};

/// A quotient, kept apart so that it can be summed over several polls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    part: Slot,
    whole: Slot,
}

impl Parts {
    /// Lost / (lost + received) packets. A count that falls is set against later losses.
    pub const LOSS: Parts = Parts { part: Slot::change(F::PacketsLost), whole: Slot::EXPECTED };
    /// Concealed / received samples.
    pub const CONCEALMENT: Parts = change(Slot::CONCEALED, F::TotalSamplesReceived);
    /// Seconds in the jitter buffer, of samples emitted.
    pub const JITTER_BUFFER: Parts = of(F::JitterBufferDelay, F::JitterBufferEmittedCount);
    /// Seconds from the decoder to the loudspeaker, of samples played.
    pub const PLAYOUT: Parts = of(F::TotalPlayoutDelay, F::TotalSamplesCount);
    /// Seconds there and back, of answers.
    pub const ROUND_TRIP: Parts = of(F::TotalRoundTripTime, F::RoundTripTimeMeasurements);
    /// The mean square of the samples heard: how loud it was.
    pub const LOUDNESS: Parts = of(F::TotalAudioEnergy, F::TotalSamplesDuration);
    /// The connection's round trip, ms.
    pub const CONNECTION: Parts = now(F::RoundTrip);

    /// Both in one poll.
    #[must_use]
    pub fn of(&self, poll: &Poll) -> [f64; 2] {
        [poll.at(self.part), poll.at(self.whole)]
    }

    /// One over the other; not finite where one is absent or the whole is 0.
    #[must_use]
    pub fn quotient(&self, poll: &Poll) -> f64 {
        let [part, whole] = self.of(poll);
        part / whole
    }
}

/// A figure of the catalogue: scale · part / whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    code: u8,
    /// A ratio is at most 1: a freeze is credited when it ends, and may be longer than the poll.
    ratio: bool,
    scale: f32,
    parts: Parts,
}

const fn of(part: F, whole: F) -> Parts {
    change(Slot::change(part), whole)
}

const fn change(part: Slot, whole: F) -> Parts {
    Parts { part, whole: Slot::change(whole) }
}

const fn now(field: F) -> Parts {
    just(Slot::now(field))
}

const fn just(part: Slot) -> Parts {
    Parts { part, whole: Slot::ONE }
}

/// Of the time that passed, ms.
const fn rate(part: F) -> Parts {
    of(part, F::Timestamp)
}

const fn figure(kind: u32, field: u32, scale: f32, parts: Parts) -> Figure {
    let field = &ALL[kind as usize - 1].fields[field as usize - 1];
    Figure { code: field.code() as u8, ratio: matches!(field.shape, Shape::Ratio), scale, parts }
}

const fn received(field: u32, scale: f32, parts: Parts) -> Figure {
    figure(inbound::KIND, field, scale, parts)
}

const fn sent(field: u32, scale: f32, parts: Parts) -> Figure {
    figure(outbound::KIND, field, scale, parts)
}

/// A received track.
pub static INBOUND: &[Figure] = &[
    received(inbound::track, 1.0, now(F::Track)),
    received(inbound::connection, 1.0, now(F::Connection)),
    received(inbound::loss, 1.0, Parts::LOSS),
    // With redundant audio (RED) near 1 in a perfect call: no sign of bad audio.
    received(inbound::discard, 1.0, of(F::PacketsDiscarded, F::PacketsReceived)),
    received(inbound::jitter_buffer, 1000.0, Parts::JITTER_BUFFER),
    received(inbound::playout, 1000.0, Parts::PLAYOUT),
    received(inbound::concealment, 1.0, Parts::CONCEALMENT),
    received(inbound::freeze, 1000.0, rate(F::TotalFreezesDuration)),
    received(inbound::rtt, 1.0, Parts::CONNECTION),
    received(inbound::bitrate, 8000.0, rate(F::BytesReceived)),
    received(inbound::frame_rate, 1000.0, rate(F::FramesDecoded)),
    received(inbound::stalled, 1.0, just(Slot::STALLED)),
    received(inbound::jitter, 1000.0, now(F::Jitter)),
    received(inbound::frames_dropped, 1.0, just(Slot::change(F::FramesDropped))),
    received(inbound::frame_height, 1.0, now(F::FrameHeight)),
];

/// A sent track, as its receiver reports it. Its reports come seconds apart, so single polls scatter.
pub static OUTBOUND: &[Figure] = &[
    sent(outbound::track, 1.0, now(F::Track)),
    sent(outbound::connection, 1.0, now(F::Connection)),
    // What was sent is what the receiver lost and received.
    sent(outbound::loss, 1.0, of(F::PacketsLost, F::PacketsSent)),
    sent(outbound::rtt, 1000.0, Parts::ROUND_TRIP),
    sent(outbound::bitrate, 8000.0, rate(F::BytesSent)),
    sent(outbound::frame_rate, 1000.0, rate(F::FramesEncoded)),
    sent(outbound::frame_height, 1.0, now(F::FrameHeight)),
    sent(outbound::limited_cpu, 1000.0, rate(F::LimitedByCpu)),
    sent(outbound::limited_bandwidth, 1000.0, rate(F::LimitedByBandwidth)),
    sent(outbound::retransmitted, 1.0, of(F::RetransmittedPacketsSent, F::PacketsSent)),
];

/// A ratio is at most 1. None here decides a threshold: single precision is plenty and packs better.
#[must_use]
pub fn ratio(value: f64) -> f64 {
    f64::from(if value > 1.0 { 1.0 } else { value as f32 })
}

/// The figures of a poll as the cells of an item: code, value, code, value, … Those that are absent are not finite; counts that are mostly
/// 0 are absent then, to cost nothing.
#[must_use]
pub fn cells(table: &[Figure], poll: &Poll) -> Vec<f64> {
    let mut cells = Vec::new();
    for figure in table {
        let mut value = f64::from(figure.scale) * figure.parts.quotient(poll);
        let crossing = u32::from(figure.code) % 4;
        if figure.ratio {
            value = ratio(value);
        }
        if crossing != Crossing::Whole as u32 || value != 0.0 {
            cells.extend([f64::from(figure.code), value]);
        }
    }
    cells
}
