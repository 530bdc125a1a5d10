//! Conversion into OpenTelemetry's protocol. Units stay empty so that Prometheus keeps the names as they are.

use std::collections::HashMap;

use honeyguide_catalog::item::{Shape, call_event, error, own_event, span, span_event, web_vital};
use honeyguide_slo::ObjectiveCounters;
use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value},
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs, SeverityNumber},
    metrics::v1::{
        AggregationTemporality, Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics,
        ScopeMetrics, Sum, metric::Data, number_data_point,
    },
    resource::v1::Resource,
    trace::v1::{
        ResourceSpans, ScopeSpans, Span, Status,
        span::{Event, SpanKind},
        status::StatusCode,
    },
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

/// A number.
fn number(key: &str, value: f64) -> KeyValue {
    let value = Some(AnyValue { value: Some(any_value::Value::DoubleValue(value)) });
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

/// What a record has for a Collector.
#[derive(Debug, Default)]
pub struct Signals {
    /// Spans with their events.
    pub spans: Option<ResourceSpans>,
    /// Items in them.
    pub span_items: u64,
    /// Errors, vitals, events of the app and of calls, and events of spans that are not in the same batch.
    pub logs: Option<ResourceLogs>,
    /// Items in them.
    pub log_items: u64,
}

/// Whether items of a kind are for a Collector.
#[must_use]
pub fn is_signal(kind: u32) -> bool {
    [span::KIND, span_event::KIND, error::KIND, web_vital::KIND, own_event::KIND, call_event::KIND].contains(&kind)
}

/// The spans and log records of a record.
#[must_use]
pub fn signals(record: &Record) -> Signals {
    let (mut spans, mut logs) = (Vec::new(), Vec::new());
    let (mut span_of, mut events) = (HashMap::new(), Vec::new());
    let batch = &record.batch;
    let offset = batch.clock.map_or(0.0, |clock| clock.theta);
    for (number, table, attributes) in tables(batch) {
        for row in 0..table.times.len() {
            let time = honeyguide_protocol::ms(table.times[row]) + offset;
            // The same at each sending: what a destination may recognise a repeat by.
            let id = format!("{}/{:016x}/{}/{number}/{row}", record.session, batch.page, batch.number);
            match table.kind.id {
                span::KIND => {
                    let one = one_span(&table, row, &attributes, time);
                    span_of.insert((one.trace_id.clone(), one.span_id.clone()), spans.len());
                    spans.push(one);
                }
                span_event::KIND => {
                    let of =
                        identifiers(&table, row, [span_event::trace_high, span_event::trace_low, span_event::span]);
                    events.push((of, one_event(&attributes, time), id));
                }
                error::KIND => logs.push(one_error(&attributes, time, record, &id)),
                web_vital::KIND => logs.push(one_vital(&table, row, &attributes, time, record, &id)),
                own_event::KIND => {
                    let event = one_event(&attributes, time);
                    logs.push(event_log(event, record, &id));
                }
                call_event::KIND => logs.push(one_call_event(&table, row, &attributes, time, record, &id)),
                _ => {}
            }
        }
    }
    for ((trace_id, span_id), event, id) in events {
        match span_of.get(&(trace_id.clone(), span_id.clone())) {
            Some(index) => spans[*index].events.push(event),
            // Its span ends later, or was sent before.
            None => logs.push(LogRecord { trace_id, span_id, ..event_log(event, record, &id) }),
        }
    }
    for span in &mut spans {
        span.events.sort_by_key(|event| event.time_unix_nano);
    }
    let attached = spans.iter().map(|span| span.events.len() as u64).sum::<u64>();
    let (span_items, log_items) = (spans.len() as u64 + attached, logs.len() as u64);
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
    Signals { spans, span_items, logs, log_items }
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
    let (trace_id, span_id) = identifiers(table, row, [span::trace_high, span::trace_low, span::span]);
    let parent = table.raw(span::parent, row).map(|parent| parent.to_be_bytes().to_vec()).unwrap_or_default();
    let failed = table.count(span::failed, row) == Some(1);
    Span {
        trace_id,
        span_id,
        parent_span_id: parent,
        name: attributes.get("name").unwrap_or("span").to_owned(),
        kind: SpanKind::Internal as i32,
        start_time_unix_nano: nanos(start),
        end_time_unix_nano: nanos(start + table.ms(span::duration, row).unwrap_or(0.0)),
        attributes: all_but(attributes, &["name", "status"]),
        status: failed.then(|| Status {
            code: StatusCode::Error as i32,
            message: attributes.get("status").unwrap_or_default().to_owned(),
        }),
        ..Default::default()
    }
}

/// Trace and span, from the fields of the trace's halves and the span.
fn identifiers(table: &Table, row: usize, fields: [u32; 3]) -> (Vec<u8>, Vec<u8>) {
    let [high, low, span] = fields.map(|field| table.raw(field, row).unwrap_or(0).to_be_bytes());
    ([high, low].concat(), span.to_vec())
}

fn all_but(attributes: &Attributes<'_>, left_out: &[&str]) -> Vec<KeyValue> {
    attributes.iter().filter(|(key, _)| !left_out.contains(key)).map(|(key, value)| text(key, value)).collect()
}

fn one_event(attributes: &Attributes<'_>, time: f64) -> Event {
    Event {
        time_unix_nano: nanos(time),
        name: attributes.get("name").unwrap_or("event").to_owned(),
        attributes: all_but(attributes, &["name"]),
        ..Default::default()
    }
}

/// An event as a log record: OpenTelemetry's form of an event without a span.
fn event_log(event: Event, record: &Record, id: &str) -> LogRecord {
    let mut log = log(&event.name, SeverityNumber::Info, 0.0, record, id);
    log.time_unix_nano = event.time_unix_nano;
    log.attributes.extend(event.attributes);
    log
}

fn one_call_event(
    table: &Table,
    row: usize,
    attributes: &Attributes<'_>,
    time: f64,
    record: &Record,
    id: &str,
) -> LogRecord {
    let mut log = log("honeyguide.call", SeverityNumber::Info, time, record, id);
    log.attributes.extend(all_but(attributes, &[]));
    let duration = table.ms(call_event::duration, row);
    log.attributes.extend(duration.map(|duration| number("duration_ms", duration)));
    log
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
    log.attributes.push(number("value", value));
    // What it is made of and about, so that a query can ask for it.
    let parts = table.columns.iter().filter(|column| !matches!(column.field.id, web_vital::time | web_vital::score));
    log.attributes.extend(parts.filter_map(|column| {
        let field = column.field;
        let value = match field.shape {
            Shape::Number => table.float(field.id, row),
            Shape::Duration => table.ms(field.id, row),
            _ => table.count(field.id, row).map(|count| count as f64),
        };
        value.map(|value| number(field.name, value))
    }));
    log.attributes.extend(all_but(attributes, &["name"]));
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use honeyguide_protocol::{Batch, Series, column::ColumnBuilder};

    /// Rows of a kind whose trace is 1, of the spans given; a text names them all.
    fn rows(kind: u32, spans: &[u64], fields: [u32; 3], more: &[(u32, u64)]) -> Series {
        let mut cells = Vec::new();
        let mut push = |field: u32, value: fn(u64) -> u64, fixed: Option<u64>| {
            let mut column = ColumnBuilder::default();
            spans.iter().for_each(|span| {
                column.push(honeyguide_protocol::column::Coding::Integer, Some(fixed.unwrap_or_else(|| value(*span))));
            });
            column.finish(field, &mut cells);
        };
        let mut all: Vec<(u32, Option<u64>)> = vec![(fields[0], Some(1)), (fields[1], Some(1)), (fields[2], None)];
        all.extend(more.iter().map(|(field, value)| (*field, Some(*value))));
        all.sort_by_key(|(field, _)| *field);
        all.into_iter().for_each(|(field, fixed)| push(field, |span| span, fixed));
        Series { kind, attributes: vec![5, 0], times: vec![0; spans.len()], cells }
    }

    /// Scenario: a span that failed, two events of it, one of a span of another batch, an event of the app's, one of a call.
    /// Guarantees: the two stand in the span; the third is a log record with its trace and span; each item is counted once,
    /// on the side where it goes.
    #[test]
    fn events_go_with_their_spans() {
        let event_fields = [span_event::trace_high, span_event::trace_low, span_event::span];
        let call = Series { kind: call_event::KIND, attributes: vec![21, 0], times: vec![0], cells: vec![] };
        let own = Series { kind: own_event::KIND, attributes: vec![5, 0], times: vec![0], cells: vec![] };
        let span_fields = [span::trace_high, span::trace_low, span::span];
        let mut failed = rows(span::KIND, &[7], span_fields, &[(span::duration, 10), (span::failed, 1)]);
        failed.attributes = vec![5, 0, 34, 1];
        let series = vec![rows(span_event::KIND, &[7, 9, 7], event_fields, &[]), failed, call, own];
        let strings = vec!["name".to_owned(), "no words".to_owned()];
        let record = Record { batch: Batch { series, strings, ..Batch::default() }, ..Record::default() };
        let signals = signals(&record);
        assert_eq!((signals.span_items, signals.log_items), (3, 3));
        let spans = &signals.spans.unwrap().scope_spans[0].spans;
        assert_eq!((spans.len(), spans[0].events.len(), spans[0].events[0].name.as_str()), (1, 2, "name"));
        assert_eq!(spans[0].status.as_ref().map(|status| status.message.as_str()), Some("no words"));
        let logs = signals.logs.unwrap().scope_logs.remove(0).log_records;
        let told: Vec<_> = logs.iter().map(|log| (log.event_name.as_str(), log.span_id.last().copied())).collect();
        assert_eq!(told.len(), 3);
        assert!(
            told.contains(&("name", Some(9)))
                && told.contains(&("honeyguide.call", None))
                && told.contains(&("name", None))
        );
        assert_eq!(logs.iter().filter(|log| log.trace_id.len() == 16).count(), 1);
    }
}
