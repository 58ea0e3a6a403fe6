//! The library: everything that was ever described, in one SQLite file. One file here per table, with its row type and its
//! queries; `search` and `history` read across them.
//!
//! Calls block (the engine makes them on a blocking thread) and are whole: each is one transaction, committed to the disk
//! when it returns. Two processes may use the same file at the same time. Knows no window and no provider.

pub(crate) mod batches;
mod connection_rows;
mod damage;
mod deletion;
pub(crate) mod descriptions;
mod error;
mod fold;
mod history;
mod image_files;
mod images;
pub(crate) mod jobs;
pub(crate) mod ledger;
mod open;
mod query;
pub(crate) mod requests;
mod search;
pub(crate) mod settings;
mod tags;
pub(crate) mod uploads;

pub use batches::{BatchOrder, ItemRow, ItemState, Selection};
pub use connection_rows::{ConnectionRow, ModelRow};
pub use damage::PutAside;
pub use descriptions::{Author, DescriptionEdit, DescriptionRow, DescriptionState, NewDescription, Receipt};
pub use history::EntryRow;
pub use image_files::{ReadFile, folder};
pub use images::{ImageRow, NewImage, Origin};
pub use jobs::{JobRow, JobState};
pub use ledger::{DayTotal, LedgerKind, LedgerLine, LedgerRow, PaidPicture, PaidRow, PaidTotal};
pub use open::Opened;
pub use query::HistoryQuery;
pub use requests::{RequestKind, RequestLine, UsageRow};
pub use uploads::Upload;

use crate::failure::{Failure, Reason};
pub(crate) use error::Error;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The open database. Cheap to clone; shared between threads.
#[derive(Clone)]
pub struct Library {
    connections: Arc<Connections>,
}

/// Two connections, so that a long search never holds up the saving of an answer.
struct Connections {
    write: Mutex<Connection>,
    read: Mutex<Connection>,
    /// Written where damage is met; see `open`.
    suspicion: PathBuf,
    /// Nothing is asked of it any more.
    closed: AtomicBool,
    /// Held, shared, for as long as the database is open.
    _lock: File,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Library")
    }
}

impl Library {
    /// A number that differs from the one before when another process changed the database in between (the command line
    /// while the window is open, or the reverse). Changes made through this library and its clones do not count.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn data_version(&self) -> Result<i64, Failure> {
        let connection = locked(&self.connections.write);
        let version = connection.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(Error::from)?;
        Ok(version)
    }

    /// One transaction that writes. It takes the write lock at its start, so it never fails halfway because another
    /// process wrote first.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Failure> {
        let mut connection = locked(&self.connections.write);
        let done = || -> Result<T, Error> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        }();
        self.told(done)
    }

    /// One transaction that only reads: everything it sees is of one moment.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>) -> Result<T, Failure> {
        let mut connection = locked(&self.connections.read);
        let done = || -> Result<T, Error> {
            let transaction = connection.transaction()?;
            work(&transaction)
        }();
        self.told(done)
    }

    /// Writes the journal back and closes the database, so that a copy of the one file has everything. Whatever is asked of it
    /// afterwards fails. Where another process has it open, the journal stays that one's.
    pub fn close(&self) {
        self.connections.closed.store(true, Ordering::SeqCst);
        for connection in [&self.connections.read, &self.connections.write] {
            let Ok(nothing) = Connection::open_in_memory() else { return };
            let open = std::mem::replace(&mut *locked(connection), nothing);
            // Whoever reads in another process need not hold up the end.
            let _ = open.busy_timeout(Duration::from_millis(200));
            if let Err((_, error)) = open.close() {
                tracing::warn!(target: "altsmith::library", kind = ?error.sqlite_error_code(), "the database stays open");
            }
        }
    }

    fn told<T>(&self, done: Result<T, Error>) -> Result<T, Failure> {
        if self.connections.closed.load(Ordering::SeqCst) {
            return done.map_err(|_| Reason::Cancelled.into());
        }
        if done.as_ref().is_err_and(Error::may_be_damage) {
            self.connections.suspect();
        }
        Ok(done?)
    }
}

/// A panic in another thread rolled its transaction back; the connection itself is sound.
fn locked(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}
