//! Cumulative layout shift.

/// A shift this long after the one before begins a new session window, ms.
const WINDOW_GAP_MS: f64 = 1000.0;

/// A shift this long after the window's first begins a new one, ms.
const WINDOW_LENGTH_MS: f64 = 5000.0;

/// The largest session window of layout shifts of one page view. Shifts are added up in the order of their
/// arrival, so that the sums equal the library's to the last bit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cls {
    largest: f64,
    window: f64,
    first: f64,
    last: f64,
}

impl Cls {
    /// Takes one `layout-shift` entry: its start (ms), its score, and whether it followed an input.
    pub fn shift(&mut self, start: f64, value: f64, had_recent_input: bool) {
        if had_recent_input || !start.is_finite() || !value.is_finite() || value < 0.0 {
            return;
        }
        let same = self.window > 0.0 && start - self.last < WINDOW_GAP_MS && start - self.first < WINDOW_LENGTH_MS;
        if same {
            self.window += value;
        } else {
            self.window = value;
            self.first = start;
        }
        self.last = start;
        self.largest = self.largest.max(self.window);
    }

    /// The score so far; 0 without a shift.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.largest
    }

    /// Begins a new page view.
    pub fn restart(&mut self) {
        *self = Cls::default();
    }
}
