//! The selected candidate pair: the round trip of connections that only receive.

use super::quotient::Quotient;
use super::readings::Readings;

/// The order of the numbers of a `candidate-pair` poll (W3C webrtc-stats); both are counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the member of the stats object of the same name")]
pub enum PairField {
    TotalRoundTripTime,
    ResponsesReceived,
}

const FIELDS: usize = PairField::ResponsesReceived as usize + 1;

/// One poll of the selected pair, in the order of [`PairField`].
pub type PairStats = Readings<FIELDS>;

/// The selected pair; keeps the poll before. Another pair (`selectedCandidatePairId`) needs another one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pair {
    before: Option<PairStats>,
}

impl Pair {
    /// Mean round trip since the poll before, ms; `None` for the first poll, without a new response, and after a
    /// counter that fell.
    pub fn poll(&mut self, now: &PairStats) -> Option<f64> {
        let change = now.since(&self.before.replace(*now)?, 0)?;
        Quotient::of(
            change.at(PairField::TotalRoundTripTime as usize),
            change.at(PairField::ResponsesReceived as usize),
        )
        .times(1000.0)
    }
}
