//! The hours in which an objective expects traffic, in UTC.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::MINUTE_MS;

const MINUTES_A_DAY: u64 = 24 * 60;

/// A day of the week, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// The week as the Unix epoch began it, on a Thursday.
    const SINCE_THE_EPOCH: [Self; 7] = [Self::Thu, Self::Fri, Self::Sat, Self::Sun, Self::Mon, Self::Tue, Self::Wed];

    /// The name as the SLO file writes it: `mon` to `sun`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// The day of that name, `mon` to `sun`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::SINCE_THE_EPOCH.into_iter().find(|day| day.name() == name)
    }
}

/// A span of the day on some days of the week, from (inclusive) to (exclusive), in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// On which days.
    pub days: Vec<Weekday>,
    /// First minute of the day, 0 to 1439.
    pub from_minute: u16,
    /// The minute after the last, 1 to 1440.
    pub to_minute: u16,
}

impl Hours {
    /// Whether the minute with this number since the epoch lies in these hours.
    #[must_use]
    pub fn contain(&self, minute: u64) -> bool {
        let weekday = Weekday::SINCE_THE_EPOCH[(minute / MINUTES_A_DAY % 7) as usize];
        let of_day = minute % MINUTES_A_DAY;
        self.days.contains(&weekday) && (u64::from(self.from_minute)..u64::from(self.to_minute)).contains(&of_day)
    }

    /// Whether the moment, in milliseconds since the epoch, lies in these hours.
    #[must_use]
    pub fn contain_ms(&self, at_ms: u64) -> bool {
        self.contain(at_ms / MINUTE_MS)
    }
}

impl fmt::Display for Hours {
    /// `mon,tue 08:00-18:00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<&str> = self.days.iter().map(|day| day.name()).collect();
        write!(
            formatter,
            "{} {:02}:{:02}-{:02}:{:02}",
            days.join(","),
            self.from_minute / 60,
            self.from_minute % 60,
            self.to_minute / 60,
            self.to_minute % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20 00:00:00 UTC, a Friday.
    const FRIDAY: u64 = 1_795_132_800_000;

    /// Scenario: office hours on Fridays, asked at their edges and on the days around.
    /// Guarantees: the first minute is in, the last moment before the end is in, the end is out.
    #[test]
    fn from_is_in_and_to_is_out() {
        let hours = Hours { days: vec![Weekday::Fri], from_minute: 8 * 60, to_minute: 18 * 60 };
        let at = |hour: u64, minute: u64| FRIDAY + (hour * 60 + minute) * MINUTE_MS;
        assert!(!hours.contain_ms(at(8, 0) - 1));
        assert!(hours.contain_ms(at(8, 0)));
        assert!(hours.contain_ms(at(18, 0) - 1));
        assert!(!hours.contain_ms(at(18, 0)));
        assert!(!hours.contain_ms(at(12, 0) + 24 * 60 * MINUTE_MS));
        assert!(!hours.contain_ms(at(12, 0) - 24 * 60 * MINUTE_MS));
        assert_eq!(hours.to_string(), "fri 08:00-18:00");
    }

    /// Scenario: the names of the days, there and back.
    /// Guarantees: each day is found under its own name only.
    #[test]
    fn days_by_name() {
        for day in Weekday::SINCE_THE_EPOCH {
            assert_eq!(Weekday::named(day.name()), Some(day));
        }
        assert_eq!(Weekday::named("monday"), None);
    }
}
