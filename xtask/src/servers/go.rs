//! Builds with the Go toolchain, their output kept in a log.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::cache::Workshop;

/// The commands of one build.
pub(super) struct Go<'a> {
    title: &'a str,
    workshop: &'a Workshop,
}

impl<'a> Go<'a> {
    /// Commands that build `title` in the given workshop.
    ///
    /// # Errors
    /// Go is not installed.
    pub(super) fn new(title: &'a str, workshop: &'a Workshop) -> Result<Self> {
        let version = Command::new("go").arg("version").stdout(Stdio::null()).status();
        if !version.is_ok_and(|status| status.success()) {
            bail!("{title} is built with Go: install Go 1.26 or newer (https://go.dev/dl) so that `go` is in PATH");
        }
        Ok(Self { title, workshop })
    }

    /// Runs `go` with these arguments in `folder`.
    ///
    /// # Errors
    /// The command failed; the error names the log that has its output.
    pub(super) fn run(&self, folder: &Path, arguments: &[&str]) -> Result<()> {
        self.run_program(Path::new("go"), folder, arguments)
    }

    /// Runs a program that `go install` left in the sources' `bin` folder, or `go` itself.
    ///
    /// # Errors
    /// As [`Go::run`].
    pub(super) fn run_program(&self, program: &Path, folder: &Path, arguments: &[&str]) -> Result<()> {
        let log = self.workshop.log.as_path();
        let mut output = OpenOptions::new().append(true).create(true).open(log)?;
        let shown = format!("{} {}", program.display(), arguments.join(" "));
        writeln!(output, "$ {shown}")?;
        let status = command(program, folder, &output)?
            .args(arguments)
            .env("GOBIN", self.workshop.sources.join("bin"))
            // The builder leaves a folder among the temporary files.
            .env("TMPDIR", &self.workshop.temporary)
            .status()
            .with_context(|| format!("starting `{shown}`"))?;
        if !status.success() {
            bail!(
                "building {} failed in `{} {}` ({status}): check the network and that `go version` is 1.26 or newer, then try again; the build's output is in {}",
                self.title,
                program.display(),
                arguments.first().unwrap_or(&""),
                log.display()
            );
        }
        Ok(())
    }
}

/// The command without the settings of the user's that would change what is built.
fn command(program: &Path, folder: &Path, output: &File) -> Result<Command> {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .env("CGO_ENABLED", "0")
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?);
    Ok(command)
}
