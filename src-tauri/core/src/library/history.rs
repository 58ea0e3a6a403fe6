//! The history: one entry a picture, with its newest words, newest first.

use super::descriptions::{self, DescriptionRow};
use super::error::Error;
use super::images::{self, ImageRow, Origin};
use super::query::Filter;
use super::query::HistoryQuery;
use super::{Library, image_files, tags};
use crate::failure::Failure;
use rusqlite::{Connection, params_from_iter};

/// Most entries that one call answers.
const MOST: u32 = 500;

/// A picture, its tags and its newest words.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// The picture.
    pub image: ImageRow,
    /// Where it lies or lay, the place where it was seen last first; pasted pictures lie nowhere.
    pub places: Vec<Origin>,
    /// Its tags as the person sees them.
    pub tags: Vec<String>,
    /// Its newest words.
    pub words: DescriptionRow,
    /// How many versions there are.
    pub versions: u32,
}

impl Library {
    /// How many entries match, and those that were asked for (at most 500), newest first.
    ///
    /// # Errors
    /// `SearchTooLong`, `StorageFailed`.
    pub fn history(&self, query: &HistoryQuery) -> Result<(u32, Vec<EntryRow>), Failure> {
        query.check()?;
        self.read(|tx| {
            let ids = matching(tx, query)?;
            let first = (query.offset as usize).min(ids.len());
            let last = first.saturating_add(query.limit.min(MOST) as usize).min(ids.len());
            let page = ids[first..last].iter().map(|id| entry(tx, *id)).collect::<Result<_, _>>()?;
            Ok((u32::try_from(ids.len()).unwrap_or(u32::MAX), page))
        })
    }

    /// One entry.
    ///
    /// # Errors
    /// `NotFound` where the picture has no words or was deleted; `StorageFailed`.
    pub fn entry(&self, image_id: i64) -> Result<EntryRow, Failure> {
        self.read(|tx| entry(tx, image_id))
    }

    /// Gives every entry that matches to `take`, newest first, one after the other; offset and limit are left out of
    /// account. The entries are those of the moment of the call; what is deleted while it runs is left out.
    ///
    /// # Errors
    /// `take`'s own; `SearchTooLong`, `StorageFailed`.
    pub fn each_entry(
        &self,
        query: &HistoryQuery,
        mut take: impl FnMut(EntryRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        query.check()?;
        for id in self.read(|tx| matching(tx, query))? {
            match self.entry(id) {
                Ok(entry) => take(entry)?,
                Err(failure) if failure.reason == crate::failure::Reason::NotFound => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }
}

/// The pictures that match, newest words first.
fn matching(connection: &Connection, query: &HistoryQuery) -> Result<Vec<i64>, Error> {
    let filter = Filter::new(&query.text, query.favourites);
    let mut sql = "SELECT i.id FROM images i WHERE i.deleted_at IS NULL AND i.newest_id IS NOT NULL".to_owned();
    for condition in &filter.conditions {
        sql.push_str(" AND ");
        sql.push_str(condition);
    }
    sql.push_str(" ORDER BY i.newest_id DESC");
    let mut statement = connection.prepare(&sql)?;
    let ids = statement.query_map(params_from_iter(&filter.values), |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

fn entry(connection: &Connection, image_id: i64) -> Result<EntryRow, Error> {
    let sql = format!(
        "SELECT {}, {}, (SELECT count(*) FROM descriptions v WHERE v.image_id = i.id AND v.question IS NULL),
            (SELECT count(*) FROM image_files f WHERE f.image_id = i.id)
         FROM images i JOIN descriptions d ON d.id = i.newest_id WHERE i.id = ? AND i.deleted_at IS NULL",
        images::COLUMNS,
        descriptions::COLUMNS,
    );
    let (image, words, versions, places) = connection.prepare_cached(&sql)?.query_row([image_id], |row| {
        let counts = images::WIDTH + descriptions::WIDTH;
        let words = descriptions::row_from(row, images::WIDTH)?;
        Ok((images::row(row)?, words, row.get(counts)?, row.get::<_, u32>(counts + 1)?))
    })?;
    // Most pictures lie in one place, and the picture's row says which.
    let places =
        if places > 1 { image_files::places(connection, image_id)? } else { image.origin.iter().cloned().collect() };
    Ok(EntryRow { image, places, tags: tags::visible(connection, image_id)?, words, versions })
}
