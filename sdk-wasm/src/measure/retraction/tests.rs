use proptest::prelude::*;

use super::lcs::longest_common_subsequence;
use super::{COMPARED_TOKENS, Closed, Revision, Segment};

/// Plays revisions given as words, each word with its own number, and checks that no sum falls.
fn play(revisions: &[&[&str]]) -> Closed {
    let mut names: Vec<String> = Vec::new();
    let mut segment = Segment::default();
    for revision in revisions {
        let tokens: Vec<u32> = revision
            .iter()
            .map(|word| {
                let place = names.iter().position(|name| name == word).unwrap_or_else(|| {
                    names.push((*word).to_owned());
                    names.len() - 1
                });
                u32::try_from(place).expect("few words")
            })
            .collect();
        segment.revise(&tokens, true);
    }
    segment.close()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn graphemes(text: &str) -> Vec<&str> {
    text.split("").filter(|part| !part.is_empty()).collect()
}

fn close_to(value: Option<f64>, expected: f64, tolerance: f64) -> bool {
    value.is_some_and(|value| (value - expected).abs() <= tolerance)
}

/// Scenario: the seven printed vectors of the definition.
/// Guarantees: erasure, displayed words of the prefix form, final words and the three rates are as printed.
#[test]
fn printed_vectors() {
    type Vector<'a> = (&'a [&'a [&'a str]], u32, u32, u32, f64, Option<f64>, f64);
    let (the, cat, sat) = (words("the"), words("the cat"), words("the cat sat"));
    let (i, want) = (words("I"), words("I want"));
    let (wanted, go) = (words("I wanted to"), words("I wanted to go"));
    let (ten, replaced) = (words("a b c d e f g h i j"), words("a X c d e f g h i j"));
    let hello = words("hello world");
    let (three, two) = (words("one two three"), words("two three"));
    let going = words("going to the");
    let (today, beijing) = (graphemes("我们今天"), graphemes("我们今天去北京"));
    let university = graphemes("我们明天去北京大学");
    let vectors: [Vector<'_>; 7] = [
        (&[&the, &cat, &sat], 0, 3, 3, 0.0, Some(0.0), 0.0),
        (&[&i, &want, &wanted, &go], 1, 5, 4, 0.2, Some(0.25), 0.2),
        (&[&ten, &replaced], 9, 19, 10, 0.4737, Some(0.9), 1.0 / 11.0),
        (&[&hello, &hello], 0, 2, 2, 0.0, Some(0.0), 0.0),
        (&[&three, &two], 3, 5, 2, 0.6, Some(1.5), 1.0 / 3.0),
        (&[&going, &[]], 3, 3, 0, 1.0, None, 1.0),
        (&[&today, &beijing, &university], 5, 14, 9, 0.357, Some(0.556), 0.1),
    ];
    for (revisions, erased, displayed, last, wrr_lcp, normalized_erasure, wrr) in vectors {
        let closed = play(revisions);
        assert_eq!((closed.erased, closed.words), (erased, last), "{revisions:?}");
        assert_eq!(closed.erased + closed.words, displayed, "{revisions:?}");
        assert!(close_to(closed.wrr_lcp(), wrr_lcp, 5e-4), "{revisions:?} {closed:?}");
        assert!(close_to(closed.wrr(), wrr, 1e-12), "{revisions:?} {closed:?}");
        match normalized_erasure {
            Some(expected) => assert!(close_to(closed.normalized_erasure(), expected, 5e-4), "{closed:?}"),
            None => assert_eq!(closed.normalized_erasure(), None),
        }
    }
}

/// Scenario: one word in the middle is replaced.
/// Guarantees: the revision retracts and displays that word only, while the prefix form erases all behind it.
#[test]
fn a_replaced_word_is_one_retraction() {
    let mut segment = Segment::default();
    segment.revise(&[1, 2, 3, 4], true);
    let revision = segment.revise(&[1, 9, 3, 4], true);
    let expected = Revision { displayed: 1, retracted: 1, erased: 3, format: false, truncated: false };
    assert_eq!(revision, expected);
}

/// Scenario: only the case or punctuation of a text changes; then the same text is painted again.
/// Guarantees: the first is a change of format and no retraction, the second is no revision at all.
#[test]
fn format_is_not_retraction() {
    let mut segment = Segment::default();
    assert!(!segment.revise(&[1, 2], true).format, "the first revision is not a change of format");
    let format = segment.revise(&[1, 2], true);
    assert!(format.format && format.retracted == 0 && format.displayed == 0);
    assert_eq!(segment.revise(&[1, 2], false), Revision::default());
    let closed = segment.close();
    assert_eq!((closed.revisions, closed.formats, closed.displayed), (2, 1, 2));
}

/// Scenario: a segment that never showed a word closes.
/// Guarantees: no rate is reported rather than 0 or NaN.
#[test]
fn no_rate_without_words() {
    let mut segment = Segment::default();
    segment.revise(&[], false);
    let closed = segment.close();
    assert_eq!((closed.wrr(), closed.normalized_erasure(), closed.wrr_lcp()), (None, None, None));
}

/// Scenario: a text of more than 2 000 words grows, changes near its end, and is cleared.
/// Guarantees: growing retracts nothing, the change is counted, clearing retracts all, and each says "truncated".
#[test]
fn long_texts_are_compared_by_their_end() {
    let mut text: Vec<u32> = (0..2500).collect();
    let mut segment = Segment::default();
    let first = segment.revise(&text, true);
    assert_eq!((first.displayed, first.truncated), (2500, true));
    text.extend(5000..5100);
    let grown = segment.revise(&text, true);
    assert_eq!((grown.displayed, grown.retracted, grown.erased, grown.truncated), (100, 0, 0, true));
    text[2550] = 9999;
    let changed = segment.revise(&text, true);
    assert_eq!((changed.displayed, changed.retracted, changed.erased), (1, 1, 50));
    let dropped = segment.revise(&text[100..], true);
    assert_eq!((dropped.displayed, dropped.retracted), (0, 100), "words dropped from the front");
    let cleared = segment.revise(&[], true);
    assert_eq!((cleared.displayed, cleared.retracted, cleared.erased), (0, 2500, 2500));
    let closed = segment.close();
    assert!(closed.truncated);
    assert_eq!(closed.displayed, closed.retracted);
}

/// Scenario: a short text is replaced by one of more than 2 000 other words.
/// Guarantees: all short words are retracted although the new text is compared in part only.
#[test]
fn a_long_replacement_retracts_all() {
    let mut segment = Segment::default();
    segment.revise(&[7, 8, 9], true);
    let long: Vec<u32> = (100..2600).collect();
    let revision = segment.revise(&long, true);
    assert_eq!((revision.retracted, revision.displayed, revision.truncated), (3, 2500, true));
}

/// Scenario: exactly 2 000 words, then 2 001.
/// Guarantees: "truncated" is said only past 2 000.
#[test]
fn the_limit_itself_is_not_truncated() {
    let text: Vec<u32> = (0..2001).collect();
    let mut segment = Segment::default();
    assert!(!segment.revise(&text[..COMPARED_TOKENS], true).truncated);
    assert!(segment.revise(&text, true).truncated);
}

/// Scenario: a page hands over 100 000 tokens, then as many others, in an adversary's order.
/// Guarantees: it ends, nothing panics, memory stays at 2 000 tokens, and the sums still agree.
#[test]
fn a_hundred_thousand_tokens() {
    let mut segment = Segment::default();
    let ones: Vec<u32> = (0..100_000).map(|place| place % 2).collect();
    let others: Vec<u32> = (0..100_000).map(|place| (place % 3) * 1024).collect();
    let short = [1, 0].repeat(1000);
    for text in [&ones, &others, &ones, &short, &ones, &short, &others] {
        segment.revise(text, true);
        assert!(segment.tail.len() <= COMPARED_TOKENS);
        let closed = segment.close();
        assert_eq!(closed.displayed, closed.retracted + closed.words);
    }
}

/// The table of Wagner and Fischer: slow and plain.
fn by_table(a: &[u32], b: &[u32]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for token in a {
        let mut diagonal = 0;
        for (place, other) in b.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = if token == other { diagonal + 1 } else { above.max(row[place]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

proptest! {
    /// Scenario: two random lists of few different tokens, some of them in one chain of places.
    /// Guarantees: the bit-parallel length equals that of the plain table, both ways round.
    #[test]
    fn the_length_is_that_of_the_table(
        a in prop::collection::vec((0_u32..6).prop_map(|token| token * 512), 0..300),
        b in prop::collection::vec((0_u32..6).prop_map(|token| token * 512), 0..300),
    ) {
        let expected = by_table(&a, &b);
        prop_assert_eq!(longest_common_subsequence(&a, &b), expected);
        prop_assert_eq!(longest_common_subsequence(&b, &a), expected);
    }

    /// Scenario: a whole life of random revisions.
    /// Guarantees: at each moment retracted ≤ displayed, displayed = retracted + words shown, erased ≥ retracted,
    /// and the sums of the revisions are those of the close.
    #[test]
    fn words_are_conserved(
        life in prop::collection::vec((prop::collection::vec(0_u32..8, 0..20), any::<bool>()), 0..12),
    ) {
        let mut segment = Segment::default();
        let mut sums = (0, 0, 0);
        for (tokens, text_changed) in &life {
            let revision = segment.revise(tokens, *text_changed);
            sums = (sums.0 + revision.displayed, sums.1 + revision.retracted, sums.2 + revision.erased);
            prop_assert!(revision.erased >= revision.retracted);
            let closed = segment.close();
            prop_assert_eq!((closed.displayed, closed.retracted, closed.erased), sums);
            prop_assert!(closed.retracted <= closed.displayed);
            prop_assert_eq!(closed.displayed, closed.retracted + closed.words);
            prop_assert_eq!(closed.words as usize, tokens.len());
        }
    }

    /// Scenario: lives of texts around and beyond the limit of comparison.
    /// Guarantees: words are conserved there too, and a text that only grows retracts nothing.
    #[test]
    fn long_words_are_conserved(lengths in prop::collection::vec(0_usize..6000, 1..6), shift in 0_u32..3) {
        let mut segment = Segment::default();
        let mut before = 0;
        for (turn, length) in (0_u32..).zip(&lengths) {
            let tokens: Vec<u32> = (0..6000).map(|place| place + turn * shift).take(*length).collect();
            let revision = segment.revise(&tokens, true);
            let closed = segment.close();
            prop_assert_eq!(closed.displayed, closed.retracted + closed.words);
            if shift == 0 && *length >= before {
                prop_assert_eq!((revision.retracted, revision.erased), (0, 0));
            }
            before = *length;
        }
    }
}
