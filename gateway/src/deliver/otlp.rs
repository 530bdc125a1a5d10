//! Conversion into OpenTelemetry's protocol. Units stay empty so that Prometheus keeps the names as they are.

use honeyguide_catalog::item::{error, span, web_vital};
use honeyguide_slo::ObjectiveCounters;
use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value},
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs, SeverityNumber},
    metrics::v1::{
        AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics,
        ScopeMetrics, Sum, metric::Data, number_data_point,
    },
    resource::v1::Resource,
    trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span::SpanKind, status::StatusCode},
};

use super::metrics::{Aggregate, Metrics};
use crate::{
    journal::Record,
    table::{Attributes, Table, tables},
};

/// A text attribute.
fn text(key: &str, value: &str) -> KeyValue {
    let value = Some(AnyValue { value: Some(any_value::Value::StringValue(value.to_owned())) });
    KeyValue { key: key.to_owned(), value, ..KeyValue::default() }
}

fn scope() -> InstrumentationScope {
    InstrumentationScope { name: "honeyguide".into(), version: env!("CARGO_PKG_VERSION").into(), ..Default::default() }
}

fn nanos(ms: f64) -> u64 {
    // In whole microseconds: a double has no more at this magnitude.
    (ms * 1000.0).round().max(0.0) as u64 * 1000
}

/// All series as cumulative data points of one resource, the objectives' counters among them. `now` in milliseconds.
pub fn metrics<'a>(
    state: &Metrics,
    objectives: impl Iterator<Item = ObjectiveCounters<'a>>,
    instance: &str,
    now: u64,
) -> ResourceMetrics {
    let (start, time) = (state.started_at * 1_000_000, now * 1_000_000);
    let mut by_name: Vec<Metric> = Vec::new();
    for series in state.series() {
        let attributes: Vec<KeyValue> = series.labels.iter().map(|(name, value)| text(name, value)).collect();
        let number = |value: f64| NumberDataPoint {
            attributes: attributes.clone(),
            start_time_unix_nano: start,
            time_unix_nano: time,
            value: Some(number_data_point::Value::AsDouble(value)),
            ..Default::default()
        };
        let data = match &series.value {
            Aggregate::Counter(sum) => cumulative(vec![number(*sum)]),
            Aggregate::Gauge(minute, _) => {
                let Some(mean) = minute.mean(now) else { continue };
                Data::Gauge(Gauge { data_points: vec![number(mean)] })
            }
            Aggregate::Histogram(histogram) => Data::Histogram(Histogram {
                aggregation_temporality: AggregationTemporality::Cumulative as i32,
                data_points: vec![HistogramDataPoint {
                    attributes,
                    start_time_unix_nano: start,
                    time_unix_nano: time,
                    count: histogram.buckets.iter().sum(),
                    sum: Some(histogram.sum),
                    bucket_counts: histogram.buckets.clone(),
                    explicit_bounds: series.bounds().to_vec(),
                    ..Default::default()
                }],
            }),
        };
        push(&mut by_name, &series.name, series.description(), data);
    }
    for counters in objectives {
        for (name, count) in [
            ("slo_events_total", counters.slo_events_total),
            ("slo_bad_events_total", counters.slo_bad_events_total),
            ("slo_undecided_events_total", counters.slo_undecided_events_total),
            ("slo_late_events_total", counters.slo_late_events_total),
        ] {
            let point = NumberDataPoint {
                attributes: vec![text("slo", counters.slo)],
                start_time_unix_nano: start,
                time_unix_nano: time,
                value: Some(number_data_point::Value::AsInt(count.cast_signed())),
                ..Default::default()
            };
            push(&mut by_name, name, "Events of an objective.", cumulative(vec![point]));
        }
    }
    let resource = Resource {
        attributes: vec![text("service.name", "honeyguide-gateway"), text("service.instance.id", instance)],
        ..Default::default()
    };
    let scope_metrics = vec![ScopeMetrics { scope: Some(scope()), metrics: by_name, ..Default::default() }];
    ResourceMetrics { resource: Some(resource), scope_metrics, ..Default::default() }
}

fn cumulative(data_points: Vec<NumberDataPoint>) -> Data {
    let aggregation_temporality = AggregationTemporality::Cumulative as i32;
    Data::Sum(Sum { data_points, aggregation_temporality, is_monotonic: true })
}

/// Adds data to the metric of a name: its points go beside those there.
fn push(metrics: &mut Vec<Metric>, name: &str, description: &str, data: Data) {
    let Some(known) = metrics.iter_mut().find(|metric| metric.name == name) else {
        let (name, description) = (name.to_owned(), description.to_owned());
        metrics.push(Metric { name, description, data: Some(data), ..Default::default() });
        return;
    };
    match (&mut known.data, data) {
        (Some(Data::Sum(all)), Data::Sum(more)) => all.data_points.extend(more.data_points),
        (Some(Data::Gauge(all)), Data::Gauge(more)) => all.data_points.extend(more.data_points),
        (Some(Data::Histogram(all)), Data::Histogram(more)) => all.data_points.extend(more.data_points),
        _ => {}
    }
}

/// The spans and log records (errors, vitals) of a record; `None` where it has none of a kind.
#[must_use]
pub fn signals(record: &Record) -> (Option<ResourceSpans>, Option<ResourceLogs>) {
    let (mut spans, mut logs) = (Vec::new(), Vec::new());
    let batch = &record.batch;
    let offset = batch.clock.map_or(0.0, |clock| clock.theta);
    for (number, table, attributes) in tables(batch) {
        for row in 0..table.times.len() {
            let time = honeyguide_protocol::ms(table.times[row]) + offset;
            // The same at each sending: what a destination may recognise a repeat by.
            let id = format!("{}/{:016x}/{}/{number}/{row}", record.session, batch.page, batch.number);
            match table.kind.id {
                span::KIND => spans.push(one_span(&table, row, &attributes, time)),
                error::KIND => logs.push(one_error(&attributes, time, record, &id)),
                web_vital::KIND => logs.push(one_vital(&table, row, &attributes, time, record, &id)),
                _ => {}
            }
        }
    }
    let resource = || Some(resource(record));
    let spans = (!spans.is_empty()).then(|| ResourceSpans {
        resource: resource(),
        scope_spans: vec![ScopeSpans { scope: Some(scope()), spans, ..Default::default() }],
        ..Default::default()
    });
    let logs = (!logs.is_empty()).then(|| ResourceLogs {
        resource: resource(),
        scope_logs: vec![ScopeLogs { scope: Some(scope()), log_records: logs, ..Default::default() }],
        ..Default::default()
    });
    (spans, logs)
}

fn resource(record: &Record) -> Resource {
    let sent = Attributes::resolve(&record.batch, &record.batch.resource);
    let mut attributes: Vec<KeyValue> = sent.iter().map(|(name, value)| text(name, value)).collect();
    if sent.get("service.name").is_none() {
        attributes.push(text("service.name", &record.app));
    }
    attributes.push(text("user_agent.original", &record.user_agent));
    attributes.push(text("telemetry.sdk.name", "honeyguide"));
    Resource { attributes, ..Default::default() }
}

fn one_span(table: &Table, row: usize, attributes: &Attributes<'_>, start: f64) -> Span {
    let identifier = |field| table.raw(field, row).unwrap_or(0).to_be_bytes();
    let parent = table.raw(span::parent, row).map(|parent| parent.to_be_bytes().to_vec()).unwrap_or_default();
    let failed = table.count(span::failed, row) == Some(1);
    Span {
        trace_id: [identifier(span::trace_high), identifier(span::trace_low)].concat(),
        span_id: identifier(span::span).to_vec(),
        parent_span_id: parent,
        name: attributes.get("name").unwrap_or("span").to_owned(),
        kind: SpanKind::Internal as i32,
        start_time_unix_nano: nanos(start),
        end_time_unix_nano: nanos(start + table.ms(span::duration, row).unwrap_or(0.0)),
        attributes: attributes.iter().filter(|(key, _)| *key != "name").map(|(key, value)| text(key, value)).collect(),
        status: failed.then(|| Status { code: StatusCode::Error as i32, ..Default::default() }),
        ..Default::default()
    }
}

fn log(event: &str, severity: SeverityNumber, time: f64, record: &Record, id: &str) -> LogRecord {
    LogRecord {
        time_unix_nano: nanos(time),
        observed_time_unix_nano: record.received_at * 1_000_000,
        severity_number: severity as i32,
        event_name: event.to_owned(),
        attributes: vec![text("session.id", &record.session), text("honeyguide.item", id)],
        ..Default::default()
    }
}

fn one_error(attributes: &Attributes<'_>, time: f64, record: &Record, id: &str) -> LogRecord {
    let mut log = log("exception", SeverityNumber::Error, time, record, id);
    for (name, key) in [
        ("exception.type", "error_type"),
        ("exception.message", "message"),
        ("exception.stacktrace", "stack"),
        ("honeyguide.source", "source"),
    ] {
        log.attributes.extend(attributes.get(key).map(|value| text(name, value)));
    }
    let message = attributes.get("message").unwrap_or_default().to_owned();
    log.body = Some(AnyValue { value: Some(any_value::Value::StringValue(message)) });
    log.severity_text = "ERROR".into();
    log
}

fn one_vital(
    table: &Table,
    row: usize,
    attributes: &Attributes<'_>,
    time: f64,
    record: &Record,
    id: &str,
) -> LogRecord {
    let mut log = log("browser.web_vital", SeverityNumber::Info, time, record, id);
    let value = table.float(web_vital::score, row).or_else(|| table.ms(web_vital::time, row)).unwrap_or(0.0);
    let name = attributes.get("name").unwrap_or_default().to_lowercase();
    log.attributes.push(text("name", &name));
    log.attributes.push(KeyValue {
        key: "value".into(),
        value: Some(AnyValue { value: Some(any_value::Value::DoubleValue(value)) }),
        ..KeyValue::default()
    });
    log
}
