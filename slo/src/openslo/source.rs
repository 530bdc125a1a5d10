//! A metric source: which samples an indicator reads.

use super::fields::{Cursor, Fields, Reader};
use super::nearest::nearest_metric;
use super::tree::{Kind, Node};
use crate::{Matcher, MetricKind, Source};

/// A source and the `spec` it came from.
pub(super) struct Sourced<'n> {
    pub(super) source: Source,
    pub(super) spec: Fields<'n>,
    pub(super) metric: Cursor<'n>,
}

/// Reads `metricSource` under `holder`. The metric must be of one of `kinds`, which `purpose`
/// explains; `extra` are the fields of `spec` beside `metric` and `where`.
pub(super) fn read<'n>(
    reader: &mut Reader<'_>,
    holder: &Cursor<'n>,
    kinds: &[MetricKind],
    purpose: &str,
    extra: &[&str],
) -> Option<Sourced<'n>> {
    let holder = reader.fields(holder, &["metricSource"])?;
    let cursor = reader.require(&holder, "metricSource", "a source of type `honeyguide`")?;
    let fields = reader.fields(&cursor, &["type", "spec"])?;
    if let Some(kind) = reader.require(&fields, "type", "`honeyguide`") {
        reader.one_of(&kind, &["honeyguide"]);
    }
    let spec = reader.require(&fields, "spec", "a mapping with the `metric`")?;
    let known = [&["metric", "where"], extra].concat();
    let spec = reader.fields(&spec, &known)?;
    let matchers = match spec.get("where") {
        Some(labels) => matchers(reader, &labels),
        None => Some(Vec::new()),
    };
    let fallback = match spec.get("fallback").filter(|_| extra.contains(&"fallback")) {
        Some(fallback) => Some(metric(reader, &fallback, kinds, purpose)?),
        None => None,
    };
    let cursor = reader.require(&spec, "metric", "a metric's name")?;
    let name = metric(reader, &cursor, kinds, purpose)?;
    if let Some(fallback) = spec.get("fallback").filter(|_| fallback == Some(name)) {
        reader.wrong(&fallback, "another metric than `metric`");
    }
    let source = Source { metric: name.to_owned(), matchers: matchers?, fallback: fallback.map(str::to_owned) };
    Some(Sourced { source, spec, metric: cursor })
}

/// A metric's name that the catalogue has, of one of the kinds.
fn metric<'n>(reader: &mut Reader<'_>, cursor: &Cursor<'n>, kinds: &[MetricKind], purpose: &str) -> Option<&'n str> {
    let name = reader.text(cursor)?;
    let metrics = reader.metrics;
    match metrics(name) {
        Some(kind) if kinds.contains(&kind) => Some(name),
        Some(kind) => {
            let found = format!("`{name}`, a {}", kind.name());
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            reader.found(cursor, found, format!("a {}: {purpose}", kinds.join(" or a ")));
            None
        }
        None => {
            let expected = match nearest_metric(name, &|other| metrics(other).is_some()) {
                Some(near) => format!("`{near}`, if that was meant"),
                None => "a metric of the catalogue".to_owned(),
            };
            reader.found(cursor, format!("`{name}`, which is unknown"), expected);
            None
        }
    }
}

/// `{ label: value or [values] }`.
fn matchers(reader: &mut Reader<'_>, labels: &Cursor<'_>) -> Option<Vec<Matcher>> {
    const EXPECTED: &str = "a label's value or a list of values";
    let fields = reader.any_fields(labels)?;
    let mut matchers = Vec::new();
    for (label, wanted) in fields.all() {
        let values: Option<Vec<String>> = match &wanted.node.kind {
            Kind::List(values) => values.iter().map(label_value).collect(),
            Kind::Null | Kind::Flag(_) | Kind::Number(_) | Kind::Text(_) | Kind::Map(_) => {
                label_value(wanted.node).map(|value| vec![value])
            }
        };
        match values {
            Some(values) if !values.is_empty() => matchers.push(Matcher { label: label.to_owned(), values }),
            Some(_) | None => reader.wrong(&wanted, EXPECTED),
        }
    }
    Some(matchers)
}

/// A label's value is text; a bare number or truth value is taken as it reads.
fn label_value(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Number(number) => Some(number.to_string()),
        Kind::Flag(flag) => Some(flag.to_string()),
        Kind::Null | Kind::List(_) | Kind::Map(_) => None,
    }
}
