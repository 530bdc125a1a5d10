//! The latency of a caption on the server's clock, by the same rules as in the page (definitions §2, §3).

use honeyguide_catalog::item::caption;
use honeyguide_protocol::Clock;
use honeyguide_sdk::measure::{
    caption::{Attribution, Parts},
    clock::Offset,
};

use crate::table::Table;

/// What is known of one painted update's latency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Latency {
    /// On the server's clock, good to ± `error` milliseconds.
    Known { attribution: Attribution, error: f64 },
    /// There is an emit time but no measured offset yet: milliseconds, off by the unknown offset.
    Unmeasured { uncorrected: f64 },
    /// The server gave no emit time, or the update has no paint.
    NoEmitTime,
    /// Negative beyond the clock's error: neither good nor bad.
    ClockFault,
}

impl Latency {
    /// The latency of a row of a caption table. `clock_bound` is how far the servers' clocks may differ.
    pub(super) fn of(table: &Table, row: usize, clock: Option<Clock>, clock_bound: f64) -> Self {
        let parts = Parts {
            latency_uncorrected: table.ms(caption::latency, row),
            total_render: table.ms(caption::render, row).unwrap_or(f64::NAN),
            app: table.ms(caption::app, row).unwrap_or(0.0),
            main_thread: table.ms(caption::main_thread, row),
        };
        let Some(uncorrected) = parts.latency_uncorrected else { return Self::NoEmitTime };
        let Some(clock) = clock else { return Self::Unmeasured { uncorrected } };
        let error = Offset { theta: clock.theta, delta: clock.delta }.error(clock_bound);
        match parts.attribute(clock.theta, error) {
            None => Self::NoEmitTime,
            Some(attribution) if attribution.clock_fault => Self::ClockFault,
            Some(attribution) => Self::Known { attribution, error },
        }
    }

    /// The largest part, `unknown` where the error exceeds its lead or nothing is known.
    pub(super) fn cause(&self) -> &'static str {
        match self {
            Self::Known { attribution, .. } => attribution.cause.as_str(),
            _ => "unknown",
        }
    }
}
