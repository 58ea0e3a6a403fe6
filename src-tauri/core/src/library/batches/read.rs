//! What is read of a batch.

use super::{COLUMNS, Counts, ItemRow, Selection, row};
use crate::library::error::Error;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// How many items there are, by where they stand.
pub(crate) fn counts(tx: &Connection, batch: i64) -> Result<Counts, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT count(*), total(state = 'held'), total(state = 'held' AND left_over), total(state IN ('queued', 'active')),
             total(state = 'failed' AND retry = 'yes'), total(state = 'failed' AND retry = 'paid'),
             total(state = 'cancelled'), total(description_id IS NOT NULL)
         FROM batch_items WHERE batch_id = ? AND removed = 0",
    )?;
    let count = |row: &Row<'_>, column| Ok::<u32, rusqlite::Error>(row.get::<_, f64>(column)? as u32);
    Ok(statement.query_row([batch], |row| {
        Ok(Counts {
            total: row.get(0)?,
            held: count(row, 1)?,
            left: count(row, 2)?,
            busy: count(row, 3)?,
            failed: count(row, 4)?,
            unknown: count(row, 5)?,
            cancelled: count(row, 6)?,
            described: count(row, 7)?,
        })
    })?)
}

/// Whether anything waits for the person's word.
pub(crate) fn any_held(tx: &Connection, batch: i64) -> Result<bool, Error> {
    let sql = "SELECT 1 FROM batch_items WHERE batch_id = ? AND removed = 0 AND state = 'held' LIMIT 1";
    Ok(tx.prepare_cached(sql)?.exists([batch])?)
}

/// How many of these there are.
pub(crate) fn count(tx: &Connection, batch: i64, which: &Selection, and: &str) -> Result<u32, Error> {
    let (condition, value) = which.sql();
    let sql =
        format!("SELECT count(*) FROM batch_items WHERE batch_id = :batch AND removed = 0 AND {condition} AND {and}");
    let mut statement = tx.prepare_cached(&sql)?;
    Ok(statement.query_row(named_params! {":batch": batch, ":which": value}, |row| row.get(0))?)
}

/// Items in the order of the batch.
pub(crate) fn page(tx: &Connection, batch: i64, offset: u32, limit: u32) -> Result<Vec<ItemRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM batch_items WHERE batch_id = ? AND removed = 0 ORDER BY place, id LIMIT ? OFFSET ?"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    Ok(statement.query_map((batch, limit, offset), row)?.collect::<Result<_, _>>()?)
}

/// The first of these, in order.
pub(crate) fn of(tx: &Connection, batch: i64, which: &Selection, limit: u32) -> Result<Vec<ItemRow>, Error> {
    let (condition, value) = which.sql();
    let sql = format!(
        "SELECT {COLUMNS} FROM batch_items WHERE batch_id = :batch AND removed = 0 AND {condition}
         ORDER BY place, id LIMIT :limit"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! {":batch": batch, ":which": value, ":limit": limit}, row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One value of each of these, in order: ids of items, pictures or words.
pub(super) fn values<T: FromSql>(
    tx: &Connection,
    batch: i64,
    which: &Selection,
    (column, and): (&str, &str),
) -> Result<Vec<T>, Error> {
    let (condition, value) = which.sql();
    let sql = format!(
        "SELECT {column} FROM batch_items WHERE batch_id = :batch AND removed = 0 AND {condition} AND {and}
         ORDER BY place, id"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! {":batch": batch, ":which": value}, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The words of these that have some, in order.
pub(crate) fn words_of(tx: &Connection, batch: i64, which: &Selection) -> Result<Vec<i64>, Error> {
    values(tx, batch, which, ("description_id", "description_id IS NOT NULL"))
}

/// The active ones among these.
pub(crate) fn active_of(tx: &Connection, batch: i64, which: &Selection) -> Result<Vec<u64>, Error> {
    let ids: Vec<i64> = values(tx, batch, which, ("id", "state = 'active'"))?;
    Ok(ids.into_iter().map(i64::cast_unsigned).collect())
}

/// Where an item stands in the order; none where it is gone.
pub(crate) fn place_of(tx: &Connection, batch: i64, id: u64) -> Result<Option<u32>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT (SELECT count(*) FROM batch_items b WHERE b.batch_id = i.batch_id AND b.removed = 0
                 AND (b.place, b.id) < (i.place, i.id))
         FROM batch_items i WHERE i.batch_id = ? AND i.id = ? AND i.removed = 0",
    )?;
    Ok(statement.query_row((batch, id.cast_signed()), |row| row.get(0)).optional()?)
}

/// Pasted pictures that a removal took away.
pub(crate) fn pasted_of(tx: &Connection, batch: i64, removal: i64) -> Result<Vec<u64>, Error> {
    let sql = "SELECT id FROM batch_items WHERE batch_id = ? AND removed = ? AND origin_kind IS NULL";
    let mut statement = tx.prepare_cached(sql)?;
    let ids = statement.query_map((batch, removal), |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// What was broken off by a removal: without words, and neither held nor finished.
pub(super) const BROKEN_OFF: &str = "state IN ('queued', 'active') AND description_id IS NULL";

/// How many a removal broke off.
pub(crate) fn broken_off(tx: &Connection, batch: i64, removal: i64) -> Result<u32, Error> {
    let sql = format!("SELECT count(*) FROM batch_items WHERE batch_id = ? AND removed = ? AND {BROKEN_OFF}");
    Ok(tx.prepare_cached(&sql)?.query_row((batch, removal), |row| row.get(0))?)
}

/// Items of a batch that show this picture but not these words; and, where there are words, those that failed before the
/// picture was known and whose request had no outcome.
pub(crate) fn showing(tx: &Connection, batch: i64, image: i64, words: Option<i64>) -> Result<Vec<ItemRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM batch_items WHERE batch_id = :batch AND removed = 0 AND image_id = :image
             AND (:words IS NULL OR description_id IS NOT :words)
         UNION ALL
         SELECT {COLUMNS} FROM batch_items WHERE batch_id = :batch AND removed = 0 AND state = 'failed'
             AND image_id IS NULL AND :words IS NOT NULL AND json_extract(failure, '$.again') IS NOT NULL
             AND (origin_kind, origin) = (SELECT origin_kind, origin FROM images WHERE id = :image)"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! {":batch": batch, ":image": image, ":words": words}, row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest words of a picture, and whether a model wrote them.
pub(crate) fn newest(tx: &Connection, image: i64) -> Result<Option<(i64, bool)>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT d.id, d.author = 'model' FROM images i JOIN descriptions d ON d.id = i.newest_id
         WHERE i.id = ? AND i.deleted_at IS NULL",
    )?;
    Ok(statement.query_row([image], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}
