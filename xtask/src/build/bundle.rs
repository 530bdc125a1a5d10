//! What browsers load: the package, the demo and the test pages, each bundled by esbuild.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::types;
use crate::child::{Runner, command};
use crate::paths;

/// What a page loads first, as esbuild names it.
pub(crate) const PACKAGE_ENTRY: &str = "npm/dist/index.js";
/// What apps import from the package, each a file in `npm/src/`. All in one run: they call each other by mangled names.
pub(super) const PACKAGE_ENTRIES: [&str; 4] = ["index", "livekit", "otel", "react"];
const FORMAT: [&str; 6] = [
    "--bundle",
    "--splitting",
    "--format=esm",
    "--target=es2022",
    "--chunk-names=[name]-[hash]",
    "--log-level=warning",
];

/// esbuild's description of the package: which file imports which, and how.
pub(crate) fn package_description() -> PathBuf {
    paths::notes().join("package.json")
}

/// `npm/dist/`: the scripts and their types.
pub(super) fn package(runner: &Runner) -> Result<()> {
    let sources = PACKAGE_ENTRIES.map(|entry| format!("npm/src/{entry}.ts"));
    for source in &sources {
        expect(source)?;
    }
    empty("npm/dist")?;
    fs::create_dir_all(paths::notes())?;
    let mut bundle = esbuild("npm/dist");
    // A property that begins with one underscore is nobody's business outside, so it may have any name.
    bundle.args(sources).args([
        "--minify",
        "--mangle-props=^_[A-Za-z]",
        "--legal-comments=none",
        "--packages=external",
    ]);
    bundle.arg(format!("--metafile={}", package_description().display()));
    runner.run(bundle, "the package does not bundle: correct what esbuild says and try again")?;

    let mut types = command(paths::npm_program("tsc"));
    types.args(["-p", "npm", "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", "npm/dist"]);
    runner.run(types, "the package's types are wrong: correct what tsc says and try again")?;
    types::finish()
}

/// What the dashboard loads first, as esbuild names it.
pub(crate) const DASHBOARD_ENTRY: &str = "dashboard/dist/main.js";

/// esbuild's description of the dashboard.
pub(crate) fn dashboard_description() -> PathBuf {
    paths::notes().join("dashboard.json")
}

/// `dashboard/dist/`, which the gateway embeds.
pub(super) fn dashboard(runner: &Runner) -> Result<()> {
    let sources = ["dashboard/src/main.ts", "dashboard/src/style/main.css"];
    for source in sources {
        expect(source)?;
    }
    empty("dashboard/dist")?;
    fs::create_dir_all(paths::notes())?;
    let mut bundle = esbuild("dashboard/dist");
    bundle.args(sources).args(["--entry-names=[name]", "--minify", "--legal-comments=none"]);
    bundle.arg(format!("--metafile={}", dashboard_description().display()));
    runner.run(bundle, "the dashboard does not bundle: correct what esbuild says and try again")?;
    copy("dashboard/src", ".html", "dashboard/dist")?;
    copy("dashboard/src", ".svg", "dashboard/dist")
}

/// `examples/demo/dist/`
pub(super) fn demo(runner: &Runner) -> Result<()> {
    let source = "examples/demo/src/main.ts";
    expect(source)?;
    empty("examples/demo/dist")?;
    let mut bundle = esbuild("examples/demo/dist");
    bundle.arg(source);
    runner.run(bundle, "the demo does not bundle: correct what esbuild says and try again")?;
    copy("examples/demo", ".html", "examples/demo/dist")?;
    copy("examples/demo", ".css", "examples/demo/dist")
}

/// `tests/dist/`
pub(super) fn test_pages(runner: &Runner) -> Result<()> {
    empty("tests/dist")?;
    let mut scripts = sources_in("tests/pages", ".ts")?;
    scripts.retain(|path| !path.to_string_lossy().ends_with(".d.ts"));
    if !scripts.is_empty() {
        let mut bundle = esbuild("tests/dist");
        bundle.args(scripts);
        runner.run(bundle, "the test pages do not bundle: correct what esbuild says and try again")?;
    }
    copy("tests/pages", ".html", "tests/dist")
}

fn esbuild(output: &str) -> std::process::Command {
    let mut bundle = command(paths::npm_program("esbuild"));
    bundle.args(FORMAT).arg(format!("--outdir={output}"));
    bundle
}

fn expect(source: &str) -> Result<()> {
    if !paths::root().join(source).is_file() {
        bail!("{source} is missing: restore it, for instance by `git checkout -- {source}`");
    }
    Ok(())
}

/// Old chunks carry other names, so nothing would overwrite them.
fn empty(folder: &str) -> Result<()> {
    let folder = paths::root().join(folder);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))
}

fn copy(from: &str, ending: &str, to: &str) -> Result<()> {
    for file in sources_in(from, ending)? {
        let copy = paths::root().join(to).join(file.file_name().unwrap_or_default());
        fs::copy(&file, &copy).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(())
}

/// The files of a folder whose names end so, in the order of their names. A folder that is not there has none.
pub(crate) fn sources_in(folder: impl AsRef<Path>, ending: &str) -> Result<Vec<PathBuf>> {
    let folder = paths::root().join(folder);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
