//! The alert tiers: how fast a budget must burn, over which two windows, to wake whom.

use serde::{Deserialize, Serialize};

use crate::budget::error_budget;

/// What a firing tier asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Somebody is woken.
    Page,
    /// Somebody looks at it within days.
    Ticket,
}

/// One tier. It fires when the burn exceeds the factor over both windows: the long one shows
/// that it matters, the short one that it is still going on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tier {
    /// `page_fast`, `page_slow`, `ticket_fast` or `ticket_slow`.
    pub name: &'static str,
    /// Page or ticket.
    pub severity: Severity,
    /// The long window, in milliseconds.
    pub long_ms: u64,
    /// The short window, in milliseconds.
    pub short_ms: u64,
    /// The burn that both must exceed.
    pub factor: f64,
}

const HOUR_MS: u64 = 3_600_000;

/// The tiers of a 30-day window.
///
/// Source: Google, *The Site Reliability Workbook*, chapter 5, "Multiwindow, Multi-Burn-Rate
/// Alerts", and the definitions, which add the ticket at factor 3.
const THIRTY_DAYS: [Tier; 4] = [
    tier("page_fast", Severity::Page, HOUR_MS, HOUR_MS / 12, 14.4),
    tier("page_slow", Severity::Page, 6 * HOUR_MS, HOUR_MS / 2, 6.0),
    tier("ticket_fast", Severity::Ticket, 24 * HOUR_MS, 2 * HOUR_MS, 3.0),
    tier("ticket_slow", Severity::Ticket, 72 * HOUR_MS, 6 * HOUR_MS, 1.0),
];

const fn tier(name: &'static str, severity: Severity, long_ms: u64, short_ms: u64, factor: f64) -> Tier {
    Tier { name, severity, long_ms, short_ms, factor }
}

/// The tiers of a window of that many days, fastest first: the factors of 30 days, the windows
/// scaled by days/30.
#[must_use]
pub fn tiers(window_days: u32) -> [Tier; 4] {
    let scale = |milliseconds: u64| milliseconds * u64::from(window_days) / 30;
    THIRTY_DAYS.map(|tier| Tier { long_ms: scale(tier.long_ms), short_ms: scale(tier.short_ms), ..tier })
}

impl Tier {
    /// Whether any ratio could make this tier fire: when all events are bad the burn is
    /// 1/(1−T), and a tier with factor × (1−T) ≥ 1 asks for more (sloth #341).
    #[must_use]
    pub fn can_fire(&self, target: f64) -> bool {
        self.factor * error_budget(target) < 1.0 - 1e-9
    }

    /// The events on the long window from which on one bad event alone does not exceed the
    /// factor: 1/(factor × (1−T)), rounded up. At .999 and 14.4 that is 70.
    #[must_use]
    pub fn least_events(&self, target: f64) -> u64 {
        (1.0 / (self.factor * error_budget(target))).ceil() as u64
    }

    /// Why this tier is off for this target.
    pub(crate) fn cannot_fire_text(&self, target: f64) -> String {
        format!(
            "Tier {} is off: with a target of {target} the burn never exceeds {:.3}, and the tier \
             needs more than {}.",
            self.name,
            1.0 / error_budget(target),
            self.factor
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    fn windows(days: u32) -> Vec<(u64, u64, f64)> {
        tiers(days).iter().map(|tier| (tier.long_ms, tier.short_ms, tier.factor)).collect()
    }

    /// Scenario: the windows of 30 and of 7 days.
    /// Guarantees: the definitions' table, and 14 m, 84 m, 5.6 h, 16.8 h for a week.
    #[test]
    fn windows_of_a_month_and_of_a_week() {
        assert_eq!(
            windows(30),
            [
                (60 * MINUTE, 5 * MINUTE, 14.4),
                (360 * MINUTE, 30 * MINUTE, 6.0),
                (1_440 * MINUTE, 120 * MINUTE, 3.0),
                (4_320 * MINUTE, 360 * MINUTE, 1.0),
            ]
        );
        assert_eq!(
            windows(7),
            [
                (14 * MINUTE, 70_000, 14.4),
                (84 * MINUTE, 7 * MINUTE, 6.0),
                (336 * MINUTE, 28 * MINUTE, 3.0),
                (1_008 * MINUTE, 84 * MINUTE, 1.0),
            ]
        );
    }

    /// Scenario: targets from .999 down to .5.
    /// Guarantees: a tier is off exactly where factor × (1−T) reaches 1.
    #[test]
    fn tiers_that_can_never_fire() {
        let can_fire = |target| tiers(30).map(|tier| tier.can_fire(target));
        assert_eq!(can_fire(0.999), [true; 4]);
        assert_eq!(can_fire(0.95), [true; 4]);
        assert_eq!(can_fire(0.9), [false, true, true, true]);
        assert_eq!(can_fire(0.8), [false, false, true, true]);
        assert_eq!(can_fire(0.5), [false, false, false, true]);
        // 2/3 is not a binary fraction, and 3 × (1/3) must still count as 1.
        assert!(!tiers(30)[2].can_fire(2.0 / 3.0));
    }

    /// Scenario: the traffic that each tier asks for.
    /// Guarantees: 70 events at .999 and 14.4, and exact divisions are not rounded up.
    #[test]
    fn least_events() {
        let [page_fast, page_slow, _, ticket_slow] = tiers(30);
        assert_eq!(page_fast.least_events(0.999), 70);
        assert_eq!(page_slow.least_events(0.95), 4);
        assert_eq!(ticket_slow.least_events(0.99), 100);
        assert_eq!(ticket_slow.least_events(0.999), 1_000);
    }
}
