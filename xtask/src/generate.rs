//! What is written from the catalogue: one list, no copies to keep in step by hand.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use honeyguide_catalog::attribute;
use honeyguide_protocol::Pair;

use crate::paths;

const CONSTANTS: &str = "npm/src/lazy/catalog.ts";

/// Writes it.
pub(crate) fn write() -> Result<()> {
    fs::write(paths::root().join(CONSTANTS), constants()).with_context(|| format!("writing {CONSTANTS}"))
}

/// Checks that what was written is what would be written now.
///
/// # Errors
/// Says what to run.
pub(crate) fn check() -> Result<()> {
    let written = fs::read_to_string(paths::root().join(CONSTANTS)).unwrap_or_default();
    ensure!(written == constants(), "{CONSTANTS} is not what the catalogue says: run `cargo xtask generate`");
    Ok(())
}

/// The attribute keys as TypeScript.
fn constants() -> String {
    let mut text = String::from("// Written by `cargo xtask generate` from catalog/. Do not edit.\n\n");
    let keys = attribute::ALL.iter().map(|attribute| (attribute.constant, attribute.id));
    for (constant, id) in keys.chain([("OWN_KEYS", Pair::OWN_KEYS)]) {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "export const {constant} = {id};");
    }
    text
}
