//! The page itself: timings, the main thread, the clock.

use honeyguide_protocol::Clock;

use super::Recorder;
use crate::measure::{
    clock::{Best, DRIFT_TOLERANCE_MS, Probe, Round, probe_due},
    present, vitals,
};

impl Recorder {
    /// The main thread was busy.
    pub fn busy(&mut self, from: f64, to: f64) {
        self.busy.add(from, to);
    }

    /// Two beats of a timer, for browsers that report no long tasks.
    pub fn beat(&mut self, previous: f64, now: f64, period: f64) {
        self.busy.beat(previous, now, period);
    }

    /// A layout shift.
    pub fn shift(&mut self, start: f64, value: f64, had_recent_input: bool) {
        self.shifts.shift(start, value, had_recent_input);
    }

    /// CLS so far.
    pub fn cls(&self) -> f64 {
        self.shifts.value()
    }

    /// An event timing entry that belongs to an interaction.
    pub fn interaction(&mut self, id: f64, start: f64, duration: f64) {
        self.interactions.entry(id, start, duration);
        self.interaction_count.entry(id);
    }

    /// INP so far, of `count` interactions in all (NaN where the browser does not count them); NaN before the first.
    pub fn inp(&self, count: f64) -> f64 {
        let count = present(count).unwrap_or_else(|| self.interaction_count.estimate());
        self.interactions.value(count).map_or(f64::NAN, |worst| worst.latency)
    }

    /// A candidate for LCP. `first_hidden` is infinite while the page was never hidden.
    pub fn lcp_candidate(&mut self, start: f64, first_hidden: f64, activation: f64) {
        self.largest_paint.candidate(start, present(first_hidden), activation);
    }

    /// LCP so far; NaN before the first candidate.
    pub fn lcp(&self) -> f64 {
        self.largest_paint.value().unwrap_or(f64::NAN)
    }

    /// FCP of a paint entry; NaN where the page had been hidden before.
    pub fn fcp(&self, start: f64, first_hidden: f64, activation: f64) -> f64 {
        vitals::fcp(start, present(first_hidden), activation).unwrap_or(f64::NAN)
    }

    /// TTFB of the navigation entry; NaN where its times cannot be.
    pub fn ttfb(&self, response_start: f64, activation: f64, now: f64) -> f64 {
        vitals::Navigation::new(response_start, activation, now).map_or(f64::NAN, |navigation| navigation.ttfb())
    }

    /// Whether a round of clock probes is due. `now` and `drift` as in [`Round`]. Where the page's clock jumped (it slept),
    /// what was measured before holds no longer.
    pub fn clock_due(&mut self, now: f64, drift: f64, became_visible: bool) -> bool {
        let present = Round { at: now, drift };
        if self.last_round.is_some_and(|last| (drift - last.drift).abs() > DRIFT_TOLERANCE_MS) {
            self.outbox.clock = None;
            self.captions.floor.restart();
            self.last_round = None;
        }
        probe_due(self.last_round, present, became_visible)
    }

    /// One probe. True when its round is complete: the best probe of it is the clock from then on.
    pub fn clock_probe(&mut self, sent: f64, received: f64, answered: f64, arrived: f64) -> bool {
        self.probes.consider(&Probe { t0: sent, t1: received, t2: answered, t3: arrived });
        // The very first offset is used at once: an early batch is better corrected roughly than not at all.
        if self.probes.is_complete() || self.last_round.is_none() {
            let best = self.probes.offset().map(|offset| Clock { theta: offset.theta, delta: offset.delta });
            self.outbox.clock = best.or(self.outbox.clock);
        }
        self.probes.is_complete()
    }

    /// A round ended, complete or not.
    pub fn clock_round(&mut self, now: f64, drift: f64) {
        self.probes = Best::default();
        self.last_round = Some(Round { at: now, drift });
    }
}
