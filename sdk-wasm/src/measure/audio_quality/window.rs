//! The score of ten seconds of a received audio track.

use super::Inputs;
use crate::measure::present;
use crate::measure::webrtc::{AudioSums, InboundFigures, Quotient};

/// The length of a window, ms.
pub const WINDOW_MS: f64 = 10_000.0;

/// Gathers polls until they fill a window.
#[derive(Debug, Clone, Copy, Default)]
pub struct AudioWindow {
    elapsed: f64,
    stalled: f64,
    sums: AudioSums,
    round_trip_time: Quotient,
    forward_error_correction: bool,
}

impl AudioWindow {
    /// Takes one poll in, with the round trip (ms) where one is known, and whether forward error correction or
    /// redundancy is in use. Returns the window when 10 s or more are full, and begins the next.
    ///
    /// A stalled poll counts with a score of 0 for its time, and its other figures are left out. `None` also for a full
    /// window without a stall of which delay or loss is not known; beside a stall what is not known is left out.
    pub fn push(
        &mut self,
        figures: &InboundFigures,
        round_trip_time: Option<f64>,
        forward_error_correction: bool,
    ) -> Option<Window> {
        self.elapsed += figures.interval;
        if figures.stalled {
            self.stalled += figures.interval;
        } else {
            self.sums.add(&figures.sums);
        }
        let weighted = round_trip_time.and_then(present).map(|time| time * figures.interval);
        self.round_trip_time.add(Quotient::of(weighted, Some(figures.interval)));
        self.forward_error_correction |= forward_error_correction;
        if self.elapsed >= WINDOW_MS { core::mem::take(self).finish() } else { None }
    }

    fn finish(self) -> Option<Window> {
        let inputs = Inputs {
            round_trip_time: self.round_trip_time.times(1.0),
            jitter_buffer: self.sums.jitter_buffer.times(1000.0),
            playout: self.sums.playout.times(1000.0),
            concealment: self.sums.concealment.times(1.0),
            loss: self.sums.loss.times(1.0),
            forward_error_correction: self.forward_error_correction,
        };
        let sounding = 1.0 - self.stalled / self.elapsed;
        let score = match inputs.score() {
            Some(score) => score * sounding,
            None if self.stalled > 0.0 => 0.0,
            None => return None,
        };
        Some(Window {
            score,
            ta: inputs.absolute_delay(),
            ppl: inputs.packet_loss().map(|(ppl, _)| ppl),
            stalled_share: self.stalled / self.elapsed,
        })
    }
}

/// Ten seconds of a received audio track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The audio quality score, 0..1.
    pub score: f64,
    /// Ta, the absolute delay, ms; absent when not known, or all stalled.
    pub ta: Option<f64>,
    /// Ppl, per cent; absent when not known, or all stalled.
    pub ppl: Option<f64>,
    /// Share of the time that was stalled, 0..1.
    pub stalled_share: f64,
}
