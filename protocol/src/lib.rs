//! What browser and gateway say to each other. No I/O, no clock.
//!
//! A page sends a [`Batch`]: series of rows in columns of small integers, framed by
//! [`frame::seal`] with two bytes that name version and encoding and four of checksum.
//! Everything that can become of an item has a [`Reason`] here, so that page and gateway
//! count losses under the same names.
//!
//! *Architecture invariant*: this crate knows the shape of a batch, not the meaning of a
//! column; meanings stand in `honeyguide-catalog`.

mod batch;
pub mod column;
pub mod frame;
pub mod limits;
mod reason;
pub mod write;

pub use batch::{Batch, Clock, PageState, Pair, Series, Totals};
pub use reason::Reason;

/// Wire ticks in a millisecond: times and durations travel as integers of 0.1 ms.
pub const TICKS_PER_MS: f64 = 10.0;

/// A duration in ticks, rounded *up*, so that 250.04 ms is never "at most 250".
///
/// `ms` is any finite number of milliseconds; the result saturates at the range of `i64`.
#[must_use]
pub fn ticks_up(ms: f64) -> i64 {
    // Clocks count in steps of 0.005 or 0.1 ms and their differences carry an error of about
    // 1e-7 ms at Unix-epoch magnitudes: without the allowance 250.0 would often become 250.1.
    (ms * TICKS_PER_MS - 1e-2).ceil() as i64
}

/// A point in time in ticks, to the nearest.
#[must_use]
pub fn ticks(ms: f64) -> i64 {
    (ms * TICKS_PER_MS).round() as i64
}

/// Milliseconds of a number of ticks.
#[must_use]
pub fn ms(ticks: i64) -> f64 {
    ticks as f64 / TICKS_PER_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: durations at and just above a threshold of 250 ms.
    /// Guarantees: exactly 250 stays 250, also when a difference of two Unix-epoch times left
    /// its usual error behind; 250.04 becomes 250.1.
    #[test]
    fn durations_round_up() {
        assert_eq!(ticks_up(250.0), 2500);
        assert_eq!(ticks_up(250.04), 2501);
        let now = 1_790_000_000_000.3_f64;
        assert_eq!(ticks_up((now + 250.0) - now), 2500);
        assert_eq!(ticks_up(0.0), 0);
        assert_eq!(ticks_up(-5.0), -50);
    }
}
