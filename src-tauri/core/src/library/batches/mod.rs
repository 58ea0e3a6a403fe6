//! Batches and their items: what lies on the table of the Describe view, and what the command line works through. Each
//! function here is a statement or a few within a transaction of the caller's, whatever the number of items.

mod change;
mod read;
mod take_over;

pub(crate) use change::*;
pub(crate) use read::*;
pub(crate) use take_over::*;

use super::Library;
use super::error::Error;
use super::images::{Origin, origin};
use crate::failure::Failure;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// So long, in milliseconds, what a command left can be gone on with: ninety days.
const KEPT_MS: i64 = 90 * 24 * 60 * 60 * 1000;

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
    pub so_far: Option<String>,
}

const COLUMNS: &str = "id, state, round, run, provider, origin_kind, origin, typed, name, source, context, left_over,
     cached, image_id, description_id, failure, so_far";

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Counts {
    /// All that are there.
    pub total: u32,
    /// Wait for the person's word.
    pub held: u32,
    /// Of the held ones: were there when an earlier process ended, and had no words yet.
    pub left: u32,
    /// Wait for their turn, or are at work.
    pub busy: u32,
    /// Failed, and can be tried again without being paid twice.
    pub failed: u32,
    /// Failed, and may have been paid: only the person sends them again.
    pub unknown: u32,
    /// Stopped by the person.
    pub cancelled: u32,
    /// Have words.
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
    /// What had come of an answer that broke off.
    pub so_far: Option<String>,
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

/// A new batch of this process; its row. What nobody went on with for long is forgotten.
pub(crate) fn create(tx: &Connection, face: Face, owner: &str, now_ms: i64) -> Result<i64, Error> {
    tx.execute("DELETE FROM batches WHERE face = 'command' AND created_ms < ?", [now_ms - KEPT_MS])?;
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

/// Forgets a batch with its items.
pub(crate) fn drop_batch(tx: &Connection, batch: i64) -> Result<(), Error> {
    tx.execute("DELETE FROM batches WHERE id = ?", [batch])?;
    Ok(())
}

/// Every item of this batch had its turn: what has words needs no item any more.
pub(crate) fn end(tx: &Connection, batch: i64) -> Result<(), Error> {
    tx.execute("DELETE FROM batch_items WHERE batch_id = ? AND description_id IS NOT NULL", [batch])?;
    tx.execute("UPDATE batches SET ended = 1 WHERE id = ?", [batch])?;
    Ok(())
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
        so_far: found.get(at + 16)?,
    })
}
