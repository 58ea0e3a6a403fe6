//! Answers that are said twice, and models that do not stop saying the same.

use super::phrases::JOINTS;
use crate::compose::check::quotations;
use crate::compose::length::sentence_ends;
use crate::text::{ends_sentence, has_sentence_end, is_cjk};
use std::collections::HashSet;

/// Longest run of characters that is looked for as one that comes again and again.
const LONGEST_UNIT: usize = 240;
/// A run is endless where it comes at least so many times more.
const TIMES: usize = 3;
/// Shortest repetition, in characters.
const SHORTEST: usize = 12;
/// The same in a long text: models that do not stop go on for long.
const SHORTEST_IN_LONG: usize = 80;
/// Most repetitions that are looked for in one go.
const MOST: usize = 16;
/// Longest text in which repetitions are looked for, in characters.
const LOOKED_AT: usize = 8_000;

/// The text with everything said once. What is quoted may repeat itself; a long text may have a refrain, which is no repetition
/// of the model's.
pub(super) fn once(text: &str, is_long: bool) -> String {
    let ended = without_loops(text, if is_long { SHORTEST_IN_LONG } else { SHORTEST });
    let ended = without_second_half(&ended);
    without_doubles(&ended, !is_long)
}

/// Without what comes again and again.
fn without_loops(text: &str, shortest: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST {
        match without_loop(&text, shortest) {
            Some(shorter) => text = shorter,
            None => break,
        }
    }
    text
}

fn without_loop(text: &str, shortest: usize) -> Option<String> {
    let chars: Vec<char> = text.chars().take(LOOKED_AT).collect();
    let whole = text.chars().nth(LOOKED_AT).is_none();
    let folded: Vec<char> =
        chars.iter().map(|c| if c.is_whitespace() { ' ' } else { c.to_lowercase().next().unwrap_or(*c) }).collect();
    for unit in 1..=LONGEST_UNIT.min(folded.len() / (TIMES + 1)) {
        let least = if unit == 1 { 30 } else { (unit * TIMES).max(shortest) };
        let mut run = 0;
        for at in unit..=folded.len() {
            if folded.get(at).is_some_and(|c| *c == folded[at - unit]) {
                run += 1;
                continue;
            }
            let start = at - run;
            if run >= least && is_told(&chars[start - unit..start]) && !is_quoted(text, &chars, start) {
                // Where the answer was cut off, so was the last time.
                let ends = whole && chars[at..].iter().all(|c| !c.is_alphanumeric());
                let end = if ends { at } else { start + run / unit * unit };
                let shorter = joined(&chars, start, end) + &rest(text, end);
                if shorter.len() < text.len() {
                    return Some(shorter);
                }
            }
            run = 0;
        }
    }
    None
}

/// Whether the unit has words: a row of digits or of dots may be what there is to see.
fn is_told(unit: &[char]) -> bool {
    unit.iter().any(|c| c.is_alphabetic())
}

fn is_quoted(text: &str, chars: &[char], at: usize) -> bool {
    let byte: usize = chars[..at].iter().map(|c| c.len_utf8()).sum();
    quotations(text).iter().any(|quotation| {
        let start = quotation.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + quotation.len()).contains(&byte)
    })
}

/// What stands before a repetition, up to the end of its word and without a joint that joins nothing any more.
fn joined(chars: &[char], start: usize, end: usize) -> String {
    let in_word = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric() && !is_cjk(*c));
    let mut cut = start;
    while cut < end && cut > 0 && in_word(cut - 1) && in_word(cut) {
        cut += 1;
    }
    while cut < end && ends_sentence(chars[cut]) {
        cut += 1;
    }
    let kept: String = chars[..cut].iter().collect();
    if chars.get(end).is_some_and(|c| c.is_alphanumeric()) {
        return kept;
    }
    let mut bare = kept.trim_end_matches(|c: char| c.is_whitespace() || is_joint_mark(c));
    if let Some((before, last)) = bare.rsplit_once(char::is_whitespace)
        && JOINTS.contains(&last.to_lowercase().as_str())
    {
        bare = before.trim_end_matches(|c: char| c.is_whitespace() || is_joint_mark(c));
    }
    bare.to_owned()
}

fn is_joint_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '，' | '；' | '：' | '、' | '،' | '؛')
}

fn rest(text: &str, from: usize) -> String {
    text.chars().skip(from).collect()
}

/// Without the second half where it is the first again.
fn without_second_half(text: &str) -> String {
    let trimmed = text.trim();
    let middle = trimmed.floor_char_boundary(trimmed.len() / 2 + 1);
    for cut in (middle.saturating_sub(4)..=middle).filter(|at| trimmed.is_char_boundary(*at)) {
        let (first, second) = (trimmed[..cut].trim(), trimmed[cut..].trim());
        if first == second && has_words(first, 3) {
            return first.to_owned();
        }
    }
    text.to_owned()
}

/// Without sentences that were there before: right before, or anywhere where they are long enough to be no refrain.
fn without_doubles(text: &str, anywhere: bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut seen, mut last, mut dropped) = (HashSet::new(), String::new(), false);
    for sentence in pieces(text) {
        let plain = folded(sentence);
        if plain.is_empty() {
            kept.push_str(sentence);
            continue;
        }
        let again = plain == last && has_words(&plain, if anywhere { 3 } else { 5 })
            || anywhere && has_words(&plain, 5) && seen.contains(&plain);
        // The last time may have been cut off.
        let begun = dropped && !has_sentence_end(sentence) && last.starts_with(&plain);
        if again || begun {
            dropped = true;
            if sentence.ends_with('\n') && !kept.ends_with('\n') {
                kept.push('\n');
            }
            continue;
        }
        seen.insert(plain.clone());
        last = plain;
        kept.push_str(sentence);
    }
    if dropped { kept.trim_end().to_owned() } else { text.to_owned() }
}

/// Sentences and lines, with the white space behind them.
fn pieces(text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = sentence_ends(text).collect();
    ends.extend(text.match_indices('\n').map(|(at, _)| at));
    ends.sort_unstable();
    ends.dedup();
    let (mut found, mut start) = (Vec::new(), 0);
    for end in ends.into_iter().chain([text.len()]) {
        if end < start {
            continue;
        }
        let space = text[end..].len() - text[end..].trim_start().len();
        if end + space > start {
            found.push(&text[start..end + space]);
        }
        start = end + space;
    }
    found
}

fn folded(sentence: &str) -> String {
    sentence.trim().trim_end_matches(['.', '。', '!', '！']).to_lowercase()
}

/// Whether a text has at least so many words; twice as many characters where words are not set apart.
fn has_words(text: &str, words: usize) -> bool {
    let wide = text.chars().filter(|c| is_cjk(*c)).count();
    text.split_whitespace().count() >= words || wide >= words * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_again_is_said_once() {
        for (said, expected) in [
            ("A cat on a sofa. A cat on a sofa.", "A cat on a sofa."),
            ("A cat on a sofa A cat on a sofa", "A cat on a sofa"),
            ("trees, trees, trees, trees, trees", "trees"),
            ("A cat a cat a cat a cat a cat", "A cat"),
            ("One two three. One two three. One two", "One two three."),
            ("猫坐在沙发上。猫坐在沙发上。", "猫坐在沙发上。"),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ] {
            assert_eq!(once(said, false), expected, "{said}");
        }
    }

    #[test]
    fn what_is_meant_to_be_said_again_stays() {
        for text in [
            "New York, New York.",
            "Knock, knock.",
            "Red, white, red, white, red.",
            "A card reads “ha ha ha ha ha ha ha ha ha”.",
            "The number 1111111111111111111111111111111111111.",
            "Ho. Ho. Ho.",
        ] {
            assert_eq!(once(text, false), text);
        }
        let song = "Na na na na na na na na, hey.\n\nWe all sing this song together.\n\nOne more.\n\nWe all sing this song together.";
        assert_eq!(once(song, true), song);
    }
}
