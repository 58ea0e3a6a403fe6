//! The lines of an answer: which announce it, which offer more, which part of it was asked for, which of several it gives.

use super::phrases::{
    AGREEMENTS, ALT, ANNOUNCED, ANSWER, CHOICES, CHOOSE, CLOSERS, DESCRIPTION, EXPLAINERS, FOLLOWS, OPENERS, SEVERAL,
    SIZES, SUGGESTED, TAGS, TITLE,
};
use super::{Field, starts_with};
use crate::text::is_cjk;

/// Longest preamble or label, in characters.
pub(super) const LONGEST_PREAMBLE: usize = 140;

/// Longest label that is more than the name of a part, in characters.
const LONGEST_LABEL: usize = 40;

/// The answer's own lines.
pub(super) fn of_answer(text: &str, field: Field) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    trim(&mut lines);
    let last = lines.last().map(|line| plain(line).to_lowercase()).unwrap_or_default();
    let mut several = CHOOSE.iter().any(|word| last.starts_with(word));
    drop_closing(&mut lines, field);
    trim(&mut lines);
    while lines.len() > 1 && announces(lines[0]) {
        let lower = plain(lines[0]).to_lowercase();
        several |= SEVERAL.iter().any(|word| lower.contains(word));
        lines.remove(0);
        trim(&mut lines);
    }
    if let Some(section) = section(&lines, field) {
        lines = section;
    } else if let Some(choice) = first_choice(&lines, several || field == Field::Title) {
        return choice;
    }
    trim(&mut lines);
    if field == Field::Title {
        lines.truncate(1);
    }
    // What is left of a table with one cell.
    if let [line] = lines[..]
        && let Some(cell) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|'))
    {
        return cell.trim().to_owned();
    }
    lines.join("\n")
}

/// Without blank lines and rules at both ends.
fn trim(lines: &mut Vec<&str>) {
    let is_empty = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | ' ' | '—' | '|' | ':'))
    };
    while lines.last().is_some_and(is_empty) {
        lines.pop();
    }
    let empty = lines.iter().take_while(|line| is_empty(line)).count();
    lines.drain(..empty);
}

/// A line without the marks of Markdown around it.
pub(super) fn plain(line: &str) -> &str {
    let line = without_bullet(line.trim());
    line.trim_matches(|c: char| matches!(c, '#' | '*' | '_' | '>' | '`' | '【' | '|') || c.is_whitespace())
}

/// The item of a list without what stands before it.
pub(super) fn without_bullet(line: &str) -> &str {
    item(line).unwrap_or(line)
}

/// What an item of a list says. None where the line is none.
pub(super) fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    for bullet in ["- ", "* ", "+ ", "• ", "· ", "‣ ", "– ", "— ", "*\u{a0}", "•", "・", "●", "▪"] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return Some(rest.trim_start());
        }
    }
    let bold = line.starts_with("**");
    let line = line.trim_start_matches('*');
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')', '、', '．'])?;
    let rest = if bold { rest.trim_start_matches('*') } else { rest };
    ((1..=2).contains(&digits) && (rest.starts_with(char::is_whitespace) || line[digits..].starts_with('、')))
        .then(|| rest.trim_start())
}

/// Whether a whole line says nothing but that an answer follows.
pub(super) fn announces(line: &str) -> bool {
    let lower = plain(line).replace('’', "'").to_lowercase();
    let bare = lower.trim_start_matches('¡').trim_end_matches([':', '：', '.', '!', '。', '！', ' ', '*', '】']);
    let colon = lower.ends_with([':', '：']);
    if AGREEMENTS.contains(&bare) || part_named(&bare_label(bare)).is_some() || colon && is_label(bare) {
        return true;
    }
    if lower.chars().count() > LONGEST_PREAMBLE {
        return false;
    }
    // Another sentence may stand before the one that announces.
    let last = lower
        .rfind(['.', '!', '?', '。', '！', '？'])
        .map_or("", |at| lower[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    let opens = OPENERS.iter().any(|opener| lower.starts_with(opener) || colon && last.starts_with(opener));
    let named = is_announced(&lower);
    let sentence = lower.ends_with(['.', '!', '。', '！']);
    colon && (opens || named && FOLLOWS.iter().any(|word| lower.contains(word)))
        || sentence && named && (opens && is_short(&lower) || FOLLOWS.iter().any(|word| lower.contains(word)))
}

fn is_short(lower: &str) -> bool {
    lower.chars().count() <= 60
}

/// Whether a preamble names what it announces.
pub(super) fn is_announced(lower: &str) -> bool {
    [ALT, DESCRIPTION, TITLE, TAGS, ANSWER, ANNOUNCED]
        .iter()
        .any(|names| names.iter().any(|name| name.len() > 3 && lower.contains(name)))
}

/// Whether these words are the name of a part of an answer, with or without a count behind it.
pub(super) fn is_label(words: &str) -> bool {
    part_of(words).is_some() || ANSWER.contains(&bare_label(words).as_str())
}

/// The part of an answer that has this name.
fn part_of(words: &str) -> Option<Field> {
    let bare = bare_label(words);
    match () {
        () if part_named(&bare).is_some() => part_named(&bare),
        () if names_with_more(&bare, ALT, 4) => Some(Field::Alt),
        () if names_with_more(&bare, TITLE, 3) && SUGGESTED.iter().any(|word| bare.contains(word)) => {
            Some(Field::Title)
        }
        () if names_with_more(&bare, TAGS, 3) && SUGGESTED.iter().any(|word| bare.contains(word)) => Some(Field::Tags),
        () => None,
    }
}

/// The part of an answer that has exactly this name.
fn part_named(bare: &str) -> Option<Field> {
    let parts = [(ALT, Field::Alt), (DESCRIPTION, Field::Description), (TITLE, Field::Title), (TAGS, Field::Tags)];
    parts.into_iter().find(|(names, _)| names.contains(&bare)).map(|(_, part)| part)
}

/// Whether a few words have one of these names in them ("Texte alternatif proposé"), and do not speak of a thing.
fn names_with_more(words: &str, names: &[&str], most: usize) -> bool {
    const ARTICLES: &[&str] = &["a", "an", "ein", "eine", "un", "une", "una"];
    let (first, count) = (words.split_whitespace().next().unwrap_or_default(), words.split_whitespace().count());
    count <= most
        && !words.contains([':', '：'])
        && words.chars().count() <= LONGEST_LABEL
        && !ARTICLES.contains(&first)
        && names.iter().any(|name| {
            name.chars().count() > 3 && words.contains(name) || name.chars().any(is_cjk) && words.contains(name)
        })
}

fn bare_label(words: &str) -> String {
    let lower = words.replace('’', "'").to_lowercase();
    let bare = lower.trim_matches(|c: char| {
        matches!(c, '*' | '_' | '"' | '“' | '[' | ']' | '【' | '】' | '#' | '`') || c.is_whitespace()
    });
    let bare = match bare.rfind(['(', '（']) {
        Some(at) if at > 0 && bare.ends_with([')', '）']) => {
            bare[..at].trim_end_matches(|c: char| c == '*' || c.is_whitespace())
        }
        _ => bare,
    };
    bare.trim_end_matches(|c: char| c == '*' || c.is_whitespace()).to_owned()
}

/// A label and what stands behind it on the line.
pub(super) fn labelled(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    for (open, close) in [('【', '】'), ('(', ')'), ('[', ']')] {
        let inner = line.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((label, rest)) =
            inner.filter(|(label, rest)| part_named(&bare_label(label)).is_some() && !rest.starts_with([':', '：']))
        {
            return Some((label, rest.trim_start()));
        }
    }
    let (before, after) = line.split_once([':', '：'])?;
    (before.chars().count() <= LONGEST_PREAMBLE).then(|| (before, after.trim_start_matches(['*', '_']).trim_start()))
}

/// The lines of the part that was asked for, where an answer has several with their names.
fn section<'a>(lines: &[&'a str], field: Field) -> Option<Vec<&'a str>> {
    let heads: Vec<(usize, Field, &str)> = lines
        .iter()
        .enumerate()
        .filter_map(|(number, line)| {
            let bare = without_bullet(line.trim_start_matches(['#', '*', '_', '>', ' ']));
            let part = labelled(bare).and_then(|(label, rest)| Some((part_of(label)?, rest)));
            let heading = || line.starts_with(['#', '*']).then(|| part_named(&bare_label(bare))).flatten();
            let (part, rest) = part.or_else(|| Some((heading()?, "")))?;
            Some((number, part, rest))
        })
        .collect();
    let first = heads.first()?;
    let differ = heads.iter().any(|(_, part, _)| *part != first.1);
    if first.0 != 0 || !differ {
        return None;
    }
    let wanted = heads.iter().position(|(_, part, _)| *part == field);
    let index = match (wanted, field) {
        (Some(index), _) => index,
        (None, Field::Alt | Field::Description) => {
            heads.iter().position(|(_, part, _)| matches!(part, Field::Alt | Field::Description)).unwrap_or(0)
        }
        (None, _) => return Some(Vec::new()),
    };
    let (start, _, rest) = heads[index];
    let end = heads.get(index + 1).map_or(lines.len(), |(next, _, _)| *next);
    Some(std::iter::once(rest).chain(lines[start + 1..end].iter().copied()).collect())
}

/// The first of several choices: each with its number, or each of its length, or the items of a list that announces them.
fn first_choice(lines: &[&str], announced: bool) -> Option<String> {
    let choices: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(number, line)| Some((number, choice(line)?))).collect();
    if let [(0, first), (next, _), ..] = choices[..] {
        let inner = std::iter::once(first).chain(lines[1..next].iter().copied());
        return Some(inner.collect::<Vec<_>>().join("\n").trim().trim_end_matches(['*', '_']).to_owned());
    }
    if let [(0, first)] = choices[..]
        && let Some(end) = second_choice(lines[0])
    {
        let start = first.as_ptr() as usize - lines[0].as_ptr() as usize;
        return (end > start).then(|| lines[0][start..end].trim().to_owned());
    }
    let items: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(number, line)| Some((number, item(line)?))).collect();
    match items[..] {
        [(0, first), (next, _), ..] if announced => {
            let inner = std::iter::once(first).chain(lines[1..next].iter().copied());
            Some(inner.collect::<Vec<_>>().join("\n").trim().to_owned())
        }
        _ => None,
    }
}

/// What a choice says: "Option 1: …", "**Short:** …". None where the line is none.
fn choice(line: &str) -> Option<&str> {
    let bare = without_bullet(line.trim()).trim_start_matches(['#', '*', '_', ' ']);
    let (label, rest) = labelled(bare)?;
    let label = bare_label(label);
    if SIZES.contains(&label.as_str()) {
        return Some(rest);
    }
    let word = CHOICES.iter().filter(|word| label.starts_with(*word)).max_by_key(|word| word.len())?;
    let number = label[word.len()..].trim();
    let number = number.split(['(', '（', '–', '-', ' ']).next().unwrap_or_default();
    let counts = number.chars().count() <= 2
        && number.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, 'a'..='d' | '一' | '二' | '三' | '四' | '１'..='９' | 'א' | 'ב')
        })
        && !number.is_empty();
    counts.then_some(rest)
}

/// Where on a line the second choice begins.
fn second_choice(line: &str) -> Option<usize> {
    // Places are those of the line itself: in lower case some letters are longer or shorter.
    let second = |rest: &str, word: &str| {
        let mut letters = rest.chars().flat_map(char::to_lowercase);
        word.chars().chain(" 2".chars()).all(|wanted| letters.next() == Some(wanted))
    };
    let mut places = line.char_indices().skip(1).map(|(at, _)| at);
    places.find(|at| CHOICES.iter().any(|word| second(&line[*at..], word)))
}

/// Without the lines at the end that only offer more, count characters, or say why. The first line always stays.
fn drop_closing(lines: &mut Vec<&str>, field: Field) {
    trim(lines);
    let own = |line: &str| plain(line).trim_start_matches(['(', '（', '[', '*', '※']).replace('’', "'").to_lowercase();
    if field != Field::Description {
        let explained = (1..lines.len()).find(|number| {
            let line = own(lines[*number]);
            lines[number - 1].trim().is_empty()
                && line.chars().count() <= 80
                && line.trim_end_matches('*').ends_with([':', '：'])
                && EXPLAINERS.iter().any(|word| line.starts_with(word))
        });
        lines.truncate(explained.unwrap_or(lines.len()));
    }
    trim(lines);
    while lines.len() > 1 {
        let last = own(lines[lines.len() - 1]);
        let hashtags = lines[lines.len() - 1].split_whitespace();
        let is_hashtags = field != Field::Tags
            && hashtags.clone().count() > 1
            && hashtags.clone().all(|word| word.starts_with('#') && word.len() > 1 && !word.starts_with("##"));
        if !is_hashtags && !CLOSERS.iter().any(|closer| last.starts_with(closer)) {
            return;
        }
        lines.pop();
        trim(lines);
    }
}

/// Without sentences at the end of a line that only offer more.
pub(super) fn without_offer(line: &str) -> &str {
    let mut line = line;
    loop {
        let ends: Vec<usize> = crate::compose::length::sentence_ends(line).collect();
        let Some(start) = ends.iter().rev().copied().find(|end| *end < line.trim_end().len()) else { return line };
        let last = line[start..].trim_start();
        const OFFERS: &[&str] = &[
            "let me know if",
            "would you like me",
            "i hope this helps",
            "hope this helps",
            "feel free to",
            "is there anything else",
            "please let me know",
            "sag bescheid",
            "lassen sie mich wissen",
            "lass mich wissen",
            "n'hésitez pas",
            "dites-moi si",
            "avísame si",
            "espero que te sea",
            "如果您需要",
            "希望这个描述",
            "希望对您有帮助",
            "お役に立てれば",
            "他にご要望",
            "도움이 되",
            "더 필요한",
            "آمل أن يكون هذا",
            "أخبرني إذا",
            "מקווה שזה",
            "дайте знать",
            "надеюсь, это",
        ];
        if start == 0 || !OFFERS.iter().any(|offer| starts_with(last, offer)) {
            return line;
        }
        line = line[..start].trim_end();
    }
}
