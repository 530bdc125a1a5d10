//! Other SDKs: pinned in `bench/peers/`, installed into the cache, bundled with the set-up of their own documentation.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use xtask::servers::cache_dir;

use crate::child::{Runner, command};
use crate::steps::red;
use crate::{interrupt, paths, size};

/// A set-up in `bench/setups/`, in the table's order.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// The folder in `bench/peers/` that brings what it imports; none for our own.
    peer: Option<&'static str>,
}

const fn variant(name: &'static str, title: &'static str, peer: &'static str) -> Variant {
    Variant { name, title, peer: Some(peer) }
}

pub(super) const VARIANTS: [Variant; 7] = [
    Variant { name: "honeyguide", title: "Honeyguide", peer: None },
    variant("vitals", "web-vitals", "vitals"),
    variant("otel", "OpenTelemetry, traces and metrics", "otel"),
    variant("faro", "Faro", "faro"),
    variant("faro-tracing", "Faro with tracing", "faro"),
    variant("sentry", "Sentry with tracing", "sentry"),
    variant("datadog", "Datadog RUM", "datadog"),
];

/// Set-ups that serve the measuring and have no column.
const OTHERS: [Variant; 2] =
    [Variant { name: "floor", title: "no SDK", peer: None }, variant("faro-minute", "Faro", "faro")];

/// Installs each peer; one that cannot be is left out, loudly. Returns their folders.
pub(super) fn install(runner: Runner) -> Result<BTreeMap<&'static str, PathBuf>> {
    let mut installed = BTreeMap::new();
    for peer in ["vitals", "otel", "faro", "sentry", "datadog"] {
        match install_one(runner, peer) {
            Ok(folder) => drop(installed.insert(peer, folder)),
            Err(error) => {
                interrupt::check()?;
                eprintln!("\n{} {peer} could not be installed and is LEFT OUT: {error:#}", red("!!!"));
            }
        }
    }
    Ok(installed)
}

/// By the peer's own lock, into a folder of the cache; once, until the lock changes.
fn install_one(runner: Runner, peer: &str) -> Result<PathBuf> {
    const STAMP: &str = "installed";
    let source = paths::root().join("bench/peers").join(peer);
    let lock = fs::read(source.join("package-lock.json"))?;
    let folder = cache_dir()?.join("bench").join(peer);
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    // A second run waits instead of installing too.
    let guard = File::create(folder.join("lock"))?;
    guard.lock()?;
    if fs::read(folder.join(STAMP)).is_ok_and(|installed| installed == lock) {
        return Ok(folder);
    }
    eprint!(" {peer}");
    for file in ["package.json", "package-lock.json"] {
        fs::copy(source.join(file), folder.join(file))?;
    }
    let mut npm = command("npm");
    npm.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    runner.run(npm, "`npm ci` failed: check the network")?;
    fs::write(folder.join(STAMP), lock)?;
    Ok(folder)
}

/// Bundles every set-up whose peer is there, and the bench's pages. Returns what a page loads at once of each, in brotli 11.
pub(super) fn bundle(
    runner: Runner,
    installed: &BTreeMap<&str, PathBuf>,
    pages: &Path,
) -> Result<BTreeMap<&'static str, usize>> {
    let mut sizes = BTreeMap::new();
    for Variant { name, peer, .. } in VARIANTS.iter().chain(&OTHERS) {
        let packages = match peer.map(|peer| installed.get(peer)) {
            None => paths::root(),
            Some(Some(folder)) => folder.clone(),
            Some(None) => continue,
        };
        let mut bundle = esbuild(&pages.join(name));
        let description = pages.join(name).with_extension("json");
        bundle.arg(format!("bench/setups/{name}.js")).args(["--minify", "--legal-comments=none", "--splitting"]);
        bundle.arg(format!("--metafile={}", description.display()));
        bundle.env("NODE_PATH", packages.join("node_modules"));
        if let Err(error) = runner.run(bundle, "it does not bundle") {
            interrupt::check()?;
            eprintln!("\n{} {name} is LEFT OUT: {error:#}", red("!!!"));
            continue;
        }
        // What comes only on demand (Datadog's recorder) is not counted; ours comes to every page and is, see `size`.
        sizes.insert(*name, size::eager_of(&description)?);
    }
    let mut own = esbuild(pages);
    own.args(["bench/pages/call.ts", "bench/pages/hour.ts", "bench/pages/fast.ts"]);
    runner.run(own, "the bench's pages do not bundle: correct what esbuild says and try again")?;
    Ok(sizes)
}

fn esbuild(output: &Path) -> std::process::Command {
    let mut bundle = command(paths::npm_program("esbuild"));
    bundle.args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning"]);
    bundle.arg(format!("--outdir={}", output.display()));
    bundle
}
