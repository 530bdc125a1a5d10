//! How late a caption was painted, and which part of its way took the time.

mod attribution;
mod floor;
#[cfg(test)]
mod tests;

pub use attribution::{Attribution, Cause};
pub use floor::OneWayFloor;

use super::busy::Busy;

/// When one caption update passed each station; ms since the epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// The server emitted it, on the *server's* clock; `None` where the server does not say.
    pub emitted: Option<f64>,
    /// The first handler ran, client clock like the two below.
    pub handled: f64,
    /// The text was written to the DOM.
    pub written: f64,
    /// The text was painted.
    pub painted: f64,
}

impl Times {
    /// The durations between the stations. `floor` should have seen this update already. `busy` is on the
    /// client's clock, and `None` where nothing watches the main thread.
    ///
    /// `None` when the client's three times are not finite and in order.
    #[must_use]
    pub fn parts(&self, floor: &OneWayFloor, busy: Option<&Busy>) -> Option<Parts> {
        let (app, render) = (self.written - self.handled, self.painted - self.written);
        if !(app.is_finite() && render.is_finite() && app >= 0.0 && render >= 0.0) {
            return None;
        }
        let emitted = self.emitted.filter(|emitted| emitted.is_finite());
        Some(Parts {
            latency_uncorrected: emitted.map(|emitted| self.painted - emitted),
            total_render: self.painted - self.handled,
            app,
            main_thread: busy.and_then(|busy| {
                let arrived = emitted? + floor.least()?;
                Some(busy.overlap(arrived, self.handled))
            }),
        })
    }
}

/// The durations that the page itself can tell, ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// painted − emitted, *client minus server clock*: the latency is this plus θ.
    pub latency_uncorrected: Option<f64>,
    /// painted − handled: what the page took from the handler on (`caption_render_ms`).
    pub total_render: f64,
    /// written − handled.
    pub app: f64,
    /// Estimate: how long the update waited for a busy main thread before its handler ran.
    pub main_thread: Option<f64>,
}
