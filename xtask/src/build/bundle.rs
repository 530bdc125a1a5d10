//! What browsers load: the package, the demo and the test pages, each bundled by esbuild.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use super::{module, types};
use crate::child::{Runner, command};
use crate::paths;

/// What a page loads first, as esbuild names it.
pub(crate) const PACKAGE_ENTRY: &str = "npm/dist/index.js";
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

/// The package's script for pages without a bundler.
const GLOBAL: &str = "honeyguide.global";

/// What apps import from the package, as `exports` in its package.json lists it: `./livekit` is made of `npm/src/livekit.ts`.
#[derive(Debug)]
pub(crate) struct Entry {
    /// `index`, `livekit`.
    pub(crate) name: String,
    source: String,
}

impl Entry {
    /// The script that apps import, as esbuild names it.
    pub(crate) fn script(&self) -> String {
        format!("npm/dist/{}.js", self.name)
    }
}

/// The package's entries, the one that all pages load first.
pub(crate) fn package_entries() -> Result<Vec<Entry>> {
    let description: Value = serde_json::from_slice(&fs::read(paths::root().join("npm/package.json"))?)?;
    let exports = description["exports"].as_object().context("npm/package.json has no `exports`")?;
    let mut entries = Vec::new();
    for target in exports.values() {
        // What is a text is a file as it is, without types.
        let Some(script) = target["default"].as_str() else { continue };
        let name = script.strip_prefix("./dist/").and_then(|file| file.strip_suffix(".js"));
        let name = name.with_context(|| format!("{script} in npm/package.json is not ./dist/….js"))?.to_owned();
        let sources = ["ts", "tsx"].map(|ending| format!("npm/src/{name}.{ending}"));
        let source = sources.into_iter().find(|source| paths::root().join(source).is_file());
        let source =
            source.with_context(|| format!("npm/package.json exports {script}, and there is no npm/src/{name}.ts"))?;
        entries.push(Entry { name, source });
    }
    entries.sort_by_key(|entry| entry.script() != PACKAGE_ENTRY);
    Ok(entries)
}

/// `npm/dist/`: the scripts, their types, and the module as a file.
pub(super) fn package(runner: &Runner) -> Result<()> {
    let entries = package_entries()?;
    empty("npm/dist")?;
    fs::create_dir_all(paths::notes())?;
    // Names from an earlier build would make this one's depend on it. The module's exports have theirs.
    fs::copy(module::methods(), mangled())?;
    // All in one run: what they share is there once, and they call each other by the same mangled names.
    let mut bundle = package_esbuild();
    bundle.args(entries.iter().map(|entry| &entry.source));
    bundle.arg(format!("--metafile={}", package_description().display()));
    runner.run(bundle, "the package does not bundle: correct what esbuild says and try again")?;
    global(runner)?;
    for script in sources_in("npm/dist", ".js")? {
        minify(runner, &script)?;
    }
    fs::copy(super::module_file(), paths::root().join("npm/dist/honeyguide.wasm"))?;

    let mut types = command(paths::npm_program("tsc"));
    types.args(["-p", "npm", "--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--outDir", "npm/dist"]);
    runner.run(types, "the package's types are wrong: correct what tsc says and try again")?;
    types::finish(&entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>())
}

/// The script for a plain `<script>`: it imports nothing at once, so it needs not be a module, and what it loads later is found beside it.
fn global(runner: &Runner) -> Result<()> {
    let description = paths::notes().join("global.json");
    let mut bundle = package_esbuild();
    bundle.arg(format!("{GLOBAL}=npm/src/global.ts")).arg(format!("--metafile={}", description.display()));
    runner.run(bundle, "the script for pages without a bundler does not bundle: correct what esbuild says")?;
    let script = format!("npm/dist/{GLOBAL}.js");
    let description: Value = serde_json::from_slice(&fs::read(description)?)?;
    let output = &description["outputs"][script.as_str()];
    let imports = output["imports"].as_array().into_iter().flatten();
    ensure!(
        imports.clone().all(|import| import["kind"] == "dynamic-import")
            && output["exports"].as_array().is_some_and(Vec::is_empty),
        "{script} imports or exports something: a plain script cannot"
    );
    let script = paths::root().join(script);
    // Its names are its own.
    let wrapped = format!("(()=>{{\"use strict\";{}}})();\n", fs::read_to_string(&script)?.trim_end());
    Ok(fs::write(script, wrapped)?)
}

/// terser finds some four parts in a hundred more than esbuild, in brotli. The module's text and its double are as small as they get.
fn minify(runner: &Runner, script: &Path) -> Result<()> {
    let name = script.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with("module-") || name.starts_with("fallback-") {
        return Ok(());
    }
    let mut terser = command(paths::npm_program("terser"));
    terser.arg(script).args(["--config-file", "xtask/src/build/terser.json", "--output"]).arg(script);
    runner.run(terser, "the package does not minify: correct what terser says and try again")
}

fn package_esbuild() -> std::process::Command {
    let mut bundle = esbuild("npm/dist");
    // A property that begins with one underscore is nobody's business outside, so it may have any name, but one in all runs.
    bundle.args(["--minify", "--mangle-props=^_[A-Za-z]", "--legal-comments=none", "--packages=external"]);
    // Shorter names of the same.
    bundle.args([
        "--define:Number.NaN=NaN",
        "--define:Number.POSITIVE_INFINITY=Infinity",
        "--define:Number.isNaN=isNaN",
    ]);
    bundle.arg(format!("--mangle-cache={}", mangled().display()));
    bundle
}

/// Which name each mangled property has.
fn mangled() -> PathBuf {
    paths::notes().join("mangled.json")
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
    let service = Path::new("tests/pages/service.ts");
    scripts.retain(|path| !path.to_string_lossy().ends_with(".d.ts") && !path.ends_with(service));
    if !scripts.is_empty() {
        let mut bundle = esbuild("tests/dist");
        bundle.args(scripts);
        runner.run(bundle, "the test pages do not bundle: correct what esbuild says and try again")?;
    }
    // A service worker may import nothing later: it is one file.
    let mut bundle = command(paths::npm_program("esbuild"));
    bundle
        .args(["--bundle", "--format=iife", "--target=es2022", "--log-level=warning", "--outdir=tests/dist"])
        .arg(service);
    runner.run(bundle, "the service worker of the tests does not bundle: correct what esbuild says and try again")?;
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
