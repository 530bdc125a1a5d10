//! The tools that a build needs: Rust with its WebAssembly target, Node, npm's packages.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::stale::{self, Fingerprint};
use crate::child::{Runner, command, output};
use crate::paths;

/// What Rust calls the platform of the module.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// Sees to it that Rust is new enough and can compile for WebAssembly.
pub(super) fn rust_target(runner: &Runner) -> Result<()> {
    let needed = env!("CARGO_PKG_RUST_VERSION");
    let version = output(command("rustc").arg("--version"));
    let version = version.context("Rust's compiler `rustc` is not in PATH: install Rust and try again")?;
    let number = version.split(' ').nth(1).unwrap_or_default();
    if numbers(number) < numbers(needed) {
        bail!("Rust {number} is too old: update to {needed} or newer (`rustup update stable`)");
    }

    if has_target() {
        return Ok(());
    }
    if output(command("rustup").arg("--version")).is_none() {
        bail!(
            "this Rust has no target {TARGET} and there is no `rustup` to add it: install Rust by rustup, or the target by the way Rust was installed"
        );
    }
    let mut add = command("rustup");
    add.args(["target", "add", TARGET]);
    runner.run(add, "rustup could not add the WebAssembly target: check the network and try again")
}

fn has_target() -> bool {
    let folder = output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Sees to it that Node is new enough and that npm's packages are those of `package-lock.json`.
pub(super) fn npm_packages(runner: &Runner) -> Result<()> {
    let version = output(command("node").arg("--version"));
    let version = version.with_context(|| format!("Node is not in PATH: install Node {OLDEST_NODE} or newer"))?;
    if numbers(version.trim_start_matches('v')) < vec![OLDEST_NODE] {
        bail!("Node {version} is too old: install Node {OLDEST_NODE} or newer");
    }

    let lock = paths::root().join("package-lock.json");
    let wanted = Fingerprint::new().file(&lock).context("package-lock.json cannot be read: restore it")?;
    let stamp = stamp();
    if stale::is_fresh(&stamp, &wanted) {
        return Ok(());
    }
    if !installed_by_hand(&lock) {
        let mut install = command("npm");
        install.args(["ci", "--no-audit", "--no-fund"]);
        runner.run(
            install,
            "`npm ci` failed: check the network and that package.json and package-lock.json agree, then try again",
        )?;
    }
    stale::remember(&stamp, &wanted)
}

/// The file that tells of which lock the installed packages are.
pub(super) fn stamp() -> std::path::PathBuf {
    paths::root().join("node_modules/.xtask-lock")
}

/// Whether npm itself noted an installation since the lock last changed.
fn installed_by_hand(lock: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let note = paths::root().join("node_modules/.package-lock.json");
    let never_stamped = !stamp().exists();
    never_stamped && changed(&note).is_some_and(|installed| Some(installed) >= changed(lock))
}

/// `1.95.0-nightly` as 1, 95, 0.
fn numbers(version: &str) -> Vec<u32> {
    let plain = version.split(['-', '+', ' ']).next().unwrap_or_default();
    plain.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_compare_by_number() {
        assert!(numbers("1.100.0") > numbers("1.95"));
        assert!(numbers("1.95.0-nightly") >= numbers("1.95"));
        assert!(numbers("1.94.1") < numbers("1.95"));
        assert!(numbers("20.0.1") >= vec![20]);
    }
}
