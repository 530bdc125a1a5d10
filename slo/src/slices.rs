//! Minutes still open, for objectives that judge whole minutes of traffic.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{MINUTE_MS, Settings};

/// A finished minute and the increments that arrived for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slice {
    /// The minute's number since the epoch.
    pub(crate) minute: u64,
    /// The sum of the counter's increments in it.
    pub(crate) increments: f64,
}

/// Where an increment went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placed {
    /// Into its open minute, or into one that is not judged at all (see [`Slices::finish`]).
    Taken,
    /// Nowhere: its minute has been judged without it.
    AlreadyJudged,
}

/// The open minutes. Judged minutes run without a gap from `first` up to `next`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slices {
    open: BTreeMap<u64, f64>,
    watch: Option<Watch>,
}

/// A stretch of time through which the caller kept calling.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Watch {
    /// The first minute that was watched from its start.
    first: u64,
    /// The first minute not judged yet.
    next: u64,
    /// The latest moment at which the caller called.
    seen_ms: u64,
}

impl Watch {
    fn from(now_ms: u64) -> Self {
        let first = now_ms.div_ceil(MINUTE_MS);
        Self { first, next: first, seen_ms: now_ms }
    }
}

impl Slices {
    /// Adds an increment to its minute. Begins to watch if nobody did.
    pub(crate) fn add(&mut self, minute: u64, increment: f64, now_ms: u64) -> Placed {
        let watch = self.watch.get_or_insert_with(|| Watch::from(now_ms));
        if minute >= watch.next {
            *self.open.entry(minute).or_default() += increment;
            Placed::Taken
        } else if minute < watch.first {
            Placed::Taken
        } else {
            Placed::AlreadyJudged
        }
    }

    /// The minutes that have become final at `now_ms`, in order, each exactly once and also
    /// those without an increment.
    ///
    /// A minute that was watched in part only is never among them: the one in which watching
    /// began, and those of a silence longer than [`Settings::watch_gap_ms`], in which the
    /// gateway was down and cannot say that there was no traffic.
    pub(crate) fn finish(&mut self, now_ms: u64, settings: &Settings) -> Vec<Slice> {
        let watch = self.watch.get_or_insert_with(|| Watch::from(now_ms));
        let interrupted = now_ms.saturating_sub(watch.seen_ms) > settings.watch_gap_ms;
        let end =
            if interrupted { watch.seen_ms / MINUTE_MS } else { now_ms.saturating_sub(settings.settle_ms) / MINUTE_MS };
        let finished = (watch.next..end)
            .map(|minute| Slice { minute, increments: self.open.remove(&minute).unwrap_or_default() })
            .collect();
        if interrupted {
            *watch = Watch::from(now_ms);
        } else {
            watch.next = watch.next.max(end);
            watch.seen_ms = watch.seen_ms.max(now_ms);
        }
        let next = watch.next;
        self.open = self.open.split_off(&next);
        finished
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1_000 * MINUTE_MS;

    fn finish(slices: &mut Slices, after_ms: u64) -> Vec<(u64, f64)> {
        slices
            .finish(START + after_ms, &Settings::default())
            .iter()
            .map(|slice| (slice.minute, slice.increments))
            .collect()
    }

    /// Scenario: two minutes, one with traffic, watched every 30 s from the minute's start.
    /// Guarantees: each is final one minute after its end, once, the empty one too.
    #[test]
    fn a_minute_is_final_a_minute_after_its_end() {
        let mut slices = Slices::default();
        assert_eq!(finish(&mut slices, 0), []);
        slices.add(1_000, 3.0, START + 10_000);
        slices.add(1_000, 4.0, START + 59_000);
        for quiet in [30_000, 60_000, 90_000, 119_999] {
            assert_eq!(finish(&mut slices, quiet), []);
        }
        assert_eq!(finish(&mut slices, 120_000), [(1_000, 7.0)]);
        assert_eq!(finish(&mut slices, 150_000), []);
        assert_eq!(finish(&mut slices, 180_000), [(1_001, 0.0)]);
    }

    /// Scenario: an increment for a minute that has been judged, and one for the minute in
    /// which watching began.
    /// Guarantees: the first is refused as late; the second is taken, and its minute not judged.
    #[test]
    fn judged_minutes_are_closed_and_partial_ones_unjudged() {
        let mut slices = Slices::default();
        assert_eq!(slices.add(1_000, 5.0, START + 20_000), Placed::Taken);
        for after in [60_000, 120_000] {
            assert_eq!(finish(&mut slices, after), []);
        }
        assert_eq!(finish(&mut slices, 180_000), [(1_001, 0.0)]);
        assert_eq!(slices.add(1_001, 1.0, START + 180_000), Placed::AlreadyJudged);
        assert_eq!(slices.add(1_002, 1.0, START + 180_000), Placed::Taken);
    }

    /// Scenario: the gateway is down for an hour, with one minute complete but not yet judged.
    /// Guarantees: that one is judged; the hour is not, nor the minutes cut by its two ends.
    #[test]
    fn an_outage_of_our_own_is_not_a_lack_of_traffic() {
        let mut slices = Slices::default();
        finish(&mut slices, 0);
        slices.add(1_000, 9.0, START + 1_000);
        slices.add(1_001, 9.0, START + 61_000);
        assert_eq!(finish(&mut slices, 70_000), []);
        assert_eq!(finish(&mut slices, 3_670_000), [(1_000, 9.0)]);
        assert_eq!(finish(&mut slices, 3_780_000), []);
        assert_eq!(finish(&mut slices, 3_840_000), [(1_062, 0.0)]);
        assert!(slices.open.is_empty(), "what is not judged is not kept");
    }
}
