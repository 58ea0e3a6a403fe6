//! Batches and their items: what lies on the table of the Describe view, and what the command line works through. Each
//! function here is a statement or a few within a transaction of the caller's, whatever the number of items.

use super::Library;
use super::error::Error;
use super::images::{Origin, origin, origin_columns};
use crate::failure::Failure;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::Deserialize;
use ts_rs::TS;

/// Which face a batch belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The window: there is one for a data folder.
    Window,
    /// One call of the command line.
    Command,
}

impl Face {
    fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Command => "command",
        }
    }
}

/// Where an item stands, as it is kept. What an active one is at just now, only its process knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ItemState {
    Held,
    Queued,
    Active,
    Done,
    Failed,
    Cancelled,
}

impl ItemState {
    fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Queued => "queued",
            Self::Active => "active",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "held" => Self::Held,
            "active" => Self::Active,
            "done" => Self::Done,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            _ => Self::Queued,
        }
    }
}

/// What trying a failed item again means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It may help and is not paid twice.
    Yes,
    /// It may have been paid: only the person sends it again.
    Paid,
    /// It cannot help.
    No,
}

impl Retry {
    fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Paid => "paid",
            Self::No => "no",
        }
    }
}

/// An item to be put into a batch.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Held, queued or failed.
    pub state: ItemState,
    /// Where the picture is; none for a pasted one.
    pub origin: Option<Origin>,
    /// The address was typed by the person, not dropped.
    pub typed: bool,
    /// For display.
    pub name: String,
    /// As the person gave it.
    pub source: String,
    /// Why it was refused.
    pub failure: Option<Failure>,
    /// What trying that again means.
    pub retry: Option<Retry>,
}

/// An item as it is stored.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the columns of `batch_items`
pub struct ItemRow {
    pub id: u64,
    pub state: ItemState,
    pub round: u32,
    pub run: i64,
    pub provider: String,
    pub origin: Option<Origin>,
    pub typed: bool,
    pub name: String,
    pub source: String,
    pub context: Option<String>,
    pub left_over: bool,
    pub cached: bool,
    pub image_id: Option<i64>,
    pub description_id: Option<i64>,
    pub failure: Option<Failure>,
}

const COLUMNS: &str = "id, state, round, run, provider, origin_kind, origin, typed, name, source, context, left_over,
     cached, image_id, description_id, failure";

/// Which items of a batch are meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "which", content = "ids")]
#[ts(export)]
pub enum Selection {
    /// These.
    Ids(Vec<u64>),
    /// All that are there.
    All,
    /// Those that wait for the person's word.
    Held,
    /// Those that wait for their turn or are at work.
    Busy,
    /// Failed ones that can be tried again without being paid twice.
    Failed,
    /// Failed ones that may have been paid.
    Unknown,
    /// Those that the person stopped.
    Cancelled,
    /// Those with words.
    Described,
}

impl Selection {
    /// The condition, and the value of its `:which`.
    fn sql(&self) -> (&'static str, Value) {
        match self {
            Self::Ids(ids) => {
                let list = serde_json::to_string(ids).unwrap_or_else(|_| "[]".into());
                ("id IN (SELECT value FROM json_each(:which))", Value::Text(list))
            }
            Self::All => (":which IS NULL", Value::Null),
            Self::Held => ("state = 'held' AND :which IS NULL", Value::Null),
            Self::Busy => ("state IN ('queued', 'active') AND :which IS NULL", Value::Null),
            Self::Failed => ("state = 'failed' AND retry = 'yes' AND :which IS NULL", Value::Null),
            Self::Unknown => ("state = 'failed' AND retry = 'paid' AND :which IS NULL", Value::Null),
            Self::Cancelled => ("state = 'cancelled' AND :which IS NULL", Value::Null),
            Self::Described => ("description_id IS NOT NULL AND :which IS NULL", Value::Null),
        }
    }
}

/// How many items of a batch there are, by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub total: u32,
    pub held: u32,
    /// Of the held ones: left over from an earlier process.
    pub left: u32,
    pub busy: u32,
    pub failed: u32,
    pub unknown: u32,
    pub cancelled: u32,
    pub described: u32,
}

/// What came of an item's turn.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The item.
    pub id: u64,
    /// Which of its starts this is.
    pub round: u32,
    /// Where it stands now.
    pub state: ItemState,
    /// Its picture and its words, where it was described.
    pub words: Option<(i64, i64)>,
    /// The words came from the history.
    pub cached: bool,
    /// Why it was not.
    pub failure: Option<Failure>,
    /// What trying again means.
    pub retry: Option<Retry>,
}

/// How items are begun.
#[derive(Clone, Debug)]
pub struct Begin {
    /// Which start this is.
    pub run: i64,
    /// Who describes them.
    pub provider: String,
    /// What the person knows of all pictures, where it is to be kept with each that has nothing of its own.
    pub context: Option<String>,
}

/// The order of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BatchOrder {
    /// As they came.
    Added,
    /// By name, as people number files.
    Name,
    /// What waits for the person first, what is done last.
    State,
}

/// A batch of another process, or of an earlier one.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the columns of `batches`
pub struct BatchRow {
    pub id: i64,
    pub face: Face,
    pub owner: Option<String>,
    pub ended: bool,
}

impl Library {
    /// Whether there is any batch at all.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn has_batches(&self) -> Result<bool, Failure> {
        self.read(|tx| Ok(tx.prepare_cached("SELECT 1 FROM batches LIMIT 1")?.exists([])?))
    }
}

/// A new batch of this process; its row.
pub(crate) fn create(tx: &Connection, face: Face, owner: &str, now_ms: i64) -> Result<i64, Error> {
    tx.execute("INSERT INTO batches (face, owner, created_ms) VALUES (?, ?, ?)", (face.word(), owner, now_ms))?;
    Ok(tx.last_insert_rowid())
}

/// All batches.
pub(crate) fn all(tx: &Connection) -> Result<Vec<BatchRow>, Error> {
    let mut statement = tx.prepare_cached("SELECT id, face, owner, ended FROM batches ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let face = if row.get_ref(1)?.as_str()? == "window" { Face::Window } else { Face::Command };
        Ok(BatchRow { id: row.get(0)?, face, owner: row.get(2)?, ended: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes over what another batch left without words: it waits for the person's word. What cannot be gone on with is let
/// go, and so is a picture whose request was sent: what becomes of that is told with the request.
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
        "UPDATE batch_items SET batch_id = :to, state = 'held', left_over = 1, round = round + 1, failure = NULL,
             retry = NULL, image_id = NULL,
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
         WHERE batch_id = ? AND origin_kind IS NULL AND left_over = 1",
        (serde_json::to_string(failure)?, batch),
    )?;
    Ok(())
}

/// Forgets a batch with its items.
pub(crate) fn drop_batch(tx: &Connection, batch: i64) -> Result<(), Error> {
    tx.execute("DELETE FROM batches WHERE id = ?", [batch])?;
    Ok(())
}

/// Every item of this batch had its turn.
pub(crate) fn end(tx: &Connection, batch: i64) -> Result<(), Error> {
    tx.execute("UPDATE batches SET ended = 1 WHERE id = ?", [batch])?;
    Ok(())
}

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
fn values<T: rusqlite::types::FromSql>(
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

/// Lets items be described, that stand as `and` says; how many.
pub(crate) fn begin(tx: &Connection, batch: i64, which: &Selection, and: &str, begin: &Begin) -> Result<u32, Error> {
    let (condition, value) = which.sql();
    let sql = format!(
        "UPDATE batch_items SET state = 'queued', round = round + 1, run = :run, provider = :provider, failure = NULL,
             retry = NULL, left_over = 0, declined = 0, context = coalesce(context, :context)
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
        "UPDATE batch_items SET state = 'held', round = round + 1, failure = NULL, retry = NULL, declined = 0
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

/// All items, in order.
pub(crate) fn ids(tx: &Connection, batch: i64) -> Result<Vec<u64>, Error> {
    let ids: Vec<i64> = values(tx, batch, &Selection::All, ("id", "1"))?;
    Ok(ids.into_iter().map(i64::cast_unsigned).collect())
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
            "UPDATE batch_items SET state = 'cancelled', round = round + 1, left_over = 0, failure = NULL, retry = NULL{set}
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

/// Pasted pictures that a removal took away.
pub(crate) fn pasted_of(tx: &Connection, batch: i64, removal: i64) -> Result<Vec<u64>, Error> {
    let sql = "SELECT id FROM batch_items WHERE batch_id = ? AND removed = ? AND origin_kind IS NULL";
    let mut statement = tx.prepare_cached(sql)?;
    let ids = statement.query_map((batch, removal), |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// What was broken off by a removal: without words, and neither held nor finished.
const BROKEN_OFF: &str = "state IN ('queued', 'active') AND description_id IS NULL";

/// How many a removal broke off.
pub(crate) fn broken_off(tx: &Connection, batch: i64, removal: i64) -> Result<u32, Error> {
    let sql = format!("SELECT count(*) FROM batch_items WHERE batch_id = ? AND removed = ? AND {BROKEN_OFF}");
    Ok(tx.prepare_cached(&sql)?.query_row((batch, removal), |row| row.get(0))?)
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

/// Gives the next that wait for their turn at this provider, in order, and marks them active.
pub(crate) fn take(tx: &Connection, batch: i64, provider: &str, most: usize) -> Result<Vec<ItemRow>, Error> {
    let sql = format!(
        "UPDATE batch_items SET state = 'active' WHERE id IN (
             SELECT id FROM batch_items WHERE batch_id = ? AND provider = ? AND state = 'queued' AND removed = 0
             ORDER BY run, place LIMIT ?)
         RETURNING place, {COLUMNS}"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement
        .query_map((batch, provider, most as i64), |found| Ok((found.get::<_, i64>(0)?, row_from(found, 1)?)))?;
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
                 failure = :failure, retry = :retry
             WHERE id = :id AND round = :round AND state = 'active' AND removed = 0",
        )?
        .execute(named_params! {
            ":id": ended.id.cast_signed(), ":round": ended.round, ":state": ended.state.word(), ":image": image,
            ":description": description, ":cached": ended.cached, ":retry": ended.retry.map(Retry::word),
            ":failure": ended.failure.as_ref().map(serde_json::to_string).transpose()?,
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
             state = coalesce(:state, state)
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": id.cast_signed(), ":image": image, ":words": words, ":state": state.map(ItemState::word),
    })?;
    Ok(())
}

/// The newest words of a picture, and whether a model wrote them.
pub(crate) fn newest(tx: &Connection, image: i64) -> Result<Option<(i64, bool)>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT d.id, d.author = 'model' FROM images i JOIN descriptions d ON d.id = i.newest_id
         WHERE i.id = ? AND i.deleted_at IS NULL",
    )?;
    Ok(statement.query_row([image], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
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

/// An earlier call of the command line for the same files that nobody works on: gives it up to `take`, which chooses what of
/// it is gone on with, and forgets the rest.
pub(crate) fn resume(
    tx: &Connection,
    (asked, to): (&str, i64),
    condition: &str,
    is_alive: impl Fn(&str) -> bool,
) -> Result<Option<u32>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT DISTINCT b.id, b.owner FROM batch_items i JOIN batches b ON b.id = i.batch_id
         WHERE i.asked = ? AND b.id <> ? ORDER BY b.id DESC",
    )?;
    let found: Vec<(i64, Option<String>)> =
        statement.query_map((asked, to), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut moved = None;
    for (batch, owner) in found {
        if owner.as_deref().is_some_and(&is_alive) {
            continue;
        }
        let sql = format!(
            "UPDATE batch_items SET batch_id = :to, state = 'held', round = round + 1, image_id = NULL
             WHERE batch_id = :from AND asked = :asked AND removed = 0 AND {condition}"
        );
        let changed = tx.prepare_cached(&sql)?.execute(named_params! {":to": to, ":from": batch, ":asked": asked})?;
        moved = Some(moved.unwrap_or(0) + changed as u32);
        tx.execute("DELETE FROM batch_items WHERE batch_id = ? AND asked = ?", (batch, asked))?;
        tx.execute(
            "DELETE FROM batches WHERE id = ?1 AND face = 'command'
             AND NOT EXISTS (SELECT 1 FROM batch_items WHERE batch_id = ?1)",
            [batch],
        )?;
    }
    Ok(moved)
}

fn row(found: &Row<'_>) -> rusqlite::Result<ItemRow> {
    row_from(found, 0)
}

/// Reads [`COLUMNS`], that begin at this column.
fn row_from(found: &Row<'_>, at: usize) -> rusqlite::Result<ItemRow> {
    let kind: Option<String> = found.get(at + 5)?;
    let failure: Option<String> = found.get(at + 15)?;
    Ok(ItemRow {
        id: found.get::<_, i64>(at)?.cast_unsigned(),
        state: ItemState::of(found.get_ref(at + 1)?.as_str()?),
        round: found.get(at + 2)?,
        run: found.get(at + 3)?,
        provider: found.get(at + 4)?,
        origin: kind.and_then(|kind| origin(&kind, found.get_ref(at + 6).ok()?)),
        typed: found.get(at + 7)?,
        name: found.get(at + 8)?,
        source: found.get(at + 9)?,
        context: found.get(at + 10)?,
        left_over: found.get(at + 11)?,
        cached: found.get(at + 12)?,
        image_id: found.get(at + 13)?,
        description_id: found.get(at + 14)?,
        failure: failure.and_then(|text| serde_json::from_str(&text).ok()),
    })
}
