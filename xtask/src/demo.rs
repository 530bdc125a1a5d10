//! The gateway with its dashboard and a demo call whose network and services can be made bad, all on one address.

mod headless;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use xtask::servers::chromium;
use xtask::servers::process::{Ready, Server};

use crate::build;
use crate::child::command;
use crate::interrupt;
use crate::paths;

const START: Duration = Duration::from_secs(20);
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(50);

/// How to show the demo.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Options {
    /// Play the call in a browser without a window and print what became of it as one JSON object.
    #[arg(long)]
    headless: bool,
    /// The port on 127.0.0.1 for gateway, dashboard and demo page.
    #[arg(long, default_value_t = 4319)]
    port: u16,
}

/// Builds, starts the gateway, and keeps it running until Ctrl-C, or plays the call to its end.
///
/// # Errors
/// The port is busy, the build failed, the gateway ended, or the headless call failed.
pub(crate) fn run(options: &Options, verbose: bool) -> Result<()> {
    let port = options.port;
    look_at_port(port)?;
    build::run(&build::Options::default(), verbose)?;
    let browser = if options.headless { Some(chromium::ensure()?) } else { None };

    let base = format!("http://127.0.0.1:{port}");
    let health = format!("{base}/healthz");
    let mut gateway = start(port)?;
    wait_ready(&mut gateway, &health, START)?;
    eprintln!("the demo call   {base}/demo/");
    eprintln!("the dashboard   {base}/");
    eprintln!("what goes on    {}", gateway.log().display());
    let result = match browser {
        Some(browser) => headless::play(&base, &browser),
        None => stay(&mut gateway, &health),
    };
    // It writes down what is still in memory before it ends.
    gateway.stop()?;
    result
}

fn look_at_port(port: u16) -> Result<()> {
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        bail!(
            "port {port} on 127.0.0.1 cannot be had ({error}): another demo or gateway may be running, so stop it or choose another port by --port"
        );
    }
    Ok(())
}

/// A gateway with an empty journal. The port is this process's own, so the folder named after it is too.
fn start(port: u16) -> Result<Server> {
    let folder = paths::target().join(format!("demo/{port}"));
    empty(&folder)?;
    let address = format!("127.0.0.1:{port}");
    let mut serve = command(paths::demo_server());
    serve.args(["--listen", &address, "--pages", "examples/demo/dist", "--data"]);
    serve.arg(folder.join("data"));
    Server::start(serve, &folder)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))
}

/// Keeps the gateway running until somebody asks to end.
fn stay(gateway: &mut Server, health: &str) -> Result<()> {
    eprintln!("Ctrl-C ends it");
    loop {
        let next_look = Instant::now() + Duration::from_secs(1);
        while Instant::now() < next_look {
            if interrupt::pending() {
                eprintln!("ending");
                return Ok(());
            }
            thread::sleep(POLL);
        }
        match wait_ready(gateway, health, SIGN_OF_LIFE) {
            Err(_) if interrupt::pending() => {}
            other => other?,
        }
    }
}

/// Waits for an answer; an interrupt from the keyboard, which ends the gateway too, is not its fault.
fn wait_ready(gateway: &mut Server, health: &str, timeout: Duration) -> Result<()> {
    let ready = gateway.wait_ready(Ready::Http(health), timeout);
    if ready.is_err() {
        // The signal reaches both, perhaps the gateway first.
        thread::sleep(POLL);
        interrupt::check()?;
    }
    ready
}

/// The script that plays the call.
fn player() -> PathBuf {
    paths::root().join("examples/demo/headless.mjs")
}
