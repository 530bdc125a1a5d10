//! Where things lie in the workspace.

use std::env;
use std::path::{Path, PathBuf};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    // Set by `cargo run`; the compiled-in value serves a runner that is started by its path.
    let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Cargo's folder for what it builds.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()) {
        // Cargo is started in the root, so that is what a relative folder is relative to.
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The folder of the task runner's own notes: hashes, bundle descriptions.
pub(crate) fn notes() -> PathBuf {
    target().join("xtask")
}

/// The gateway's executable.
pub(crate) fn gateway(release: bool) -> PathBuf {
    target().join(if release { "release" } else { "debug" }).join("honeyguide-gateway")
}

/// The executable of the demo: gateway, the demo app's services and its network.
pub(crate) fn demo_server() -> PathBuf {
    target().join("debug/honeyguide-demo")
}

/// A program that npm installed.
pub(crate) fn npm_program(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}
