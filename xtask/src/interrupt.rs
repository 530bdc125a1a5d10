//! Ctrl-C and SIGTERM: the first is noted, so that every child can be stopped; the second ends at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Error, Result};

static PENDING: AtomicBool = AtomicBool::new(false);

/// The error of a task that was asked to end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Starts to note Ctrl-C, SIGTERM and SIGHUP.
pub(crate) fn listen() -> Result<()> {
    ctrlc::set_handler(|| {
        if PENDING.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    })
    .context("listening for Ctrl-C")
}

/// Whether somebody asked to end.
pub(crate) fn pending() -> bool {
    PENDING.load(Ordering::Relaxed)
}

/// # Errors
/// [`Interrupted`], once somebody asked to end.
pub(crate) fn check() -> Result<()> {
    if pending() { Err(Error::new(Interrupted)) } else { Ok(()) }
}
