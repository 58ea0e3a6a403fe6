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

    /// The file's content is at fault, not the disk, its rights or another process. The statements of this program are known
    /// to work: one that SQLite does not understand, or whose values are not what they must be, met a damaged schema or row.
    pub(super) fn is_damage(&self) -> bool {
        use rusqlite::Error as E;
        if let Some(code) = self.sqlite_code() {
            return matches!(
                code,
                ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown | ErrorCode::TypeMismatch
            );
        }
        matches!(
            self,
            Self::Damaged(_)
                | Self::Json(_)
                | Self::Sqlite(
                    E::FromSqlConversionFailure(..)
                        | E::IntegralValueOutOfRange(..)
                        | E::InvalidColumnType(..)
                        | E::InvalidColumnName(_)
                        | E::Utf8Error(..)
                )
        )
    }

    /// The content may be at fault: an index that says something else than its rows lets no row in.
    pub(super) fn may_be_damage(&self) -> bool {
        self.is_damage() || self.sqlite_code() == Some(ErrorCode::ConstraintViolation)
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
