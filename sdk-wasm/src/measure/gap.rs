//! Speech that was heard and not captioned.

/// Speech of this length without a caption is a gap, and so long a silence ends it, ms.
const GAP_MS: f64 = 5000.0;

/// Follows speech and captions of a page. Client clock, ms.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gaps {
    /// A caption was painted at all: without one the page has none to miss.
    captioned: bool,
    /// Speech since the last caption: from, to.
    speech: Option<(f64, f64)>,
}

impl Gaps {
    /// Whether speech is heard just now; ask about once a second. The gap that a long silence ended: its end and length.
    pub fn heard(&mut self, now: f64, speaking: bool) -> Option<(f64, f64)> {
        if speaking && self.captioned {
            let (from, _) = self.speech.unwrap_or((now, now));
            self.speech = Some((from, now));
            return None;
        }
        let (_, to) = self.speech.filter(|(_, to)| now - to > GAP_MS)?;
        self.end(to)
    }

    /// A caption was painted. The gap that it ended: its end and length.
    pub fn painted(&mut self, at: f64) -> Option<(f64, f64)> {
        self.captioned = true;
        self.end(at)
    }

    fn end(&mut self, at: f64) -> Option<(f64, f64)> {
        let (from, to) = self.speech.take()?;
        (to - from > GAP_MS).then_some((at, at - from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(gaps: &mut Gaps, seconds: core::ops::Range<u32>, speaking: bool) -> Vec<(f64, f64)> {
        seconds.filter_map(|second| gaps.heard(f64::from(second) * 1000.0, speaking)).collect()
    }

    /// Scenario: speech before any caption; 4 s of it after one; 8 s, then a caption; 8 s, then silence.
    /// Guarantees: only the last two are gaps, to the caption and to the speech's end.
    #[test]
    fn speech_without_captions() {
        let mut gaps = Gaps::default();
        assert_eq!(second(&mut gaps, 0..20, true), []);
        assert_eq!(gaps.painted(20_000.0), None);
        assert_eq!(second(&mut gaps, 21..25, true), []);
        assert_eq!(gaps.painted(25_500.0), None);
        assert_eq!(second(&mut gaps, 30..39, true), []);
        assert_eq!(gaps.painted(39_500.0), Some((39_500.0, 9500.0)));
        assert_eq!(second(&mut gaps, 50..59, true), []);
        assert_eq!(second(&mut gaps, 59..70, false), [(58_000.0, 8000.0)]);
        assert_eq!(gaps.painted(80_000.0), None);
    }

    /// Scenario: numbers that are none.
    /// Guarantees: no gap, no panic.
    #[test]
    fn hostile() {
        let mut gaps = Gaps::default();
        gaps.painted(f64::NAN);
        assert_eq!(gaps.heard(f64::NAN, true), None);
        assert_eq!(gaps.painted(f64::INFINITY), None);
    }
}
