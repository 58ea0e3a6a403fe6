//! From whatever a model says to the words that were asked for: no thinking, no "Here is …", no marks, no quotation marks
//! around the whole, nothing twice. One way for alt text, description, title and tags.
//!
//! ```text
//! what is seen → no thoughts → no turns, no tokens (wrapped) → out of fence, JSON, tag (wrapped)
//!    → the answer's own lines, of several the first (lines) → plain words, or Markdown without HTML (long)
//!    → no label, count, quotation marks → once (repeats) → words, or nothing
//! ```
//!
//! All of it is done until nothing changes any more, so that cleaning what is clean changes nothing.

mod lines;
mod long;
mod nothing;
// Filled to the width: a word a line would be twenty screens.
#[rustfmt::skip]
mod phrases;
mod repeats;
mod tags;
mod wrapped;

pub(super) use tags::tags;

use super::bound;
use super::markdown::{blocks, in_one_line};
use crate::provider::thoughts::without_thoughts;
use crate::text::{has_sentence_end, one_line, visible};
use phrases::{AGREEMENTS, FOLLOWS, OPENERS, UNITS};

/// Which part of a description a text is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Plain words in one line.
    Alt,
    /// May be Markdown, of several lines.
    Description,
    /// Plain words in one line.
    Title,
    /// Words apart from each other.
    Tags,
}

/// How often a text is cleaned at most: what is wrapped more often is no answer that anybody gives.
const MOST: usize = 8;

/// Plain words from anything that a model or a service may send: one line, without thinking, markup, preambles, labels,
/// quotation marks around the whole, control characters. Empty where nothing is left.
pub fn clean(text: &str) -> String {
    clean_as(text, Field::Alt)
}

/// The same for a part of a description: a description keeps its Markdown and its lines. Never longer than what it is made of.
pub fn clean_as(text: &str, field: Field) -> String {
    let mut text = bound::text_within(text, bound::LONGEST_TEXT).to_owned();
    for _ in 0..MOST {
        let cleaned = once_through(&text, field);
        if cleaned == text {
            break;
        }
        text = cleaned;
    }
    text
}

/// What is said in answer to a question: without thoughts, tokens and earlier turns, else as it came.
pub fn answered(text: &str) -> String {
    wrapped::without_turns(&without_thoughts(&visible(text)))
}

fn once_through(text: &str, field: Field) -> String {
    let text = within(text, field);
    let answer = lines::of_answer(&text, field);
    let words = if field == Field::Description {
        finish(&long::without_html(&answer)).to_owned()
    } else {
        let line = in_one_line(&blocks(&answer));
        one_line(finish(&line))
    };
    let words = repeats::once(&words, field == Field::Description);
    if nothing::says_nothing(&words) { String::new() } else { words }
}

/// What is said within thoughts, turns and wrappings.
fn within(text: &str, field: Field) -> String {
    let mut text = answered(text);
    while let Some(inner) = wrapped::unwrapped(&text, field) {
        text = inner;
    }
    text
}

/// The answer without labels, counts, offers and quotation marks, in whatever order they stand around each other.
fn finish(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        text = without_quotes(without_count(lines::without_offer(without_label(without_agreement(text)))));
        if text == before {
            return text;
        }
    }
}

/// Without "Alt text:" or "Here is a short alt text for the picture:" before the words.
fn without_label(text: &str) -> &str {
    let Some((before, after)) = lines::labelled(text) else { return text };
    let after = after.trim_start();
    if before.contains('\n') || before.contains(". ") {
        return text;
    }
    if lines::is_label(before) {
        return after;
    }
    let lower = before.replace('’', "'").to_lowercase();
    let lower = lower.trim_start_matches(['*', '_', '"', '“', '[', ' ']);
    let opens =
        OPENERS.iter().any(|opener| lower.starts_with(opener)) || FOLLOWS.iter().any(|word| lower.contains(word));
    if !after.is_empty() && opens && lines::is_announced(lower) { after } else { text }
}

/// Without "Sure!" before the words. Behind a comma, more of a preamble has to follow: "Great, wide plains" is none.
fn without_agreement(text: &str) -> &str {
    let Some((before, after)) = text.split_once(['!', '.', '！', '。', ',', '，', '、', '؛', '،']) else {
        return text;
    };
    let mark = text[before.len()..].chars().next().unwrap_or_default();
    let after = after.trim_start();
    let before = before.trim_start_matches('¡').trim().replace('’', "'").to_lowercase();
    if after.is_empty() || !AGREEMENTS.contains(&before.as_str()) {
        return text;
    }
    let more = || OPENERS.iter().chain(AGREEMENTS).any(|opener| starts_with(after, opener));
    if !matches!(mark, ',' | '，' | '、' | '؛' | '،') || more() { after } else { text }
}

/// Without "(98 characters)" after the words.
fn without_count(text: &str) -> &str {
    let Some(start) = text.rfind(['(', '（', '[']) else { return text };
    let inner = text[start..].to_lowercase();
    let inner = inner.trim_matches(['(', '（', '[', ')', '）', ']', '.', '*', ' ']);
    let counts = inner.chars().any(|c| c.is_ascii_digit())
        && inner.chars().count() <= 30
        && UNITS.iter().any(|unit| inner.contains(unit))
        && text.trim_end_matches(['*', '.']).ends_with([')', '）', ']']);
    if counts && start > 0 { text[..start].trim_end().trim_end_matches(" *") } else { text }
}

/// Without quotation marks around the whole, where they belong together.
fn without_quotes(text: &str) -> &str {
    const PAIRS: &[(char, char)] = &[
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('„', '“'),
        ('„', '”'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('「', '」'),
        ('『', '』'),
        ('`', '`'),
        ('*', '*'),
        ('_', '_'),
    ];
    for (open, close) in PAIRS {
        // A full stop may stand behind the closing mark; the words' own are inside.
        let Some(inner) = text.strip_prefix(*open) else { continue };
        let body = inner.strip_suffix(*close).or_else(|| {
            let body = inner.strip_suffix(['.', '。'])?.strip_suffix(*close)?;
            (has_sentence_end(body) || body.split_whitespace().count() > 3).then_some(body)
        });
        if let Some(body) = body
            && !body.contains([*open, *close])
            && !body.trim().is_empty()
        {
            return body.trim();
        }
    }
    text
}

/// Whether words are announced before they are said ("Here is a description: …").
pub(super) fn is_announced(text: &str) -> bool {
    without_label(text).len() < text.len()
}

/// Whether a text begins with these words in lower case, whatever its own case.
fn starts_with(text: &str, lower: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
    lower.chars().all(|c| chars.next() == Some(c))
}

/// Position of an ASCII mark, whatever its case.
fn find(text: &str, mark: &str) -> Option<usize> {
    let (text, mark) = (text.as_bytes(), mark.as_bytes());
    text.windows(mark.len()).position(|window| window.eq_ignore_ascii_case(mark))
}
