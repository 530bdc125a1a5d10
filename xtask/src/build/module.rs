//! The WebAssembly module and its glue: `npm/wasm/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;
use zopfli::{Format, Options};

use super::panics;
use super::stale::{self, Fingerprint};
use super::tools;
use crate::child::{Runner, cargo, command};
use crate::paths;

/// The script that carries the deflated module as text.
pub(crate) const MODULE_SCRIPT: &str = "npm/wasm/module.js";
const MODULE_TYPES: &str =
    "/** The WebAssembly module, raw deflate in base64. */\ndeclare const module: string;\nexport default module;\n";
const NAME: &str = "honeyguide_sdk";
/// What Rust's compiler uses by default; wasm-opt must keep to it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The module as it would be served as a file.
pub(crate) fn module_file() -> PathBuf {
    folder().join(format!("{NAME}_bg.wasm"))
}

fn folder() -> PathBuf {
    paths::root().join("npm/wasm")
}

/// Compiles the module, and makes from it what the package loads if it has changed.
pub(super) fn build(runner: &Runner) -> Result<()> {
    let mut compile = cargo();
    compile.args(["build", "-p", "honeyguide-sdk", "--lib", "--target", tools::TARGET, "--profile", "wasm"]);
    runner.run(compile, "the module does not build: correct what the compiler says and try again")?;

    let compiled = paths::target().join(tools::TARGET).join(format!("wasm/{NAME}.wasm"));
    // The stamp of npm's packages stands for the version of wasm-opt.
    let made_from = Fingerprint::new().file(&compiled)?.file(&tools::stamp())?.this_program()?;
    let stamp = folder().join(".stamp");
    if stale::is_fresh(&stamp, &made_from) {
        return Ok(());
    }
    if folder().exists() {
        fs::remove_dir_all(folder())?;
    }
    bind(&compiled)?;
    shrink(runner)?;
    embed()?;
    stale::remember(&stamp, &made_from)
}

/// Writes the glue, its types and the module without what only tools read.
fn bind(compiled: &Path) -> Result<()> {
    let mut module = read(compiled)?;
    panics::trap_at_once(&mut module);
    Bindgen::new()
        .input_module(NAME, module)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder())
        .context("wasm-bindgen cannot make the glue: check that the crate and the task runner use one version of it")
}

/// As wasm-bindgen itself would read it: debug information is gone, and its own sections are kept.
fn read(compiled: &Path) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_dwarf(false).generate_name_section(true).generate_producers_section(false);
    config.parse_file(compiled).with_context(|| format!("reading {}", compiled.display()))
}

fn shrink(runner: &Runner) -> Result<()> {
    let mut optimise = command(paths::npm_program("wasm-opt"));
    optimise.args(FEATURES).args(["-Oz", "--strip-producers", "--strip-target-features"]);
    optimise.arg(module_file()).arg("-o").arg(module_file());
    runner.run(optimise, "wasm-opt refused the module: see its output, perhaps Rust uses a new WebAssembly feature")
}

/// Deflated and as text, the module loads in every bundler and from every server.
fn embed() -> Result<()> {
    let module = fs::read(module_file())?;
    let mut deflated = Vec::new();
    // Slower than a usual encoder and a twentieth smaller; any decoder reads it.
    zopfli::compress(Options::default(), Format::Deflate, module.as_slice(), &mut deflated)?;
    let text = BASE64_STANDARD.encode(deflated);
    let script = paths::root().join(MODULE_SCRIPT);
    fs::write(&script, format!("export default \"{text}\";\n"))?;
    fs::write(script.with_extension("d.ts"), MODULE_TYPES)?;
    Ok(())
}
