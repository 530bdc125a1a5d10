//! The sample file, and that it says what it should.

use honeyguide_slo::{Evaluator, Indicator, Objective, Part, SAMPLE, Settings, openslo};

use crate::build::{NOON, metrics, sample};

fn objectives() -> Vec<Objective> {
    openslo::parse(SAMPLE, &metrics).expect("the sample is valid")
}

fn named(name: &str) -> Objective {
    let mut objectives = objectives().into_iter();
    objectives.find(|objective| objective.name == name).expect("an objective of that name")
}

/// Scenario: the sample as shipped.
/// Guarantees: the nine objectives of the definitions, each with its definition and target.
#[test]
fn the_nine_objectives() {
    let read: Vec<(String, f64, String)> = objectives()
        .iter()
        .map(|objective| (objective.name.clone(), objective.target, objective.definition()))
        .collect();
    let requests = "requests_total{outcome=client_error|error_recorded|network_error|ok|\
                    server_error|timeout}";
    let expected = [
        ("ttft_p95_ms", 0.95, "each translation_ttft_ms{} ≤ 450".to_owned()),
        ("caption_latency_p99_ms", 0.99, "each caption_latency_ms{} ≤ 250".to_owned()),
        (
            "word_retraction_rate",
            0.95,
            "bad word_retractions_total{kind=word} of caption_words_settled_total{}".to_owned(),
        ),
        ("translation_accuracy", 0.95, "each translation_accuracy_ratio{} ≥ 0.9".to_owned()),
        (
            "service_availability",
            0.999,
            format!("bad requests_total{{outcome=network_error|server_error|timeout}} of {requests}"),
        ),
        (
            "error_rate",
            0.99,
            format!(
                "bad requests_total{{outcome=error_recorded|network_error|server_error|timeout}} \
                 of {requests}"
            ),
        ),
        ("throughput_rps", 0.95, "minutes of requests_total{} per second ≥ 50 in []".to_owned()),
        ("call_setup_time_ms", 0.95, "each webrtc_connection_duration_ms{} ≤ 2000".to_owned()),
        ("audio_quality_score", 0.95, "each audio_quality_score{} ≥ 0.85".to_owned()),
    ];
    let expected = expected.map(|(name, target, definition)| (name.to_owned(), target, definition));
    assert_eq!(read, expected);
    for objective in objectives() {
        assert_eq!(objective.window_days, 30);
        assert_ne!(objective.title, objective.name);
        assert!(!objective.description.is_empty());
    }
}

/// Scenario: the two hints in the sample's comments, uncommented.
/// Guarantees: they are valid, and do what the comment beside them says.
#[test]
fn the_hints_in_the_comments_work() {
    let yaml = SAMPLE
        .replace("# fallback: caption_render_ms", "fallback: caption_render_ms")
        .replace("expected: []", "expected: [{ days: [mon, fri], from: \"08:00\", to: \"18:00\" }]");
    let objectives = openslo::parse(&yaml, &metrics).expect("valid");
    let definitions: Vec<String> = objectives.iter().map(Objective::definition).collect();
    assert!(definitions[1].contains("caption_latency_ms{} or caption_render_ms"));
    assert!(definitions[6].ends_with("in [mon,fri 08:00-18:00]"));
}

/// Scenario: the sample's title and annotations as they reach the objective.
/// Guarantees: no annotation means the defaults, and the file's words are kept.
#[test]
fn words_and_defaults() {
    let captions = named("caption_latency_p99_ms");
    assert_eq!(captions.title, "Captions appear within 250 ms");
    assert_eq!(captions.minimum_traffic, honeyguide_slo::MinimumTraffic::default());
    assert!(captions.warnings().is_empty());
    assert_eq!(named("throughput_rps").warnings().len(), 1);
    let Indicator::Ratio { part, .. } = named("error_rate").indicator else {
        panic!("a ratio");
    };
    assert!(matches!(part, Part::Bad(_)));
}

/// Scenario: one late caption through an evaluator made from the sample.
/// Guarantees: it reaches the one objective it is meant for.
#[test]
fn a_sample_finds_its_objective() {
    let mut evaluator = Evaluator::new(objectives(), Settings::default());
    let observed = evaluator.observe(&sample("caption_latency_ms", 251.0, NOON), NOON);
    assert_eq!(observed.taken, 1);
    let statuses = evaluator.statuses(NOON);
    let hit: Vec<&str> = statuses.iter().filter(|status| status.bad == 1).map(|status| status.name.as_str()).collect();
    assert_eq!(hit, ["caption_latency_p99_ms"]);
}
