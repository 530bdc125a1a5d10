//! How good received speech sounds: an *estimate* by the E-model, from what getStats says.

mod e_model;
#[cfg(test)]
mod tests;
mod window;

pub use e_model::{
    BPL_FEC, BPL_PLAIN, delay_impairment, effective_equipment_impairment, mean_opinion_score, narrowband_rating, score,
    wideband_mean_opinion_score, wideband_rating,
};
pub use window::{AudioWindow, WINDOW_MS, Window};

/// Delay beside network, jitter buffer and playout (capture, encoding, packets), ms.
const FIXED_DELAY_MS: f64 = 20.0;

/// What the quality of an Opus track is estimated from. NaN is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inputs {
    /// Round trip, ms.
    pub round_trip_time: f64,
    /// Time in the jitter buffer, ms.
    pub jitter_buffer: f64,
    /// Time from the decoder to the loudspeaker, ms; not every browser has it.
    pub playout: f64,
    /// Concealed share of the samples, 0..1.
    pub concealment: f64,
    /// Lost share of the packets, 0..1; used only where concealment is not reported.
    pub loss: f64,
    /// Forward error correction or redundancy is in use.
    pub forward_error_correction: bool,
}

impl Inputs {
    /// Ta, the absolute delay from mouth to ear: RTT/2 + jitter buffer + playout + 20 ms.
    /// Only the playout may be absent.
    #[must_use]
    pub fn absolute_delay(&self) -> f64 {
        let playout = if self.playout.is_nan() { 0.0 } else { self.playout };
        self.round_trip_time / 2.0 + self.jitter_buffer + playout + FIXED_DELAY_MS
    }

    /// Ppl in per cent and the Bpl that goes with it. Concealment first: what the decoder could not repair
    /// has FEC, redundancy and late packets already in it.
    #[must_use]
    pub fn packet_loss(&self) -> (f64, f64) {
        if !self.concealment.is_nan() {
            return (100.0 * self.concealment, BPL_PLAIN);
        }
        (100.0 * self.loss, if self.forward_error_correction { BPL_FEC } else { BPL_PLAIN })
    }

    /// The audio quality score, 0..1, by the wideband E-model.
    #[must_use]
    pub fn score(&self) -> f64 {
        let (ppl, bpl) = self.packet_loss();
        score(wideband_mean_opinion_score(wideband_rating(self.absolute_delay(), ppl, bpl)))
    }
}
