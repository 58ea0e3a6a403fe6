//! The person's connections, and the models that were last seen at each. What they mean the room `connection` knows.

use super::{Error, Library};
use crate::failure::Failure;
use rusqlite::{OptionalExtension, Transaction};

/// One connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionRow {
    /// Never used for another one.
    pub id: String,
    /// Id of its kind.
    pub kind: String,
    /// What the person calls it.
    pub name: String,
    /// When it was added, in milliseconds since 1970.
    pub created_ms: i64,
    /// When it was removed, where it was.
    pub removed_ms: Option<i64>,
}

/// A model or an operation, as a service told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelRow {
    /// The service's own name.
    pub model: String,
    /// Its place in the service's list; none where only its price is known.
    pub position: Option<u32>,
    /// Whether it sees pictures.
    pub sees: Option<bool>,
    /// JSON.
    pub price: Option<String>,
    /// From when on it is not there any more.
    pub retired: Option<String>,
    /// `there` or `elsewhere`.
    pub runs: Option<String>,
}

impl Library {
    /// All that was ever added or named, the oldest first.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn connections(&self) -> Result<Vec<ConnectionRow>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT id, kind, name, created_ms, removed_ms FROM connections ORDER BY created_ms, id",
            )?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(ConnectionRow {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    name: row.get(2)?,
                    created_ms: row.get(3)?,
                    removed_ms: row.get(4)?,
                })
            };
            Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a connection whose id nothing names, and its first settings with it. False, and nothing is kept, where something
    /// does.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn add_connection(&self, row: &ConnectionRow, settings: &[(String, String)]) -> Result<bool, Failure> {
        self.write(|tx| {
            if is_named(tx, &row.id)? {
                return Ok(false);
            }
            put(tx, row)?;
            for (key, value) in settings {
                tx.prepare_cached("INSERT INTO settings (key, value) VALUES (?, ?)")?.execute([key, value])?;
            }
            Ok(true)
        })
    }

    /// Keeps a connection as it is now.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn put_connection(&self, row: &ConnectionRow) -> Result<(), Failure> {
        self.write(|tx| put(tx, row))
    }

    /// Whether a connection, a setting, a request, a charge or words name this id.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn names_connection(&self, id: &str) -> Result<bool, Failure> {
        self.read(|tx| is_named(tx, id))
    }

    /// The models of a connection: as listed, then those of which only the price is known.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn models(&self, connection: &str) -> Result<Vec<ModelRow>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT model, position, sees, price, retired, runs FROM connection_models
                 WHERE connection = ? ORDER BY position IS NULL, position, model",
            )?;
            let row = |row: &rusqlite::Row<'_>| {
                Ok(ModelRow {
                    model: row.get(0)?,
                    position: row.get(1)?,
                    sees: row.get(2)?,
                    price: row.get(3)?,
                    retired: row.get(4)?,
                    runs: row.get(5)?,
                })
            };
            Ok(statement.query_map([connection], row)?.collect::<Result<_, _>>()?)
        })
    }

    /// Takes the place of what was known of a connection's models.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn put_models(&self, connection: &str, models: &[ModelRow], now_ms: i64) -> Result<(), Failure> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM connection_models WHERE connection = ?")?.execute([connection])?;
            let mut insert = tx.prepare_cached(
                "INSERT INTO connection_models (connection, model, position, sees, price, retired, runs, seen_ms)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )?;
            for row in models {
                insert.execute(rusqlite::params![
                    connection,
                    row.model,
                    row.position,
                    row.sees,
                    row.price,
                    row.retired,
                    row.runs,
                    now_ms
                ])?;
            }
            Ok(())
        })
    }
}

fn put(tx: &Transaction<'_>, row: &ConnectionRow) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO connections (id, kind, name, created_ms, removed_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, removed_ms = excluded.removed_ms",
    )?
    .execute(rusqlite::params![row.id, row.kind, row.name, row.created_ms, row.removed_ms])?;
    Ok(())
}

fn is_named(tx: &Transaction<'_>, id: &str) -> Result<bool, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT 1 FROM connections WHERE id = ?1
         UNION ALL SELECT 1 FROM connection_models WHERE connection = ?1
         UNION ALL SELECT 1 FROM settings WHERE instr(key, 'providers.' || ?1 || '.') = 1
         UNION ALL SELECT 1 FROM requests WHERE provider = ?1
         UNION ALL SELECT 1 FROM ledger WHERE provider = ?1
         UNION ALL SELECT 1 FROM jobs WHERE provider = ?1
         UNION ALL SELECT 1 FROM holds WHERE provider = ?1
         UNION ALL SELECT 1 FROM descriptions WHERE provider = ?1
         LIMIT 1",
    )?;
    Ok(statement.query_row([id], |_| Ok(())).optional()?.is_some())
}
