//! Damage: what cannot be read is set aside whole, and counted.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::segment::{self, HEADER};

/// What could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// Segments with something unreadable, found since this process opened the journal: then, and by readers since.
    pub segments: u64,
    /// The unreadable bytes in them.
    pub bytes: u64,
    /// Originals that were set aside, by earlier processes too, for as long as they lie in the folder.
    pub set_aside: u64,
}

/// The damage found since the journal was opened: unreadable bytes by segment.
#[derive(Debug, Default)]
pub(super) struct Book(Mutex<BTreeMap<u64, u64>>);

impl Book {
    /// Notes that `bytes` of a segment cannot be read; `true` if nothing was known of damage there.
    pub(super) fn note(&self, segment: u64, bytes: u64) -> bool {
        let mut book = self.lock();
        let new = !book.contains_key(&segment);
        let known = book.entry(segment).or_default();
        *known = bytes.max(*known);
        new
    }

    /// The sums, beside what lies in the journal's folder.
    pub(super) fn damage(&self, folder: &Path) -> Damage {
        let book = self.lock();
        Damage { segments: book.len() as u64, bytes: book.values().sum(), set_aside: count_originals(folder) }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a copy of the whole original as `.damaged`, then cuts the segment back to its sound beginning.
///
/// A crash at any point leaves the original under one name or the other.
pub(super) fn cut_back(path: &Path, sound: u64) -> io::Result<()> {
    let partial = path.with_extension("damaged.partial");
    if let Err(error) = copy(path, &partial) {
        // Half a copy is worth nothing, and the disk may be full.
        let _ = fs::remove_file(&partial);
        return Err(error);
    }
    fs::rename(&partial, free_name(path))?;
    sync_folder(path)?;
    if sound < HEADER.len() as u64 {
        return write_header(path);
    }
    let original = File::options().write(true).open(path)?;
    original.set_len(sound)?;
    original.sync_all()
}

/// Gives what cannot be read at all, a folder or an unreadable file, the name `.damaged`.
pub(super) fn move_away(path: &Path) -> io::Result<()> {
    fs::rename(path, free_name(path))?;
    sync_folder(path)
}

/// Makes a segment an empty one.
pub(super) fn write_header(path: &Path) -> io::Result<()> {
    let mut file = File::options().write(true).truncate(true).open(path)?;
    file.write_all(HEADER)?;
    file.sync_all()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = File::create(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

/// `.damaged`, with a number where that name is taken. No other process writes here: the folder is locked.
fn free_name(path: &Path) -> PathBuf {
    let mut name = path.with_extension("damaged");
    let mut number = 1;
    // A link that leads nowhere takes a name as well.
    while name.symlink_metadata().is_ok() {
        number += 1;
        name.set_extension(format!("damaged-{number}"));
    }
    name
}

fn count_originals(folder: &Path) -> u64 {
    let is_original = |name: &Path| {
        name.file_stem().and_then(|stem| stem.to_str()).is_some_and(segment::is_number)
            && name
                .extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| extension.starts_with("damaged"))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| is_original(Path::new(&entry.file_name()))).count() as u64
}
