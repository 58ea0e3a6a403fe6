//! What newer style sheets say in ways that the renderer does not know: variables, and colours for light and dark. They
//! are put in place in the drawing's text before it is read. A drawing is shown as on a light page.

use super::MAX_TEXT;
use std::borrow::Cow;
use std::collections::HashMap;

/// Variables may be made of variables; deeper than this is a circle.
const MOST_ROUNDS: usize = 8;

/// The text with its variables in place.
pub fn in_place(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains("var(") {
        let values: HashMap<String, String> =
            definitions(&text).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        for _ in 0..MOST_ROUNDS {
            let replaced = replace(&text, "var(", |arguments| {
                let (name, otherwise) = split(arguments);
                let value = values.get(name.trim()).map(String::as_str);
                // What is defined nowhere is as if it were not said.
                value.or(otherwise).unwrap_or("inherit").trim().to_owned()
            });
            match replaced {
                Some(new) if new.len() <= MAX_TEXT => text = Cow::Owned(new),
                _ => break,
            }
        }
    }
    let light = replace(&text, "light-dark(", |arguments| split(arguments).0.trim().to_owned());
    light.map_or(text, Cow::Owned)
}

/// Characters of a variable's name and of its value that are read.
const LONGEST_NAME: usize = 200;
const LONGEST_VALUE: usize = 1000;

/// The first definition of each name counts: later ones are for dark pages and for print.
fn definitions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut seen = std::collections::HashSet::new();
    text.match_indices("--").filter_map(move |(at, _)| {
        let rest = &text[at..];
        // A name is short: where a drawing of dashes alone was searched to its end each time, it would never end.
        let ends = |(_, c): &(usize, char)| !c.is_alphanumeric() && *c != '-' && *c != '_';
        let (end, _) = rest.char_indices().take(LONGEST_NAME).find(ends)?;
        let (name, rest) = rest.split_at(end);
        let value = rest.trim_start().strip_prefix(':')?;
        let ends = |(_, c): &(usize, char)| matches!(c, ';' | '}' | '"' | '<');
        let whole = (value.len() < LONGEST_VALUE).then_some(value.len());
        let end = value.char_indices().take(LONGEST_VALUE).find(ends).map(|(end, _)| end).or(whole)?;
        (name.len() > 2 && seen.insert(name)).then(|| (name, value[..end].trim()))
    })
}

/// Name and what stands after the first comma that is not within parentheses.
fn split(arguments: &str) -> (&str, Option<&str>) {
    let mut depth = 0;
    for (at, letter) in arguments.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => return (&arguments[..at], Some(&arguments[at + 1..])),
            _ => {}
        }
    }
    (arguments, None)
}

/// Every call of a function replaced; `None` where there is none.
fn replace(text: &str, call: &str, by: impl Fn(&str) -> String) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(call) {
        let inside = &rest[at + call.len()..];
        let Some(end) = closing(inside) else { break };
        out.push_str(&rest[..at]);
        out.push_str(&by(&inside[..end]));
        rest = &inside[end + 1..];
        if out.len() > MAX_TEXT {
            break;
        }
    }
    if rest.len() == text.len() {
        return None;
    }
    out.push_str(rest);
    Some(out)
}

/// Where the parenthesis that was opened before the text is closed. A call is short.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices().take(2000) {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in_place() {
        for (before, after) in [
            ("<style>:root{--a: #123}</style>fill='var(--a)'", "fill='#123'"),
            ("fill='var(--none, rgb(1, 2, 3))'", "fill='rgb(1, 2, 3)'"),
            ("fill='var(--none)'", "fill='inherit'"),
            ("<style>*{--a:var(--b);--b:red}</style>fill='var(--a)'", "fill='red'"),
            ("<style>*{--a:red} @media x{*{--a:blue}}</style>fill='var(--a)'", "fill='red'"),
            ("fill='light-dark(#fff, var(--x, #000))'", "fill='#fff'"),
            ("fill='var(--x, light-dark(rgb(1,2,3), #000))'", "fill='rgb(1,2,3)'"),
        ] {
            assert!(in_place(before).ends_with(after), "{before}: {}", in_place(before));
        }
        let circle = "<style>*{--a:var(--b);--b:var(--a) var(--a)}</style>fill='var(--a)'";
        assert!(in_place(circle).len() < 10_000);
        assert!(matches!(in_place("<svg/>"), Cow::Borrowed(_)));
    }
}
