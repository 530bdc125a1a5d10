//! The tests against a real Collector and a real Prometheus.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use xtask::servers::process::free_port;
use xtask::servers::{chromium, collector, prometheus};

use super::{node_tests, passes};
use crate::interrupt;
use crate::paths;

const PATIENCE: Duration = Duration::from_secs(15);

/// Starts both in an empty folder, runs the tests and stops both, also if a test fails.
pub(super) fn run() -> Result<()> {
    let mut tests = node_tests("tests/servers")?;
    tests.env("HONEYGUIDE_CHROMIUM", chromium::ensure()?);
    let folder = paths::target().join("servers");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    let received = folder.join("collector");
    let collector = collector::start(&received, collector::Ports::free()?)?;
    interrupt::check()?;
    let storage = folder.join("prometheus");
    // Nothing is scraped before each target has the name of its job.
    let prometheus = prometheus::start(&storage, &[])?;
    interrupt::check()?;
    let gateway = format!("127.0.0.1:{}", free_port()?);
    scrape(&storage, &[("collector", &collector.scrape_target()), ("gateway", &gateway)])?;
    wait_for_scrape(&prometheus)?;

    tests
        .env("HONEYGUIDE_COLLECTOR_OTLP", collector.otlp_http())
        .env("HONEYGUIDE_COLLECTOR_SCRAPE", collector.scrape_target())
        .env("HONEYGUIDE_COLLECTOR_FOLDER", &received)
        .env("HONEYGUIDE_PROMETHEUS", prometheus.address())
        .env("HONEYGUIDE_PROMTOOL", prometheus::promtool()?)
        .env("HONEYGUIDE_GATEWAY_SCRAPE", gateway);
    let result = passes(&mut tests);
    prometheus.stop()?;
    collector.stop()?;
    result
}

/// Tells a running Prometheus what to scrape: pairs of job and `host:port`.
fn scrape(storage: &Path, targets: &[(&str, &str)]) -> Result<()> {
    let entry = |(job, address): &(&str, &str)| json!({ "targets": [address], "labels": { "job": job } });
    let entries = json!(targets.iter().map(entry).collect::<Vec<_>>());
    let new = storage.join("targets.new");
    fs::write(&new, entries.to_string())?;
    // Renamed, so that it is never read half written.
    fs::rename(&new, storage.join("targets.json")).context("writing Prometheus's targets")
}

fn wait_for_scrape(prometheus: &prometheus::Running) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while prometheus.number("up{job=\"collector\"}")? != Some(1.0) {
        interrupt::check()?;
        ensure!(
            Instant::now() < deadline,
            "Prometheus has not scraped the Collector within {PATIENCE:?}: see both logs in target/servers"
        );
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
