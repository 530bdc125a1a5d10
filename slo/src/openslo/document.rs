//! One document: the SLO as a whole.

use super::fields::{Cursor, Fields, Reader};
use super::{annotations, indicator, window};
use crate::Objective;
use crate::budget::error_budget;

/// The objective of a document, or `None` with the problems reported.
pub(super) fn read(reader: &mut Reader<'_>, document: &Cursor<'_>) -> Option<Objective> {
    let root = reader.fields(document, &["apiVersion", "kind", "metadata", "spec"])?;
    if let Some(version) = reader.require(&root, "apiVersion", "`openslo/v1`") {
        reader.one_of(&version, &["openslo/v1"]);
    }
    let kind = reader.require(&root, "kind", "`SLO`")?;
    reader.one_of(&kind, &["SLO"])?;
    let metadata = reader.require(&root, "metadata", "a mapping with the SLO's `name`");
    let spec = reader.require(&root, "spec", "the SLO itself");

    let metadata =
        metadata.and_then(|metadata| reader.fields(&metadata, &["name", "displayName", "labels", "annotations"]));
    let name = metadata.as_ref().and_then(|fields| name(reader, fields));
    let title = metadata.as_ref().and_then(|fields| fields.get("displayName")).and_then(|title| reader.text(&title));
    let alerting = match metadata.as_ref().and_then(|fields| fields.get("annotations")) {
        Some(annotations) => annotations::read(reader, &annotations)?,
        None => annotations::Alerting::default(),
    };

    let spec = reader.fields(
        &spec?,
        &[
            "description",
            "service",
            "indicator",
            "indicatorRef",
            "timeWindow",
            "budgetingMethod",
            "objectives",
            "alertPolicies",
        ],
    )?;
    refuse(reader, &spec, "indicatorRef", "an inline `indicator` instead");
    refuse(reader, &spec, "alertPolicies", "no such field: the tiers follow from the window");
    let description = spec.get("description").and_then(|description| reader.text(&description));
    let service = reader
        .require(&spec, "service", "the name of the service that it belongs to")
        .and_then(|service| reader.text(&service));
    let window_days = window::read(reader, &spec);
    let goal = goal(reader, &spec);
    let target = goal.as_ref().and_then(|goal| target(reader, goal));
    let indicator = indicator::read(reader, &spec, goal.as_ref());

    let name = name?;
    Some(Objective {
        title: title.unwrap_or(&name).to_owned(),
        description: description.unwrap_or_default().to_owned(),
        service: service?.to_owned(),
        indicator: indicator?,
        target: target?,
        window_days: window_days?,
        minimum_traffic: alerting.minimum_traffic,
        tiers_off: alerting.tiers_off,
        name,
    })
}

fn name(reader: &mut Reader<'_>, metadata: &Fields<'_>) -> Option<String> {
    const EXPECTED: &str = "a name of at most 63 letters, digits, `_`, `-` or `.`, with a letter or digit first";
    let cursor = reader.require(metadata, "name", EXPECTED)?;
    let name = reader.text(&cursor)?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    if !name.starts_with(|first: char| first.is_ascii_alphanumeric()) || name.len() > 63 || !name.chars().all(allowed) {
        reader.wrong(&cursor, EXPECTED);
        return None;
    }
    if let Some((_, first)) = reader.names.iter().find(|(other, _)| other == name) {
        let place = first.map_or_else(String::new, |line| format!(" (the first is on line {line})"));
        let expected = format!("a name that no other SLO has{place}");
        reader.wrong(&cursor, expected);
        return None;
    }
    reader.names.push((name.to_owned(), cursor.line));
    Some(name.to_owned())
}

/// The one entry of `objectives`.
fn goal<'n>(reader: &mut Reader<'_>, spec: &Fields<'n>) -> Option<Fields<'n>> {
    const EXPECTED: &str = "a list of exactly one objective (write one SLO for each target)";
    let cursor = reader.require(spec, "objectives", EXPECTED)?;
    let goals = reader.list(&cursor, EXPECTED)?;
    let [goal] = goals.as_slice() else {
        reader.wrong(&cursor, EXPECTED);
        return None;
    };
    let known = ["displayName", "op", "value", "target", "targetPercent", "timeSliceTarget", "timeSliceWindow"];
    reader.fields(goal, &known)
}

fn target(reader: &mut Reader<'_>, goal: &Fields<'_>) -> Option<f64> {
    const EXPECTED: &str = "a share above 0 and below 1, such as 0.99";
    let (cursor, target) = match (goal.get("target"), goal.get("targetPercent")) {
        (Some(cursor), Some(percent)) => {
            reader.wrong(&percent, "no `targetPercent` beside a `target`");
            (cursor.clone(), reader.number(&cursor)?)
        }
        (None, Some(percent)) => {
            // 99.9 / 100 is 0.9990000000000001 in binary; twelve places are meant.
            let share = (reader.number(&percent)? * 1e10).round() / 1e12;
            (percent, share)
        }
        (None, None) | (Some(_), None) => {
            let cursor = reader.require(goal, "target", EXPECTED)?;
            let target = reader.number(&cursor)?;
            (cursor, target)
        }
    };
    if target > 0.0 && target < 1.0 && error_budget(target) >= 1e-9 {
        return Some(target);
    }
    let hint = if target > 1.0 && target < 100.0 {
        format!("{EXPECTED}; a percentage is written `targetPercent: {target}`")
    } else if target > 0.999 {
        format!(
            "{EXPECTED}; 100 % is impossible, since it leaves no budget and the first bad event \
             would breach it"
        )
    } else {
        EXPECTED.to_owned()
    };
    reader.wrong(&cursor, hint);
    None
}

/// Reports a field of OpenSLO that this reader does not follow.
fn refuse(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str, expected: &str) {
    if let Some(field) = fields.get(name) {
        reader.wrong(&field, expected);
    }
}
