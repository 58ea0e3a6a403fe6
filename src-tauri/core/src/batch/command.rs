//! A command's batch: what it was asked for, what of an earlier run it goes on with, and how it ends.

use super::item;
use super::{Batch, EventOf, How, Told};
use crate::describing::Options;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::ingest;
use crate::library::Selection;
use crate::library::batches::{self, Face};
use std::ffi::OsString;
use std::path::PathBuf;
use tokio::sync::mpsc;

/// What a command describes, and how.
pub struct Command {
    /// How.
    pub options: Options,
    /// Pictures at once, where the person says so.
    pub jobs: Option<usize>,
    /// The files, folders and addresses that were asked for.
    pub sources: Vec<OsString>,
    /// Hears of each picture that is finished, once that is written down.
    pub told: mpsc::UnboundedSender<Told>,
    /// Hears what happens to each picture while it is under way.
    pub heard: EventOf,
}

/// What of an earlier run of the same files is gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Everything that has no words yet.
    WithoutWords,
    /// What failed and can be tried again without being paid twice.
    Failed,
    /// What may have been paid and has no outcome.
    Unknown,
}

impl Rest {
    fn sql(self) -> &'static str {
        match self {
            Self::WithoutWords => "1",
            Self::Failed => "state = 'failed' AND retry = 'yes'",
            Self::Unknown => "state = 'failed' AND retry = 'paid'",
        }
    }
}

impl Batch {
    /// A command's batch, empty.
    pub fn of_command(engine: Engine, command: Command) -> Self {
        let how = How {
            face: Face::Command,
            asked: Some(asked(&command.sources)),
            jobs: command.jobs,
            options: Some(command.options),
            told: Some(command.told),
            heard: Some(command.heard),
        };
        Self::with(engine, how)
    }

    /// Takes over what an earlier run of the same files left; what of it is gone on with waits for [`Batch::describe`], and
    /// the rest stays for another time. The ids of the former, in order; none where there is no such run.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn resume(&self, rest: Rest) -> Result<Option<Vec<u64>>, Failure> {
        let Some(asked) = self.inner.how.asked.clone() else { return Ok(None) };
        if !self.inner.engine.workspace().on_library(|library| library.has_batches()).await? {
            return Ok(None);
        }
        let processes = self.inner.engine.queue().await?.clone();
        self.write(
            move |tx, batch| {
                let alive = |process: &str| processes.is_alive(process);
                let found = batches::resume(tx, (&asked, batch), rest.sql(), alive)?;
                batches::refuse_unkept(tx, batch, &item::unkept())?;
                Ok(found)
            },
            |_, _| {},
        )
        .await
    }

    /// Forgets what earlier runs of the same files left: this one takes their place.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn supersede(&self) -> Result<(), Failure> {
        let Some(asked) = self.inner.how.asked.clone() else { return Ok(()) };
        if !self.inner.engine.workspace().on_library(|library| library.has_batches()).await? {
            return Ok(());
        }
        let processes = self.inner.engine.queue().await?.clone();
        let alive = move |process: &str| processes.is_alive(process);
        self.write(move |tx, batch| batches::forget_earlier(tx, (&asked, batch), alive), |_, ()| {}).await
    }

    /// A command is through: what it has no words for stays for `--retry`, and where there is nothing of that, nothing stays.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn end(&self) -> Result<(), Failure> {
        let work = |tx: &rusqlite::Transaction<'_>, batch| {
            let counts = batches::counts(tx, batch)?;
            if counts.described == counts.total { batches::drop_batch(tx, batch) } else { batches::end(tx, batch) }
        };
        self.write(work, |_, ()| {}).await
    }

    /// Nothing more is sent: what was not sent is held for another time, what was sent is waited for. Where `at_once`, that is
    /// cancelled too, and what became of it is told with the request.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn send_no_more(&self, at_once: bool) -> Result<(), Failure> {
        let batch = self.clone();
        let held = self.write(
            move |tx, row| {
                let ready = batch.live().drop_ready(|_| true);
                batches::requeue(tx, row, &ready)?;
                batches::hold(tx, row, &Selection::All, "state = 'queued'")
            },
            move |live, held| {
                live.give_up(*held);
                live.hold_all_unsent(at_once);
            },
        );
        held.await.map(drop)
    }

    /// Nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.live().is_idle()
    }

    /// How many pictures were begun.
    pub fn begun_count(&self) -> u32 {
        self.live().total
    }

    /// Why the rest of the batch is held, where a verdict on the account stopped it.
    pub fn stopped(&self) -> Option<Failure> {
        self.live().stopped.clone()
    }
}

/// What was asked for, as a hash: the same files again, from whatever folder they are named.
fn asked(sources: &[OsString]) -> String {
    let whole = |source: &OsString| match source.to_string_lossy().contains("://") || source == "-" {
        true => source.clone(),
        false => std::path::absolute(source).map_or_else(|_| source.clone(), PathBuf::into_os_string),
    };
    // No name holds this byte.
    ingest::hash(&sources.iter().map(|source| whole(source).into_encoded_bytes()).collect::<Vec<_>>().join(&0))
}
