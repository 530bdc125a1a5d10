//! The glue between the package and the module: a class whose methods are the module's exports.
//!
//! wasm-bindgen writes a function for each export; here one line makes them all. That needs each method to have the name of its
//! export: they begin with an underscore in the sources, and esbuild is told which short name stands for each.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use walrus::{ExportItem, FunctionKind, Module};

use super::panics;

/// What the glue needs beside the methods: as the module calls it, and as the glue does.
const OWN: [(&str, &str); 5] = [
    ("memory", "MEMORY"),
    ("__wbindgen_malloc", "ALLOCATE"),
    ("recorder", "RECORDER"),
    ("batch_address", "ADDRESS"),
    ("batch_length", "LENGTH"),
];

const GLUE: &str = r#"let exports;
/** Takes the exports of the module, or of its JavaScript double. */
export function begin(given) {
  exports = given;
}
/** What the module takes for a value: of a text or a list, which it frees, the place and the length. */
function pass(value) {
  const list = typeof value === "string" ? new TextEncoder().encode(value) : value;
  if (!list.buffer) return list;
  const at = exports.ALLOCATE(list.byteLength, 8) >>> 0;
  new Uint8Array(exports.MEMORY.buffer).set(new Uint8Array(list.buffer), at);
  return [at, list.length];
}
export class Recorder {
  constructor(high, low) {
    const number = exports.RECORDER(high, low);
    for (const name in exports) this[name] = (...given) => exports[name](number, ...given.flatMap(pass));
  }
  _batch(number) {
    const at = this.ADDRESS(number) >>> 0;
    return new Uint8Array(exports.MEMORY.buffer).slice(at, at + this.LENGTH(number));
  }
}
"#;
const TYPES: &str = "/** Takes the exports of the module. */
export function begin(exports: object): void;
/** Everything that one page view measures and has not delivered yet: sdk-wasm/src/browser/. A list is one that nothing else shares. */
export class Recorder {
  /** For a page view named by 64 random bits. */
  constructor(page_high: number, page_low: number);
  /** The bytes of a closed batch. */
  _batch(number: number): Uint8Array<ArrayBuffer>;
";

/// The short name of each export. The module needs nothing of the page: what it calls in need is a trap too.
pub(super) fn shorten(module: &mut Module) -> Result<BTreeMap<String, String>> {
    let starts = module.start.is_some() || module.exports.iter().any(|export| export.name == "__wbindgen_start");
    ensure!(!starts, "the module wants to be started");
    let imported = module.funcs.iter().filter_map(|function| match &function.kind {
        FunctionKind::Import(import) => Some((function.id(), import.import)),
        _ => None,
    });
    for (function, import) in imported.collect::<Vec<_>>() {
        panics::trap(module, function);
        module.imports.delete(import);
    }
    // The compiler's marks of where its data ends, and what wasm-bindgen's own glue would call.
    let unused = module.exports.iter().filter(|export| {
        let internal = export.name.starts_with("__") && OWN.iter().all(|(name, _)| *name != export.name);
        internal || matches!(export.item, ExportItem::Global(_))
    });
    for export in unused.map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(export);
    }
    walrus::passes::gc::run(module);
    let exports = module.exports.iter_mut().enumerate();
    Ok(exports.map(|(number, export)| (std::mem::replace(&mut export.name, short(number)), short(number))).collect())
}

/// The script.
pub(super) fn script(names: &BTreeMap<String, String>) -> Result<String> {
    OWN.iter().try_fold(GLUE.to_owned(), |glue, (name, place)| {
        let name = names.get(*name).with_context(|| format!("the module exports no {name}"))?;
        Ok(glue.replace(place, name))
    })
}

/// The script's types, of wasm-bindgen's.
pub(super) fn types(theirs: &str) -> Result<String> {
    let (theirs, _) = theirs.split_once("export type InitInput").context("wasm-bindgen's types have no InitInput")?;
    let methods: Vec<_> = theirs.lines().filter_map(|line| line.strip_prefix("export function ")).collect();
    ensure!(methods.len() > 1, "wasm-bindgen's types have no functions");
    let methods = methods.into_iter().filter(|method| !method.starts_with("recorder("));
    let methods = methods.map(|method| {
        let method = method.replacen("recorder: number, ", "", 1).replacen("recorder: number", "", 1);
        // A boolean comes back as a number.
        format!("  _{}\n", method.replace("): boolean", "): number"))
    });
    Ok(format!("{TYPES}{}}}\n", methods.collect::<String>()))
}

/// Which name esbuild is to give to each method, as its mangle cache says it.
pub(super) fn mangled(names: &BTreeMap<String, String>) -> String {
    let names: BTreeMap<_, _> = names.iter().map(|(name, short)| (format!("_{name}"), short)).collect();
    serde_json::json!(names).to_string()
}

/// a … z, aa, ab …
fn short(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or_default());
    let head = if number < 26 { String::new() } else { short(number / 26 - 1) };
    format!("{head}{}", letter(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_distinct() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(short), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }
}
