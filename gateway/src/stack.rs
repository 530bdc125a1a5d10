//! Stacks as browsers write them.

/// One line of a stack that names a place in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// Where the engine knows one. Minified, most often.
    pub function: Option<&'a str>,
    /// The script's address.
    pub url: &'a str,
    /// From 1.
    pub line: u32,
    /// From 1, in UTF-16 units.
    pub column: u32,
}

/// Frames of a stack that are looked at.
const MOST_FRAMES: usize = 50;

/// The frames of a stack of Chromium, Firefox or Safari, the innermost first. Lines without a place, such as the message
/// and native code, are left out.
#[must_use]
pub fn frames(stack: &str) -> Vec<Frame<'_>> {
    stack.lines().filter_map(|line| chromium(line.trim()).or_else(|| gecko(line.trim()))).take(MOST_FRAMES).collect()
}

/// The name of a script's file, by which its map is found: without folders and query.
#[must_use]
pub fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// `at name (url:1:2)`, `at url:1:2`, `at eval (eval at name (url:1:2), <anonymous>:3:4)`
fn chromium(line: &str) -> Option<Frame<'_>> {
    let rest = line.strip_prefix("at ")?;
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let Some((name, place)) = rest.strip_suffix(')').and_then(|rest| rest.split_once(" (")) else {
        return frame(None, rest);
    };
    let name = name.split(" [as ").next().unwrap_or(name);
    match place.strip_prefix("eval at ") {
        // Evaluated code has no file: the place that evaluated it has.
        Some(outer) => frame(Some(name), outer.rsplit_once('(')?.1.split(')').next()?),
        None => frame(Some(name), place),
    }
}

/// `name@url:1:2`, `@url:1:2`, `async*name@url:1:2`, `name@url line 5 > eval:1:2`
fn gecko(line: &str) -> Option<Frame<'_>> {
    let (name, place) = line.split_once('@')?;
    let name = name.rsplit('*').next().unwrap_or(name);
    let name = name.trim_end_matches(['/', '<']);
    let name = Some(name).filter(|name| !name.ends_with(" code"));
    let Some((url, eval)) = place.split_once(" line ") else { return frame(name, place) };
    let line = eval.split(' ').next()?.parse().ok()?;
    Some(Frame { function: name.filter(|name| !name.is_empty()), url, line, column: 1 })
}

fn frame<'a>(function: Option<&'a str>, place: &'a str) -> Option<Frame<'a>> {
    let mut parts = place.rsplitn(3, ':');
    let (column, line, url) = (parts.next()?, parts.next()?, parts.next()?);
    let place = Frame { function: None, url, line: line.parse().ok()?, column: column.parse().ok()? };
    let function = function.filter(|name| !name.is_empty() && *name != "<anonymous>");
    (!url.is_empty() && url != "<anonymous>").then_some(Frame { function, ..place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(stack: &str) -> Vec<(&str, &str, u32, u32)> {
        frames(stack).iter().map(|it| (it.function.unwrap_or("-"), file_name(it.url), it.line, it.column)).collect()
    }

    /// Scenario: one error's stack as three engines write it, and what only one of them writes.
    /// Guarantees: the same frames; native code, messages and unnamed places are left out.
    #[test]
    fn engines() {
        let chromium = "TypeError: x at y (z)\n    at paint (https://a.example/app.js?v=1:1:204)\n    at async Line.update [as draw] (https://a.example/js/app.js:1:17)\n    at new Q (https://a.example/app.js:2:3)\n    at https://a.example/app.js:3:1\n    at Array.forEach (<anonymous>)\n    at eval (eval at run (https://a.example/b.js:10:5), <anonymous>:1:1)";
        let expected = vec![
            ("paint", "app.js", 1, 204),
            ("Line.update", "app.js", 1, 17),
            ("new Q", "app.js", 2, 3),
            ("-", "app.js", 3, 1),
            ("eval", "b.js", 10, 5),
        ];
        assert_eq!(told(chromium), expected);
        let firefox = "paint@https://a.example/npm/x@1.2/app.js:1:204\nasync*update/<@https://a.example/app.js:1:17\n@https://a.example/app.js:3:1\nrun@https://a.example/b.js line 10 > eval:1:1\n";
        let expected = vec![
            ("paint", "app.js", 1, 204),
            ("update", "app.js", 1, 17),
            ("-", "app.js", 3, 1),
            ("run", "b.js", 10, 1),
        ];
        assert_eq!(told(firefox), expected);
        let safari =
            "paint@https://a.example/app.js:1:204\nforEach@[native code]\nglobal code@https://a.example/app.js:3:1";
        assert_eq!(told(safari), vec![("paint", "app.js", 1, 204), ("-", "app.js", 3, 1)]);
    }

    proptest! {
        /// Scenario: any text at all.
        /// Guarantees: nothing panics.
        #[test]
        fn any_text(text in "(at |eval at |@|\\(|\\)|:|1|\n|é| line |\\*|/<){0,30}") {
            let _ = frames(&text);
        }
    }
}
