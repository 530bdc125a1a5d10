//! Everything that must pass, stage after stage.

mod livekit;
mod real_servers;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum};
use xtask::servers::{cache_dir, chromium};

use crate::build::{self, sources_in};
use crate::check;
use crate::child::{cargo, command, run_through};
use crate::faults;
use crate::interrupt::{self, Interrupted};
use crate::paths;
use crate::size;
use crate::steps::red;

/// What to test.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Options {
    /// Only one kind of tests, with the build that it needs.
    #[arg(long, value_enum)]
    only: Option<Kind>,
}

/// The kinds of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Rust's tests: `cargo test --workspace`.
    Unit,
    /// The gateway killed, damaged and flooded: `cargo xtask faults --quick`.
    Faults,
    /// The whole system with pages in Chromium: tests/*.test.mjs.
    Browser,
    /// One suite in Chromium, Firefox and WebKitGTK: tests/engines/*.test.mjs.
    Engines,
    /// The packed package under every bundler, in Chromium: tests/packaging/*.test.mjs.
    Packaging,
    /// The gateway with a Collector and Prometheus: tests/servers/*.test.mjs.
    Servers,
    /// Pages in a real LiveKit call, over a good network and a bad one: tests/livekit/*.test.mjs.
    Livekit,
}

/// One stage: its name and its work.
type Stage = (&'static str, fn(bool) -> Result<()>);

const BUILD: Stage = ("build", |verbose| build::run(&build::Options::default(), verbose));
const SIZE: Stage = ("size", |_| size::check());
const CHECK: Stage = ("check", check::sources);
const UNIT: Stage = ("unit tests", |_| unit());
const FAULTS: Stage = ("faults", |_| faults::run(faults::Options::quick()));
const BROWSER: Stage = ("browser tests", |_| browser());
const ENGINES: Stage = ("three engines", |_| engines());
const PACKAGING: Stage = ("packaging", |_| packaging());
const SERVERS: Stage = ("real servers", |_| real_servers::run());
const LIVEKIT: Stage = ("LiveKit", |_| livekit::run());

/// Runs the stages; a failed one does not keep the others from running, except for the build.
///
/// # Errors
/// Names the stages that failed.
pub(crate) fn run(options: &Options, verbose: bool) -> Result<()> {
    let stages = match options.only {
        None => vec![BUILD, SIZE, CHECK, UNIT, FAULTS, BROWSER, ENGINES, PACKAGING, SERVERS, LIVEKIT],
        Some(Kind::Unit) => vec![UNIT],
        Some(Kind::Faults) => vec![BUILD, FAULTS],
        Some(Kind::Browser) => vec![BUILD, BROWSER],
        Some(Kind::Engines) => vec![BUILD, ENGINES],
        Some(Kind::Packaging) => vec![BUILD, PACKAGING],
        Some(Kind::Servers) => vec![BUILD, SERVERS],
        Some(Kind::Livekit) => vec![BUILD, LIVEKIT],
    };
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for (name, work) in stages {
        if failed.contains(&BUILD.0) {
            lines.push(format!("{name:<16}not run"));
            continue;
        }
        eprintln!("── {name}");
        let begin = Instant::now();
        let result = work(verbose);
        let ended = if result.is_ok() { "passed".to_owned() } else { red("FAILED") };
        lines.push(format!("{name:<16}{ended}  {}", duration(begin.elapsed())));
        if let Err(error) = result {
            if error.is::<Interrupted>() {
                return Err(error);
            }
            eprintln!("{}: {error:#}", red(name));
            failed.push(name);
        }
    }
    eprintln!("── summary\n{}", lines.join("\n"));
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn unit() -> Result<()> {
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    passes(&mut tests)
}

fn browser() -> Result<()> {
    let browser = chromium::ensure()?;
    passes(node_tests("tests")?.env("HONEYGUIDE_CHROMIUM", browser))
}

/// What is missing of the engines is installed; none is left out.
fn engines() -> Result<()> {
    let browser = chromium::ensure()?;
    chromium::ensure_engines()?;
    passes(node_tests("tests/engines")?.env("HONEYGUIDE_CHROMIUM", browser))
}

/// The bundlers are installed into the cache once, which takes a minute or two.
fn packaging() -> Result<()> {
    let browser = chromium::ensure()?;
    let mut tests = node_tests("tests/packaging")?;
    passes(tests.env("HONEYGUIDE_CHROMIUM", browser).env("HONEYGUIDE_CACHE", cache_dir()?))
}

/// Node's test runner on the `*.test.mjs` of a folder, one file after the other: they measure times.
fn node_tests(folder: &str) -> Result<Command> {
    let files = sources_in(folder, ".test.mjs")?;
    // Without a file Node would look for tests of its own choice.
    ensure!(!files.is_empty(), "there are no {folder}/*.test.mjs: restore them");
    let mut tests = command("node");
    tests.args(["--test", "--test-concurrency=1"]).args(files);
    tests.env("HONEYGUIDE_GATEWAY", paths::gateway(false)).env("HONEYGUIDE_DEMO", paths::demo_server());
    Ok(tests)
}

/// Runs tests with their output as it comes.
fn passes(tests: &mut Command) -> Result<()> {
    let status = run_through(tests)?;
    interrupt::check()?;
    if !status.success() {
        bail!("not all tests passed ({status}): see above");
    }
    Ok(())
}

fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), seconds % 60.0)
    }
}
