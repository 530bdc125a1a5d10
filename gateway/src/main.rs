//! `honeyguide-gateway`: see `honeyguide-gateway --help`.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Context;
use axum::Router;
use clap::{Args, Parser, Subcommand};
use honeyguide_gateway::{config::Config, objectives, serve, upload};
use honeyguide_slo::Objective;
use tower_http::services::ServeDir;

/// Takes in what pages measured, keeps it, judges it and hands it on.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the gateway. Works without any file: loopback, built-in objectives, dashboard.
    Serve(Options),
    /// Read configuration and objectives, say what is wrong with them, and end.
    CheckConfig(Options),
    /// Hand a build's source maps to a gateway, so that the stacks of its errors can be read.
    UploadMaps(upload::Upload),
}

#[derive(Debug, Args)]
struct Options {
    /// YAML file; the environment and flags below override it.
    #[arg(long, env = "HONEYGUIDE_CONFIG")]
    config: Option<PathBuf>,
    /// Where pages send to.
    #[arg(long, env = "HONEYGUIDE_LISTEN")]
    listen: Option<SocketAddr>,
    /// Where operators look; the same address as --listen serves both from one port.
    #[arg(long, env = "HONEYGUIDE_ADMIN")]
    admin: Option<SocketAddr>,
    /// Who uploads or deletes source maps must know it.
    #[arg(long, env = "HONEYGUIDE_ADMIN_TOKEN", hide_env_values = true)]
    admin_token: Option<String>,
    /// Folder of the journal.
    #[arg(long, env = "HONEYGUIDE_DATA")]
    data: Option<PathBuf>,
    /// OpenSLO file.
    #[arg(long, env = "HONEYGUIDE_OBJECTIVES")]
    objectives: Option<PathBuf>,
    /// A folder to serve under /demo/.
    #[arg(long, hide = true)]
    demo: Option<PathBuf>,
}

impl Options {
    fn config(&self) -> anyhow::Result<Config> {
        let mut config = match &self.config {
            Some(path) => {
                let yaml =
                    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
                Config::parse(&yaml).with_context(|| format!("{} is not a configuration", path.display()))?
            }
            None => Config::default(),
        };
        config.listen = self.listen.unwrap_or(config.listen);
        config.admin = self.admin.unwrap_or(config.admin);
        if let Some(path) = &self.data {
            config.journal.path.clone_from(path);
        }
        config.admin_token = self.admin_token.clone().or(config.admin_token);
        config.objectives = self.objectives.clone().or(config.objectives);
        Ok(config)
    }
}

/// sysexits: a command line that cannot be used.
const EX_USAGE: u8 = 64;
/// sysexits: a configuration that cannot be used.
const EX_CONFIG: u8 = 78;
/// sysexits: something needed cannot be had, such as a port.
const EX_UNAVAILABLE: u8 = 69;

fn main() -> ExitCode {
    serve::log_to_stderr();
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => {
            // Nobody may be reading, which changes nothing.
            let _ = error.print();
            // Help and version are asked for; they are no mistakes.
            return if error.use_stderr() { ExitCode::from(EX_USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let (options, check_only) = match command {
        Command::UploadMaps(upload) => return report(upload_maps(&upload), EX_UNAVAILABLE),
        Command::CheckConfig(options) => (options, true),
        Command::Serve(options) => (options, false),
    };
    let (config, objectives) = match settings(&options) {
        Ok(settings) => settings,
        Err(error) => return report(Err(error), EX_CONFIG),
    };
    if check_only {
        println!("good: {} apps, {} objectives", config.apps.len(), objectives.len());
        return ExitCode::SUCCESS;
    }
    report(run(config, objectives, options.demo), EX_UNAVAILABLE)
}

#[tokio::main]
async fn upload_maps(upload: &upload::Upload) -> anyhow::Result<()> {
    upload::upload(upload).await
}

fn settings(options: &Options) -> anyhow::Result<(Config, Vec<Objective>)> {
    let config = options.config()?;
    let objectives = objectives::read(config.objectives.as_deref())?;
    Ok((config, objectives))
}

fn report(result: anyhow::Result<()>, code: u8) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("honeyguide-gateway: {error:#}");
            ExitCode::from(code)
        }
    }
}

#[tokio::main]
async fn run(config: Config, objectives: Vec<Objective>, demo: Option<PathBuf>) -> anyhow::Result<()> {
    let demo = demo.map(|folder| Router::new().fallback_service(ServeDir::new(folder)));
    serve::serve(config, objectives, demo, serve::stop_signal()).await
}
