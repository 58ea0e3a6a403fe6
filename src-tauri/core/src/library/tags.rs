//! A picture's tags: the newest version's, the person's own, and those that the person took away.

use super::error::Error;
use super::fold::fold;
use rusqlite::Connection;
use std::collections::HashSet;

/// The tags that the person sees, in order.
pub(super) fn visible(connection: &Connection, image_id: i64) -> Result<Vec<String>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT tag FROM tags WHERE image_id = ? AND NOT hidden ORDER BY own, position, folded")?;
    let tags = statement.query_map([image_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(tags)
}

/// The newest version's tags take the place of the version's before. What a person writes also brings back what was hidden.
pub(super) fn describe(connection: &Connection, image_id: i64, tags: &[String], by_person: bool) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM tags WHERE image_id = ? AND NOT own AND NOT hidden")?.execute([image_id])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO tags (image_id, folded, tag, own, position) VALUES (?1, ?2, ?3, 0, ?4)
         ON CONFLICT DO UPDATE SET hidden = 0, position = ?4 WHERE ?5",
    )?;
    for (position, (folded, tag)) in (0_i64..).zip(distinct(tags)) {
        insert.execute((image_id, folded, tag, position, by_person))?;
    }
    Ok(())
}

/// The person's list: what is new in it is the person's own, a described tag that is not in it is hidden.
pub(super) fn set(connection: &Connection, image_id: i64, tags: &[String]) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM tags WHERE image_id = ? AND own")?.execute([image_id])?;
    connection.prepare_cached("UPDATE tags SET hidden = 1 WHERE image_id = ?")?.execute([image_id])?;
    let mut keep = connection.prepare_cached(
        "INSERT INTO tags (image_id, folded, tag, own, position) VALUES (?, ?, ?, 1, ?)
         ON CONFLICT DO UPDATE SET hidden = 0, tag = excluded.tag, position = excluded.position",
    )?;
    for (position, (folded, tag)) in (0_i64..).zip(distinct(tags)) {
        keep.execute((image_id, folded, tag, position))?;
    }
    Ok(())
}

/// Tags with their folded form, without empty ones and repetitions.
fn distinct(tags: &[String]) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    let trimmed = tags.iter().map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "));
    trimmed
        .map(|tag| (fold(&tag), tag))
        .filter(|(folded, _)| !folded.is_empty() && seen.insert(folded.clone()))
        .collect()
}
