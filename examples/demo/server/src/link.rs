//! One direction of a call's network: what happens to a packet, and when it comes out. No I/O; time is an argument.

use std::{
    collections::VecDeque,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

/// How a direction behaves. The default is a perfect network.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Conditions {
    /// Each packet needs this long, milliseconds.
    pub(crate) delay_ms: u32,
    /// And up to this much more, evenly spread, milliseconds. Packets keep their order, as in a queue.
    pub(crate) jitter_ms: u32,
    /// So many packets of a hundred are lost.
    pub(crate) loss_percent: f64,
    /// Nothing passes for this long from now, milliseconds.
    pub(crate) blackout_ms: u32,
}

/// No network is slower than this, milliseconds; it also bounds what a link has to keep.
const MOST_DELAY_MS: u32 = 10_000;
/// A blackout ends after this, milliseconds.
const MOST_BLACKOUT_MS: u32 = 60_000;
/// Packets that wait for their time; more are lost, as in a full queue.
const MOST_WAITING: usize = 8192;

impl Conditions {
    /// What is wrong with them, if anything.
    pub(crate) fn complaint(&self) -> Option<String> {
        if !(0.0..=100.0).contains(&self.loss_percent) {
            return Some(format!("loss_percent: {} is not between 0 and 100", self.loss_percent));
        }
        if self.delay_ms.max(self.jitter_ms) > MOST_DELAY_MS {
            return Some(format!("delay_ms and jitter_ms may be {MOST_DELAY_MS} at most"));
        }
        (self.blackout_ms > MOST_BLACKOUT_MS).then(|| format!("blackout_ms may be {MOST_BLACKOUT_MS} at most"))
    }
}

/// What became of a packet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    /// It comes out later.
    Carried,
    /// It never will.
    Lost,
}

/// A direction and the packets on their way through it.
#[derive(Debug)]
pub(crate) struct Link {
    conditions: Conditions,
    black_until: Instant,
    waiting: VecDeque<(Instant, Vec<u8>)>,
    dice: Dice,
}

impl Link {
    pub(crate) fn new(conditions: Conditions, now: Instant) -> Self {
        let seed = RandomState::new().hash_one(0);
        let mut link = Self { conditions, black_until: now, waiting: VecDeque::new(), dice: Dice(seed) };
        link.change(conditions, now);
        link
    }

    /// For packets from now on; those under way come out as they would have.
    pub(crate) fn change(&mut self, conditions: Conditions, now: Instant) {
        self.conditions = conditions;
        self.black_until = now + milliseconds(f64::from(conditions.blackout_ms));
    }

    /// A packet goes in.
    pub(crate) fn offer(&mut self, packet: &[u8], now: Instant) -> Fate {
        let lost = self.dice.roll() * 100.0 < self.conditions.loss_percent;
        if lost || now < self.black_until || self.waiting.len() >= MOST_WAITING {
            return Fate::Lost;
        }
        let Conditions { delay_ms, jitter_ms, .. } = self.conditions;
        let due = now + milliseconds(f64::from(delay_ms) + f64::from(jitter_ms) * self.dice.roll());
        // Never before the one ahead of it.
        let due = self.waiting.back().map_or(due, |(ahead, _)| due.max(*ahead));
        self.waiting.push_back((due, packet.to_vec()));
        Fate::Carried
    }

    /// When the next packet comes out.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.waiting.front().map(|(due, _)| *due)
    }

    /// The next packet whose time has come.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.next_due().filter(|due| *due <= now)?;
        self.waiting.pop_front().map(|(_, packet)| packet)
    }
}

fn milliseconds(count: f64) -> Duration {
    Duration::from_secs_f64(count / 1000.0)
}

/// SplitMix64 (Steele, Lea, Flood 2014): good enough to lose packets by.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    /// Evenly spread over 0..1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    /// Scenario: a hundred packets, one a millisecond, through 50 ms of delay and 40 ms of jitter.
    /// Guarantees: all come out, in their order, each between 50 and 90 ms after it went in, or right behind
    /// the one ahead of it.
    #[test]
    fn delayed_in_order() {
        let begin = Instant::now();
        let mut link = Link::new(Conditions { delay_ms: 50, jitter_ms: 40, ..Conditions::default() }, begin);
        for number in 0..100_u8 {
            assert_eq!(link.offer(&[number], begin + ms(number.into())), Fate::Carried);
        }
        let mut out = Vec::new();
        for passed in 0..300 {
            while let Some(packet) = link.take(begin + ms(passed)) {
                let needed = passed - u64::from(packet[0]);
                assert!((50..=91).contains(&needed), "packet {} needed {needed} ms", packet[0]);
                out.push(packet[0]);
            }
        }
        assert_eq!(out, (0..100).collect::<Vec<_>>());
    }

    /// Scenario: 20 000 packets at 10 % loss, as many at 0 and at 100 %.
    /// Guarantees: the share lost is within five standard deviations of what was asked; none and all are exact.
    #[test]
    fn loses_the_share_asked_for() {
        let now = Instant::now();
        let lost = |loss_percent| {
            let mut link = Link::new(Conditions { loss_percent, ..Conditions::default() }, now);
            let mut lost = 0;
            for _ in 0..20_000 {
                lost += u32::from(link.offer(b"packet", now) == Fate::Lost);
                link.take(now);
            }
            lost
        };
        assert_eq!((lost(0.0), lost(100.0)), (0, 20_000));
        let tenth = lost(10.0);
        assert!((2000 - 212..=2000 + 212).contains(&tenth), "{tenth}");
    }

    /// Scenario: a blackout of 2.5 s is asked for while a packet is on its way.
    /// Guarantees: that packet still comes out; what goes in before the end is lost, what goes in at the end passes.
    #[test]
    fn a_blackout_ends_by_itself() {
        let begin = Instant::now();
        let slow = Conditions { delay_ms: 20, ..Conditions::default() };
        let mut link = Link::new(slow, begin);
        link.offer(b"before", begin);
        link.change(Conditions { blackout_ms: 2500, ..slow }, begin);
        assert_eq!(link.offer(b"first", begin), Fate::Lost);
        assert_eq!(link.offer(b"last", begin + ms(2499)), Fate::Lost);
        assert_eq!(link.offer(b"after", begin + ms(2500)), Fate::Carried);
        assert_eq!(link.take(begin + ms(20)).as_deref(), Some(&b"before"[..]));
        assert_eq!(link.take(begin + ms(2519)), None);
        assert_eq!(link.take(begin + ms(2520)).as_deref(), Some(&b"after"[..]));
    }

    /// Scenario: the delay is lowered while packets wait.
    /// Guarantees: what comes later does not overtake them.
    #[test]
    fn a_change_does_not_reorder() {
        let begin = Instant::now();
        let mut link = Link::new(Conditions { delay_ms: 300, ..Conditions::default() }, begin);
        link.offer(b"slow", begin);
        link.change(Conditions::default(), begin);
        link.offer(b"fast", begin + ms(10));
        assert_eq!(link.take(begin + ms(299)), None);
        assert_eq!(link.take(begin + ms(300)).as_deref(), Some(&b"slow"[..]));
        assert_eq!(link.take(begin + ms(300)).as_deref(), Some(&b"fast"[..]));
    }

    /// Scenario: more packets than a link may keep.
    /// Guarantees: the rest is lost; memory is bounded.
    #[test]
    fn a_full_queue_loses_the_newest() {
        let now = Instant::now();
        let mut link = Link::new(Conditions { delay_ms: 10_000, ..Conditions::default() }, now);
        let carried = (0..MOST_WAITING + 100).filter(|_| link.offer(b"x", now) == Fate::Carried).count();
        assert_eq!(carried, MOST_WAITING);
    }

    /// Scenario: conditions out of range, and at its ends.
    /// Guarantees: the former are complained about by name.
    #[test]
    fn complaints() {
        let with = |change: fn(&mut Conditions)| {
            let mut conditions = Conditions::default();
            change(&mut conditions);
            conditions.complaint().unwrap_or_default()
        };
        assert_eq!(with(|c| c.loss_percent = 100.0), "");
        assert!(with(|c| c.loss_percent = 100.1).contains("loss_percent"));
        assert!(with(|c| c.loss_percent = f64::NAN).contains("loss_percent"));
        assert!(with(|c| c.jitter_ms = 10_001).contains("jitter_ms"));
        assert!(with(|c| c.blackout_ms = 60_001).contains("blackout_ms"));
    }
}
