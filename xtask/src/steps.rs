//! Progress: `[3/7] building the module … 12.3 s`.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::Instant;

use anyhow::{Error, Result};

use crate::child::Runner;
use crate::interrupt;

/// The numbered steps of one task.
#[derive(Debug)]
pub(crate) struct Steps {
    total: usize,
    begun: usize,
    verbose: bool,
}

impl Steps {
    /// Steps of which there will be `total`.
    pub(crate) fn new(total: usize, verbose: bool) -> Self {
        Self { total, begun: 0, verbose }
    }

    /// Does one step and says on standard error what it is and how long it took.
    ///
    /// # Errors
    /// Those of `work`, after the output of the command that failed was shown.
    pub(crate) fn step<T>(&mut self, what: &str, work: impl FnOnce(&Runner) -> Result<T>) -> Result<T> {
        interrupt::check()?;
        self.begun += 1;
        let label = format!("[{}/{}] {what} …", self.begun, self.total);
        let mut out = stderr();
        // Standard error that is closed must not stop the work.
        let _ = if self.verbose { writeln!(out, "{label}") } else { write!(out, "{label}") };
        let begin = Instant::now();
        let result = work(&Runner::new(self.verbose));
        let seconds = begin.elapsed().as_secs_f64();
        let again = if self.verbose { label.as_str() } else { "" };
        let _ = match &result {
            Ok(_) => writeln!(out, "{again} {seconds:.1} s"),
            Err(error) => {
                let _ = writeln!(out, "{again} {} after {seconds:.1} s", red("failed"));
                show_output(error);
                Ok(())
            }
        };
        result
    }
}

/// The sentence of a command that failed, together with what it had written.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What went wrong and what to do, in one sentence.
    pub(crate) sentence: String,
    /// Everything the command wrote; empty if it was shown as it came.
    pub(crate) output: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.sentence)
    }
}

impl std::error::Error for Failure {}

fn show_output(error: &Error) {
    if let Some(failure) = error.downcast_ref::<Failure>()
        && !failure.output.is_empty()
    {
        eprintln!("{}", failure.output.trim_end());
    }
}

/// The text in red where a person looks at it.
pub(crate) fn red(text: &str) -> String {
    if shows_colors() { format!("\x1b[31m{text}\x1b[0m") } else { text.to_owned() }
}

/// Whether standard error is a terminal.
pub(crate) fn shows_colors() -> bool {
    stderr().is_terminal()
}
