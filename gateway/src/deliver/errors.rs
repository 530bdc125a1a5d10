//! Errors in groups: the same type, message but for its numbers, and place are one error.
//!
//! A group's name depends on what pages sent alone, never on source maps: those may come later, and the name must stay.

use std::collections::{BTreeMap, BTreeSet};

use honeyguide_catalog::item::error;
use serde::{Deserialize, Serialize};

use super::{Fold, sample::cut};
use crate::{
    journal::{Position, Record},
    stack,
    table::{Attributes, Table},
};

/// The groups of all apps.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Errors {
    apps: BTreeMap<String, Groups>,
}

/// The groups of one app.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Groups {
    /// By their names.
    pub groups: BTreeMap<String, Group>,
    /// Errors of groups that were forgotten, because there were too many.
    pub forgotten: u64,
}

/// One group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Group {
    /// `error.name`.
    pub kind: String,
    /// The message, numbers and identifiers as `#`.
    pub message: String,
    /// How often, each with its page's weight.
    pub events: u64,
    /// In which sessions.
    pub sessions: Distinct,
    /// Milliseconds since the Unix epoch, the gateway's clock.
    pub first_at: u64,
    /// The same.
    pub last_at: u64,
    /// By version of the app; those seen last.
    pub releases: BTreeMap<String, Seen>,
    /// Events by hour since the Unix epoch, the last 24 that had any.
    pub hours: BTreeMap<u64, u64>,
    /// The sessions that had it last: name, when. The newest last.
    pub recent: Vec<(String, u64)>,
    /// The latest.
    pub example: Example,
}

/// When and how often.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Seen {
    /// How often.
    pub events: u64,
    /// First time.
    pub first_at: u64,
    /// Last time.
    pub last_at: u64,
}

/// An error as it was sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Example {
    /// When.
    pub at: u64,
    /// In which session.
    pub session: String,
    /// Which event brought it.
    pub source: String,
    /// Its message.
    pub message: String,
    /// Its stack.
    pub stack: String,
    /// Which maps are its, if its page said.
    pub release: Option<String>,
    /// Which browser.
    pub user_agent: String,
}

/// How many different names there were: exactly while they are few, else estimated from the smallest of their hashes,
/// within about 10 %.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Distinct(BTreeSet<u64>);

/// Groups of one app. Beyond, those with the fewest events are forgotten, a tenth at a time.
const MOST_GROUPS: usize = 300;
/// Releases of one group.
const MOST_RELEASES: usize = 10;
/// Hours of one group.
const MOST_HOURS: usize = 24;
/// Sessions that are named.
const MOST_RECENT: usize = 5;
/// Hashes of sessions.
const MOST_HASHES: usize = 256;
/// Bytes of an example's stack; the innermost frames come first.
const STACK_BYTES: usize = 4096;
/// Bytes of a message.
const MESSAGE_BYTES: usize = 500;
/// Frames that tell errors apart.
const TELLING_FRAMES: usize = 5;

impl Fold for Errors {
    const NAME: &'static str = "errors";
    const VERSION: u32 = 2;
    type Stored = Self;

    fn apply(&mut self, record: &Record, _: Position) {
        let batch = &record.batch;
        let offset = batch.clock.map_or(0.0, |clock| clock.theta);
        let resource = Attributes::resolve(batch, &batch.resource);
        for series in batch.series.iter().filter(|series| series.kind == error::KIND) {
            let Ok(table) = Table::unpack(batch, series) else { continue };
            let attributes = Attributes::resolve(batch, &series.attributes);
            let groups = self.apps.entry(record.app.clone()).or_default();
            for time in &table.times {
                let at = (honeyguide_protocol::ms(*time) + offset).max(0.0) as u64;
                groups.add(record, &attributes, &resource, at.min(record.received_at));
            }
        }
    }

    fn store(&self) -> Self {
        self.clone()
    }

    fn restore(&mut self, stored: Self) {
        *self = stored;
    }
}

impl Errors {
    /// Each app's groups.
    pub fn apps(&self) -> impl Iterator<Item = (&str, &Groups)> {
        self.apps.iter().map(|(app, groups)| (app.as_str(), groups))
    }

    /// A group by its name, and its app.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<(&str, &Group)> {
        self.apps().find_map(|(app, groups)| Some((app, groups.groups.get(id)?)))
    }
}

impl Groups {
    fn add(&mut self, record: &Record, attributes: &Attributes<'_>, resource: &Attributes<'_>, at: u64) {
        let text = |name| attributes.get(name).unwrap_or_default();
        let (kind, message, stack) = (text("error_type"), text("message"), text("stack"));
        let id = group_id(&record.app, kind, message, stack);
        if !self.groups.contains_key(&id) && self.groups.len() >= MOST_GROUPS {
            self.forget();
        }
        let group = self.groups.entry(id).or_insert_with(|| Group {
            kind: cut(kind).to_owned(),
            message: beginning(&normalised(message), MESSAGE_BYTES).to_owned(),
            first_at: at,
            ..Group::default()
        });
        let events = u64::from(record.batch.weight.max(1));
        group.events = group.events.saturating_add(events);
        group.sessions.add(&record.session);
        group.first_at = group.first_at.min(at);
        group.last_at = group.last_at.max(at);
        let version = cut(resource.get("service.version").unwrap_or_default()).to_owned();
        let seen = group.releases.entry(version).or_insert(Seen { events: 0, first_at: at, last_at: at });
        *seen = Seen {
            events: seen.events.saturating_add(events),
            first_at: seen.first_at.min(at),
            last_at: seen.last_at.max(at),
        };
        if group.releases.len() > MOST_RELEASES
            && let Some(oldest) =
                group.releases.iter().min_by_key(|(_, seen)| seen.last_at).map(|(name, _)| name.clone())
        {
            group.releases.remove(&oldest);
        }
        let hour = group.hours.entry(at / 3_600_000).or_default();
        *hour = hour.saturating_add(events);
        if group.hours.len() > MOST_HOURS {
            group.hours.pop_first();
        }
        group.recent.retain(|(session, _)| *session != record.session);
        group.recent.push((record.session.clone(), at));
        if group.recent.len() > MOST_RECENT {
            group.recent.remove(0);
        }
        // One without a stack says less than an older one with.
        if at >= group.example.at && (!stack.is_empty() || group.example.stack.is_empty()) {
            group.example = Example {
                at,
                session: record.session.clone(),
                source: cut(text("source")).to_owned(),
                message: beginning(message, MESSAGE_BYTES).to_owned(),
                stack: beginning(stack, STACK_BYTES).to_owned(),
                release: crate::source_maps::release(resource.get("service.version"), resource.get("source_maps")),
                user_agent: record.user_agent.clone(),
            };
        }
    }

    /// Forgets the groups with the fewest events, of those the ones seen longest ago.
    fn forget(&mut self) {
        let mut by_size: Vec<_> =
            self.groups.iter().map(|(id, group)| (group.events, group.last_at, id.clone())).collect();
        by_size.sort_unstable();
        for (events, _, id) in by_size.into_iter().take(MOST_GROUPS / 10) {
            self.groups.remove(&id);
            self.forgotten = self.forgotten.saturating_add(events);
        }
    }
}

impl Distinct {
    fn add(&mut self, name: &str) {
        self.0.insert(mixed(hash(name.as_bytes())));
        if self.0.len() > MOST_HASHES {
            self.0.pop_last();
        }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self.0.last() {
            Some(largest) if self.0.len() == MOST_HASHES => {
                ((MOST_HASHES - 1) as f64 / (*largest as f64 / u64::MAX as f64)).round() as u64
            }
            _ => self.0.len() as u64,
        }
    }
}

/// The name of the group of an error: the same in each process and release.
#[must_use]
pub fn group_id(app: &str, kind: &str, message: &str, stack: &str) -> String {
    let mut telling = format!("{app}\0{kind}\0{}", normalised(beginning(message, MESSAGE_BYTES)));
    let mut frames: Vec<_> = stack::frames(stack)
        .iter()
        .map(|frame| {
            // No lines and columns: in a minified file they move with each build, as do the names of one or two letters.
            // What a method belongs to is named by Chromium alone.
            let function = frame.function.and_then(|name| name.rsplit(['.', ' ']).next()).unwrap_or_default();
            let function = if function.chars().count() > 2 { function } else { "?" };
            format!("\0{function}@{}", without_hash(stack::file_name(frame.url)))
        })
        .collect();
    // WebKit tells of an asynchronous function twice; and how deep a recursion went tells nothing.
    frames.dedup();
    telling.extend(frames.into_iter().take(TELLING_FRAMES));
    format!("{:016x}", hash(telling.as_bytes()))
}

/// FNV-1a: no hash of a library stays the same for good.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Spreads a hash over all its bits.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// A message with `#` for each number and each identifier: a run of letters and digits that no word looks like.
fn normalised(message: &str) -> String {
    let mut told = String::new();
    let mut rest = message;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if let Some(after) = after_uuid(rest) {
            told.push('#');
            rest = after;
        } else if length == 0 {
            told.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let (run, after) = rest.split_at(length);
            rest = after;
            let digits = run.bytes().filter(u8::is_ascii_digit).count();
            let hexadecimal = run.bytes().all(|byte| byte.is_ascii_hexdigit());
            if digits > 0 && (hexadecimal && length >= 6 || length >= 16) {
                told.push('#');
            } else {
                let mut in_number = false;
                for one in run.chars() {
                    if !one.is_ascii_digit() {
                        told.push(one);
                    } else if !in_number {
                        told.push('#');
                    }
                    in_number = one.is_ascii_digit();
                }
            }
        }
    }
    told
}

/// What stands behind 8-4-4-4-12 hexadecimal digits, if the text begins with them.
fn after_uuid(text: &str) -> Option<&str> {
    let uuid = text.get(..36)?;
    let fits = uuid.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    fits.then(|| &text[36..])
}

/// A file's name with `#` for what bundlers put there of its content: `main-DkS3xA9f.js`, `chunk.4f3a2b1c.js`.
fn without_hash(file: &str) -> String {
    let Some((stem, end)) = file.rsplit_once('.') else { return file.to_owned() };
    let is_hash = |text: &str| {
        let fits = |one: u8| one.is_ascii_alphanumeric() || one == b'-' || one == b'_';
        text.len() >= 6
            && text.bytes().all(fits)
            && text.bytes().any(|one| one.is_ascii_digit() || one.is_ascii_uppercase())
    };
    // Vite's may have hyphens in it, and has eight characters.
    let eight = stem.len().checked_sub(9).and_then(|at| stem.split_at_checked(at));
    let vite = eight.and_then(|(name, hash)| Some((name, hash.strip_prefix('-')?)));
    let last = stem.rfind(['-', '.']).map(|at| (&stem[..at], &stem[at + 1..]));
    match [vite, last].into_iter().flatten().find(|(_, hash)| is_hash(hash)) {
        Some((name, _)) => format!("{name}-#.{end}"),
        None => file.to_owned(),
    }
}

fn beginning(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_protocol::{Batch, Series};

    /// An error with type, message and stack.
    fn record(session: &str, message: &str, stack: &str, version: &str) -> Record {
        let batch = Batch {
            base_time: 36_000_000 * 10,
            strings: vec!["TypeError".into(), message.into(), stack.into(), version.into()],
            resource: vec![16, 3],
            series: vec![Series {
                kind: error::KIND,
                attributes: vec![8, 0, 9, 1, 10, 2],
                times: vec![0],
                ..Series::default()
            }],
            ..Batch::default()
        };
        Record { app: "one".into(), session: session.into(), received_at: 72_000_000, batch, ..Record::default() }
    }

    fn groups(records: &[Record]) -> Groups {
        let mut errors = Errors::default();
        records.iter().for_each(|record| errors.apply(record, Position::default()));
        let mut restored = Errors::default();
        restored.restore(serde_json::from_str(&serde_json::to_string(&errors.store()).unwrap()).unwrap());
        restored.apps.remove("one").unwrap_or_default()
    }

    /// Scenario: one error in two releases of a minified bundle, three sessions and two browsers' words; others beside it.
    /// Guarantees: one group for the same, another one for each that is not; count, sessions, releases, times and the
    /// latest stack are its own, also after a restart.
    #[test]
    fn the_same_error_is_one_group() {
        let first = "x\n    at a (https://x.example/main-DkS3xA9f.js:1:200)\n    at update (https://x.example/main-DkS3xA9f.js:1:9)";
        let second = "x\n    at q (https://x.example/main-Qx_-9aBc.js?v=2:1:731)\n    at update (https://x.example/main-Qx_-9aBc.js?v=2:3:1)";
        let elsewhere = second.replace("update", "paint");
        let mut weighted = record("s3", "no segment 12 of 3f2a91bc-aaaa-bbbb-cccc-0123456789ab", second, "2.0");
        weighted.batch.weight = 10;
        let all = groups(&[
            record("s1", "no segment 7 of 00000000-aaaa-bbbb-cccc-0123456789ab", first, "1.0"),
            record("s2", "no segment 1204 of 3f2a91bc-aaaa-bbbb-cccc-0123456789ab", first, "1.0"),
            weighted,
            record("s1", "no segment 7 of x", first, "1.0"),
            record("s1", "no segment 7 of 3f2a91bc-aaaa-bbbb-cccc-0123456789ab", &elsewhere, "1.0"),
        ]);
        assert_eq!(all.groups.len(), 3);
        let group = all.groups.values().find(|group| group.events > 1).unwrap();
        assert_eq!((group.events, group.sessions.count(), group.message.as_str()), (12, 3, "no segment # of #"));
        assert_eq!((group.first_at, group.last_at, group.hours.get(&10)), (36_000_000, 36_000_000, Some(&12)));
        let releases: Vec<_> = group.releases.iter().map(|(name, seen)| (name.as_str(), seen.events)).collect();
        assert_eq!(releases, [("1.0", 2), ("2.0", 10)]);
        assert_eq!((group.example.stack.as_str(), group.example.release.as_deref()), (second, Some("2.0")));
        assert_eq!(group.recent.last().map(|(session, _)| session.as_str()), Some("s3"));
        // Written down: a name that changed would break every link to a group.
        assert_eq!(group_id("one", "TypeError", "no 7", first), "52bfe645c57a9aa9");
    }

    /// Scenario: messages with numbers, identifiers and words.
    /// Guarantees: what differs from time to time is `#`, words stay.
    #[test]
    fn normalised_messages() {
        for (message, told) in [
            (
                "Cannot read properties of undefined (reading 'words')",
                "Cannot read properties of undefined (reading 'words')",
            ),
            ("seg-17 took 12.5ms", "seg-# took #.#ms"),
            ("room 4f3a2b1c9d gone", "room # gone"),
            ("decade added", "decade added"),
            ("user01HQZX8F7K2M9P3R4T5V6W failed", "# failed"),
            ("größe 3 😀", "größe # 😀"),
        ] {
            assert_eq!(normalised(message), told);
        }
        for (file, told) in [
            ("main-DkS3xA9f.js", "main-#.js"),
            ("main-Qx_-9aBc.js", "main-#.js"),
            ("chunk.4f3a2b1c.js", "chunk-#.js"),
            ("app.js", "app.js"),
            ("user-profile.js", "user-profile.js"),
        ] {
            assert_eq!(without_hash(file), told);
        }
    }

    /// Scenario: an app invents errors without end, beside one that matters; another app has one.
    /// Guarantees: what is kept is bounded, what is frequent stays, the rest is counted, the other app loses nothing.
    #[test]
    fn bounded() {
        let word = |number: usize| number.to_string().bytes().map(|digit| char::from(digit + 50)).collect::<String>();
        let mut errors = Errors::default();
        errors.apply(&Record { app: "two".into(), ..record("s", "other", "", "1") }, Position::default());
        for number in 0..5000 {
            errors.apply(&record("s", "frequent", "", "1"), Position::default());
            errors.apply(&record(&number.to_string(), &word(number), "", &number.to_string()), Position::default());
            errors.apply(&record(&number.to_string(), "everywhere", "", &number.to_string()), Position::default());
        }
        let groups = &errors.apps["one"];
        assert!(groups.groups.len() <= MOST_GROUPS);
        assert_eq!(groups.groups.values().map(|group| group.events).sum::<u64>() + groups.forgotten, 15_000);
        let of = |message: &str| groups.groups.values().find(|group| group.message == message).unwrap();
        assert_eq!((of("frequent").events, of("frequent").sessions.count()), (5000, 1));
        let everywhere = of("everywhere");
        assert!((4250..=5750).contains(&everywhere.sessions.count()), "{}", everywhere.sessions.count());
        assert_eq!((everywhere.releases.len(), everywhere.recent.len()), (MOST_RELEASES, MOST_RECENT));
        assert_eq!(errors.apps["two"].groups.len(), 1);
    }
}
