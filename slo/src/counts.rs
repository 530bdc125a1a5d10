//! Counted events: of a span of time, and of a ledger's whole life.

use serde::{Deserialize, Serialize};

use crate::Verdict;

/// Judged events of some span of time. Sampled events come in with their weight, so a count of
/// N stands for N events however many were seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Events that met the objective.
    pub good: u64,
    /// Events that missed it.
    pub bad: u64,
    /// Events whose measurement error spans the threshold: in neither, and in no total.
    pub undecided: u64,
}

impl Counts {
    /// `weight` events of one verdict.
    #[must_use]
    pub fn of(verdict: Verdict, weight: u64) -> Self {
        let mut counts = Self::default();
        match verdict {
            Verdict::Good => counts.good = weight,
            Verdict::Bad => counts.bad = weight,
            Verdict::Undecided => counts.undecided = weight,
        }
        counts
    }

    /// The events that the objective is judged by: good and bad.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.good.saturating_add(self.bad)
    }

    /// good / total, in 0..=1; `None` when there was no event.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| self.good as f64 / total as f64)
    }

    /// bad / total, in 0..=1; `None` when there was no event.
    #[must_use]
    pub fn bad_ratio(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| self.bad as f64 / total as f64)
    }
}

/// Counters over a ledger's whole life. None of them ever falls; a ledger that starts anew starts
/// them at 0, which Prometheus reads as a counter's reset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifetimeCounts {
    /// Good and bad events: `slo_events_total`.
    pub total: u64,
    /// Bad events: `slo_bad_events_total`.
    pub bad: u64,
    /// Undecided events: `slo_undecided_events_total`.
    pub undecided: u64,
    /// Events that came too late or from too far ahead: `slo_late_events_total`.
    pub late: u64,
}

/// What a minute holds. Total and bad are kept, not good and bad: a ratio's bad increment may
/// arrive before the total that contains it, and then "good" would have to be negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 3]", into = "[u64; 3]")]
pub(crate) struct Tally {
    pub(crate) total: u64,
    pub(crate) bad: u64,
    pub(crate) undecided: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, more: Self) {
        self.total = self.total.saturating_add(more.total);
        self.bad = self.bad.saturating_add(more.bad);
        self.undecided = self.undecided.saturating_add(more.undecided);
    }
}

impl From<Tally> for Counts {
    /// Bad events whose total has not arrived yet count as the total so far.
    fn from(tally: Tally) -> Self {
        Self { good: tally.total.saturating_sub(tally.bad), bad: tally.bad, undecided: tally.undecided }
    }
}

impl From<Counts> for Tally {
    fn from(counts: Counts) -> Self {
        Self { total: counts.total(), bad: counts.bad, undecided: counts.undecided }
    }
}

impl From<[u64; 3]> for Tally {
    fn from([total, bad, undecided]: [u64; 3]) -> Self {
        Self { total, bad, undecided }
    }
}

impl From<Tally> for [u64; 3] {
    fn from(tally: Tally) -> Self {
        [tally.total, tally.bad, tally.undecided]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: no events, then only undecided ones.
    /// Guarantees: no ratio at all, instead of NaN or a perfect one.
    #[test]
    fn nothing_judged_has_no_ratio() {
        assert_eq!(Counts::default().ratio(), None);
        let undecided = Counts::of(Verdict::Undecided, 7);
        assert_eq!((undecided.ratio(), undecided.bad_ratio()), (None, None));
        assert_eq!(undecided.undecided, 7);
    }

    /// Scenario: a retraction is counted before the settled words that contain it.
    /// Guarantees: good never wraps below 0, and is right once the total is there.
    #[test]
    fn bad_before_its_total() {
        let mut tally = Tally::default();
        tally.add(Tally { bad: 2, ..Tally::default() });
        assert_eq!(Counts::from(tally), Counts { good: 0, bad: 2, undecided: 0 });
        tally.add(Tally { total: 10, ..Tally::default() });
        assert_eq!(Counts::from(tally).good, 8);
        assert_eq!(Counts::from(tally).ratio(), Some(0.8));
    }
}
