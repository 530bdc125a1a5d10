//! The name of the function that holds a place of a source, found by reading the source up to there.
//!
//! A source map says which line and column a place was, not in which function: its names are those of what is *called*
//! there. This reads JavaScript, TypeScript and JSX roughly: strings, comments, regular expressions and templates are passed
//! over, each `{` is a function's, a class' or something else's. Where it errs, a frame has the wrong name beside the right line.

/// What a `{` opened.
#[derive(PartialEq, Debug)]
enum Scope {
    Function(String),
    Class(String),
    /// `${` in a template, which goes on after it.
    Template,
    Other,
}

/// The function around a place; both numbers from 0, the column in UTF-16 units.
pub(super) fn enclosing(source: &str, line: u32, column: u32) -> Option<String> {
    let mut reader = Reader {
        text: source.get(..offset(source, line, column)?)?.as_bytes(),
        at: 0,
        code: Vec::new(),
        scopes: Vec::new(),
    };
    reader.read();
    let Reader { code, scopes, .. } = reader;
    // An arrow without a body in braces stands in the statement itself.
    let code = statement(&code);
    let arrow = code.rfind("=>").and_then(|at| match opened(&code[..at + 2]) {
        Scope::Function(name) => Some(name),
        _ => None,
    });
    let named = |scope: &Scope| matches!(scope, Scope::Function(_));
    let place = scopes.iter().rposition(named);
    let function = place.and_then(|at| match &scopes[at] {
        Scope::Function(name) => Some(name.clone()),
        _ => None,
    });
    let class = scopes[..place.unwrap_or(scopes.len())].last().and_then(|scope| match scope {
        Scope::Class(name) => Some(name),
        _ => None,
    });
    let name = arrow.or(function)?;
    Some(class.map_or_else(|| name.clone(), |class| format!("{class}.{name}")))
}

fn offset(source: &str, line: u32, column: u32) -> Option<usize> {
    let start = match line {
        0 => 0,
        _ => source.match_indices('\n').nth(line as usize - 1)?.0 + 1,
    };
    let mut units = column;
    let line = source[start..].split('\n').next()?;
    let within = line.char_indices().find(|(_, one)| {
        let before = units == 0;
        units = units.saturating_sub(one.len_utf16() as u32);
        before
    });
    Some(start + within.map_or(line.len(), |(at, _)| at))
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    /// What was read, without strings, comments and the like.
    code: Vec<u8>,
    scopes: Vec<Scope>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(byte) = self.text.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'"' | b'\'' => self.string(byte),
                b'`' => self.template(),
                b'/' => self.slash(),
                b'{' => {
                    self.scopes.push(opened(&statement(&self.code)));
                    self.code.push(byte);
                }
                b'}' => {
                    self.code.push(byte);
                    if self.scopes.pop() == Some(Scope::Template) {
                        self.template();
                    }
                }
                _ => self.code.push(byte),
            }
        }
    }

    /// To the end of a string; one that is not closed on its line was none (an apostrophe in JSX).
    fn string(&mut self, quote: u8) {
        self.code.push(b'"');
        while let Some(byte) = self.text.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' => break,
                _ if byte == quote => break,
                _ => {}
            }
        }
    }

    fn template(&mut self) {
        self.code.push(b'"');
        while let Some(byte) = self.text.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => return,
                b'$' if self.text.get(self.at) == Some(&b'{') => {
                    self.at += 1;
                    self.scopes.push(Scope::Template);
                    self.code.push(b'{');
                    return;
                }
                _ => {}
            }
        }
    }

    /// A comment, a regular expression or a division.
    fn slash(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let skipped = match rest.first() {
            Some(b'/') => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
            Some(b'*') => rest.windows(2).position(|two| two == b"*/").map_or(rest.len(), |at| at + 2),
            _ if self.expects_value() => expression(rest).unwrap_or(0),
            _ => 0,
        };
        if skipped == 0 {
            self.code.push(b'/');
        }
        self.at += skipped;
    }

    /// Whether a `/` cannot divide what stands before it.
    fn expects_value(&self) -> bool {
        let code = self.code.trim_ascii_end();
        code.last().is_none_or(|byte| b"(,=:[!&|?{};+-*%<>~^".contains(byte))
            || [&b"return"[..], b"typeof", b"case", b"of", b"in"].iter().any(|word| code.ends_with(word))
    }
}

/// What stands since the last statement's end, or since the last brace that is not in parentheses.
fn statement(code: &[u8]) -> String {
    let mut depth = 0_usize;
    let end = code.iter().rposition(|byte| {
        match byte {
            b')' => depth += 1,
            b'(' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(byte, b';' | b'{' | b'}')
    });
    String::from_utf8_lossy(&code[end.map_or(0, |at| at + 1)..]).into_owned()
}

/// Bytes of a regular expression after its first slash, if it is closed on its line.
fn expression(text: &[u8]) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'\n' => return None,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// What is opened by a `{` (or an arrow's `=>`) that stands behind this part of a statement.
fn opened(head: &str) -> Scope {
    let head = head.trim_end();
    if let Some(arrow) = head.strip_suffix("=>") {
        return assigned(before_parameters(arrow).unwrap_or(arrow));
    }
    if let Some(before) = before_parameters(head) {
        return called(before);
    }
    match head.rfind("class ").filter(|at| !head[..*at].ends_with(is_word)) {
        Some(at) => Scope::Class(head[at + 6..].trim_start().chars().take_while(|one| is_word(*one)).collect()),
        None => Scope::Other,
    }
}

/// What stands before `(…)` or `(…): Type`, of which `head` ends in one.
fn before_parameters(head: &str) -> Option<&str> {
    let close = head.rfind(')')?;
    let kind = head[close + 1..].trim();
    if !kind.is_empty() && (!kind.starts_with(':') || kind.contains('=')) {
        return None;
    }
    let mut depth = 0;
    for (at, byte) in head.bytes().enumerate().take(close + 1).collect::<Vec<_>>().into_iter().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(head[..at].trim_end());
        }
    }
    None
}

/// Of a block behind `name(…)`: a method, a function, or `if` and its like.
fn called(before: &str) -> Scope {
    let before = generic(before);
    let name = last_word(before);
    match name {
        "if" | "for" | "while" | "switch" | "catch" | "with" | "await" | "" => Scope::Other,
        "function" => assigned(before.trim_end_matches("function")),
        _ => Scope::Function(name.to_owned()),
    }
}

/// Of a function without a name of its own: what it is assigned to.
fn assigned(before: &str) -> Scope {
    let before = generic(before).trim_end();
    // An arrow's only parameter may go without parentheses.
    let before = before.strip_suffix(last_word(before)).unwrap_or(before).trim_end();
    let before = before.strip_suffix("async").unwrap_or(before).trim_end();
    let Some(target) = before.strip_suffix('=').or_else(|| before.strip_suffix(':')) else { return Scope::Other };
    let target = target.trim_end();
    // `const name: Type =`
    let declared =
        ["const ", "let ", "var "].iter().find_map(|word| target.rfind(word).map(|at| &target[at + word.len()..]));
    let name = match declared {
        Some(declared) => declared.trim_start().split(|one| !is_word(one)).next().unwrap_or_default(),
        None => last_word(target),
    };
    if name.is_empty() { Scope::Other } else { Scope::Function(name.to_owned()) }
}

/// Without `<T>` at the end.
fn generic(before: &str) -> &str {
    match before.strip_suffix('>').and_then(|inner| inner.rfind('<')) {
        Some(at) => before[..at].trim_end(),
        None => before,
    }
}

fn last_word(text: &str) -> &str {
    let start =
        text.rfind(|one| !is_word(one)).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

fn is_word(one: char) -> bool {
    one.is_alphanumeric() || matches!(one, '_' | '$' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The function around the `¦`.
    fn around(source: &str) -> Option<String> {
        let (before, after) = source.split_once('¦').unwrap();
        let line = before.matches('\n').count() as u32;
        let column = before.rsplit('\n').next().unwrap().encode_utf16().count() as u32;
        enclosing(&format!("{before}{after}"), line, column)
    }

    /// Scenario: a place in each way of writing a function, behind what could be mistaken for one.
    /// Guarantees: the name is the one that a person would give.
    #[test]
    fn names() {
        for (source, name) in [
            ("function paint(line) {\n  if (line) { ¦throw 1 }\n}", "paint"),
            ("export async function* rows<T>(a: T): AsyncGenerator<T> { for (const b of a) { ¦ } }", "rows"),
            ("const draw = (a, { b }) => {\n ¦ }", "draw"),
            ("const draw: Draw = async one => { ¦ }", "draw"),
            ("const short = (one) => one.two.¦three;", "short"),
            (
                "export class Line extends Base {\n  #words = {};\n  update(text: string): void {\n    this.¦x() } }",
                "Line.update",
            ),
            ("const o = { show: function () { ¦ }, hide() {} }", "show"),
            ("function outer() { list.forEach((one) => { ¦one() }) }", "outer"),
            ("const text = `a ${ { b: 1 }.b } {{{`; function late() { ¦ }", "late"),
            ("const brace = /[{/'\"]{2}/g, quote = '{'; // {\nfunction after() { /* } */ ¦ }", "after"),
            ("window.onclick = function () { ¦ }", "onclick"),
            ("const ü = '😀'; function emoji() { '😀'; ¦ }", "emoji"),
            ("function gone() { } ¦throw 1", "-"),
            ("if (a) { ¦ }", "-"),
        ] {
            assert_eq!(around(source).as_deref().unwrap_or("-"), name, "{source}");
        }
    }

    proptest! {
        /// Scenario: any text and any place in it.
        /// Guarantees: nothing panics.
        #[test]
        fn any_text(text in "(class |function|=>|\\(|\\)|\\{|\\}|<|>|:|=|`|\\$\\{|'|/|\\\\|ä|x |\n|;){0,40}", line in 0_u32..4, column in 0_u32..50) {
            let _ = enclosing(&text, line, column);
        }
    }
}
