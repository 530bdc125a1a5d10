//! To an OpenTelemetry Collector over OTLP/HTTP: spans and logs from the journal, metrics on a timer.

use std::time::Duration;

use honeyguide_protocol::Reason;
use opentelemetry_proto::tonic::{
    collector::{
        logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest,
        trace::v1::ExportTraceServiceRequest,
    },
    metrics::v1::ResourceMetrics,
};
use prost::Message;

use super::{Destination, Undelivered, otlp};
use crate::{config::Collector, journal::Entry};

/// A client of one Collector.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

/// Wait after the first failure; doubled up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Client {
    /// For a configured Collector.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(collector: &Collector) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { http, base: collector.endpoint.trim_end_matches('/').to_owned() })
    }

    /// Sends cumulative metrics. One that fails is not repeated: the next is newer.
    ///
    /// # Errors
    /// As [`Destination::deliver`].
    pub async fn metrics(&self, metrics: ResourceMetrics) -> Result<(), Undelivered> {
        self.post("metrics", ExportMetricsServiceRequest { resource_metrics: vec![metrics] }.encode_to_vec()).await
    }

    async fn post(&self, signal: &str, body: Vec<u8>) -> Result<(), Undelivered> {
        let url = format!("{}/v1/{signal}", self.base);
        let sent = self.http.post(url).header("content-type", "application/x-protobuf").body(body).send().await;
        let response = match sent {
            Ok(response) => response,
            Err(error) => {
                tracing::debug!(%error, signal, "the Collector cannot be reached");
                return Err(Undelivered::Later(FIRST_WAIT));
            }
        };
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        // The statuses that OTLP calls retryable; any other refusal is final.
        if matches!(status.as_u16(), 429 | 502 | 503 | 504) {
            return Err(Undelivered::Later(after.map_or(FIRST_WAIT, Duration::from_secs).min(LONGEST_WAIT)));
        }
        tracing::warn!(%status, signal, "the Collector refused for good");
        Err(Undelivered::Never(Reason::DestinationRefused))
    }
}

/// Spans and log records, as a follower of the journal.
#[derive(Debug)]
pub struct Export {
    client: Client,
    wait: Duration,
}

impl Export {
    /// Through a client.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, wait: FIRST_WAIT }
    }

    async fn send(&self, entries: &[Entry]) -> Result<(), Undelivered> {
        let (spans, logs): (Vec<_>, Vec<_>) = entries.iter().map(|entry| otlp::signals(&entry.record)).unzip();
        let resource_spans: Vec<_> = spans.into_iter().flatten().collect();
        if !resource_spans.is_empty() {
            self.client.post("traces", ExportTraceServiceRequest { resource_spans }.encode_to_vec()).await?;
        }
        let resource_logs: Vec<_> = logs.into_iter().flatten().collect();
        if !resource_logs.is_empty() {
            self.client.post("logs", ExportLogsServiceRequest { resource_logs }.encode_to_vec()).await?;
        }
        Ok(())
    }
}

impl Destination for Export {
    const NAME: &'static str = "collector";
    type Memory = ();

    async fn resume(&mut self, (): ()) {}

    async fn deliver(&mut self, entries: &[Entry]) -> Result<(), Undelivered> {
        match self.send(entries).await {
            Ok(()) => {
                self.wait = FIRST_WAIT;
                Ok(())
            }
            Err(Undelivered::Later(after)) => {
                let wait = after.max(self.wait);
                self.wait = (self.wait * 2).min(LONGEST_WAIT);
                Err(Undelivered::Later(wait))
            }
            Err(never) => Err(never),
        }
    }
}
