//! Word retraction: how many words a viewer saw that then vanished from a caption.

mod lcs;
#[cfg(test)]
mod tests;

use lcs::{common_prefix, longest_common_subsequence};

/// Tokens that are kept of a painted text, counted from its end.
pub const COMPARED_TOKENS: usize = 2000;

/// One caption segment while it is repainted again and again.
///
/// A token is a number that stands for a normalised word; equal numbers are equal words.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    /// The last [`COMPARED_TOKENS`] tokens of the text that was painted last.
    tail: Vec<u32>,
    /// All tokens of that text.
    words: usize,
    totals: Closed,
}

impl Segment {
    /// Compares the text that was just painted with the one painted before; the first displays all its tokens.
    ///
    /// `text_changed` says whether the raw text differs from the one painted before. A repaint of the same
    /// text is no revision and changes nothing.
    ///
    /// Of a text longer than [`COMPARED_TOKENS`] only that many last tokens are known at the next revision.
    /// They are compared with what stands from the same position on, and what stands before is taken as
    /// unchanged: so a long text that merely grows or is cleared is still counted exactly.
    pub fn revise(&mut self, tokens: &[u32], text_changed: bool) -> Revision {
        let (before, now) = (self.words, tokens.len());
        let unknown = before.saturating_sub(self.tail.len());
        let rest = tokens.get(unknown..).unwrap_or_default();
        // However long the new text is, the comparison is no long task.
        let rest = rest.get(..2 * COMPARED_TOKENS).unwrap_or(rest);
        let missing = before.saturating_sub(now);
        let lost = |kept: usize| self.tail.len().saturating_sub(kept).max(missing);
        let retracted = lost(longest_common_subsequence(&self.tail, rest));
        let erased = lost(common_prefix(self.tail.iter(), rest.iter()));
        let displayed = now.saturating_add(retracted).saturating_sub(before);

        let same_tokens = displayed == 0 && retracted == 0;
        let first = self.totals.revisions == 0;
        let revision = Revision {
            displayed: count(displayed),
            retracted: count(retracted),
            erased: count(erased),
            format: same_tokens && text_changed && !first,
            truncated: before.max(now) > COMPARED_TOKENS,
        };
        if first || text_changed || !same_tokens {
            self.totals.add(&revision);
        }
        self.words = now;
        self.totals.words = count(now);
        self.tail.clear();
        let skipped = now.saturating_sub(COMPARED_TOKENS);
        self.tail.extend_from_slice(tokens.get(skipped..).unwrap_or_default());
        revision
    }

    /// The segment's whole life so far, to be reported when it closes.
    #[must_use]
    pub fn close(&self) -> Closed {
        self.totals
    }
}

/// What one revision changed, in words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revision {
    /// Words that were not there before: |cur| − LCS.
    pub displayed: u32,
    /// Words that vanished: |prev| − LCS.
    pub retracted: u32,
    /// Words behind the first difference: |prev| − LCP, the erasure of Arivazhagan et al. 2020.
    pub erased: u32,
    /// Only case, punctuation or white space changed: the tokens are the same, the text is not.
    pub format: bool,
    /// One of the two texts was longer than [`COMPARED_TOKENS`].
    pub truncated: bool,
}

/// The sums over a segment's life. Always `displayed` = `retracted` + `words`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closed {
    /// Words of the last text.
    pub words: u32,
    /// Words that were ever displayed.
    pub displayed: u32,
    /// Words that vanished.
    pub retracted: u32,
    /// The sum of all erasures.
    pub erased: u32,
    /// Revisions, the first and the mere changes of format among them.
    pub revisions: u32,
    /// Revisions that changed the format only.
    pub formats: u32,
    /// Some text was longer than [`COMPARED_TOKENS`].
    pub truncated: bool,
}

impl Closed {
    /// Word retraction rate, 0..1: retracted / displayed.
    #[must_use]
    pub fn wrr(&self) -> Option<f64> {
        ratio(self.retracted, self.displayed.into())
    }

    /// Normalized erasure: ΣE / |final| (Arivazhagan et al. 2020); may exceed 1.
    #[must_use]
    pub fn normalized_erasure(&self) -> Option<f64> {
        ratio(self.erased, self.words.into())
    }

    /// The retraction rate in its prefix form, 0..1: ΣE / (ΣE + |final|).
    #[must_use]
    pub fn wrr_lcp(&self) -> Option<f64> {
        ratio(self.erased, f64::from(self.erased) + f64::from(self.words))
    }

    fn add(&mut self, revision: &Revision) {
        self.displayed = self.displayed.saturating_add(revision.displayed);
        self.retracted = self.retracted.saturating_add(revision.retracted);
        self.erased = self.erased.saturating_add(revision.erased);
        self.revisions = self.revisions.saturating_add(1);
        self.formats = self.formats.saturating_add(revision.format.into());
        self.truncated |= revision.truncated;
    }
}

fn ratio(part: u32, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| f64::from(part) / whole)
}

fn count(words: usize) -> u32 {
    u32::try_from(words).unwrap_or(u32::MAX)
}
