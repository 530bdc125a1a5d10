//! Why an event may be bad, in one word: what an objective's evidence is grouped by.
//!
//! A caption's cause is told by its latency (definitions §2, `super::latency`); these are the others.

use honeyguide_sdk::measure::audio_quality::{
    BPL_PLAIN, delay_impairment, effective_equipment_impairment, mean_opinion_score, score,
};

/// A visible page did not paint an update within 5 s.
pub(super) const NOT_PAINTED: &str = "not_painted";
/// The recogniser took words back.
pub(super) const REVISED: &str = "revised";

/// What took most of the time to a first token; `waiting` is the part before the page had it.
pub(super) fn first_token(ttft: Option<f64>, waiting: Option<f64>) -> &'static str {
    match (ttft, waiting) {
        (None, _) => "no_token",
        (Some(ttft), Some(waiting)) if ttft - waiting > waiting => "painting",
        (Some(_), _) => "waiting",
    }
}

/// Which languages a translation was between.
pub(super) fn languages(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        _ => "low_score".to_owned(),
    }
}

/// What became of a request, and where.
pub(super) fn request(outcome: &str, service: Option<&str>) -> String {
    service.map_or_else(|| outcome.to_owned(), |service| format!("{outcome} of {service}"))
}

/// Why a call took long, or never was.
pub(super) fn call(outcome: &str) -> &'static str {
    match outcome {
        "connected" => "slow_connection",
        "failed" => "failed",
        _ => "abandoned",
    }
}

/// What took most of an audio window's score away: stalls (which score 0), or of the rest delay or loss.
pub(super) fn audio(delay: Option<f64>, loss: Option<f64>, stalled: f64) -> &'static str {
    let by_delay = delay.map(|ta| 1.29 * delay_impairment(ta));
    let by_loss = loss.map(|ratio| effective_equipment_impairment(100.0 * ratio, BPL_PLAIN));
    let rest = by_delay.unwrap_or_default() + by_loss.unwrap_or_default();
    let sounding = score(mean_opinion_score((129.0 - rest) / 1.29));
    if stalled * sounding > 1.0 - sounding {
        return "stall";
    }
    match (by_delay, by_loss) {
        (None, None) => "unknown",
        (delay, loss) if loss.unwrap_or_default() >= delay.unwrap_or_default() => "loss",
        _ => "delay",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: windows with delay, loss and stalls, one at a time, two together, and nothing known.
    /// Guarantees: the one that takes most from the score is named.
    #[test]
    fn audio_causes() {
        for (delay, loss, stalled, cause) in [
            (Some(400.0), Some(0.0), 0.0, "delay"),
            (Some(80.0), Some(0.1), 0.0, "loss"),
            (Some(250.0), Some(0.2), 0.0, "loss"),
            (Some(80.0), Some(0.0), 0.5, "stall"),
            (Some(80.0), Some(0.3), 0.05, "loss"),
            (None, None, 1.0, "stall"),
            (None, None, 0.0, "unknown"),
        ] {
            assert_eq!(audio(delay, loss, stalled), cause, "{delay:?} {loss:?} {stalled}");
        }
    }

    /// Scenario: first tokens that were waited for, or were there and not painted, or never came.
    /// Guarantees: the longer part is named.
    #[test]
    fn first_token_causes() {
        assert_eq!(first_token(Some(900.0), Some(880.0)), "waiting");
        assert_eq!(first_token(Some(900.0), Some(100.0)), "painting");
        assert_eq!(first_token(Some(900.0), None), "waiting");
        assert_eq!(first_token(None, None), "no_token");
    }
}
