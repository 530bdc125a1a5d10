//! Tiers, views and notes from a ledger's counts.

use honeyguide_slo::{BudgetView, Counts, Ledger, MinimumTraffic, Objective, RecentView, Settings, Status, status};

use crate::build::{DAY, HOUR, MINUTE, NOON, captions, counts};

/// The status at noon, after events so long ago.
fn after(objective: &Objective, events: &[(u64, Counts)]) -> Status {
    let mut ledger = Ledger::new(objective, Settings::default());
    let mut events = events.to_vec();
    events.sort_by_key(|(ago_ms, _)| std::cmp::Reverse(*ago_ms));
    for (ago_ms, counts) in events {
        ledger.record(NOON - ago_ms, counts, NOON - ago_ms);
    }
    status(objective, &ledger, NOON)
}

fn firing(status: &Status) -> Vec<&str> {
    let firing = status.tiers.iter().filter(|tier| tier.firing);
    firing.map(|tier| tier.name).collect()
}

/// Scenario: the definitions' 9 970 of 10 000 at .999.
/// Guarantees: burn 3, remaining −2, breached; and the fastest tier (14.4) stays silent.
#[test]
fn a_breached_budget() {
    let status = after(&captions(0.999), &[(10 * DAY, counts(9_970, 30))]);
    assert_eq!((status.total, status.bad), (10_000, 30));
    assert!((status.burn.expect("there were events") - 3.0).abs() < 1e-9);
    assert!((status.remaining.expect("there were events") + 2.0).abs() < 1e-9);
    assert_eq!(status.view_budget, BudgetView::Breached);
    assert_eq!(status.view_5m, RecentView::NoData);
    assert_eq!(firing(&status), [""; 0]);
}

/// Scenario: exactly the budget is spent, a month's worth in one day.
/// Guarantees: nothing is left, which is at risk and not breached.
#[test]
fn exactly_the_budget_is_not_breached() {
    let status = after(&captions(0.999), &[(20 * DAY, counts(9_990, 10))]);
    assert_eq!(status.remaining, Some(0.0));
    assert_eq!(status.view_budget, BudgetView::AtRisk);
    assert_eq!(status.lasts_ms, None);
}

/// Scenario: a ledger without events, and one with undecided events only.
/// Guarantees: no_data everywhere, no figure, nothing "met", no tier considered.
#[test]
fn quiet_is_no_data() {
    let undecided = Counts { undecided: 10, ..Counts::default() };
    for events in [vec![], vec![(0, undecided)]] {
        let status = after(&captions(0.99), &events);
        assert_eq!(status.view_5m, RecentView::NoData);
        assert_eq!(status.view_budget, BudgetView::NoData);
        assert_eq!((status.ratio, status.remaining, status.burn), (None, None, None));
        assert!(status.tiers.iter().all(|tier| !tier.considered && !tier.firing));
        let text = serde_json::to_string(&status).expect("a status is plain data");
        assert!(text.contains(r#""view_budget":"no_data""#), "{text}");
    }
}

/// Scenario: a tenth of the captions late, 600 of them in an hour, at a target of 99.9 %.
/// Guarantees: at burn 100 every tier fires that asks for no more events (the slowest asks for
/// 1 000), and the view is critical.
#[test]
fn a_fast_burn_pages() {
    let events: Vec<(u64, Counts)> = (0..60).map(|ago| (ago * MINUTE, counts(9, 1))).collect();
    let status = after(&captions(0.999), &events);
    assert_eq!(firing(&status), ["page_fast", "page_slow", "ticket_fast"]);
    assert_eq!(status.tiers[3].least_events, 1_000);
    assert!((status.tiers[0].burn_long.expect("events") - 100.0).abs() < 1e-6);
    assert_eq!(status.view_5m, RecentView::Critical);
    assert_eq!(status.last_5m, counts(45, 5));
}

/// Scenario: a burst an hour ago's worth, then ten clean minutes.
/// Guarantees: the long window still exceeds, the short one does not, and no page is sent.
#[test]
fn both_windows_must_exceed() {
    let mut events: Vec<(u64, Counts)> = (0..10).map(|ago| (ago * MINUTE, counts(10, 0))).collect();
    events.push((30 * MINUTE, counts(0, 100)));
    let status = after(&captions(0.999), &events);
    let page_fast = &status.tiers[0];
    assert!(page_fast.considered);
    assert!(page_fast.burn_long.expect("events") > page_fast.factor);
    assert_eq!(page_fast.burn_short, Some(0.0));
    assert!(!page_fast.firing);
    assert!(!firing(&status).contains(&"page_fast"));
}

/// Scenario: at night, with .999: 69 or 70 events in the hour, and 4 or 5 of them bad.
/// Guarantees: the tier is considered from 70 events and 5 bad ones on, not below either.
#[test]
fn too_little_traffic_pages_nobody() {
    let page_fast = |good, bad| after(&captions(0.999), &[(0, counts(good, bad))]).tiers[0].clone();
    assert_eq!(page_fast(0, 0).least_events, 70);
    for (good, bad, expected) in [(64, 5, false), (65, 5, true), (66, 4, false), (0, 1, false)] {
        let tier = page_fast(good, bad);
        assert_eq!(tier.considered, expected, "{good} good, {bad} bad");
        assert_eq!(tier.firing, expected, "{good} good, {bad} bad");
    }
}

/// Scenario: the same one bad event, with both minima set to 1.
/// Guarantees: the minima are the objective's own.
#[test]
fn minimum_traffic_is_settable() {
    let mut objective = captions(0.999);
    objective.minimum_traffic = MinimumTraffic { events: Some(1), bad: 1 };
    let status = after(&objective, &[(0, counts(0, 1))]);
    assert!(status.tiers.iter().all(|tier| tier.firing));
}

/// Scenario: the minimum is met on the short window's traffic an hour ago only.
/// Guarantees: the traffic is asked of the long window, not of the short one.
#[test]
fn the_minimum_is_asked_of_the_long_window() {
    let status = after(&captions(0.999), &[(30 * MINUTE, counts(60, 9)), (0, counts(0, 1))]);
    assert!(status.tiers[0].firing);
}

/// Scenario: a target of 90 %, at which burn 14.4 is impossible, with every event bad.
/// Guarantees: that tier is off and said so; the others fire; the slower page makes it critical.
#[test]
fn a_tier_that_can_never_fire_is_off() {
    let status = after(&captions(0.9), &[(0, counts(0, 1_000))]);
    assert!(!status.tiers[0].enabled && !status.tiers[0].firing);
    assert_eq!(firing(&status), ["page_slow", "ticket_fast", "ticket_slow"]);
    assert_eq!(status.view_5m, RecentView::Critical);
    assert!(status.notes[0].contains("page_fast is off"), "{:?}", status.notes);
}

/// Scenario: an operator switches the slow ticket off while it would be the only one to fire.
/// Guarantees: it does not fire, the note says so, and the budget is met.
#[test]
fn a_tier_can_be_switched_off() {
    let mut objective = captions(0.99);
    let events = [(29 * DAY, counts(100_000, 0)), (5 * HOUR, counts(980, 20))];
    let on = after(&objective, &events);
    assert_eq!(firing(&on), ["ticket_slow"]);
    assert_eq!(on.view_budget, BudgetView::AtRisk);
    objective.tiers_off = vec!["ticket_slow".to_owned()];
    let off = after(&objective, &events);
    assert_eq!(firing(&off), [""; 0]);
    assert_eq!(off.view_budget, BudgetView::Met);
    assert!(off.notes.iter().any(|note| note.contains("ticket_slow")));
}

/// Scenario: the last five minutes at, below and far below the target.
/// Guarantees: healthy from the target on, critical below one half, warning between.
#[test]
fn the_five_minute_view() {
    for (good, bad, expected) in [
        (95, 5, RecentView::Healthy),
        (94, 6, RecentView::Warning),
        (2, 2, RecentView::Warning),
        (1, 2, RecentView::Critical),
    ] {
        let status = after(&captions(0.95), &[(MINUTE, counts(good, bad))]);
        assert_eq!(status.view_5m, expected, "{good} good, {bad} bad");
    }
    let low = after(&captions(0.3), &[(MINUTE, counts(4, 6))]);
    assert_eq!(low.view_5m, RecentView::Healthy);
}

/// Scenario: three quarters, and a little more, of the budget spent long ago.
/// Guarantees: at risk below a quarter left, met with exactly a quarter.
#[test]
fn the_budget_view() {
    let view = |bad| after(&captions(0.99), &[(20 * DAY, counts(10_000 - bad, bad))]).view_budget;
    assert_eq!(view(75), BudgetView::Met);
    assert_eq!(view(76), BudgetView::AtRisk);
    assert_eq!(view(100), BudgetView::AtRisk);
    assert_eq!(view(101), BudgetView::Breached);
}

/// Scenario: a fifth of the events undecided, then a little more.
/// Guarantees: only above 20 % does the objective say so; they never join the total.
#[test]
fn many_undecided_events_are_said() {
    let seen = |undecided| {
        let counts = Counts { good: 80, bad: 0, undecided };
        after(&captions(0.99), &[(0, counts)])
    };
    assert!(!seen(20).undecided_share_high);
    let high = seen(21);
    assert!(high.undecided_share_high);
    assert_eq!((high.total, high.undecided), (80, 21));
    assert!(high.notes.iter().any(|note| note.contains("undecided")));
}

/// Scenario: half the budget left and the last hour burning at 2.
/// Guarantees: a quarter of the window remains, within what the last hour itself has spent.
#[test]
fn how_long_the_budget_lasts() {
    let status = after(&captions(0.99), &[(20 * DAY, counts(99_500, 500)), (MINUTE, counts(98, 2))]);
    let lasts = status.lasts_ms.expect("the budget is burning") as f64;
    let quarter = (30 * DAY) as f64 / 4.0;
    assert!((lasts / quarter - 1.0).abs() < 0.01, "{lasts}");
}

/// Scenario: the same events under windows of 30 and of 7 days.
/// Guarantees: the windows of tiers and budget follow the objective.
#[test]
fn another_window_scales_everything() {
    let mut week = captions(0.999);
    week.window_days = 7;
    let events = [(20 * MINUTE, counts(50, 50)), (0, counts(500, 0))];
    assert!(after(&captions(0.999), &events).tiers[0].burn_long > Some(0.0));
    let status = after(&week, &events);
    assert_eq!(status.tiers[0].long_ms, 14 * MINUTE);
    assert_eq!(status.tiers[0].burn_long, Some(0.0));
    let old = after(&week, &[(8 * DAY, counts(1, 1))]);
    assert_eq!(old.view_budget, BudgetView::NoData);
}

/// Scenario: a short burst now, after an hour of heavy clean traffic.
/// Guarantees: the short window alone does not page; it shows in the five-minute view.
#[test]
fn the_long_window_must_exceed_too() {
    let status = after(&captions(0.999), &[(30 * MINUTE, counts(10_000, 0)), (0, counts(90, 10))]);
    let page_fast = &status.tiers[0];
    assert!(page_fast.considered && page_fast.burn_short > Some(page_fast.factor));
    assert!(!page_fast.firing);
    assert_eq!(status.view_5m, RecentView::Warning);
}

/// Scenario: half the events bad at 92 %, where the fastest tier is off and the slower page fires.
/// Guarantees: the fastest tier that can fire decides on "critical", though more than half is good.
#[test]
fn the_fastest_enabled_page_makes_it_critical() {
    let status = after(&captions(0.92), &[(0, counts(51, 49))]);
    assert!(!status.tiers[0].enabled && status.tiers[1].firing);
    assert_eq!(status.view_5m, RecentView::Critical);
}

/// Scenario: both pages switched off, with a ticket firing.
/// Guarantees: a ticket alone does not make the five-minute view critical.
#[test]
fn a_ticket_is_not_critical() {
    let mut objective = captions(0.99);
    objective.tiers_off = vec!["page_fast".to_owned(), "page_slow".to_owned()];
    let status = after(&objective, &[(0, counts(90, 10))]);
    assert!(firing(&status).contains(&"ticket_fast"));
    assert_eq!(status.view_5m, RecentView::Warning);
}

/// Scenario: one event eleven minutes late.
/// Guarantees: the status counts it and says so, and stays without data.
#[test]
fn late_events_are_said() {
    let objective = captions(0.99);
    let mut ledger = Ledger::new(&objective, Settings::default());
    ledger.record(NOON - 11 * MINUTE, counts(0, 1), NOON);
    let status = status(&objective, &ledger, NOON);
    assert_eq!((status.late, status.total), (1, 0));
    assert!(status.notes.iter().any(|note| note.ends_with("dated too far ahead: 1.")), "{:?}", status.notes);
}

/// Scenario: over ten minutes, one caption a minute, every other one late.
/// Guarantees: the history adds up to the window and its last step is the objective's own remaining budget.
#[test]
fn history_ends_where_the_status_stands() {
    let objective = captions(0.9);
    let mut ledger = Ledger::new(&objective, Settings::default());
    for minute in 0..10 {
        let now = NOON + minute * MINUTE;
        ledger.record(now, counts(1 - minute % 2, minute % 2), now);
    }
    let now = NOON + 9 * MINUTE + 30_000;
    let status = status(&objective, &ledger, now);
    for (from, step, steps) in [(0, MINUTE, 10), (NOON, 5 * MINUTE, 2), (NOON + 6 * MINUTE, MINUTE, 4)] {
        let history = honeyguide_slo::history(&objective, &ledger, from, step, now);
        assert_eq!(history.len(), steps);
        assert_eq!(history.last().and_then(|step| step.remaining), status.remaining);
    }
    let all = honeyguide_slo::history(&objective, &ledger, 0, MINUTE, now);
    assert_eq!(all.iter().map(|step| step.counts.total()).sum::<u64>(), status.total);
    assert_eq!(status.minutes.len(), 10);
    assert!(
        honeyguide_slo::history(&objective, &Ledger::new(&objective, Settings::default()), 0, MINUTE, now).is_empty()
    );
}

/// Scenario: three minutes of as many bad events as numbers can hold.
/// Guarantees: the sums stop at the largest number instead of overflowing.
#[test]
fn history_of_hostile_counts() {
    let objective = captions(0.9);
    let mut ledger = Ledger::new(&objective, Settings::default());
    for minute in 0..3 {
        ledger.record(NOON + minute * MINUTE, counts(u64::MAX, u64::MAX), NOON + minute * MINUTE);
    }
    for (from, step) in [(0, MINUTE), (0, 5 * MINUTE), (NOON + 2 * MINUTE, MINUTE)] {
        let history = honeyguide_slo::history(&objective, &ledger, from, step, NOON + 2 * MINUTE);
        assert!(history.iter().all(|step| step.remaining.is_some_and(f64::is_finite)));
    }
}
