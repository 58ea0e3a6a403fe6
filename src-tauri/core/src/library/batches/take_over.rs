//! What another process left: taken over by the next one, or forgotten.

use super::read::values;
use super::{Selection, drop_batch};
use crate::failure::Failure;
use crate::library::error::Error;
use rusqlite::{Connection, named_params};

/// Takes over what another batch left without words: it waits for the person's word, and what failed says why, so that it
/// can be tried again alone. What cannot be gone on with is let go. So is a picture whose request was sent: what becomes of that
/// is told with the request.
pub(crate) fn adopt(tx: &Connection, from: i64, to: i64) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM batch_items WHERE batch_id = :from AND (
             removed <> 0 OR description_id IS NOT NULL OR state = 'done' OR (state = 'cancelled' AND declined = 1)
             OR (state = 'failed' AND retry = 'no')
             OR EXISTS (
                 SELECT 1 FROM images i JOIN jobs j ON j.image_id = i.id
                 WHERE i.origin_kind = batch_items.origin_kind AND i.origin = batch_items.origin
                   AND j.state IN ('sent', 'outcome_unknown')))",
        named_params! {":from": from},
    )?;
    tx.execute(
        "UPDATE batch_items SET batch_id = :to, state = iif(state = 'failed', 'failed', 'held'),
             left_over = state <> 'failed', round = round + 1, image_id = NULL,
             failure = iif(state = 'failed', json_set(failure, '$.retry_after_ms', NULL), NULL),
             retry = iif(state = 'failed', retry, NULL), so_far = iif(state = 'failed', so_far, NULL),
             context = coalesce(context, (SELECT nullif(context, '') FROM batches WHERE id = :from))
         WHERE batch_id = :from",
        named_params! {":from": from, ":to": to},
    )?;
    drop_batch(tx, from)
}

/// Makes items without an origin failed ones: nobody has their bytes any more. They are told of once.
pub(crate) fn fail_unkept(tx: &Connection, batch: i64, failure: &Failure) -> Result<(), Error> {
    tx.execute(
        "UPDATE batch_items SET state = 'failed', retry = 'no', left_over = 0, failure = ?
         WHERE batch_id = ? AND origin_kind IS NULL AND (left_over = 1 OR state = 'failed')",
        (serde_json::to_string(failure)?, batch),
    )?;
    Ok(())
}

/// Refuses what is held and has no origin: its bytes are gone.
pub(crate) fn refuse_unkept(tx: &Connection, batch: i64, failure: &Failure) -> Result<(), Error> {
    tx.execute(
        "UPDATE batch_items SET state = 'failed', retry = 'no', failure = ? WHERE batch_id = ? AND state = 'held'
         AND origin_kind IS NULL",
        (serde_json::to_string(failure)?, batch),
    )?;
    Ok(())
}

/// What is gone on with of earlier calls.
pub(crate) struct Resumed {
    /// The items, in order.
    pub ids: Vec<u64>,
    /// When the first of these calls began, in milliseconds since 1970.
    pub since_ms: i64,
}

/// Takes over what earlier calls for the same files left without words, unless somebody works on it. Items that meet `condition`
/// are gone on with; the others keep their state. A failed item stays failed until it is begun, because the person may say no.
/// None: there was no such call.
pub(crate) fn resume(
    tx: &Connection,
    (asked, to): (&str, i64),
    condition: &str,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Option<Resumed>, Error> {
    let found = left_of(tx, asked, to, is_alive)?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut ids = Vec::new();
    for batch in found {
        tx.execute(
            "UPDATE batches SET created_ms = min(created_ms, (SELECT created_ms FROM batches WHERE id = ?)) WHERE id = ?",
            (batch, to),
        )?;
        let values = named_params! {":to": to, ":from": batch, ":asked": asked};
        let chosen = format!(
            "UPDATE batch_items SET batch_id = :to, state = iif(state = 'failed', 'failed', 'held'), round = round + 1,
                 image_id = NULL
             WHERE batch_id = :from AND asked = :asked AND removed = 0 AND description_id IS NULL AND {condition}
             RETURNING id"
        );
        let mut statement = tx.prepare_cached(&chosen)?;
        for id in statement.query_map(values, |row| row.get::<_, i64>(0))? {
            ids.push(id?.cast_unsigned());
        }
        let others = "UPDATE batch_items SET batch_id = :to, round = round + 1, declined = 0,
                 state = iif(state = 'failed', 'failed', 'cancelled')
             WHERE batch_id = :from AND asked = :asked AND removed = 0 AND description_id IS NULL";
        tx.prepare_cached(others)?.execute(values)?;
        forget_asked(tx, batch, asked)?;
    }
    let ids: Vec<i64> = values(tx, to, &Selection::Ids(ids), ("id", "1"))?;
    let since_ms = tx.query_row("SELECT created_ms FROM batches WHERE id = ?", [to], |row| row.get(0))?;
    Ok(Some(Resumed { ids: ids.into_iter().map(i64::cast_unsigned).collect(), since_ms }))
}

/// Forgets what earlier calls of the command line for the same files left, where nobody works on it.
pub(crate) fn forget_earlier(
    tx: &Connection,
    (asked, but): (&str, i64),
    is_alive: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    left_of(tx, asked, but, is_alive)?.into_iter().try_for_each(|batch| forget_asked(tx, batch, asked))
}

/// Batches with pictures of earlier calls for these files, on which nobody works.
fn left_of(tx: &Connection, asked: &str, but: i64, is_alive: impl Fn(&str) -> bool) -> Result<Vec<i64>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT DISTINCT b.id, b.owner FROM batch_items i JOIN batches b ON b.id = i.batch_id
         WHERE i.asked = ? AND b.id <> ? ORDER BY b.id DESC",
    )?;
    let found: Vec<(i64, Option<String>)> =
        statement.query_map((asked, but), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let free = found.into_iter().filter(|(_, owner)| !owner.as_deref().is_some_and(&is_alive));
    Ok(free.map(|(batch, _)| batch).collect())
}

fn forget_asked(tx: &Connection, batch: i64, asked: &str) -> Result<(), Error> {
    tx.execute("DELETE FROM batch_items WHERE batch_id = ? AND asked = ?", (batch, asked))?;
    tx.execute(
        "DELETE FROM batches WHERE id = ?1 AND face = 'command'
         AND NOT EXISTS (SELECT 1 FROM batch_items WHERE batch_id = ?1)",
        [batch],
    )?;
    Ok(())
}
