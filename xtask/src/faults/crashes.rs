//! Lives of the gateway: started, looked at, and ended in one way or another.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::damage::Seen;
use super::gateway::Gateway;
use super::page::Load;
use super::random::Random;
use super::verdict::Verdict;
use crate::interrupt;

/// How often progress is shown.
const SHOW_EVERY: Duration = Duration::from_secs(5);
/// Pause between two scrapes of a life.
const SCRAPE_EVERY: Duration = Duration::from_millis(60);

/// What goes on in a round.
#[derive(Debug)]
pub(super) struct Chaos<'a> {
    load: &'a Load,
    begin: Instant,
    time: Duration,
    shown: Instant,
}

impl<'a> Chaos<'a> {
    pub(super) fn new(load: &'a Load, time: Duration) -> Self {
        let now = Instant::now();
        Self { load, begin: now, time, shown: now }
    }

    /// Whether there is time for more; shows progress.
    pub(super) fn goes_on(&mut self, gateway: &Gateway) -> Result<bool> {
        interrupt::check()?;
        if self.shown.elapsed() >= SHOW_EVERY {
            self.shown = Instant::now();
            let lives = &gateway.lives;
            eprintln!(
                "  {:3} s: {} starts, {} kills, {} batches acknowledged",
                self.begin.elapsed().as_secs(),
                lives.starts,
                lives.kills,
                self.load.acknowledged()
            );
        }
        Ok(self.begin.elapsed() < self.time)
    }

    /// One life: some are over before it listens, most show their counters at once and are then ended.
    pub(super) fn life(&mut self, gateway: &mut Gateway, random: &mut Random, verdict: &mut Verdict) -> Result<()> {
        gateway.spawn()?;
        if random.one_in(3) {
            sleep(random.millis(0, 50));
            gateway.lives.early += 1;
            return gateway.kill();
        }
        gateway.wait_listening()?;
        verdict.scrape(&gateway.metrics()?);
        // Now and then long enough for a snapshot.
        let time = if random.one_in(15) { random.millis(5_000, 6_500) } else { random.millis(0, 700) };
        self.watch(gateway, time, verdict)?;
        match random.below(10) {
            0..6 => gateway.kill(),
            6..8 => gateway.stop(random.millis(0, 30)),
            _ => gateway.stop(Duration::from_secs(15)),
        }
    }

    /// Damages something, starts, and looks whether that was seen.
    pub(super) fn damage(&mut self, gateway: &mut Gateway, random: &mut Random, verdict: &mut Verdict) -> Result<()> {
        let (kind, seen) = verdict.damaged.more(&gateway.journal(), random)?;
        verdict.forget_scrapes();
        gateway.spawn()?;
        gateway.wait_listening()?;
        let journal = &gateway.json("/readyz")?["journal"];
        verdict.note_damage(journal);
        match seen {
            Seen::Damaged => ensure!(journal["damaged_segments"] != 0, "{kind}: it is not counted: {journal}"),
            Seen::Newer => ensure!(journal["newer_segments"] != 0, "{kind}: it is not counted: {journal}"),
            Seen::No => {}
        }
        verdict.scrape(&gateway.metrics()?);
        self.watch(gateway, random.millis(20, 600), verdict)?;
        gateway.kill()
    }

    /// Starts it for the last time.
    pub(super) fn last_start(&mut self, gateway: &mut Gateway, verdict: &mut Verdict) -> Result<()> {
        gateway.spawn()?;
        gateway.wait_listening()?;
        verdict.scrape(&gateway.metrics()?);
        Ok(())
    }

    /// Scrapes now and then for a while.
    pub(super) fn watch(&mut self, gateway: &Gateway, time: Duration, verdict: &mut Verdict) -> Result<()> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            sleep(SCRAPE_EVERY.min(end.saturating_duration_since(Instant::now())));
            self.goes_on(gateway)?;
            verdict.scrape(&gateway.metrics()?);
        }
        Ok(())
    }
}
