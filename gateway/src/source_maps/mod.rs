//! Source maps that were uploaded: kept under the data folder, read when somebody looks at a stack, never handed out.
//!
//! One is found by app, release and the name of the minified file. They stay until they are deleted.

mod scope;

use std::{
    collections::HashMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::UNIX_EPOCH,
};

use serde::Serialize;
use sourcemap::{DecodedMap, SourceMap, Token};

use crate::stack::{self, Frame};

/// Bytes of one map.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of all maps.
const MOST_BYTES_KEPT: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes of maps, as they lie on disk, whose parsed form is kept for the next stack.
const CACHED_BYTES: usize = 96 * 1024 * 1024;
/// Characters of a release or a file's name.
const NAME_CHARS: usize = 100;

/// The maps.
#[derive(Debug)]
pub struct SourceMaps {
    folder: PathBuf,
    cache: Mutex<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    maps: HashMap<PathBuf, Cached>,
    /// Counts uses: the map with the least was used longest ago.
    uses: u64,
}

#[derive(Debug)]
struct Cached {
    map: Arc<SourceMap>,
    bytes: usize,
    used: u64,
}

/// A map as the list shows it.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// Whose.
    pub app: String,
    /// What `service.version` (and `source_maps`) of its pages say.
    pub release: String,
    /// The minified file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// When it came, milliseconds since the Unix epoch.
    pub uploaded_at: u64,
}

/// Why a map was not taken.
#[derive(Debug)]
pub enum Refused {
    /// A name is empty, or longer than names are.
    Name(&'static str),
    /// It is none.
    Malformed(String),
    /// There is no room for it.
    Full,
    /// The disk said no.
    Disk(io::Error),
}

impl fmt::Display for Refused {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(what) => write!(to, "the {what} has no characters, or more than {NAME_CHARS}"),
            Self::Malformed(why) => write!(to, "this is not a usable source map: {why}"),
            Self::Full => {
                write!(
                    to,
                    "the maps take {} GiB already; delete releases that run nowhere any more",
                    MOST_BYTES_KEPT >> 30
                )
            }
            Self::Disk(error) => write!(to, "the map could not be stored: {error}"),
        }
    }
}

/// A stack's frame for people.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Shown {
    /// The function, where one is known.
    pub function: Option<String>,
    /// The original file; the script's address where no map was applied.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// The place in the minified file, where a map was applied.
    pub minified: Option<String>,
}

/// A stack, as far as maps could make it readable.
#[derive(Clone, PartialEq, Default, Debug, Serialize)]
pub struct Symbolicated {
    /// The innermost first.
    pub frames: Vec<Shown>,
    /// Files that no map was uploaded for.
    pub unmapped: Vec<String>,
}

impl SourceMaps {
    /// Those in a data folder.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join("source-maps"), cache: Mutex::default() }
    }

    /// Takes a map in, in place of an older one of the same name.
    ///
    /// # Errors
    /// [`Refused`] says why not.
    pub fn put(&self, app: &str, release: &str, file: &str, map: &[u8]) -> Result<Kept, Refused> {
        let path = self.path(app, release, file)?;
        parse(map).map_err(Refused::Malformed)?;
        if self.list().iter().map(|kept| kept.bytes).sum::<u64>() + map.len() as u64 > MOST_BYTES_KEPT {
            return Err(Refused::Full);
        }
        let store = || {
            fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
            // Whole or not at all.
            let beside = path.with_added_extension("part");
            fs::write(&beside, map)?;
            fs::rename(beside, &path)
        };
        store().map_err(Refused::Disk)?;
        self.forget(&path);
        let (app, release, file) = (app.to_owned(), release.to_owned(), minified(file).to_owned());
        Ok(Kept { app, release, file, bytes: map.len() as u64, uploaded_at: crate::clock::now_ms() })
    }

    /// All of them, by app, release and file.
    #[must_use]
    pub fn list(&self) -> Vec<Kept> {
        let mut all = Vec::new();
        for (app, path) in children(&self.folder) {
            for (release, path) in children(&path) {
                for (file, path) in children(&path) {
                    let Some(file) = file.strip_suffix(".map") else { continue };
                    let Ok(about) = fs::metadata(&path) else { continue };
                    let uploaded = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                    all.push(Kept {
                        app: app.clone(),
                        release: release.clone(),
                        file: file.to_owned(),
                        bytes: about.len(),
                        uploaded_at: uploaded.map_or(0, |time| time.as_millis() as u64),
                    });
                }
            }
        }
        all.sort_by(|one, other| (&one.app, &one.release, &one.file).cmp(&(&other.app, &other.release, &other.file)));
        all
    }

    /// Deletes a map, or with no file all of a release; how many those were.
    ///
    /// # Errors
    /// As the disk says.
    pub fn delete(&self, app: &str, release: &str, file: Option<&str>) -> io::Result<usize> {
        let mut deleted = 0;
        for kept in self.list().iter().filter(|kept| kept.app == app && kept.release == release) {
            if file.is_some_and(|file| minified(file) != kept.file) {
                continue;
            }
            let Ok(path) = self.path(app, release, &kept.file) else { continue };
            fs::remove_file(&path)?;
            self.forget(&path);
            deleted += 1;
            // Left where something else is in it.
            let _ = path.parent().map(fs::remove_dir);
        }
        Ok(deleted)
    }

    /// A stack of a release, with original places where there are maps. Reads files: not for a task that must not wait.
    #[must_use]
    pub fn symbolicate(&self, app: &str, release: Option<&str>, stack: &str) -> Symbolicated {
        let frames = stack::frames(stack);
        let mut maps: HashMap<&str, Option<Arc<SourceMap>>> = HashMap::new();
        let mut unmapped = Vec::new();
        for frame in &frames {
            let file = stack::file_name(frame.url);
            maps.entry(file).or_insert_with(|| {
                let map = release.and_then(|release| self.load(&self.path(app, release, file).ok()?));
                if map.is_none() && !file.is_empty() {
                    unmapped.push(file.to_owned());
                }
                map
            });
        }
        let map_of = |frame: &Frame<'_>| maps.get(stack::file_name(frame.url)).and_then(Option::as_deref);
        let shown = |(index, frame): (usize, &Frame<'_>)| {
            let caller = frames.get(index + 1).and_then(|caller| token(map_of(caller)?, caller));
            map_of(frame).and_then(|map| original(map, frame, caller)).unwrap_or_else(|| unchanged(frame))
        };
        Symbolicated { frames: frames.iter().enumerate().map(shown).collect(), unmapped }
    }

    fn path(&self, app: &str, release: &str, file: &str) -> Result<PathBuf, Refused> {
        let name = |what, text: &str| {
            let fits = (1..=NAME_CHARS).contains(&text.chars().count());
            let encoded = encode(text);
            // What a file system takes, with `.map.part` behind it.
            if fits && encoded.len() <= 240 { Ok(encoded) } else { Err(Refused::Name(what)) }
        };
        let folder = self.folder.join(name("app", app)?).join(name("release", release)?);
        Ok(folder.join(format!("{}.map", name("file", minified(file))?)))
    }

    fn load(&self, path: &Path) -> Option<Arc<SourceMap>> {
        let mut cache = self.cache();
        cache.uses += 1;
        let used = cache.uses;
        if let Some(cached) = cache.maps.get_mut(path) {
            cached.used = used;
            return Some(Arc::clone(&cached.map));
        }
        drop(cache);
        let text = fs::read(path).ok()?;
        let map = match parse(&text) {
            Ok(map) => Arc::new(map),
            Err(error) => {
                tracing::warn!(path = %path.display(), error, "a stored source map cannot be read");
                return None;
            }
        };
        let mut cache = self.cache();
        cache.maps.insert(path.to_owned(), Cached { map: Arc::clone(&map), bytes: text.len(), used });
        while cache.maps.len() > 1 && cache.maps.values().map(|cached| cached.bytes).sum::<usize>() > CACHED_BYTES {
            let Some(oldest) = cache.maps.iter().min_by_key(|(_, cached)| cached.used).map(|(path, _)| path.clone())
            else {
                break;
            };
            cache.maps.remove(&oldest);
        }
        Some(map)
    }

    fn forget(&self, path: &Path) {
        self.cache().maps.remove(path);
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Under which maps a page's resource says that its files are.
#[must_use]
pub fn release(version: Option<&str>, source_maps: Option<&str>) -> Option<String> {
    let named = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    match (named(version), named(source_maps)) {
        (Some(version), Some(build)) => Some(format!("{version}+{build}")),
        (version, build) => version.or(build),
    }
}

fn parse(map: &[u8]) -> Result<SourceMap, String> {
    if !matches!(map.trim_ascii_start().first(), Some(b'{' | b')')) {
        return Err("it is not JSON; upload the .map file, not the script".to_owned());
    }
    let map = match sourcemap::decode_slice(map).map_err(|error| error.to_string())? {
        DecodedMap::Regular(map) => map,
        DecodedMap::Index(index) => index.flatten().map_err(|error| error.to_string())?,
        DecodedMap::Hermes(_) => return Err("it is one of Hermes, which no browser runs".to_owned()),
    };
    if map.get_token_count() == 0 { Err("it maps nothing".to_owned()) } else { Ok(map) }
}

fn token<'a>(map: &'a SourceMap, frame: &Frame<'_>) -> Option<Token<'a>> {
    map.lookup_token(frame.line.checked_sub(1)?, frame.column.saturating_sub(1))
}

fn original(map: &SourceMap, frame: &Frame<'_>, caller: Option<Token<'_>>) -> Option<Shown> {
    let token = token(map, frame)?;
    let file = token.get_source()?.to_owned();
    let (line, column) = token.get_src();
    let around = token.get_source_view().and_then(|view| scope::enclosing(view.source(), line, column));
    // Without the sources: what the caller calls is what this is named.
    let called = || caller.and_then(|caller| caller.get_name().map(str::to_owned));
    let function = around.or_else(called).or_else(|| frame.function.map(str::to_owned));
    let minified = format!("{}:{}:{}", stack::file_name(frame.url), frame.line, frame.column);
    Some(Shown { function, file, line: line + 1, column: column + 1, minified: Some(minified) })
}

fn unchanged(frame: &Frame<'_>) -> Shown {
    Shown {
        function: frame.function.map(str::to_owned),
        file: frame.url.to_owned(),
        line: frame.line,
        column: frame.column,
        minified: None,
    }
}

/// The file that a map is of: `app.js` for `app.js.map`.
fn minified(file: &str) -> &str {
    file.strip_suffix(".map").unwrap_or(file)
}

/// As a name in a folder: anything else than letters, digits and `-_+@.` becomes `%XX`, as does a dot at the beginning.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for (at, byte) in text.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || b"-_+@".contains(&byte) || byte == b'.' && at > 0 {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn decode(name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first == b'%' {
            let (hex, more) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = more;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn children(folder: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let named = |entry: fs::DirEntry| Some((decode(entry.file_name().to_str()?)?, entry.path()));
    entries.flatten().filter_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One token: line 1, column 20 of the minified file is line 2, column 8 of `src/line.ts`.
    const MAP: &str = r#"{"version":3,"sources":["src/line.ts"],"sourcesContent":["export function paint(line) {\n  return line.words.length\n}\n"],"names":[],"mappings":"oBACQ"}"#;
    const STACK: &str =
        "TypeError: no\n    at a (https://x.example/js/app-1.js?v=3:1:21)\n    at b (https://x.example/vendor.js:1:5)";

    /// Scenario: a map is uploaded, used, replaced and deleted; another app and release have none.
    /// Guarantees: original file, line and function for its own app and release only; what has no map stays as it is, and
    /// is named; no newer map is hidden by the one that was used before.
    #[test]
    fn kept_used_and_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let maps = SourceMaps::new(folder.path());
        maps.put("one", "4.2.0+7", "app-1.js.map", MAP.as_bytes()).unwrap();
        let shown = maps.symbolicate("one", Some("4.2.0+7"), STACK);
        let first = &shown.frames[0];
        assert_eq!(
            (first.function.as_deref(), first.file.as_str(), first.line, first.column),
            (Some("paint"), "src/line.ts", 2, 9)
        );
        assert_eq!(first.minified.as_deref(), Some("app-1.js:1:21"));
        assert_eq!(
            (shown.frames[1].file.as_str(), &shown.unmapped),
            ("https://x.example/vendor.js", &vec!["vendor.js".to_owned()])
        );
        for (app, release) in [("two", Some("4.2.0+7")), ("one", Some("4.2.0")), ("one", None)] {
            assert_eq!(maps.symbolicate(app, release, STACK).frames[0].minified, None, "{app} {release:?}");
        }
        maps.put("one", "4.2.0+7", "app-1.js", MAP.replace("line.ts", "row.ts").as_bytes()).unwrap();
        assert_eq!(maps.symbolicate("one", Some("4.2.0+7"), STACK).frames[0].file, "src/row.ts");
        let listed: Vec<_> = maps.list().into_iter().map(|kept| (kept.app, kept.release, kept.file)).collect();
        assert_eq!(listed, [("one".to_owned(), "4.2.0+7".to_owned(), "app-1.js".to_owned())]);
        assert_eq!(maps.delete("one", "4.2.0+7", None).unwrap(), 1);
        assert_eq!(maps.symbolicate("one", Some("4.2.0+7"), STACK).frames[0].minified, None);
        assert!(maps.list().is_empty());
    }

    /// Scenario: names that would lead out of the folder, empty and long ones; files that are no maps.
    /// Guarantees: nothing is written outside; each refusal says why.
    #[test]
    fn refused() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let maps = SourceMaps::new(&data);
        for name in ["..", "../../x", "a/b", ".", "C:\\x", "ü"] {
            maps.put("one", name, name, MAP.as_bytes()).unwrap();
        }
        assert_eq!(maps.list().len(), 6);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "all is in the data folder");
        assert_eq!(children(&data.join("source-maps").join("one")).len(), 6);
        let long = "x".repeat(NAME_CHARS + 1);
        for (release, map, words) in [
            ("", MAP, "the release has no characters"),
            (long.as_str(), MAP, "more than 100"),
            ("1", "function a(){}", "not the script"),
            ("1", "{\"version\":3}", "maps nothing"),
            ("1", "{\"version\":3,\"mappings\":\"!!\",\"sources\":[]}", "not a usable source map"),
            ("1", "{\"version\":3,\"mappings\":", "not a usable source map"),
        ] {
            let error = maps.put("one", release, "a.js", map.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    /// Scenario: a page tells its version, the name of its build, both, or nothing.
    /// Guarantees: one name of a release for each.
    #[test]
    fn releases() {
        for (version, build, named) in [
            (Some("1"), None, Some("1")),
            (Some("1"), Some("b"), Some("1+b")),
            (None, Some("b"), Some("b")),
            (Some(""), None, None),
        ] {
            assert_eq!(release(version, build).as_deref(), named);
        }
    }
}
