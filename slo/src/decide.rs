//! Is one measured value good? Exactly, and with its error.

use serde::{Deserialize, Serialize};

/// What a probe found for one event.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number, in the metric's unit.
    Measured(f64),
    /// What was awaited never happened: a caption not painted within 5 s, a call given up.
    /// Bad under every threshold.
    Never,
}

/// The judgement over one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The threshold holds for every value that the error allows.
    Good,
    /// The threshold holds for none of them.
    Bad,
    /// The error spans the threshold: shown and counted apart, in neither.
    Undecided,
}

/// How a value stands to its bound, in OpenSLO's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    /// At most.
    Lte,
    /// Less than.
    Lt,
    /// At least.
    Gte,
    /// More than.
    Gt,
}

impl Comparison {
    /// The mathematical sign: `≤`, `<`, `≥` or `>`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Lte => "≤",
            Self::Lt => "<",
            Self::Gte => "≥",
            Self::Gt => ">",
        }
    }

    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Lte => value <= bound,
            Self::Lt => value < bound,
            Self::Gte => value >= bound,
            Self::Gt => value > bound,
        }
    }
}

/// A comparison with its bound: "good when `value` *comparison* `bound`".
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// How the value must stand to the bound.
    pub comparison: Comparison,
    /// The bound, in the metric's unit.
    pub bound: f64,
}

impl Threshold {
    /// Judges one event whose true value lies within `value ± error` (both in the metric's unit).
    ///
    /// Good if the whole interval satisfies the comparison, bad if none of it does, else
    /// undecided. With error 0 that is the plain comparison. No value is rounded and nothing is
    /// bucketed, so 250.04 is never "≤ 250". A value that is not a number is undecided, and
    /// so is one whose error is not a finite number; a negative error counts as its size.
    ///
    /// Source: the definitions' "Deciding under uncertainty": with err the clock's error,
    /// good if value + err ≤ threshold, bad if value − err > threshold.
    #[must_use]
    pub fn decide(&self, value: Value, error: f64) -> Verdict {
        let Value::Measured(value) = value else {
            return Verdict::Bad;
        };
        if value.is_nan() || !error.is_finite() {
            return Verdict::Undecided;
        }
        let ends = [value - error, value + error];
        match ends.map(|end| self.comparison.holds(end, self.bound)) {
            [true, true] => Verdict::Good,
            [false, false] => Verdict::Bad,
            [true, false] | [false, true] => Verdict::Undecided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at_most_250(value: f64, error: f64) -> Verdict {
        let threshold = Threshold { comparison: Comparison::Lte, bound: 250.0 };
        threshold.decide(Value::Measured(value), error)
    }

    /// Scenario: captions at and just above the bound, measured without error.
    /// Guarantees: 250 is good and 250.04 is bad; nothing rounds or buckets.
    #[test]
    fn exact_at_the_bound() {
        assert_eq!(at_most_250(250.0, 0.0), Verdict::Good);
        assert_eq!(at_most_250(250.04, 0.0), Verdict::Bad);
        assert_eq!(at_most_250(249.999_999, 0.0), Verdict::Good);
    }

    /// Scenario: a clock error of 10 ms around the bound.
    /// Guarantees: good up to 240, bad above 260, undecided between, 260 itself included.
    #[test]
    fn an_error_that_spans_the_bound_leaves_it_undecided() {
        assert_eq!(at_most_250(240.0, 10.0), Verdict::Good);
        assert_eq!(at_most_250(240.5, 10.0), Verdict::Undecided);
        assert_eq!(at_most_250(260.0, 10.0), Verdict::Undecided);
        assert_eq!(at_most_250(260.5, 10.0), Verdict::Bad);
    }

    /// Scenario: each of the four comparisons at its bound and on either side.
    /// Guarantees: the strict ones exclude the bound, the mirrored ones turn around.
    #[test]
    fn every_comparison_at_its_bound() {
        for (comparison, below, at, above) in [
            (Comparison::Lte, Verdict::Good, Verdict::Good, Verdict::Bad),
            (Comparison::Lt, Verdict::Good, Verdict::Bad, Verdict::Bad),
            (Comparison::Gte, Verdict::Bad, Verdict::Good, Verdict::Good),
            (Comparison::Gt, Verdict::Bad, Verdict::Bad, Verdict::Good),
        ] {
            let threshold = Threshold { comparison, bound: 0.85 };
            let judged = [0.84, 0.85, 0.86].map(|value| threshold.decide(Value::Measured(value), 0.0));
            assert_eq!(judged, [below, at, above], "{comparison:?}");
            assert_eq!(threshold.decide(Value::Measured(0.85), 0.01), Verdict::Undecided);
        }
    }

    /// Scenario: the awaited thing never happened, under a bound that only large values satisfy.
    /// Guarantees: bad all the same, whatever the error.
    #[test]
    fn never_is_bad_under_every_comparison() {
        for comparison in [Comparison::Lte, Comparison::Lt, Comparison::Gte, Comparison::Gt] {
            let threshold = Threshold { comparison, bound: 1.0 };
            assert_eq!(threshold.decide(Value::Never, f64::INFINITY), Verdict::Bad, "{comparison:?}");
        }
    }

    /// Scenario: a value or an error that is not a number, and an unbounded error.
    /// Guarantees: no verdict is made up from them.
    #[test]
    fn what_is_not_a_number_is_undecided() {
        assert_eq!(at_most_250(f64::NAN, 0.0), Verdict::Undecided);
        assert_eq!(at_most_250(100.0, f64::NAN), Verdict::Undecided);
        assert_eq!(at_most_250(100.0, f64::INFINITY), Verdict::Undecided);
        assert_eq!(at_most_250(300.0, -100.0), Verdict::Undecided);
    }

    proptest! {
        /// Scenario: any true value within the error of what was measured.
        /// Guarantees: a verdict of good or bad is the true value's own verdict.
        #[test]
        fn a_verdict_is_never_wrong(truth in 0_i32..500, offset in -50_i32..=50, extra in 0_i32..50) {
            let measured = f64::from(truth + offset);
            let verdict = at_most_250(measured, f64::from(offset.abs() + extra));
            let plain = at_most_250(f64::from(truth), 0.0);
            prop_assert!(verdict == Verdict::Undecided || verdict == plain);
        }
    }
}
