//! Prometheus and promtool: built as Go modules without service discovery plug-ins and without the web UI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::cache::{Program, Workshop};
use super::go::Go;
use super::http::{self, percent_encode};
use super::process::{Ready, Server, free_port};

const CONFIGURATION: &str = include_str!("../../../tests/servers/prometheus.yaml");
const REQUIRE: &str = "github.com/prometheus/prometheus@v0.315.0";
const REPLACE: &str = "cloud.google.com/go=cloud.google.com/go@v0.123.0";
const PROGRAM: Program<'_> = Program {
    name: "prometheus",
    title: "Prometheus",
    version: "3.15.0",
    usual_time: "2–3 min",
    binaries: &["prometheus", "promtool"],
    recipe: "v0.315.0, remove_all_sd",
};

/// The path of Prometheus; builds it and promtool if the cache has none.
///
/// # Errors
/// Go is missing or the build failed: the error says what to do and where the log is.
pub fn binary() -> Result<PathBuf> {
    Ok(PROGRAM.install(build)?.join("prometheus"))
}

/// The path of promtool; builds it and Prometheus if the cache has none.
///
/// # Errors
/// As [`binary`].
pub fn promtool() -> Result<PathBuf> {
    Ok(PROGRAM.install(build)?.join("promtool"))
}

/// The path of Prometheus if it is built already.
///
/// # Errors
/// There is no usable cache folder.
pub fn installed() -> Result<Option<PathBuf>> {
    Ok(PROGRAM.installed()?.map(|folder| folder.join("prometheus")))
}

fn build(workshop: &Workshop) -> Result<()> {
    let go = Go::new(PROGRAM.title, workshop)?;
    let sources = workshop.sources.as_path();
    go.run(sources, &["mod", "init", "prometheus.local"])?;
    let (require, replace) = (format!("-require={REQUIRE}"), format!("-replace={REPLACE}"));
    go.run(sources, &["mod", "edit", &require, &replace])?;
    for binary in PROGRAM.binaries {
        let output = workshop.binaries.join(binary);
        let output = output.to_str().context("the cache folder's path is not UTF-8")?;
        let package = format!("github.com/prometheus/prometheus/cmd/{binary}");
        let reproducible = ["build", "-mod=mod", "-trimpath", "-tags", "remove_all_sd"];
        go.run(sources, &[&reproducible[..], &["-ldflags=-s -w", "-o", output, &package]].concat())?;
    }
    Ok(())
}

/// A Prometheus that is ready. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    server: Server,
    port: u16,
}

/// Starts a Prometheus that keeps its configuration, log and storage in `folder`, scrapes each `host:port`
/// in `scrape_targets` every second and loads the rule files in `<folder>/rules/*.yaml`, and waits until it is ready.
///
/// # Errors
/// It cannot be built or started, or is not ready within 20 s; the error has the end of its log.
pub fn start(folder: &Path, scrape_targets: &[String]) -> Result<Running> {
    let program = binary()?;
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let configuration = folder.join("prometheus.yaml");
    fs::write(&configuration, CONFIGURATION)?;
    let targets = json!([{ "targets": scrape_targets }]);
    fs::write(folder.join("targets.json"), targets.to_string())?;
    let port = free_port()?;
    let mut command = Command::new(program);
    command
        .arg("--config.file")
        .arg(&configuration)
        .arg("--storage.tsdb.path")
        .arg(folder.join("storage"))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .arg("--web.enable-otlp-receiver")
        // Otherwise the first scrape waits 5 s.
        .arg("--scrape.discovery-reload-interval=100ms");
    let mut server = Server::start(command, folder)?;
    let ready = format!("http://127.0.0.1:{port}/-/ready");
    server.wait_ready(Ready::Http(&ready), Duration::from_secs(20))?;
    Ok(Running { server, port })
}

impl Running {
    /// The base of its addresses, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The result of an instant query now: for a vector an array of `{metric, value: [seconds, "number"]}`.
    ///
    /// # Errors
    /// The query is refused (the error has Prometheus's own words) or the server does not answer.
    pub fn query(&self, promql: &str) -> Result<Value> {
        let url = format!("{}/api/v1/query?query={}", self.address(), percent_encode(promql));
        let answer: Value =
            serde_json::from_str(&http::get(&url)?.body).with_context(|| format!("the answer to {promql}"))?;
        if answer["status"] != "success" {
            bail!("Prometheus refused `{promql}`: {}", answer["error"]);
        }
        Ok(answer["data"]["result"].clone())
    }

    /// The number that an instant query gives (a scalar, or a vector of one series), or none if the vector is
    /// empty; `NaN` and `+Inf` are numbers too.
    ///
    /// # Errors
    /// As [`Running::query`], and if the result has more than one series.
    pub fn number(&self, promql: &str) -> Result<Option<f64>> {
        let result = self.query(promql)?;
        let sample = match result.as_array().map(Vec::as_slice) {
            Some([]) => return Ok(None),
            Some([series @ Value::Object(_)]) => &series["value"],
            _ => &result,
        };
        let number = sample[1].as_str().and_then(|text| text.parse().ok());
        number.map(Some).with_context(|| format!("`{promql}` gives no single number: {result}"))
    }

    /// Stops it.
    ///
    /// # Errors
    /// As [`Server::stop`].
    pub fn stop(self) -> Result<ExitStatus> {
        self.server.stop()
    }
}
