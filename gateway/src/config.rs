//! Configuration: a YAML file, then `HONEYGUIDE_*` from the environment, then flags. Every default works without a file.

use std::{net::SocketAddr, path::PathBuf};

use serde::Deserialize;

/// Everything that can be set. It reads top down like the way of a sample.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where pages send to.
    pub listen: SocketAddr,
    /// Where operators look: dashboard, API, metrics. Loopback by default.
    pub admin: SocketAddr,
    /// Who may send.
    pub apps: Vec<App>,
    /// The durable log.
    pub journal: JournalConfig,
    /// Where it goes.
    pub destinations: Destinations,
    /// OpenSLO file; the built-in sample (the nine objectives of a captioned call) where none is named.
    pub objectives: Option<PathBuf>,
    /// How far the caption server's clock and the gateway's may differ, milliseconds; it joins the error of each latency.
    pub clock_bound_ms: f64,
}

/// An app that may send.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Its name: a label of every metric.
    pub name: String,
    /// Public write keys. Several at once let a key be changed without a gap.
    pub keys: Vec<String>,
    /// Origins (`https://app.example.com`) whose pages may send, or `*`.
    pub origins: Vec<String>,
    /// Requests per second before 429; bursts of ten times as many.
    #[serde(default = "default_rate")]
    pub requests_per_second: u32,
}

fn default_rate() -> u32 {
    500
}

/// The durable log.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JournalConfig {
    /// Its folder, which also holds the readers' snapshots.
    pub path: PathBuf,
    /// Bytes before a new segment begins.
    pub segment_bytes: u64,
}

impl Default for JournalConfig {
    fn default() -> Self {
        Self { path: data_folder(), segment_bytes: 64 * 1024 * 1024 }
    }
}

/// Where the journal is handed on to, beside the built-in metrics and evaluator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Destinations {
    /// An OpenTelemetry Collector.
    pub collector: Option<Collector>,
    /// A file of JSON lines, one an item.
    pub file: Option<PathBuf>,
}

/// An OpenTelemetry Collector.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collector {
    /// OTLP/HTTP base address: `http://127.0.0.1:4318`.
    pub endpoint: String,
    /// Milliseconds between metric exports.
    #[serde(default = "default_interval")]
    pub interval_ms: u64,
}

fn default_interval() -> u64 {
    10_000
}

/// The app that exists where no file names any: good on loopback only.
pub const DEFAULT_KEY: &str = "pub_local";

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4319)),
            admin: SocketAddr::from(([127, 0, 0, 1], 4320)),
            apps: vec![App {
                name: "local".into(),
                keys: vec![DEFAULT_KEY.into()],
                origins: vec!["*".into()],
                requests_per_second: default_rate(),
            }],
            journal: JournalConfig::default(),
            destinations: Destinations::default(),
            objectives: None,
            clock_bound_ms: 5.0,
        }
    }
}

impl Config {
    /// Parses a file's text.
    ///
    /// # Errors
    /// A sentence that names the line and what was found.
    pub fn parse(yaml: &str) -> anyhow::Result<Self> {
        let config: Self = serde_saphyr::from_str(yaml)?;
        anyhow::ensure!(
            !config.apps.is_empty(),
            "apps: none is listed, so nobody could send; list at least one with a name, keys and origins"
        );
        for app in &config.apps {
            anyhow::ensure!(!app.keys.is_empty(), "apps: {} has no keys; list at least one", app.name);
            anyhow::ensure!(app.requests_per_second > 0, "apps: {}: requests_per_second must be at least 1", app.name);
        }
        Ok(config)
    }
}

fn data_folder() -> PathBuf {
    std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")))
        .unwrap_or_default()
        .join("honeyguide")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a small file, an unknown field, an app without keys.
    /// Guarantees: the file's values are taken and the rest stays default; the errors name the field.
    #[test]
    fn parse() {
        let config = Config::parse(
            "listen: 127.0.0.1:5000\napps:\n- {name: a, keys: [k], origins: ['*']}\ndestinations:\n  collector: {endpoint: 'http://127.0.0.1:4318'}\n",
        )
        .unwrap();
        assert_eq!(config.listen.port(), 5000);
        assert_eq!(config.admin.port(), 4320);
        assert_eq!(config.destinations.collector.unwrap().interval_ms, 10_000);
        assert!(Config::parse("lisen: 127.0.0.1:1\n").unwrap_err().to_string().contains("lisen"));
        let without = Config::parse("apps:\n- {name: a, keys: [], origins: []}\n").unwrap_err();
        assert!(without.to_string().contains("no keys"), "{without}");
    }
}
