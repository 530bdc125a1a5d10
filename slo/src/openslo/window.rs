//! The rolling window.

use super::fields::{Cursor, Fields, Reader};
use super::tree::Kind;

const EXPECTED: &str = "one rolling window of whole days, from 1d to 90d: `- {duration: 30d, isRolling: true}`";

/// The length of `timeWindow`'s one entry, in days.
pub(super) fn read(reader: &mut Reader<'_>, spec: &Fields<'_>) -> Option<u32> {
    let cursor = reader.require(spec, "timeWindow", EXPECTED)?;
    let windows = reader.list(&cursor, EXPECTED)?;
    let [window] = windows.as_slice() else {
        reader.wrong(&cursor, EXPECTED);
        return None;
    };
    let fields = reader.fields(window, &["duration", "isRolling", "calendar"])?;
    if let Some(calendar) = fields.get("calendar") {
        reader.wrong(&calendar, format!("no calendar, but {EXPECTED}"));
    }
    if let Some(rolling) = reader.require(&fields, "isRolling", "`true`")
        && !matches!(rolling.node.kind, Kind::Flag(true))
    {
        reader.wrong(&rolling, "`true`: calendar windows are not supported");
    }
    let duration = reader.require(&fields, "duration", EXPECTED)?;
    let days = days(reader.text(&duration)?);
    if days.is_none() {
        reader.wrong(&duration, EXPECTED);
    }
    days
}

/// `30d`, `4w` or `720h` as days, from 1 to 90.
fn days(duration: &str) -> Option<u32> {
    let unit = duration.chars().last()?;
    let amount: u32 = duration.strip_suffix(unit)?.parse().ok()?;
    let days = match unit {
        'h' if amount.is_multiple_of(24) => amount / 24,
        'd' => amount,
        'w' => amount.checked_mul(7)?,
        _ => return None,
    };
    (1..=90).contains(&days).then_some(days)
}

/// The slice of a time-slice objective, which must be one minute.
pub(super) fn slice(reader: &mut Reader<'_>, goal: &Fields<'_>) {
    let Some(cursor) = reader.require(goal, "timeSliceWindow", "`1m`") else {
        return;
    };
    slice_is_a_minute(reader, &cursor);
    if let Some(share) = goal.get("timeSliceTarget")
        && reader.number(&share).is_some_and(|share| share != 1.0)
    {
        reader.wrong(&share, "1: a minute has one rate, which is good or not");
    }
}

fn slice_is_a_minute(reader: &mut Reader<'_>, cursor: &Cursor<'_>) {
    if let Some(text) = reader.text(cursor)
        && !matches!(text, "1m" | "60s")
    {
        reader.wrong(cursor, "`1m`: other slices are not supported");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: durations in each unit, at and beyond the limits.
    /// Guarantees: whole days from 1 to 90, and nothing else.
    #[test]
    fn durations_in_days() {
        for (text, expected) in [
            ("30d", Some(30)),
            ("4w", Some(28)),
            ("48h", Some(2)),
            ("1d", Some(1)),
            ("90d", Some(90)),
            ("91d", None),
            ("0d", None),
            ("25h", None),
            ("1M", None),
            ("d", None),
            ("", None),
            ("-1d", None),
            ("4294967295w", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
