//! A caption's latency on one clock, split into the parts of its way.

use super::Parts;
use crate::measure::present;

impl Parts {
    /// The latency and its parts, given θ (server = client + θ) and the most that θ can be wrong by, both ms.
    ///
    /// `None` without an emit time, or with a θ or error that is no number.
    #[must_use]
    pub fn attribute(&self, theta: f64, error: f64) -> Option<Attribution> {
        let error = present(error)?.abs();
        let latency = present(self.latency_uncorrected? + theta)?;
        let transit = present(latency - self.total_render)?;
        let main_thread = self.main_thread.unwrap_or_default().min(transit).max(0.0);
        let mut attribution = Attribution {
            latency,
            network: transit - main_thread,
            main_thread,
            app: self.app,
            render: self.total_render - self.app,
            clock_fault: transit < -error,
            cause: Cause::Unknown,
        };
        if !attribution.clock_fault {
            attribution.cause = attribution.largest(error);
        }
        Some(attribution)
    }
}

/// A latency and its four parts, ms. The parts sum to the latency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribution {
    /// From the server's emit to the paint, on the server's clock.
    pub latency: f64,
    /// Estimate: the rest of the way to the handler. Below 0 by no more than the clock's error, unless
    /// `clock_fault` is set.
    pub network: f64,
    /// Estimate: waiting for a busy main thread before the handler.
    pub main_thread: f64,
    /// From the handler to the write.
    pub app: f64,
    /// From the write to the paint.
    pub render: f64,
    /// The handler seems to have run before the emit by more than the clock's error: the latency is neither
    /// good nor bad.
    pub clock_fault: bool,
    /// The part that took longest.
    pub cause: Cause,
}

impl Attribution {
    fn largest(&self, error: f64) -> Cause {
        let parts = [
            (Cause::Network, self.network),
            (Cause::MainThread, self.main_thread),
            (Cause::App, self.app),
            (Cause::Render, self.render),
        ];
        let mut cause = Cause::Unknown;
        let (mut first, mut second) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for (candidate, duration) in parts {
            if duration > first {
                (cause, first, second) = (candidate, duration, first);
            } else if duration > second {
                second = duration;
            }
        }
        if error > first - second { Cause::Unknown } else { cause }
    }
}

/// Why a caption was late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The way from the server.
    Network,
    /// The page's main thread was busy when the update arrived.
    MainThread,
    /// The app's own work between handler and write.
    App,
    /// Style, layout and paint.
    Render,
    /// The clock's error is greater than the difference between the two largest parts, or the clock is at fault.
    Unknown,
}

impl Cause {
    /// The value of the `cause` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Network => "network",
            Cause::MainThread => "main_thread",
            Cause::App => "app",
            Cause::Render => "render",
            Cause::Unknown => "unknown",
        }
    }
}
