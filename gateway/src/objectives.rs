//! Which objectives are judged: a file's, or the built-in sample's, checked against the catalogue.

use std::path::Path;

use anyhow::Context;
use honeyguide_catalog::metric::{self, Instrument};
use honeyguide_slo::{MetricKind, Objective, openslo};

/// The objectives of a file, or of the built-in sample.
///
/// # Errors
/// Every mistake of the file, a line each.
pub fn read(file: Option<&Path>) -> anyhow::Result<Vec<Objective>> {
    let (name, yaml) = match file {
        Some(path) => {
            let yaml = std::fs::read_to_string(path)
                .with_context(|| format!("objectives: {} cannot be read", path.display()))?;
            (path.display().to_string(), yaml)
        }
        None => ("the built-in sample".to_owned(), honeyguide_slo::SAMPLE.to_owned()),
    };
    openslo::parse(&yaml, &metric_kind).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("objectives: {name}:\n{}", lines.join("\n"))
    })
}

fn metric_kind(name: &str) -> Option<MetricKind> {
    Some(match metric::find(name)?.instrument {
        Instrument::Counter => MetricKind::Counter,
        Instrument::Gauge => MetricKind::Gauge,
        Instrument::Histogram(_) => MetricKind::Histogram,
    })
}
