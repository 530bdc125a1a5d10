//! What is measured, as pure functions and small state: no browser, no clock, no randomness, no I/O.
//!
//! The same code runs in the page as WebAssembly and natively in the gateway (for pages that ended before
//! the module was there), so it is written to be small: no formatting, no hash maps, no panics.
//! Times and durations are `f64` milliseconds, ratios are 0..1, an absent number is `None` (NaN in [`webrtc`]
//! and [`audio_quality`], where it is cheaper) and never 0, and a figure whose denominator is 0 is absent. The definitions are those of the project's documentation.
//!
//! One file a measurement:
//! - [`retraction`]: words that were shown and taken back;
//! - [`caption`], with [`busy`] and [`clock`]: how late a caption was, and why;
//! - [`gap`]: speech without a caption;
//! - [`webrtc`] and [`audio_quality`]: what getStats says about a call;
//! - [`vitals`]: the page timings.

pub mod audio_quality;
pub mod busy;
pub mod caption;
pub mod clock;
pub mod gap;
pub mod retraction;
pub mod vitals;
pub mod webrtc;

/// A number from JavaScript, where an absent one arrives as NaN. Infinities count as absent too.
#[must_use]
pub fn present(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::present;

    /// Scenario: JavaScript hands over numbers, NaN and infinities.
    /// Guarantees: only finite numbers are present, and 0 is one of them.
    #[test]
    fn only_finite_numbers_are_present() {
        assert_eq!(present(0.0), Some(0.0));
        assert_eq!(present(-3.5), Some(-3.5));
        assert_eq!(present(f64::NAN), None);
        assert_eq!(present(f64::INFINITY), None);
        assert_eq!(present(f64::NEG_INFINITY), None);
    }
}
