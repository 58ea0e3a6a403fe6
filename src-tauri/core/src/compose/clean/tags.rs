//! Tags of a reply: from lists, bullets, JSON, hashtags or one text, each tag by itself.

use super::lines::{self, item, labelled};
use super::phrases::OPENERS;
use super::{Field, find, starts_with, within};
use crate::compose::markdown::{blocks, in_one_line};
use crate::compose::refusal;
use crate::text::one_line;

/// Longest tag, in characters: what is longer is a sentence.
const LONGEST: usize = 80;

/// The tags that a service's texts name; empty where they name none.
pub fn tags(said: &[String]) -> Vec<String> {
    // What was JSON may have been taken apart at its commas.
    let joined = said.join(",");
    if said.len() > 1
        && joined.trim_start().starts_with(['[', '{'])
        && let Some(json) = super::wrapped::from_json(joined.trim(), Field::Tags)
    {
        return json.lines().filter_map(|tag| tidy(tag, false)).collect();
    }
    said.iter().flat_map(|text| of_text(text, said.len() == 1)).collect()
}

fn of_text(text: &str, alone: bool) -> Vec<String> {
    let text = within(text, Field::Tags);
    if refusal(&text) {
        return Vec::new();
    }
    let text = super::long::without_html(&lines::of_answer(&text, Field::Tags));
    let slashes = alone && text.matches(" / ").count() > 1 && !text.contains([',', ';', '\n']);
    let text = if slashes { text.replace(" / ", ";") } else { text };
    let mut found = Vec::new();
    for line in text.lines() {
        let line = without_label(item(line).unwrap_or(line));
        let parts = line.split([',', '，', '、', '،']).count();
        let apart = |c: char| {
            matches!(c, ';' | '；' | '؛' | '|' | '•') || matches!(c, ',' | '，' | '、' | '،') && (alone || parts > 2)
        };
        let last = line.split(apart).count();
        for piece in line.split(apart) {
            let is_hashtags =
                piece.split_whitespace().count() > 1 && piece.split_whitespace().all(|word| word.starts_with('#'));
            if is_hashtags {
                found.extend(piece.split_whitespace().filter_map(|tag| tidy(tag, false)));
            } else {
                found.extend(tidy(piece, last > 1));
            }
        }
    }
    found
}

fn without_label(line: &str) -> &str {
    if let Some((before, after)) = line.split_once([':', '-', '–']).filter(|(before, _)| before.ends_with(' '))
        && lines::is_label(before)
    {
        return after;
    }
    let Some((before, after)) = labelled(line) else { return line };
    let opens = OPENERS.iter().any(|opener| starts_with(before.trim(), opener));
    if lines::is_label(before) || opens && lines::is_announced(&before.to_lowercase()) { after } else { line }
}

/// A tag without the marks around it. None where nothing is left, or where it is a sentence.
fn tidy(tag: &str, of_several: bool) -> Option<String> {
    let tag = item(tag.trim()).unwrap_or(tag);
    let marked = tag.contains(['<', '*', '`', '&', '[', '_']) && find(tag, "__").is_none();
    let plain = if marked { in_one_line(&blocks(tag)) } else { one_line(tag) };
    let mut tag = plain.trim();
    loop {
        let before = tag;
        tag = tag.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | ',' | '，' | '、' | ';' | '`')
        });
        tag = tag.strip_suffix(['。', '…']).unwrap_or(tag);
        // The mark of a sentence that the tags were, not that of an abbreviation.
        if of_several && tag.matches('.').count() == 1 && tag.chars().count() > 3 {
            tag = tag.strip_suffix('.').unwrap_or(tag);
        }
        if let Some(name) = tag.strip_prefix('#').filter(|name| !name.starts_with(|c: char| c.is_ascii_digit())) {
            tag = name.trim_start();
        }
        for (open, close) in [('[', ']'), ('{', '}'), ('(', ')'), ('\'', '\'')] {
            tag = match (tag.strip_prefix(open), tag.strip_suffix(close)) {
                (Some(inner), Some(_)) if open != '(' => inner.strip_suffix(close).unwrap_or(inner),
                (Some(inner), None) if !inner.contains(close) => inner,
                (None, Some(inner)) if !inner.contains(open) && open != '\'' => inner,
                _ => tag,
            };
        }
        if tag == before {
            break;
        }
    }
    let is_sentence = tag.chars().count() > LONGEST;
    (!is_sentence && !super::nothing::says_nothing(tag)).then(|| tag.to_owned())
}
