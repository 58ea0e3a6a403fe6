//! What changes items of a batch: each is a statement or a few, whatever the number of items.

use super::read::{BROKEN_OFF, count};
use super::{BatchOrder, Begin, COLUMNS, Ended, ItemRow, ItemState, NewItem, Retry, Selection, row_from};
use crate::library::error::Error;
use crate::library::images::origin_columns;
use rusqlite::{Connection, named_params};

/// Puts items at the end of a batch; their ids, in order.
pub(crate) fn insert(tx: &Connection, batch: i64, asked: Option<&str>, items: &[NewItem]) -> Result<Vec<u64>, Error> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO batch_items (batch_id, place, state, origin_kind, origin, typed, name, source, asked, failure, retry)
         VALUES (:batch, (SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'batch_items'), :state,
             :kind, :origin, :typed, :name, :source, :asked, :failure, :retry)",
    )?;
    let mut ids = Vec::with_capacity(items.len());
    for item in items {
        let (kind, place) = origin_columns(item.origin.as_ref());
        statement.execute(named_params! {
            ":batch": batch, ":state": item.state.word(), ":kind": kind, ":origin": place, ":typed": item.typed,
            ":name": item.name, ":source": item.source, ":asked": asked,
            ":failure": item.failure.as_ref().map(serde_json::to_string).transpose()?,
            ":retry": item.retry.map(Retry::word),
        })?;
        ids.push(tx.last_insert_rowid().cast_unsigned());
    }
    Ok(ids)
}

/// Lets items be described, that stand as `and` says; how many.
pub(crate) fn begin(tx: &Connection, batch: i64, which: &Selection, and: &str, begin: &Begin) -> Result<u32, Error> {
    let (condition, value) = which.sql();
    let sql = format!(
        "UPDATE batch_items SET state = 'queued', round = round + 1, run = :run, provider = :provider, failure = NULL,
             retry = NULL, so_far = NULL, left_over = 0, declined = 0, context = coalesce(context, :context)
         WHERE batch_id = :batch AND removed = 0 AND {condition} AND {and}"
    );
    let changed = tx.prepare_cached(&sql)?.execute(named_params! {
        ":batch": batch, ":which": value, ":run": begin.run, ":provider": begin.provider, ":context": begin.context,
    })?;
    Ok(changed as u32)
}

/// Holds items that stand as `and` says, for the person's word; how many.
pub(crate) fn hold(tx: &Connection, batch: i64, which: &Selection, and: &str) -> Result<u32, Error> {
    let (condition, value) = which.sql();
    let sql = format!(
        "UPDATE batch_items SET state = 'held', round = round + 1, failure = NULL, retry = NULL, so_far = NULL, declined = 0
         WHERE batch_id = :batch AND removed = 0 AND {condition} AND {and}"
    );
    let changed = tx.prepare_cached(&sql)?.execute(named_params! {":batch": batch, ":which": value})?;
    Ok(changed as u32)
}

/// Puts items that were taken from the queue and not begun back into it.
pub(crate) fn requeue(tx: &Connection, batch: i64, ids: &[u64]) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let (condition, value) = Selection::Ids(ids.to_vec()).sql();
    let sql =
        format!("UPDATE batch_items SET state = 'queued' WHERE batch_id = :batch AND state = 'active' AND {condition}");
    tx.prepare_cached(&sql)?.execute(named_params! {":batch": batch, ":which": value})?;
    Ok(())
}

/// Holds what waits for its turn at this provider; how many.
pub(crate) fn hold_queued(tx: &Connection, batch: i64, provider: &str) -> Result<u32, Error> {
    let mut statement = tx.prepare_cached(
        "UPDATE batch_items SET state = 'held', round = round + 1
         WHERE batch_id = ? AND removed = 0 AND state = 'queued' AND provider = ?",
    )?;
    Ok(statement.execute((batch, provider))? as u32)
}

/// Takes back what is held or waits for its turn: how many of each.
pub(crate) fn cancel(tx: &Connection, batch: i64, which: &Selection) -> Result<(u32, u32), Error> {
    let (condition, value) = which.sql();
    let change = |state: &str, set: &str| {
        let sql = format!(
            "UPDATE batch_items SET state = 'cancelled', round = round + 1, left_over = 0, failure = NULL, retry = NULL,
             so_far = NULL{set}
             WHERE batch_id = :batch AND removed = 0 AND state = '{state}' AND {condition}"
        );
        let changed = tx.prepare_cached(&sql)?.execute(named_params! {":batch": batch, ":which": value})?;
        Ok::<_, Error>(changed as u32)
    };
    Ok((change("held", ", declined = 1")?, change("queued", "")?))
}

/// Takes items away, so that this removal can be undone; how many, and how many of them waited for their turn. Active ones
/// wait for a turn again where they come back.
pub(crate) fn remove(tx: &Connection, batch: i64, which: &Selection, removal: i64) -> Result<(u32, u32), Error> {
    let queued = count(tx, batch, which, "state = 'queued'")?;
    let (condition, value) = which.sql();
    let sql = format!(
        "UPDATE batch_items SET removed = :removal, round = round + (state = 'active'),
             state = iif(state = 'active', 'queued', state)
         WHERE batch_id = :batch AND removed = 0 AND {condition}"
    );
    let values = named_params! {":batch": batch, ":which": value, ":removal": removal};
    let removed = tx.prepare_cached(&sql)?.execute(values)?;
    Ok((removed as u32, queued))
}

/// Forgets what was taken away by older removals than this.
pub(crate) fn forget_removed(tx: &Connection, batch: i64, before: i64) -> Result<(), Error> {
    let sql = "DELETE FROM batch_items WHERE batch_id = ? AND removed > 0 AND removed < ?";
    tx.prepare_cached(sql)?.execute((batch, before))?;
    Ok(())
}

/// Puts back what a removal took. What it broke off is held (`begin` is none) or begun anew; what was being described again
/// has its words still. How many came back.
pub(crate) fn restore(tx: &Connection, batch: i64, removal: i64, begin: Option<&Begin>) -> Result<u32, Error> {
    let sql = format!(
        "UPDATE batch_items SET
             run = iif({BROKEN_OFF}, coalesce(:run, run), run),
             provider = iif({BROKEN_OFF}, coalesce(:provider, provider), provider),
             context = iif({BROKEN_OFF}, coalesce(context, :context), context),
             round = round + 1,
             state = CASE WHEN {BROKEN_OFF} THEN iif(:run IS NULL, 'held', 'queued')
                          WHEN state IN ('queued', 'active') THEN 'done' ELSE state END,
             removed = 0
         WHERE batch_id = :batch AND removed = :removal"
    );
    let changed = tx.prepare_cached(&sql)?.execute(named_params! {
        ":batch": batch, ":removal": removal, ":run": begin.map(|begin| begin.run),
        ":provider": begin.map(|begin| &begin.provider), ":context": begin.and_then(|begin| begin.context.as_ref()),
    })?;
    Ok(changed as u32)
}

/// Gives the next that wait for their turn at this provider, and marks them active: those of `first`, then the others, each
/// in order.
pub(crate) fn take(
    tx: &Connection,
    batch: i64,
    provider: &str,
    most: usize,
    first: &[u64],
) -> Result<Vec<ItemRow>, Error> {
    let mut rows = match first {
        [] => Vec::new(),
        _ => {
            let first = serde_json::to_string(first)?;
            take_of(tx, (batch, provider), "AND id IN (SELECT value FROM json_each(:first))", Some(&first), most)?
        }
    };
    rows.extend(take_of(tx, (batch, provider), "AND :first IS NULL", None, most.saturating_sub(rows.len()))?);
    Ok(rows)
}

fn take_of(
    tx: &Connection,
    (batch, provider): (i64, &str),
    and: &str,
    first: Option<&str>,
    most: usize,
) -> Result<Vec<ItemRow>, Error> {
    let sql = format!(
        "UPDATE batch_items SET state = 'active' WHERE id IN (
             SELECT id FROM batch_items
             WHERE batch_id = :batch AND provider = :provider AND state = 'queued' AND removed = 0 {and}
             ORDER BY run, place LIMIT :most)
         RETURNING place, {COLUMNS}"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let values = named_params! {":batch": batch, ":provider": provider, ":first": first, ":most": most as i64};
    let rows = statement.query_map(values, |found| Ok((found.get::<_, i64>(0)?, row_from(found, 1)?)))?;
    let mut rows: Vec<(i64, ItemRow)> = rows.collect::<Result<_, _>>()?;
    rows.sort_by_key(|(place, row)| (row.run, *place));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Writes what came of an item's turn; false where it was started anew since, or taken away.
pub(crate) fn finish(tx: &Connection, ended: &Ended) -> Result<bool, Error> {
    let (image, description) = ended.words.unzip();
    let changed = tx
        .prepare_cached(
            "UPDATE batch_items SET state = :state, image_id = coalesce(:image, image_id),
                 description_id = coalesce(:description, description_id), cached = iif(:description IS NULL, cached, :cached),
                 failure = :failure, retry = :retry, so_far = :so_far
             WHERE id = :id AND round = :round AND state = 'active' AND removed = 0",
        )?
        .execute(named_params! {
            ":id": ended.id.cast_signed(), ":round": ended.round, ":state": ended.state.word(), ":image": image,
            ":description": description, ":cached": ended.cached, ":retry": ended.retry.map(Retry::word),
            ":failure": ended.failure.as_ref().map(serde_json::to_string).transpose()?, ":so_far": ended.so_far,
        })?;
    Ok(changed > 0)
}

/// What the person knows of all pictures of a batch.
pub(crate) fn set_context(tx: &Connection, batch: i64, text: &str) -> Result<(), Error> {
    tx.execute("UPDATE batches SET context = ? WHERE id = ?", (text, batch))?;
    Ok(())
}

/// What the person knows of these pictures; none: what was written for all.
pub(crate) fn set_item_context(
    tx: &Connection,
    batch: i64,
    which: &Selection,
    text: Option<&str>,
) -> Result<u32, Error> {
    let (condition, value) = which.sql();
    let sql = format!("UPDATE batch_items SET context = :text WHERE batch_id = :batch AND removed = 0 AND {condition}");
    let values = named_params! {":batch": batch, ":which": value, ":text": text};
    Ok(tx.prepare_cached(&sql)?.execute(values)? as u32)
}

/// Shows other words on an item (none: its words are gone), and with them another state.
pub(crate) fn show(
    tx: &Connection,
    id: u64,
    (image, words): (i64, Option<i64>),
    state: Option<ItemState>,
) -> Result<(), Error> {
    tx.prepare_cached(
        "UPDATE batch_items SET image_id = :image, description_id = :words, cached = 0,
             failure = iif(:state IS NULL, failure, NULL), retry = iif(:state IS NULL, retry, NULL),
             so_far = iif(:state IS NULL, so_far, NULL), state = coalesce(:state, state)
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": id.cast_signed(), ":image": image, ":words": words, ":state": state.map(ItemState::word),
    })?;
    Ok(())
}

/// Puts a batch into another order, in one statement.
pub(crate) fn sort(
    tx: &Connection,
    batch: i64,
    by: BatchOrder,
    compare: fn(&str, &str) -> std::cmp::Ordering,
) -> Result<(), Error> {
    if by == BatchOrder::Added {
        tx.execute("UPDATE batch_items SET place = id WHERE batch_id = ?", [batch])?;
        return Ok(());
    }
    let mut rows: Vec<(i64, String, String)> = tx
        .prepare_cached("SELECT id, name, state FROM batch_items WHERE batch_id = ? ORDER BY place, id")?
        .query_map([batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let rank = |state: &str| match state {
        "failed" => 0,
        "held" => 1,
        "cancelled" => 2,
        "active" => 3,
        "queued" => 4,
        _ => 5,
    };
    match by {
        BatchOrder::State => rows.sort_by_key(|(_, _, state)| rank(state)),
        _ => rows.sort_by(|(_, a, _), (_, b, _)| compare(a, b)),
    }
    let order = serde_json::to_string(&rows.iter().map(|(id, _, _)| id).collect::<Vec<_>>())?;
    // New ones come behind the last: a place is never above an id that is still to come.
    tx.execute(
        "WITH sorted AS (SELECT key, value FROM json_each(?1)), first AS (SELECT min(id) AS id FROM batch_items WHERE batch_id = ?2)
         UPDATE batch_items SET place = sorted.key - json_array_length(?1) + (SELECT max(id) FROM batch_items WHERE batch_id = ?2) + 1
         FROM sorted WHERE sorted.value = batch_items.id",
        (order, batch),
    )?;
    Ok(())
}
