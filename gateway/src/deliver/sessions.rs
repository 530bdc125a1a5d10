//! Where the journal has each session's records: what timelines are made from, when somebody asks for one.
//!
//! Only places are kept, no copies: a timeline costs nothing until it is looked at, and can show no more and no less than
//! what was journalled.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::Fold;
use crate::journal::{Position, Record};

/// The sessions of the last 24 hours.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sessions {
    sessions: BTreeMap<String, Session>,
    newest: u64,
    /// Records of all sessions together.
    records: usize,
}

/// One session.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Session {
    /// What is known without looking into the journal.
    pub about: About,
    /// Where its records are, in order: segment and offset.
    places: VecDeque<(u64, u64)>,
}

/// A session without its records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct About {
    /// The app that it belongs to.
    pub app: String,
    /// Of its latest request.
    pub user_agent: String,
    /// When its first record arrived, milliseconds since the Unix epoch.
    pub first_at: u64,
    /// When its last record arrived.
    pub last_at: u64,
    /// Items that arrived.
    pub items: u64,
    /// It had more records than are kept: the latest ones are.
    pub truncated: bool,
}

/// A session is forgotten this long after its last record, milliseconds.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;
/// Records of one session whose places are kept.
const MOST_OF_ONE: usize = 20_000;
/// Records of all sessions together; beyond, those that were silent longest are forgotten.
const MOST: usize = 200_000;

impl Fold for Sessions {
    const NAME: &'static str = "sessions";
    const VERSION: u32 = 2;
    type Stored = Self;

    fn apply(&mut self, record: &Record, at: Position) {
        self.newest = self.newest.max(record.received_at);
        let session = self.sessions.entry(record.session.clone()).or_insert_with(|| Session::since(record.received_at));
        let about = &mut session.about;
        about.app.clone_from(&record.app);
        about.user_agent.clone_from(&record.user_agent);
        about.last_at = about.last_at.max(record.received_at);
        about.items = about.items.saturating_add(record.items);
        session.places.push_back((at.segment, at.offset));
        if session.places.len() > MOST_OF_ONE {
            session.places.pop_front();
            session.about.truncated = true;
        } else {
            self.records += 1;
        }
        if self.records > MOST {
            self.forget(MOST / 10 * 9);
        }
    }

    fn store(&self) -> Self {
        self.clone()
    }

    fn restore(&mut self, stored: Self) {
        *self = stored;
    }
}

impl Sessions {
    /// A session by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Session> {
        self.sessions.get(name).filter(|session| session.about.last_at + KEPT_MS >= self.newest)
    }

    /// The sessions that were heard last, those first.
    #[must_use]
    pub fn latest(&self, most: usize) -> Vec<(&str, &Session)> {
        let mut all: Vec<_> = self.sessions.iter().map(|(name, session)| (name.as_str(), session)).collect();
        all.sort_by_key(|(_, session)| std::cmp::Reverse(session.about.last_at));
        all.truncate(most);
        all
    }

    /// Forgets sessions of more than 24 hours ago, then those silent longest, until no more than `most` records are kept.
    fn forget(&mut self, most: usize) {
        let mut by_age: Vec<(u64, String, usize)> = self
            .sessions
            .iter()
            .map(|(name, session)| (session.about.last_at, name.clone(), session.places.len()))
            .collect();
        by_age.sort_unstable();
        for (last_at, name, places) in by_age {
            if self.records <= most && last_at + KEPT_MS >= self.newest {
                break;
            }
            self.sessions.remove(&name);
            self.records -= places;
        }
    }
}

impl Session {
    fn since(first_at: u64) -> Self {
        Self { about: About { first_at, ..About::default() }, places: VecDeque::new() }
    }

    /// Where its records are, in order.
    #[must_use]
    pub fn places(&self) -> Vec<Position> {
        self.places.iter().map(|(segment, offset)| Position { segment: *segment, offset: *offset }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: more records than are kept, of sessions that were heard one after the other.
    /// Guarantees: those heard last stay whole, the sum of records stays bounded.
    #[test]
    fn the_oldest_are_forgotten() {
        let mut sessions = Sessions::default();
        for number in 0..=MOST as u64 {
            let record = Record { session: (number / 1000).to_string(), received_at: number, ..Record::default() };
            sessions.apply(&record, Position { segment: 0, offset: number });
        }
        assert!(sessions.records <= MOST);
        assert_eq!(sessions.records, sessions.sessions.values().map(|session| session.places.len()).sum::<usize>());
        assert!(sessions.get("0").is_none());
        assert_eq!(sessions.get("199").map(|session| session.places.len()), Some(1000));
        assert_eq!(sessions.latest(1)[0].0, "200");
    }
}
