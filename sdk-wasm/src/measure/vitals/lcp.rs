//! Largest contentful paint.

use super::paint::since_activation;

/// The last candidate before the first input or before the page was hidden.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lcp {
    value: Option<f64>,
    finished: bool,
}

impl Lcp {
    /// Takes one `largest-contentful-paint` entry's start, ms; those painted after the page was first hidden
    /// (`None` while it never was) do not count, nor does any after [`finish`](Self::finish).
    pub fn candidate(&mut self, start: f64, first_hidden: Option<f64>, activation_start: f64) {
        if !self.finished {
            self.value = since_activation(start, first_hidden, activation_start).or(self.value);
        }
    }

    /// The first key, click or hiding ends the search. Entries still queued in the observer go first.
    pub fn finish(&mut self) {
        self.finished = true;
    }

    /// A page view restored from the back/forward cache: the time from `pageshow` to the second frame, ms.
    pub fn restored(&mut self, painted_after: f64) {
        self.value = since_activation(painted_after, None, 0.0);
        self.finished = true;
    }

    /// LCP so far, ms after activation.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.value
    }
}
