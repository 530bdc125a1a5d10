//! The tests in a real LiveKit call.

use std::fs;

use anyhow::{Context as _, Result};
use xtask::servers::{chromium, livekit};

use super::{node_tests, passes};
use crate::interrupt;
use crate::paths;

/// Starts a LiveKit server, runs the tests and stops it, also if a test fails.
pub(super) fn run() -> Result<()> {
    let mut tests = node_tests("tests/livekit")?;
    tests.env("HONEYGUIDE_CHROMIUM", chromium::ensure()?);
    let folder = paths::target().join("livekit");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    let server = livekit::start(&folder)?;
    interrupt::check()?;
    tests
        .env("HONEYGUIDE_LIVEKIT", server.url())
        .env("HONEYGUIDE_LIVEKIT_UDP_PORT", server.udp_port().to_string())
        .env("HONEYGUIDE_LIVEKIT_KEY", livekit::KEY)
        .env("HONEYGUIDE_LIVEKIT_SECRET", livekit::SECRET);
    let result = passes(&mut tests);
    server.stop()?;
    result
}
