//! A reader's state and position in one small file, replaced atomically.

use std::{
    fs::{self, File},
    io::{self, Write},
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
        let bytes = fs::read(&self.path).ok()?;
        match serde_json::from_slice::<Snapshot<S>>(&bytes) {
            Ok(snapshot) if snapshot.version == self.version => Some(snapshot),
            Ok(snapshot) => {
                tracing::info!(path = %self.path.display(), found = snapshot.version, "a snapshot of another version; folding the journal anew");
                None
            }
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "a damaged snapshot; folding the journal anew");
                None
            }
        }
    }

    /// Replaces the stored state.
    pub(super) fn save<S: Serialize>(&self, position: Position, state: S) -> io::Result<()> {
        let bytes = serde_json::to_vec(&Snapshot { version: self.version, position, state })?;
        let partial = self.path.with_extension("partial");
        let mut file = File::create(&partial)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&partial, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}
