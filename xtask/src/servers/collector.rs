//! The OpenTelemetry Collector: built from its own builder, run with OTLP in, Prometheus and files out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::cache::{Program, Workshop};
use super::go::Go;
use super::process::{Ready, Server, free_ports};

const MANIFEST: &str = include_str!("../../../tests/servers/collector-builder.yaml");
const CONFIGURATION: &str = include_str!("../../../tests/servers/collector.yaml");
const PROGRAM: Program<'_> = Program {
    name: "collector",
    title: "the OpenTelemetry Collector",
    version: "0.155.0",
    usual_time: "1–2 min",
    binaries: &["collector"],
    recipe: MANIFEST,
};

/// The Collector's path; builds it if the cache has none.
///
/// # Errors
/// Go is missing or the build failed: the error says what to do and where the log is.
pub fn binary() -> Result<PathBuf> {
    Ok(PROGRAM.install(build)?.join("collector"))
}

/// The Collector's path if it is built already.
///
/// # Errors
/// There is no usable cache folder.
pub fn installed() -> Result<Option<PathBuf>> {
    Ok(PROGRAM.installed()?.map(|folder| folder.join("collector")))
}

/// The builder writes the sources only: its own `go mod tidy` fails on a dependency that only tests need.
fn build(workshop: &Workshop) -> Result<()> {
    let go = Go::new(PROGRAM.title, workshop)?;
    let sources = workshop.sources.as_path();
    let version = PROGRAM.version;
    go.run(sources, &["install", &format!("go.opentelemetry.io/collector/cmd/builder@v{version}")])?;
    fs::write(sources.join("builder.yaml"), MANIFEST)?;
    let only_sources = ["--config", "builder.yaml", "--skip-get-modules", "--skip-compilation"];
    go.run_program(&sources.join("bin/builder"), sources, &only_sources)?;

    let module = sources.join("collector");
    go.run(&module, &["mod", "init", "collector.local"])?;
    let core = format!("-require=go.opentelemetry.io/collector/otelcol@v{version}");
    let components = modules(MANIFEST).map(|(path, version)| format!("-require={path}@{version}"));
    for requirement in components.chain([core]) {
        go.run(&module, &["mod", "edit", &requirement])?;
    }
    let output = workshop.binaries.join("collector");
    let output = output.to_str().context("the cache folder's path is not UTF-8")?;
    go.run(&module, &["build", "-mod=mod", "-trimpath", "-ldflags=-s -w", "-o", output, "."])
}

/// Path and version of each `gomod` line.
fn modules(manifest: &str) -> impl Iterator<Item = (&str, &str)> {
    let entries = manifest.lines().filter_map(|line| line.trim().strip_prefix("- gomod: "));
    entries.filter_map(|entry| entry.split_once(' '))
}

/// The loopback ports a Collector listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// OTLP over HTTP.
    pub otlp_http: u16,
    /// OTLP over gRPC.
    pub otlp_grpc: u16,
    /// The page that Prometheus scrapes.
    pub prometheus: u16,
    /// The health check.
    pub health: u16,
}

impl Ports {
    /// Ports nothing listens on.
    ///
    /// # Errors
    /// No port can be bound.
    pub fn free() -> Result<Self> {
        let [otlp_http, otlp_grpc, prometheus, health] = free_ports()?;
        Ok(Self { otlp_http, otlp_grpc, prometheus, health })
    }
}

/// A Collector that is ready. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    server: Server,
    folder: PathBuf,
    ports: Ports,
}

/// Starts a Collector that keeps its configuration, its log and all it receives in `folder`, and waits
/// until it is ready. Started again with the same folder and ports, it continues the files.
///
/// # Errors
/// It cannot be built or started, or is not ready within 10 s; the error has the end of its log.
pub fn start(folder: &Path, ports: Ports) -> Result<Running> {
    let program = binary()?;
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let configuration = folder.join("collector.yaml");
    fs::write(&configuration, CONFIGURATION)?;
    let mut command = Command::new(program);
    command
        .arg("--config")
        .arg(&configuration)
        .env("COLLECTOR_FOLDER", folder)
        .env("COLLECTOR_OTLP_HTTP_PORT", ports.otlp_http.to_string())
        .env("COLLECTOR_OTLP_GRPC_PORT", ports.otlp_grpc.to_string())
        .env("COLLECTOR_PROMETHEUS_PORT", ports.prometheus.to_string())
        .env("COLLECTOR_HEALTH_PORT", ports.health.to_string());
    let mut server = Server::start(command, folder)?;
    let health = format!("http://127.0.0.1:{}/", ports.health);
    server.wait_ready(Ready::Http(&health), Duration::from_secs(10))?;
    Ok(Running { server, folder: folder.to_path_buf(), ports })
}

impl Running {
    /// The ports it listens on.
    #[must_use]
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The base of its OTLP/HTTP addresses, to be followed by `/v1/metrics` and the like.
    #[must_use]
    pub fn otlp_http(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.otlp_http)
    }

    /// Its OTLP/gRPC endpoint.
    #[must_use]
    pub fn otlp_grpc(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.otlp_grpc)
    }

    /// The `host:port` under which Prometheus scrapes the metrics it received.
    #[must_use]
    pub fn scrape_target(&self) -> String {
        format!("127.0.0.1:{}", self.ports.prometheus)
    }

    /// The file of all log records received: one export request a line, as OTLP JSON.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.folder.join("logs.jsonl")
    }

    /// The file of all spans received, in the same form.
    #[must_use]
    pub fn traces(&self) -> PathBuf {
        self.folder.join("traces.jsonl")
    }

    /// The file of all metrics received, in the same form.
    #[must_use]
    pub fn metrics(&self) -> PathBuf {
        self.folder.join("metrics.jsonl")
    }

    /// Stops it; what it received is then completely in the files.
    ///
    /// # Errors
    /// As [`Server::stop`].
    pub fn stop(self) -> Result<ExitStatus> {
        self.server.stop()
    }
}
