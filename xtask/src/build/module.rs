//! The WebAssembly module and its glue: `npm/wasm/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;

use super::double;
use super::glue;
use super::panics;
use super::silence;
use super::stale::{self, Fingerprint};
use super::text;
use super::tools;
use crate::child::{Runner, cargo, command};
use crate::paths;

/// The script that carries the module as text.
pub(crate) const MODULE_SCRIPT: &str = "npm/wasm/module.js";
const MODULE_TYPES: &str =
    "/** The WebAssembly module as text, see `unpack`. */\ndeclare const module: string;\nexport default module;\n";
const NAME: &str = "honeyguide_sdk";
/// What Rust's compiler uses by default; wasm-opt must keep to it.
pub(super) const FEATURES: [&str; 4] =
    ["--enable-bulk-memory", "--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext"];

/// The module as it would be served as a file.
pub(crate) fn module_file() -> PathBuf {
    folder().join(format!("{NAME}_bg.wasm"))
}

pub(super) fn folder() -> PathBuf {
    paths::root().join("npm/wasm")
}

/// Which short name each of the glue's methods has.
pub(super) fn methods() -> PathBuf {
    folder().join("methods.json")
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
    double::make(runner, &module_file(), &paths::root().join(double::FALLBACK_SCRIPT))?;
    stale::remember(&stamp, &made_from)
}

/// Writes the glue, its types and the module without what only tools read.
fn bind(compiled: &Path) -> Result<()> {
    let mut module = read(compiled)?;
    panics::trap_at_once(&mut module);
    let mut bound = Bindgen::new()
        .input_module(NAME, module)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen cannot make the glue: check that the crate and the task runner use one version of it")?;
    let names = glue::shorten(bound.wasm_mut())?;
    fs::create_dir_all(folder())?;
    fs::write(module_file(), bound.wasm_mut().emit_wasm())?;
    fs::write(folder().join(format!("{NAME}.js")), glue::script(&names)?)?;
    fs::write(folder().join(format!("{NAME}.d.ts")), glue::types(bound.ts().unwrap_or_default())?)?;
    fs::write(methods(), glue::mangled(&names))?;
    Ok(())
}

/// As wasm-bindgen itself would read it: debug information is gone, and its own sections are kept.
pub(super) fn read(compiled: &Path) -> Result<Module> {
    let mut config = ModuleConfig::new();
    config.generate_dwarf(false).generate_name_section(true).generate_producers_section(false);
    let mut module = config.parse_file(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    // Told of reference types and of several results, wasm-bindgen makes a module that has no double in JavaScript.
    module.customs.remove_raw("target_features");
    Ok(module)
}

fn shrink(runner: &Runner) -> Result<()> {
    optimise(runner, &["-Oz"])?;
    let mut module = Module::from_file(module_file())?;
    silence::silence(&mut module);
    fs::write(module_file(), module.emit_wasm())?;
    // Flat code finds what structured code hides. Done twice it pays again, done three times it costs.
    let again = ["--flatten", "--rereloop", "-Oz", "-Oz"];
    optimise(runner, &[&again[..], &again[..], &["--reorder-functions", "--reorder-locals"]].concat())
}

fn optimise(runner: &Runner, passes: &[&str]) -> Result<()> {
    let mut optimise = command(paths::npm_program("wasm-opt"));
    optimise.args(FEATURES).args(passes).args(["--strip-producers", "--strip-target-features"]);
    optimise.arg(module_file()).arg("-o").arg(module_file());
    runner.run(optimise, "wasm-opt refused the module: see its output, perhaps Rust uses a new WebAssembly feature")
}

/// As text, the module loads in every bundler and from every server.
fn embed() -> Result<()> {
    let text = text::encode(&fs::read(module_file())?)?;
    let script = paths::root().join(MODULE_SCRIPT);
    fs::write(&script, format!("export default \"{text}\";\n"))?;
    fs::write(script.with_extension("d.ts"), MODULE_TYPES)?;
    Ok(())
}
