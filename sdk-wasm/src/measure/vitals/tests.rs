use proptest::prelude::*;

use super::{Cls, Inp, InteractionCount, Lcp, Navigation, fcp};

/// Scenario: shifts less than 1 s apart, one 1 s later, and one after recent input.
/// Guarantees: the gap begins a new window, input excludes, and the largest window counts.
#[test]
fn cls_is_the_largest_session_window() {
    let mut cls = Cls::default();
    assert_eq!(cls.value(), 0.0);
    cls.shift(100.0, 0.1, false);
    cls.shift(1099.9, 0.2, false);
    cls.shift(1500.0, 5.0, true);
    cls.shift(2099.9, 0.05, false);
    assert_eq!(cls.value(), 0.1 + 0.2);
    cls.shift(2200.0, 0.3, false);
    assert_eq!(cls.value(), 0.05 + 0.3);
    cls.restart();
    assert_eq!(cls.value(), 0.0);
}

/// Scenario: shifts every 900 ms for longer than 5 s.
/// Guarantees: the sixth, 4.5 s after the first, still belongs; the seventh, 5.4 s after it, begins a window.
#[test]
fn cls_windows_last_five_seconds() {
    let mut cls = Cls::default();
    for shift in 0..7 {
        cls.shift(f64::from(shift) * 900.0, 1.0, false);
    }
    assert_eq!(cls.value(), 6.0);
}

/// Scenario: shifts of NaN, infinite or negative score or time.
/// Guarantees: they do not count.
#[test]
fn cls_ignores_hostile_shifts() {
    let mut cls = Cls::default();
    for value in [f64::NAN, f64::INFINITY, -1.0] {
        cls.shift(1.0, value, false);
        cls.shift(value.min(f64::NEG_INFINITY), 1.0, false);
    }
    assert_eq!(cls.value(), 0.0);
}

/// Scenario: three interactions of several entries each, in mixed order.
/// Guarantees: an interaction's latency is its longest entry's, and below 50 interactions the longest one counts.
#[test]
fn inp_groups_entries_by_interaction() {
    let mut inp = Inp::default();
    assert_eq!(inp.value(0.0), None);
    for (id, start, duration) in [(7.0, 10.0, 48.0), (14.0, 50.0, 120.0), (7.0, 12.0, 200.0), (14.0, 51.0, 64.0)] {
        inp.entry(id, start, duration);
    }
    inp.entry(0.0, 60.0, 5000.0);
    inp.entry(f64::NAN, 60.0, 5000.0);
    let longest = inp.value(2.0).expect("interactions");
    assert_eq!((longest.id, longest.latency, longest.start), (7.0, 200.0, 12.0));
    assert_eq!(inp.value(50.0).map(|interaction| interaction.latency), Some(120.0));
    assert_eq!(inp.value(5000.0).map(|interaction| interaction.latency), Some(120.0), "the last of the list");
    assert_eq!(inp.value(f64::NAN).map(|interaction| interaction.latency), Some(200.0));
}

/// Scenario: more than ten interactions, growing in latency.
/// Guarantees: the ten longest stay, and each further 50 interactions move one place down.
#[test]
fn inp_keeps_the_ten_longest() {
    let mut inp = Inp::default();
    for interaction in 1..=30 {
        inp.entry(f64::from(interaction) * 7.0, 0.0, f64::from(interaction) * 8.0);
    }
    for (count, latency) in [(30.0, 240.0), (49.0, 240.0), (50.0, 232.0), (499.0, 168.0), (1e9, 168.0)] {
        assert_eq!(inp.value(count).map(|interaction| interaction.latency), Some(latency), "{count}");
    }
}

/// Scenario: the page comes back from the back/forward cache, and only fast interactions follow.
/// Guarantees: earlier interactions no longer count, and faster ones than are observed are 8 ms.
#[test]
fn inp_begins_anew() {
    let mut inp = Inp::default();
    inp.entry(7.0, 0.0, 300.0);
    inp.restart(60.0);
    assert_eq!(inp.value(60.0), None);
    assert_eq!(inp.value(61.0).map(|interaction| interaction.latency), Some(8.0));
    inp.entry(14.0, 5.0, 40.0);
    assert_eq!(inp.value(100.0).map(|interaction| interaction.latency), Some(40.0));
}

/// Scenario: a browser without `interactionCount`.
/// Guarantees: ids seven apart are one interaction apart, in any order.
#[test]
fn interactions_are_estimated_by_their_ids() {
    let mut count = InteractionCount::default();
    assert_eq!(count.estimate(), 0.0);
    for id in [107.0, 100.0, 0.0, f64::NAN, 170.0, 121.0] {
        count.entry(id);
    }
    assert_eq!(count.estimate(), 11.0);
}

/// Scenario: candidates before and after the page is hidden, then the first input, then another candidate.
/// Guarantees: the last lawful one counts, from activation on and never negative.
#[test]
fn lcp_is_the_last_candidate() {
    let mut lcp = Lcp::default();
    assert_eq!(lcp.value(), None);
    lcp.candidate(50.0, None, 100.0);
    assert_eq!(lcp.value(), Some(0.0));
    lcp.candidate(800.0, None, 100.0);
    lcp.candidate(900.0, Some(900.0), 100.0);
    lcp.candidate(f64::NAN, None, 100.0);
    assert_eq!(lcp.value(), Some(700.0));
    lcp.finish();
    lcp.candidate(1000.0, None, 100.0);
    assert_eq!(lcp.value(), Some(700.0));
    lcp.restored(32.5);
    assert_eq!(lcp.value(), Some(32.5));
}

/// Scenario: a first paint of a plain page, a prerendered one, one that was hidden, and none.
/// Guarantees: time since activation, never negative; hidden before or at the paint gives none.
#[test]
fn fcp_counts_from_activation() {
    assert_eq!(fcp(400.0, None, 0.0), Some(400.0));
    assert_eq!(fcp(400.0, Some(401.0), 500.0), Some(0.0));
    assert_eq!(fcp(400.0, Some(400.0), 0.0), None);
    assert_eq!(fcp(f64::NAN, None, 0.0), None);
    assert_eq!(fcp(f64::INFINITY, None, 0.0), None);
}

/// Scenario: a plain and a prerendered navigation, and entries whose responseStart is 0, to come, or NaN.
/// Guarantees: max(responseStart − activationStart, 0), and nothing from an entry that cannot be trusted.
#[test]
fn ttfb_needs_a_trusted_entry() {
    let ttfb = |response, activation, now| Navigation::new(response, activation, now).map(|entry| entry.ttfb());
    assert_eq!(ttfb(120.5, 0.0, 900.0), Some(120.5));
    assert_eq!(ttfb(120.5, f64::NAN, 900.0), Some(120.5));
    assert_eq!(ttfb(120.5, 500.0, 900.0), Some(0.0));
    assert_eq!(ttfb(0.0, 0.0, 900.0), None);
    assert_eq!(ttfb(-1.0, 0.0, 900.0), None);
    assert_eq!(ttfb(900.0, 0.0, 900.0), None);
    assert_eq!(ttfb(f64::NAN, 0.0, 900.0), None);
}

proptest! {
    /// Scenario: random shifts in the order of time.
    /// Guarantees: the score equals the plain definition over all windows, to the last bit.
    #[test]
    fn cls_equals_the_plain_definition(
        steps in prop::collection::vec((0.0..1500.0_f64, 0.001..1.0_f64, prop::bool::weighted(0.2)), 0..60),
    ) {
        let mut cls = Cls::default();
        let mut windows: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut now = 0.0;
        for (step, value, had_recent_input) in steps {
            now += step;
            cls.shift(now, value, had_recent_input);
            if had_recent_input {
                continue;
            }
            match windows.last_mut() {
                Some(window) if now - window[window.len() - 1].0 < 1000.0 && now - window[0].0 < 5000.0 => {
                    window.push((now, value));
                }
                _ => windows.push(vec![(now, value)]),
            }
        }
        let sums = windows.iter().map(|window| window.iter().map(|shift| shift.1).sum::<f64>());
        prop_assert_eq!(cls.value(), sums.fold(0.0, f64::max));
    }

    /// Scenario: random entries of random interactions.
    /// Guarantees: the value equals that of all interactions sorted, as long as no dropped one returns.
    #[test]
    fn inp_equals_the_plain_definition(
        durations in prop::collection::vec(40_u32..400, 1..60), count in 0_u32..700,
    ) {
        let mut inp = Inp::default();
        for (place, duration) in (0_u32..).zip(&durations) {
            // Two entries each; the second is the shorter.
            let id = f64::from(place + 1) * 7.0;
            inp.entry(id, 0.0, f64::from(*duration));
            inp.entry(id, 1.0, f64::from(duration / 2));
        }
        let mut sorted = durations.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        sorted.truncate(10);
        let place = (count as usize / 50).min(sorted.len() - 1);
        prop_assert_eq!(inp.value(count.into()).map(|longest| longest.latency), Some(f64::from(sorted[place])));
    }
}
