//! "Did you mean": the known name that a mistyped one is closest to.

/// The name among `known` that is at most two edits away, the nearest first.
pub(super) fn nearest_of<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|candidate| (edits(&name.to_lowercase(), &candidate.to_lowercase()), *candidate))
        .filter(|(edits, candidate)| *edits <= 2 && *edits < candidate.len())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// A metric that exists and is one edit, or one customary ending, away from `name`.
///
/// The catalogue answers only for whole names, so the neighbours are made and tried: some
/// 2 000 for a name of 20 letters, and only for a file that is wrong anyway.
pub(super) fn nearest_metric(name: &str, exists: &dyn Fn(&str) -> bool) -> Option<String> {
    const ENDINGS: [&str; 4] = ["_ms", "_total", "_ratio", "_score"];
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789_";
    let name = name.to_lowercase().replace(['-', '.', ' '], "_");
    if exists(&name) {
        return Some(name);
    }
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    let endings = std::iter::once("").chain(ENDINGS).map(|ending| format!("{stem}{ending}"));
    let characters: Vec<char> = name.chars().collect();
    let spots = 0..=characters.len();
    let edited = spots.flat_map(|spot| {
        let (before, after) = characters.split_at(spot);
        let mut neighbours: Vec<Vec<char>> = Vec::new();
        if let Some((first, rest)) = after.split_first() {
            neighbours.push([before, rest].concat());
            if let Some((second, rest)) = rest.split_first() {
                neighbours.push([before, &[*second, *first], rest].concat());
            }
        }
        for letter in LETTERS.iter().copied().map(char::from) {
            neighbours.push([before, &[letter], after].concat());
            if let Some((_, rest)) = after.split_first() {
                neighbours.push([before, &[letter], rest].concat());
            }
        }
        neighbours.into_iter().map(String::from_iter)
    });
    endings.chain(edited).find(|candidate| exists(candidate))
}

/// The Levenshtein distance in characters.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (done, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = done + 1;
        for (index, other) in to.iter().enumerate() {
            let substituted = diagonal + usize::from(letter != *other);
            diagonal = row[index + 1];
            row[index + 1] = substituted.min(diagonal + 1).min(row[index] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a distance known from textbooks, and the empty word.
    /// Guarantees: insertions, deletions and substitutions each count one.
    #[test]
    fn the_distance_of_words() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("same", "same"), 0);
    }

    /// Scenario: a mistyped field, and a word that resembles none.
    /// Guarantees: the nearest is named; nothing is made up for the other.
    #[test]
    fn the_nearest_field() {
        assert_eq!(nearest_of("tragets", &["target", "value"]), None);
        assert_eq!(nearest_of("targt", &["target", "value"]), Some("target"));
        assert_eq!(nearest_of("Op", &["target", "op"]), Some("op"));
        assert_eq!(nearest_of("zzz", &["op", "target"]), None);
    }

    /// Scenario: a letter wrong, one missing, one too many, two swapped, an ending forgotten.
    /// Guarantees: each leads to the metric that exists; two errors lead nowhere.
    #[test]
    fn the_nearest_metric() {
        let exists = |name: &str| name == "caption_latency_ms";
        for typed in [
            "caption_latancy_ms",
            "caption_latncy_ms",
            "caption_latenccy_ms",
            "caption_latecny_ms",
            "caption_latency",
            "caption-latency-ms",
        ] {
            assert_eq!(nearest_metric(typed, &exists).as_deref(), Some("caption_latency_ms"), "{typed}");
        }
        assert_eq!(nearest_metric("coption_latancy_ms", &exists), None);
    }
}
