//! A metric that stands in for another.

use honeyguide_slo::{Evaluator, Indicator, Objective, Sample, Settings};

use crate::build::{NOON, captions, sample};

fn with_fallback() -> Objective {
    let mut objective = captions(0.99);
    if let Indicator::Threshold { source, .. } = &mut objective.indicator {
        source.fallback = Some("caption_render_ms".to_owned());
    }
    objective
}

/// The captions of four updates: two with a latency and a render time, two with the latter only.
fn total(objective: Objective) -> u64 {
    let mut evaluator = Evaluator::new(vec![objective], Settings::default());
    for latency in [Some(100.0), Some(300.0), None, None] {
        if let Some(latency) = latency {
            evaluator.observe(&sample("caption_latency_ms", latency, NOON), NOON);
        }
        let render = Sample {
            stands_for: latency.is_none().then_some("caption_latency_ms"),
            ..sample("caption_render_ms", 20.0, NOON)
        };
        evaluator.observe(&render, NOON);
    }
    evaluator.statuses(NOON)[0].total
}

/// Scenario: two of four updates carry no emit time.
/// Guarantees: with the fallback named each update counts once; without it, only the two.
#[test]
fn an_event_is_counted_once() {
    assert_eq!(total(with_fallback()), 4);
    assert_eq!(total(captions(0.99)), 2);
}

/// Scenario: an objective on the stand-in metric itself.
/// Guarantees: it takes every sample of its own metric, whatever that stands for.
#[test]
fn the_stand_in_keeps_its_own_objective() {
    let mut render = captions(0.99);
    if let Indicator::Threshold { source, .. } = &mut render.indicator {
        source.metric = "caption_render_ms".to_owned();
    }
    assert_eq!(total(render), 4);
}

/// Scenario: a render time that stands for some third metric.
/// Guarantees: it is not taken for a latency.
#[test]
fn standing_for_another_metric_is_not_enough() {
    let mut evaluator = Evaluator::new(vec![with_fallback()], Settings::default());
    let render = Sample { stands_for: Some("caption_sync_ms"), ..sample("caption_render_ms", 20.0, NOON) };
    assert_eq!(evaluator.observe(&render, NOON).taken, 0);
}
