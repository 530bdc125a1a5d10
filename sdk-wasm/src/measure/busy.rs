//! When the page's main thread was busy.

#[cfg(test)]
mod tests;

/// Intervals kept; the oldest go first.
pub const KEPT_INTERVALS: usize = 64;

/// A task longer than this is a long task (W3C Long Tasks), in ms.
pub const LONG_TASK_MS: f64 = 50.0;

/// The latest busy intervals of the main thread: long tasks, long animation frames, and gaps in a
/// heartbeat where the browser reports neither. Client clock, ms.
#[derive(Debug, Clone, Default)]
pub struct Busy {
    /// Disjoint, the latest first.
    intervals: Vec<Interval>,
}

#[derive(Debug, Clone, Copy)]
struct Interval {
    from: f64,
    to: f64,
}

impl Busy {
    /// Records one interval, merged with those that it meets. Ignored unless it has a positive, finite length.
    pub fn add(&mut self, from: f64, to: f64) {
        if !(from.is_finite() && to.is_finite() && from < to) {
            return;
        }
        let mut merged = Interval { from, to };
        self.intervals.retain(|known| {
            let apart = known.to < merged.from || merged.to < known.from;
            if !apart {
                merged.from = merged.from.min(known.from);
                merged.to = merged.to.max(known.to);
            }
            apart
        });
        let mut placed = false;
        for known in &mut self.intervals {
            placed |= known.from < merged.from;
            if placed {
                core::mem::swap(known, &mut merged);
            }
        }
        self.intervals.push(merged);
        self.intervals.truncate(KEPT_INTERVALS);
    }

    /// Records two beats of a timer that should beat each `period` ms. A beat that is late by a long task's
    /// length or more says that the thread was busy from the time it was due.
    pub fn beat(&mut self, previous: f64, now: f64, period: f64) {
        let due = previous + period;
        if now - due >= LONG_TASK_MS {
            self.add(due, now);
        }
    }

    /// How much of the time between `from` and `to` was busy, ms; 0 for an empty or unknown stretch.
    #[must_use]
    pub fn overlap(&self, from: f64, to: f64) -> f64 {
        if from.is_nan() || to.is_nan() {
            return 0.0;
        }
        self.intervals.iter().map(|busy| (busy.to.min(to) - busy.from.max(from)).max(0.0)).sum()
    }
}
