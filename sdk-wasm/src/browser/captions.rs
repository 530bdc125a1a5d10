//! Caption updates and their segments.

use honeyguide_catalog::item::{MOST_WORDS, caption, caption_gap, caption_segment};

use super::Recorder;
use crate::measure::{
    caption::{OneWayFloor, Parts, Times},
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
        let parts = times.parts(&self.captions.floor, Some(&self.busy));
        let known = self.captions.segments.iter_mut().find(|open| open.number == segment);
        let revision = known.map(|open| core::mem::take(&mut open.unreported));
        let shown = painted.is_finite();
        if shown {
            let gap = self.gaps.painted(painted);
            self.gap(gap);
        }
        let part = |part: fn(&Parts) -> f64| parts.as_ref().map_or(f64::NAN, part);
        let words = |words: fn(&Revision) -> u32| revision.as_ref().map_or(f64::NAN, |revision| count(words(revision)));
        let cells = [
            [const { code(caption::segment) }, f64::from(segment)],
            [const { code(caption::emitted) }, some(f64::from(!shown && times.emitted.is_some()))],
            [const { code(caption::latency) }, part(|parts| parts.latency_uncorrected.unwrap_or(f64::NAN))],
            [const { code(caption::render) }, part(|parts| parts.total_render)],
            [const { code(caption::app) }, part(|parts| parts.app)],
            [const { code(caption::main_thread) }, part(|parts| parts.main_thread.unwrap_or(f64::NAN))],
            [const { code(caption::displayed) }, words(|revision| revision.displayed)],
            [const { code(caption::retracted) }, words(|revision| revision.retracted)],
            [const { code(caption::erased) }, some(words(|revision| revision.erased))],
            [const { code(caption::reformatted) }, some(words(|revision| revision.format.into()))],
            [const { code(caption::truncated) }, some(words(|revision| revision.truncated.into()))],
            [const { code(caption::last) }, some(f64::from(last))],
            [const { code(caption::lag) }, lag],
        ];
        self.outbox.capture(caption::KIND, attributes, handled, cells.as_flattened());
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
        let cells = [
            [const { code_of(caption_segment::segment) }, f64::from(segment)],
            [const { code_of(caption_segment::words) }, count(closed.words)],
            [const { code_of(caption_segment::displayed) }, count(closed.displayed)],
            [const { code_of(caption_segment::retracted) }, count(closed.retracted)],
            [const { code_of(caption_segment::erased) }, count(closed.erased)],
            [const { code_of(caption_segment::revisions) }, f64::from(closed.revisions)],
            [const { code_of(caption_segment::late_displayed) }, some(count(open.unreported.displayed))],
            [const { code_of(caption_segment::late_retracted) }, some(count(open.unreported.retracted))],
            [const { code_of(caption_segment::to_final) }, to_final],
        ];
        self.outbox.capture(caption_segment::KIND, attributes, now, cells.as_flattened());
    }
}

impl Recorder {
    fn gap(&mut self, gap: Option<(f64, f64)>) {
        let Some((at, duration)) = gap else { return };
        let cells = [const { super::code(caption_gap::KIND, caption_gap::duration) }, duration];
        self.outbox.capture(caption_gap::KIND, NO_ATTRIBUTES, at, &cells);
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

const fn code(field: u32) -> f64 {
    super::code(caption::KIND, field)
}

const fn code_of(field: u32) -> f64 {
    super::code(caption_segment::KIND, field)
}

/// Words, as many as a row may hold.
fn count(words: u32) -> f64 {
    words.min(MOST_WORDS).into()
}

/// What is mostly 0 is left out then, to cost nothing.
fn some(value: f64) -> f64 {
    if value > 0.0 { value } else { f64::NAN }
}
