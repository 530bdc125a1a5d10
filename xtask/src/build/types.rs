//! The package's type declarations, as every resolver finds them.
//!
//! tsc copies relative imports as the sources have them, without an ending; Node's own resolution wants the ending of
//! the script. Declarations that nothing public refers to are left out of the package.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::bundle::sources_in;
use crate::paths;

const FOLDER: &str = "npm/dist";
/// What stands before the path of an import, in the two forms that tsc writes.
const IMPORTS: [&str; 2] = ["from \"", "import(\""];

/// Completes the imports of what the entries' declarations refer to, and removes the other declarations.
pub(super) fn finish(entries: &[&str]) -> Result<()> {
    let folder = paths::root().join(FOLDER);
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = entries.iter().map(|entry| folder.join(format!("{entry}.d.ts"))).collect();
    while let Some(file) = open.pop() {
        if reached.insert(file.clone()) {
            let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let (text, imported) = complete(&text, file.parent().unwrap_or(&folder), &Path::is_file);
            fs::write(&file, text)?;
            open.extend(imported);
        }
    }
    remove_others(&folder, &reached)
}

/// The text with an ending on each relative import, and the declarations behind them.
fn complete(text: &str, folder: &Path, exists: &dyn Fn(&Path) -> bool) -> (String, Vec<PathBuf>) {
    let mut completed = String::with_capacity(text.len());
    let mut imported = Vec::new();
    let mut rest = text;
    while let Some(begin) = IMPORTS.iter().filter_map(|form| rest.find(form).map(|at| at + form.len())).min() {
        let (before, after) = rest.split_at(begin);
        completed.push_str(before);
        let path = after.split('"').next().unwrap_or_default();
        rest = &after[path.len()..];
        let found = [path.to_owned(), format!("{path}/index")].into_iter().find_map(|path| {
            let declaration = folder.join(format!("{path}.d.ts"));
            (path.starts_with('.') && exists(&declaration)).then_some((path, declaration))
        });
        match found {
            Some((path, declaration)) => {
                completed.push_str(&format!("{path}.js"));
                imported.push(declaration);
            }
            None => completed.push_str(path),
        }
    }
    completed.push_str(rest);
    (completed, imported)
}

fn remove_others(folder: &Path, reached: &BTreeSet<PathBuf>) -> Result<()> {
    for file in sources_in(folder, ".d.ts")? {
        // The same file may have been reached as `lazy/../types.d.ts`.
        let file = file.canonicalize()?;
        if !reached.iter().any(|path| path.canonicalize().is_ok_and(|path| path == file)) {
            fs::remove_file(file)?;
        }
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, reached)?;
            // Fails where something is left, and then the folder should stay.
            let _ = fs::remove_dir(&path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: imports of a file, of a folder, of a package, with an ending already, and words that look like one.
    /// Guarantees: only the first two change, and only they are followed.
    #[test]
    fn relative_imports_get_their_ending() {
        let text = "import type { A } from \"./a\";\nexport declare const b: import(\"./b\").B;\n\
                    export { c } from \"c\"; export * from \"./d.js\"; /** from \"./nowhere\" */";
        let exists = |path: &Path| path == Path::new("/dist/./a.d.ts") || path == Path::new("/dist/./b/index.d.ts");
        let (completed, imported) = complete(text, Path::new("/dist"), &exists);
        let expected = text.replace("\"./a\"", "\"./a.js\"").replace("\"./b\"", "\"./b/index.js\"");
        assert_eq!(completed, expected);
        assert_eq!(imported.len(), 2);
    }
}
