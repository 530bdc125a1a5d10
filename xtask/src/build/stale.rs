//! Whether something must be made again: a hash of all that it is made from, kept in a file.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context as _, Result};

/// The hash of everything that decides what comes out. Another Rust may compute another one: then it is made again.
#[derive(Debug, Clone)]
pub(super) struct Fingerprint(DefaultHasher);

impl Fingerprint {
    pub(super) fn new() -> Self {
        Self(DefaultHasher::new())
    }

    /// With the content of a file.
    pub(super) fn file(mut self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        content.hash(&mut self.0);
        Ok(self)
    }

    /// With the task runner itself: another one may make another thing of the same sources.
    pub(super) fn this_program(self) -> Result<Self> {
        self.file(&env::current_exe().context("finding the task runner's own file")?)
    }

    fn text(&self) -> String {
        format!("{:016x}\n", self.0.finish())
    }
}

/// Whether the stamp was left by [`remember`] for the same fingerprint.
pub(super) fn is_fresh(stamp: &Path, wanted: &Fingerprint) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted.text())
}

/// Leaves the stamp of what was just made.
pub(super) fn remember(stamp: &Path, made: &Fingerprint) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, made.text()).with_context(|| format!("writing {}", stamp.display()))
}
