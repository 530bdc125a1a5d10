//! wasm-bindgen's glue without what this package never uses: about 1 KB of each page's load.
//!
//! Each change is checked: where wasm-bindgen writes something else one day, the build says so.

use anyhow::{Context as _, Result, ensure};
use walrus::{ExportItem, FunctionKind, Module};

use super::panics;

/// From here on the glue loads the module by itself, in ways that the package does without.
const LOADING: &str = "let wasmModule, wasmInstance, wasm;";
/// How the package loads it: it hands over the exports of the module, or of its JavaScript double.
const BEGIN: &str = "let wasm;\nexport function begin(exports) {\n    wasm = exports;\n}\n";
const BEGIN_TYPE: &str = "/** Takes the exports of the module. */\nexport function begin(exports: object): void;\n";

const PASS_STRING: &str = "function passStringToWasm0(arg, malloc) {
    const bytes = new TextEncoder().encode(arg);
    const ptr = malloc(bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, ptr);
    WASM_VECTOR_LEN = bytes.length;
    return ptr;
}
";

/// The module needs nothing of the page: what it calls in need is a trap too. Its exports get short names.
/// Returns the old name and the new one of each.
pub(super) fn shorten(module: &mut Module) -> Vec<(String, String)> {
    let imported = module.funcs.iter().filter_map(|function| match &function.kind {
        FunctionKind::Import(import) => Some((function.id(), import.import)),
        _ => None,
    });
    for (function, import) in imported.collect::<Vec<_>>() {
        panics::trap(module, function);
        module.imports.delete(import);
    }
    walrus::passes::gc::run(module);
    let mut renamed = Vec::new();
    // The compiler's marks of where its data ends.
    let marks = module.exports.iter().filter(|export| matches!(export.item, ExportItem::Global(_)));
    for mark in marks.map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(mark);
    }
    for (number, export) in module.exports.iter_mut().enumerate() {
        let name = short(number);
        renamed.push((std::mem::replace(&mut export.name, name.clone()), name));
    }
    renamed
}

/// a … z, aa, ab …
fn short(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or_default());
    let head = if number < 26 { String::new() } else { short(number / 26 - 1) };
    format!("{head}{}", letter(number))
}

/// The glue as the package bundles it.
pub(super) fn trim(glue: &str, renamed: &[(String, String)]) -> Result<String> {
    ensure!(!renamed.iter().any(|(name, _)| name == "__wbindgen_start"), "the module wants to be started");
    let lines: Vec<&str> = glue.lines().map(str::trim_start).filter(|line| !line.starts_with('*')).collect();
    let glue = lines.join("\n").replace("/**\n", "");
    let (glue, _) = glue.split_once(LOADING).context("the glue does not load the module as expected")?;
    // A recorder is freed when nobody knows it any more, not by hand.
    let glue = cut(glue, "__destroy_into_raw() {", "wasm.__wbg_recorder_free(ptr, 0);\n}\n")?;
    let glue = glue.replacen(
        "(typeof FinalizationRegistry === 'undefined')\n? { register: () => {}, unregister: () => {} }\n: new",
        "new",
        1,
    );
    // Texts are short and few: each is encoded in one go.
    let glue = cut(&glue, "function passStringToWasm0(", "WASM_VECTOR_LEN = offset;\nreturn ptr;\n}\n")?;
    let glue = cut(&glue, "let cachedTextDecoder", "const cachedTextEncoder = new TextEncoder();\n")?;
    let glue = cut(&glue, "if (!('encodeInto' in cachedTextEncoder)) {", "};\n}\n")?;
    // So esbuild may give it a shorter name.
    let mut glue = format!("{glue}{PASS_STRING}{BEGIN}").replace("__wbg_ptr", "_ptr");
    // A grown memory has another buffer. In WebAssembly the old one is empty then; in JavaScript it is only old.
    for view in ["Float64Array", "Uint32Array", "Uint8Array"] {
        let cached = format!("cached{view}Memory0");
        let empty = format!("{cached} === null || {cached}.byteLength === 0");
        glue = glue.replace(&empty, &format!("{cached}?.buffer !== wasm.memory.buffer"));
    }
    for index in 0..2 {
        let read = format!("getDataViewMemory0().getInt32(retptr + 4 * {index}, true)");
        glue = glue.replace(&read, &format!("getUint32ArrayMemory0()[retptr / 4 + {index}]"));
    }
    // What is left is its definition.
    ensure!(glue.matches("getDataViewMemory0").count() <= 1, "the glue reads the memory in another way");
    ensure!(!glue.contains("byteLength"), "the glue looks in another way whether the memory has grown");
    for (old, new) in renamed {
        glue = rename(&glue, &format!("wasm.{old}"), &format!("wasm.{new}"));
    }
    Ok(glue)
}

/// The glue's types with the package's way to load.
pub(super) fn trim_types(types: &str) -> Result<String> {
    let (types, _) = types.split_once("export type InitInput").context("the glue's types have no InitInput")?;
    let types = cut(types, "  free(): void;", "[Symbol.dispose](): void;\n")?;
    Ok(format!("{types}{BEGIN_TYPE}"))
}

/// The text without the first part that begins and ends so.
fn cut(text: &str, begin: &str, end: &str) -> Result<String> {
    let absent = || format!("the glue has no `{}`", begin.trim());
    let from = text.find(begin).with_context(absent)?;
    let to = text[from + begin.len()..].find(end).with_context(absent)? + from + begin.len() + end.len();
    Ok(format!("{}{}", &text[..from], &text[to..]))
}

/// Replaces a name wherever it is not the beginning of a longer one.
fn rename(text: &str, old: &str, new: &str) -> String {
    let mut parts = text.split(old);
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let longer = part.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        renamed.push_str(if longer { old } else { new });
        renamed.push_str(part);
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_distinct() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(short), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn only_whole_names_are_replaced() {
        assert_eq!(rename("wasm.own(wasm.own_set, wasm.own)", "wasm.own", "wasm.b"), "wasm.b(wasm.own_set, wasm.b)");
    }

    #[test]
    fn what_is_not_there_cannot_be_cut() {
        assert_eq!(cut("one two three", "two", " ").unwrap(), "one three");
        assert!(cut("one two three", "four", " ").is_err());
    }
}
