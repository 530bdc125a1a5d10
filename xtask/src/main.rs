//! Every task of the project: `cargo xtask --help`.
//!
//! Progress and problems go to standard error, results to standard output.
//!
//! - [`build`]: all that is made from the sources, in seven steps
//! - [`demo`]: the gateway with a live call, or the same call played without a window
//! - [`check`]: what a machine can say about the sources
//! - [`generate`]: what is written from the catalogue
//! - [`size`]: what a page pays for the package
//! - [`bench`]: the package beside its peers, against the budgets
//! - [`faults`]: the gateway killed, damaged and flooded under load, and its books afterwards
//! - [`test`]: everything that must pass
//! - [`steps`], [`child`], [`interrupt`], [`paths`]: what the tasks have in common

mod bench;
mod build;
mod check;
mod child;
mod demo;
mod faults;
mod generate;
mod interrupt;
mod paths;
mod size;
mod steps;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::interrupt::Interrupted;

/// Builds, checks, measures, tests and shows the project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    /// Show the output of every command, not only of one that fails.
    #[arg(long, short, global = true)]
    verbose: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything: the WebAssembly module, the package, the demo, the test pages, the gateway and the demo's server.
    Build(build::Options),
    /// Run the gateway with its dashboard and a live demo call, all on one address.
    Demo(demo::Options),
    /// Look at the sources: format, lints, documentation, types, and what the package exports.
    Check,
    /// Write the constants that TypeScript shares with the catalogue.
    Generate,
    /// Print what a page pays for the package in bytes; the last line is `total N` (brotli).
    Size,
    /// Measure side by side with the peers, against the budgets.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Kill, damage and flood the gateway under load, and compare its books with what the pages know.
    Faults(faults::Options),
    /// Run everything that must pass: build, check, unit, fault, browser and real-server tests.
    Test(test::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("interrupted");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    interrupt::listen()?;
    match &cli.task {
        Task::Build(options) => build::run(options, cli.verbose),
        Task::Demo(options) => demo::run(options, cli.verbose),
        Task::Check => check::run(cli.verbose),
        Task::Generate => generate::write(),
        Task::Size => size::run(cli.verbose),
        Task::Bench(bench) => bench::run(bench, cli.verbose),
        Task::Faults(options) => faults::run(*options),
        Task::Test(options) => test::run(options, cli.verbose),
    }
}
