//! Texts and sets of attributes, kept once for the page and copied into the batches that use them.

use honeyguide_protocol::{Pair, limits};

/// Bytes of texts kept for one page view; beyond, a text becomes [`OVERFLOW`].
const KEPT_BYTES: usize = 128 * 1024;
/// Stands for every text beyond the budget.
const OVERFLOW: &str = "(overflow)";

#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<String>,
    bytes: usize,
    sets: Vec<Vec<u32>>,
}

impl Texts {
    /// Adds a text, cut to what a batch may hold. The first one added is never dropped by the budget.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let mut end = text.len().min(limits::TEXT_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let kept = if self.bytes < KEPT_BYTES { text.get(..end).unwrap_or_default() } else { OVERFLOW };
        self.bytes += kept.len();
        self.texts.push(kept.to_owned());
        (self.texts.len() - 1) as u32
    }

    pub(super) fn add_set(&mut self, flat: &[u32]) -> u32 {
        self.sets.push(flat.to_vec());
        (self.sets.len() - 1) as u32
    }

    /// Bytes of the texts of a set.
    pub(super) fn bytes_of(&self, set: u32) -> usize {
        Pair::of(self.set(set)).map(|pair| self.get(pair.value).len()).sum()
    }

    /// A set's pairs.
    pub(super) fn set(&self, set: u32) -> &[u32] {
        self.sets.get(set as usize).map_or(&[], Vec::as_slice)
    }

    /// A text.
    pub(super) fn get(&self, text: u32) -> &str {
        self.texts.get(text as usize).map_or("", String::as_str)
    }
}

/// The texts that one batch uses, in the order of their first use.
#[derive(Default)]
pub(super) struct Subset {
    pub(super) taken: Vec<u32>,
}

impl Subset {
    /// Pairs, with texts numbered as in the batch.
    pub(super) fn take(&mut self, flat: &[u32]) -> Vec<u64> {
        let mut taken = Vec::new();
        for pair in Pair::of(flat) {
            let own = pair.key.checked_sub(Pair::OWN_KEYS).map(|text| u64::from(Pair::OWN_KEYS) + self.number(text));
            taken.push(own.unwrap_or(pair.key.into()));
            taken.push(self.number(pair.value));
        }
        taken
    }

    #[inline(never)]
    fn number(&mut self, text: u32) -> u64 {
        let known = self.taken.iter().position(|taken| *taken == text);
        known.unwrap_or_else(|| {
            self.taken.push(text);
            self.taken.len() - 1
        }) as u64
    }
}
