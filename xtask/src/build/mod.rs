//! Everything that is made from the sources, in the order in which one needs the other.

mod bundle;
mod double;
mod glue;
mod inspector;
mod module;
mod panics;
mod silence;
mod stale;
mod text;
mod tools;
mod types;

pub(crate) use bundle::{
    DASHBOARD_ENTRY, PACKAGE_ENTRY, dashboard_description, package_description, package_entries, sources_in,
};
pub(crate) use double::FALLBACK_SCRIPT;
pub(crate) use module::{MODULE_SCRIPT, module_file};

use anyhow::Result;
use clap::Args;

use crate::child::{Runner, cargo};
use crate::steps::Steps;

/// How to build.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Options {
    /// Build the gateway and the demo's server optimised, into target/release. The WebAssembly module always is.
    #[arg(long)]
    pub(crate) release: bool,
}

/// Builds everything; what has not changed since the last time is left as it is.
///
/// # Errors
/// A tool is missing or too old, or a command failed: one sentence that says what to do.
pub(crate) fn run(options: &Options, verbose: bool) -> Result<()> {
    let mut steps = Steps::new(9, verbose);
    steps.step("looking for Rust's WebAssembly target", tools::rust_target)?;
    steps.step("installing npm packages", tools::npm_packages)?;
    steps.step("building the module", module::build)?;
    steps.step("building the inspector", inspector::build)?;
    steps.step("bundling the package", bundle::package)?;
    steps.step("bundling the demo", bundle::demo)?;
    steps.step("bundling the test pages", bundle::test_pages)?;
    steps.step("bundling the dashboard", bundle::dashboard)?;
    steps.step("building the gateway and the demo's server", |runner| servers(runner, options.release))
}

fn servers(runner: &Runner, release: bool) -> Result<()> {
    let mut command = cargo();
    command.args(["build", "-p", "honeyguide-gateway", "-p", "honeyguide-demo"]);
    if release {
        command.arg("--release");
    }
    runner.run(command, "the servers do not build: correct what the compiler says and try again")
}
