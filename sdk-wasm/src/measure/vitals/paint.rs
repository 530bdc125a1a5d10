//! First contentful paint.

/// FCP, ms: the `first-contentful-paint` entry's start, after the page's activation.
///
/// `None` when the page was hidden before it (`first_hidden`, `None` while it never was) or the start is no number.
#[must_use]
pub fn fcp(start: f64, first_hidden: Option<f64>, activation_start: f64) -> Option<f64> {
    since_activation(start, first_hidden, activation_start)
}

/// The time of a paint after activation, never negative; `None` if the page was hidden before the paint.
pub(super) fn since_activation(start: f64, hidden: Option<f64>, activation_start: f64) -> Option<f64> {
    let value = (start - activation_start).max(0.0);
    (start.is_finite() && hidden.is_none_or(|hidden| start < hidden)).then_some(value)
}
