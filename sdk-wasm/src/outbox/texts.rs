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
        let flat = self.sets.get(set as usize).map_or(&[][..], Vec::as_slice);
        Pair::of(flat).map(|pair| self.texts.get(pair.value as usize).map_or(0, String::len)).sum()
    }

    /// Starts a batch's own list.
    pub(super) fn subset(&self) -> Subset<'_> {
        Subset { all: self, taken: Vec::new() }
    }
}

/// The texts that one batch uses, in the order of their first use.
pub(super) struct Subset<'a> {
    all: &'a Texts,
    taken: Vec<u32>,
}

impl Subset<'_> {
    /// A set of attributes, with texts numbered as in the batch.
    pub(super) fn take_set(&mut self, set: u32) -> Vec<u32> {
        let all = self.all;
        all.sets.get(set as usize).map_or_else(Vec::new, |flat| self.take(flat))
    }

    /// The same for a list of pairs.
    pub(super) fn take(&mut self, flat: &[u32]) -> Vec<u32> {
        Pair::of(flat)
            .flat_map(|pair| {
                let key = match pair.key.checked_sub(Pair::OWN_KEYS) {
                    None => pair.key,
                    Some(text) => Pair::OWN_KEYS + self.number(text),
                };
                [key, self.number(pair.value)]
            })
            .collect()
    }

    pub(super) fn into_texts(self) -> Vec<String> {
        self.taken.iter().map(|text| self.all.texts.get(*text as usize).cloned().unwrap_or_default()).collect()
    }

    fn number(&mut self, text: u32) -> u32 {
        let known = self.taken.iter().position(|taken| *taken == text);
        known.unwrap_or_else(|| {
            self.taken.push(text);
            self.taken.len() - 1
        }) as u32
    }
}
