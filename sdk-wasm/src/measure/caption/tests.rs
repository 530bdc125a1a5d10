use proptest::prelude::*;

use super::{Attribution, Cause, OneWayFloor, Parts, Times};
use crate::measure::busy::Busy;

/// An update whose server is 5 000 ms ahead and whose way takes `way` ms.
fn update(emitted: f64, way: f64, app: f64, render: f64) -> Times {
    let handled = emitted - 5000.0 + way;
    Times { emitted: Some(emitted), handled, written: handled + app, painted: handled + app + render }
}

fn sum(parts: &Attribution) -> f64 {
    parts.network + parts.main_thread + parts.app + parts.render
}

/// Scenario: after a quick update, one is held up for 200 ms by a task planted before its handler.
/// Guarantees: the task comes out as the main thread's part, the least delay as the network's, and the cause is named.
#[test]
fn a_task_before_the_handler_is_the_main_threads() {
    let (quick, held) = (update(10_000.0, 30.0, 1.0, 8.0), update(11_000.0, 240.0, 2.0, 8.0));
    let mut floor = OneWayFloor::default();
    floor.observe(&quick);
    floor.observe(&held);
    let mut busy = Busy::default();
    busy.add(6000.0, 6240.0);
    let parts = held.parts(&floor, Some(&busy)).expect("in order");
    assert_eq!(parts.main_thread, Some(210.0));
    assert_eq!((parts.app, parts.total_render), (2.0, 10.0));
    let attribution = parts.attribute(5000.0, 10.0).expect("emitted");
    assert_eq!((attribution.latency, attribution.network), (250.0, 30.0));
    assert_eq!((attribution.cause, attribution.clock_fault), (Cause::MainThread, false));
}

/// Scenario: a task planted after the handler, before or after the write.
/// Guarantees: it is the app's or the render's part.
#[test]
fn a_task_after_the_handler_is_not_the_main_threads() {
    let mut floor = OneWayFloor::default();
    let mut busy = Busy::default();
    for (times, cause) in
        [(update(9000.0, 30.0, 200.0, 8.0), Cause::App), (update(9000.0, 30.0, 1.0, 300.0), Cause::Render)]
    {
        floor.observe(&times);
        busy.add(times.handled, times.painted);
        let parts = times.parts(&floor, Some(&busy)).expect("in order");
        assert_eq!(parts.main_thread, Some(0.0));
        assert_eq!(parts.attribute(5000.0, 5.0).map(|attribution| attribution.cause), Some(cause));
    }
}

/// Scenario: network and render differ by 20 ms, with an error of 20 and of 21 ms.
/// Guarantees: the cause is unknown only where the error exceeds the difference.
#[test]
fn the_cause_is_unknown_within_the_error() {
    let parts = Parts { latency_uncorrected: Some(100.0), total_render: 40.0, app: 0.0, main_thread: None };
    let cause = |error| parts.attribute(0.0, error).map(|attribution| attribution.cause);
    assert_eq!(cause(20.0), Some(Cause::Network));
    assert_eq!(cause(20.1), Some(Cause::Unknown));
}

/// Scenario: the handler seems to have run before the emit, within the error and beyond it.
/// Guarantees: only the second is a clock fault, without a cause; the sums hold in both.
#[test]
fn a_negative_way_beyond_the_error_is_a_clock_fault() {
    let parts = Parts { latency_uncorrected: Some(10.0), total_render: 20.0, app: 15.0, main_thread: Some(4.0) };
    let within = parts.attribute(0.0, 10.0).expect("emitted");
    assert!(!within.clock_fault && (sum(&within) - within.latency).abs() < 1e-9);
    let beyond = parts.attribute(-0.5, 10.0).expect("emitted");
    assert!(beyond.clock_fault && (sum(&beyond) - beyond.latency).abs() < 1e-9);
    assert_eq!((beyond.cause, beyond.main_thread), (Cause::Unknown, 0.0));
}

/// Scenario: the server gives no emit time, or nothing watches the main thread.
/// Guarantees: what cannot be known is absent, never 0; what the page measures itself is there.
#[test]
fn absent_inputs_stay_absent() {
    let mut floor = OneWayFloor::default();
    let silent = Times { emitted: None, handled: 1.0, written: 2.0, painted: 5.0 };
    floor.observe(&silent);
    assert_eq!(floor.least(), None);
    let parts = silent.parts(&floor, Some(&Busy::default())).expect("in order");
    assert_eq!((parts.latency_uncorrected, parts.main_thread), (None, None));
    assert_eq!((parts.total_render, parts.app), (4.0, 1.0));
    assert_eq!(parts.attribute(0.0, 0.0), None);
    let known = update(9000.0, 30.0, 1.0, 1.0);
    floor.observe(&known);
    assert_eq!(known.parts(&floor, None).expect("in order").main_thread, None);
    floor.restart();
    assert_eq!(floor.least(), None);
}

/// Scenario: times out of order, NaN, infinite; a θ or an error that is no number.
/// Guarantees: no parts and no attribution, and the floor learns nothing.
#[test]
fn hostile_times_give_nothing() {
    let mut floor = OneWayFloor::default();
    let times = |handled, written, painted| Times { emitted: Some(1.0), handled, written, painted };
    for hostile in
        [times(3.0, 2.0, 4.0), times(1.0, 3.0, 2.0), times(f64::NAN, 2.0, 3.0), times(1.0, 2.0, f64::INFINITY)]
    {
        assert_eq!(hostile.parts(&floor, None), None);
    }
    floor.observe(&times(f64::NAN, 1.0, 1.0));
    assert_eq!(floor.least(), None);
    let absent = Times { emitted: Some(f64::NAN), handled: 1.0, written: 2.0, painted: 3.0 };
    assert_eq!(absent.parts(&floor, None).expect("in order").latency_uncorrected, None);
    let parts = times(1.0, 2.0, 3.0).parts(&floor, None).expect("in order");
    assert_eq!(parts.attribute(f64::NAN, 1.0), None);
    assert_eq!(parts.attribute(1.0, f64::INFINITY), None);
}

/// Scenario: each cause is asked for its name.
/// Guarantees: the names of the definition.
#[test]
fn causes_have_names() {
    let causes = [Cause::Network, Cause::MainThread, Cause::App, Cause::Render, Cause::Unknown];
    let names = causes.map(Cause::as_str);
    assert_eq!(names, ["network", "main_thread", "app", "render", "unknown"]);
}

proptest! {
    /// Scenario: random updates, offsets, errors and busy intervals.
    /// Guarantees: the four parts sum to the latency within 1 ms, the main thread's part is never negative and never
    /// more than the way, and it does not depend on θ.
    #[test]
    fn parts_sum_to_the_latency(
        ways in prop::collection::vec((0.0..900.0_f64, 0.0..300.0_f64, 0.0..300.0_f64), 1..20),
        tasks in prop::collection::vec((0.0..20_000.0_f64, 0.0..500.0_f64), 0..30),
        theta in -1e6..1e6_f64, guess in -50.0..50.0_f64,
    ) {
        let (mut floor, mut busy) = (OneWayFloor::default(), Busy::default());
        for (from, length) in tasks {
            busy.add(from, from + length);
        }
        for (place, (way, app, render)) in (0_u32..).zip(ways) {
            let sent = f64::from(place) * 1000.0;
            let handled = sent + way;
            let times = Times {
                emitted: Some(sent + theta), handled, written: handled + app, painted: handled + app + render,
            };
            floor.observe(&times);
            let parts = times.parts(&floor, Some(&busy)).expect("in order");
            let least = floor.least().expect("observed") + theta;
            let expected = busy.overlap(sent + least, handled);
            prop_assert!((parts.main_thread.expect("known") - expected).abs() < 1e-6);
            let attribution = parts.attribute(theta + guess, 50.0).expect("emitted");
            prop_assert!((sum(&attribution) - attribution.latency).abs() < 1.0);
            prop_assert!(!attribution.clock_fault);
            prop_assert!(attribution.main_thread >= 0.0);
            prop_assert!(attribution.main_thread <= (way + guess).max(0.0) + 1e-6);
        }
    }

    /// Scenario: any numbers at all, NaN and infinities among them.
    /// Guarantees: nothing panics, and what comes out is finite.
    #[test]
    fn any_numbers_are_survived(
        emitted in any::<f64>(), handled in any::<f64>(), written in any::<f64>(), painted in any::<f64>(),
        theta in any::<f64>(), error in any::<f64>(),
    ) {
        let times = Times { emitted: Some(emitted), handled, written, painted };
        let mut floor = OneWayFloor::default();
        floor.observe(&times);
        let attribution = times.parts(&floor, Some(&Busy::default())).and_then(|parts| parts.attribute(theta, error));
        if let Some(attribution) = attribution {
            prop_assert!(attribution.latency.is_finite() && attribution.network.is_finite());
        }
    }
}
