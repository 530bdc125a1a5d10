//! Whether a live track stands still.

/// Nothing new for this long is a stall, ms.
const STALL_MS: f64 = 1000.0;

/// What the page knows of a track at a poll, beside its statistics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circumstances {
    /// Sound or picture.
    pub medium: Medium,
    /// Live, unmuted, subscribed, and no still screen share: one that can stall.
    pub live: bool,
    /// The packets show that the sender was silent (muted, or DTX packets still arriving): only then is "silent"
    /// concealment no gap. Concealment fades to silence after 0.4 s.
    pub silence_known: bool,
    /// Time since the last `requestVideoFrameCallback`, ms; `None` when the page is hidden or has none.
    pub since_last_frame: Option<f64>,
}

/// What a track carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// Sound.
    Audio,
    /// A camera or a screen share.
    Video,
}

/// What a poll brought.
pub(super) struct Arrivals {
    /// Time since the poll before, ms.
    pub(super) elapsed: f64,
    /// Packets since then.
    pub(super) packets: Option<f64>,
    /// Frames decoded since then.
    pub(super) frames: Option<f64>,
    /// Age of the last packet at the poll, ms.
    pub(super) last_packet: Option<f64>,
}

impl Arrivals {
    /// Whether the track stood still at the end of the poll. (`freezeCount` does not move in a blackout, so it is
    /// not asked.)
    ///
    /// Audio: no packet in the whole poll, and the last one at least 1 s old. Video: no frame presented for 1 s where
    /// the page can tell, else none decoded in the whole poll.
    pub(super) fn stalled(&self, known: &Circumstances) -> bool {
        known.live
            && match (known.medium, known.since_last_frame) {
                (Medium::Audio, _) => {
                    let age = self.last_packet.unwrap_or(self.elapsed);
                    self.packets == Some(0.0) && age >= self.elapsed.max(STALL_MS)
                }
                (Medium::Video, Some(since)) => since > STALL_MS,
                (Medium::Video, None) => self.frames == Some(0.0),
            }
    }
}
