//! What a page pays for the package, and what the dashboard's first view costs, in bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use brotli::enc::BrotliEncoderParams;
use miniz_oxide::deflate::compress_to_vec;
use serde_json::Value;

use crate::build;
use crate::paths;

/// Most that a page may pay, in brotli; the entries besides the first count what they add to it.
const BUDGETS: [(&str, usize); 4] = [("index", 25_000), ("livekit", 2_000), ("react", 1_000), ("otel", 2_000)];

/// What the eager part may grow to before somebody has to say why: its aim of 3 000 is not met (docs/decisions/0014).
const MOST_EAGER: usize = 5_400;

/// What only pages load that ask for it: `beforeSend`, `observeCaptions`, `debug`.
const ON_DEMAND: [&str; 3] = ["npm/src/lazy/redact.ts", "npm/src/lazy/container.ts", OVERLAY];
const OVERLAY: &str = "npm/src/lazy/overlay.ts";

/// Builds, then prints the table; its last line is `total N`.
///
/// # Errors
/// Those of the build, and a bundle that does not contain the module's text.
pub(crate) fn run(verbose: bool) -> Result<()> {
    build::run(&build::Options::default(), verbose)?;

    let description = fs::read(build::package_description()).context("reading esbuild's description")?;
    let description: Value = serde_json::from_slice(&description)?;
    let mut package = Bundle::of(&description, build::PACKAGE_ENTRY);
    let on_demand = package.take_on_demand(&description)?;
    let overlay = Bundle::of(&description, &script_of(&description, OVERLAY)?);
    let (overlay, on_demand): (BTreeSet<_>, BTreeSet<_>) =
        on_demand.into_iter().partition(|script| overlay.eager.contains(script) || overlay.lazy.contains(script));
    let mut take = |source| {
        let script = script_of(&description, source)?;
        package
            .lazy
            .remove(&script)
            .then_some(())
            .with_context(|| format!("no page loads {source} when it needs it"))?;
        contents(&BTreeSet::from([script]))
    };
    let text = take(build::MODULE_SCRIPT)?;
    let fallback = take(build::FALLBACK_SCRIPT)?;
    let module = vec![fs::read(build::module_file())?];

    println!("{:<42}{:>9}{:>10}{:>9}", "bytes", "raw", "deflated", "brotli");
    let eager = row("eager: index.js and its imports", &contents(&package.eager)?)?;
    let lazy = row("lazy JavaScript, without the module", &contents(&package.lazy)?)?;
    let module = row("the module as a file", &module)?;
    let text = row("the module as text", &text)?;
    println!();
    let total = eager + lazy + text;
    let mut broken = over("index", total);
    for entry in build::package_entries()?.iter().filter(|entry| entry.script() != build::PACKAGE_ENTRY) {
        let mut more = Bundle::of(&description, &entry.script());
        more.eager.retain(|script| !package.eager.contains(script));
        more.lazy.retain(|script| !package.lazy.contains(script) && !package.eager.contains(script));
        more.eager.append(&mut more.lazy);
        let bytes = row(&format!("more with ./{}", entry.name), &contents(&more.eager)?)?;
        broken.extend(over(&entry.name, bytes));
    }
    row("on demand: beforeSend, observeCaptions", &contents(&on_demand)?)?;
    row("on demand: the overlay, all its ways", &contents(&overlay)?)?;
    row("instead of the module, without WebAssembly", &fallback)?;
    row("the dashboard's first view", &first_view()?)?;
    println!();
    for line in broken {
        println!("{line}");
    }
    println!("with the module as a file of its own: {}", eager + lazy + module);
    println!("as a page loads it by default, its files in brotli 11:");
    println!("total {total}");
    Ok(())
}

/// Of the package as it was built last: whether it keeps to its budgets. Another compiler moves them by a hundredth.
///
/// # Errors
/// A budget that is broken.
pub(crate) fn check() -> Result<()> {
    let Package { eager, total, adapters } = package()?;
    let sizes = adapters.iter().map(|(name, bytes)| (name.as_str(), *bytes)).chain([("index", total)]);
    let mut broken: Vec<String> = sizes.flat_map(|(name, bytes)| over(name, bytes - bytes / 100)).collect();
    if eager > MOST_EAGER {
        broken.push(format!("what a page loads at once has {eager} bytes, more than {MOST_EAGER}"));
    }
    println!("{total} bytes in all, {eager} of them at once");
    ensure!(broken.is_empty(), "{}: see `cargo xtask size`", broken.join("; "));
    Ok(())
}

/// A line that says by how much a budget is broken, if it is.
fn over(entry: &str, bytes: usize) -> Vec<String> {
    let budgets = BUDGETS.iter().filter(|(name, budget)| *name == entry && bytes > *budget);
    budgets.map(|(_, budget)| format!("./{entry} is over its budget of {budget} by {}", bytes - budget)).collect()
}

/// The script that esbuild made for a source which is imported by `import()`.
fn script_of(description: &Value, source: &str) -> Result<String> {
    let outputs = description["outputs"].as_object().into_iter().flatten();
    let made = outputs.into_iter().find(|(_, output)| output["entryPoint"] == source);
    Ok(made.with_context(|| format!("no script is made of {source}: check that npm/src imports it"))?.0.clone())
}

/// What a page pays for the package, in brotli 11.
#[derive(Debug)]
pub(crate) struct Package {
    /// Loaded with the page.
    pub(crate) eager: usize,
    /// Of everything that every page loads.
    pub(crate) total: usize,
    /// What each further entry of the package adds, by its name.
    pub(crate) adapters: Vec<(String, usize)>,
}

/// Of the package as it was built last.
///
/// # Errors
/// Nothing was built.
pub(crate) fn package() -> Result<Package> {
    let description: Value = serde_json::from_slice(&fs::read(build::package_description())?)?;
    let mut main = Bundle::of(&description, build::PACKAGE_ENTRY);
    main.take_on_demand(&description)?;
    // Only for pages without WebAssembly.
    main.lazy.remove(&script_of(&description, build::FALLBACK_SCRIPT)?);
    let (eager, lazy) = (brotli_of(&main.eager)?, brotli_of(&main.lazy)?);
    let manifest: Value = serde_json::from_slice(&fs::read(paths::root().join("npm/package.json"))?)?;
    let mut adapters = Vec::new();
    for (name, exported) in manifest["exports"].as_object().into_iter().flatten() {
        let entry = exported["default"].as_str().unwrap_or_default().replacen("./", "npm/", 1);
        if ["./livekit", "./react", "./otel"].contains(&name.as_str()) && description["outputs"][&entry].is_object() {
            let own: BTreeSet<String> = Bundle::of(&description, &entry).eager;
            let besides = own.difference(&main.eager).filter(|file| !main.lazy.contains(*file)).cloned().collect();
            adapters.push((name.replacen("./", "", 1), brotli_of(&besides)?));
        }
    }
    Ok(Package { eager, total: eager + lazy, adapters })
}

/// What a page loads at once of a bundle with one entry, in brotli 11.
pub(crate) fn eager_of(description: &Path) -> Result<usize> {
    let description: Value = serde_json::from_slice(&fs::read(description)?)?;
    let outputs = description["outputs"].as_object().into_iter().flatten();
    let mut entries =
        outputs.filter(|(_, output)| output["entryPoint"].as_str().is_some_and(|entry| entry.contains("setups/")));
    let (entry, _) = entries.next().context("the bundle has no entry")?;
    brotli_of(&Bundle::of(&description, entry).eager)
}

fn brotli_of(scripts: &BTreeSet<String>) -> Result<usize> {
    contents(scripts)?.iter().map(|file| brotli_11(file)).sum()
}

/// What the dashboard loads for its overview. The other views come when somebody goes there.
fn first_view() -> Result<Vec<Vec<u8>>> {
    let mut files = Bundle::read(&build::dashboard_description(), build::DASHBOARD_ENTRY)?.eager;
    files.extend(["index.html", "main.css", "favicon.svg"].map(|file| format!("dashboard/dist/{file}")));
    contents(&files)
}

/// A bundle's scripts by the moment when a page loads them.
#[derive(Debug)]
struct Bundle {
    eager: BTreeSet<String>,
    lazy: BTreeSet<String>,
}

impl Bundle {
    fn read(description: &Path, entry: &str) -> Result<Self> {
        let description = fs::read(description).context("reading esbuild's description")?;
        Ok(Self::of(&serde_json::from_slice(&description)?, entry))
    }

    fn of(description: &Value, entry: &str) -> Self {
        let outputs = &description["outputs"];
        let mut eager = BTreeSet::new();
        follow(outputs, entry, false, &mut eager);
        let mut all = BTreeSet::new();
        follow(outputs, entry, true, &mut all);
        let lazy = all.difference(&eager).cloned().collect();
        Self { eager, lazy }
    }

    /// Takes out of the package's lazy part what only [`ON_DEMAND`] brings along.
    fn take_on_demand(&mut self, description: &Value) -> Result<BTreeSet<String>> {
        let asked =
            ON_DEMAND.map(|source| script_of(description, source)).into_iter().collect::<Result<BTreeSet<_>>>()?;
        // What has been found is not followed.
        let mut always = asked.clone();
        follow(&description["outputs"], build::PACKAGE_ENTRY, true, &mut always);
        let always: BTreeSet<_> = always.difference(&asked).cloned().collect();
        let (kept, taken) = std::mem::take(&mut self.lazy).into_iter().partition(|script| always.contains(script));
        self.lazy = kept;
        Ok(taken)
    }
}

/// Collects `script` and what it imports, with `late` also what it imports by `import()`.
fn follow(outputs: &Value, script: &str, late: bool, found: &mut BTreeSet<String>) {
    if !found.insert(script.to_owned()) {
        return;
    }
    for import in outputs[script]["imports"].as_array().into_iter().flatten() {
        if let Some(path) = import["path"].as_str()
            // What the app brings itself is no part of the package.
            && import["external"] != true
            && (late || import["kind"] == "import-statement")
        {
            follow(outputs, path, late, found);
        }
    }
}

fn contents(scripts: &BTreeSet<String>) -> Result<Vec<Vec<u8>>> {
    let read = |script: &String| fs::read(paths::root().join(script)).with_context(|| format!("reading {script}"));
    scripts.iter().map(read).collect()
}

/// Prints a line of the table; each file is compressed by itself. Returns the bytes in brotli.
fn row(name: &str, files: &[Vec<u8>]) -> Result<usize> {
    let raw: usize = files.iter().map(Vec::len).sum();
    let deflated: usize = files.iter().map(|file| compress_to_vec(file, 9).len()).sum();
    let mut brotli = 0;
    for file in files {
        brotli += brotli_11(file)?;
    }
    println!("{name:<42}{raw:>9}{deflated:>10}{brotli:>9}");
    Ok(brotli)
}

fn brotli_11(content: &[u8]) -> Result<usize> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Scenario: a chunk is imported at once by the entry and by what comes later; another only by the latter.
    /// Guarantees: each file is counted once, and eager if it ever is.
    #[test]
    fn a_shared_chunk_is_eager() {
        let statement = |path| json!({ "path": path, "kind": "import-statement" });
        let description = json!({ "outputs": {
            "npm/dist/index.js": { "imports": [statement("shared.js"), { "path": "lazy.js", "kind": "dynamic-import" }] },
            "lazy.js": { "imports": [statement("shared.js"), statement("late.js"), { "path": "react", "kind": "import-statement", "external": true }] },
            "other.js": { "imports": [] },
        } });
        let bundle = Bundle::of(&description, build::PACKAGE_ENTRY);
        assert_eq!(bundle.eager, BTreeSet::from(["npm/dist/index.js", "shared.js"].map(String::from)));
        assert_eq!(bundle.lazy, BTreeSet::from(["late.js", "lazy.js"].map(String::from)));
    }

    #[test]
    fn a_broken_budget_is_told() {
        assert!(over("react", 1_000).is_empty());
        assert_eq!(over("react", 1_030), ["./react is over its budget of 1000 by 30"]);
    }

    #[test]
    fn brotli_comes_out_small() {
        assert!(brotli_11(&[b'a'; 10_000]).unwrap() < 30);
    }
}
