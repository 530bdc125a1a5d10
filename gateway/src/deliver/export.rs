//! To an OpenTelemetry Collector over OTLP/HTTP: spans and logs from the journal, metrics on a timer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use opentelemetry_proto::tonic::{
    collector::{
        logs::v1::{ExportLogsServiceRequest, ExportLogsServiceResponse},
        metrics::v1::{ExportMetricsServiceRequest, ExportMetricsServiceResponse},
        trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse},
    },
    metrics::v1::ResourceMetrics,
};
use prost::Message;

use super::{Destination, Handed, RetryLater, otlp};
use crate::{
    config::Collector,
    journal::{Entry, Record},
};

/// A client of one Collector. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// The Collector did not answer last time, or asked to come again later.
    away: Arc<AtomicBool>,
}

/// The Collector's answer to one signal.
enum Answer {
    /// Taken; the body says what of it was not.
    Taken(Vec<u8>),
    /// Nothing of it is ever taken.
    Refused,
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
        let base = collector.endpoint.trim_end_matches('/').to_owned();
        Ok(Self { http, base, away: Arc::default() })
    }

    /// Sends cumulative metrics. Those that fail are not repeated: the next are newer.
    pub async fn metrics(&self, metrics: ResourceMetrics) {
        let request = ExportMetricsServiceRequest { resource_metrics: vec![metrics] };
        let Ok(Answer::Taken(body)) = self.post("metrics", request.encode_to_vec()).await else { return };
        let partial = ExportMetricsServiceResponse::decode(body.as_slice()).ok().and_then(|it| it.partial_success);
        if let Some(partial) = partial {
            let _ = rejected("metrics", partial.rejected_data_points, &partial.error_message);
        }
    }

    async fn post(&self, signal: &str, body: Vec<u8>) -> Result<Answer, RetryLater> {
        let url = format!("{}/v1/{signal}", self.base);
        let sent = self.http.post(url).header("content-type", "application/x-protobuf").body(body).send().await;
        let response = match sent {
            Ok(response) => response,
            Err(error) => return Err(self.went_away(&error.to_string(), FIRST_WAIT)),
        };
        let status = response.status();
        // The statuses that OTLP calls retryable; any other refusal is final.
        if matches!(status.as_u16(), 429 | 502 | 503 | 504) {
            let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
            let wait = after.map_or(FIRST_WAIT, Duration::from_secs).min(LONGEST_WAIT);
            return Err(self.went_away(&format!("it answered {status}"), wait));
        }
        if self.away.swap(false, Ordering::Relaxed) {
            tracing::info!(collector = self.base, "the Collector is back");
        }
        if status.is_success() {
            // An answer cut short says nothing about a part that was not taken.
            return Ok(Answer::Taken(response.bytes().await.map(Into::into).unwrap_or_default()));
        }
        tracing::warn!(%status, signal, "the Collector refused for good");
        Ok(Answer::Refused)
    }

    /// Says so once an outage.
    fn went_away(&self, error: &str, wait: Duration) -> RetryLater {
        if !self.away.swap(true, Ordering::Relaxed) {
            tracing::warn!(collector = self.base, error, "the Collector cannot be reached; tried again until it can");
        }
        RetryLater(wait)
    }
}

/// Items that a partial success says were not taken.
fn rejected(signal: &str, count: i64, message: &str) -> u64 {
    if count > 0 {
        tracing::warn!(signal, count, message, "the Collector refused a part for good");
    }
    u64::try_from(count).unwrap_or(0)
}

/// Spans and log records, as a follower of the journal.
#[derive(Debug)]
pub struct Export {
    client: Client,
    wait: Duration,
    /// Spans refused, once those of the entries at hand were answered: only the logs are still to be sent.
    spans_refused: Option<u64>,
}

impl Export {
    /// Through a client.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, wait: FIRST_WAIT, spans_refused: None }
    }

    /// Sends both signals, each once it was not answered yet; the items refused.
    async fn send(&mut self, entries: &[Entry]) -> Result<u64, RetryLater> {
        let signals: Vec<_> = entries.iter().map(|entry| otlp::signals(&entry.record)).collect();
        let span_items = signals.iter().map(|signals| signals.span_items).sum();
        let log_items = signals.iter().map(|signals| signals.log_items).sum();
        let (spans, logs): (Vec<_>, Vec<_>) = signals.into_iter().map(|signals| (signals.spans, signals.logs)).unzip();
        let spans_refused = match self.spans_refused {
            Some(refused) => refused,
            None => {
                let resource_spans: Vec<_> = spans.into_iter().flatten().collect();
                self.spans(ExportTraceServiceRequest { resource_spans }, span_items).await?
            }
        };
        self.spans_refused = Some(spans_refused);
        let resource_logs: Vec<_> = logs.into_iter().flatten().collect();
        let logs_refused = self.logs(ExportLogsServiceRequest { resource_logs }, log_items).await?;
        self.spans_refused = None;
        Ok(spans_refused + logs_refused)
    }

    async fn spans(&self, request: ExportTraceServiceRequest, items: u64) -> Result<u64, RetryLater> {
        if request.resource_spans.is_empty() {
            return Ok(0);
        }
        let Answer::Taken(body) = self.client.post("traces", request.encode_to_vec()).await? else { return Ok(items) };
        let partial = ExportTraceServiceResponse::decode(body.as_slice()).ok().and_then(|it| it.partial_success);
        Ok(partial.map_or(0, |it| rejected("traces", it.rejected_spans, &it.error_message)).min(items))
    }

    async fn logs(&self, request: ExportLogsServiceRequest, items: u64) -> Result<u64, RetryLater> {
        if request.resource_logs.is_empty() {
            return Ok(0);
        }
        let Answer::Taken(body) = self.client.post("logs", request.encode_to_vec()).await? else { return Ok(items) };
        let partial = ExportLogsServiceResponse::decode(body.as_slice()).ok().and_then(|it| it.partial_success);
        Ok(partial.map_or(0, |it| rejected("logs", it.rejected_log_records, &it.error_message)).min(items))
    }
}

impl Destination for Export {
    const NAME: &'static str = "collector";
    type Memory = ();

    async fn resume(&mut self, (): ()) -> Result<(), RetryLater> {
        Ok(())
    }

    fn takes(&self, record: &Record) -> u64 {
        let signals = record.batch.series.iter().filter(|series| otlp::is_signal(series.kind));
        signals.map(|series| series.times.len() as u64).sum()
    }

    async fn deliver(&mut self, entries: &[Entry]) -> Result<Handed<()>, RetryLater> {
        match self.send(entries).await {
            Ok(refused) => {
                self.wait = FIRST_WAIT;
                Ok(Handed { memory: (), refused })
            }
            Err(RetryLater(after)) => {
                let wait = after.max(self.wait);
                self.wait = (self.wait * 2).min(LONGEST_WAIT);
                Err(RetryLater(wait))
            }
        }
    }
}
