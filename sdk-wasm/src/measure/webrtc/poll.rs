//! The numbers of one poll, and what changed since the poll before.

use super::stall;

/// The order of the numbers of a poll: what the page knows, then members of stats objects as the browser gives them (W3C
/// webrtc-stats). From [`PacketsReceived`](Self::PacketsReceived) on they are counters that must not fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "from Timestamp on each is the member of a stats object of the same name")]
pub enum Field {
    /// The page's own number of the track.
    Track,
    /// The page's own number of the connection.
    Connection,
    /// The connection's round trip since the poll before, ms.
    RoundTrip,
    /// 1 for a picture, 0 for sound.
    Video,
    /// 1 where something should arrive: live, unmuted, subscribed, and no still screen share.
    Live,
    /// 1 where forward error correction or redundancy is in use.
    Corrected,
    /// Since the page showed a frame of it, ms; absent where nobody was asked.
    SinceFrame,
    Timestamp,
    /// And how often the connection has found a path again: a reconnect begins anew.
    Ssrc,
    /// Of a sent track in its `remote-inbound-rtp`, like the round trips.
    PacketsLost,
    Jitter,
    LastPacketReceivedTimestamp,
    FrameHeight,
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
    TotalAudioEnergy,
    TotalSamplesDuration,
    /// Of the `media-playout` object that `playoutId` names, like the next.
    TotalPlayoutDelay,
    TotalSamplesCount,
    PacketsSent,
    BytesSent,
    RetransmittedPacketsSent,
    FramesEncoded,
    /// Seconds of `qualityLimitationDurations`, like the next.
    LimitedByCpu,
    LimitedByBandwidth,
    TotalRoundTripTime,
    /// Of a candidate pair its `responsesReceived`.
    RoundTripTimeMeasurements,
}

/// How many numbers a poll has.
pub const FIELDS: usize = Field::RoundTripTimeMeasurements as usize + 1;
const SLOTS: usize = Slot::STALLED.0 as usize + 1;

/// One number of a [`Poll`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(u8);

impl Slot {
    /// 1: the whole of a figure that is no quotient.
    pub const ONE: Slot = Slot(2 * FIELDS as u8);
    /// Packets that were lost or came.
    pub const EXPECTED: Slot = Slot(Self::ONE.0 + 1);
    /// Samples concealed that the sender had sounds for.
    pub const CONCEALED: Slot = Slot(Self::ONE.0 + 2);
    /// 1 where nothing arrives though it should.
    pub const STALLED: Slot = Slot(Self::ONE.0 + 3);

    /// As it is at the moment of the poll.
    #[must_use]
    pub const fn now(field: Field) -> Slot {
        Slot(field as u8)
    }

    /// Its change since the poll before.
    #[must_use]
    pub const fn change(field: Field) -> Slot {
        Slot(FIELDS as u8 + field as u8)
    }
}

/// A poll's numbers, their changes since the one before, and what follows from them.
#[derive(Debug, Clone, PartialEq)]
pub struct Poll([f64; SLOTS]);

impl Poll {
    /// One number; NaN where it is absent.
    #[must_use]
    pub fn at(&self, slot: Slot) -> f64 {
        self.0.get(usize::from(slot.0)).copied().unwrap_or(f64::NAN)
    }

    fn set(&mut self, slot: Slot, value: f64) {
        if let Some(number) = self.0.get_mut(usize::from(slot.0)) {
            *number = value;
        }
    }

    pub(super) fn now(&self, field: Field) -> f64 {
        self.at(Slot::now(field))
    }

    pub(super) fn change(&self, field: Field) -> f64 {
        self.at(Slot::change(field))
    }
}

/// What is polled: a track, or a candidate pair. Keeps the poll before.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    before: Vec<f64>,
    /// 0 or less: `packetsLost` falls lawfully when a packet that was given up arrives after all. What it fell by
    /// is set against later losses.
    lost: f64,
}

impl Stream {
    /// What changed since the poll before; its packets lost are never negative. `None` for the first poll, one without a new
    /// timestamp, and after any reset: another ssrc, time or a counter that ran backwards. Then this poll is the new baseline.
    pub fn poll(&mut self, now: &[f64]) -> Option<Poll> {
        let of = |list: &[f64], place: usize| list.get(place).copied().unwrap_or(f64::NAN);
        let time = of(now, Field::Timestamp as usize);
        if time.is_nan() || time == of(&self.before, Field::Timestamp as usize) {
            return None;
        }
        let mut poll = Poll([1.0; SLOTS]);
        let (values, changes) = poll.0.split_at_mut(FIELDS);
        let mut fell = false;
        for (place, (value, change)) in values.iter_mut().zip(changes).enumerate() {
            *value = of(now, place);
            *change = *value - of(&self.before, place);
            fell |= place >= Field::PacketsReceived as usize && *change < 0.0;
        }
        let carried = core::mem::take(&mut self.lost);
        self.before = now.to_vec();
        // An absent change is no change, but the first poll has no time before it.
        let later = poll.change(Field::Timestamp) > 0.0;
        if fell || !later || poll.change(Field::Ssrc).abs() > 0.0 {
            return None;
        }
        let mut lost = poll.change(Field::PacketsLost) + carried;
        if lost < 0.0 {
            self.lost = lost;
            lost = 0.0;
        }
        poll.set(Slot::change(Field::PacketsLost), lost);
        poll.set(Slot::EXPECTED, lost + poll.change(Field::PacketsReceived));
        poll.set(Slot::CONCEALED, stall::concealed(&poll));
        poll.set(Slot::STALLED, f64::from(u8::from(stall::stalled(&poll))));
        Some(poll)
    }
}
