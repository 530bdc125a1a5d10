//! Ledgers through a restart.

use honeyguide_slo::{Evaluator, Indicator, Objective, Restored, Settings, Snapshot};

use crate::build::{MINUTE, NOON, availability, captions, sample};

fn filled(objectives: Vec<Objective>) -> Snapshot {
    let mut evaluator = Evaluator::new(objectives, Settings::default());
    evaluator.observe(&sample("caption_latency_ms", 100.0, NOON), NOON);
    evaluator.observe(&sample("caption_latency_ms", 900.0, NOON), NOON);
    let text = serde_json::to_string(&evaluator.snapshot()).expect("plain data");
    serde_json::from_str(&text).expect("its own text")
}

fn restored(objectives: Vec<Objective>, snapshot: Snapshot) -> (Evaluator, Restored) {
    let settings = Settings { max_late_ms: 5_000, ..Settings::default() };
    let mut evaluator = Evaluator::new(objectives, settings);
    let restored = evaluator.restore(snapshot);
    (evaluator, restored)
}

fn totals(evaluator: &Evaluator) -> Vec<u64> {
    let statuses = evaluator.statuses(NOON);
    statuses.iter().map(|status| status.total).collect()
}

/// Scenario: a restart with the same file but another setting.
/// Guarantees: counts and counters go on; the new setting holds, for it is not in the snapshot.
#[test]
fn the_same_objective_goes_on() {
    let snapshot = filled(vec![captions(0.99)]);
    let (mut evaluator, restored) = restored(vec![captions(0.99)], snapshot);
    assert_eq!(restored.kept, ["captions"]);
    assert_eq!(totals(&evaluator), [2]);
    let old = sample("caption_latency_ms", 1.0, NOON);
    assert_eq!(evaluator.observe(&old, NOON + 6_000).late, 1);
    let counters = evaluator.counters().next().expect("one objective");
    assert_eq!((counters.slo_bad_events_total, counters.slo_late_events_total), (1, 1));
}

/// Scenario: the threshold has changed.
/// Guarantees: the ledger starts anew, since its bad events were bad by another measure.
#[test]
fn a_changed_definition_starts_anew() {
    let mut stricter = captions(0.99);
    if let Indicator::Threshold { threshold, .. } = &mut stricter.indicator {
        threshold.bound = 200.0;
    }
    let (evaluator, restored) = restored(vec![stricter], filled(vec![captions(0.99)]));
    assert_eq!(restored.started_anew, ["captions"]);
    assert_eq!(totals(&evaluator), [0]);
}

/// Scenario: the target, the title and the window have changed.
/// Guarantees: the counts stay, for they are as true as before; the new window forgets.
#[test]
fn another_target_keeps_the_counts() {
    let mut other = captions(0.9);
    other.title = "Captions are quick".to_owned();
    other.window_days = 1;
    let (mut evaluator, restored) = restored(vec![other], filled(vec![captions(0.99)]));
    assert_eq!(restored.kept, ["captions"]);
    assert_eq!(totals(&evaluator), [2]);
    evaluator.advance(NOON + 24 * 60 * MINUTE);
    assert_eq!(totals(&evaluator), [0]);
}

/// Scenario: one objective was removed from the file and another added.
/// Guarantees: the report names the removed one, and the new one begins empty.
#[test]
fn objectives_come_and_go() {
    let (evaluator, restored) = restored(vec![availability(0.999)], filled(vec![captions(0.99)]));
    assert_eq!(restored, Restored { dropped: vec!["captions".to_owned()], ..Restored::default() });
    assert_eq!(totals(&evaluator), [0]);
}
