//! A gateway process on free ports with a journal of its own, and batches to send it.

use std::{
    io::{BufRead, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use honeyguide_catalog::item::{caption, error};
use honeyguide_protocol::{
    Batch, Clock, Series, Totals,
    column::{Coding, ColumnBuilder},
    frame::{self, Encoding},
};
use prost::Message;
use serde_json::Value;

/// A running gateway, killed when dropped.
pub(crate) struct Gateway {
    child: Child,
    /// Kept open: what the gateway prints must go somewhere.
    _stdout: Lines<BufReader<ChildStdout>>,
    pub(crate) public: String,
    pub(crate) admin: String,
}

const CONFIG: &str = "apps:\n- {name: one, keys: [pub_one], origins: ['https://one.example']}\n";

impl Gateway {
    /// Starts on the journal in `folder`.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(folder, "")
    }

    /// The same with more lines of configuration.
    pub(crate) fn start_with(folder: &Path, more: &str) -> Self {
        let mut command = Self::command(folder);
        std::fs::write(folder.join("config.yaml"), format!("{CONFIG}{more}")).unwrap();
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = |prefix: &str| {
            let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with(prefix))).unwrap();
            let url = &line[line.find("http://").unwrap()..];
            url.trim_end_matches("/v1/batch").trim_end_matches('/').to_owned()
        };
        let (admin, public) = (address("Dashboard"), address("Pages send to"));
        Self { child, _stdout: lines, public, admin }
    }

    /// The command that runs one on the configuration and the journal in `folder`.
    pub(crate) fn command(folder: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_honeyguide-gateway"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.2:0", "--config"])
            .arg(folder.join("config.yaml"))
            .arg("--data")
            .arg(folder.join("journal"));
        command
    }

    /// SIGTERM; how long it took to end.
    pub(crate) fn stop(mut self) -> Duration {
        let started = Instant::now();
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert_eq!(ended(&mut self.child), Some(0));
        started.elapsed()
    }

    /// kill -9.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `POST /v1/batch` with the right key and session.
    pub(crate) async fn send(&self, body: Vec<u8>) -> (u16, String) {
        self.send_to("/v1/batch?k=pub_one&s=session-1", body).await
    }

    pub(crate) async fn send_to(&self, path: &str, body: Vec<u8>) -> (u16, String) {
        let request = reqwest::Client::new()
            .post(format!("{}{path}", self.public))
            .header("content-type", "text/plain")
            .header("origin", "https://one.example");
        let response = request.body(body).send().await.unwrap();
        assert_eq!(response.headers()["access-control-allow-origin"], "*", "each answer carries CORS");
        (response.status().as_u16(), response.text().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path).await).unwrap()
    }

    pub(crate) async fn text(&self, path: &str) -> String {
        reqwest::get(format!("{}{path}", self.admin)).await.unwrap().text().await.unwrap()
    }

    /// The outcomes once every destination has had everything, and `journalled` items lie on disk.
    pub(crate) async fn settled(&self, journalled: u64) -> Value {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let report = self.get("/api/v1/outcomes").await;
            let waits = report["destinations"].as_object().unwrap().values().any(|one| one["waiting"] != 0);
            if !waits && report["items"]["journalled"] == journalled {
                return report;
            }
            assert!(Instant::now() < deadline, "not settled: {report:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The exit code, once the process has ended; one that does not end is killed.
pub(crate) fn ended(child: &mut Child) -> Option<i32> {
    for _ in 0..750 {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    panic!("it has not ended after 15 seconds");
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn now_ticks() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64 * 10
}

/// An integer column.
pub(crate) fn column(field: u32, values: &[i64]) -> Vec<u64> {
    let mut builder = ColumnBuilder::default();
    values.iter().for_each(|value| builder.push(Coding::Integer, Some(value.cast_unsigned())));
    let mut cells = Vec::new();
    builder.finish(field, &mut cells);
    cells
}

/// Painted captions of these latencies (ticks), now.
pub(crate) fn captions(latencies: &[i64]) -> Series {
    rendered(latencies, &vec![100; latencies.len()])
}

/// The same with these render times (ticks).
pub(crate) fn rendered(latencies: &[i64], render: &[i64]) -> Series {
    let rows = latencies.len();
    Series {
        kind: caption::KIND,
        // outcome = painted
        attributes: vec![3, 0],
        times: vec![0; rows],
        cells: [
            column(caption::segment, &vec![1; rows]),
            column(caption::latency, latencies),
            column(caption::render, render),
            column(caption::app, &vec![10; rows]),
        ]
        .concat(),
    }
}

/// One error.
pub(crate) fn one_error(time: i64) -> Series {
    Series { kind: error::KIND, times: vec![time], ..Series::default() }
}

/// A batch of page view 7.
pub(crate) fn batch(number: u32, series: Vec<Series>) -> Batch {
    let captured = series.iter().map(|series| series.times.len() as u64).sum();
    Batch {
        page: 7,
        number,
        base_time: now_ticks() as u64,
        clock: Some(Clock { theta: 0.0, delta: 2.0 }),
        strings: vec!["painted".into()],
        totals: Some(Totals { captured, dropped: vec![] }),
        series,
        ..Batch::default()
    }
}

pub(crate) fn sealed(batch: &Batch) -> Vec<u8> {
    frame::seal(Encoding::Plain, &batch.encode_to_vec())
}
