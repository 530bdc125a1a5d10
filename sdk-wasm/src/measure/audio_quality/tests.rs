use proptest::prelude::*;

use super::{
    AudioWindow, BPL_FEC, BPL_PLAIN, Inputs, Window, delay_impairment, mean_opinion_score, narrowband_rating, score,
    wideband_mean_opinion_score, wideband_rating,
};
use crate::measure::webrtc::{FIELDS, Field, Poll, Stream};

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

/// Scenario: delays from 100 ms to weeks, and beyond any.
/// Guarantees: the logarithm is that of the library function; it ends on whatever it is given.
#[test]
fn the_logarithm_is_exact() {
    for step in 0..4000 {
        let x = 1.006_f64.powi(step);
        assert_close(super::e_model::log2(x), x.log2(), 1e-14 * (1.0 + x.log2()));
    }
    for wild in [f64::INFINITY, f64::NAN, f64::MAX, -1.0] {
        let _ = super::e_model::log2(wild);
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

/// NaN where both are, else equal.
fn assert_same(value: f64, expected: f64) {
    assert!(value == expected || value.is_nan() && expected.is_nan(), "{value} is not {expected}");
}

fn inputs() -> Inputs {
    let absent = f64::NAN;
    Inputs {
        round_trip_time: 60.0,
        jitter_buffer: 30.0,
        playout: absent,
        concealment: absent,
        loss: absent,
        forward_error_correction: false,
    }
}

/// Scenario: delays with and without a playout, and each other delay absent.
/// Guarantees: RTT/2 + jitter buffer + playout + 20 ms; only the playout may be absent.
#[test]
fn the_absolute_delay() {
    assert_same(inputs().absolute_delay(), 80.0);
    assert_same(Inputs { playout: 15.0, ..inputs() }.absolute_delay(), 95.0);
    assert_same(Inputs { round_trip_time: f64::NAN, ..inputs() }.absolute_delay(), f64::NAN);
    assert_same(Inputs { jitter_buffer: f64::NAN, ..inputs() }.absolute_delay(), f64::NAN);
}

/// Scenario: concealment and loss, each with and without forward error correction, and neither.
/// Guarantees: concealment goes before loss with Bpl 10; loss has Bpl 20 with correction; with neither no score.
#[test]
fn concealment_goes_before_loss() {
    let both = Inputs { concealment: 0.05, loss: 0.5, forward_error_correction: true, ..inputs() };
    assert_eq!(both.packet_loss(), (5.0, BPL_PLAIN));
    assert_close(both.score(), 0.8118, 5e-5);
    let loss = Inputs { concealment: f64::NAN, loss: 0.05, ..both };
    assert_eq!(loss.packet_loss(), (5.0, BPL_FEC));
    assert_close(loss.score(), 0.9162, 5e-5);
    let plain = Inputs { forward_error_correction: false, ..loss };
    assert_eq!(plain.packet_loss(), (5.0, BPL_PLAIN));
    assert_same(inputs().score(), f64::NAN);
}

/// What of a poll of 2 s counts here.
#[derive(Clone, Copy)]
struct Two {
    /// Of 96 000 samples; NaN: nothing is reported but the time.
    concealed: f64,
    stalled: bool,
    round_trip: f64,
}

const CLEAN: Two = Two { concealed: 0.0, stalled: false, round_trip: 60.0 };

/// Polls with 30 ms in the jitter buffer.
fn polls(twos: &[Two]) -> Vec<Poll> {
    let mut stream = Stream::default();
    let mut list = [f64::NAN; FIELDS];
    let counters = [
        Field::JitterBufferDelay,
        Field::JitterBufferEmittedCount,
        Field::TotalSamplesReceived,
        Field::ConcealedSamples,
    ];
    for field in [Field::Timestamp, Field::PacketsReceived].iter().chain(&counters) {
        list[*field as usize] = 0.0;
    }
    stream.poll(&list);
    let poll = |two: &Two| {
        list[Field::RoundTrip as usize] = two.round_trip;
        list[Field::Live as usize] = 1.0;
        list[Field::Timestamp as usize] += 2000.0;
        list[Field::PacketsReceived as usize] += if two.stalled { 0.0 } else { 100.0 };
        for (field, amount) in counters.iter().zip([2880.0, 96_000.0, 96_000.0, two.concealed]) {
            let known = !two.concealed.is_nan();
            list[*field as usize] = if known { list[*field as usize] + amount } else { f64::NAN };
        }
        stream.poll(&list).expect("a later one")
    };
    twos.iter().map(poll).collect()
}

fn fill(twos: [Two; 5]) -> Option<Window> {
    let mut window = AudioWindow::default();
    let mut last = None;
    for poll in polls(&twos) {
        assert_eq!(last, None, "no window before 10 s");
        last = window.push(&poll);
    }
    last
}

/// Scenario: 10 s in which one poll of five conceals a quarter.
/// Guarantees: one window, its Ppl the share of all samples, its score by the wideband E-model.
#[test]
fn a_window_of_ten_seconds() {
    let window = fill([CLEAN, CLEAN, Two { concealed: 24_000.0, ..CLEAN }, CLEAN, CLEAN]).expect("10 s");
    assert_eq!((window.ta, window.ppl, window.stalled_share), (80.0, 5.0, 0.0));
    assert_close(window.score, 0.8118, 5e-5);
}

/// Scenario: one of five polls, and all of them, are stalled.
/// Guarantees: the stalled stretch counts 0 for its time, and its concealment is not counted a second time.
#[test]
fn a_stalled_stretch_scores_nothing() {
    let stalled = Two { concealed: 96_000.0, stalled: true, ..CLEAN };
    let whole = fill([CLEAN; 5]).expect("10 s");
    let window = fill([CLEAN, stalled, CLEAN, CLEAN, CLEAN]).expect("10 s");
    assert_close(window.score, whole.score * 0.8, 1e-12);
    assert_eq!((window.ppl, window.stalled_share), (0.0, 0.2));
    let dead = fill([stalled; 5]).expect("10 s");
    assert_eq!((dead.score, dead.stalled_share), (0.0, 1.0));
    assert!(dead.ta.is_nan() && dead.ppl.is_nan());
}

/// Scenario: 10 s without a round trip, or without any figure; then good ones.
/// Guarantees: no window rather than a flattering one, and the next window starts afresh.
#[test]
fn no_window_without_figures() {
    assert_eq!(fill([Two { round_trip: f64::NAN, ..CLEAN }; 5]), None);
    let empty = Two { concealed: f64::NAN, ..CLEAN };
    assert_eq!(fill([empty; 5]), None);
    let mut window = AudioWindow::default();
    for poll in polls(&[empty; 5]) {
        assert_eq!(window.push(&poll), None);
    }
    let full: Vec<_> = polls(&[CLEAN; 5]).iter().filter_map(|poll| window.push(poll)).collect();
    assert_eq!(full.len(), 1);
}

proptest! {
    /// Scenario: any delays and losses, NaN and infinities among them.
    /// Guarantees: a score is within 0..1, or absent.
    #[test]
    fn scores_are_ratios(
        round_trip_time in any::<f64>(), jitter_buffer in any::<f64>(), playout in any::<f64>(),
        concealment in any::<f64>(),
    ) {
        let inputs = Inputs { round_trip_time, jitter_buffer, playout, concealment, ..inputs() };
        let score = inputs.score();
        prop_assert!(score.is_nan() || (0.0..=1.0).contains(&score));
    }

    /// Scenario: two concealment ratios at one delay.
    /// Guarantees: the greater does not score better (beyond the dip of the MOS polynomial near R = 0).
    #[test]
    fn more_concealment_is_not_better(ta in 0.0..400.0_f64, less in 0.0..30.0_f64, more in 0.0..30.0_f64) {
        let at = |ppl| score(wideband_mean_opinion_score(wideband_rating(ta, ppl, BPL_PLAIN)));
        prop_assert!(at(less.max(more)) <= at(less.min(more)) + 1e-12);
    }
}
