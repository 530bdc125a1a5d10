//! The offset between the page's clock and a server's, by four timestamps (as NTP, RFC 5905 §8).

#[cfg(test)]
mod tests;

/// Probes in one round.
pub const ROUND_PROBES: u32 = 8;

/// A round is worth repeating after this time, ms.
pub const ROUND_INTERVAL_MS: f64 = 300_000.0;

/// A round is worth repeating when the page's two clocks moved apart by more than this, ms.
pub const DRIFT_TOLERANCE_MS: f64 = 50.0;

/// One question to the server and its answer; ms since the epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probe {
    /// Sent, client clock.
    pub t0: f64,
    /// Received, server clock.
    pub t1: f64,
    /// Answered, server clock.
    pub t2: f64,
    /// The answer arrived, client clock.
    pub t3: f64,
}

impl Probe {
    /// θ = ((t1−t0) + (t2−t3)) / 2 and δ = (t3−t0) − (t2−t1).
    #[must_use]
    pub fn offset(&self) -> Offset {
        Offset {
            theta: ((self.t1 - self.t0) + (self.t2 - self.t3)) / 2.0,
            delta: (self.t3 - self.t0) - (self.t2 - self.t1),
        }
    }
}

/// How far the server's clock is ahead: server = client + θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offset {
    /// θ, ms.
    pub theta: f64,
    /// δ, the round trip without the server's own time, ms.
    pub delta: f64,
}

impl Offset {
    /// The most that θ can be wrong by: δ/2 and the bound within which servers agree with each other, ms.
    #[must_use]
    pub fn error(&self, between_servers: f64) -> f64 {
        self.delta / 2.0 + between_servers
    }
}

/// The best probe of a round: the one with the least δ.
#[derive(Debug, Clone, Copy, Default)]
pub struct Best {
    tried: u32,
    offset: Option<Offset>,
}

impl Best {
    /// Takes one probe into the round. One with a negative δ or a number that is not finite counts as tried,
    /// and is not kept.
    pub fn consider(&mut self, probe: &Probe) {
        self.tried = self.tried.saturating_add(1);
        let offset = probe.offset();
        let usable = offset.theta.is_finite() && offset.delta.is_finite() && offset.delta >= 0.0;
        if usable && self.offset.is_none_or(|best| offset.delta < best.delta) {
            self.offset = Some(offset);
        }
    }

    /// Whether [`ROUND_PROBES`] probes were tried.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.tried >= ROUND_PROBES
    }

    /// The best offset so far; `None` while no probe was usable.
    #[must_use]
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

/// When a round of probes was made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// `performance.now()` at its end, ms.
    pub at: f64,
    /// `Date.now() − (timeOrigin + performance.now())` at its end, signed, ms.
    pub drift: f64,
}

/// Whether the clock must be probed (again), given the last round and the same two numbers now: at first, each
/// [`ROUND_INTERVAL_MS`], when the page became visible, and when the page's clocks moved apart (it slept).
#[must_use]
pub fn probe_due(last: Option<Round>, now: Round, became_visible: bool) -> bool {
    let Some(last) = last else { return true };
    let age = now.at - last.at;
    let fresh = (0.0..ROUND_INTERVAL_MS).contains(&age);
    let steady = (now.drift - last.drift).abs() <= DRIFT_TOLERANCE_MS;
    became_visible || !fresh || !steady
}
