//! A description keeps its Markdown. Its HTML becomes Markdown's lines, or goes.

use crate::compose::meant;

/// The text without tags of HTML: a block is a paragraph, an item of a list has its line, scripts are gone with what they say.
pub(super) fn without_html(text: &str) -> String {
    let hidden = meant::hide(text);
    let mut words = String::with_capacity(hidden.len());
    let mut rest = hidden.as_str();
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(tag) = meant::tag(rest) else {
            words.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        match tag.name.as_str() {
            "script" | "style" if !tag.closes => {
                let end = format!("</{}", tag.name);
                rest = super::find(rest, &end).map_or("", |at| &rest[at..]);
            }
            "br" | "tr" => words.push('\n'),
            "td" | "th" => words.push(' '),
            "li" if !tag.closes => words.push_str("\n- "),
            "p" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "section" | "article"
            | "blockquote" | "pre" | "figure" | "hr" | "header" | "footer" | "main" => words.push_str("\n\n"),
            _ => {}
        }
    }
    words.push_str(rest);
    let words = if words.len() == hidden.len() { words } else { tidied(&words) };
    let words = meant::show(&words);
    if words.contains('&') { without_entities(&words) } else { words }
}

/// At most one empty line between two paragraphs.
fn tidied(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 && !(kept.is_empty() && line.is_empty()) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.trim().to_owned()
}

/// The entities that models write, as what they stand for.
fn without_entities(text: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
