//! Samples through the one door.

use honeyguide_slo::{Comparison, Evaluator, Indicator, Observed, Part, Sample, Settings, Threshold, Value};

use crate::build::{MINUTE, NOON, availability, captions, objective, outcome, sample, source};

const TAKEN: Observed = Observed { taken: 1, late: 0, early: 0, unusable: 0 };

fn evaluator(objectives: Vec<honeyguide_slo::Objective>) -> Evaluator {
    Evaluator::new(objectives, Settings::default())
}

/// total, bad, undecided and late of the first objective.
fn counters(evaluator: &Evaluator) -> [u64; 4] {
    let counters = evaluator.counters().next().expect("one objective");
    [
        counters.slo_events_total,
        counters.slo_bad_events_total,
        counters.slo_undecided_events_total,
        counters.slo_late_events_total,
    ]
}

fn request(outcome: &'static str, increment: f64) -> (f64, &'static str) {
    (increment, outcome)
}

fn send(evaluator: &mut Evaluator, (increment, outcome): (f64, &str)) -> Observed {
    let labels = |name: &str| (name == "outcome").then_some(outcome);
    let sample = Sample { labels: &labels, ..sample("requests_total", increment, NOON) };
    evaluator.observe(&sample, NOON)
}

/// Scenario: captions at 250, at 250.04, never painted, and one whose error spans the bound.
/// Guarantees: good, bad, bad, undecided; the exported counters say the same as the status.
#[test]
fn each_sample_of_a_threshold_is_one_event() {
    let mut evaluator = evaluator(vec![captions(0.99)]);
    let samples = [
        sample("caption_latency_ms", 250.0, NOON),
        sample("caption_latency_ms", 250.04, NOON),
        Sample { value: Value::Never, ..sample("caption_latency_ms", 0.0, NOON) },
        Sample { error: 10.0, ..sample("caption_latency_ms", 245.0, NOON) },
    ];
    for sample in &samples {
        assert_eq!(evaluator.observe(sample, NOON), TAKEN);
    }
    assert_eq!(counters(&evaluator), [3, 2, 1, 0]);
    let status = evaluator.statuses(NOON).remove(0);
    assert_eq!((status.total, status.bad, status.undecided), (3, 2, 1));
    assert_eq!(status.threshold.as_deref(), Some("≤ 250 ms"));
}

/// Scenario: a session sampled at 1 in 20, and a weight of 0.
/// Guarantees: the event counts twenty times; weight 0 counts nowhere.
#[test]
fn the_weight_multiplies() {
    let mut evaluator = evaluator(vec![captions(0.99)]);
    let mut late = sample("caption_latency_ms", 900.0, NOON);
    late.weight = 20;
    assert_eq!(evaluator.observe(&late, NOON), TAKEN);
    late.weight = 0;
    assert_eq!(evaluator.observe(&late, NOON), Observed::default());
    assert_eq!(counters(&evaluator), [20, 20, 0, 0]);
}

/// Scenario: a late sample, an early one, and one of a metric that nobody reads.
/// Guarantees: the answer names each; only the first two reach the late counter.
#[test]
fn the_answer_names_what_became_of_a_sample() {
    let mut evaluator = evaluator(vec![captions(0.99)]);
    let at = |at_ms| sample("caption_latency_ms", 1.0, at_ms);
    let late = evaluator.observe(&at(NOON - 11 * MINUTE), NOON);
    assert_eq!((late.taken, late.late), (0, 1));
    let early = evaluator.observe(&at(NOON + 2 * MINUTE), NOON);
    assert_eq!((early.taken, early.early), (0, 1));
    let unread = evaluator.observe(&sample("page_lcp_ms", 1.0, NOON), NOON);
    assert_eq!(unread, Observed::default());
    assert_eq!(counters(&evaluator), [0, 0, 0, 2]);
}

/// Scenario: requests of three outcomes, one of which neither side of the ratio lists.
/// Guarantees: a failed request is in total and in bad; an aborted one is no event.
#[test]
fn a_ratio_counts_increments() {
    let mut evaluator = evaluator(vec![availability(0.999)]);
    assert_eq!(send(&mut evaluator, request("ok", 7.0)), TAKEN);
    assert_eq!(send(&mut evaluator, request("server_error", 3.0)), TAKEN);
    assert_eq!(send(&mut evaluator, request("aborted", 5.0)), Observed::default());
    assert_eq!(counters(&evaluator), [10, 3, 0, 0]);
}

/// Scenario: the same ratio by its good part.
/// Guarantees: what the total holds beyond the good is bad, at once.
#[test]
fn a_ratio_by_its_good_part() {
    let indicator = Indicator::Ratio { total: outcome(&["ok", "server_error"]), part: Part::Good(outcome(&["ok"])) };
    let mut evaluator = evaluator(vec![objective("good", 0.99, indicator)]);
    send(&mut evaluator, request("ok", 7.0));
    send(&mut evaluator, request("server_error", 3.0));
    send(&mut evaluator, request("aborted", 5.0));
    assert_eq!(counters(&evaluator), [10, 3, 0, 0]);
}

/// Scenario: a caption is revised: a retraction is counted first, its total in a later batch.
/// Guarantees: both counters only rise, and good is what the definitions' table says (9 of 10).
#[test]
fn bad_and_total_may_arrive_apart() {
    let indicator = Indicator::Ratio {
        total: source("caption_words_settled_total"),
        part: Part::Bad(source("word_retractions_total")),
    };
    let mut evaluator = evaluator(vec![objective("words", 0.95, indicator)]);
    evaluator.observe(&sample("word_retractions_total", 1.0, NOON), NOON);
    assert_eq!(counters(&evaluator), [0, 1, 0, 0]);
    assert_eq!(evaluator.statuses(NOON)[0].ratio, Some(0.0));
    evaluator.observe(&sample("caption_words_settled_total", 1.0, NOON), NOON);
    evaluator.observe(&sample("caption_words_settled_total", 9.0, NOON), NOON);
    assert_eq!(counters(&evaluator), [10, 1, 0, 0]);
    assert_eq!(evaluator.statuses(NOON)[0].ratio, Some(0.9));
}

/// Scenario: increments that are negative, no number, fractional, or never happened.
/// Guarantees: none of them is counted, and the answer says that they were unusable.
#[test]
fn an_increment_must_be_a_number_of_events() {
    let mut evaluator = evaluator(vec![availability(0.999)]);
    for increment in [-1.0, f64::NAN, f64::INFINITY, 0.5] {
        let observed = send(&mut evaluator, request("ok", increment));
        assert_eq!((observed.taken, observed.unusable), (0, 1), "{increment}");
    }
    assert_eq!(counters(&evaluator), [0, 0, 0, 0]);
}

/// Scenario: two objectives on one metric, one for German only.
/// Guarantees: each sample reaches all objectives whose labels match, and no other.
#[test]
fn labels_choose_the_objective() {
    let mut german = captions(0.99);
    german.name = "german".to_owned();
    if let Indicator::Threshold { source, .. } = &mut german.indicator {
        source.matchers.push(honeyguide_slo::Matcher {
            label: "language".to_owned(),
            values: vec!["de".to_owned(), "de-AT".to_owned()],
        });
    }
    let mut evaluator = evaluator(vec![captions(0.99), german]);
    for (language, expected) in [(Some("de-AT"), 2), (Some("fr"), 1), (None, 1)] {
        let labels = |name: &str| (name == "language").then_some(language).flatten();
        let sample = Sample { labels: &labels, ..sample("caption_latency_ms", 100.0, NOON) };
        assert_eq!(evaluator.observe(&sample, NOON).taken, expected);
    }
    let totals: Vec<u64> = evaluator.counters().map(|counters| counters.slo_events_total).collect();
    assert_eq!(totals, [3, 1]);
}

/// Scenario: a score that must be high.
/// Guarantees: the mirrored comparison reaches the ledger, and its text carries no unit.
#[test]
fn a_score_must_be_reached() {
    let indicator = Indicator::Threshold {
        source: source("audio_quality_score"),
        threshold: Threshold { comparison: Comparison::Gte, bound: 0.85 },
    };
    let mut evaluator = evaluator(vec![objective("audio", 0.95, indicator)]);
    evaluator.observe(&sample("audio_quality_score", 0.85, NOON), NOON);
    evaluator.observe(&sample("audio_quality_score", 0.0, NOON), NOON);
    assert_eq!(counters(&evaluator), [2, 1, 0, 0]);
    assert_eq!(evaluator.statuses(NOON)[0].threshold.as_deref(), Some("≥ 0.85"));
}
