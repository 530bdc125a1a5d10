//! The indicator: what an event is and when it is good.

use super::fields::{Cursor, Fields, Reader};
use super::source::{self, Sourced};
use super::tree::Kind;
use super::{hours, window};
use crate::{Comparison, Indicator, MetricKind, Part, Threshold};

const SINGLE: &str = "each of its samples is one event";
const INCREMENTS: &str = "its increments are the events";
const RATE: &str = "a minute's rate comes from increments";

/// The indicator by `budgetingMethod`, `indicator` and the threshold in `goal`.
pub(super) fn read(reader: &mut Reader<'_>, spec: &Fields<'_>, goal: Option<&Fields<'_>>) -> Option<Indicator> {
    const METHODS: [&str; 2] = ["Occurrences", "Timeslices"];
    let method = reader
        .require(spec, "budgetingMethod", "`Occurrences` or `Timeslices`")
        .and_then(|method| reader.one_of(&method, &METHODS));
    let cursor = reader.require(spec, "indicator", "an inline indicator")?;
    let fields = reader.fields(&cursor, &["metadata", "spec"])?;
    let spec = reader.require(&fields, "spec", "a thresholdMetric or a ratioMetric")?;
    let fields = reader.fields(&spec, &["description", "thresholdMetric", "ratioMetric"])?;
    let by_slices = method? == "Timeslices";
    match (fields.get("thresholdMetric"), fields.get("ratioMetric")) {
        (Some(metric), None) if by_slices => rate(reader, &metric, goal),
        (Some(metric), None) => single(reader, &metric, goal),
        (None, Some(ratio)) if by_slices => {
            reader.found(
                &ratio,
                "a ratio counted in time slices",
                "a thresholdMetric over a counter, or `budgetingMethod: Occurrences`",
            );
            None
        }
        (None, Some(ratio)) => {
            if let Some(goal) = goal {
                refuse(reader, goal, &["op", "value"], "nothing, beside a ratioMetric");
                refuse_slices(reader, goal);
            }
            ratio_of(reader, &ratio)
        }
        (Some(_), Some(_)) | (None, None) => {
            reader.wrong(&spec, "either a thresholdMetric or a ratioMetric");
            None
        }
    }
}

/// Each sample one event.
fn single(reader: &mut Reader<'_>, metric: &Cursor<'_>, goal: Option<&Fields<'_>>) -> Option<Indicator> {
    let kinds = [MetricKind::Histogram, MetricKind::Gauge];
    let sourced = source::read(reader, metric, &kinds, SINGLE, &["fallback"]);
    let goal = goal?;
    refuse_slices(reader, goal);
    let threshold = threshold(reader, goal);
    Some(Indicator::Threshold { source: sourced?.source, threshold: threshold? })
}

/// Each minute one event.
fn rate(reader: &mut Reader<'_>, metric: &Cursor<'_>, goal: Option<&Fields<'_>>) -> Option<Indicator> {
    const EXPECTED: &str = "the hours in which traffic is expected, or [] while there are none";
    let sourced = source::read(reader, metric, &[MetricKind::Counter], RATE, &["expected"]);
    let expected = sourced
        .as_ref()
        .and_then(|sourced| reader.require(&sourced.spec, "expected", EXPECTED))
        .and_then(|expected| hours::read(reader, &expected));
    let goal = goal?;
    window::slice(reader, goal);
    let threshold = threshold(reader, goal);
    Some(Indicator::Rate { source: sourced?.source, threshold: threshold?, expected: expected? })
}

/// Each increment so many events.
fn ratio_of(reader: &mut Reader<'_>, ratio: &Cursor<'_>) -> Option<Indicator> {
    let fields = reader.fields(ratio, &["counter", "total", "bad", "good"])?;
    if let Some(counter) = reader.require(&fields, "counter", "`true`")
        && !matches!(counter.node.kind, Kind::Flag(true))
    {
        reader.wrong(&counter, "`true`: a ratio is made of counters");
    }
    let total = reader.require(&fields, "total", "the source of all events");
    let total = total.and_then(|total| counter(reader, &total));
    let (part, good) = match (fields.get("bad"), fields.get("good")) {
        (Some(bad), None) => (bad, false),
        (None, Some(good)) => (good, true),
        (Some(_), Some(_)) | (None, None) => {
            reader.wrong(ratio, "either `bad` or `good` beside `total`");
            return None;
        }
    };
    let part = counter(reader, &part);
    let (total, part) = (total?, part?);
    if good && part.source.metric != total.source.metric {
        let expected = format!(
            "`{}`, the total's own metric; where only another metric knows, count `bad` instead \
             (counters of bad events never fall)",
            total.source.metric
        );
        reader.wrong(&part.metric, expected);
        return None;
    }
    Some(Indicator::Ratio {
        total: total.source,
        part: if good { Part::Good(part.source) } else { Part::Bad(part.source) },
    })
}

fn counter<'n>(reader: &mut Reader<'_>, holder: &Cursor<'n>) -> Option<Sourced<'n>> {
    source::read(reader, holder, &[MetricKind::Counter], INCREMENTS, &[])
}

fn threshold(reader: &mut Reader<'_>, goal: &Fields<'_>) -> Option<Threshold> {
    let comparison = reader
        .require(goal, "op", "`lte`, `lt`, `gte` or `gt`")
        .and_then(|op| reader.one_of(&op, &["lte", "lt", "gte", "gt"]))
        .map(|op| match op {
            "lte" => Comparison::Lte,
            "lt" => Comparison::Lt,
            "gte" => Comparison::Gte,
            _ => Comparison::Gt,
        });
    let bound =
        reader.require(goal, "value", "the bound, in the metric's unit").and_then(|value| reader.number(&value));
    Some(Threshold { comparison: comparison?, bound: bound? })
}

fn refuse_slices(reader: &mut Reader<'_>, goal: &Fields<'_>) {
    refuse(reader, goal, &["timeSliceTarget", "timeSliceWindow"], "nothing, unless `budgetingMethod` is Timeslices");
}

fn refuse(reader: &mut Reader<'_>, goal: &Fields<'_>, names: &[&str], expected: &str) {
    for field in names.iter().filter_map(|name| goal.get(name)) {
        reader.wrong(&field, expected);
    }
}
