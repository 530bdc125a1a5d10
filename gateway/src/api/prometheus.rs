//! The text format that Prometheus scrapes.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

use crate::{
    clock,
    deliver::{
        accounts::PageFate,
        metrics::{Aggregate, Series},
    },
    serve::Gateway,
};

/// Every metric of the pages, the objectives' counters, and the gateway's own.
#[must_use]
pub fn exposition(gateway: &Gateway) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = write_all(gateway, &mut text);
    text
}

fn write_all(gateway: &Gateway, text: &mut String) -> fmt::Result {
    let now = clock::now_ms();
    gateway.metrics.with(|metrics| {
        let mut by_name: BTreeMap<&str, Vec<&Series>> = BTreeMap::new();
        for series in metrics.series() {
            by_name.entry(&series.name).or_default().push(series);
        }
        by_name.into_values().try_for_each(|series| write_metric(&series, now, text))
    })?;
    gateway.objectives.with(|objectives| {
        let counters: Vec<_> = objectives.evaluator.counters().collect();
        let rows = |value: fn(&honeyguide_slo::ObjectiveCounters<'_>) -> u64| {
            counters.iter().map(move |counter| (vec![("slo", counter.slo)], value(counter))).collect()
        };
        counter("slo_events_total", "Events of an objective.", rows(|row| row.slo_events_total), text)?;
        counter("slo_bad_events_total", "Bad events.", rows(|row| row.slo_bad_events_total), text)?;
        counter("slo_undecided_events_total", "Neither.", rows(|row| row.slo_undecided_events_total), text)?;
        counter("slo_late_events_total", "Too late to count.", rows(|row| row.slo_late_events_total), text)
    })?;
    write_own(gateway, text)
}

fn write_own(gateway: &Gateway, text: &mut String) -> fmt::Result {
    let report = gateway.report();
    let refused = report.requests.refused.iter().map(|(reason, count)| (vec![("reason", *reason)], *count)).collect();
    counter("honeyguide_requests_refused_total", "Refused requests.", refused, text)?;
    let batches = vec![
        (vec![("result", "accepted")], report.requests.accepted),
        (vec![("result", "repeated")], report.requests.repeated),
    ];
    counter("honeyguide_batches_total", "Batches acknowledged.", batches, text)?;
    counter("honeyguide_items_journalled_total", "Items on disk.", vec![(vec![], report.items.journalled)], text)?;
    let mut dropped: Vec<(Vec<(&str, &str)>, u64)> = Vec::new();
    for (stage, counts) in [("page", &report.items.dropped_in_page), ("validation", &report.items.rejected)] {
        dropped.extend(counts.iter().map(|(reason, count)| (vec![("stage", stage), ("reason", reason)], *count)));
    }
    for (name, destination) in &report.destinations {
        let rows = destination.dropped.iter();
        dropped.extend(rows.map(|(reason, count)| (vec![("stage", *name), ("reason", reason.as_str())], *count)));
    }
    counter("honeyguide_items_dropped_total", "Items dropped, by stage and reason.", dropped, text)?;
    let delivered =
        report.destinations.iter().map(|(name, one)| (vec![("destination", *name)], one.delivered)).collect();
    counter("honeyguide_items_delivered_total", "Items handed on.", delivered, text)?;
    // Gauges: a page that was thought over may come back.
    let lost = report.items.lost_with_page;
    writeln!(text, "# TYPE honeyguide_items_lost_with_page gauge\nhoneyguide_items_lost_with_page {lost}")?;
    writeln!(text, "# TYPE honeyguide_pages gauge")?;
    let fates = gateway.accounts.with(|accounts| accounts.fates(clock::now_ms(), gateway.silent_after));
    for (state, name) in [(PageFate::Live, "live"), (PageFate::Left, "left"), (PageFate::Unfinished, "unfinished")] {
        writeln!(text, "honeyguide_pages{{state=\"{name}\"}} {}", fates.get(&state).unwrap_or(&0))?;
    }
    let help = "Items that lay in damaged segments before a destination had them.";
    writeln!(text, "# HELP honeyguide_items_unreadable {help}\n# TYPE honeyguide_items_unreadable gauge")?;
    for (name, destination) in &report.destinations {
        if destination.unreadable > 0 {
            let labels = braces([("destination", *name)].into_iter(), None);
            writeln!(text, "honeyguide_items_unreadable{labels} {}", destination.unreadable)?;
        }
    }
    write_journal(gateway, text)
}

/// Of damage since the start, and of originals that lie there until somebody removes them.
fn write_journal(gateway: &Gateway, text: &mut String) -> fmt::Result {
    let damage = gateway.journal.damage();
    for (name, help, value) in [
        ("damaged_segments", "Segments with something unreadable, found since the start.", damage.segments),
        ("damaged_bytes", "Unreadable bytes in them.", damage.bytes),
        ("set_aside", "Originals of damaged segments in the journal's folder.", damage.set_aside),
        ("newer_segments", "Segments of a newer release, passed over.", gateway.journal.recovery.newer_segments),
    ] {
        let name = format!("honeyguide_journal_{name}");
        writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}")?;
    }
    Ok(())
}

fn counter(name: &str, help: &str, rows: Vec<(Vec<(&str, &str)>, u64)>, text: &mut String) -> fmt::Result {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter")?;
    rows.into_iter()
        .try_for_each(|(labels, value)| writeln!(text, "{name}{} {value}", braces(labels.into_iter(), None)))
}

fn write_metric(series: &[&Series], now: u64, text: &mut String) -> fmt::Result {
    let Some(first) = series.first() else { return Ok(()) };
    let name = &first.name;
    let kind = first.value.kind_name();
    writeln!(text, "# HELP {name} {}\n# TYPE {name} {kind}", first.description())?;
    for one in series {
        let labels = || one.labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        match &one.value {
            Aggregate::Counter(sum) => writeln!(text, "{name}{} {sum}", braces(labels(), None))?,
            Aggregate::Gauge(minute, _) => {
                if let Some(mean) = minute.mean(now) {
                    writeln!(text, "{name}{} {mean}", braces(labels(), None))?;
                }
            }
            Aggregate::Histogram(histogram) => {
                let mut count = 0;
                let bounds = one.bounds().iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
                for (bound, bucket) in bounds.zip(&histogram.buckets) {
                    count += bucket;
                    writeln!(text, "{name}_bucket{} {count}", braces(labels(), Some(&bound)))?;
                }
                let labels = braces(labels(), None);
                writeln!(text, "{name}_sum{labels} {}\n{name}_count{labels} {count}", histogram.sum)?;
            }
        }
    }
    Ok(())
}

fn braces<'a>(labels: impl Iterator<Item = (&'a str, &'a str)>, bound: Option<&str>) -> String {
    let escaped = |value: &str| value.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n");
    let pairs: Vec<String> = labels
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
        .chain(bound.map(|bound| format!("le=\"{bound}\"")))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("{{{}}}", pairs.join(",")) }
}
