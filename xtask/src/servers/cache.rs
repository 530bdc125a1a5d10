//! The cache folder, and programs that are built into it once.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{self, Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// The folder that keeps built programs: `$HONEYGUIDE_CACHE`, else `$XDG_CACHE_HOME/honeyguide`, else
/// `~/.cache/honeyguide`. The path is absolute; the folder need not exist yet.
///
/// # Errors
/// No variable names a folder, or the folder lies inside the clone.
pub fn cache_dir() -> Result<PathBuf> {
    let clone = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    choose(|variable| env::var_os(variable), clone.context("the task runner's package has no parent folder")?)
}

fn choose(variable: impl Fn(&str) -> Option<OsString>, clone: &Path) -> Result<PathBuf> {
    let set = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = if let Some(folder) = set("HONEYGUIDE_CACHE") {
        path::absolute(folder)?
    } else if let Some(folder) = set("XDG_CACHE_HOME").filter(|folder| folder.is_absolute()) {
        // The XDG specification asks that a relative path be ignored.
        folder.join("honeyguide")
    } else if let Some(home) = set("HOME") {
        home.join(".cache/honeyguide")
    } else {
        bail!("no cache folder: set HONEYGUIDE_CACHE to a folder outside the clone");
    };
    if folder.starts_with(clone) {
        bail!("the cache folder {} lies inside the clone: set HONEYGUIDE_CACHE to a folder outside", folder.display());
    }
    Ok(folder)
}

/// A program that is built from source once and then found in `<cache>/<name>-<version>/`.
pub(super) struct Program<'a> {
    /// The first part of the folder's name.
    pub(super) name: &'a str,
    /// What progress and errors call it.
    pub(super) title: &'a str,
    /// The version it is pinned to.
    pub(super) version: &'a str,
    /// How long a first build takes, for the progress line.
    pub(super) usual_time: &'a str,
    /// The files that the build leaves in the folder.
    pub(super) binaries: &'a [&'a str],
    /// All that decides what is built; a cached build made from another text is built again.
    pub(super) recipe: &'a str,
}

/// The folders and the log of one build under way.
pub(super) struct Workshop {
    /// Scratch space, empty at first and removed afterwards.
    pub(super) sources: PathBuf,
    /// Where the build leaves its binaries; empty at first.
    pub(super) binaries: PathBuf,
    /// For temporary files of the tools; removed afterwards.
    pub(super) temporary: PathBuf,
    /// The file that takes the output of every command.
    pub(super) log: PathBuf,
}

const RECIPE: &str = "recipe.txt";

impl Program<'_> {
    /// The folder with all binaries, if an earlier build of the same recipe left them.
    pub(super) fn installed(&self) -> Result<Option<PathBuf>> {
        let folder = cache_dir()?.join(self.folder_name());
        let complete = self.binaries.iter().all(|binary| folder.join(binary).is_file());
        let recipe = fs::read_to_string(folder.join(RECIPE));
        let same = recipe.is_ok_and(|recipe| recipe == self.recipe);
        Ok((complete && same).then_some(folder))
    }

    /// The folder with all binaries, built by `build` if they are missing.
    ///
    /// The build happens in a folder beside it, which is renamed at the end: an interrupted one never
    /// counts as present. A lock makes a second process wait for the first instead of building too.
    pub(super) fn install(&self, build: impl FnOnce(&Workshop) -> Result<()>) -> Result<PathBuf> {
        if let Some(folder) = self.installed()? {
            return Ok(folder);
        }
        let cache = cache_dir()?;
        fs::create_dir_all(&cache).with_context(|| format!("creating {}", cache.display()))?;
        let beside = |ending: &str| cache.join(format!("{}.{ending}", self.folder_name()));
        let lock = File::create(beside("lock"))?;
        lock.lock().context("waiting for another build")?;
        if let Some(folder) = self.installed()? {
            return Ok(folder);
        }

        let partial = beside("partial");
        let workshop = Workshop {
            sources: partial.join("sources"),
            binaries: partial.join("binaries"),
            temporary: partial.join("temporary"),
            log: beside("log"),
        };
        remove(&partial)?;
        for folder in [&workshop.sources, &workshop.binaries, &workshop.temporary] {
            fs::create_dir_all(folder)?;
        }
        File::create(&workshop.log)?;

        let Self { title, version, usual_time, .. } = self;
        eprintln!("building {title} {version} (once, {usual_time}) …");
        let begin = Instant::now();
        build(&workshop)?;
        fs::write(workshop.binaries.join(RECIPE), self.recipe)?;
        let folder = cache.join(self.folder_name());
        remove(&folder)?;
        fs::rename(&workshop.binaries, &folder)?;
        remove(&partial)?;
        eprintln!("built {title} {version} in {} s", begin.elapsed().as_secs());
        self.installed()?.with_context(|| format!("the build of {title} left no {:?}", self.binaries))
    }

    fn folder_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Result<PathBuf> {
        let find = |name: &str| {
            let pair = variables.iter().find(|(variable, _)| *variable == name);
            pair.map(|(_, value)| OsString::from(value))
        };
        choose(find, Path::new("/clone"))
    }

    #[test]
    fn the_own_variable_wins_then_xdg_then_home() {
        let all = [("HONEYGUIDE_CACHE", "/a"), ("XDG_CACHE_HOME", "/b"), ("HOME", "/c")];
        assert_eq!(chosen(&all).unwrap(), Path::new("/a"));
        assert_eq!(chosen(&all[1..]).unwrap(), Path::new("/b/honeyguide"));
        assert_eq!(chosen(&all[2..]).unwrap(), Path::new("/c/.cache/honeyguide"));
        assert!(chosen(&[]).is_err());
    }

    #[test]
    fn empty_and_relative_values_are_passed_over() {
        let unusable = [("HONEYGUIDE_CACHE", ""), ("XDG_CACHE_HOME", "b"), ("HOME", "/c")];
        assert_eq!(chosen(&unusable).unwrap(), Path::new("/c/.cache/honeyguide"));
    }

    #[test]
    fn a_folder_inside_the_clone_is_refused() {
        let error = chosen(&[("HONEYGUIDE_CACHE", "/clone/target/cache")]).unwrap_err();
        assert!(error.to_string().contains("inside the clone"));
        assert!(chosen(&[("HONEYGUIDE_CACHE", "/clone-cache")]).is_ok());
    }
}
