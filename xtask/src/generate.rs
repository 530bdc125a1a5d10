//! What is written from the catalogue: one list, no copies to keep in step by hand.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use honeyguide_catalog::{
    attribute,
    item::{self, Shape},
};
use honeyguide_protocol::{Pair, Reason};

use crate::paths;

const CONSTANTS: &str = "npm/src/catalog.ts";
const NAMES: &str = "npm/src/lazy/names.ts";
const VALUES: &str = "npm/src/values.ts";

/// Writes it.
pub(crate) fn write() -> Result<()> {
    for (file, text) in files() {
        fs::write(paths::root().join(file), text).with_context(|| format!("writing {file}"))?;
    }
    Ok(())
}

/// Checks that what was written is what would be written now.
///
/// # Errors
/// Says what to run.
pub(crate) fn check() -> Result<()> {
    for (file, text) in files() {
        let written = fs::read_to_string(paths::root().join(file)).unwrap_or_default();
        ensure!(written == text, "{file} is not what the catalogue says: run `cargo xtask generate`");
    }
    Ok(())
}

fn files() -> [(&'static str, String); 3] {
    [(CONSTANTS, constants()), (NAMES, names()), (VALUES, values())]
}

/// The kinds, what each holds and the reasons for which a page drops items, as types: for whoever reads items.
fn values() -> String {
    let mut text = String::from(
        "// Written by `cargo xtask generate` from catalog/. Do not edit.\n\n/** What items of each kind hold. What was not known is absent. */\nexport interface Values {\n",
    );
    for kind in item::ALL {
        if kind.fields.is_empty() {
            let _ = writeln!(text, "  {}: Record<never, never>;", kind.name);
            continue;
        }
        let _ = writeln!(text, "  {}: {{", kind.name);
        for field in kind.fields {
            let (type_name, unit) = described(field.shape);
            let optional = if field.required { "" } else { "?" };
            let _ = writeln!(text, "    /** {unit} */\n    {}{optional}: {type_name};", field.name);
        }
        text.push_str("  };\n");
    }
    text.push_str("}\n\n/** Why a page lets items go. */\nexport type Reason =");
    // The numbers from 16 on are the gateway's.
    for reason in Reason::ALL.iter().filter(|reason| (**reason as u8) < 16) {
        let _ = write!(text, "\n  | \"{}\"", reason.as_str());
    }
    text.push_str(";\n");
    text
}

/// A value's type and unit.
fn described(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Duration | Shape::SignedDuration => ("number", "Milliseconds."),
        Shape::SkewedDuration => {
            ("number", "Milliseconds between the server's clock and the page's: add the batch's `clock.offset`.")
        }
        Shape::Count | Shape::SmallCount | Shape::SignedCount => ("number", "A whole number."),
        Shape::Identifier => ("string", "16 hexadecimal digits."),
        Shape::Ratio => ("number", "0 to 1."),
        Shape::Number | Shape::SignedNumber => ("number", "A number."),
    }
}

/// The names of the attributes, in a file of their own: few pages need them.
fn names() -> String {
    let mut text = String::from(
        "// Written by `cargo xtask generate` from catalog/. Do not edit.\n\n/** Names of attributes, by their keys. */\nexport const NAMES = [\n  \"\",\n",
    );
    for attribute in attribute::ALL {
        let _ = writeln!(text, "  \"{}\",", attribute.name);
    }
    text.push_str("];\n");
    text
}

/// The attribute keys, kinds and fields as TypeScript. Enums, since esbuild writes their values where they are used.
fn constants() -> String {
    let mut text = String::from("// Written by `cargo xtask generate` from catalog/. Do not edit.\n\n");
    let keys = attribute::ALL.iter().map(|attribute| (attribute.constant, attribute.id));
    for (constant, id) in keys.chain([("OWN_KEYS", Pair::OWN_KEYS)]) {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "export const {constant} = {id};");
    }
    text.push_str("\n/** Kinds of items. */\nexport enum Kind {\n");
    for kind in item::ALL {
        let _ = writeln!(text, "  {} = {},", pascal(kind.name), kind.id);
    }
    text.push_str("}\n");
    for kind in item::ALL.iter().filter(|kind| !kind.fields.is_empty()) {
        let _ = writeln!(text, "\n/** Fields of {}, as they cross into the module. */", kind.name);
        let _ = writeln!(text, "export enum {}Field {{", pascal(kind.name));
        for field in kind.fields {
            let _ = writeln!(text, "  {} = {},", camel(field.name), field.code());
        }
        text.push_str("}\n");
    }
    text
}

fn pascal(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn camel(name: &str) -> String {
    let pascal = pascal(name);
    pascal[..1].to_lowercase() + &pascal[1..]
}
