//! An objective's books: events by the minute in which they happened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::counts::Tally;
use crate::evidence::{CauseShare, Evidence, Violation, WorstSession};
use crate::slices::{Placed, Slices};
use crate::{Counts, Indicator, LifetimeCounts, MINUTE_MS, Objective, Settings, Value};

/// What became of recorded events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// They count at their minute.
    Counted,
    /// Too old: they do not count, except among the late.
    Late,
    /// Too far ahead: likewise, and among the late too.
    Early,
}

/// The events of one objective. Serialized, it is the objective's snapshot.
///
/// Minutes are sparse: a quiet one takes no room, and what is older than the objective's window
/// is forgotten. The settings are the caller's and no part of the snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    definition: String,
    window_minutes: u64,
    minutes: BTreeMap<u64, Tally>,
    lifetime: LifetimeCounts,
    slices: Slices,
    #[serde(default)]
    evidence: Evidence,
    #[serde(skip)]
    settings: Settings,
}

impl Ledger {
    /// Empty books for this objective.
    #[must_use]
    pub fn new(objective: &Objective, settings: Settings) -> Self {
        Self {
            definition: objective.definition(),
            window_minutes: objective.window_ms().div_ceil(MINUTE_MS),
            minutes: BTreeMap::new(),
            lifetime: LifetimeCounts::default(),
            slices: Slices::default(),
            evidence: Evidence::default(),
            settings,
        }
    }

    /// Enters events that happened at `at_ms` and became known at `now_ms`.
    ///
    /// They count at the minute they happened, if that is at most `max_late_ms` ago and at most
    /// `max_early_ms` ahead; an event still ahead joins the sums when its minute begins.
    pub fn record(&mut self, at_ms: u64, counts: Counts, now_ms: u64) -> Recorded {
        self.record_tally(at_ms, counts.into(), now_ms)
    }

    pub(crate) fn record_tally(&mut self, at_ms: u64, tally: Tally, now_ms: u64) -> Recorded {
        let recorded = self.admit(at_ms, now_ms);
        match recorded {
            Recorded::Counted => self.enter(at_ms / MINUTE_MS, tally),
            Recorded::Late | Recorded::Early => {
                self.refuse(tally.total.saturating_add(tally.undecided));
            }
        }
        self.forget(now_ms);
        recorded
    }

    /// Adds a counter's increment to its minute, for an objective whose events are minutes.
    ///
    /// Beside the bounds of [`Ledger::record`], an increment is late when its minute has been
    /// judged already. Refused increments are counted as so many late events.
    pub fn record_traffic(&mut self, at_ms: u64, increment: f64, now_ms: u64) -> Recorded {
        let mut recorded = self.admit(at_ms, now_ms);
        if recorded == Recorded::Counted
            && self.slices.add(at_ms / MINUTE_MS, increment, now_ms) == Placed::AlreadyJudged
        {
            recorded = Recorded::Late;
        }
        if recorded != Recorded::Counted {
            self.refuse(increment.ceil() as u64);
        }
        recorded
    }

    /// Lets time pass: judges the minutes that have finished (see [`Settings::settle_ms`]) and
    /// forgets those beyond the window. To be called at least every [`Settings::watch_gap_ms`],
    /// also when nothing arrives: a minute without traffic is an event too.
    pub fn advance(&mut self, objective: &Objective, now_ms: u64) {
        if let Indicator::Rate { threshold, expected, .. } = &objective.indicator {
            for slice in self.slices.finish(now_ms, &self.settings) {
                if expected.iter().any(|hours| hours.contain(slice.minute)) {
                    let rate = Value::Measured(slice.increments / 60.0);
                    let verdict = threshold.decide(rate, 0.0);
                    self.enter(slice.minute, Counts::of(verdict, 1).into());
                }
            }
        }
        self.forget(now_ms);
    }

    /// The events of the minutes that began within `(now − window, now]`. The present minute is
    /// among them; a window that is no whole number of minutes is rounded up.
    #[must_use]
    pub fn sum(&self, window_ms: u64, now_ms: u64) -> Counts {
        let newest = now_ms / MINUTE_MS;
        let oldest = (newest + 1).saturating_sub(window_ms.div_ceil(MINUTE_MS));
        let mut sum = Tally::default();
        if oldest <= newest {
            for tally in self.minutes.range(oldest..=newest).map(|(_, tally)| tally) {
                sum.add(*tally);
            }
        }
        sum.into()
    }

    /// The minutes with events that began within `(now − window, now]`, rising, each by its number since the Unix epoch.
    pub fn minutes(&self, window_ms: u64, now_ms: u64) -> impl Iterator<Item = (u64, Counts)> {
        let newest = now_ms / MINUTE_MS;
        let oldest = (newest + 1).saturating_sub(window_ms.div_ceil(MINUTE_MS)).min(newest);
        self.minutes.range(oldest..=newest).map(|(minute, tally)| (*minute, Counts::from(*tally)))
    }

    /// Keeps what is known of `bad` events that were counted.
    pub(crate) fn testify(&mut self, violation: Violation, bad: u64, now_ms: u64) {
        self.evidence.add(violation, bad, now_ms);
    }

    /// The latest bad events, at most five, newest first.
    #[must_use]
    pub fn recent_violations(&self) -> Vec<Violation> {
        self.evidence.recent()
    }

    /// Why events of the last hour were bad, the commonest cause first.
    #[must_use]
    pub fn causes(&self, now_ms: u64) -> Vec<CauseShare> {
        self.evidence.causes(now_ms)
    }

    /// The sessions with the most bad events of the last hour.
    #[must_use]
    pub fn worst_sessions(&self, now_ms: u64) -> Vec<WorstSession> {
        self.evidence.worst_sessions(now_ms)
    }

    /// Counters since the ledger began; none of them ever falls.
    #[must_use]
    pub fn lifetime(&self) -> LifetimeCounts {
        self.lifetime
    }

    /// The bounds of time by which events are admitted.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Takes a restored ledger over for an objective, unless another definition filled it.
    pub(crate) fn adopt(mut self, objective: &Objective, settings: Settings) -> Option<Self> {
        (self.definition == objective.definition()).then(|| {
            self.window_minutes = objective.window_ms().div_ceil(MINUTE_MS);
            self.settings = settings;
            self
        })
    }

    fn admit(&self, at_ms: u64, now_ms: u64) -> Recorded {
        if now_ms.saturating_sub(at_ms) > self.settings.max_late_ms {
            Recorded::Late
        } else if at_ms.saturating_sub(now_ms) > self.settings.max_early_ms {
            Recorded::Early
        } else {
            Recorded::Counted
        }
    }

    fn enter(&mut self, minute: u64, tally: Tally) {
        self.minutes.entry(minute).or_default().add(tally);
        let lifetime = &mut self.lifetime;
        lifetime.total = lifetime.total.saturating_add(tally.total);
        lifetime.bad = lifetime.bad.saturating_add(tally.bad);
        lifetime.undecided = lifetime.undecided.saturating_add(tally.undecided);
    }

    fn refuse(&mut self, events: u64) {
        self.lifetime.late = self.lifetime.late.saturating_add(events);
    }

    fn forget(&mut self, now_ms: u64) {
        let oldest = (now_ms / MINUTE_MS + 1).saturating_sub(self.window_minutes);
        while let Some(first) = self.minutes.first_entry()
            && *first.key() < oldest
        {
            first.remove();
        }
    }
}
