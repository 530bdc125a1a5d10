use proptest::prelude::*;

use super::{
    AudioWindow, BPL_FEC, BPL_PLAIN, Inputs, Window, delay_impairment, mean_opinion_score, narrowband_rating, score,
    wideband_mean_opinion_score, wideband_rating,
};
use crate::measure::webrtc::{AudioSums, InboundFigures, Quotient};

/// Equal to as many digits as the vector prints.
fn assert_close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
}

/// Scenario: the printed vectors of R to MOS, and R outside 0..100.
/// Guarantees: G.107 Annex B.
#[test]
fn mean_opinion_scores() {
    for (r, expected) in [(50.0, 2.575), (60.0, 3.1), (70.0, 3.597), (80.0, 4.024), (90.0, 4.339), (93.2, 4.4093)] {
        assert_close(mean_opinion_score(r), expected, 5e-5);
    }
    assert_eq!((mean_opinion_score(-0.1), mean_opinion_score(100.1)), (1.0, 4.5));
}

/// Scenario: the printed delays.
/// Guarantees: Idd to six digits, and none up to 100 ms.
#[test]
fn delay_impairments() {
    for (ta, expected) in [(150.0, 0.163_531), (200.0, 3.044_414), (250.0, 8.916_710)] {
        assert_close(delay_impairment(ta), expected, 5e-7);
    }
    assert_eq!((delay_impairment(0.0), delay_impairment(100.0)), (0.0, 0.0));
}

/// Scenario: delays from just above 100 ms to weeks.
/// Guarantees: the root that is found by Newton's method is that of the library function.
#[test]
fn the_sixth_root_is_exact() {
    for step in 1..4000 {
        let x = f64::from(step) / 100.0;
        let expected = (1.0 + x.powi(6)).powf(1.0 / 6.0);
        assert_close(super::e_model::bend(x) / expected, 1.0, 1e-14);
    }
}

/// Scenario: the printed narrowband vectors.
/// Guarantees: R and MOS as printed, but for Ta 250: the formula gives 4.175084, which rounds to 4.1751 and not to the
/// printed 4.1752 (computed with 40 digits).
#[test]
fn narrowband() {
    for (ta, ppl, bpl, rating, mos) in
        [(150.0, 0.0, 10.0, 93.0365, 4.4061), (250.0, 0.0, 10.0, 84.2833, 4.1751), (100.0, 5.0, 25.1, 77.4193, 3.9228)]
    {
        let r = narrowband_rating(ta, ppl, bpl);
        assert_close(r, rating, 5e-5);
        assert_close(mean_opinion_score(r), mos, 5e-5);
    }
}

/// Scenario: the printed wideband vectors.
/// Guarantees: R and score as printed.
#[test]
fn wideband() {
    for (bpl, ppl, rating, expected) in
        [(20.0, 5.0, 110.0, 0.9162), (20.0, 10.0, 97.3333, 0.8118), (10.0, 5.0, 97.3333, 0.8118)]
    {
        let r = wideband_rating(80.0, ppl, bpl);
        assert_close(r, rating, 5e-5);
        assert_close(score(wideband_mean_opinion_score(r)), expected, 5e-5);
    }
}

/// Scenario: the printed limits of concealment for a score of 0.85.
/// Guarantees: a hundredth of a per cent below the limit is good, above it is not.
#[test]
fn concealment_limits() {
    for (ta, limit) in [(100.0, 4.06), (150.0, 4.02), (200.0, 3.29), (250.0, 2.02)] {
        let at = |ppl| score(wideband_mean_opinion_score(wideband_rating(ta, ppl, BPL_PLAIN)));
        assert!(at(limit - 0.01) >= 0.85, "Ta {ta}: {}", at(limit - 0.01));
        assert!(at(limit + 0.01) < 0.85, "Ta {ta}: {}", at(limit + 0.01));
    }
}

fn inputs() -> Inputs {
    Inputs { round_trip_time: Some(60.0), jitter_buffer: Some(30.0), ..Inputs::default() }
}

/// Scenario: delays with and without a playout, and each other delay absent.
/// Guarantees: RTT/2 + jitter buffer + playout + 20 ms; only the playout may be absent.
#[test]
fn the_absolute_delay() {
    assert_eq!(inputs().absolute_delay(), Some(80.0));
    assert_eq!(Inputs { playout: Some(15.0), ..inputs() }.absolute_delay(), Some(95.0));
    assert_eq!(Inputs { round_trip_time: None, ..inputs() }.absolute_delay(), None);
    assert_eq!(Inputs { jitter_buffer: None, ..inputs() }.absolute_delay(), None);
}

/// Scenario: concealment and loss, each with and without forward error correction, and neither.
/// Guarantees: concealment goes before loss with Bpl 10; loss has Bpl 20 with correction; with neither no score.
#[test]
fn concealment_goes_before_loss() {
    let both = Inputs { concealment: Some(0.05), loss: Some(0.5), forward_error_correction: true, ..inputs() };
    assert_eq!(both.packet_loss(), Some((5.0, BPL_PLAIN)));
    assert_close(both.score().expect("known"), 0.8118, 5e-5);
    let loss = Inputs { concealment: None, loss: Some(0.05), ..both };
    assert_eq!(loss.packet_loss(), Some((5.0, BPL_FEC)));
    assert_close(loss.score().expect("known"), 0.9162, 5e-5);
    let plain = Inputs { forward_error_correction: false, ..loss };
    assert_eq!(plain.packet_loss(), Some((5.0, BPL_PLAIN)));
    assert_eq!(inputs().score(), None);
}

/// A poll of 2 s: 30 ms in the jitter buffer and the given concealed samples of 96 000.
fn poll(concealed: f64, stalled: bool) -> InboundFigures {
    InboundFigures {
        interval: 2000.0,
        loss: None,
        discard: None,
        jitter: None,
        jitter_buffer: Some(30.0),
        playout: None,
        concealment: None,
        freeze: None,
        bitrate: None,
        frames_per_second: None,
        frames_dropped: None,
        stalled,
        sums: AudioSums {
            jitter_buffer: Quotient { part: 2880.0, whole: 96_000.0 },
            concealment: Quotient { part: concealed, whole: 96_000.0 },
            ..AudioSums::default()
        },
    }
}

fn fill(polls: [InboundFigures; 5], round_trip_time: Option<f64>) -> Option<Window> {
    let mut window = AudioWindow::default();
    let mut last = None;
    for figures in polls {
        assert_eq!(last, None, "no window before 10 s");
        last = window.push(&figures, round_trip_time, false);
    }
    last
}

/// Scenario: 10 s in which one poll of five conceals a quarter.
/// Guarantees: one window, its Ppl the share of all samples, its score by the wideband E-model.
#[test]
fn a_window_of_ten_seconds() {
    let clean = poll(0.0, false);
    let window = fill([clean, clean, poll(24_000.0, false), clean, clean], Some(60.0)).expect("10 s");
    assert_eq!((window.ta, window.ppl, window.stalled_share), (Some(80.0), Some(5.0), 0.0));
    assert_close(window.score, 0.8118, 5e-5);
}

/// Scenario: one of five polls, and all of them, are stalled.
/// Guarantees: the stalled stretch counts 0 for its time, and its concealment is not counted a second time.
#[test]
fn a_stalled_stretch_scores_nothing() {
    let (clean, stalled) = (poll(0.0, false), poll(96_000.0, true));
    let whole = fill([clean; 5], Some(60.0)).expect("10 s");
    let window = fill([clean, stalled, clean, clean, clean], Some(60.0)).expect("10 s");
    assert_close(window.score, whole.score * 0.8, 1e-12);
    assert_eq!((window.ppl, window.stalled_share), (Some(0.0), 0.2));
    let dead = fill([stalled; 5], None).expect("10 s");
    assert_eq!(dead, Window { score: 0.0, ta: None, ppl: None, stalled_share: 1.0 });
}

/// Scenario: 10 s without a round trip, or without any figure; then good ones.
/// Guarantees: no window rather than a flattering one, and the next window starts afresh.
#[test]
fn no_window_without_figures() {
    assert_eq!(fill([poll(0.0, false); 5], None), None);
    assert_eq!(fill([poll(0.0, false); 5], Some(f64::NAN)), None);
    let empty = InboundFigures { sums: AudioSums::default(), ..poll(0.0, false) };
    assert_eq!(fill([empty; 5], Some(60.0)), None);
    let mut window = AudioWindow::default();
    for _ in 0..5 {
        assert_eq!(window.push(&empty, None, true), None);
    }
    let full: Vec<_> = (0..5).filter_map(|_| window.push(&poll(0.0, false), Some(60.0), false)).collect();
    assert_eq!(full.len(), 1);
}

proptest! {
    /// Scenario: any delays and losses, NaN and infinities among them.
    /// Guarantees: a score is within 0..1, and more concealment never gives a better one.
    #[test]
    fn scores_are_ratios(
        round_trip_time in prop::option::of(any::<f64>()), jitter_buffer in prop::option::of(any::<f64>()),
        playout in prop::option::of(any::<f64>()), concealment in prop::option::of(any::<f64>()),
    ) {
        let inputs = Inputs { round_trip_time, jitter_buffer, playout, concealment, ..Inputs::default() };
        prop_assert!(inputs.score().is_none_or(|score| (0.0..=1.0).contains(&score)));
    }

    /// Scenario: two concealment ratios at one delay.
    /// Guarantees: the greater does not score better (beyond the dip of the MOS polynomial near R = 0).
    #[test]
    fn more_concealment_is_not_better(ta in 0.0..400.0_f64, less in 0.0..30.0_f64, more in 0.0..30.0_f64) {
        let at = |ppl| score(wideband_mean_opinion_score(wideband_rating(ta, ppl, BPL_PLAIN)));
        prop_assert!(at(less.max(more)) <= at(less.min(more)) + 1e-12);
    }
}
