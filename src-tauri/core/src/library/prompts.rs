//! The person's own presets.

use super::Library;
use super::error::Error;
use crate::failure::Failure;
use rusqlite::OptionalExtension;

/// A preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptRow {
    /// Its name, as the person types it.
    pub name: String,
    /// The instruction.
    pub text: String,
    /// When it was last changed, in milliseconds since 1970.
    pub changed_ms: i64,
}

impl Library {
    /// All presets, by name.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn prompts(&self) -> Result<Vec<PromptRow>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT name, text, changed_ms FROM prompts ORDER BY name")?;
            let rows = statement
                .query_map([], |row| Ok(PromptRow { name: row.get(0)?, text: row.get(1)?, changed_ms: row.get(2)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The instruction of one preset.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn prompt(&self, name: &str) -> Result<Option<String>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT text FROM prompts WHERE name = ?")?;
            Ok(statement.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    /// Writes a preset, or writes it anew.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn put_prompt(&self, name: &str, text: &str, now_ms: i64) -> Result<(), Failure> {
        self.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO prompts (name, text, created_ms, changed_ms) VALUES (?1, ?2, ?3, ?3)
                 ON CONFLICT DO UPDATE SET text = excluded.text, changed_ms = excluded.changed_ms",
            )?
            .execute((name, text, now_ms))?;
            Ok(())
        })
    }

    /// Deletes a preset.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn delete_prompt(&self, name: &str) -> Result<(), Failure> {
        self.write(|tx| {
            let deleted = tx.prepare_cached("DELETE FROM prompts WHERE name = ?")?.execute([name])?;
            if deleted == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
    }
}
