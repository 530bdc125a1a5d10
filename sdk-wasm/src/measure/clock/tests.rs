use proptest::prelude::*;

use super::{Best, Probe, Round, probe_due};

fn probe(t0: f64, t1: f64, t2: f64, t3: f64) -> Probe {
    Probe { t0, t1, t2, t3 }
}

/// Scenario: the printed vector.
/// Guarantees: θ 480, δ 60, and an error of δ/2 and the bound between servers.
#[test]
fn printed_vector() {
    let offset = probe(1000.0, 1510.0, 1515.0, 1065.0).offset();
    assert_eq!((offset.theta, offset.delta), (480.0, 60.0));
    assert_eq!(offset.error(5.0), 35.0);
}

/// Scenario: a round of eight with one fast probe, one impossible and one of NaN.
/// Guarantees: the least lawful δ wins, and the round is complete after eight tries.
#[test]
fn the_least_delta_wins() {
    let mut best = Best::default();
    assert_eq!(best.offset(), None);
    best.consider(&probe(0.0, 500.0, 600.0, 50.0));
    best.consider(&probe(0.0, f64::NAN, 500.0, 50.0));
    best.consider(&probe(0.0, 500.0, 500.0, f64::INFINITY));
    assert_eq!(best.offset(), None, "negative, NaN and infinite are refused");
    for round_trip in [80.0, 60.0, 20.0, 40.0] {
        best.consider(&probe(0.0, 500.0, 500.0, round_trip));
    }
    assert!(!best.is_complete());
    best.consider(&probe(0.0, 500.0, 500.0, 90.0));
    assert!(best.is_complete());
    assert_eq!(best.offset().map(|offset| (offset.theta, offset.delta)), Some((490.0, 20.0)));
}

/// Scenario: the page starts, runs steadily, becomes visible, sleeps, and its clock runs backwards.
/// Guarantees: it probes at the start, every 5 minutes, when visible, and after a drift of more than 50 ms either way.
#[test]
fn when_to_probe_again() {
    let at = |at, drift| Round { at, drift };
    let last = Some(at(1000.0, 10.0));
    assert!(probe_due(None, at(0.0, 0.0), false));
    assert!(!probe_due(last, at(300_999.0, 10.0), false));
    assert!(probe_due(last, at(301_000.0, 10.0), false));
    assert!(probe_due(last, at(2000.0, 10.0), true));
    assert!(!probe_due(last, at(2000.0, 60.0), false));
    assert!(probe_due(last, at(2000.0, 60.1), false));
    assert!(probe_due(last, at(2000.0, -40.1), false));
    assert!(probe_due(last, at(0.0, 10.0), false));
    assert!(probe_due(last, at(f64::NAN, 10.0), false));
    assert!(probe_due(last, at(2000.0, f64::NAN), false));
}

proptest! {
    /// Scenario: any true offset, any two ways and any time at the server.
    /// Guarantees: θ errs by no more than δ/2.
    #[test]
    fn theta_errs_by_half_delta_at_most(
        theta in -1e7..1e7_f64, out in 0.0..5e3_f64, back in 0.0..5e3_f64, held in 0.0..1e3_f64,
    ) {
        let arrived = 1000.0 + out;
        let offset = probe(1000.0, arrived + theta, arrived + held + theta, arrived + held + back).offset();
        prop_assert!((offset.theta - theta).abs() <= offset.delta / 2.0 + 1e-6);
    }
}
