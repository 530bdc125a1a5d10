//! What an operator may set about time.

use serde::{Deserialize, Serialize};

use crate::MINUTE_MS;

/// The bounds of time within which events count. All in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// An event older than this is late and does not count (10 minutes): the backlog of a laptop
    /// that was offline must not page anybody.
    pub max_late_ms: u64,
    /// An event further ahead than this does not count either (1 minute).
    pub max_early_ms: u64,
    /// How long after its end a minute of a time-slice objective is judged (1 minute). What
    /// arrives for it afterwards is late.
    pub settle_ms: u64,
    /// A silence of the caller longer than this (2 minutes) means that nobody was watching: the
    /// minutes in it are not judged, rather than called minutes without traffic.
    pub watch_gap_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_late_ms: 10 * MINUTE_MS, max_early_ms: MINUTE_MS, settle_ms: MINUTE_MS, watch_gap_ms: 2 * MINUTE_MS }
    }
}
