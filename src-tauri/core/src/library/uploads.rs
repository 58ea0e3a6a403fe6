//! Pictures that lie in the person's bucket for a service: written before they are laid there, gone when they are away.

use super::Library;
use super::error::Error;
use crate::failure::Failure;
use rusqlite::Connection;

/// A picture that may still lie in the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Name of the object.
    pub name: String,
    /// Address of the bucket: the settings may name another one by now.
    pub place: String,
    /// The provider for which it was laid there; its settings name the bucket.
    pub provider: String,
    /// The process that laid it there.
    pub owner: String,
}

impl Library {
    /// Whether any picture may still lie in a bucket.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn has_uploads(&self) -> Result<bool, Failure> {
        self.read(|tx| {
            Ok(tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM laid_out)")?.query_row([], |row| row.get(0))?)
        })
    }
}

pub(crate) fn insert(connection: &Connection, upload: &Upload, now_ms: i64) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT INTO laid_out (name, place, provider, owner, created_ms) VALUES (?, ?, ?, ?, ?)")?
        .execute((&upload.name, &upload.place, &upload.provider, &upload.owner, now_ms))?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, name: &str) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM laid_out WHERE name = ?")?.execute([name])?;
    Ok(())
}

/// All of them, oldest first. Those from before `since_ms` are forgotten: a bucket that could not be reached for so long is
/// not the person's any more.
pub(crate) fn all(connection: &Connection, since_ms: i64) -> Result<Vec<Upload>, Error> {
    connection.prepare_cached("DELETE FROM laid_out WHERE created_ms < ?")?.execute([since_ms])?;
    let mut statement =
        connection.prepare_cached("SELECT name, place, provider, owner FROM laid_out ORDER BY created_ms, name")?;
    let rows = statement.query_map([], |row| {
        Ok(Upload { name: row.get(0)?, place: row.get(1)?, provider: row.get(2)?, owner: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
