//! The browsers that tests drive.

use std::env;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

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
    install(&["chromium"], WHAT_TO_DO)?;
    in_path("chromium").with_context(|| format!("apt-get installed no `chromium`: {WHAT_TO_DO}"))
}

/// Programs of the other two engines, and Debian's packages that have them.
const ENGINES: [(&[&str], &str); 4] = [
    (&["firefox-esr", "firefox"], "firefox-esr"),
    (&["WebKitWebDriver"], "webkit2gtk-driver"),
    (&["Xvfb"], "xvfb"),
    (&["xauth"], "xauth"),
];

/// Firefox, and WebKitGTK's driver with a screen for it: what is missing is installed, for root on a system with `apt-get`.
///
/// # Errors
/// Something is missing and cannot be installed: the error says what to do.
pub fn ensure_engines() -> Result<()> {
    let missing = || ENGINES.iter().filter(|(programs, _)| !programs.iter().any(|name| in_path(name).is_some()));
    let packages: Vec<_> = missing().map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let what_to_do = format!("install Debian's {}, or what your system calls them", packages.join(" "));
    if !(is_root() && in_path("apt-get").is_some()) {
        bail!("engines are missing, and none is skipped: {what_to_do}");
    }
    install(&packages, &what_to_do)?;
    let still: Vec<_> = missing().map(|(_, package)| *package).collect();
    ensure!(still.is_empty(), "apt-get installed no program of {}: {what_to_do}", still.join(" "));
    Ok(())
}

fn install(packages: &[&str], what_to_do: &str) -> Result<()> {
    let cache = cache_dir()?;
    fs::create_dir_all(&cache)?;
    let all = packages.join(" ");
    let log = cache.join("browsers.log");
    let output = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    eprintln!("installing Debian's {all} by apt-get (once, 30 s) …");
    let install = [&["install", "-y", "--no-install-recommends"], packages].concat();
    for arguments in [&["update"][..], &install] {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output.try_clone()?)
            .status()?;
        if !status.success() {
            bail!("`apt-get {}` failed, its output is in {}: {what_to_do}", arguments.join(" "), log.display());
        }
    }
    eprintln!("installed {all}");
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
