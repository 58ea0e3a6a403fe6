//! The history, or what a search finds of it, as files for other programs.

use super::History;
use crate::beside::Draft;
use crate::export::sidecar::{self, Sidecar};
use crate::export::{Format, Writer};
use crate::failure::{Failure, Reason};
use crate::library::{EntryRow, HistoryQuery};
use crate::view::Exported;
use std::io::{self, Write};
use std::path::PathBuf;

/// Entries that are read at once.
const PAGE: u32 = 500;

/// Why an export ended before its end.
#[derive(Debug)]
pub enum ExportError {
    /// The history could not be read.
    Read(Box<Failure>),
    /// The file could not be written.
    Write(io::Error),
}

impl From<Failure> for ExportError {
    fn from(failure: Failure) -> Self {
        Self::Read(Box::new(failure))
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Read(failure) => *failure,
            ExportError::Write(error) => match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Reason::DiskFull.into(),
                kind => Self::new(Reason::StorageFailed).with("detail", kind),
            },
        }
    }
}

impl History {
    /// Writes every entry that matches, whatever page the query asks for; how many there were.
    ///
    /// # Errors
    /// Either side's.
    pub async fn export<W: Write + Send>(&self, query: HistoryQuery, mut to: Writer<W>) -> Result<u32, ExportError> {
        let written = self.each_entry(query, |entry| Ok(to.entry(entry)?)).await?;
        to.finish()?;
        Ok(written)
    }

    /// The same into a file, which is there whole or stays as it was.
    ///
    /// # Errors
    /// Either side's, as the person should see it.
    pub async fn export_to(&self, query: HistoryQuery, format: Format, path: PathBuf) -> Result<Exported, Failure> {
        let write = async {
            let mut draft = Draft::begin(&path)?;
            let written = self.export(query, Writer::begin(&mut draft, format)?).await?;
            draft.finish()?;
            Ok::<_, ExportError>(written)
        };
        Ok(Exported { written: write.await?, foreign: 0, failed: 0 })
    }

    /// Writes a file with the words beside each picture that is still where it was.
    ///
    /// # Errors
    /// Storage trouble of the history. A picture whose file cannot be written holds up no other.
    pub async fn export_beside(&self, query: HistoryQuery) -> Result<Exported, Failure> {
        let mut exported = Exported::default();
        let beside = |entry: &EntryRow| {
            match sidecar::write_all(entry) {
                Ok(all) => {
                    let count = |what| all.iter().filter(|done| **done == what).count() as u32;
                    exported.written += count(Sidecar::Written);
                    exported.foreign += count(Sidecar::Foreign);
                }
                Err(_) => exported.failed += 1,
            }
            Ok(())
        };
        self.each_entry(query, beside).await?;
        Ok(exported)
    }

    async fn each_entry(
        &self,
        query: HistoryQuery,
        mut each: impl FnMut(&EntryRow) -> Result<(), ExportError>,
    ) -> Result<u32, ExportError> {
        let mut offset = 0;
        loop {
            let (total, rows) = self.rows(HistoryQuery { offset, limit: PAGE, ..query.clone() }).await?;
            offset += rows.len() as u32;
            rows.iter().try_for_each(&mut each)?;
            if rows.is_empty() || offset >= total {
                return Ok(offset);
            }
        }
    }
}
