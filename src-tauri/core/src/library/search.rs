//! The text that is searched: folded (no case, no accents, one width), one row a picture.

use super::error::Error;
use super::{image_files, tags};
use rusqlite::{Connection, OptionalExtension};
use unicode_normalization::UnicodeNormalization;

/// Text as it is compared: lower case, without accents and invisible characters, full-width and ligatures resolved, every
/// run of white space one space.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    let plain = text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !invisible(*c)).nfc();
    for c in plain.flat_map(char::to_lowercase) {
        if c.is_whitespace() || c.is_control() {
            space = !folded.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            folded.push(' ');
        }
        match letters(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded
}

/// Accents of the alphabets that people search without typing them, and characters that cannot be seen. The marks of
/// Japanese, Korean and Indic writing are letters of their own and stay.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that no normalisation takes apart, and quotation marks and dashes that a keyboard does not have.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        '‘' | '’' | '‚' | '′' | 'ʼ' => "'",
        '“' | '”' | '„' | '«' | '»' | '″' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        _ => return None,
    })
}

/// Writes the picture's text anew: its name, its folders, its tags, the words of all its versions, what was asked about it and answered.
pub(super) fn refresh(connection: &Connection, image_id: i64) -> Result<(), Error> {
    let words = words(connection, image_id)?;
    let before: Option<String> = connection
        .prepare_cached("SELECT words FROM search WHERE rowid = ?")?
        .query_row([image_id], |row| row.get(0))
        .optional()?;
    match before {
        Some(before) if before == words => {}
        Some(_) => {
            connection.prepare_cached("UPDATE search SET words = ?2 WHERE rowid = ?1")?.execute((image_id, words))?;
        }
        None => {
            connection
                .prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)")?
                .execute((image_id, words))?;
        }
    }
    Ok(())
}

/// One field a line: a phrase does not match across two of them.
fn words(connection: &Connection, image_id: i64) -> Result<String, Error> {
    let mut fields: Vec<String> = connection
        .prepare_cached("SELECT name FROM images WHERE id = ?")?
        .query_map([image_id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    fields.extend(image_files::searched(connection, image_id)?);
    fields.extend(tags::visible(connection, image_id)?);
    let mut statement = connection
        .prepare_cached("SELECT alt, description, title, question, tags FROM descriptions WHERE image_id = ?")?;
    let mut rows = statement.query([image_id])?;
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            fields.extend(row.get::<_, Option<String>>(column)?);
        }
        fields.extend(serde_json::from_str::<Vec<String>>(&row.get::<_, String>(4)?).unwrap_or_default());
    }
    let mut lines: Vec<String> = fields.iter().map(|field| fold(field)).filter(|line| !line.is_empty()).collect();
    // Versions mostly repeat each other; a repeated line finds nothing new.
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    Ok(lines.join("\n"))
}
