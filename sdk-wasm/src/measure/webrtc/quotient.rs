//! A figure that is one difference over another, kept apart so that it can be summed over several polls.

use crate::measure::present;

/// A part and a whole. The default, 0 of 0, is an absent figure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quotient {
    /// The numerator.
    pub part: f64,
    /// The denominator.
    pub whole: f64,
}

impl Quotient {
    /// Absent unless both numbers are there.
    #[must_use]
    pub fn of(part: Option<f64>, whole: Option<f64>) -> Quotient {
        match (part, whole) {
            (Some(part), Some(whole)) => Quotient { part, whole },
            _ => Quotient::default(),
        }
    }

    /// `scale` · part / whole; `None` for a whole of 0.
    #[must_use]
    pub fn times(&self, scale: f64) -> Option<f64> {
        if self.whole > 0.0 { present(scale * self.part / self.whole) } else { None }
    }

    /// Adds another poll's part and whole.
    pub fn add(&mut self, other: Quotient) {
        self.part += other.part;
        self.whole += other.whole;
    }
}
