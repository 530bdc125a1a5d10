//! Minutes, windows, late and early events.

use honeyguide_slo::{Counts, Ledger, LifetimeCounts, Recorded, Settings};
use proptest::prelude::*;

use crate::build::{DAY, HOUR, MINUTE, NOON, captions, counts};

fn ledger() -> Ledger {
    Ledger::new(&captions(0.99), Settings::default())
}

/// Scenario: events exactly at and one millisecond beyond both bounds of time.
/// Guarantees: 10 min past and 1 min ahead count; beyond that they are named, counted as late,
/// and in no sum.
#[test]
fn late_and_early_events_do_not_count() {
    let mut ledger = ledger();
    let mut at = |at_ms| ledger.record(at_ms, counts(1, 1), NOON);
    assert_eq!(at(NOON - 10 * MINUTE), Recorded::Counted);
    assert_eq!(at(NOON - 10 * MINUTE - 1), Recorded::Late);
    assert_eq!(at(NOON + MINUTE), Recorded::Counted);
    assert_eq!(at(NOON + MINUTE + 1), Recorded::Early);
    let expected = LifetimeCounts { total: 4, bad: 2, undecided: 0, late: 4 };
    assert_eq!(ledger.lifetime(), expected);
    assert_eq!(ledger.sum(DAY, NOON + MINUTE), counts(2, 2));
}

/// Scenario: an event dated half a minute ahead, across the minute's end.
/// Guarantees: it joins the sums when its minute has begun, not before.
#[test]
fn an_early_event_waits_for_its_minute() {
    let mut ledger = ledger();
    let now = NOON + 45_000;
    ledger.record(now + 30_000, counts(0, 1), now);
    assert_eq!(ledger.sum(5 * MINUTE, now), Counts::default());
    assert_eq!(ledger.sum(5 * MINUTE, NOON + MINUTE), counts(0, 1));
}

/// Scenario: bounds of time set by the operator.
/// Guarantees: they are the ones that decide.
#[test]
fn the_bounds_are_settable() {
    let settings = Settings { max_late_ms: 1_000, max_early_ms: 0, ..Settings::default() };
    let mut ledger = Ledger::new(&captions(0.99), settings);
    assert_eq!(ledger.record(NOON - 1_001, counts(1, 0), NOON), Recorded::Late);
    assert_eq!(ledger.record(NOON + 1, counts(1, 0), NOON), Recorded::Early);
    assert_eq!(ledger.record(NOON - 1_000, counts(1, 0), NOON), Recorded::Counted);
}

/// Scenario: one event, watched as its window passes over it.
/// Guarantees: it is in the last minute of the window and gone in the next; the counters stay.
#[test]
fn events_leave_the_window() {
    let mut ledger = ledger();
    ledger.record(NOON + 59_999, counts(0, 1), NOON + 59_999);
    let window = 30 * DAY;
    ledger.record(NOON + window - 1, Counts::default(), NOON + window - 1);
    assert_eq!(ledger.sum(window, NOON + window - 1), counts(0, 1));
    assert_eq!(ledger.sum(window, NOON + window), Counts::default());
    assert_eq!(ledger.sum(HOUR, NOON + HOUR - 1), counts(0, 1));
    assert_eq!(ledger.sum(HOUR, NOON + HOUR), Counts::default());
    assert_eq!(ledger.lifetime().bad, 1);
}

/// Scenario: a minute of events in each of 40 days, then what a snapshot of it holds.
/// Guarantees: what lies beyond the window is forgotten, so the books do not grow for ever.
#[test]
fn minutes_beyond_the_window_are_forgotten() {
    let mut ledger = ledger();
    for day in 0..40 {
        ledger.record(NOON + day * DAY, counts(1, 0), NOON + day * DAY);
    }
    let stored = serde_json::to_value(&ledger).expect("a ledger is plain data");
    let minutes = stored["minutes"].as_object().expect("minutes by number");
    assert_eq!(minutes.len(), 30);
    assert_eq!(ledger.lifetime().total, 40);
}

/// Scenario: the short window of a 7-day objective, 70 s, over events of three minutes.
/// Guarantees: it is rounded up to two whole minutes.
#[test]
fn a_window_of_part_minutes_is_rounded_up() {
    let mut ledger = ledger();
    for minute in 0..3 {
        ledger.record(NOON + minute * MINUTE, counts(1, 0), NOON + 2 * MINUTE);
    }
    assert_eq!(ledger.sum(70_000, NOON + 2 * MINUTE), counts(2, 0));
}

/// An event of the property tests: when it happened and became known, and what it was.
#[derive(Debug, Clone, Copy)]
struct Event {
    at_ms: u64,
    now_ms: u64,
    counts: Counts,
}

/// Events in the order in which they became known, over some 3 hours, some late or early.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0_u64..120_000, -900_000_i64..150_000, 0_u64..4, 0_u64..4, 0_u64..3);
    prop::collection::vec(event, 1..120).prop_map(|events| {
        let mut now_ms = NOON;
        let place = |(step, offset, good, bad, undecided)| {
            now_ms += step;
            Event { at_ms: now_ms.saturating_add_signed(offset), now_ms, counts: Counts { good, bad, undecided } }
        };
        events.into_iter().map(place).collect()
    })
}

/// The sum as the definition says it, from the list of all events.
fn by_hand(events: &[Event], window_ms: u64, now_ms: u64) -> Counts {
    let mut sum = Counts::default();
    for event in events {
        let offset = event.at_ms as i64 - event.now_ms as i64;
        let begins = event.at_ms - event.at_ms % MINUTE;
        if (-600_000..=60_000).contains(&offset) && begins <= now_ms && begins + window_ms > now_ms {
            sum.good += event.counts.good;
            sum.bad += event.counts.bad;
            sum.undecided += event.counts.undecided;
        }
    }
    sum
}

proptest! {
    /// Scenario: any stream of events, summed over windows of whole minutes at later moments.
    /// Guarantees: the sums equal those counted by hand from the definition.
    #[test]
    fn sums_equal_those_by_hand(
        events in events(),
        windows in prop::collection::vec(1_u64..200, 1..6),
        later in 0_u64..4_000_000,
    ) {
        let mut ledger = ledger();
        for event in &events {
            ledger.record(event.at_ms, event.counts, event.now_ms);
        }
        let now_ms = events.last().map_or(NOON, |event| event.now_ms) + later;
        for minutes in windows {
            let window_ms = minutes * MINUTE;
            prop_assert_eq!(ledger.sum(window_ms, now_ms), by_hand(&events, window_ms, now_ms));
        }
    }

    /// Scenario: any stream of events, through a snapshot in the middle.
    /// Guarantees: no lifetime counter ever falls, every event is in exactly one of counted and
    /// late, and the restored ledger goes on as the first one does.
    #[test]
    fn counters_rise_and_snapshots_go_on(events in events(), cut in 0_usize..120) {
        let mut ledger = ledger();
        let mut restored = ledger.clone();
        let mut before = ledger.lifetime();
        let mut seen = 0;
        for (index, event) in events.iter().enumerate() {
            if index == cut {
                let stored = serde_json::to_string(&ledger).expect("a ledger is plain data");
                restored = serde_json::from_str(&stored).expect("its own text");
            }
            let recorded = ledger.record(event.at_ms, event.counts, event.now_ms);
            prop_assert_eq!(recorded, restored.record(event.at_ms, event.counts, event.now_ms));
            let after = ledger.lifetime();
            prop_assert!(after.total >= before.total && after.bad >= before.bad);
            prop_assert!(after.undecided >= before.undecided && after.late >= before.late);
            before = after;
            seen += event.counts.total() + event.counts.undecided;
        }
        prop_assert_eq!(before.total + before.undecided + before.late, seen);
        prop_assert_eq!(&ledger, &restored);
    }
}
