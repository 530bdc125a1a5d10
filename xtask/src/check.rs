//! What a machine can say about the sources without running them.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::child::{cargo, command};
use crate::generate;
use crate::interrupt;
use crate::paths;
use crate::steps::{Steps, shows_colors};

/// The parts with TypeScript or checked JavaScript, as `tsc -p` takes them.
const PROJECTS: [(&str, &str); 5] =
    [("npm", "npm"), ("examples", "examples/demo"), ("tests", "tests"), ("dashboard", "dashboard"), ("bench", "bench")];

/// Builds, then checks.
///
/// # Errors
/// Those of the build and of [`sources`].
pub(crate) fn run(verbose: bool) -> Result<()> {
    build::run(&build::Options::default(), verbose)?;
    sources(verbose)
}

/// Checks everything, also after a check has failed. Types and the package need an earlier build.
///
/// # Errors
/// Names the checks that failed; what they say has been shown.
pub(crate) fn sources(verbose: bool) -> Result<()> {
    let checks = checks();
    let total = checks.len() + 1;
    let mut steps = Steps::new(total, verbose);
    let mut failed = Vec::new();
    if let Err(drift) = steps.step("checking what is generated", |_| generate::check()) {
        failed.push(drift.to_string());
    }
    for (name, command, advice) in checks {
        if steps.step(&format!("checking {name}"), |runner| runner.run(command, advice)).is_err() {
            interrupt::check()?;
            failed.push(format!("{name} ({advice})"));
        }
    }
    if !failed.is_empty() {
        bail!("{} of {total} checks failed: {}", failed.len(), failed.join(", "));
    }
    Ok(())
}

/// Each check: its name, its command, and what to do about it.
fn checks() -> Vec<(String, Command, &'static str)> {
    let cargo = |arguments: &[&str]| {
        let mut command = cargo();
        command.args(arguments);
        command
    };
    let npm = |program: &str, arguments: &[&str]| {
        let mut command = command(paths::npm_program(program));
        command.args(arguments);
        command
    };
    // Biome colours what it says in `ci` even where nobody looks.
    let colors = format!("--colors={}", if shows_colors() { "force" } else { "off" });
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let clippy_module =
        ["clippy", "-p", "honeyguide-sdk", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    let mut documentation = cargo(&["doc", "--workspace", "--no-deps"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings");

    let mut checks: Vec<(String, Command, &'static str)> = vec![
        ("Rust's format".into(), cargo(&["fmt", "--all", "--check"]), "run `cargo fmt`"),
        ("Rust's lints".into(), cargo(&clippy), "correct what clippy says"),
        ("Rust's lints of the module".into(), cargo(&clippy_module), "correct what clippy says"),
        ("Rust's documentation".into(), documentation, "correct what rustdoc says"),
        ("format and lints of scripts".into(), npm("biome", &["ci", &colors, "."]), "run `npx biome check --write`"),
    ];
    for (name, project) in PROJECTS {
        let types = npm("tsc", &["--noEmit", "-p", project]);
        checks.push((format!("types of {name}"), types, "correct what tsc says"));
    }
    let packed = npm("attw", &["--pack", "npm", "--profile", "esm-only", "--no-color", "--no-emoji"]);
    checks.push(("the package".into(), npm("publint", &["npm", "--strict"]), "correct npm/package.json"));
    checks.push(("the package's types".into(), packed, "correct `exports` and `types` in npm/package.json"));
    checks
}
