//! Deleting: first hidden (so that it can be undone), later really gone, on the disk too.

use super::{Library, locked};
use crate::failure::Failure;

impl Library {
    /// Hides pictures with all their words, everywhere at once, until [`Library::undo_delete`] or
    /// [`Library::purge_deleted`]. Answers how many there were.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn delete(&self, image_ids: &[i64], now_ms: i64) -> Result<usize, Failure> {
        self.write(|tx| {
            let mut hide =
                tx.prepare_cached("UPDATE images SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL")?;
            let mut hidden = 0;
            for id in image_ids {
                hidden += hide.execute((id, now_ms))?;
            }
            Ok(hidden)
        })
    }

    /// Shows deleted pictures again. Answers how many came back.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn undo_delete(&self, image_ids: &[i64]) -> Result<usize, Failure> {
        self.write(|tx| {
            let mut show =
                tx.prepare_cached("UPDATE images SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL")?;
            let mut shown = 0;
            for id in image_ids {
                shown += show.execute([id])?;
            }
            Ok(shown)
        })
    }

    /// Takes everything of the pictures that were deleted before this moment out of the file: words, versions, tags, facts,
    /// raw answers, search. Ledger lines stay, without the words. Answers the contents whose thumbnails must go too.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn purge_deleted(&self, before_ms: i64) -> Result<Vec<String>, Failure> {
        let hashes: Vec<String> = self.write(|tx| {
            tx.prepare_cached("DELETE FROM search WHERE rowid IN (SELECT id FROM images WHERE deleted_at < ?)")?
                .execute([before_ms])?;
            let mut delete = tx.prepare_cached("DELETE FROM images WHERE deleted_at < ? RETURNING hash")?;
            Ok(delete.query_map([before_ms], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })?;
        if !hashes.is_empty() {
            self.empty_journal();
        }
        Ok(hashes)
    }

    /// The write-ahead log still holds pages with the words. Where another process is reading just now, its next
    /// checkpoint does the rest.
    fn empty_journal(&self) {
        let connection = locked(&self.connections.write);
        if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
            tracing::warn!(target: "altsmith::library", code = ?error.sqlite_error_code(), "the journal stays for now");
        }
    }
}
