//! What a poll that brought little says: whether a live track stands still, and what of the silence was sent.

use super::poll::{Field as F, Poll};

/// Nothing new for this long is a stall, ms.
const STALL_MS: f64 = 1000.0;
/// Packets so far apart carry no speech, ms.
const DTX_MS: f64 = 150.0;

/// Whether the track stood still at the end of the poll. (`freezeCount` does not move in a blackout, so it is not asked.)
///
/// Audio: no packet in the whole poll, and the last one at least 1 s old. Video: no frame shown for 1 s where
/// the page can tell, else none decoded in the whole poll.
pub(super) fn stalled(poll: &Poll) -> bool {
    if poll.now(F::Live) != 1.0 {
        return false;
    }
    if poll.now(F::Video) == 1.0 {
        let since = poll.now(F::SinceFrame);
        return since > STALL_MS || since.is_nan() && poll.change(F::FramesDecoded) == 0.0;
    }
    let elapsed = poll.change(F::Timestamp);
    let known = last_packet(poll);
    let age = if known.is_nan() { elapsed } else { known };
    poll.change(F::PacketsReceived) == 0.0 && age >= elapsed && age >= STALL_MS
}

/// Samples concealed, less those that stand for a silence of the sender's. Concealment fades to "silent" after 0.4 s of a gap too, so
/// "silent" by itself says nothing: the track must be muted, or its packets must come as a silent sender's do (DTX) through the whole
/// poll: none lost, the last one recent, and 150 ms or more apart (in silence Opus has one each 200 to
/// 400 ms, and else one each 120 ms at least).
pub(super) fn concealed(poll: &Poll) -> f64 {
    let concealed = poll.change(F::ConcealedSamples);
    let apart = poll.change(F::Timestamp) / poll.change(F::PacketsReceived);
    let discontinuous =
        apart >= DTX_MS && apart.is_finite() && poll.change(F::PacketsLost) == 0.0 && last_packet(poll) < STALL_MS;
    let sounding = concealed - poll.change(F::SilentConcealedSamples);
    if (discontinuous || poll.now(F::Live) == 0.0) && sounding >= 0.0 { sounding } else { concealed }
}

/// How old the last packet is, ms.
fn last_packet(poll: &Poll) -> f64 {
    poll.now(F::Timestamp) - poll.now(F::LastPacketReceivedTimestamp)
}
