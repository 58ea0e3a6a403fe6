//! The text that is searched: folded (no case, no accents, one width), one row a picture.

use super::error::Error;
use super::fold::fold;
use super::{image_files, tags};
use rusqlite::{Connection, OptionalExtension};

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
