//! Lengths: counted as people count (graphemes), limited by profiles, kept by cutting where it hurts least.

use crate::text::{closes, ends_sentence, is_cjk};
use serde::Serialize;
use ts_rs::TS;
use unicode_segmentation::UnicodeSegmentation;

/// A length profile.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct LengthProfile {
    /// Stable id.
    pub id: String,
    /// Limit in graphemes.
    pub limit: u32,
}

/// Length profiles and their limits, in the order in which they are shown; `own` is the person's.
const PROFILES: &[(&str, u32)] = &[("web", 125), ("x", 1000), ("mastodon", 1500), ("bluesky", 2000)];

/// Abbreviations whose full stop ends no sentence, in lower case.
const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "st", "vs", "no", "nr", "approx", "ca", "etc", "inc", "jr", "sr", "bzw", "usw",
    "evtl", "ggf", "inkl", "str", "m", "mme", "mlle", "sra", "srta", "e.g", "i.e", "z.b", "d.h", "u.a", "p.ex",
    "p. ex",
];

/// The profiles, with the person's own length for `own`.
pub fn profiles(own: u32) -> Vec<LengthProfile> {
    let fixed = PROFILES.iter().copied();
    fixed.chain([("own", own)]).map(|(id, limit)| LengthProfile { id: id.to_owned(), limit }).collect()
}

/// The limit of a profile in graphemes; an unknown profile is the web's.
pub fn limit(profile: &str, own: u32) -> usize {
    let known = profiles(own).into_iter().find(|known| known.id == profile);
    known.map_or(PROFILES[0].1, |known| known.limit) as usize
}

/// Characters as people count them.
pub fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// A text that keeps a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortened {
    /// The text, at most as long as was asked for.
    pub text: String,
    /// Something was left out.
    pub cut: bool,
}

/// Makes a text at most `max` graphemes long: whole sentences where enough of it stays, else up to a clause, else up to a
/// word, the last two with "…".
pub fn shorten(text: &str, max: usize) -> Shortened {
    let text = text.trim();
    if length(text) <= max {
        return Shortened { text: text.to_owned(), cut: false };
    }
    let shorter = sentences(text, max).unwrap_or_else(|| with_ellipsis(text, max));
    Shortened { text: shorter, cut: true }
}

/// The longest run of whole sentences that fits, where it is at least a third of what would fit.
fn sentences(text: &str, max: usize) -> Option<String> {
    let fits = prefix(text, max);
    let end = sentence_ends(text).take_while(|end| *end <= fits.len()).last()?;
    let run = text[..end].trim_end();
    (length(run) * 3 >= max).then(|| run.to_owned())
}

/// Byte positions after each sentence.
pub(super) fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            if !ends_sentence(c) {
                continue;
            }
            let mut last = c;
            let mut end = at + c.len_utf8();
            while let Some((at, c)) = chars.next_if(|(_, c)| ends_sentence(*c) || closes(*c)) {
                (end, last) = (at + c.len_utf8(), c);
            }
            let wide = is_cjk(c);
            let next = text[end..].chars().next();
            let ends = match next {
                None => true,
                Some(_) if wide => true,
                Some(next) => next.is_whitespace() && !(c == '.' && last == '.' && goes_on(&text[..at], &text[end..])),
            };
            if ends {
                return Some(end);
            }
        }
    })
}

/// Whether the full stop between the two belongs to an abbreviation, an initial or a number ("Dr. Berg", "12. Mai").
fn goes_on(before: &str, after: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lower = word.to_lowercase();
    let next_is_small = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let number = !word.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
    next_is_small || initial || number || ABBREVIATIONS.contains(&lower.as_str())
}

fn with_ellipsis(text: &str, max: usize) -> String {
    if max == 0 {
        return String::new();
    }
    let fits = prefix(text, max - 1);
    let end = clause(fits).or_else(|| word(text, fits)).unwrap_or(fits.len());
    let kept =
        fits[..end].trim_end_matches(|c: char| c.is_whitespace() || is_clause_mark(c) || matches!(c, '(' | '（'));
    format!("{kept}…")
}

/// The first `count` graphemes.
fn prefix(text: &str, count: usize) -> &str {
    text.grapheme_indices(true).nth(count).map_or(text, |(end, _)| &text[..end])
}

/// After the last clause, where more than half stays.
fn clause(fits: &str) -> Option<usize> {
    let at = fits
        .char_indices()
        .filter(|(at, c)| {
            let next = fits[at + c.len_utf8()..].chars().next();
            is_clause_mark(*c) && (is_cjk(*c) || next.is_none_or(char::is_whitespace))
        })
        .map(|(at, _)| at)
        .next_back()?;
    (at * 2 > fits.len()).then_some(at)
}

fn is_clause_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '–' | '—' | '，' | '；' | '：' | '、' | '،')
}

/// After the last whole word. Chinese and Japanese are cut between any two characters: their words have no spaces.
fn word(text: &str, fits: &str) -> Option<usize> {
    let next = text[fits.len()..].chars().next();
    let last = fits.chars().next_back();
    if next.is_none_or(char::is_whitespace) || last.is_some_and(is_cjk) {
        return Some(fits.len());
    }
    let end = fits.trim_end_matches(|c: char| !c.is_whitespace() && !is_cjk(c)).len();
    (end > 0).then_some(end)
}
