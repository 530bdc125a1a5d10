//! The numbers of one poll, and their difference to the poll before.

use crate::measure::present;

/// `N` numbers in a fixed order: first timestamp (ms), ssrc and packets lost, then values of the moment, then
/// counters that must not fall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Readings<const N: usize>([f64; N]);

impl<const N: usize> Readings<N> {
    /// Reads a list from JavaScript: NaN is absent, and so is what a short list lacks.
    #[must_use]
    pub fn from_slice(values: &[f64]) -> Self {
        let mut readings = [f64::NAN; N];
        for (reading, value) in readings.iter_mut().zip(values) {
            *reading = *value;
        }
        Readings(readings)
    }

    /// One number, by its place.
    pub(super) fn at(&self, place: usize) -> Option<f64> {
        self.0.get(place).copied().and_then(present)
    }

    pub(super) fn set(&mut self, place: usize, value: f64) {
        if let Some(reading) = self.0.get_mut(place) {
            *reading = value;
        }
    }

    /// What changed since the poll before. What is absent in one of the two is absent in the difference.
    ///
    /// `None` when one of the `counters` (all from that place on) fell.
    pub(super) fn since(&self, before: &Self, counters: usize) -> Option<Self> {
        let mut difference = Readings([f64::NAN; N]);
        for place in 0..N {
            if let (Some(now), Some(before)) = (self.at(place), before.at(place)) {
                if now < before && place >= counters {
                    return None;
                }
                difference.set(place, now - before);
            }
        }
        Some(difference)
    }
}

/// The poll before, and the packets lost that are not yet accounted for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Baseline<const N: usize> {
    before: Option<Readings<N>>,
    /// 0 or less: `packetsLost` falls lawfully when a packet that was given up arrives after all. What it fell by
    /// is set against later losses.
    lost: f64,
}

impl<const N: usize> Default for Baseline<N> {
    fn default() -> Self {
        Baseline { before: None, lost: 0.0 }
    }
}

pub(super) const TIMESTAMP: usize = 0;
pub(super) const SSRC: usize = 1;
pub(super) const PACKETS_LOST: usize = 2;

impl<const N: usize> Baseline<N> {
    /// The difference to the poll before, its packets lost never negative.
    ///
    /// `None` for the first poll, one of the same moment, and after any reset: another ssrc, time or a counter
    /// that ran backwards. After a reset this poll is the baseline of the next.
    pub(super) fn advance(&mut self, now: &Readings<N>, counters: usize) -> Option<Readings<N>> {
        let time = now.at(TIMESTAMP)?;
        if self.before.and_then(|before| before.at(TIMESTAMP)) == Some(time) {
            return None;
        }
        let carried = core::mem::take(&mut self.lost);
        let before = self.before.replace(*now)?;
        let mut difference = now.since(&before, counters)?;
        let later = difference.at(TIMESTAMP).is_some_and(|elapsed| elapsed > 0.0);
        if !later || now.at(SSRC) != before.at(SSRC) {
            return None;
        }
        match difference.at(PACKETS_LOST) {
            Some(lost) => {
                let lost = lost + carried;
                self.lost = lost.min(0.0);
                difference.set(PACKETS_LOST, lost.max(0.0));
            }
            None => self.lost = carried,
        }
        Some(difference)
    }
}
