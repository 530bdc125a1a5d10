//! Where an objective stands, in numbers and in words.

use serde::Serialize;

use crate::budget::{burn, exceeds, lasts_ms, remaining};
use crate::evidence::{CauseShare, Violation, WorstSession};
use crate::{Counts, Ledger, MINUTE_MS, Objective, Severity, Tier};

/// How the last five minutes look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecentView {
    /// No event was judged.
    NoData,
    /// good / total reaches the target.
    Healthy,
    /// Between healthy and critical.
    Warning,
    /// Less than half is good, or the fastest tier fires.
    Critical,
}

/// How the budget of the whole window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetView {
    /// No event was judged: neither met nor missed.
    NoData,
    /// Kept.
    Met,
    /// Kept so far, but a tier fires or less than a quarter is left.
    AtRisk,
    /// Overspent.
    Breached,
}

/// One tier of one objective, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TierStatus {
    /// See [`Tier::name`].
    pub name: &'static str,
    /// Page or ticket.
    pub severity: Severity,
    /// The long window, in milliseconds.
    pub long_ms: u64,
    /// The short window, in milliseconds.
    pub short_ms: u64,
    /// The burn that both must exceed.
    pub factor: f64,
    /// The burn over the long window; `None` without events.
    pub burn_long: Option<f64>,
    /// The burn over the short window; `None` without events.
    pub burn_short: Option<f64>,
    /// The events that the long window must hold for the tier to be considered.
    pub least_events: u64,
    /// The bad events that it must hold as well.
    pub least_bad: u64,
    /// The events that the long window holds.
    pub events_long: u64,
    /// The bad ones among them.
    pub bad_long: u64,
    /// It can fire for this target, and nobody switched it off.
    pub enabled: bool,
    /// It is enabled and the long window holds enough traffic.
    pub considered: bool,
    /// It is considered and both burns exceed the factor.
    pub firing: bool,
}

/// The whole state of one objective at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// The objective's name.
    pub name: String,
    /// What it promises, in plain words.
    pub title: String,
    /// How it is measured.
    pub description: String,
    /// The service that it belongs to.
    pub service: String,
    /// The share that must be good.
    pub target: f64,
    /// The threshold with its unit, such as `≤ 250 ms`.
    pub threshold: Option<String>,
    /// The rolling window, in days.
    pub window_days: u32,
    /// Good and bad events of the window.
    pub total: u64,
    /// Bad events of the window.
    pub bad: u64,
    /// Undecided events of the window, in neither.
    pub undecided: u64,
    /// Events refused as late or early since the ledger began.
    pub late: u64,
    /// good / total of the window; `None` without events.
    pub ratio: Option<f64>,
    /// The share of the budget that is left, below 0 when overspent; `None` without events.
    pub remaining: Option<f64>,
    /// The burn over the window; `None` without events.
    pub burn: Option<f64>,
    /// How long the rest lasts at the burn of the fastest tier's long window, in milliseconds;
    /// `None` where it never runs out or is gone. See [`lasts_ms`].
    pub lasts_ms: Option<u64>,
    /// The last five minutes in one word.
    pub view_5m: RecentView,
    /// The budget in one word.
    pub view_budget: BudgetView,
    /// The last five minutes in numbers.
    pub last_5m: Counts,
    /// The alert tiers, fastest first.
    pub tiers: Vec<TierStatus>,
    /// More than a fifth of the window's events are undecided.
    pub undecided_share_high: bool,
    /// What a reader should know beside the numbers, in sentences.
    pub notes: Vec<String>,
    /// What counts as an event and what as good: see [`Objective::definition`].
    pub definition: String,
    /// Why events of the last hour were bad, the commonest cause first.
    pub causes: Vec<CauseShare>,
    /// The sessions with the most bad events of the last hour.
    pub worst_sessions: Vec<WorstSession>,
    /// The latest bad events, at most five, newest first.
    pub recent_violations: Vec<Violation>,
    /// The minutes of the last hour that had events, rising: when each began (milliseconds since the Unix epoch), good, bad, undecided.
    pub minutes: Vec<[u64; 4]>,
}

/// The state of an objective by its ledger, at `now_ms`.
///
/// Where no event was judged every figure is `None` and both views say `no_data`: never NaN and
/// never "met" (sloth #133, #657).
#[must_use]
pub fn status(objective: &Objective, ledger: &Ledger, now_ms: u64) -> Status {
    let window = ledger.sum(objective.window_ms(), now_ms);
    let last_5m = ledger.sum(5 * MINUTE_MS, now_ms);
    let burn_of = |counts| burn(counts, objective.target);
    let remaining = remaining(window, objective.target);
    let tiers = objective.tiers().map(|tier| tier_status(objective, ledger, &tier, now_ms));
    let late = ledger.lifetime().late;
    let undecided_share_high = undecided_share(window) > 0.2;
    Status {
        name: objective.name.clone(),
        title: objective.title.clone(),
        description: objective.description.clone(),
        service: objective.service.clone(),
        target: objective.target,
        threshold: objective.threshold_text(),
        window_days: objective.window_days,
        total: window.total(),
        bad: window.bad,
        undecided: window.undecided,
        late,
        ratio: window.ratio(),
        remaining,
        burn: burn_of(window),
        lasts_ms: remaining
            .zip(tiers[0].burn_long)
            .and_then(|(left, burn)| lasts_ms(left, burn, objective.window_ms())),
        view_5m: recent_view(objective, last_5m, &tiers),
        view_budget: budget_view(remaining, &tiers),
        last_5m,
        undecided_share_high,
        notes: notes(objective, window, undecided_share_high, late),
        tiers: tiers.into(),
        definition: objective.definition(),
        causes: ledger.causes(now_ms),
        worst_sessions: ledger.worst_sessions(now_ms),
        recent_violations: ledger.recent_violations(),
        minutes: ledger
            .minutes(60 * MINUTE_MS, now_ms)
            .map(|(minute, counts)| [minute * MINUTE_MS, counts.good, counts.bad, counts.undecided])
            .collect(),
    }
}

fn tier_status(objective: &Objective, ledger: &Ledger, tier: &Tier, now_ms: u64) -> TierStatus {
    let long = ledger.sum(tier.long_ms, now_ms);
    let burn_long = burn(long, objective.target);
    let burn_short = burn(ledger.sum(tier.short_ms, now_ms), objective.target);
    let minimum = objective.minimum_traffic;
    let least_events = minimum.events.unwrap_or_else(|| tier.least_events(objective.target));
    let enabled = objective.enables(tier);
    let considered = enabled && long.total() >= least_events && long.bad >= minimum.bad;
    TierStatus {
        name: tier.name,
        severity: tier.severity,
        long_ms: tier.long_ms,
        short_ms: tier.short_ms,
        factor: tier.factor,
        burn_long,
        burn_short,
        least_events,
        least_bad: minimum.bad,
        events_long: long.total(),
        bad_long: long.bad,
        enabled,
        considered,
        firing: considered && exceeds(burn_long, tier.factor) && exceeds(burn_short, tier.factor),
    }
}

/// "Healthy" comes after the page: with a short window of its own, the fastest tier may fire
/// while five minutes together still reach the target.
fn recent_view(objective: &Objective, last_5m: Counts, tiers: &[TierStatus]) -> RecentView {
    let fastest_page = tiers.iter().find(|tier| tier.enabled && tier.severity == Severity::Page);
    match last_5m.ratio() {
        None => RecentView::NoData,
        Some(_) if fastest_page.is_some_and(|tier| tier.firing) => RecentView::Critical,
        Some(ratio) if ratio >= objective.target => RecentView::Healthy,
        Some(ratio) if ratio < 0.5 => RecentView::Critical,
        Some(_) => RecentView::Warning,
    }
}

fn budget_view(remaining: Option<f64>, tiers: &[TierStatus]) -> BudgetView {
    match remaining {
        None => BudgetView::NoData,
        Some(left) if left < 0.0 => BudgetView::Breached,
        Some(left) if left < 0.25 || tiers.iter().any(|tier| tier.firing) => BudgetView::AtRisk,
        Some(_) => BudgetView::Met,
    }
}

fn undecided_share(counts: Counts) -> f64 {
    let seen = counts.total().saturating_add(counts.undecided);
    if seen == 0 {
        return 0.0;
    }
    counts.undecided as f64 / seen as f64
}

fn notes(objective: &Objective, window: Counts, undecided_high: bool, late: u64) -> Vec<String> {
    let mut notes = objective.warnings();
    for name in &objective.tiers_off {
        notes.push(format!("Tier {name} is switched off in the SLO file."));
    }
    if undecided_high {
        notes.push(format!(
            "{:.0} % of the events are undecided: their measurement error spans the threshold, so \
             they count neither as good nor as bad.",
            100.0 * undecided_share(window)
        ));
    }
    if late > 0 {
        notes.push(format!("Not counted, because they came too late or were dated too far ahead: {late}."));
    }
    notes
}
