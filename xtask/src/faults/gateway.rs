//! The gateway under test: a process that is started, killed and started again on one folder.

use std::fs::{self, File, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use xtask::servers::http::{self, Response};

use super::random::Random;
use crate::{interrupt, paths};

/// Write key of the app that floods.
pub(super) const FLOOD_KEY: &str = "pub_flood";
/// Requests per second that the flooding app may send.
pub(super) const FLOOD_RATE: u64 = 20;

/// A start that takes longer has failed.
const START: Duration = Duration::from_secs(30);
/// What it may take to catch up and to hand everything on.
const SETTLE: Duration = Duration::from_secs(60);

/// Write key of the app whose pages behave: of this run only, so that pages of another one are refused should they
/// find this gateway in the place of theirs.
pub(super) fn key() -> String {
    format!("pub_pages_{}", process::id())
}

/// One gateway over all its lives.
#[derive(Debug)]
pub(super) struct Gateway {
    folder: PathBuf,
    public: u16,
    admin: u16,
    child: Option<Child>,
    /// What was done to it.
    pub(super) lives: Lives,
}

/// What was done to it.
#[derive(Debug, Default, Clone)]
pub(super) struct Lives {
    pub(super) starts: u64,
    pub(super) kills: u64,
    /// Kills within the first 50 ms.
    pub(super) early: u64,
    /// Kills after SIGTERM.
    pub(super) stopping: u64,
    /// Clean ends after SIGTERM.
    pub(super) stops: u64,
    /// Most resident memory of any life, KiB.
    pub(super) memory: u64,
}

impl Gateway {
    /// On an empty folder.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let (public, admin) = (port()?, port()?);
        let this = Self { folder: folder.to_owned(), public, admin, child: None, lives: Lives::default() };
        let app = |name: &str, key: &str, rate: u64| {
            format!("- {{name: {name}, keys: [{key}], origins: ['*'], requests_per_second: {rate}}}\n")
        };
        let config = format!(
            "listen: 127.0.0.1:{public}\nadmin: 127.0.0.1:{admin}\napps:\n{}{}journal: {{path: '{}', segment_bytes: 1048576}}\n\
             destinations: {{file: '{}'}}\n",
            app("pages", &key(), 100_000),
            app("flood", FLOOD_KEY, FLOOD_RATE),
            this.journal().display(),
            this.file().display(),
        );
        fs::write(folder.join("gateway.yaml"), config)?;
        Ok(this)
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// The file destination.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.join("items.jsonl")
    }

    /// Host and port that pages send to.
    pub(super) fn public(&self) -> String {
        format!("127.0.0.1:{}", self.public)
    }

    /// Starts the process and does not wait for anything.
    pub(super) fn spawn(&mut self) -> Result<()> {
        let log = OpenOptions::new().append(true).create(true).open(self.folder.join("gateway.log"))?;
        let binary = paths::gateway(false);
        let mut command = Command::new(&binary);
        command.args(["serve", "--config"]).arg(self.folder.join("gateway.yaml"));
        let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn();
        self.child =
            Some(child.with_context(|| format!("starting {}: run `cargo xtask build` first", binary.display()))?);
        self.lives.starts += 1;
        Ok(())
    }

    /// Waits until it listens, looking often: what it shows first is what may be wrong.
    pub(super) fn wait_listening(&mut self) -> Result<()> {
        let deadline = Instant::now() + START;
        while !self.get("/healthz").is_ok_and(|answer| answer.is_success()) {
            interrupt::check()?;
            let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten();
            ensure!(ended.is_none(), "the gateway did not start: a start must always succeed; {}", self.tail());
            ensure!(Instant::now() < deadline, "the gateway did not listen within {START:?}; {}", self.tail());
            sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// kill -9.
    pub(super) fn kill(&mut self) -> Result<()> {
        self.note_memory();
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
            self.lives.kills += 1;
        }
        Ok(())
    }

    /// SIGTERM, and kill -9 if it has not ended after `patience`.
    pub(super) fn stop(&mut self, patience: Duration) -> Result<()> {
        self.note_memory();
        let Some(child) = self.child.as_mut() else { return Ok(()) };
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &child.id().to_string()]).status()?;
        ensure!(asked.success(), "the gateway could not be sent SIGTERM; {}", self.tail());
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if let Some(status) = self.child.as_mut().map(Child::try_wait).transpose()?.flatten() {
                ensure!(status.success(), "after SIGTERM the gateway ended with {status}; {}", self.tail());
                self.child = None;
                self.lives.stops += 1;
                return Ok(());
            }
            sleep(Duration::from_millis(1));
        }
        self.lives.stopping += 1;
        self.kill()
    }

    /// A GET request to the admin listener.
    pub(super) fn get(&self, path: &str) -> Result<Response> {
        http::get(&format!("http://127.0.0.1:{}{path}", self.admin))
    }

    /// The same, parsed as JSON.
    pub(super) fn json(&self, path: &str) -> Result<Value> {
        let answer = self.get(path)?;
        serde_json::from_str(&answer.body).with_context(|| format!("{path} answered {} {}", answer.status, answer.body))
    }

    /// `/metrics`, once the gateway no longer asks to come again later.
    pub(super) fn metrics(&self) -> Result<String> {
        let deadline = Instant::now() + SETTLE;
        loop {
            interrupt::check()?;
            let answer = self.get("/metrics")?;
            match answer.status {
                200 => return Ok(answer.body),
                503 if Instant::now() < deadline => sleep(Duration::from_millis(20)),
                status => bail!("/metrics answered {status} {}; {}", answer.body, self.tail()),
            }
        }
    }

    /// The books, once every reader has had everything.
    pub(super) fn settled(&self) -> Result<Value> {
        let deadline = Instant::now() + SETTLE;
        loop {
            interrupt::check()?;
            let books = self.json("/api/v1/outcomes")?;
            let waiting = books["destinations"].as_object().map(|all| all.values().any(|one| one["waiting"] != 0));
            if waiting == Some(false) {
                return Ok(books);
            }
            ensure!(Instant::now() < deadline, "not everything was handed on: {books:#}; {}", self.tail());
            sleep(Duration::from_millis(50));
        }
    }

    fn note_memory(&mut self) {
        let Some(child) = &self.child else { return };
        // Elsewhere than on Linux nothing is known of it.
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let most =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        self.lives.memory = self.lives.memory.max(most.unwrap_or(0));
    }

    fn tail(&self) -> String {
        let log = self.folder.join("gateway.log");
        let text = fs::read(&log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        format!("the end of {}:\n{}", log.display(), lines[lines.len().saturating_sub(20)..].join("\n"))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.kill();
    }
}

/// A free port that the system does not give to clients: one that nobody listens on for a while is connected to
/// again and again, and must neither be taken by such a connection nor connect to itself. The seed does not decide it:
/// two runs of one seed must not meet.
fn port() -> Result<u16> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut random = Random::new(since_epoch.as_nanos() as u64 ^ u64::from(process::id()) << 40);
    let reserved = File::open("/proc/sys/net/ipv4/ip_local_port_range").and_then(std::io::read_to_string);
    let first = reserved.ok().and_then(|range| range.split_whitespace().next()?.parse().ok()).unwrap_or(32_768);
    for _ in 0..200 {
        let port = random.between(10_000, u64::max(first, 10_002) - 1) as u16;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no free port between 10000 and {first} was found: stop what listens there")
}
