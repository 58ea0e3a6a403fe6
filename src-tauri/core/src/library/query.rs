//! What a person types into the search field, as conditions on `images i`.
//!
//! Words and parts of words, all of which must be there; `"a phrase"`; `-word` or `NOT word`; `tag:`, `provider:`, `lang:`
//! and `fav:`. Anything else is searched for as it stands, so no input is wrong but one of more words than the database
//! looks for at once. What is typed only ever reaches SQLite as a bound value, and the full-text engine as a quoted string.

use super::fold::fold;
use crate::failure::{Failure, Reason};
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What to look for in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct HistoryQuery {
    /// Words, parts of words, `tag:…`, `provider:…`, `lang:…`; empty: everything.
    pub text: String,
    /// Only favourites.
    pub favourites: bool,
    /// First entry wanted.
    pub offset: u32,
    /// How many entries wanted, at most 500.
    pub limit: u32,
}

/// The trigram tokenizer finds nothing shorter.
const SHORTEST_INDEXED: usize = 3;

/// Most words and phrases of one search. SQLite's full-text engine takes no more than 256 within each other.
const MOST_TERMS: usize = 200;

impl HistoryQuery {
    /// Refuses what is too much for one search.
    ///
    /// # Errors
    /// `SearchTooLong`.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let within = parse(&self.text).len() <= MOST_TERMS;
        if within { Ok(()) } else { Err(Failure::new(Reason::SearchTooLong).with("limit", MOST_TERMS)) }
    }
}

/// Conditions and the values that they bind, in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub(super) conditions: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Filter {
    /// The filter for what was typed.
    pub(super) fn new(text: &str, favourites: bool) -> Self {
        let mut filter = Self::default();
        if favourites {
            filter.add("i.favourite = 1", None);
        }
        let mut indexed = Vec::new();
        for term in parse(text) {
            match (term.field, term.not) {
                (Field::Any, false) if is_indexed(&term.text) => indexed.push(quoted(&term.text)),
                _ => filter.term(&term),
            }
        }
        if !indexed.is_empty() {
            // One look into the index for all of them, and first: it leaves the fewest rows.
            filter.conditions.insert(0, "i.id IN (SELECT rowid FROM search WHERE search MATCH ?)".to_owned());
            filter.values.insert(0, Value::Text(indexed.join(" AND ")));
        }
        filter
    }

    fn add(&mut self, condition: impl Into<String>, value: Option<String>) {
        self.conditions.push(condition.into());
        self.values.extend(value.map(Value::Text));
    }

    fn term(&mut self, term: &Term) {
        let not = if term.not { "NOT " } else { "" };
        let text = term.text.clone();
        match term.field {
            Field::Favourite => self.add(format!("{not}i.favourite"), None),
            Field::Any if is_indexed(&text) => {
                self.add(format!("{not}i.id IN (SELECT rowid FROM search WHERE search MATCH ?)"), Some(quoted(&text)));
            }
            Field::Any => {
                self.add(format!("{not}i.id IN (SELECT rowid FROM search WHERE instr(words, ?))"), Some(text));
            }
            Field::Provider => self.add(
                format!("{not}i.newest_id IN (SELECT id FROM descriptions WHERE instr(lower(provider), ?) = 1)"),
                Some(text),
            ),
            Field::Language => {
                self.add(
                    format!("{not}i.newest_id IN (SELECT id FROM descriptions WHERE lower(language) = ?)"),
                    Some(text),
                );
            }
            Field::Tag => self.add(
                format!("{not}i.id IN (SELECT image_id FROM tags WHERE NOT hidden AND {})", tag_matches(term)),
                Some(text),
            ),
        }
    }
}

/// In quotes the whole tag, else the beginning of a word of it; anywhere in it where the writing has no spaces.
fn tag_matches(term: &Term) -> &'static str {
    if term.quoted {
        "folded = ?"
    } else if term.text.is_ascii() {
        "instr(' ' || folded, ' ' || ?)"
    } else {
        "instr(folded, ?)"
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Any,
    Tag,
    Provider,
    Language,
    Favourite,
}

#[derive(Debug, PartialEq, Eq)]
struct Term {
    field: Field,
    not: bool,
    quoted: bool,
    /// Folded.
    text: String,
}

fn is_indexed(folded: &str) -> bool {
    folded.chars().count() >= SHORTEST_INDEXED
}

/// A string in the full-text engine's syntax, in which only the quotation mark means anything.
fn quoted(folded: &str) -> String {
    format!("\"{}\"", folded.replace('"', "\"\""))
}

fn parse(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    let mut not_next = false;
    while !rest.is_empty() {
        if let Some(after) = keyword_not(rest) {
            not_next = true;
            rest = after.trim_start();
            continue;
        }
        let (mut term, after) = next_term(rest);
        rest = after.trim_start();
        term.not ^= std::mem::take(&mut not_next);
        if !term.text.is_empty() || term.field == Field::Favourite {
            terms.push(term);
        }
    }
    terms
}

/// What follows `NOT`, where it is a word of its own with something after it.
fn keyword_not(text: &str) -> Option<&str> {
    let after = text.strip_prefix("NOT")?;
    (after.starts_with(char::is_whitespace) && !after.trim_start().is_empty()).then_some(after)
}

/// The first term of a text that begins with one, and what follows it.
fn next_term(text: &str) -> (Term, &str) {
    let (not, text) = match text.strip_prefix('-') {
        Some(after) if !after.is_empty() && !after.starts_with(char::is_whitespace) => (true, after),
        _ => (false, text),
    };
    let (field, text) = field(text);
    let (quoted, word, rest) = word(text);
    (Term { field, not, quoted, text: fold(word) }, rest)
}

fn field(text: &str) -> (Field, &str) {
    const FIELDS: &[(&str, Field)] =
        &[("tag", Field::Tag), ("provider", Field::Provider), ("lang", Field::Language), ("fav", Field::Favourite)];
    let Some((name, rest)) = text.split_once([':', '：']) else { return (Field::Any, text) };
    let found = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or((Field::Any, text), |(_, field)| (*field, rest))
}

/// A word, or what stands between quotation marks; an open one reaches to the end.
fn word(text: &str) -> (bool, &str, &str) {
    const CLOSES: &[(char, &[char])] =
        &[('"', &['"']), ('“', &['”', '“', '"']), ('„', &['“', '”', '"']), ('«', &['»']), ('「', &['」'])];
    let closes = text.chars().next().and_then(|first| CLOSES.iter().find(|(opens, _)| *opens == first));
    if let Some((opens, closes)) = closes {
        let inner = &text[opens.len_utf8()..];
        return match inner.split_once(*closes) {
            Some((phrase, rest)) => (true, phrase, rest),
            None => (true, inner, ""),
        };
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (false, &text[..end], &text[end..])
}
