//! Settings: texts by key. What they mean, and what they are where they are not set, the engine knows.

use super::Library;
use super::error::Error;
use crate::failure::Failure;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

impl Library {
    /// All settings that are set.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT key, value FROM settings")?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// The settings whose keys begin with `prefix`, by the rest of their keys.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn settings_under(&self, prefix: &str) -> Result<BTreeMap<String, String>, Failure> {
        self.read(|tx| {
            let mut statement =
                tx.prepare_cached("SELECT substr(key, length(?1) + 1), value FROM settings WHERE instr(key, ?1) = 1")?;
            Ok(statement.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// One setting, where it is set.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached("SELECT value FROM settings WHERE key = ?")?;
            Ok(statement.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    /// Sets settings, all at once or none; `None` takes one back.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn put_settings(&self, changes: &[(String, Option<String>)]) -> Result<(), Failure> {
        self.write(|tx| {
            for (key, value) in changes {
                match value {
                    Some(value) => tx
                        .prepare_cached(
                            "INSERT INTO settings (key, value) VALUES (?, ?)
                             ON CONFLICT DO UPDATE SET value = excluded.value",
                        )?
                        .execute([key, value])?,
                    None => tx.prepare_cached("DELETE FROM settings WHERE key = ?")?.execute([key])?,
                };
            }
            Ok(())
        })
    }
}

/// Whether a switch is on; one that was never set is off.
pub(crate) fn is_true(connection: &Connection, key: &str) -> Result<bool, Error> {
    let mut statement = connection.prepare_cached("SELECT value = 'true' FROM settings WHERE key = ?")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?.unwrap_or(false))
}
