//! What was measured as rows beside the budgets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::peers::VARIANTS;
use crate::size::Package;

/// In what a row is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    Kilobytes,
    Megabytes,
    Milliseconds,
    Percent,
}

/// A value in bytes, milliseconds or percent, and its noise: a median's absolute deviation, or half an interval of 95 %.
#[derive(Debug, Clone, Copy)]
struct Figure {
    value: f64,
    noise: Option<f64>,
}

/// What a row must keep to.
#[derive(Debug, Clone, Copy)]
enum Budget {
    AtMost(f64),
    /// Zero lies inside the interval.
    Indistinguishable,
    /// There is none: the row explains another.
    None,
}

#[derive(Debug)]
struct Row {
    what: String,
    unit: Unit,
    budget: Budget,
    /// Bytes that are the same at each run: they can fail anywhere, times only where nobody disturbs.
    exact: bool,
    /// By the name of the variant.
    figures: BTreeMap<&'static str, Figure>,
}

/// Everything measured, by row.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Row>,
    remarks: Vec<String>,
}

const OURS: &str = "honeyguide";
const SLOWED: f64 = 4.0;

impl Table {
    /// From what the browser told, the peers' bytes, our own, and those of the reference minute.
    pub(super) fn new(
        figures: &Value,
        sizes: &BTreeMap<&'static str, usize>,
        package: &Package,
        minute: Option<u64>,
    ) -> Self {
        let mut table = Self { rows: Vec::new(), remarks: remarks(figures) };
        table.sizes(sizes, package);
        table.times(figures);
        table.wire(&figures["wire"], minute);
        table.heap(&figures["heap"]);
        table
    }

    fn sizes(&mut self, sizes: &BTreeMap<&'static str, usize>, package: &Package) {
        let bytes = |bytes: usize| Figure { value: bytes as f64, noise: None };
        let all = VARIANTS.iter().filter_map(|variant| Some((variant.name, bytes(*sizes.get(variant.name)?))));
        self.exact("all bytes, brotli 11", 25_000.0, all.collect());
        self.exact("of it before the page's load event", 3000.0, [(OURS, bytes(package.eager))].into());
        for (name, size) in &package.adapters {
            let budget = if name == "react" { 1000.0 } else { 2000.0 };
            self.exact(&format!("the adapter `./{name}`, besides"), budget, [(OURS, bytes(*size))].into());
        }
    }

    fn times(&mut self, figures: &Value) {
        let (init, call) = (&figures["init"], &figures["call"]);
        let each = |of: &Value, part: &str, scale: f64| {
            let figure = |of: &Value| figure(if part.is_empty() { of } else { &of[part] }, scale);
            VARIANTS.iter().filter_map(|variant| Some((variant.name, figure(&of[variant.name])?))).collect()
        };
        let mut row = |what: &str, unit: Unit, budget: Budget, figures: BTreeMap<_, _>| {
            self.row(Row { what: what.into(), unit, budget, exact: false, figures });
        };
        let slowed = &init["slowed"];
        row(
            "main thread to initialise, CPU slowed 4×",
            Unit::Milliseconds,
            Budget::AtMost(10.0),
            each(slowed, "tasks", 1.0),
        );
        row("of it scripts and collections", Unit::Milliseconds, Budget::None, each(slowed, "script", 1.0));
        row("the longest task with script", Unit::Milliseconds, Budget::None, each(slowed, "longest", 1.0));
        let plain = each(&init["plain"], "tasks", SLOWED);
        row("to initialise, not slowed, times 4", Unit::Milliseconds, Budget::None, plain);
        let slowed = each(&call["slowed"], "", 1.0);
        row("main thread during a call, CPU slowed 4×", Unit::Percent, Budget::AtMost(1.0), slowed);
        let plain = each(&call["plain"], "", SLOWED);
        row("during a call, not slowed, times 4", Unit::Percent, Budget::None, plain);
    }

    fn wire(&mut self, wire: &Value, minute: Option<u64>) {
        let bytes = |value: f64| Figure { value, noise: None };
        // An app can hand an item to a peer in two ways: the smaller counts.
        let least = |part: &str, ways: [&str; 2]| {
            ways.iter().filter_map(|way| wire[part][way].as_f64()).reduce(f64::min).map(bytes)
        };
        let mut row = |what: &str, budget: Budget, [faro, otel]: [&str; 2]| {
            let ours = minute.map(|minute| bytes(minute as f64));
            let faro = least(faro, ["events", "measurements"]);
            let each = [(OURS, ours), ("faro", faro), ("otel", least(otel, ["json", "protobuf"]))];
            let figures = each.into_iter().filter_map(|(name, figure)| Some((name, figure?))).collect();
            self.row(Row { what: what.into(), unit: Unit::Kilobytes, budget, exact: true, figures });
        };
        row("on the wire, reference minute", Budget::AtMost(4200.0), ["faro", "otel"]);
        row("the same, sent as often as each does by itself", Budget::None, ["faroByItself", "otelByItself"]);
    }

    fn heap(&mut self, heap: &Value) {
        let Some(minutes) = heap["minutes"].as_f64() else { return };
        let mut row = |what: &str, budget: Budget, ours: Option<Figure>| {
            let figures = ours.map(|ours| (OURS, ours)).into_iter().collect();
            self.row(Row { what: what.into(), unit: Unit::Megabytes, budget, exact: false, figures });
        };
        let value = |name: &str| Some(Figure { value: heap[name].as_f64()?, noise: None });
        row(&format!("heap after {minutes} simulated minutes of a call"), Budget::AtMost(2e6), value("above"));
        row("of it the module's memory", Budget::None, value("module"));
        row("heap's growth since the call's first minute", Budget::None, value("growth"));
        let slope = &heap["slope"];
        let slope = slope["value"].as_f64().map(|value| Figure { value, noise: slope["plus_minus"].as_f64() });
        row("heap's slope, an hour", Budget::Indistinguishable, slope);
    }

    fn exact(&mut self, what: &str, budget: f64, figures: BTreeMap<&'static str, Figure>) {
        let budget = Budget::AtMost(budget);
        self.row(Row { what: what.into(), unit: Unit::Kilobytes, budget, exact: true, figures });
    }

    /// Rows of which nothing was measured are left out.
    fn row(&mut self, row: Row) {
        if !row.figures.is_empty() {
            self.rows.push(row);
        }
    }

    /// The budgets that do not hold; with `exact` only those whose figures are the same at each run.
    pub(super) fn over(&self, exact: bool) -> Vec<String> {
        let broken = self.rows.iter().filter(|row| row.holds() == Some(false) && (row.exact || !exact));
        broken.map(|row| format!("{}: {} of {}", row.what, row.shown(OURS), row.budget.shown(row.unit))).collect()
    }

    pub(super) fn markdown(&self) -> String {
        let shown: Vec<_> = VARIANTS
            .iter()
            .filter(|variant| self.rows.iter().any(|row| row.figures.contains_key(variant.name)))
            .collect();
        let mut lines = vec![vec!["what".to_owned(), "budget".to_owned()]];
        lines[0].extend(shown.iter().map(|variant| variant.title.to_owned()));
        lines[0].insert(3, "holds".to_owned());
        for row in &self.rows {
            let mut line = vec![row.what.clone(), row.budget.shown(row.unit)];
            line.extend(shown.iter().map(|variant| row.shown(variant.name)));
            line.insert(3, row.holds().map_or("", |holds| if holds { "yes" } else { "**no**" }).to_owned());
            lines.push(line);
        }
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            for (cell, width) in line.iter().zip(&widths) {
                let _ = write!(text, "| {cell:<width$} ");
            }
            text.push_str("|\n");
            if number == 0 {
                text.push_str(&"|---".repeat(line.len()));
                text.push_str("|\n");
            }
        }
        for remark in &self.remarks {
            let _ = write!(text, "\n{remark}\n");
        }
        text
    }

    /// The rows, and all that the browser told.
    pub(super) fn json(&self, figures: &Value) -> Value {
        let row = |row: &Row| {
            let each = row.figures.iter();
            let each = each.map(|(name, figure)| ((*name).to_owned(), json!([figure.value, figure.noise])));
            json!({
                "what": row.what,
                "budget": row.budget.shown(row.unit),
                "holds": row.holds(),
                "figures": each.collect::<serde_json::Map<_, _>>(),
            })
        };
        json!({ "rows": self.rows.iter().map(row).collect::<Vec<_>>(), "measured": figures })
    }
}

/// Where and how it was measured, and what the rows do not show.
fn remarks(figures: &Value) -> Vec<String> {
    let machine = &figures["machine"];
    let (cores, load) = (machine["cores"].as_f64().unwrap_or(1.0), machine["load"].as_f64().unwrap_or_default());
    let mut remarks = vec![format!(
        "{}, {cores} cores, load {load:.1}, {}. ± is the median's absolute deviation, for the slope half an interval of 95 %.",
        machine["cpu"].as_str().unwrap_or("unknown CPU"),
        machine["browser"].as_str().unwrap_or("unknown browser"),
    )];
    if load > cores {
        remarks.push(
            "The machine was busy with other things: slowed times come out too high, for everybody. Compare within a row, or read those that are not slowed.".into(),
        );
    }
    let bytes = |of: &Value| of.as_f64().map_or_else(|| "–".into(), |bytes| Unit::Kilobytes.shown(bytes));
    let wire = &figures["wire"];
    if wire.is_object() {
        remarks.push(format!(
            "The reference minute has {} items. Gzipped, in batches of 10 s as ours: Faro {} as measurements, {} as events; OTLP logs {} as protobuf, {} as JSON. By themselves Faro sends {} requests for it, OpenTelemetry {}.",
            wire["items"],
            bytes(&wire["faro"]["measurements"]),
            bytes(&wire["faro"]["events"]),
            bytes(&wire["otel"]["protobuf"]),
            bytes(&wire["otel"]["json"]),
            wire["faroByItself"]["requests"],
            wire["otelByItself"]["requests"],
        ));
    }
    let heap = &figures["heap"];
    if heap.is_object() {
        remarks.push(format!(
            "The simulated call had {} caption updates and {} polls; of {} items {} were delivered, {} dropped.",
            heap["updates"],
            heap["polls"],
            heap["counts"]["captured"],
            heap["counts"]["delivered"],
            heap["counts"]["dropped"],
        ));
    }
    remarks
}

fn figure(of: &Value, scale: f64) -> Option<Figure> {
    Some(Figure { value: of["median"].as_f64()? * scale, noise: of["mad"].as_f64().map(|mad| mad * scale) })
}

impl Row {
    fn holds(&self) -> Option<bool> {
        let ours = self.figures.get(OURS)?;
        match self.budget {
            Budget::AtMost(most) => Some(ours.value <= most),
            Budget::Indistinguishable => Some(ours.value.abs() <= ours.noise?),
            Budget::None => None,
        }
    }

    fn shown(&self, variant: &str) -> String {
        let Some(Figure { value, noise }) = self.figures.get(variant) else { return "–".into() };
        let noise = noise.map(|noise| format!(" ± {}", self.unit.number(noise))).unwrap_or_default();
        format!("{}{noise} {}", self.unit.number(*value), self.unit.name())
    }
}

impl Budget {
    fn shown(self, unit: Unit) -> String {
        match self {
            Self::AtMost(most) => format!("≤ {}", unit.shown(most)),
            Self::Indistinguishable => "not to be told from 0".into(),
            Self::None => String::new(),
        }
    }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Kilobytes => "KB",
            Self::Megabytes => "MB",
            Self::Milliseconds => "ms",
            Self::Percent => "%",
        }
    }

    fn number(self, value: f64) -> String {
        match self {
            Self::Kilobytes => format!("{:.1}", value / 1e3),
            Self::Megabytes => format!("{:.2}", value / 1e6),
            Self::Milliseconds => format!("{value:.1}"),
            Self::Percent => format!("{value:.2}"),
        }
    }

    fn shown(self, value: f64) -> String {
        format!("{} {}", self.number(value), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(total: usize, slope: f64) -> Table {
        let figures = json!({
            "init": { "slowed": { "honeyguide": { "tasks": { "median": 12.0, "mad": 0.5 } } } },
            "heap": { "minutes": 60, "above": 1.5e6, "slope": { "value": slope, "plus_minus": 1000.0 } },
        });
        let package = Package { eager: 2900, total, adapters: vec![("react".into(), 1200)] };
        Table::new(&figures, &[(OURS, total), ("faro", 36_100)].into(), &package, Some(4100))
    }

    /// Scenario: sizes inside their budgets but for an adapter, and a time that is over.
    /// Guarantees: a quick run fails for the adapter alone, a whole one for the time too.
    #[test]
    fn a_quick_run_judges_bytes_alone() {
        let table = table(24_000, 900.0);
        assert_eq!(table.over(true), ["the adapter `./react`, besides: 1.2 KB of ≤ 1.0 KB"]);
        assert_eq!(table.over(false).len(), 2);
    }

    /// Scenario: a slope whose interval holds zero, and one whose does not.
    /// Guarantees: only the second breaks its budget.
    #[test]
    fn a_slope_is_judged_by_its_interval() {
        assert!(!table(24_000, -900.0).over(false).iter().any(|row| row.contains("slope")));
        assert!(table(24_000, 1100.0).over(false).iter().any(|row| row.contains("slope")));
    }

    /// Scenario: a peer of which only the size is known; most peers are missing.
    /// Guarantees: its other cells say so; who is missing has no column.
    #[test]
    fn a_peer_that_is_missing_has_no_column() {
        let text = table(26_000, 0.0).markdown();
        assert!(text.contains("| 26.0 KB"), "{text}");
        assert!(text.contains("36.1 KB") && text.contains("| –"), "{text}");
        assert!(!text.contains("Sentry"), "{text}");
    }
}
