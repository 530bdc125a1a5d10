//! The least time that an update needed from the server to its handler.

use super::Times;

/// The least `handled − emitted` seen in a session, ms.
///
/// The two are on different clocks, so the number itself holds −θ and means nothing alone. Added to an emit
/// time on the server's clock, it gives the earliest time, on the *client's* clock, at which that update can
/// have arrived: the offset cancels out, as long as neither clock jumps.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneWayFloor {
    least: Option<f64>,
}

impl OneWayFloor {
    /// Takes one update into account; one without an emit time says nothing.
    pub fn observe(&mut self, times: &Times) {
        let Some(delay) = times.emitted.map(|emitted| times.handled - emitted) else { return };
        if delay.is_finite() && self.least.is_none_or(|least| delay < least) {
            self.least = Some(delay);
        }
    }

    /// The least delay in mixed clocks, ms.
    #[must_use]
    pub fn least(&self) -> Option<f64> {
        self.least
    }

    /// Forgets everything: to be called when the client's clock jumped or another server emits.
    pub fn restart(&mut self) {
        self.least = None;
    }
}
