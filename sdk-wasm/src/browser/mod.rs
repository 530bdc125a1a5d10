//! What JavaScript sees: one class that takes numbers in and hands bytes out.
//!
//! Times are milliseconds since the Unix epoch by the page's clock (`timeOrigin + performance.now()`); an absent
//! number is NaN. Nothing here panics on any input.

mod captions;
mod delivery;
mod page;
mod webrtc;

use honeyguide_catalog::attribute;
use honeyguide_protocol::{ticks, ticks_up};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    measure::{
        busy::Busy,
        clock::{Best, Round},
        gap::Gaps,
        present, vitals,
    },
    outbox::{Cell, Outbox},
};

/// Everything that one page view measures and has not delivered yet.
#[wasm_bindgen]
pub struct Recorder {
    outbox: Outbox,
    captions: captions::Captions,
    calls: Vec<webrtc::Polled>,
    busy: Busy,
    gaps: Gaps,
    probes: Best,
    last_round: Option<Round>,
    shifts: vitals::Cls,
    interactions: vitals::Inp,
    interaction_count: vitals::InteractionCount,
    largest_paint: vitals::Lcp,
}

#[wasm_bindgen]
impl Recorder {
    /// For a page view named by 64 random bits.
    #[wasm_bindgen(constructor)]
    pub fn new(page_high: u32, page_low: u32) -> Self {
        Self {
            outbox: Outbox::new(u64::from(page_high) << 32 | u64::from(page_low)),
            captions: captions::Captions::default(),
            calls: Vec::new(),
            busy: Busy::default(),
            gaps: Gaps::default(),
            probes: Best::default(),
            last_round: None,
            shifts: vitals::Cls::default(),
            interactions: vitals::Inp::default(),
            interaction_count: vitals::InteractionCount::default(),
            largest_paint: vitals::Lcp::default(),
        }
    }

    /// The number of a text; ask once per text.
    pub fn text(&mut self, text: &str) -> u32 {
        self.outbox.text(text)
    }

    /// The number of a set of attributes (key, text, key, text, …); ask once per set.
    pub fn attributes(&mut self, flat: &[u32]) -> u32 {
        self.outbox.attributes(flat)
    }

    /// Attributes of every batch; the SDK's own version joins them.
    pub fn resource(&mut self, flat: &[u32]) {
        let version = self.outbox.text(env!("CARGO_PKG_VERSION"));
        self.outbox.set_resource(&[flat, &[attribute::SDK_VERSION, version]].concat());
    }

    /// An event that needs no measuring: code, value, code, value, … with [`Field::code`](honeyguide_catalog::item::Field::code)s.
    /// What is no finite number is absent.
    pub fn item(&mut self, kind: u32, attributes: u32, time: f64, cells: &[f64]) {
        let mut row = Row::default();
        let mut rest = cells.iter().copied();
        while let (Some(code), Some(value)) = (rest.next(), rest.next()) {
            let code = code as u32;
            let cell = match code % 4 {
                0 => Cell::Integer(value as i64),
                1 => Cell::Integer(ticks_up(value)),
                2 => Cell::Float(value),
                _ => Cell::Integer((value as i64) << 32 | rest.next().unwrap_or_default() as i64),
            };
            if value.is_finite() {
                row.cells.push((code / 4, cell));
            }
        }
        self.outbox.capture(kind, attributes, ticks(time), &row.cells);
    }
}

#[cfg(not(target_family = "wasm"))]
impl Recorder {
    /// See [`Outbox::keep_whole`].
    pub fn keep_whole(&mut self) {
        self.outbox.keep_whole();
    }
}

/// Collects the cells of one row.
#[derive(Default)]
struct Row {
    cells: Vec<(u32, Cell)>,
}

impl Row {
    /// A duration in milliseconds, rounded up to ticks; absent where it is no finite number.
    fn ms(&mut self, field: u32, value: Option<f64>) -> &mut Self {
        if let Some(value) = value.and_then(present) {
            self.cells.push((field, Cell::Integer(ticks_up(value))));
        }
        self
    }

    fn count(&mut self, field: u32, value: u32) -> &mut Self {
        self.cells.push((field, Cell::Integer(i64::from(value))));
        self
    }

    /// A whole number that is mostly 0: left out then, to cost nothing.
    fn some(&mut self, field: u32, value: u32) -> &mut Self {
        if value > 0 { self.count(field, value) } else { self }
    }
}

#[cfg(test)]
mod tests;
