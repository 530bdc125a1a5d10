//! Crash safety, tried out: the real gateway under load is killed, stopped, damaged and flooded, and its books are
//! compared with what simulated pages know.
//!
//! - [`gateway`]: the process over all its lives
//! - [`page`]: the load: pages that send each batch until it is acknowledged
//! - [`crashes`], [`damage`], [`hostile`]: what happens to it
//! - [`segments`], [`scrape`]: what lies on disk and what Prometheus sees, read without the gateway's own code
//! - [`verdict`]: what must be true in the end

mod crashes;
mod damage;
mod gateway;
mod hostile;
mod page;
mod random;
mod scrape;
mod segments;
mod verdict;

use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, process};

use anyhow::{Result, bail};
use clap::Args;

use self::crashes::Chaos;
use self::gateway::Gateway;
use self::hostile::Hostile;
use self::page::Load;
use self::random::Random;
use self::verdict::{Row, Verdict};
use crate::{interrupt, paths};

/// How long, and which faults.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Options {
    /// About a minute in all, instead of ten.
    #[arg(long)]
    quick: bool,
    /// Decides which faults happen when; a random one is chosen and printed otherwise.
    #[arg(long)]
    seed: Option<u64>,
    /// How many minutes in all.
    #[arg(long, conflicts_with = "quick")]
    minutes: Option<u64>,
}

impl Options {
    /// As the tests run it.
    pub(crate) fn quick() -> Self {
        Self { quick: true, ..Self::default() }
    }

    /// What the rounds take together, without the settling at their ends.
    fn time(self) -> Duration {
        if self.quick { Duration::from_secs(60) } else { Duration::from_secs(60 * self.minutes.unwrap_or(10)) }
    }
}

/// Simulated pages of a round.
const PAGES: u64 = 6;

/// Most problems that are listed.
const LISTED: usize = 20;

/// A round: its name, its share of the time in tenths, and what happens in it.
type Round = (&'static str, u32, fn(&mut Gateway, &Load, Duration, &mut Random, &mut Verdict) -> Result<()>);

const ROUNDS: [Round; 3] = [("crashes", 5, crash), ("damage", 3, damage), ("hostile", 2, flood)];

/// Runs the rounds and prints a table.
///
/// # Errors
/// Names every broken promise, the seed, and the folder, which is kept.
pub(crate) fn run(options: Options) -> Result<()> {
    let binary = paths::gateway(false);
    if !binary.exists() {
        bail!("{} is not there: run `cargo xtask build` first", binary.display());
    }
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seed = options.seed.unwrap_or(since_epoch.as_micros() as u64 % 1_000_000);
    let folder = env::temp_dir().join(format!("honeyguide-faults-{}", process::id()));
    eprintln!("seed {seed}, folder {}", folder.display());
    let mut random = Random::new(seed);
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (name, tenths, events) in ROUNDS {
        let time = options.time() * tenths / 10;
        match round(name, &folder.join(name), time, events, &mut random.fork()) {
            Ok((row, verdict)) => {
                rows.push(row);
                problems.extend(verdict.problems.into_iter().map(|problem| format!("{name}: {problem}")));
            }
            Err(error) => {
                interrupt::check()?;
                problems.push(format!("{name}: {error:#}"));
            }
        }
    }
    println!("{}", verdict::table(&rows));
    if problems.is_empty() {
        fs::remove_dir_all(&folder)?;
        return Ok(());
    }
    bail!(
        "{} broken:\n  {}\nThe journals, files and logs are kept in {}; `cargo xtask faults --seed {seed}{}` tries the same faults again",
        if problems.len() == 1 { "a promise is".to_owned() } else { format!("{} promises are", problems.len()) },
        listed(&problems),
        folder.display(),
        if options.quick { " --quick" } else { "" },
    );
}

fn listed(problems: &[String]) -> String {
    let more = problems.len().saturating_sub(LISTED);
    let mut lines = problems[..problems.len() - more].to_vec();
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines.join("\n  ")
}

fn round(
    name: &'static str,
    folder: &Path,
    time: Duration,
    events: fn(&mut Gateway, &Load, Duration, &mut Random, &mut Verdict) -> Result<()>,
    random: &mut Random,
) -> Result<(Row, Verdict)> {
    eprintln!("{name}: {} s", time.as_secs());
    let begin = Instant::now();
    let mut gateway = Gateway::new(folder)?;
    let mut verdict = Verdict::new();
    let load = Load::start(PAGES, &gateway.public(), random);
    // The pages of a round that failed end with the task.
    events(&mut gateway, &load, time, random, &mut verdict)?;
    let books = load.finish();
    let settled = gateway.settled()?;
    verdict.scrape(&gateway.metrics()?);
    verdict.judge(&gateway, &books, &settled)?;
    gateway.stop(Duration::from_secs(15))?;
    let row = Row::new(name, begin.elapsed(), &gateway.lives, &books, &verdict);
    Ok((row, verdict))
}

/// Crashes only: every promise holds strictly.
fn crash(gateway: &mut Gateway, load: &Load, time: Duration, random: &mut Random, verdict: &mut Verdict) -> Result<()> {
    let mut chaos = Chaos::new(load, time);
    while chaos.goes_on(gateway)? {
        chaos.life(gateway, random, verdict)?;
    }
    chaos.last_start(gateway, verdict)
}

/// Crashes, and damage while it is down: what is missing lay where the damage was, and is counted.
fn damage(
    gateway: &mut Gateway,
    load: &Load,
    time: Duration,
    random: &mut Random,
    verdict: &mut Verdict,
) -> Result<()> {
    let mut chaos = Chaos::new(load, time);
    while chaos.goes_on(gateway)? {
        chaos.life(gateway, random, verdict)?;
        if random.one_in(2) {
            chaos.damage(gateway, random, verdict)?;
        }
    }
    chaos.last_start(gateway, verdict)
}

/// Hostile clients beside the load, all in one life.
fn flood(gateway: &mut Gateway, load: &Load, time: Duration, random: &mut Random, verdict: &mut Verdict) -> Result<()> {
    let mut chaos = Chaos::new(load, time);
    chaos.last_start(gateway, verdict)?;
    let hostile = Hostile::start(&gateway.public(), random);
    let watched = chaos.watch(gateway, time, verdict);
    let answers = hostile.finish();
    watched?;
    verdict.hostile(&answers, &gateway.json("/api/v1/outcomes")?);
    Ok(())
}
