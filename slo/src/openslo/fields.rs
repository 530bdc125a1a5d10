//! Walking the tree by path, collecting what is wrong on the way.

use super::nearest::nearest_of;
use super::tree::{Entry, Kind, Node};
use super::{MetricKind, Objective, Problem};

/// A value and the path that leads to it.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'n> {
    pub(super) path: String,
    pub(super) node: &'n Node,
    /// The line of the key, or of the value where there is no key.
    pub(super) line: Option<usize>,
}

/// A mapping whose keys have been checked.
#[derive(Debug)]
pub(super) struct Fields<'n> {
    path: String,
    line: Option<usize>,
    entries: &'n [Entry],
}

/// Reads typed values off cursors. What is wrong becomes a [`Problem`] and reads as `None`.
pub(super) struct Reader<'m> {
    pub(super) metrics: &'m dyn Fn(&str) -> Option<MetricKind>,
    pub(super) names: Vec<(String, Option<usize>)>,
    problems: Vec<Problem>,
}

impl<'n> Cursor<'n> {
    pub(super) fn root(node: &'n Node) -> Self {
        Self { path: String::new(), node, line: node.line }
    }
}

impl<'n> Fields<'n> {
    /// The field, unless it is missing or empty.
    pub(super) fn get(&self, name: &str) -> Option<Cursor<'n>> {
        self.all()
            .find(|(key, _)| *key == name)
            .map(|(_, cursor)| cursor)
            .filter(|cursor| !matches!(cursor.node.kind, Kind::Null))
    }

    /// Every field with its name, in the order of the file.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'n str, Cursor<'n>)> {
        self.entries.iter().map(|entry| {
            let cursor = Cursor { path: join(&self.path, &entry.key), node: &entry.value, line: entry.line };
            (entry.key.as_str(), cursor)
        })
    }
}

impl<'m> Reader<'m> {
    pub(super) fn new(metrics: &'m dyn Fn(&str) -> Option<MetricKind>) -> Self {
        Self { metrics, names: Vec::new(), problems: Vec::new() }
    }

    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reports that this value is not what was expected.
    pub(super) fn wrong(&mut self, cursor: &Cursor<'_>, expected: impl Into<String>) {
        self.found(cursor, cursor.node.describe(), expected);
    }

    /// The same, with what was found in words of its own.
    pub(super) fn found(&mut self, cursor: &Cursor<'_>, found: impl Into<String>, expected: impl Into<String>) {
        let path = if cursor.path.is_empty() { "the document" } else { &cursor.path };
        self.report(Problem {
            line: cursor.line,
            field: path.to_owned(),
            found: found.into(),
            expected: expected.into(),
        });
    }

    /// A mapping of any keys.
    pub(super) fn any_fields<'n>(&mut self, cursor: &Cursor<'n>) -> Option<Fields<'n>> {
        if let Kind::Map(entries) = &cursor.node.kind {
            return Some(Fields { path: cursor.path.clone(), line: cursor.line, entries });
        }
        self.wrong(cursor, "a mapping");
        None
    }

    /// A mapping of these keys and no others.
    pub(super) fn fields<'n>(&mut self, cursor: &Cursor<'n>, known: &[&str]) -> Option<Fields<'n>> {
        let fields = self.any_fields(cursor)?;
        for (name, field) in fields.all().filter(|(name, _)| !known.contains(name)) {
            let expected = match nearest_of(name, known) {
                Some(near) => format!("`{near}`, if that was meant"),
                None => format!("one of {}", quoted(known)),
            };
            self.found(&field, "no known field", expected);
        }
        Some(fields)
    }

    /// A field that must be there.
    pub(super) fn require<'n>(
        &mut self,
        fields: &Fields<'n>,
        name: &str,
        expected: impl Into<String>,
    ) -> Option<Cursor<'n>> {
        let field = fields.get(name);
        if field.is_none() {
            self.report(Problem {
                line: fields.line,
                field: join(&fields.path, name),
                found: "missing".to_owned(),
                expected: expected.into(),
            });
        }
        field
    }

    pub(super) fn text<'n>(&mut self, cursor: &Cursor<'n>) -> Option<&'n str> {
        match &cursor.node.kind {
            Kind::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => {
                self.wrong(cursor, "a text");
                None
            }
        }
    }

    pub(super) fn number(&mut self, cursor: &Cursor<'_>) -> Option<f64> {
        match &cursor.node.kind {
            Kind::Number(number) if number.is_finite() => Some(*number),
            _ => {
                self.wrong(cursor, "a number");
                None
            }
        }
    }

    pub(super) fn list<'n>(&mut self, cursor: &Cursor<'n>, expected: &str) -> Option<Vec<Cursor<'n>>> {
        let Kind::List(items) = &cursor.node.kind else {
            self.wrong(cursor, expected);
            return None;
        };
        let item = |(index, node): (usize, &'n Node)| Cursor {
            path: format!("{}[{index}]", cursor.path),
            node,
            line: node.line,
        };
        Some(items.iter().enumerate().map(item).collect())
    }

    /// The text, if it is one of these.
    pub(super) fn one_of<'n>(&mut self, cursor: &Cursor<'n>, wanted: &[&str]) -> Option<&'n str> {
        let text = self.text(cursor)?;
        if wanted.contains(&text) {
            return Some(text);
        }
        self.wrong(cursor, one_of(wanted));
        None
    }

    pub(super) fn finish(self, objectives: Vec<Objective>) -> Result<Vec<Objective>, Vec<Problem>> {
        if self.problems.is_empty() {
            return Ok(objectives);
        }
        let mut problems = self.problems;
        problems.sort_by_key(|problem| problem.line);
        Err(problems)
    }
}

fn one_of(wanted: &[&str]) -> String {
    match wanted {
        [only] => format!("`{only}`"),
        several => format!("one of {}", quoted(several)),
    }
}

/// `` `a`, `b` ``.
pub(super) fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
