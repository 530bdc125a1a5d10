//! The error budget's arithmetic.
//!
//! With T the target, 1 − T is the budget: the share of events that may be bad.

use crate::Counts;

/// The budget 1 − T as a share of all events, for a target in (0, 1).
///
/// Rounded to 1e-12, because in binary 1 − 0.999 is 0.0010000000000000009, and an objective that
/// spent exactly its budget would show −1e-15 left, or 1e-15 too much.
#[must_use]
pub fn error_budget(target: f64) -> f64 {
    const GRAIN: f64 = 1e12;
    ((1.0 - target) * GRAIN).round() / GRAIN
}

/// How fast the budget is spent: (bad/total) / (1 − T). 1 spends exactly the budget in exactly
/// the window; `None` when there was no event.
///
/// Source: Google, *The Site Reliability Workbook*, chapter 5, "Alert on burn rate".
#[must_use]
pub fn burn(counts: Counts, target: f64) -> Option<f64> {
    counts.bad_ratio().map(|bad_ratio| bad_ratio / error_budget(target))
}

/// The share of the budget that is left: 1 − (bad/total)/(1 − T), over the counts of the whole
/// window. 1 is untouched, below 0 is overspent; `None` when there was no event.
#[must_use]
pub fn remaining(counts: Counts, target: f64) -> Option<f64> {
    burn(counts, target).map(|burn| 1.0 - burn)
}

/// How long what is left lasts, in milliseconds, if the burn stays as it is and traffic even:
/// `remaining × window / burn`.
///
/// `None` where the question has no answer: nothing is left, or the burn is at most 1, at which a
/// rolling window never runs out.
///
/// Source: the same chapter's "time to exhaustion" (window / burn), for a budget partly spent.
#[must_use]
pub fn lasts_ms(remaining: f64, burn: f64, window_ms: u64) -> Option<u64> {
    (remaining > 0.0 && burn > 1.0).then(|| (remaining * window_ms as f64 / burn) as u64)
}

/// Whether a burn exceeds a factor, beyond what binary fractions get wrong.
pub(crate) fn exceeds(burn: Option<f64>, factor: f64) -> bool {
    burn.is_some_and(|burn| burn > factor * (1.0 + 1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(good: u64, total: u64) -> Counts {
        Counts { good, bad: total - good, undecided: 0 }
    }

    /// Scenario: the four worked examples of the definitions.
    /// Guarantees: burn and remaining as printed there; the first leaves exactly 0, not −1e-15.
    #[test]
    fn the_definitions_vectors() {
        for (good, total, target, burned, left) in [
            (9_990, 10_000, 0.999, 1.0, 0.0),
            (9_995, 10_000, 0.999, 0.5, 0.5),
            (9_970, 10_000, 0.999, 3.0, -2.0),
            (98, 100, 0.95, 0.4, 0.6),
        ] {
            let counts = counts(good, total);
            let burn = burn(counts, target).expect("there were events");
            let remaining = remaining(counts, target).expect("there were events");
            assert!((burn - burned).abs() < 1e-12, "{good}/{total}: burn {burn}");
            assert!((remaining - left).abs() < 1e-12, "{good}/{total}: remaining {remaining}");
        }
        assert_eq!(remaining(counts(9_990, 10_000), 0.999), Some(0.0));
    }

    /// Scenario: a window without events, or with undecided ones only.
    /// Guarantees: no figure at all: neither NaN nor a full budget.
    #[test]
    fn no_events_no_figure() {
        let undecided = Counts { undecided: 9, ..Counts::default() };
        for counts in [Counts::default(), undecided] {
            assert_eq!(burn(counts, 0.99), None);
            assert_eq!(remaining(counts, 0.99), None);
        }
    }

    /// Scenario: half the budget left at burn 2, at burn 1, and nothing left.
    /// Guarantees: a quarter of the window; then no answer, since a rolling window never runs out.
    #[test]
    fn how_long_the_rest_lasts() {
        assert_eq!(lasts_ms(0.5, 2.0, 1_000_000), Some(250_000));
        assert_eq!(lasts_ms(0.5, 1.0, 1_000_000), None);
        assert_eq!(lasts_ms(0.5, 0.0, 1_000_000), None);
        assert_eq!(lasts_ms(-0.1, 2.0, 1_000_000), None);
    }

    /// Scenario: 144 bad of 10 000 at .999 burns at exactly 14.4, 145 above it.
    /// Guarantees: "exceeds" is strict, and no rounding error makes it fire.
    #[test]
    fn exactly_the_factor_does_not_exceed_it() {
        assert!(!exceeds(burn(counts(9_856, 10_000), 0.999), 14.4));
        assert!(exceeds(burn(counts(9_855, 10_000), 0.999), 14.4));
        // In binary, 33/500 over 0.011 is 6.000000000000001.
        assert!(!exceeds(burn(counts(467, 500), 0.989), 6.0));
        assert!(!exceeds(None, 1.0));
    }
}
