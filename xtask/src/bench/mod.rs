//! Side by side with the peers: what each budget says, our figure and theirs, measured in one run.
//!
//! - [`peers`]: other SDKs, installed outside the clone and bundled as an app would
//! - [`table`]: what was measured as rows: budgets, verdicts, Markdown and JSON
//!
//! What needs a browser is measured by `bench/main.mjs`.

mod peers;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use self::peers::VARIANTS;
use self::table::Table;
use crate::child::{cargo, command, run_through};
use crate::steps::{Steps, red};
use crate::{build, interrupt, paths, size};

/// What is measured.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Bench {
    /// The SDK beside its peers, against the budgets. Fails where one does not hold.
    Sdk(Options),
}

/// How thoroughly, and what of it.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Less than two minutes: few repetitions. Only sizes and bytes on the wire can fail; times are shown.
    #[arg(long)]
    quick: bool,
    /// Put the table into docs/cost.md.
    #[arg(long, conflicts_with_all = ["quick", "only"])]
    write: bool,
    /// Only these parts in the browser; sizes are always measured.
    #[arg(long, value_delimiter = ',', value_parser = ["wire", "init", "call", "heap"])]
    only: Vec<String>,
}

/// Where the table stands in the documentation.
const PAGE: &str = "docs/cost.md";
const MARKERS: [&str; 2] =
    ["<!-- measured by `cargo xtask bench sdk --write` -->", "<!-- end of what was measured -->"];

/// Measures, then prints the table.
///
/// # Errors
/// Those of the build; a budget that does not hold.
pub(crate) fn run(bench: &Bench, verbose: bool) -> Result<()> {
    let Bench::Sdk(options) = bench;
    build::run(&build::Options::default(), verbose)?;
    let folder = paths::target().join("bench");
    let pages = folder.join("pages");
    let batches = folder.join("minute");
    for folder in [&pages, &batches] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }

    let mut steps = Steps::new(3, verbose);
    let installed = steps.step("installing the peers, outside the clone", |runner| peers::install(*runner))?;
    let mut sizes = steps.step("bundling each as an app would", |runner| peers::bundle(*runner, &installed, &pages))?;
    let minute = steps.step("encoding the reference minute", |runner| {
        let mut test = cargo();
        test.args(["test", "-p", "honeyguide-sdk", "--lib", "reference_minute"]);
        test.env("HONEYGUIDE_REFERENCE_MINUTE", &batches);
        // Its own verdict on the bytes is ours below: they are there also where it fails.
        if let Err(error) = runner.run(test, "the test of the reference minute failed") {
            interrupt::check()?;
            eprintln!(" {error}");
        }
        let mut files: Vec<PathBuf> = fs::read_dir(&batches)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
        files.sort_by_key(|file| number(file));
        Ok(files)
    })?;
    let package = size::package()?;
    sizes.insert("honeyguide", package.total);

    let out = folder.join("figures.json");
    let variants: Vec<&str> =
        VARIANTS.iter().map(|variant| variant.name).filter(|name| sizes.contains_key(name)).collect();
    let settings = json!({
        "pages": pages,
        "variants": variants,
        "peers": installed,
        "batches": minute,
        "quick": options.quick,
        "only": options.only,
        "out": out,
    });
    let mut measure = command("node");
    measure.arg("bench/main.mjs").arg(settings.to_string());
    eprintln!("measuring{} …", if options.quick { "" } else { " (about 25 minutes; --quick for less)" });
    if !run_through(&mut measure)?.success() {
        bail!("bench/main.mjs failed: see what it says above");
    }
    let figures: Value = serde_json::from_slice(&fs::read(&out)?)?;
    let mut wire = 0;
    for file in &minute {
        wire += fs::metadata(file)?.len();
    }

    let table = Table::new(&figures, &sizes, &package, (!minute.is_empty()).then_some(wire));
    let text = table.markdown();
    fs::write(folder.join("sdk.md"), &text)?;
    fs::write(folder.join("sdk.json"), serde_json::to_vec_pretty(&table.json(&figures))?)?;
    println!("{text}");
    let mut over = table.over(options.quick);
    over.extend(failed_parts(&figures).map(|part| format!("{part} could not be measured")));
    if options.write && failed_parts(&figures).next().is_none() {
        write(&text)?;
    }
    if over.is_empty() {
        return Ok(());
    }
    bail!("{} of the budgets do not hold: {}", over.len(), red(&over.join("; ")))
}

/// Parts that the browser could not measure.
fn failed_parts(figures: &Value) -> impl Iterator<Item = &str> {
    figures["failed"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The number of a batch, which is its file's name.
fn number(file: &Path) -> u32 {
    file.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or_default()
}

fn write(text: &str) -> Result<()> {
    let path = paths::root().join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("reading {PAGE}"))?;
    fs::write(&path, between(&page, text)?).with_context(|| format!("writing {PAGE}"))
}

/// The page with the text between the markers.
fn between(page: &str, text: &str) -> Result<String> {
    let [begin, end] = MARKERS;
    let parts = page.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, after) = parts.with_context(|| format!("{PAGE} has lost its markers: `{begin}` and `{end}`"))?;
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: a page has an older table between its markers, and words around; another has lost a marker.
    /// Guarantees: the table alone is replaced, also a second time; without markers nothing is guessed.
    #[test]
    fn the_table_alone_is_replaced() {
        let [begin, end] = MARKERS;
        let page = between(&format!("# Cost\n{begin}\nold\n{end}\nmore\n"), "| new |").unwrap();
        assert_eq!(page, format!("# Cost\n{begin}\n\n| new |\n\n{end}\nmore\n"));
        assert_eq!(between(&page, "| new |").unwrap(), page);
        assert!(between("# Cost\n", "| new |").is_err());
    }
}
