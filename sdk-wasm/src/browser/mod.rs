//! What JavaScript sees: functions on a recorder (`exports`) that take numbers in and hand bytes out.
//!
//! Times are milliseconds since the Unix epoch by the page's clock (`timeOrigin + performance.now()`); an absent
//! number is NaN. Nothing here panics on any input.

mod captions;
mod delivery;
#[expect(
    unreachable_pub,
    clippy::too_many_arguments,
    reason = "wasm-bindgen takes nothing else, plain numbers cross cheapest"
)]
mod exports;
mod page;
mod webrtc;

use honeyguide_catalog::{attribute, item::ALL};

use crate::{
    measure::{
        busy::Busy,
        clock::{Best, Round},
        gap::Gaps,
        vitals,
    },
    outbox::Outbox,
};

/// Everything that one page view measures and has not delivered yet.
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

impl Recorder {
    /// For a page view named by 64 random bits.
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
        self.outbox.capture(kind, attributes, time, cells);
    }
}

#[cfg(not(target_family = "wasm"))]
impl Recorder {
    /// See [`Outbox::keep_whole`].
    pub fn keep_whole(&mut self) {
        self.outbox.keep_whole();
    }
}

/// How a field of a kind crosses.
const fn code(kind: u32, field: u32) -> f64 {
    ALL[kind as usize - 1].fields[field as usize - 1].code() as f64
}

#[cfg(test)]
mod tests;
