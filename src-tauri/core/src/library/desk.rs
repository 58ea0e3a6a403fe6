//! Pictures of the Describe view that have no words yet. What a picture's request is, once it was sent, is in `jobs`.

use super::images::{Origin, origin, origin_columns};
use super::{Library, error::Error};
use crate::failure::Failure;
use rusqlite::{Transaction, named_params};

/// A picture that waits for its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskRow {
    /// The card's id.
    pub id: u64,
    /// Where the picture is; none for a pasted one, which is not kept.
    pub origin: Option<Origin>,
    /// The address was typed by the person, not dropped.
    pub typed: bool,
    /// For display.
    pub name: String,
    /// As the person gave it.
    pub source: String,
    /// What the person knows of it.
    pub context: Option<String>,
}

/// A change of what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskChange {
    /// It waits for its words, or waits with something else written to it.
    Put(DeskRow),
    /// It does not wait any more.
    Drop(u64),
}

impl Library {
    /// Makes the changes, in order, all or none.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn keep_desk(&self, changes: &[DeskChange]) -> Result<(), Failure> {
        self.write(|tx| {
            for change in changes {
                match change {
                    DeskChange::Put(row) => put(tx, row)?,
                    DeskChange::Drop(id) => {
                        tx.prepare_cached("DELETE FROM desk WHERE id = ?")?.execute([id.cast_signed()])?;
                    }
                }
            }
            Ok(())
        })
    }

    /// What was left without words the last time, in order. A picture whose request was sent is not among it: what becomes
    /// of that is told with the request. Pasted pictures are told of once.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn desk_left(&self) -> Result<Vec<DeskRow>, Failure> {
        if self.read(|tx| Ok(!tx.prepare_cached("SELECT 1 FROM desk LIMIT 1")?.exists([])?))? {
            return Ok(Vec::new());
        }
        self.write(|tx| {
            tx.execute(
                "DELETE FROM desk WHERE EXISTS (
                     SELECT 1 FROM images i JOIN jobs j ON j.image_id = i.id
                     WHERE i.origin_kind = desk.origin_kind AND i.origin = desk.origin
                       AND j.state IN ('sent', 'outcome_unknown'))",
                [],
            )?;
            let mut statement = tx
                .prepare_cached("SELECT id, origin_kind, origin, typed, name, source, context FROM desk ORDER BY id")?;
            let rows = statement.query_map([], |row| {
                let kind: Option<String> = row.get(1)?;
                Ok(DeskRow {
                    id: row.get::<_, i64>(0)?.cast_unsigned(),
                    origin: kind.and_then(|kind| origin(&kind, row.get_ref(2).ok()?)),
                    typed: row.get(3)?,
                    name: row.get(4)?,
                    source: row.get(5)?,
                    context: row.get(6)?,
                })
            })?;
            let rows = rows.collect::<Result<_, _>>()?;
            tx.execute("DELETE FROM desk WHERE origin_kind IS NULL", [])?;
            Ok(rows)
        })
    }
}

fn put(tx: &Transaction<'_>, row: &DeskRow) -> Result<(), Error> {
    let (kind, place) = origin_columns(row.origin.as_ref());
    tx.prepare_cached(
        "INSERT OR REPLACE INTO desk (id, origin_kind, origin, typed, name, source, context)
         VALUES (:id, :kind, :origin, :typed, :name, :source, :context)",
    )?
    .execute(named_params! {
        ":id": row.id.cast_signed(), ":kind": kind, ":origin": place, ":typed": row.typed, ":name": row.name,
        ":source": row.source, ":context": row.context,
    })?;
    Ok(())
}
