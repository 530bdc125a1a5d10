//! What the module exports: each function takes the number of a recorder and then what the method of its name takes.
//!
//! A class exported by wasm-bindgen counts who holds and who borrows it, at each call: 2 KB of the module, and 0.7 KB of
//! glue. The page never gives a recorder back, and nothing here calls the page, so a list of them is enough.

use core::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::Recorder;

thread_local! {
    /// Each where nobody uses it just now.
    static RECORDERS: RefCell<Vec<Option<&'static mut Recorder>>> = const { RefCell::new(Vec::new()) };
}

/// A new recorder's number.
#[wasm_bindgen]
pub fn recorder(page_high: u32, page_low: u32) -> u32 {
    RECORDERS.with(|all| {
        let mut all = all.borrow_mut();
        all.push(Some(Box::leak(Box::new(Recorder::new(page_high, page_low)))));
        all.len() as u32 - 1
    })
}

#[inline(never)]
fn lend(number: u32) -> &'static mut Recorder {
    RECORDERS.with(|all| all.borrow_mut()[number as usize].take().unwrap())
}

#[inline(never)]
fn give_back(number: u32, recorder: &'static mut Recorder) {
    RECORDERS.with(|all| all.borrow_mut()[number as usize] = Some(recorder));
}

macro_rules! exports {
    ($($name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => { $(
        #[wasm_bindgen]
        pub fn $name(recorder: u32, $($argument: $type),*) $(-> $result)? {
            let lent = lend(recorder);
            let result = lent.$name($($argument),*);
            give_back(recorder, lent);
            result
        }
    )* };
}

exports! {
    attributes(flat: &[u32]) -> u32;
    batch_address(number: u32) -> u32;
    batch_length(number: u32) -> u32;
    batch_number(index: u32) -> f64;
    beat(previous: f64, now: f64, period: f64);
    busy(from: f64, to: f64);
    caption(segment: u32, attributes: u32, emitted: f64, handled: f64, written: f64, painted: f64, last: bool, lag: f64);
    caption_arrived(emitted: f64, handled: f64);
    caption_closed(segment: u32, attributes: u32, now: f64, to_final: f64);
    caption_revised(segment: u32, tokens: &[u32], text_changed: bool);
    captured() -> f64;
    clock_due(now: f64, drift: f64, became_visible: bool) -> bool;
    clock_probe(sent: f64, received: f64, answered: f64, arrived: f64) -> bool;
    clock_round(now: f64, drift: f64);
    close(state: i32, quiet: bool) -> bool;
    cls() -> f64;
    delivered(number: u32);
    dropped() -> f64;
    fcp(start: f64, first_hidden: f64, activation: f64) -> f64;
    forgotten(count: u32);
    give_up(reason: u32);
    inp(count: f64) -> f64;
    interaction(id: f64, start: f64, duration: f64);
    item(kind: u32, attributes: u32, time: f64, cells: &[f64]);
    lcp() -> f64;
    lcp_candidate(start: f64, first_hidden: f64, activation: f64);
    poll(kind: u32, attributes: u32, time: f64, stats: &[f64]) -> f64;
    refused(number: u32);
    resource(flat: &[u32]);
    sending(number: u32);
    shift(start: f64, value: f64, had_recent_input: bool);
    speech(now: f64, speaking: bool);
    text(text: &str) -> u32;
    ttfb(response_start: f64, activation: f64, now: f64) -> f64;
    undelivered(number: u32);
    waiting() -> f64;
    weigh(weight: u32);
}
