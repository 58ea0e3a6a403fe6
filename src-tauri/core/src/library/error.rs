//! What can go wrong with the database, and how it looks from outside.

use crate::failure::{Failure, Reason};
use rusqlite::ErrorCode;

/// Trouble with the database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// There is no such row.
    #[error("no such row")]
    NotFound,
    /// Written by a newer Altsmith.
    #[error("the database is of version {found}, this program knows {known}")]
    Newer { found: i64, known: i64 },
    /// It must be migrated, and another process has it open.
    #[error("the database is of an older version and in use")]
    InUse,
    /// Not a database, or its pages contradict each other.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// SQLite's own.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A migration failed.
    #[error(transparent)]
    Migration(#[from] rusqlite_migration::Error),
    /// The folder or the file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A stored JSON value is not what it should be.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Error {
    fn sqlite_code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sqlite(error) | Self::Migration(rusqlite_migration::Error::RusqliteError { err: error, .. }) => {
                error.sqlite_error_code()
            }
            _ => None,
        }
    }

    /// The file's content is at fault, not the disk, its rights or another process.
    pub(super) fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_))
            || matches!(self.sqlite_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
    }

    fn reason(&self) -> Reason {
        match self {
            Self::NotFound | Self::Sqlite(rusqlite::Error::QueryReturnedNoRows) => Reason::NotFound,
            Self::Newer { .. } => Reason::DatabaseNewer,
            Self::InUse => Reason::DatabaseBusy,
            Self::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Reason::DiskFull,
            _ => match self.sqlite_code() {
                Some(ErrorCode::DiskFull) => Reason::DiskFull,
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Reason::DatabaseBusy,
                _ => Reason::StorageFailed,
            },
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let reason = error.reason();
        if reason != Reason::NotFound {
            tracing::error!(target: "altsmith::library", ?reason, kind = ?error.sqlite_code(), "the database refused");
        }
        Self::new(reason)
    }
}
