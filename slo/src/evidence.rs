//! What the bad events of the last hour share, and the latest of them.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::MINUTE_MS;

/// What is known of one event beside its value. Asked for only where the event is bad.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// Why it was bad, in one short word or phrase.
    pub cause: String,
    /// The session that it happened in.
    pub session: String,
    /// What else tells it apart, by name.
    pub labels: BTreeMap<String, String>,
}

/// One bad event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// When it happened, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The value that was judged (for counted events, how many); `None` for what never happened.
    pub value: Option<f64>,
    /// By how much the value may be off.
    pub error: f64,
    /// See [`Witness::cause`].
    pub cause: String,
    /// See [`Witness::session`].
    pub session: String,
    /// See [`Witness::labels`].
    pub labels: BTreeMap<String, String>,
}

/// A cause and what it did in the last hour.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseShare {
    /// See [`Witness::cause`].
    pub cause: String,
    /// Bad events.
    pub bad: u64,
    /// Their share of all bad events of the hour, 0..1.
    pub share: f64,
    /// Sessions that had any.
    pub sessions: usize,
}

/// A session and its bad events of the last hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorstSession {
    /// Its name.
    pub session: String,
    /// Bad events.
    pub bad: u64,
    /// When the latest of them happened.
    pub last_at: u64,
}

/// How far back causes and sessions are told apart, in minutes.
const KEPT_MINUTES: u64 = 60;
/// Pairs of cause and session told apart in one minute; the rest counts with the session left out.
const PAIRS_A_MINUTE: usize = 200;
/// Causes told apart in one minute beyond that; the rest counts as [`OTHER`].
const CAUSES_A_MINUTE: usize = 50;
const OTHER: &str = "other";
/// The 5-minute view keeps the last five violations of each objective.
const RECENT: usize = 5;
const MOST_CAUSES: usize = 8;
const MOST_SESSIONS: usize = 5;

/// The evidence of one objective. It decides nothing; it is what a person looks at next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Evidence {
    minutes: BTreeMap<u64, Vec<Pair>>,
    recent: VecDeque<Violation>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pair {
    cause: String,
    /// Empty where there were too many to tell apart.
    session: String,
    bad: u64,
    last_at: u64,
}

impl Evidence {
    /// Adds `bad` events that were counted at `violation.at`.
    pub(crate) fn add(&mut self, violation: Violation, bad: u64, now_ms: u64) {
        let minute = self.minutes.entry(violation.at / MINUTE_MS).or_default();
        let known = |cause: &str, session: &str, minute: &[Pair]| {
            minute.iter().position(|pair| pair.cause == cause && pair.session == session)
        };
        let place = if known(&violation.cause, &violation.session, minute).is_some() || minute.len() < PAIRS_A_MINUTE {
            (violation.cause.as_str(), violation.session.as_str())
        } else if known(&violation.cause, "", minute).is_some() || minute.len() < PAIRS_A_MINUTE + CAUSES_A_MINUTE {
            (violation.cause.as_str(), "")
        } else {
            (OTHER, "")
        };
        let index = known(place.0, place.1, minute).unwrap_or_else(|| {
            minute.push(Pair { cause: place.0.to_owned(), session: place.1.to_owned(), bad: 0, last_at: 0 });
            minute.len() - 1
        });
        let pair = &mut minute[index];
        pair.bad = pair.bad.saturating_add(bad);
        pair.last_at = pair.last_at.max(violation.at);

        // By the time they happened: a batch may bring older ones later.
        let place = self.recent.iter().position(|other| other.at <= violation.at).unwrap_or(self.recent.len());
        self.recent.insert(place, violation);
        self.recent.truncate(RECENT);
        self.forget(now_ms);
    }

    /// The latest violations, newest first. They stay until others take their place.
    pub(crate) fn recent(&self) -> Vec<Violation> {
        self.recent.iter().cloned().collect()
    }

    /// Causes of the last hour, those with the most bad events first.
    pub(crate) fn causes(&self, now_ms: u64) -> Vec<CauseShare> {
        let mut causes: BTreeMap<&str, (u64, Vec<&str>)> = BTreeMap::new();
        for pair in self.hour(now_ms) {
            let (bad, sessions) = causes.entry(&pair.cause).or_default();
            *bad = bad.saturating_add(pair.bad);
            sessions.push(&pair.session);
        }
        let all = causes.values().fold(0_u64, |sum, (bad, _)| sum.saturating_add(*bad));
        let mut ranked: Vec<CauseShare> = causes
            .into_iter()
            .map(|(cause, (bad, mut sessions))| {
                sessions.retain(|session| !session.is_empty());
                sessions.sort_unstable();
                sessions.dedup();
                CauseShare {
                    cause: cause.to_owned(),
                    bad,
                    share: bad as f64 / all.max(1) as f64,
                    sessions: sessions.len(),
                }
            })
            .collect();
        ranked.sort_by_key(|cause| std::cmp::Reverse(cause.bad));
        ranked.truncate(MOST_CAUSES);
        ranked
    }

    /// The sessions with the most bad events of the last hour.
    pub(crate) fn worst_sessions(&self, now_ms: u64) -> Vec<WorstSession> {
        let mut sessions: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for pair in self.hour(now_ms).filter(|pair| !pair.session.is_empty()) {
            let (bad, last_at) = sessions.entry(&pair.session).or_default();
            *bad = bad.saturating_add(pair.bad);
            *last_at = (*last_at).max(pair.last_at);
        }
        let mut ranked: Vec<WorstSession> = sessions
            .into_iter()
            .map(|(session, (bad, last_at))| WorstSession { session: session.to_owned(), bad, last_at })
            .collect();
        ranked.sort_by_key(|session| std::cmp::Reverse((session.bad, session.last_at)));
        ranked.truncate(MOST_SESSIONS);
        ranked
    }

    fn hour(&self, now_ms: u64) -> impl Iterator<Item = &Pair> {
        self.minutes.range(oldest(now_ms)..).flat_map(|(_, pairs)| pairs)
    }

    fn forget(&mut self, now_ms: u64) {
        let oldest = oldest(now_ms);
        while let Some(first) = self.minutes.first_entry()
            && *first.key() < oldest
        {
            first.remove();
        }
    }
}

fn oldest(now_ms: u64) -> u64 {
    (now_ms / MINUTE_MS + 1).saturating_sub(KEPT_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_176_000_000;

    fn violation(at: u64, cause: &str, session: &str) -> Violation {
        Violation { at, value: None, error: 0.0, cause: cause.into(), session: session.into(), labels: BTreeMap::new() }
    }

    /// Scenario: bad events of two causes in three sessions, one of them more than an hour ago.
    /// Guarantees: ranked by bad events, shares add up to 1, the old one is gone, sessions are counted once.
    #[test]
    fn ranked() {
        let mut evidence = Evidence::default();
        evidence.add(violation(NOW - 61 * MINUTE_MS, "app", "old"), 90, NOW - 61 * MINUTE_MS);
        for (cause, session, bad) in
            [("network", "a", 2), ("main_thread", "b", 5), ("main_thread", "c", 1), ("main_thread", "b", 2)]
        {
            evidence.add(violation(NOW, cause, session), bad, NOW);
        }
        let causes: Vec<_> =
            evidence.causes(NOW).into_iter().map(|one| (one.cause, one.bad, one.share, one.sessions)).collect();
        assert_eq!(causes, [("main_thread".to_owned(), 8, 0.8, 2), ("network".to_owned(), 2, 0.2, 1)]);
        let worst: Vec<_> = evidence.worst_sessions(NOW).into_iter().map(|one| (one.session, one.bad)).collect();
        assert_eq!(worst, [("b".to_owned(), 7), ("a".to_owned(), 2), ("c".to_owned(), 1)]);
    }

    /// Scenario: seven violations, not in the order in which they happened.
    /// Guarantees: the last five by time, newest first.
    #[test]
    fn the_last_five() {
        let mut evidence = Evidence::default();
        for second in [3, 1, 7, 2, 5, 6, 4] {
            evidence.add(violation(NOW + second, "network", "a"), 1, NOW);
        }
        let at: Vec<u64> = evidence.recent().iter().map(|one| one.at - NOW).collect();
        assert_eq!(at, [7, 6, 5, 4, 3]);
    }

    /// Scenario: ten thousand sessions, and ten thousand causes, within one minute.
    /// Guarantees: a bounded number of pairs; no bad event is lost from the sum.
    #[test]
    fn bounded() {
        let mut evidence = Evidence::default();
        for number in 0..10_000 {
            evidence.add(violation(NOW, "network", &number.to_string()), 1, NOW);
            evidence.add(violation(NOW, &number.to_string(), "a"), 1, NOW);
        }
        let pairs = &evidence.minutes[&(NOW / MINUTE_MS)];
        assert!(pairs.len() <= PAIRS_A_MINUTE + CAUSES_A_MINUTE + 1, "{}", pairs.len());
        assert_eq!(pairs.iter().map(|pair| pair.bad).sum::<u64>(), 20_000);
    }
}
