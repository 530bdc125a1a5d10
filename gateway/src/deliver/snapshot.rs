//! A reader's state and position in one small file, replaced atomically: a line of JSON, then its CRC-32.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::journal::Position;

/// What is stored.
#[derive(Debug, Serialize, serde::Deserialize)]
pub(super) struct Snapshot<S> {
    pub(super) version: u32,
    pub(super) position: Position,
    pub(super) state: S,
}

/// Where a reader's snapshot lies.
#[derive(Clone, Debug)]
pub(super) struct Store {
    path: PathBuf,
    version: u32,
}

impl Store {
    pub(super) fn new(folder: &Path, reader: &str, version: u32) -> Self {
        Self { path: folder.join(format!("{reader}.snapshot.json")), version }
    }

    /// The stored state, or `None` to begin at the journal's start: none yet, damaged, or of another version.
    pub(super) fn load<S: DeserializeOwned>(&self) -> Option<Snapshot<S>> {
        let path = self.path.display();
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%path, %error, "a snapshot cannot be read; beginning at the journal's start");
                return None;
            }
        };
        let loaded = checked(&bytes).and_then(|json| {
            let Version { version } = serde_json::from_slice(json)?;
            if version == self.version { serde_json::from_slice(json).map(Ok) } else { Ok(Err(version)) }
        });
        match loaded {
            Ok(Ok(snapshot)) => Some(snapshot),
            Ok(Err(found)) => {
                tracing::warn!(%path, found, known = self.version, "a snapshot of another version; beginning at the journal's start");
                None
            }
            Err(error) => {
                tracing::warn!(%path, %error, "a damaged snapshot; beginning at the journal's start");
                None
            }
        }
    }

    /// Replaces the stored state.
    pub(super) fn save<S: Serialize>(&self, position: Position, state: S) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(&Snapshot { version: self.version, position, state })?;
        let sum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(format!("\n{sum:08x}\n").as_bytes());
        let partial = self.path.with_extension("partial");
        let mut file = File::create(&partial)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&partial, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}

/// The part of every version's form by which it is told apart.
#[derive(serde::Deserialize)]
struct Version {
    version: u32,
}

/// The JSON of a file whose checksum agrees. A flipped digit would still be JSON, and a wrong count for ever.
fn checked(bytes: &[u8]) -> serde_json::Result<&[u8]> {
    let end = bytes.len().saturating_sub("\n01234567\n".len());
    let (json, sum) = bytes.split_at(end);
    if sum == format!("\n{:08x}\n", crc32fast::hash(json)).as_bytes() {
        Ok(json)
    } else {
        Err(serde::de::Error::custom("the checksum does not agree"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(folder: &Path) -> Store {
        let store = Store::new(folder, "reader", 3);
        store.save(Position { segment: 4, offset: 1234 }, (0.1 + 0.2, 99_u64)).unwrap();
        store
    }

    /// Scenario: a snapshot is stored and loaded; then each of its bits is flipped in turn, and it is cut at each length.
    /// Guarantees: whole, it comes back to the last bit of a float; damaged, never: no wrong state is gone on with.
    #[test]
    fn damage_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let store = stored(folder.path());
        let whole = fs::read(&store.path).unwrap();
        let loaded = store.load::<(f64, u64)>().unwrap();
        assert_eq!((loaded.position.offset, loaded.state), (1234, (0.1 + 0.2, 99)));
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&store.path, damaged).unwrap();
            assert!(store.load::<(f64, u64)>().is_none(), "bit {bit}");
        }
        for length in 0..whole.len() {
            fs::write(&store.path, &whole[..length]).unwrap();
            assert!(store.load::<(f64, u64)>().is_none(), "length {length}");
        }
    }

    /// Scenario: sums of many fractions are stored.
    /// Guarantees: each comes back as it was: one that is smaller by its last bit is a counter that fell.
    #[test]
    fn floats_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path(), "reader", 1);
        let mut sum = 0.0;
        let sums: Vec<f64> = (1..20_000)
            .map(|number| {
                sum += f64::from(number) / 9.7;
                sum
            })
            .collect();
        store.save(Position::default(), &sums).unwrap();
        let loaded = store.load::<Vec<f64>>().unwrap().state;
        let differing = sums.iter().zip(&loaded).filter(|(sum, loaded)| sum != loaded).count();
        assert_eq!((loaded.len(), differing), (sums.len(), 0));
    }

    /// Scenario: a newer release's snapshot, of another form; a folder in a snapshot's place.
    /// Guarantees: neither is taken, neither fails; the first is replaced by the next one stored.
    #[test]
    fn another_version() {
        let folder = tempfile::tempdir().unwrap();
        let store = stored(folder.path());
        let newer = Store { version: 4, ..store.clone() };
        newer.save(Position::default(), "another form").unwrap();
        assert!(store.load::<(f64, u64)>().is_none());
        store.save(Position::default(), (1.0, 1_u64)).unwrap();
        assert!(store.load::<(f64, u64)>().is_some());
        fs::remove_file(&store.path).unwrap();
        fs::create_dir(&store.path).unwrap();
        assert!(store.load::<(f64, u64)>().is_none());
    }
}
