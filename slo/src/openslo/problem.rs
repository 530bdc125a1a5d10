//! What is wrong with a file, said so that it can be put right.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong in an SLO file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of it, from 1, where it is known.
    pub line: Option<usize>,
    /// The field, by its path from the document's root: `spec.objectives[0].target`.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

impl fmt::Display for Problem {
    /// `line 12: spec.objectives[0].target is 1; expected a share above 0 and below 1.`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        write!(formatter, "{} is {}; expected {}.", self.field, self.found, self.expected)
    }
}

impl std::error::Error for Problem {}
