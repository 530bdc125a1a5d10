//! What is wrong in a file is said with its line, its field, and what would be right.

use honeyguide_slo::openslo::{self, Problem};

use crate::build::metrics;

const LATENCY: &str = r#"apiVersion: openslo/v1
kind: SLO
metadata:
  name: latency
spec:
  service: captions
  indicator:
    spec:
      thresholdMetric:
        metricSource:
          type: honeyguide
          spec:
            metric: caption_latency_ms
  timeWindow:
    - duration: 30d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - op: lte
      value: 250
      target: 0.99
"#;

const RATIO: &str = r#"apiVersion: openslo/v1
kind: SLO
metadata:
  name: ratio
spec:
  service: app
  indicator:
    spec:
      ratioMetric:
        counter: true
        total:
          metricSource:
            type: honeyguide
            spec: { metric: requests_total }
        bad:
          metricSource:
            type: honeyguide
            spec: { metric: requests_total, where: { outcome: timeout } }
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
"#;

const RATE: &str = r#"apiVersion: openslo/v1
kind: SLO
metadata:
  name: rate
spec:
  service: app
  indicator:
    spec:
      thresholdMetric:
        metricSource:
          type: honeyguide
          spec:
            metric: requests_total
            expected: [{ days: [mon], from: "08:00", to: "18:00" }]
  timeWindow: [{ duration: 30d, isRolling: true }]
  budgetingMethod: Timeslices
  objectives: [{ op: gte, value: 50, target: 0.95, timeSliceWindow: 1m }]
"#;

fn problems(yaml: &str) -> Vec<Problem> {
    openslo::parse(yaml, &metrics).expect_err("the file is wrong")
}

/// The one problem after a change, as `(line, field, found, expected)`.
#[track_caller]
fn one(yaml: &str, old: &str, new: &str) -> (Option<usize>, String, String, String) {
    assert_eq!(yaml.matches(old).count(), 1, "{old} must occur once");
    let mut problems = problems(&yaml.replace(old, new));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let problem = problems.remove(0);
    (problem.line, problem.field, problem.found, problem.expected)
}

/// Scenario: the three files unchanged.
/// Guarantees: they are valid, so that each test below sees its own change only.
#[test]
fn the_starting_points_are_valid() {
    for yaml in [LATENCY, RATIO, RATE] {
        assert_eq!(openslo::parse(yaml, &metrics).map(|read| read.len()), Ok(1));
    }
    let all = format!("{LATENCY}---\n{RATIO}---\n{RATE}");
    assert_eq!(openslo::parse(&all, &metrics).map(|read| read.len()), Ok(3));
}

/// Scenario: a target of 1.
/// Guarantees: the sentence names line, field, what was found and why it cannot be.
#[test]
fn one_hundred_percent_is_impossible() {
    let yaml = LATENCY.replace("target: 0.99", "target: 1");
    assert_eq!(
        problems(&yaml)[0].to_string(),
        "line 21: spec.objectives[0].target is 1; expected a share above 0 and below 1, such as \
         0.99; 100 % is impossible, since it leaves no budget and the first bad event would \
         breach it."
    );
}

/// Scenario: targets outside (0, 1), and a percentage in the wrong and in the right field.
/// Guarantees: each is refused with a hint that fits; targetPercent is exact.
#[test]
fn targets_outside_the_range() {
    for (target, hint) in [
        ("0", "above 0"),
        ("-0.5", "above 0"),
        ("99", "targetPercent: 99"),
        ("100", "100 % is impossible"),
        ("0.99999999999", "100 % is impossible"),
        ("high", "a number"),
    ] {
        let (line, field, _, expected) = one(LATENCY, "0.99", target);
        assert_eq!((line, field.as_str()), (Some(21), "spec.objectives[0].target"));
        assert!(expected.contains(hint), "{target}: {expected}");
    }
    let percent = LATENCY.replace("target: 0.99", "targetPercent: 99.9");
    let read = openslo::parse(&percent, &metrics).expect("valid");
    assert_eq!(read[0].target, 0.999);
    let both = one(LATENCY, "target: 0.99", "target: 0.99\n      targetPercent: 99");
    assert_eq!(both.1, "spec.objectives[0].targetPercent");
}

/// Scenario: a mistyped field, an unknown one, and fields of OpenSLO that are not followed.
/// Guarantees: each is a problem at its own line, with the near name where there is one.
#[test]
fn unknown_fields() {
    let (line, field, _, expected) = one(LATENCY, "spec:\n  service", "spec:\n  owner: me\n  service");
    assert_eq!((line, field.as_str()), (Some(6), "spec.owner"));
    assert!(expected.contains("`service`"), "{expected}");

    let yaml = LATENCY.replace("target: 0.99", "taregt: 0.99");
    let found: Vec<String> = problems(&yaml).iter().map(ToString::to_string).collect();
    assert!(
        found.contains(
            &"line 21: spec.objectives[0].taregt is no known field; expected `target`, if that \
              was meant."
                .to_owned()
        ),
        "{found:#?}"
    );

    let policies = one(LATENCY, "  budgetingMethod", "  alertPolicies: [x]\n  budgetingMethod");
    assert_eq!(policies.1, "spec.alertPolicies");
    let fallback = one(RATIO, "{ metric: requests_total }", "{ metric: requests_total, fallback: x }");
    assert_eq!(fallback.1, "spec.indicator.spec.ratioMetric.total.metricSource.spec.fallback");
    let expected_hours =
        one(LATENCY, "metric: caption_latency_ms", "metric: caption_latency_ms\n            expected: []");
    assert!(expected_hours.1.ends_with("spec.expected"));
}

/// Scenario: metrics that do not exist, a letter off and far off, also as the fallback.
/// Guarantees: the near one is suggested; nothing is made up for the other.
#[test]
fn unknown_metrics() {
    let (line, field, found, expected) = one(LATENCY, "caption_latency_ms", "caption_latancy_ms");
    assert_eq!(line, Some(13));
    assert!(field.ends_with("metricSource.spec.metric"));
    assert_eq!(found, "`caption_latancy_ms`, which is unknown");
    assert!(expected.starts_with("`caption_latency_ms`, if"));
    let (_, _, _, expected) = one(LATENCY, "caption_latency_ms", "heart_rate");
    assert_eq!(expected, "a metric of the catalogue");
    let named = "metric: caption_latency_ms";
    let fallback = |name: &str| one(LATENCY, named, &format!("{named}\n            fallback: {name}"));
    assert!(fallback("caption_rendr_ms").3.starts_with("`caption_render_ms`, if"));
    assert!(fallback("requests_total").2.ends_with("a counter"));
    assert!(fallback("caption_latency_ms").3.contains("another metric"));
}

/// Scenario: a metric of the wrong kind in each of the three indicators.
/// Guarantees: the problem says which kind it is and which is needed.
#[test]
fn metrics_of_the_wrong_kind() {
    let (_, _, found, expected) = one(LATENCY, "caption_latency_ms", "requests_total");
    assert_eq!(found, "`requests_total`, a counter");
    assert!(expected.starts_with("a histogram or a gauge"), "{expected}");
    let (_, _, found, expected) = one(RATIO, "{ metric: requests_total }", "{ metric: caption_latency_ms }");
    assert!(found.ends_with("a histogram") && expected.starts_with("a counter"));
    let (_, _, found, expected) = one(RATE, "requests_total", "audio_quality_score");
    assert!(found.ends_with("a gauge") && expected.starts_with("a counter"));
}

/// Scenario: two SLOs of one name in two documents.
/// Guarantees: the second is the problem, and the line of the first is named.
#[test]
fn duplicate_names() {
    let yaml = format!("{LATENCY}---\n{}", RATIO.replace("name: ratio", "name: latency"));
    let problems = problems(&yaml);
    assert_eq!(
        problems[0].to_string(),
        "line 26: metadata.name is `latency`; expected a name that no other SLO has (the first \
         is on line 4)."
    );
    assert_eq!(problems.len(), 1);
}

/// Scenario: windows that roll not, are too long, too short, calendar-bound, several or none.
/// Guarantees: each is refused under spec.timeWindow.
#[test]
fn unsupported_windows() {
    for (old, new) in [
        ("isRolling: true", "isRolling: false"),
        ("isRolling: true", "calendar: { startTime: x }\n      isRolling: true"),
        ("duration: 30d", "duration: 1Q"),
        ("duration: 30d", "duration: 365d"),
        ("duration: 30d", "duration: 1h"),
        ("    - duration: 30d\n      isRolling: true", "    []"),
        ("    - duration: 30d", "    - { duration: 7d, isRolling: true }\n    - duration: 30d"),
    ] {
        let (line, field, _, _) = one(LATENCY, old, new);
        assert!(field.starts_with("spec.timeWindow"), "{new}: {field}");
        assert!(matches!(line, Some(14..=17)), "{new}: {line:?}");
    }
}

/// Scenario: each required field left out.
/// Guarantees: "missing" is said of that very field, with what belongs there.
#[test]
fn missing_fields() {
    for (yaml, line, field) in [
        (LATENCY, "apiVersion: openslo/v1\n", "apiVersion"),
        (LATENCY, "kind: SLO\n", "kind"),
        (LATENCY, "  name: latency\n", "metadata"),
        (LATENCY, "  service: captions\n", "spec.service"),
        (LATENCY, "  budgetingMethod: Occurrences\n", "spec.budgetingMethod"),
        (LATENCY, "    - op: lte\n      value", "spec.objectives[0].op"),
        (LATENCY, "      value: 250\n", "spec.objectives[0].value"),
        (LATENCY, "      target: 0.99\n", "spec.objectives[0].target"),
        (LATENCY, "      isRolling: true\n", "spec.timeWindow[0].isRolling"),
        (RATIO, "        counter: true\n", "spec.indicator.spec.ratioMetric.counter"),
        (RATE, ", timeSliceWindow: 1m", "spec.objectives[0].timeSliceWindow"),
    ] {
        let new = if line.ends_with("value") { "    - value" } else { "" };
        let (_, at, found, expected) = one(yaml, line, new);
        assert_eq!((at.as_str(), found.as_str()), (field, "missing"));
        assert!(!expected.is_empty());
    }
    let hours = "            expected: [{ days: [mon], from: \"08:00\", to: \"18:00\" }]\n";
    assert!(one(RATE, hours, "").3.contains("[] while there are none"));
}

/// Scenario: another version, another kind, another method, another source, another operator.
/// Guarantees: each names what was found and what is understood.
#[test]
fn words_outside_the_vocabulary() {
    for (old, new, field, word) in [
        ("openslo/v1", "openslo/v2alpha", "apiVersion", "`openslo/v1`"),
        ("kind: SLO", "kind: AlertPolicy", "kind", "`SLO`"),
        ("Occurrences", "RatioTimeslices", "spec.budgetingMethod", "`Timeslices`"),
        ("honeyguide", "prometheus", "spec.indicator.spec.thresholdMetric.metricSource.type", "`honeyguide`"),
        ("lte", "le", "spec.objectives[0].op", "`lte`"),
        ("value: 250", "value: quick", "spec.objectives[0].value", "a number"),
        ("name: latency", "name: my latency", "metadata.name", "letters"),
        ("captions", "[a]", "spec.service", "a text"),
    ] {
        let (_, at, found, expected) = one(LATENCY, old, new);
        assert_eq!(at, field);
        assert!(expected.contains(word), "{new}: {expected}");
        assert!(!found.is_empty());
    }
}

/// Scenario: several objectives in one SLO, and none.
/// Guarantees: exactly one is asked for.
#[test]
fn one_objective_each() {
    for goals in ["[{ target: 0.9 }, { target: 0.99 }]", "[]"] {
        let (_, field, found, expected) = one(RATIO, "[{ target: 0.99 }]", goals);
        assert_eq!(field, "spec.objectives");
        assert!(found.contains("list"), "{found}");
        assert!(expected.contains("exactly one"));
    }
}

/// Scenario: ratios with both parts, with none, of another metric, of no counter, with a bound.
/// Guarantees: each is refused where it stands.
#[test]
fn ratios_that_cannot_be_counted() {
    let good = "        good: { metricSource: { type: honeyguide, spec: { metric: requests_total } } }\n";
    let both = one(RATIO, "        bad:\n", &format!("{good}        bad:\n"));
    assert!(both.3.contains("either `bad` or `good`"));
    let (_, field, _, expected) = {
        let yaml = RATIO.replace("        bad:\n", "        good:\n");
        one(&yaml, "{ metric: requests_total, where: { outcome: timeout } }", "{ metric: word_retractions_total }")
    };
    assert!(field.ends_with("good.metricSource.spec.metric"));
    assert!(expected.contains("count `bad` instead"), "{expected}");
    assert!(one(RATIO, "counter: true", "counter: false").3.contains("counters"));
    let bound = one(RATIO, "{ target: 0.99 }", "{ target: 0.99, value: 3 }");
    assert_eq!(bound.1, "spec.objectives[0].value");
    let slices = one(RATIO, "Occurrences", "Timeslices");
    assert!(slices.2.contains("time slices"));
}

/// Scenario: hours across midnight, without days, with a wrong day or time; other slices.
/// Guarantees: each is refused at its own field, and the message shows the way out.
#[test]
fn hours_and_slices() {
    for (old, new, field, word) in [
        ("18:00", "06:00", "expected[0].to", "two entries"),
        ("[mon]", "[]", "expected[0].days", "a list of days"),
        ("[mon]", "[monday]", "expected[0].days[0]", "`mon`"),
        ("08:00", "8 o'clock", "expected[0].from", "\"00:00\""),
        ("timeSliceWindow: 1m", "timeSliceWindow: 5m", "timeSliceWindow", "`1m`"),
        ("timeSliceWindow: 1m", "timeSliceWindow: 1m, timeSliceTarget: 0.5", "timeSliceTarget", "one rate"),
    ] {
        let (_, at, _, expected) = one(RATE, old, new);
        assert!(at.ends_with(field), "{new}: {at}");
        assert!(expected.contains(word), "{new}: {expected}");
    }
    let occurrences = one(LATENCY, "op: lte", "timeSliceWindow: 1m\n      op: lte");
    assert!(occurrences.3.contains("Timeslices"));
}

/// Scenario: the three annotations, right and wrong, beside one of another tool.
/// Guarantees: right ones reach the objective, wrong ones are problems, others are left alone.
#[test]
fn annotations() {
    let annotated = |lines: &str| {
        let named = "  name: latency\n";
        LATENCY.replace(named, &format!("{named}  annotations:\n    other/tool: yes\n{lines}"))
    };
    let right = annotated(
        "    honeyguide/minimum-events: \"200\"\n    honeyguide/minimum-bad-events: 10\n    \
         honeyguide/tiers-off: page_slow, ticket_slow\n",
    );
    let read = openslo::parse(&right, &metrics).expect("valid");
    assert_eq!(read[0].minimum_traffic.events, Some(200));
    assert_eq!(read[0].minimum_traffic.bad, 10);
    assert_eq!(read[0].tiers_off, ["page_slow", "ticket_slow"]);
    for (line, word) in [
        ("honeyguide/minimum-events: few", "a whole number"),
        ("honeyguide/minimum-bad-events: 1.5", "a whole number"),
        ("honeyguide/tiers-off: slow", "`ticket_slow`"),
        ("honeyguide/tier-off: page_slow", "`honeyguide/tiers-off`"),
        ("honeyguide/pager: me", "one of"),
    ] {
        let problems = problems(&annotated(&format!("    {line}\n")));
        assert_eq!(problems.len(), 1, "{line}");
        assert_eq!(problems[0].line, Some(7));
        assert!(problems[0].expected.contains(word), "{line}: {}", problems[0]);
    }
}

/// Scenario: values of `where` as text, number, truth value, list; then an empty list and a map.
/// Guarantees: the first four are labels' texts (and `no` is Norwegian); the others are refused.
#[test]
fn label_values() {
    let with = |value: &str| RATIO.replace("outcome: timeout", &format!("outcome: {value}"));
    for (value, text) in [("no", "no"), ("503", "503"), ("true", "true"), ("[b, a]", "a|b")] {
        let read = openslo::parse(&with(value), &metrics).expect("valid");
        let expected = format!("bad requests_total{{outcome={text}}} of requests_total{{}}");
        assert_eq!(read[0].definition(), expected);
    }
    for value in ["[]", "{ a: b }", "[[a]]"] {
        let (line, field, _, expected) = one(RATIO, "outcome: timeout", &format!("outcome: {value}"));
        assert_eq!(line, Some(18));
        assert!(field.ends_with("where.outcome") && expected.contains("label's value"));
    }
}

/// Scenario: text that is not YAML, a repeated key, an empty file, a bare word.
/// Guarantees: one problem each, with the line where there is one, in words for the author.
#[test]
fn files_that_are_no_slo() {
    let broken = problems("kind: SLO\n  name: x\n");
    assert_eq!((broken.len(), broken[0].line), (1, Some(2)));
    let (line, _, found, _) = one(LATENCY, "kind: SLO\n", "kind: SLO\nkind: SLO\n");
    assert_eq!(line, Some(3));
    assert!(found.contains("kind") && !found.contains("Policy"), "{found}");
    let empty = problems("# nothing yet\n");
    assert_eq!((empty.len(), empty[0].found.as_str()), (1, "no document"));
    assert_eq!(problems("hello\n")[0].field, "the document");
}

/// Scenario: three mistakes in two documents.
/// Guarantees: all of them are told at once, in the order of the file.
#[test]
fn every_mistake_is_told_at_once() {
    let first = LATENCY.replace("lte", "le").replace("30d", "30");
    let second = RATIO.replace("target: 0.99", "target: 99");
    let found: Vec<Option<usize>> =
        problems(&format!("{first}---\n{second}")).iter().map(|problem| problem.line).collect();
    assert_eq!(found, [Some(15), Some(19), Some(43)]);
}

/// Scenario: two mistakes of which the reader meets the lower one first.
/// Guarantees: they are told in the order of the file all the same.
#[test]
fn problems_come_in_the_order_of_the_file() {
    let yaml = LATENCY.replace("target: 0.99", "target: 2").replace("caption_latency_ms", "nothing");
    let lines: Vec<Option<usize>> = problems(&yaml).iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(13), Some(21)]);
}

/// Scenario: the strict operators, labels in either order, and no display name.
/// Guarantees: each operator is its own, equal sources have one definition, the name is the title.
#[test]
fn what_is_read_is_what_is_written() {
    for (op, sign) in [("lt", "<"), ("lte", "≤"), ("gt", ">"), ("gte", "≥")] {
        let read = openslo::parse(&LATENCY.replace("lte", op), &metrics).expect("valid");
        assert_eq!(read[0].definition(), format!("each caption_latency_ms{{}} {sign} 250"));
        assert_eq!(read[0].title, "latency");
    }
    let with = |labels: &str| {
        let yaml = RATIO.replace("{ outcome: timeout }", labels);
        openslo::parse(&yaml, &metrics).expect("valid")[0].definition()
    };
    assert_eq!(with("{ service: a, outcome: [x, y] }"), with("{ outcome: [y, x], service: a }"));
    assert_ne!(with("{ outcome: x }"), with("{ outcome: y }"));
}

/// Scenario: names that are too long or begin with a sign, and hours that end as they begin.
/// Guarantees: refused, while 63 letters are still a name.
#[test]
fn names_and_hours_at_their_limits() {
    let long = "a".repeat(63);
    let named = |name: &str| LATENCY.replace("name: latency", &format!("name: {name}"));
    assert!(openslo::parse(&named(&long), &metrics).is_ok());
    for name in [format!("{long}a"), "-latency".to_owned(), "späte".to_owned()] {
        assert_eq!(problems(&named(&name))[0].field, "metadata.name", "{name}");
    }
    assert!(one(RATE, "18:00", "08:00").1.ends_with("expected[0].to"));
}
