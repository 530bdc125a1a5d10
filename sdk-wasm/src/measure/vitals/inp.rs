//! Interaction to next paint.

/// Interactions kept: one is skipped for each 50 of the page, so ten serve up to 500.
const KEPT: usize = 10;

/// Entries shorter than this are not observed, so a view with interactions but without entries had faster ones.
const FASTER_THAN_OBSERVED_MS: f64 = 8.0;

/// The longest interactions of one page view.
#[derive(Debug, Clone, Default)]
pub struct Inp {
    /// Longest first.
    longest: Vec<Interaction>,
    /// Interactions of the page before this view.
    count_before: f64,
    restored: bool,
}

/// One interaction: all event entries with one `interactionId`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interaction {
    /// The `interactionId`; 0 where the interaction was too fast to be observed.
    pub id: f64,
    /// The longest entry's duration, ms.
    pub latency: f64,
    /// The start of that entry, ms: with the id it finds the entries that explain it.
    pub start: f64,
}

impl Inp {
    /// Takes one `event` or `first-input` entry. Those without an interaction id (0, absent) do not count.
    pub fn entry(&mut self, id: f64, start: f64, duration: f64) {
        if !(id.is_finite() && id != 0.0 && duration.is_finite()) {
            return;
        }
        let known = self.longest.iter().find(|interaction| interaction.id == id);
        if known.is_some_and(|known| duration <= known.latency) {
            return;
        }
        self.longest.retain(|interaction| interaction.id != id);
        let mut shorter = Interaction { id, latency: duration, start };
        let mut placed = false;
        for interaction in &mut self.longest {
            placed |= interaction.latency < shorter.latency;
            if placed {
                core::mem::swap(interaction, &mut shorter);
            }
        }
        if self.longest.len() < KEPT {
            self.longest.push(shorter);
        }
    }

    /// The interaction that stands for the 98th percentile: of the longest, the one at
    /// `min(len − 1, floor(count / 50))`. `count` is `performance.interactionCount`, or [`InteractionCount`]'s.
    #[must_use]
    pub fn value(&self, count: f64) -> Option<Interaction> {
        let count = count - self.count_before;
        // The cast saturates, and NaN becomes 0.
        let skipped = (count / 50.0) as usize;
        let place = skipped.min(self.longest.len().saturating_sub(1));
        let unobserved = Interaction { id: 0.0, latency: FASTER_THAN_OBSERVED_MS, start: 0.0 };
        let fast = self.restored && count > 0.0;
        self.longest.get(place).copied().or(fast.then_some(unobserved))
    }

    /// Begins a new page view (restored from the back/forward cache), with the count of interactions by then.
    pub fn restart(&mut self, count: f64) {
        self.longest.clear();
        self.count_before = count.max(0.0);
        self.restored = true;
    }
}

/// An estimate of `performance.interactionCount` where the browser has none: ids grow by 7.
#[derive(Debug, Clone, Copy, Default)]
pub struct InteractionCount {
    range: Option<(f64, f64)>,
}

impl InteractionCount {
    /// Takes the interaction id of any `event` entry, however short.
    pub fn entry(&mut self, id: f64) {
        if id.is_finite() && id != 0.0 {
            let (least, greatest) = self.range.unwrap_or((id, id));
            self.range = Some((least.min(id), greatest.max(id)));
        }
    }

    /// The interactions of the page so far.
    #[must_use]
    pub fn estimate(&self) -> f64 {
        self.range.map_or(0.0, |(least, greatest)| (greatest - least) / 7.0 + 1.0)
    }
}
