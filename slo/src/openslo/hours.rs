//! The hours in which traffic is expected.

use super::fields::{Cursor, Reader};
use crate::{Hours, Weekday};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads `[{days: [mon, …], from: "08:00", to: "18:00"}]`, in UTC.
pub(super) fn read(reader: &mut Reader<'_>, cursor: &Cursor<'_>) -> Option<Vec<Hours>> {
    let spans = reader.list(cursor, "a list of hours, or [] for none")?;
    spans.iter().map(|span| one(reader, span)).collect()
}

fn one(reader: &mut Reader<'_>, span: &Cursor<'_>) -> Option<Hours> {
    const DAY_LIST: &str = "a list of days: mon, tue, wed, thu, fri, sat, sun";
    let fields = reader.fields(span, &["days", "from", "to"])?;
    let days = reader.require(&fields, "days", DAY_LIST).and_then(|days| days_of(reader, &days, DAY_LIST));
    let from =
        reader.require(&fields, "from", "a time such as \"08:00\", in UTC").and_then(|from| minute(reader, &from));
    let to = reader.require(&fields, "to", "a time such as \"18:00\", in UTC")?;
    let to_minute = minute(reader, &to)?;
    let (days, from_minute) = (days?, from?);
    if from_minute >= to_minute {
        reader.wrong(&to, "a time after `from`; hours across midnight are two entries, the first to \"24:00\"");
        return None;
    }
    Some(Hours { days, from_minute, to_minute })
}

fn days_of(reader: &mut Reader<'_>, cursor: &Cursor<'_>, expected: &str) -> Option<Vec<Weekday>> {
    let days = reader.list(cursor, expected)?;
    if days.is_empty() {
        reader.wrong(cursor, expected);
        return None;
    }
    days.iter().map(|day| reader.one_of(day, &DAYS).and_then(Weekday::named)).collect()
}

/// `HH:MM` as a minute of the day, up to `24:00`.
fn minute(reader: &mut Reader<'_>, cursor: &Cursor<'_>) -> Option<u16> {
    let text = reader.text(cursor)?;
    let minute = minute_of_day(text);
    if minute.is_none() {
        reader.wrong(cursor, "a time from \"00:00\" to \"24:00\"");
    }
    minute
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|letter| letter.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let of_day = hour * 60 + minute;
    (minute < 60 && of_day <= 24 * 60).then_some(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: times at the ends of the day, and texts that are none.
    /// Guarantees: 24:00 is the last that counts, and nothing is guessed.
    #[test]
    fn times_of_day() {
        for (text, expected) in [
            ("00:00", Some(0)),
            ("08:30", Some(510)),
            ("24:00", Some(1_440)),
            ("24:01", None),
            ("08:60", None),
            ("8:00", None),
            ("+8:00", None),
            ("0800", None),
        ] {
            assert_eq!(minute_of_day(text), expected, "{text}");
        }
    }
}
