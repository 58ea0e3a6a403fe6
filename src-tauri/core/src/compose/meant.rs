//! What looks like a mark and is meant: `<Ctrl>`, `List<String>`, `__init__`, `2*3`, "1. FC". It is hidden from the parsers of
//! Markdown and HTML behind characters that no text has, and put back behind them.

use std::collections::HashSet;

/// Marks, and the noncharacters that stand for them. Unicode keeps these for a program's own use.
const HIDDEN: &[(char, char)] =
    &[('<', '\u{fdd0}'), ('*', '\u{fdd1}'), ('_', '\u{fdd2}'), ('.', '\u{fdd3}'), (')', '\u{fdd4}'), ('[', '\u{fdd5}')];

/// Elements of HTML that services write. Other angle brackets are the names of keys, types or placeholders.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "details",
    "summary",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "kbd",
    "li",
    "main",
    "mark",
    "meta",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "u",
    "ul",
    "wbr",
];

/// Elements that often stand without their end.
const ALONE: &[&str] = &["br", "dd", "dt", "hr", "img", "li", "meta", "p", "td", "th", "tr", "wbr", "html", "body"];

/// Longest tag that is looked at, in bytes.
const LONGEST: usize = 1_000;

/// The text with everything that is meant hidden. One character stays one character.
pub(super) fn hide(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{fdd0}'..='\u{fdef}')).collect();
    let chars: Vec<char> = text.chars().collect();
    let mut hidden = chars.clone();
    hide_brackets(&text, &mut hidden);
    hide_stars(&chars, &mut hidden);
    hide_underscores(&chars, &mut hidden);
    hide_numbers(&chars, &mut hidden);
    hidden.into_iter().collect()
}

/// The text with what was hidden shown again.
pub(super) fn show(text: &str) -> String {
    text.chars().map(|c| HIDDEN.iter().find(|(_, hidden)| *hidden == c).map_or(c, |(mark, _)| *mark)).collect()
}

fn hidden(mark: char) -> char {
    HIDDEN.iter().find(|(known, _)| *known == mark).map_or(mark, |(_, hidden)| *hidden)
}

/// Bytes of a comment that are read.
const LONGEST_COMMENT: usize = 4 << 10;

/// A tag of HTML.
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub(super) name: String,
    pub(super) closes: bool,
    /// What stands behind the name.
    pub(super) rest: &'a str,
    /// Length in bytes, with both brackets.
    pub(super) length: usize,
}

/// The tag of HTML that this text begins with: an element that services write, or a comment.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    if inner.starts_with("!--") || inner.to_ascii_lowercase_prefix("!doctype") {
        let end = if inner.starts_with("!--") { "-->" } else { ">" };
        // One that does not end is looked through once, not from each of its beginnings.
        let near = &inner[..inner.floor_char_boundary(LONGEST_COMMENT)];
        let length = near.find(end)? + end.len() + 1;
        return Some(Tag { name: "!".to_owned(), closes: false, rest: "", length });
    }
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_length = inner.bytes().take_while(u8::is_ascii_alphanumeric).take(12).count();
    let name = inner[..name_length].to_ascii_lowercase();
    let behind = &inner[name_length..];
    if !ELEMENTS.contains(&name.as_str()) || !behind.starts_with(|c: char| matches!(c, '>' | '/') || c.is_whitespace())
    {
        return None;
    }
    let end = super::bound::text_within(behind, LONGEST).find('>')?;
    let length = text.len() - behind.len() + end + 1;
    Some(Tag { name, closes, rest: &behind[..end], length })
}

trait Prefix {
    fn to_ascii_lowercase_prefix(&self, prefix: &str) -> bool;
}

impl Prefix for str {
    fn to_ascii_lowercase_prefix(&self, prefix: &str) -> bool {
        self.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
    }
}

/// Angle brackets that are no tag of HTML, are quoted, or begin an element that has no end.
fn hide_brackets(text: &str, chars: &mut [char]) {
    if !text.contains('<') {
        return;
    }
    let closed = closed_elements(text);
    let quoted = quoted(text);
    let mut skip_to = 0;
    for (number, (at, c)) in text.char_indices().enumerate() {
        if c != '<' || at < skip_to {
            continue;
        }
        let rest = &text[at..];
        let is_address = rest.starts_with("<http://") || rest.starts_with("<https://");
        let meant = match tag(rest) {
            None => !is_address,
            Some(tag) => {
                let end = at + tag.length;
                let alone = !tag.closes && tag.rest.trim().is_empty() && tag.name != "!";
                let unended = alone && !ALONE.contains(&tag.name.as_str()) && !closed.contains(&tag.name);
                let meant = quoted.contains(&at) || enclosed(text, at, end) || unended;
                if !meant {
                    skip_to = end;
                }
                meant
            }
        };
        if meant {
            chars[number] = hidden('<');
        }
    }
}

/// Names of the elements whose end is in the text.
fn closed_elements(text: &str) -> HashSet<String> {
    text.match_indices("</").filter_map(|(at, _)| tag(&text[at..])).map(|tag| tag.name).collect()
}

/// Whether quotation marks stand right before and right behind.
fn enclosed(text: &str, start: usize, end: usize) -> bool {
    let is_quote = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '「' | '」'))
    };
    let begins = start == 1 && end + 1 >= text.len();
    !begins && is_quote(text[..start].chars().next_back()) && is_quote(text[end..].chars().next())
}

/// Positions of the angle brackets within quotation marks on one line. Attributes of HTML have quotation marks too: theirs
/// follow an equals sign.
fn quoted(text: &str) -> HashSet<usize> {
    let mut found = HashSet::new();
    for line in text.split_inclusive('\n') {
        let offset = line.as_ptr() as usize - text.as_ptr() as usize;
        let (mut inside, mut closing, mut waiting, mut before) = (false, ' ', Vec::new(), ' ');
        for (at, c) in line.char_indices() {
            if inside && c == closing {
                inside = false;
                found.extend(waiting.drain(..));
            } else if inside {
                if c == '<' {
                    waiting.push(offset + at);
                }
            } else if let Some(close) = closing_of(c).filter(|_| before != '=' && at > 0) {
                (inside, closing) = (true, close);
            }
            before = c;
        }
    }
    found
}

fn closing_of(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        '「' => '」',
        '『' => '』',
        '`' => '`',
        _ => return None,
    })
}

/// Stars between letters or digits of a word: a product, a word that is not spelt out.
fn hide_stars(chars: &[char], hidden_chars: &mut [char]) {
    let in_word = |at: Option<&char>| at.is_some_and(char::is_ascii_alphanumeric);
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| **c == '*').count();
        if run == 0 {
            at += 1;
            continue;
        }
        if at > 0 && in_word(chars.get(at - 1)) && in_word(chars.get(at + run)) {
            hidden_chars[at..at + run].fill(hidden('*'));
        }
        at += run;
    }
}

/// Two underscores on both sides of a name in small letters, as programs have them.
fn hide_underscores(chars: &[char], hidden_chars: &mut [char]) {
    let is_name = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_';
    let mut at = 0;
    while at + 4 < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_name(c)).count();
        let word = &chars[at..at + length];
        if length > 4 && word.starts_with(&['_', '_']) && word.ends_with(&['_', '_']) {
            for place in &mut hidden_chars[at..at + length] {
                if *place == '_' {
                    *place = hidden('_');
                }
            }
        }
        at += length.max(1);
    }
}

/// A number at the beginning of the only line that has one is no list ("10. Oktober"), and a bracket there no address.
fn hide_numbers(chars: &[char], hidden_chars: &mut [char]) {
    let mut numbers = Vec::new();
    let starts = std::iter::once(0).chain(chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at + 1));
    for start in starts {
        let start = start + chars[start..].iter().take_while(|c| **c == ' ').count();
        let digits = chars[start..].iter().take_while(|c| c.is_ascii_digit()).count();
        let end = start + digits;
        if digits > 0
            && matches!(chars.get(end), Some('.' | ')'))
            && chars.get(end + 1).is_none_or(|c| c.is_whitespace())
        {
            numbers.push(end);
        }
        if chars.get(start) == Some(&'[') {
            hidden_chars[start] = match chars[start..].iter().take_while(|c| **c != '\n').position(|c| *c == ']') {
                Some(close) if chars.get(start + close + 1) == Some(&':') => hidden('['),
                _ => '[',
            };
        }
    }
    if let [only] = numbers[..] {
        hidden_chars[only] = hidden(chars[only]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_comes_back() {
        for text in ["<Ctrl> 2*3 __init__ 1. a\n[x]: y", "<b>x</b> “<b>” F**k", "", "a\n\n<<<", "Vec<u8"] {
            assert_eq!(show(&hide(text)), text);
        }
        assert_eq!(hide("<b>x</b> <p>"), "<b>x</b> <p>");
        assert!(!hide("press <Del>, then \"<b>x</b>\" or List<String>").contains('<'));
        assert!(!hide("the <b> tag").contains('<'));
        assert_eq!(hide("1. a\n2. b"), "1. a\n2. b");
    }
}
