//! Time to first byte.

/// The page's navigation timing entry, as far as it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Navigation {
    response_start: f64,
    /// `activationStart`, ms; above 0 where the page was prerendered.
    pub activation_start: f64,
}

impl Navigation {
    /// `None` when `responseStart` is 0 (hidden by the browser) or not in the past: the entry is then worth nothing,
    /// and the activation start of the other page timings is 0. All times are ms since the time origin; a browser
    /// without `activationStart` gives NaN, which is 0.
    #[must_use]
    pub fn new(response_start: f64, activation_start: f64, now: f64) -> Option<Navigation> {
        // The greater of NaN and 0 is 0.
        let activation_start = activation_start.max(0.0);
        (response_start > 0.0 && response_start < now).then_some(Navigation { response_start, activation_start })
    }

    /// TTFB, ms: max(responseStart − activationStart, 0). (A page restored from the back/forward cache has 0.)
    #[must_use]
    pub fn ttfb(&self) -> f64 {
        (self.response_start - self.activation_start).max(0.0)
    }
}
