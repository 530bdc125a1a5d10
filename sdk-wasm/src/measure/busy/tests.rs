use proptest::prelude::*;

use super::{Busy, KEPT_INTERVALS};

/// Scenario: a long task inside a long animation frame, and another task apart from them.
/// Guarantees: time covered twice counts once, and only inside the asked stretch.
#[test]
fn intervals_are_merged() {
    let mut busy = Busy::default();
    busy.add(120.0, 180.0);
    busy.add(100.0, 200.0);
    busy.add(300.0, 350.0);
    assert_eq!(busy.overlap(0.0, 1000.0), 150.0);
    assert_eq!(busy.overlap(150.0, 310.0), 60.0);
    assert_eq!(busy.overlap(200.0, 300.0), 0.0);
    assert_eq!(busy.overlap(310.0, 150.0), 0.0);
}

/// Scenario: an interval arrives late and bridges two known ones.
/// Guarantees: the three become one.
#[test]
fn a_late_interval_bridges() {
    let mut busy = Busy::default();
    busy.add(0.0, 10.0);
    busy.add(20.0, 30.0);
    busy.add(5.0, 25.0);
    assert_eq!((busy.intervals.len(), busy.overlap(0.0, 30.0)), (1, 30.0));
}

/// Scenario: a timer of 100 ms beats on time, a little late, and 250 ms late.
/// Guarantees: only the last says that the thread was busy, from the time the beat was due.
#[test]
fn a_late_heartbeat_is_busy() {
    let mut busy = Busy::default();
    busy.beat(0.0, 100.0, 100.0);
    busy.beat(100.0, 249.0, 100.0);
    assert_eq!(busy.overlap(0.0, 1000.0), 0.0);
    busy.beat(249.0, 599.0, 100.0);
    assert_eq!(busy.overlap(0.0, 1000.0), 250.0);
}

/// Scenario: intervals that are empty, backwards, NaN or endless, and a question with NaN.
/// Guarantees: they are ignored and nothing panics.
#[test]
fn hostile_intervals_are_ignored() {
    let mut busy = Busy::default();
    for (from, to) in [(5.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0), (5.0, f64::NAN), (0.0, f64::INFINITY)] {
        busy.add(from, to);
        busy.beat(from, to, f64::NAN);
    }
    assert!(busy.intervals.is_empty());
    busy.add(0.0, 5.0);
    assert_eq!(busy.overlap(f64::NAN, 5.0) + busy.overlap(0.0, f64::NAN), 0.0);
    assert_eq!(busy.overlap(f64::NEG_INFINITY, f64::INFINITY), 5.0);
}

/// Scenario: far more intervals than are kept.
/// Guarantees: the record stays bounded and holds the latest.
#[test]
fn the_record_is_bounded() {
    let mut busy = Busy::default();
    for task in 0..1000 {
        let from = f64::from(task) * 10.0;
        busy.add(from, from + 5.0);
    }
    assert_eq!(busy.intervals.len(), KEPT_INTERVALS);
    assert_eq!(busy.overlap(9990.0, 10_000.0), 5.0);
    assert_eq!(busy.overlap(0.0, 100.0), 0.0);
}

proptest! {
    /// Scenario: random intervals of whole milliseconds in any order.
    /// Guarantees: the overlap equals that of a plain table of milliseconds.
    #[test]
    fn overlap_equals_a_table(
        tasks in prop::collection::vec((0_u32..200, 1_u32..40), 0..40), from in 0_u32..240, length in 0_u32..240,
    ) {
        let mut busy = Busy::default();
        let mut table = vec![false; 500];
        for (start, duration) in tasks {
            busy.add(start.into(), (start + duration).into());
            table[start as usize..(start + duration) as usize].fill(true);
        }
        let to = from + length;
        let expected = table[from as usize..to as usize].iter().filter(|busy| **busy).count();
        prop_assert_eq!(busy.overlap(from.into(), to.into()), expected as f64);
    }
}
