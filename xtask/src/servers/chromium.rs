//! The Chromium that browser tests drive.

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::cache::cache_dir;

const NAMES: [&str; 3] = ["chromium", "google-chrome", "google-chrome-stable"];
const WHAT_TO_DO: &str = "install Chromium or Google Chrome, or set HONEYGUIDE_CHROMIUM to the path of its executable";

/// The path of a Chromium: `$HONEYGUIDE_CHROMIUM`, else Chromium or Google Chrome in `PATH`, else, for root
/// on a system with `apt-get`, Debian's package `chromium`, which is then installed.
///
/// # Errors
/// The variable names no file, or there is no browser and it cannot be installed: the error says what to do.
pub fn ensure() -> Result<PathBuf> {
    if let Some(path) = env::var_os("HONEYGUIDE_CHROMIUM").filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!("HONEYGUIDE_CHROMIUM names {}, which is no file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = NAMES.into_iter().find_map(in_path) {
        return Ok(path);
    }
    if !(is_root() && in_path("apt-get").is_some()) {
        bail!("no browser for the tests: {WHAT_TO_DO}");
    }
    install()?;
    in_path("chromium").with_context(|| format!("apt-get installed no `chromium`: {WHAT_TO_DO}"))
}

fn install() -> Result<()> {
    let cache = cache_dir()?;
    fs::create_dir_all(&cache)?;
    let log = cache.join("chromium.log");
    let output = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    eprintln!("installing Debian's chromium by apt-get (once, 30 s) …");
    for arguments in [&["update"][..], &["install", "-y", "--no-install-recommends", "chromium"]] {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output.try_clone()?)
            .status()?;
        if !status.success() {
            bail!("`apt-get {}` failed, its output is in {}: {WHAT_TO_DO}", arguments.join(" "), log.display());
        }
    }
    eprintln!("installed chromium");
    Ok(())
}

fn in_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let candidates = env::split_paths(&folders).map(|folder| folder.join(name));
    candidates.into_iter().find(|path| is_executable(path))
}

fn is_executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.mode() & 0o111 != 0)
}

/// A process's entry in `/proc` belongs to its effective user.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}
