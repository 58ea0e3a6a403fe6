//! Bounds of what a service may send, kept before any parser sees it: a reply of megabytes, a hundred thousand lists within
//! each other or half a million tags must not hold the program up, today and at every later start.

use crate::provider::Reply;
use std::borrow::Cow;

/// Longest text of a reply, in bytes; no description that anybody reads is longer.
pub(super) const LONGEST_TEXT: usize = 64 << 10;
/// Longest title, in bytes.
const LONGEST_TITLE: usize = 4 << 10;
/// Most tags of a reply that are looked at.
const MOST_TAGS: usize = 1_000;
/// Longest tag that is looked at, in bytes.
const LONGEST_TAG: usize = 1 << 10;
/// Deepest nesting of blocks in Markdown: lists within lists, quotations within quotations.
const DEEPEST: usize = 16;
/// Most tags of HTML in a text that a parser of HTML reads.
pub(super) const MOST_MARKS: usize = 1_000;

/// The reply within its bounds. The raw answer is kept apart and is not cut here.
pub fn reply(reply: &Reply) -> Cow<'_, Reply> {
    let long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.len() > most);
    let within = !long(&reply.alt, LONGEST_TEXT)
        && !long(&reply.description, LONGEST_TEXT)
        && !long(&reply.title, LONGEST_TITLE)
        && reply.tags.len() <= MOST_TAGS
        && reply.tags.iter().all(|tag| tag.len() <= LONGEST_TAG);
    if within {
        return Cow::Borrowed(reply);
    }
    let cut = |text: &Option<String>, most| text.as_deref().map(|text| text_within(text, most).to_owned());
    Cow::Owned(Reply {
        alt: cut(&reply.alt, LONGEST_TEXT),
        description: cut(&reply.description, LONGEST_TEXT),
        title: cut(&reply.title, LONGEST_TITLE),
        tags: reply.tags.iter().take(MOST_TAGS).map(|tag| text_within(tag, LONGEST_TAG).to_owned()).collect(),
        ..reply.clone()
    })
}

/// The text up to so many bytes, at the end of a character.
pub(super) fn text_within(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Markdown without more nesting than anybody writes: of the marks at the beginning of a line, the deeper ones are left out,
/// and so is indentation that no nesting needs.
pub(super) fn markdown(text: &str) -> Cow<'_, str> {
    let text = text_within(text, LONGEST_TEXT);
    if text.lines().all(|line| marks(line).is_none()) {
        return text.into();
    }
    let mut flat = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match marks(line) {
            Some((kept, words)) => {
                flat.push_str(&line[..kept]);
                flat.push_str(&line[words..]);
            }
            None => flat.push_str(line),
        }
    }
    flat.into()
}

/// Where the marks at the beginning of a line become too many, and where its words begin; none for an ordinary line.
fn marks(line: &str) -> Option<(usize, usize)> {
    let (mut depth, mut spaces, mut kept, mut words) = (0, 0, None, 0);
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // But for the one of a quotation, a mark has a space behind it: a rule and a table's line are no nesting.
        let apart = chars.peek().is_some_and(|(_, next)| matches!(next, ' ' | '\t'));
        match c {
            ' ' => spaces += 1,
            '\t' => spaces += 4,
            '>' => depth += 1,
            '-' | '*' | '+' | '.' | ')' if apart => depth += 1,
            '0'..='9' => {}
            _ => break,
        }
        words = at + 1;
        if kept.is_none() && (depth > DEEPEST || spaces > DEEPEST * 6) {
            kept = Some(at);
        }
    }
    kept.map(|kept| (kept, words))
}

/// Whether a text has more tags of HTML than a parser is to read.
pub(super) fn has_too_many_marks(html: &str) -> bool {
    html.bytes().filter(|byte| *byte == b'<').count() > MOST_MARKS
}

/// The words between tags, found without a parser.
pub(super) fn without_marks(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        words.push(' ');
        match rest[start..].find('>') {
            Some(end) => rest = &rest[start + end + 1..],
            None => return words,
        }
    }
    words.push_str(rest);
    words
}
