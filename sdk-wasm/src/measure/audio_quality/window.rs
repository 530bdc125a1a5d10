//! The score of ten seconds of a received audio track.

use super::Inputs;
use crate::measure::webrtc::{Field, Parts, Poll, Slot};

/// The length of a window, ms.
pub const WINDOW_MS: f64 = 10_000.0;

/// What is summed over the polls of a window.
const SUMMED: [Parts; 5] = [Parts::CONNECTION, Parts::JITTER_BUFFER, Parts::PLAYOUT, Parts::CONCEALMENT, Parts::LOSS];

/// Gathers polls until they fill a window.
#[derive(Debug, Clone, Copy, Default)]
pub struct AudioWindow {
    elapsed: f64,
    stalled: f64,
    sums: [[f64; 2]; SUMMED.len()],
    forward_error_correction: bool,
}

impl AudioWindow {
    /// Takes one poll in. Returns the window when 10 s or more are full, and begins the next.
    ///
    /// A stalled poll counts with a score of 0 for its time, and its other figures are left out. `None` also for a full
    /// window without a stall of which delay or loss is not known; beside a stall what is not known is left out.
    pub fn push(&mut self, poll: &Poll) -> Option<Window> {
        let interval = poll.at(Slot::change(Field::Timestamp));
        self.elapsed += interval;
        if poll.at(Slot::STALLED) > 0.0 {
            self.stalled += interval;
        } else {
            for (sum, parts) in self.sums.iter_mut().zip(&SUMMED) {
                let [part, whole] = parts.of(poll);
                // Both or neither.
                if (part + whole).is_finite() {
                    sum[0] += part;
                    sum[1] += whole;
                }
            }
        }
        self.forward_error_correction |= poll.at(Slot::now(Field::Corrected)) > 0.0;
        if self.elapsed >= WINDOW_MS { core::mem::take(self).finish() } else { None }
    }

    fn finish(self) -> Option<Window> {
        let [round_trip_time, jitter_buffer, playout, concealment, loss] = self.sums.map(|[part, whole]| part / whole);
        let inputs = Inputs {
            round_trip_time,
            jitter_buffer: 1000.0 * jitter_buffer,
            playout: 1000.0 * playout,
            concealment,
            loss,
            forward_error_correction: self.forward_error_correction,
        };
        let stalled_share = self.stalled / self.elapsed;
        let mut score = inputs.score() * (1.0 - stalled_share);
        if score.is_nan() {
            if self.stalled == 0.0 {
                return None;
            }
            score = 0.0;
        }
        Some(Window { score, ta: inputs.absolute_delay(), ppl: inputs.packet_loss().0, stalled_share })
    }
}

/// Ten seconds of a received audio track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The audio quality score, 0..1.
    pub score: f64,
    /// Ta, the absolute delay, ms; NaN when not known, or all stalled.
    pub ta: f64,
    /// Ppl, per cent; NaN when not known, or all stalled.
    pub ppl: f64,
    /// Share of the time that was stalled, 0..1.
    pub stalled_share: f64,
}
