//! The inspector and its glue: `npm/wasm/inspector/`. Small is nice here, and not worth a change of what wasm-bindgen writes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::double;
use super::module;
use super::panics;
use super::stale::{self, Fingerprint};
use super::tools;
use crate::child::{Runner, cargo, command};
use crate::paths;

const NAME: &str = "honeyguide_inspector";
const TYPES: [(&str, &str); 2] = [
    (
        "glue_bg.d.ts",
        "export function inspect(body: Uint8Array): unknown;\nexport function __wbg_set_wasm(exports: object): void;\nexport const imports: WebAssembly.ModuleImports;\n",
    ),
    (
        "module.d.ts",
        "/** The inspector's module in base64. */\ndeclare const module: string;\nexport default module;\n",
    ),
];

/// Compiles the inspector, and makes from it what the package loads if it has changed.
pub(super) fn build(runner: &Runner) -> Result<()> {
    let mut compile = cargo();
    compile.args(["build", "-p", "honeyguide-inspector", "--lib", "--target", tools::TARGET, "--profile", "wasm"]);
    runner.run(compile, "the inspector does not build: correct what the compiler says and try again")?;
    let compiled = paths::target().join(tools::TARGET).join(format!("wasm/{NAME}.wasm"));
    let made_from = Fingerprint::new().file(&compiled)?.file(&tools::stamp())?.this_program()?;
    let stamp = folder().join(".stamp");
    if stale::is_fresh(&stamp, &made_from) {
        return Ok(());
    }
    if folder().exists() {
        fs::remove_dir_all(folder())?;
    }
    fs::create_dir_all(folder())?;
    for (file, types) in TYPES {
        fs::write(folder().join(file), types)?;
    }
    let module = folder().join("inspector.wasm");
    bind(&compiled, &module)?;
    let mut optimise = command(paths::npm_program("wasm-opt"));
    optimise.args(module::FEATURES).args(["-Oz", "--strip-producers", "--strip-target-features"]);
    optimise.arg(&module).arg("-o").arg(&module);
    runner.run(optimise, "wasm-opt refused the inspector: see its output")?;
    fs::write(folder().join("module.js"), format!("export default \"{}\";\n", base64(&fs::read(&module)?)))?;
    let fallback = folder().join("fallback.js");
    double::make(runner, &module, &fallback)?;
    let script = fs::read_to_string(&fallback)?;
    let (before, after) = script.split_once("import * as").context("the inspector's double imports in another way")?;
    let (name, after) = after.split_once(" from").context("the inspector's double imports in another way")?;
    fs::write(fallback, format!("{before}import {{ imports as{name} }} from{after}"))?;
    stale::remember(&stamp, &made_from)
}

fn folder() -> PathBuf {
    module::folder().join("inspector")
}

/// The glue apart from what loads it: the module and its double both call it, and it calls the one that is there.
fn bind(compiled: &Path, module: &Path) -> Result<()> {
    let mut compiled = module::read(compiled)?;
    panics::trap_at_once(&mut compiled);
    let mut bound = Bindgen::new()
        .input_module("glue", compiled)
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen cannot make the inspector's glue")?;
    bound.emit(folder())?;
    fs::rename(folder().join("glue_bg.wasm"), module)?;
    // A memory that has grown has another buffer; in WebAssembly the old one is empty then, in JavaScript it is only old.
    let mut glue = fs::read_to_string(folder().join("glue_bg.js"))?;
    for view in ["DataView", "Uint8Array"] {
        let cached = format!("cached{view}Memory0");
        let (before, rest) = glue.split_once(&format!("if ({cached} === null")).context("the glue has no such view")?;
        let (_, after) =
            rest.split_once(") {\n").context("the glue looks in another way whether the memory has grown")?;
        glue = format!("{before}if ({cached}?.buffer !== wasm.memory.buffer) {{\n{after}");
    }
    ensure!(!glue.contains("byteLength === 0"), "the glue has another view of the memory");
    fs::remove_file(folder().join("glue.js"))?;
    // Imported as a namespace, esbuild would make a helper of it that every page loads.
    let exported = glue.lines().filter_map(|line| line.strip_prefix("export function ")?.split('(').next());
    let imports: Vec<&str> = exported.filter(|name| name.starts_with("__wb")).collect();
    let imports = format!("export const imports = {{ {} }};\n", imports.join(", "));
    Ok(fs::write(folder().join("glue_bg.js"), glue + &imports)?)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, place| bits << 8 | u32::from(three.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) as usize & 63;
            text.push(if place > three.len() { '=' } else { char::from(DIGITS[digit]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    /// Scenario: the vectors of RFC 4648.
    /// Guarantees: `atob` gives the same bytes back.
    #[test]
    fn as_everybody_writes_it() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(texts, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
