//! The annotations that tune an objective's alerts.

use super::fields::{Cursor, Reader, quoted};
use super::nearest::nearest_of;
use super::tree::Kind;
use crate::{MinimumTraffic, tiers};

/// What the annotations say.
#[derive(Debug, Default)]
pub(super) struct Alerting {
    pub(super) minimum_traffic: MinimumTraffic,
    pub(super) tiers_off: Vec<String>,
}

const PREFIX: &str = "honeyguide/";
const KNOWN: [&str; 3] = ["honeyguide/minimum-events", "honeyguide/minimum-bad-events", "honeyguide/tiers-off"];

/// Reads the annotations under our prefix; those of other tools are theirs.
pub(super) fn read(reader: &mut Reader<'_>, annotations: &Cursor<'_>) -> Option<Alerting> {
    let mut alerting = Alerting::default();
    for (name, value) in reader.any_fields(annotations)?.all() {
        match name {
            "honeyguide/minimum-events" => {
                alerting.minimum_traffic.events = count(reader, &value);
            }
            "honeyguide/minimum-bad-events" => {
                if let Some(bad) = count(reader, &value) {
                    alerting.minimum_traffic.bad = bad;
                }
            }
            "honeyguide/tiers-off" => alerting.tiers_off = tiers_off(reader, &value),
            _ if name.starts_with(PREFIX) => {
                let expected = nearest_of(name, &KNOWN).map_or_else(
                    || format!("one of {}", quoted(&KNOWN)),
                    |near| format!("`{near}`, if that was meant"),
                );
                reader.found(&value, "no known annotation", expected);
            }
            _ => {}
        }
    }
    Some(alerting)
}

/// A count, bare or (as Kubernetes wants annotations) in quotes.
fn count(reader: &mut Reader<'_>, cursor: &Cursor<'_>) -> Option<u64> {
    let count = match &cursor.node.kind {
        Kind::Number(number) if *number >= 0.0 && number.fract() == 0.0 => Some(*number as u64),
        Kind::Text(text) => text.parse().ok(),
        _ => None,
    };
    if count.is_none() {
        reader.wrong(cursor, "a whole number of events");
    }
    count
}

fn tiers_off(reader: &mut Reader<'_>, cursor: &Cursor<'_>) -> Vec<String> {
    let known = tiers(30).map(|tier| tier.name);
    let Some(text) = reader.text(cursor) else {
        return Vec::new();
    };
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(|name| !known.contains(&name.as_str())) {
        reader.wrong(cursor, format!("names separated by commas, of {}", quoted(&known)));
    }
    names
}
