//! Configuration: a YAML file, then `HONEYGUIDE_*` from the environment, then flags. Every default works without a file.

use std::{
    collections::{HashMap, HashSet},
    net::SocketAddr,
    path::PathBuf,
};

use serde::Deserialize;

use crate::ingest::MOST_WEIGHT;

/// Everything that can be set. It reads top down like the way of a sample.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where pages send to.
    pub listen: SocketAddr,
    /// Where operators look: dashboard, API, metrics. Loopback by default.
    pub admin: SocketAddr,
    /// Who uploads or deletes source maps says `Authorization: Bearer` and this. Without it, whoever reaches `admin` may.
    pub admin_token: Option<String>,
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
    /// A page that sent nothing for this long, and did not say that it was being left, is unfinished, milliseconds.
    /// Pages give a sign of life every 2 minutes.
    pub page_silent_after_ms: u64,
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
    /// What the pages' SDK is told with each answer.
    #[serde(default)]
    pub sdk: Sdk,
}

/// Turns an app's SDK down or off without a new build of the app. Pages follow with their next batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sdk {
    /// Whether it measures at all.
    pub enabled: bool,
    /// One session in so many is measured, and counts for as many in metrics and objectives.
    pub one_session_in: u32,
}

impl Default for Sdk {
    fn default() -> Self {
        Self { enabled: true, one_session_in: 1 }
    }
}

impl Sdk {
    /// The value of the header `Honeyguide-Sdk`; `None` where all is on.
    #[must_use]
    pub fn header(self) -> Option<String> {
        match self {
            Self { enabled: false, .. } => Some("off".to_owned()),
            Self { one_session_in: 1, .. } => None,
            Self { one_session_in, .. } => Some(format!("1/{one_session_in}")),
        }
    }
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
            admin_token: None,
            apps: vec![App {
                name: "local".into(),
                keys: vec![DEFAULT_KEY.into()],
                origins: vec!["*".into()],
                requests_per_second: default_rate(),
                sdk: Sdk::default(),
            }],
            journal: JournalConfig::default(),
            destinations: Destinations::default(),
            objectives: None,
            clock_bound_ms: 5.0,
            page_silent_after_ms: 300_000,
        }
    }
}

/// Bytes that a segment has at least before the next begins.
const LEAST_SEGMENT: u64 = 1024 * 1024;
/// Characters that an admin token has at least.
const SHORTEST_TOKEN: usize = 16;

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
        let mut names = HashSet::new();
        let mut keys = HashMap::new();
        for app in &config.apps {
            app.check()?;
            let name = app.name.as_str();
            anyhow::ensure!(names.insert(name), "apps: {name} is listed twice; give each app a name of its own");
            for key in &app.keys {
                let other = keys.insert(key, name).filter(|other| *other != name);
                anyhow::ensure!(
                    other.is_none(),
                    "apps: {} and {name} share the key {key}; give each app keys of its own",
                    other.unwrap_or_default()
                );
            }
        }
        anyhow::ensure!(
            config.admin_token.as_ref().is_none_or(|token| token.len() >= SHORTEST_TOKEN),
            "admin_token: it is shorter than {SHORTEST_TOKEN} characters, so it could be guessed; `openssl rand -hex 32` makes a good one"
        );
        anyhow::ensure!(
            config.clock_bound_ms.is_finite() && config.clock_bound_ms >= 0.0,
            "clock_bound_ms: {} is no bound; give 0 or more milliseconds",
            config.clock_bound_ms
        );
        anyhow::ensure!(
            config.journal.segment_bytes >= LEAST_SEGMENT,
            "journal: segment_bytes must be at least {LEAST_SEGMENT} (1 MiB); {} would make a file of every few batches",
            config.journal.segment_bytes
        );
        if let Some(Collector { endpoint, .. }) = &config.destinations.collector {
            anyhow::ensure!(
                endpoint.starts_with("http://"),
                "destinations: collector: {endpoint} does not begin with http://; TLS is not built in yet, so name a Collector nearby that has it"
            );
        }
        Ok(config)
    }
}

impl App {
    fn check(&self) -> anyhow::Result<()> {
        let name = &self.name;
        anyhow::ensure!(!self.keys.is_empty(), "apps: {name} has no keys; list at least one");
        anyhow::ensure!(self.requests_per_second > 0, "apps: {name}: requests_per_second must be at least 1");
        anyhow::ensure!(
            (1..=MOST_WEIGHT).contains(&self.sdk.one_session_in),
            "apps: {name}: sdk: one_session_in must be from 1 to {MOST_WEIGHT}, not {}; `enabled: false` turns the SDK off",
            self.sdk.one_session_in
        );
        for origin in &self.origins {
            let after_scheme = origin.split_once("://").map_or(origin.as_str(), |(_, rest)| rest);
            anyhow::ensure!(
                !after_scheme.contains('/'),
                "apps: {name}: the origin {origin} has a slash or a path at its end; browsers send neither, so write it like https://app.example.com"
            );
        }
        Ok(())
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

    /// Scenario: an app's SDK as it is by default, turned down, turned off, and both.
    /// Guarantees: the header says which; nothing is said while all is on.
    #[test]
    fn sdk_header() {
        for (sdk, header) in [
            ("{}", None),
            ("{enabled: true, one_session_in: 1}", None),
            ("{one_session_in: 4}", Some("1/4")),
            ("{enabled: false, one_session_in: 4}", Some("off")),
        ] {
            let config = Config::parse(&format!("apps:\n- {{name: a, keys: [k], origins: [], sdk: {sdk}}}\n")).unwrap();
            assert_eq!(config.apps[0].sdk.header().as_deref(), header);
        }
    }

    /// Scenario: files that would be taken and then not do what they say.
    /// Guarantees: each is refused with a sentence about what is wrong.
    #[test]
    fn refused() {
        let apps = |one: &str, two: &str| format!("apps:\n- {{name: a, {one}}}\n- {{{two}}}\n");
        let good = "keys: [k], origins: ['*']";
        let with = |more: &str| format!("{}{more}\n", apps(good, "name: b, keys: [l], origins: ['http://x:1']"));
        assert!(Config::parse(&with("")).is_ok());
        for (yaml, words) in [
            (apps(good, "name: b, keys: [k], origins: []"), "share the key k"),
            (apps(good, "name: a, keys: [l], origins: []"), "listed twice"),
            (apps(good, "name: b, keys: [l], origins: ['https://b.example/']"), "slash"),
            (apps(good, "name: b, keys: [l], origins: ['https://b.example/path']"), "path"),
            (with("clock_bound_ms: -1"), "clock_bound_ms"),
            (with("clock_bound_ms: .nan"), "clock_bound_ms"),
            (with("journal: {segment_bytes: 4096}"), "1 MiB"),
            (with("admin_token: short"), "could be guessed"),
            (
                apps("keys: [k], origins: [], sdk: {one_session_in: 0}", "name: b, keys: [l], origins: []"),
                "one_session_in",
            ),
            (
                apps("keys: [k], origins: [], sdk: {one_session_in: 99999}", "name: b, keys: [l], origins: []"),
                "one_session_in",
            ),
            (apps("keys: [k], origins: [], sdk: {sample: 0.5}", "name: b, keys: [l], origins: []"), "sample"),
            (with("destinations: {collector: {endpoint: 'https://127.0.0.1:4318'}}"), "TLS is not built in"),
        ] {
            let error = Config::parse(&yaml).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
