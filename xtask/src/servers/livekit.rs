//! LiveKit: installed from its Go module, run on loopback only, all media on one UDP port.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::cache::{Program, Workshop};
use super::go::Go;
use super::process::{Ready, Server, free_port, free_udp_port};

const CONFIGURATION: &str = include_str!("../../../tests/servers/livekit.yaml");
const PROGRAM: Program<'_> = Program {
    name: "livekit",
    title: "the LiveKit server",
    version: "1.13.5",
    usual_time: "1–2 min",
    binaries: &["livekit"],
    recipe: "github.com/livekit/livekit-server/cmd/server@v1.13.5",
};

/// The server's path; builds it if the cache has none.
///
/// # Errors
/// Go is missing or the build failed: the error says what to do and where the log is.
pub fn binary() -> Result<PathBuf> {
    Ok(PROGRAM.install(build)?.join("livekit"))
}

fn build(workshop: &Workshop) -> Result<()> {
    let go = Go::new(PROGRAM.title, workshop)?;
    let sources = workshop.sources.as_path();
    go.run(sources, &["install", "-trimpath", "-ldflags=-s -w", PROGRAM.recipe])?;
    let built = sources.join("bin/server");
    fs::rename(&built, workshop.binaries.join("livekit")).with_context(|| format!("moving {}", built.display()))
}

/// The key that tokens are signed for.
pub const KEY: &str = "devkey";
/// What tokens are signed with; the server refuses shorter ones.
pub const SECRET: &str = "a-secret-for-tests-that-is-no-secret";

/// A server that is ready. Dropping it stops it.
#[derive(Debug)]
pub struct Running {
    server: Server,
    port: u16,
    udp_port: u16,
}

/// Starts a server that keeps its configuration and its log in `folder`, and waits until it is ready.
/// It tells clients to send their media to 127.0.0.2: somebody has to hand them on to 127.0.0.1.
///
/// # Errors
/// It cannot be built or started, or is not ready within 10 s; the error has the end of its log.
pub fn start(folder: &Path) -> Result<Running> {
    let program = binary()?;
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let (port, udp_port) = (free_port()?, free_udp_port()?);
    let configuration = folder.join("livekit.yaml");
    let text = CONFIGURATION
        .replace("UDP_PORT", &udp_port.to_string())
        .replace("PORT", &port.to_string())
        .replace("KEY", KEY)
        .replace("SECRET", SECRET);
    fs::write(&configuration, text)?;
    let mut command = Command::new(program);
    command.arg("--config").arg(&configuration);
    let mut server = Server::start(command, folder)?;
    let ready = format!("http://127.0.0.1:{port}/");
    server.wait_ready(Ready::Http(&ready), Duration::from_secs(10))?;
    Ok(Running { server, port, udp_port })
}

impl Running {
    /// Where clients connect to.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// The port of all media.
    #[must_use]
    pub fn udp_port(&self) -> u16 {
        self.udp_port
    }

    /// Stops it.
    ///
    /// # Errors
    /// As [`Server::stop`].
    pub fn stop(self) -> Result<ExitStatus> {
        self.server.stop()
    }
}
