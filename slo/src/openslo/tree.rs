//! A YAML document as a tree in which every key and value knows its line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::Problem;

/// One value of the document and the line (from 1) on which it begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) line: Option<usize>,
    pub(super) kind: Kind,
}

/// What a value is, after YAML 1.2's core schema.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) line: Option<usize>,
    pub(super) key: String,
    pub(super) value: Node,
}

/// All documents of the stream; empty documents are left out.
///
/// # Errors
/// The one [`Problem`] at which the text stops being YAML: bad indentation, a repeated key,
/// an alias bomb.
pub(super) fn documents(yaml: &str) -> Result<Vec<Node>, Problem> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Spanned<Kind>>(yaml, options)
        .map(|documents| documents.into_iter().map(Node::from).collect())
        .map_err(|error| Problem {
            line: error.location().and_then(|place| known_line(place.line())),
            field: "the file".to_owned(),
            found: format!("no valid YAML ({})", message(&error)),
            expected: "YAML documents separated by `---`".to_owned(),
        })
}

/// The parser's message for whoever wrote the file, not for whoever called the parser.
fn message(error: &serde_saphyr::Error) -> String {
    error.render_with_formatter(&serde_saphyr::UserMessageFormatter)
}

impl Node {
    /// The value in words, for a message.
    pub(super) fn describe(&self) -> String {
        match &self.kind {
            Kind::Null => "empty".to_owned(),
            Kind::Flag(flag) => flag.to_string(),
            Kind::Number(number) => number.to_string(),
            Kind::Text(text) => format!("`{text}`"),
            Kind::List(items) if items.is_empty() => "an empty list".to_owned(),
            Kind::List(items) => format!("a list of {}", items.len()),
            Kind::Map(_) => "a mapping".to_owned(),
        }
    }
}

impl From<Spanned<Kind>> for Node {
    fn from(spanned: Spanned<Kind>) -> Self {
        Self { line: known_line(spanned.referenced.line()), kind: spanned.value }
    }
}

/// The parser says line 0 where it does not know.
fn known_line(line: u64) -> Option<usize> {
    usize::try_from(line).ok().filter(|line| *line > 0)
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_none<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Kind, E> {
        Ok(Kind::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Kind, E> {
        Ok(Kind::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Kind, E> {
        Ok(Kind::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Kind, E> {
        Ok(Kind::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Kind, E> {
        Ok(Kind::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Kind, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Spanned<Kind>>()? {
            list.push(Node::from(item));
        }
        Ok(Kind::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Kind, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Spanned<String>, Spanned<Kind>>()? {
            map.push(Entry { line: known_line(key.referenced.line()), key: key.value, value: Node::from(value) });
        }
        Ok(Kind::Map(map))
    }
}
