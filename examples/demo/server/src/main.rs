//! `honeyguide-demo`: everything that `cargo xtask demo` shows, on one address.
//!
//! - the gateway with its dashboard, as a library
//! - [`services`]: the demo app's own services under `/demo/api/`, slow or failing on request
//! - [`control`]: the impaired network under `/demo/control/`: [`calls`] keeps a [`relay`] for each call, which carries
//!   the packets of its two directions over a [`link`] each
//! - the demo page itself, under `/demo/`

mod calls;
mod control;
mod link;
mod relay;
mod services;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use axum::{Router, extract::DefaultBodyLimit};
use clap::Parser;
use honeyguide_gateway::{config::Config, objectives, serve};
use tower_http::services::ServeDir;

/// Runs the gateway, its dashboard and the demo call on one address.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The address for everything. The call's packets stay on loopback whatever it is.
    #[arg(long, default_value = "127.0.0.1:4319")]
    listen: SocketAddr,
    /// Folder of the gateway's journal.
    #[arg(long)]
    data: PathBuf,
    /// Folder of the demo page, as `cargo xtask build` makes it.
    #[arg(long, default_value = "examples/demo/dist")]
    pages: PathBuf,
}

/// A caption's text and its settings; nothing that this server takes is longer.
const MOST_BODY_BYTES: usize = 16 * 1024;

fn main() -> ExitCode {
    serve::log_to_stderr();
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("honeyguide-demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(options: Options) -> anyhow::Result<()> {
    anyhow::ensure!(
        options.pages.join("index.html").is_file(),
        "{} holds no demo page: run `cargo xtask build`, or name its folder by --pages",
        options.pages.display()
    );
    let mut config = Config { listen: options.listen, admin: options.listen, ..Config::default() };
    config.journal.path = options.data;
    let demo = Router::new()
        .nest("/api", services::router())
        .nest("/control", control::router())
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .fallback_service(ServeDir::new(options.pages));
    serve::serve(config, objectives::read(None)?, Some(demo), serve::stop_signal()).await
}
