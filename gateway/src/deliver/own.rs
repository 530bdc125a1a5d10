//! Metrics of the apps' own: counters, gauges and histograms that no catalogue knows.
//!
//! Their names and labels come from pages, so they are made to fit Prometheus here, and never stand for what the
//! catalogue means.

use honeyguide_catalog::{
    item::{own_counter, own_gauge, own_histogram},
    metric,
};

use crate::{
    journal::Record,
    table::{Attributes, Table},
};

use super::sample::cut;

/// What kind of metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// Values of one series of an app's own metric.
#[derive(Debug)]
pub(super) struct Own<'a> {
    pub(super) kind: Kind,
    /// As the app says it.
    pub(super) name: &'a str,
    pub(super) unit: Option<&'a str>,
    /// The app, then the app's own attributes, names fit for Prometheus.
    pub(super) labels: Vec<(String, String)>,
    pub(super) values: Vec<f64>,
    pub(super) weight: u64,
}

/// Hands every series of a record that has values to `take`.
pub(super) fn own_values(record: &Record, take: &mut dyn FnMut(Own<'_>)) {
    let batch = &record.batch;
    for series in &batch.series {
        let (kind, field) = match series.kind {
            own_counter::KIND => (Kind::Counter, own_counter::increment),
            own_gauge::KIND => (Kind::Gauge, own_gauge::value),
            own_histogram::KIND => (Kind::Histogram, own_histogram::value),
            _ => continue,
        };
        let Ok(table) = Table::unpack(batch, series) else { continue };
        let attributes = Attributes::resolve(batch, &series.attributes);
        let own = attributes.iter().filter(|(name, _)| !matches!(*name, "name" | "unit"));
        let mut labels = vec![("app".to_owned(), record.app.clone())];
        for (name, value) in own {
            let name = label_name(name);
            // Two names that become one: a label that stands twice would spoil the whole scrape.
            if labels.len() <= MOST_LABELS && !labels.iter().any(|(known, _)| *known == name) {
                labels.push((name, cut(value).to_owned()));
            }
        }
        let values: Vec<f64> = (0..table.times.len()).filter_map(|row| table.float(field, row)).collect();
        if !values.is_empty() {
            take(Own {
                kind,
                name: attributes.get("name").unwrap_or_default(),
                unit: attributes.get("unit"),
                labels,
                values,
                // A reading of a gauge is one reading, however many sessions the page stands for.
                weight: if kind == Kind::Gauge { 1 } else { u64::from(batch.weight.max(1)) },
            });
        }
    }
}

/// Labels of an app's own metric beside the app; further ones are left out.
const MOST_LABELS: usize = 16;
/// Longest name of an app's own metric, and of a label.
const NAME_CHARS: usize = 120;
/// Longest unit.
const UNIT_CHARS: usize = 20;
/// What the gateway's own metrics and OpenTelemetry's begin with.
const RESERVED: &[&str] = &["slo_", "honeyguide_", "otel_", "target_info", "up"];
/// What Prometheus appends itself, to histograms and counters.
const SUFFIXES: &[&str] = &["_bucket", "_count", "_sum", "_total"];

/// The name under which a metric is exported. The same for the same app's metric always; never one of the catalogue's.
pub(super) fn exported_name(kind: Kind, name: &str, unit: Option<&str>) -> String {
    let mut exported = fit(name, ':', NAME_CHARS);
    if let Some(unit) = unit.filter(|unit| !unit.is_empty() && *unit != "1") {
        let unit = format!("_{}", fit(unit, '_', UNIT_CHARS));
        if !exported.ends_with(&unit) {
            exported.push_str(&unit);
        }
    }
    match kind {
        Kind::Counter if !exported.ends_with("_total") => exported.push_str("_total"),
        Kind::Counter => {}
        // A gauge `x_count` would be read as a part of a histogram `x`.
        _ if SUFFIXES.iter().any(|suffix| exported.ends_with(suffix)) => exported.push_str("_value"),
        _ => {}
    }
    let taken = metric::find(&exported).is_some()
        || RESERVED.iter().any(|prefix| exported.starts_with(prefix))
        || exported.starts_with(|first: char| first.is_ascii_digit());
    if taken { format!("app_{exported}") } else { exported }
}

/// A label's name as Prometheus takes it; `app` is the gateway's.
fn label_name(name: &str) -> String {
    let fit = fit(name, '_', NAME_CHARS);
    let taken = matches!(fit.as_str(), "app" | "le" | "quantile" | super::metrics::OVERFLOW)
        || fit.starts_with("__")
        || fit.starts_with(|first: char| first.is_ascii_digit());
    if taken { format!("own_{fit}") } else { fit }
}

/// Letters, digits, `_` and one other character stay; each other becomes `_`. At most so many of them.
fn fit(text: &str, other: char, most: usize) -> String {
    let kept = |one: char| if one.is_ascii_alphanumeric() || one == other { one } else { '_' };
    let fit: String = text.chars().take(most).map(kept).collect();
    if fit.is_empty() { "unnamed".to_owned() } else { fit }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: ordinary names, names of the catalogue's and the gateway's, names that Prometheus would misread, no name.
    /// Guarantees: each is legal in Prometheus, says its unit once, and is nobody else's.
    #[test]
    fn names() {
        for (kind, name, unit, exported) in [
            (Kind::Counter, "joins", None, "joins_total"),
            (Kind::Counter, "joins_total", None, "joins_total"),
            (Kind::Histogram, "decode", Some("ms"), "decode_ms"),
            (Kind::Histogram, "decode_ms", Some("ms"), "decode_ms"),
            (Kind::Gauge, "share", Some("1"), "share"),
            (Kind::Counter, "requests", None, "app_requests_total"),
            (Kind::Histogram, "caption_latency", Some("ms"), "app_caption_latency_ms"),
            (Kind::Counter, "slo_events", None, "app_slo_events_total"),
            (Kind::Gauge, "queue_count", None, "queue_count_value"),
            (Kind::Gauge, "größe der Gruppe", None, "gr__e_der_Gruppe"),
            (Kind::Gauge, "2nd", None, "app_2nd"),
            (Kind::Gauge, "", None, "unnamed"),
        ] {
            assert_eq!(exported_name(kind, name, unit), exported);
        }
        assert_eq!(
            ["plan", "app", "le", "room.size", "1st"].map(label_name),
            ["plan", "own_app", "own_le", "room_size", "own_1st"]
        );
    }
}
