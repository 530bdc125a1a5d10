//! Objectives that judge whole minutes of traffic.

use honeyguide_slo::{
    BudgetView, Comparison, Evaluator, Hours, Indicator, Observed, RecentView, Settings, Status, Threshold, Weekday,
};

use crate::build::{DAY, HOUR, MINUTE, NOON, objective, sample, source};

fn throughput(expected: Vec<Hours>) -> Evaluator {
    let indicator = Indicator::Rate {
        source: source("requests_total"),
        threshold: Threshold { comparison: Comparison::Gte, bound: 50.0 },
        expected,
    };
    let objective = objective("throughput", 0.95, indicator);
    Evaluator::new(vec![objective], Settings::default())
}

/// Fridays until 13:00.
fn friday_noon() -> Vec<Hours> {
    vec![Hours { days: vec![Weekday::Fri], from_minute: 12 * 60, to_minute: 13 * 60 }]
}

/// Ticks every 30 s from noon, with so many requests in each half minute.
fn run(evaluator: &mut Evaluator, until_ms: u64, requests: impl Fn(u64) -> f64) -> Status {
    let mut now_ms = NOON;
    while now_ms < until_ms {
        evaluator.advance(now_ms);
        let increment = sample("requests_total", requests(now_ms), now_ms);
        evaluator.observe(&increment, now_ms);
        now_ms += 30_000;
    }
    evaluator.advance(now_ms);
    evaluator.statuses(now_ms).remove(0)
}

/// Scenario: 50 requests a second in the first two minutes, a shade less in the third.
/// Guarantees: two good minutes and a bad one; the running ones are not judged yet.
#[test]
fn minutes_are_judged_by_their_rate() {
    let mut evaluator = throughput(friday_noon());
    let third = NOON + 2 * MINUTE;
    let status = run(&mut evaluator, NOON + 4 * MINUTE, |now| if now < third { 1_500.0 } else { 1_499.0 });
    assert_eq!((status.total, status.bad), (3, 1));
    assert_eq!(status.threshold.as_deref(), Some("≥ 50 per second"));
}

/// Scenario: no request at all for five minutes inside the hours.
/// Guarantees: silence is bad, since the minutes without samples are events as well.
#[test]
fn silence_inside_the_hours_is_bad() {
    let mut evaluator = throughput(friday_noon());
    for half_minute in 0..=12 {
        evaluator.advance(NOON + half_minute * 30_000);
    }
    let status = evaluator.statuses(NOON + 6 * MINUTE).remove(0);
    assert_eq!((status.total, status.bad), (5, 5));
}

/// Scenario: two hours of silence of which the first is inside the hours.
/// Guarantees: exactly its 60 minutes are events.
#[test]
fn outside_the_hours_nothing_is_judged() {
    let mut evaluator = throughput(friday_noon());
    let status = run(&mut evaluator, NOON + 2 * HOUR, |_| 0.0);
    assert_eq!((status.total, status.bad), (60, 60));
}

/// Scenario: plenty of traffic, but no hours in the file.
/// Guarantees: no data in both views, and a note that says why.
#[test]
fn without_hours_there_is_no_data() {
    let mut evaluator = throughput(Vec::new());
    let status = run(&mut evaluator, NOON + 10 * MINUTE, |_| 3_000.0);
    assert_eq!(status.total, 0);
    assert_eq!(status.view_5m, RecentView::NoData);
    assert_eq!(status.view_budget, BudgetView::NoData);
    assert!(status.notes.iter().any(|note| note.contains("No hours")), "{:?}", status.notes);
}

/// Scenario: an increment for a minute that was judged two minutes ago.
/// Guarantees: it is late, counted among the late, and the judged minute stays as it was.
#[test]
fn a_judged_minute_is_not_judged_again() {
    let mut evaluator = throughput(friday_noon());
    run(&mut evaluator, NOON + 4 * MINUTE, |_| 0.0);
    let now_ms = NOON + 4 * MINUTE;
    let observed = evaluator.observe(&sample("requests_total", 9_000.0, NOON + MINUTE), now_ms);
    assert_eq!(observed, Observed { late: 1, ..Observed::default() });
    let status = evaluator.statuses(now_ms).remove(0);
    assert_eq!((status.total, status.bad, status.late), (3, 3, 9_000));
}

/// Scenario: sessions sampled at 1 in 10.
/// Guarantees: 300 seen requests a minute stand for 3 000.
#[test]
fn the_weight_multiplies_the_rate() {
    let mut evaluator = throughput(friday_noon());
    for half_minute in 0..=4 {
        let now_ms = NOON + half_minute * 30_000;
        evaluator.advance(now_ms);
        let mut increment = sample("requests_total", 150.0, now_ms);
        increment.weight = 10;
        evaluator.observe(&increment, now_ms);
    }
    let status = evaluator.statuses(NOON + 2 * MINUTE).remove(0);
    assert_eq!((status.total, status.bad), (1, 0));
}

/// Scenario: the gateway is down for twenty minutes of the hours.
/// Guarantees: those minutes are not called minutes without traffic.
#[test]
fn our_own_outage_is_no_event() {
    let mut evaluator = throughput(friday_noon());
    run(&mut evaluator, NOON + 4 * MINUTE, |_| 3_000.0);
    evaluator.advance(NOON + 24 * MINUTE);
    let status = evaluator.statuses(NOON + 24 * MINUTE).remove(0);
    assert_eq!((status.total, status.bad), (4, 0));
}

/// Scenario: a month later, nothing of the hour is left in the window.
/// Guarantees: judged minutes leave the window like any event.
#[test]
fn judged_minutes_leave_the_window() {
    let mut evaluator = throughput(friday_noon());
    let status = run(&mut evaluator, NOON + 10 * MINUTE, |_| 0.0);
    assert_eq!(status.total, 9);
    assert_eq!(evaluator.statuses(NOON + 31 * DAY)[0].total, 0);
}

/// Scenario: a restart within a minute, through a snapshot, with half of that minute's requests
/// before it and half after.
/// Guarantees: the minute is judged once and by all its requests.
#[test]
fn an_open_minute_survives_a_restart() {
    let mut before = throughput(friday_noon());
    run(&mut before, NOON + MINUTE + 30_000, |_| 1_500.0);
    let text = serde_json::to_string(&before.snapshot()).expect("plain data");
    let mut after = throughput(friday_noon());
    let restored = after.restore(serde_json::from_str(&text).expect("its own text"));
    assert_eq!(restored.kept, ["throughput"]);
    let now_ms = NOON + MINUTE + 45_000;
    after.observe(&sample("requests_total", 1_500.0, now_ms), now_ms);
    after.advance(NOON + 3 * MINUTE);
    let status = after.statuses(NOON + 3 * MINUTE).remove(0);
    assert_eq!((status.total, status.bad), (2, 0));
}

/// Scenario: a busy minute, and nobody but the samples themselves moves time on.
/// Guarantees: a sample judges the minutes that are final when it arrives.
#[test]
fn samples_move_time_on() {
    let mut evaluator = throughput(friday_noon());
    for half_minute in 0..=4 {
        let now_ms = NOON + half_minute * 30_000;
        evaluator.observe(&sample("requests_total", 1_500.0, now_ms), now_ms);
    }
    assert_eq!(evaluator.statuses(NOON + 2 * MINUTE)[0].total, 1);
}
