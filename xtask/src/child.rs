//! Commands as child processes: their output kept back, their end by their own process group.

use std::io::{ErrorKind, PipeReader, Read as _, pipe};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Error, Result, bail};

use crate::interrupt::{self, Interrupted};
use crate::paths;
use crate::steps::Failure;

const POLL: Duration = Duration::from_millis(5);
/// How long a command may take to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);

/// A command that is started in the workspace's folder.
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// The `cargo` that runs this task, in the workspace's folder.
pub(crate) fn cargo() -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // They describe the task runner, and would make Cargo rebuild what reads them.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the commands of a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Runner {
    verbose: bool,
}

impl Runner {
    /// With `verbose`, output is shown as it comes, else only that of a command that fails.
    pub(crate) fn new(verbose: bool) -> Self {
        Self { verbose }
    }

    /// Runs a command to its end.
    ///
    /// # Errors
    /// It cannot be started or fails: `advice` completes the sentence `… failed: `.
    pub(crate) fn run(self, mut command: Command, advice: &str) -> Result<()> {
        let (status, output) = if self.verbose {
            eprintln!("$ {}", shown(&command));
            (run_through(&mut command)?, String::new())
        } else {
            let (reader, writer) = pipe()?;
            command.stdout(writer.try_clone()?).stderr(writer);
            let child = start(&mut command)?;
            let shown = shown(&command);
            // The command holds the pipe's other end too; the output ends when nobody does.
            drop(command);
            let reader = thread::spawn(move || read_all(reader));
            let status = wait(child)?;
            let output = reader.join().unwrap_or_default();
            if status.success() {
                return Ok(());
            }
            (status, format!("$ {shown}\n{output}"))
        };
        if status.success() {
            return Ok(());
        }
        interrupt::check()?;
        let sentence = format!("{advice} ({status})");
        Err(Error::new(Failure { sentence, output }))
    }
}

/// Runs a command to its end and shows all its output as it comes.
///
/// # Errors
/// It cannot be started, or somebody asked to end: it is stopped then.
pub(crate) fn run_through(command: &mut Command) -> Result<ExitStatus> {
    let child = start(command)?;
    wait(child)
}

/// What a short command prints, without the white space around it; `None` if it cannot be started or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Starts a command in a process group of its own, so that it can be stopped with all it has started.
fn start(command: &mut Command) -> Result<Child> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.process_group(0).spawn() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("`{program}` is not there: install it, or run `cargo xtask build` first if npm brings it")
        }
        child => child.with_context(|| format!("starting `{program}`")),
    }
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupt::pending() {
            stop(&mut child)?;
            return Err(Error::new(Interrupted));
        }
        thread::sleep(POLL);
    }
}

/// Asks the whole group to end, and kills what is left of it.
fn stop(child: &mut Child) -> Result<()> {
    signal_group(child, "TERM");
    let deadline = Instant::now() + GRACE;
    while child.try_wait()?.is_none() && Instant::now() < deadline {
        thread::sleep(POLL);
    }
    signal_group(child, "KILL");
    child.wait()?;
    Ok(())
}

fn signal_group(child: &Child, signal: &str) {
    let script = "kill -s \"$1\" -- \"-$2\" 2>/dev/null";
    // A group that has ended already is as good as one that was stopped.
    let _ = Command::new("sh").args(["-c", script, "sh", signal, &child.id().to_string()]).status();
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn read_all(mut reader: PipeReader) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth showing.
    let _ = reader.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
