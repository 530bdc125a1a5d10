//! The length of the longest common subsequence of two token lists, in bounded time.

/// The length of the longest common subsequence.
///
/// What both lists begin and end with is cut off; the middle is done 64 tokens at a time, by the
/// bit-parallel recurrence of Crochemore et al. 2001 in Hyyrö's form (2004): with `V` of all ones and `M`
/// the places in `a` of the next token of `b`, `V = (V + (V & M)) | (V & !M)`. The zeros left in `V` are the
/// length. 2 000 against 2 000 words take far less than the 4 million steps of the usual table, which
/// would be a long task on a slow device.
pub(super) fn longest_common_subsequence(a: &[u32], b: &[u32]) -> usize {
    let prefix = common_prefix(a.iter(), b.iter());
    let (a, b) = (after(a, prefix), after(b, prefix));
    let suffix = common_prefix(a.iter().rev(), b.iter().rev());
    let (a, b) = (without_last(a, suffix), without_last(b, suffix));
    if a.is_empty() || b.is_empty() {
        return prefix + suffix;
    }

    let places = Places::of(a);
    let words = a.len().div_ceil(64);
    let mut unmatched = vec![u64::MAX; words];
    let mut mask = vec![0_u64; words];
    for token in b {
        mask.fill(0);
        places.mark(*token, &mut mask);
        let mut carry = false;
        for (word, mask) in unmatched.iter_mut().zip(&mask) {
            let (sum, first) = word.overflowing_add(*word & mask);
            let (sum, second) = sum.overflowing_add(carry.into());
            carry = first || second;
            *word = sum | (*word & !mask);
        }
    }
    let matched: u32 = unmatched.iter().map(|word| word.count_zeros()).sum();
    prefix + suffix + matched as usize
}

/// How many tokens both lists begin with.
pub(super) fn common_prefix<'a>(a: impl Iterator<Item = &'a u32>, b: impl Iterator<Item = &'a u32>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

fn after(tokens: &[u32], count: usize) -> &[u32] {
    tokens.get(count..).unwrap_or_default()
}

fn without_last(tokens: &[u32], count: usize) -> &[u32] {
    let end = tokens.len().saturating_sub(count);
    tokens.get(..end).unwrap_or_default()
}

const BUCKETS: usize = 1024;

/// Where each token stands: chains of places, one chain for all tokens of the same remainder.
struct Places<'a> {
    tokens: &'a [u32],
    /// The last place of each chain, plus one; 0 ends a chain.
    heads: [usize; BUCKETS],
    /// For each place the one before it in its chain, plus one.
    links: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(tokens: &'a [u32]) -> Self {
        let mut places = Places { tokens, heads: [0; BUCKETS], links: Vec::with_capacity(tokens.len()) };
        for (place, token) in tokens.iter().enumerate() {
            if let Some(head) = places.heads.get_mut(bucket(*token)) {
                places.links.push(*head);
                *head = place + 1;
            }
        }
        places
    }

    /// Sets the bit of each place where the token stands.
    fn mark(&self, token: u32, mask: &mut [u64]) {
        let mut chain = self.heads.get(bucket(token));
        while let Some(place) = chain.and_then(|next| next.checked_sub(1)) {
            if self.tokens.get(place) == Some(&token)
                && let Some(word) = mask.get_mut(place / 64)
            {
                *word |= 1 << (place % 64);
            }
            chain = self.links.get(place);
        }
    }
}

fn bucket(token: u32) -> usize {
    token as usize % BUCKETS
}
