//! A refusal is an error, not a description. Words that were paid for must not be taken for one, either: a picture may show
//! somebody dressed "als Kirche", or a poster that begins with an apology.

// Filled to the width: a word a line would be ten screens.
#[rustfmt::skip]
mod phrases;

use super::length::sentence_ends;
use phrases::{CANNOT, DOUBTFUL, NO_IMAGE, PARTS, REFUSALS, SHOWS};

/// How many characters behind a doubtful beginning are looked at.
const LOOKED_AT: usize = 120;

/// Whether a cleaned answer refuses to describe instead of describing, in any of the languages that are asked for.
pub fn refusal(text: &str) -> bool {
    let text = text.replace(['’', '‘'], "'").to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if REFUSALS.iter().chain(NO_IMAGE).any(|opening| after(text, opening).is_some()) {
        return true;
    }
    if is_of_parts(text) {
        return true;
    }
    DOUBTFUL.iter().filter_map(|opening| after(text, opening)).any(|rest| {
        let head: String = rest.chars().take(LOOKED_AT).collect();
        CANNOT.iter().any(|cannot| head.contains(cannot))
    })
}

/// Whether the first two sentences have all the parts of a refusal in one language, and quote nothing.
fn is_of_parts(text: &str) -> bool {
    let first = sentence_ends(text).nth(1).unwrap_or(text.len());
    let head = &text[..text.floor_char_boundary(first.min(LOOKED_AT * 3))];
    !head.contains(['“', '"', '«', '「', '”', '„'])
        && PARTS.iter().any(|parts| {
            parts.begins.iter().any(|begin| after(text, begin).is_some())
                && parts.cannot.iter().any(|cannot| has(head, cannot, true))
                && parts.about.iter().any(|about| has(head, about, false))
        })
}

/// Whether a text has this part at the beginning of a word, and up to the end of one where it is whole. Of writings in which
/// words take prefixes, or have no spaces, it is enough that it is there.
fn has(text: &str, part: &str, whole: bool) -> bool {
    let joins = |c: char| c.is_alphanumeric() && c < '\u{590}';
    text.match_indices(part).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(joins);
        let behind = whole
            && part.chars().next_back().is_some_and(joins)
            && text[at + part.len()..].chars().next().is_some_and(joins);
        !before && !behind
    })
}

/// What a model says that first refuses one thing, such as a name, and then describes all the same.
pub(super) fn words_after(text: &str) -> Option<&str> {
    let mut start = 0;
    for end in sentence_ends(text) {
        if !refusal(&text[start..end]) {
            break;
        }
        start = end;
    }
    let rest = text[start..].trim_start();
    let lower = rest.to_lowercase();
    let goes_on = SHOWS.iter().any(|shows| lower.starts_with(shows)) || super::clean::is_announced(rest);
    (start > 0 && goes_on).then_some(rest)
}

/// What stands behind an opening that is there as whole words. Writings without spaces have no words to be whole.
fn after<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(opening)?;
    let goes_on = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let cut = opening.chars().next_back().is_some_and(goes_on) && rest.chars().next().is_some_and(goes_on);
    (!cut).then_some(rest)
}
