//! A token bucket.

/// Allows a steady rate, and ten seconds' worth of it at once.
#[derive(Debug)]
pub(super) struct Bucket {
    per_second: f64,
    tokens: f64,
    filled_at: u64,
}

const BURST_SECONDS: f64 = 10.0;

impl Bucket {
    /// A full bucket.
    pub(super) fn full(per_second: u32) -> Self {
        let per_second = f64::from(per_second);
        Self { per_second, tokens: per_second * BURST_SECONDS, filled_at: 0 }
    }

    /// Takes one token if there is one. A clock that goes backwards adds nothing.
    pub(super) fn take(&mut self, now_ms: u64) -> bool {
        let elapsed = now_ms.saturating_sub(self.filled_at) as f64 / 1000.0;
        self.filled_at = self.filled_at.max(now_ms);
        self.tokens = (self.tokens + elapsed * self.per_second).min(self.per_second * BURST_SECONDS);
        let allowed = self.tokens >= 1.0;
        if allowed {
            self.tokens -= 1.0;
        }
        allowed
    }
}
