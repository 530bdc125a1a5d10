//! The page itself: timings, errors, spans, translation requests, the main thread, the clock.

use honeyguide_catalog::item::{
    error, long_task, own_counter, own_gauge, own_histogram, request, span, translation, web_vital,
};
use honeyguide_protocol::{Clock, ticks};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Recorder, Row};
use crate::{
    measure::{
        clock::{Best, DRIFT_TOLERANCE_MS, Probe, Round, probe_due},
        present, vitals,
    },
    outbox::Cell,
};

#[wasm_bindgen]
impl Recorder {
    /// The main thread was busy.
    pub fn busy(&mut self, from: f64, to: f64) {
        self.busy.add(from, to);
    }

    /// The main thread was busy for 50 ms or more at a stretch, as an item.
    pub fn long_task(&mut self, attributes: u32, from: f64, duration: f64) {
        let mut row = Row::default();
        row.ms(long_task::duration, Some(duration));
        self.outbox.capture(long_task::KIND, attributes, ticks(from), &row.cells);
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

    /// A page timing became final: a duration, or a score (CLS).
    pub fn vital(&mut self, attributes: u32, time: f64, value: f64, is_score: bool, revision: u32) {
        let mut row = Row::default();
        if is_score {
            row.float(web_vital::score, Some(value));
        } else {
            row.ms(web_vital::time, Some(value));
        }
        row.some(web_vital::revision, revision);
        self.outbox.capture(web_vital::KIND, attributes, ticks(time), &row.cells);
    }

    /// An uncaught error.
    pub fn error(&mut self, attributes: u32, time: f64) {
        self.outbox.capture(error::KIND, attributes, ticks(time), &[]);
    }

    /// A span. `identifiers`: trace (4 numbers of 32 bits, high first), span (2), parent (2, or none).
    pub fn span(&mut self, attributes: u32, start: f64, duration: f64, identifiers: &[u32], failed: bool) {
        let mut row = Row::default();
        row.ms(span::duration, Some(duration)).some(span::failed, u32::from(failed));
        let fields = [span::trace_high, span::trace_low, span::span, span::parent];
        for (field, halves) in fields.into_iter().zip(identifiers.chunks_exact(2)) {
            let whole = halves.iter().fold(0_u64, |high, low| high << 32 | u64::from(*low));
            row.cells.push((field, Cell::Integer(whole as i64)));
        }
        self.outbox.capture(span::KIND, attributes, ticks(start), &row.cells);
    }

    /// A translation request came to its end; `waiting` is the part of `first_token` before the page had it.
    pub fn translation(
        &mut self,
        attributes: u32,
        time: f64,
        waiting: f64,
        first_token: f64,
        duration: f64,
        accuracy: f64,
    ) {
        let mut row = Row::default();
        row.ms(translation::ttft, present(first_token))
            .ms(translation::duration, present(duration))
            .float(translation::accuracy, present(accuracy))
            .ms(translation::waiting, present(waiting));
        self.outbox.capture(translation::KIND, attributes, ticks(time), &row.cells);
    }

    /// A request to one of the app's own services was answered (`status` is 0 where it was not).
    pub fn request(&mut self, attributes: u32, time: f64, duration: f64, status: u32) {
        let mut row = Row::default();
        row.ms(request::duration, Some(duration)).some(request::status, status);
        self.outbox.capture(request::KIND, attributes, ticks(time), &row.cells);
    }

    /// A value of the app's own metric: a counter's increment (`instrument` 0), a gauge's reading (1), else a histogram's value.
    pub fn own(&mut self, instrument: u32, attributes: u32, time: f64, value: f64) {
        let (kind, field) = match instrument {
            0 => (own_counter::KIND, own_counter::increment),
            1 => (own_gauge::KIND, own_gauge::value),
            _ => (own_histogram::KIND, own_histogram::value),
        };
        self.outbox.capture(kind, attributes, ticks(time), &[(field, Cell::Float(value))]);
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
