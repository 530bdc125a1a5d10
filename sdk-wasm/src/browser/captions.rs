//! Caption updates and their segments.

use honeyguide_catalog::item::{MOST_WORDS, caption, caption_gap, caption_segment};
use honeyguide_protocol::ticks;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Recorder, Row};
use crate::measure::{
    caption::{OneWayFloor, Times},
    present,
    retraction::{Revision, Segment},
};

/// No set has this number, so an item with it has no attributes.
const NO_ATTRIBUTES: u32 = u32::MAX - 1;

/// Open segments and what the session knows about the way of its captions.
#[derive(Default)]
pub(super) struct Captions {
    segments: Vec<Open>,
    pub(super) floor: OneWayFloor,
}

struct Open {
    number: u32,
    segment: Segment,
    /// Revised at a paint whose update had ended already: goes with the segment's next item.
    unreported: Revision,
}

#[wasm_bindgen]
impl Recorder {
    /// Notes when an update was emitted and handled, as soon as both are known: the session's least one-way delay.
    pub fn caption_arrived(&mut self, emitted: f64, handled: f64) {
        self.captions.floor.observe(&Times { emitted: present(emitted), handled, written: handled, painted: handled });
    }

    /// The text of a segment as it was painted: its tokens as numbers, and whether the raw text differs from the one
    /// painted before. Call it before the update's own item, once per paint and segment.
    pub fn caption_revised(&mut self, segment: u32, tokens: &[u32], text_changed: bool) {
        let open = self.captions.open(segment);
        let revision = open.segment.revise(tokens, text_changed);
        open.unreported.displayed += revision.displayed;
        open.unreported.retracted += revision.retracted;
        open.unreported.erased += revision.erased;
        open.unreported.format |= revision.format;
        open.unreported.truncated |= revision.truncated;
    }

    /// One update came to its end. `painted` is NaN where it was never painted, or hidden meanwhile; `lag` where nobody knows
    /// when its newest word was heard.
    #[expect(clippy::too_many_arguments, reason = "plain numbers are what crosses cheapest")]
    pub fn caption(
        &mut self,
        segment: u32,
        attributes: u32,
        emitted: f64,
        handled: f64,
        written: f64,
        painted: f64,
        last: bool,
        lag: f64,
    ) {
        let times = Times { emitted: present(emitted), handled, written, painted };
        let mut row = Row::default();
        row.count(caption::segment, segment);
        if !painted.is_finite() {
            row.some(caption::emitted, u32::from(times.emitted.is_some()));
        } else if let Some(parts) = times.parts(&self.captions.floor, Some(&self.busy)) {
            row.ms(caption::latency, parts.latency_uncorrected)
                .ms(caption::render, Some(parts.total_render))
                .ms(caption::app, Some(parts.app))
                .ms(caption::main_thread, parts.main_thread);
        }
        if let Some(open) = self.captions.segments.iter_mut().find(|open| open.number == segment) {
            let revision = core::mem::take(&mut open.unreported);
            row.words(caption::displayed, revision.displayed)
                .words(caption::retracted, revision.retracted)
                .some(caption::erased, revision.erased.min(MOST_WORDS))
                .some(caption::reformatted, u32::from(revision.format))
                .some(caption::truncated, u32::from(revision.truncated));
        }
        if painted.is_finite() {
            let gap = self.gaps.painted(painted);
            self.gap(gap);
        }
        row.some(caption::last, u32::from(last));
        row.ms(caption::lag, present(lag));
        self.outbox.capture(caption::KIND, attributes, ticks(handled), &row.cells);
    }

    /// Whether speech is heard just now; tell about once a second.
    pub fn speech(&mut self, now: f64, speaking: bool) {
        let gap = self.gaps.heard(now, speaking);
        self.gap(gap);
    }

    /// A segment closed: its words stand. `to_final` is NaN where its final update was not painted.
    pub fn caption_closed(&mut self, segment: u32, attributes: u32, now: f64, to_final: f64) {
        let Some(index) = self.captions.segments.iter().position(|open| open.number == segment) else { return };
        let open = self.captions.segments.swap_remove(index);
        let closed = open.segment.close();
        let mut row = Row::default();
        row.count(caption_segment::segment, segment)
            .words(caption_segment::words, closed.words)
            .words(caption_segment::displayed, closed.displayed)
            .words(caption_segment::retracted, closed.retracted)
            .words(caption_segment::erased, closed.erased)
            .count(caption_segment::revisions, closed.revisions)
            .some(caption_segment::late_displayed, open.unreported.displayed.min(MOST_WORDS))
            .some(caption_segment::late_retracted, open.unreported.retracted.min(MOST_WORDS))
            .ms(caption_segment::to_final, present(to_final));
        self.outbox.capture(caption_segment::KIND, attributes, ticks(now), &row.cells);
    }
}

impl Recorder {
    fn gap(&mut self, gap: Option<(f64, f64)>) {
        let Some((at, duration)) = gap else { return };
        let mut row = Row::default();
        row.ms(caption_gap::duration, Some(duration));
        self.outbox.capture(caption_gap::KIND, NO_ATTRIBUTES, ticks(at), &row.cells);
    }
}

impl Captions {
    fn open(&mut self, number: u32) -> &mut Open {
        let index = self.segments.iter().position(|open| open.number == number).unwrap_or_else(|| {
            let fresh = Open { number, segment: Segment::default(), unreported: Revision::default() };
            self.segments.push(fresh);
            self.segments.len() - 1
        });
        &mut self.segments[index]
    }
}

impl Row {
    /// Words, as many as a row may hold.
    fn words(&mut self, field: u32, words: u32) -> &mut Self {
        self.count(field, words.min(MOST_WORDS))
    }
}
