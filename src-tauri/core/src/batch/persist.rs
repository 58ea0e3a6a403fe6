//! What is written down of a batch, and who is told. Changes of rows and of memory are made together, one after the other;
//! what came of pictures is written many at a time.

use super::live::{Finished, Live, Outcome, Told};
use super::{Batch, Inner, item};
use crate::failure::Failure;
use crate::library::batches::{self, Counts, Face, ItemState};
use crate::library::{Error, Library};
use crate::view::Trouble;
use rusqlite::Transaction;
use std::sync::Arc;
use std::time::Duration;

/// At most some twenty times a second the page is told what changed: nobody reads faster.
const BEAT: Duration = Duration::from_millis(50);

/// How long after trouble with the storage it is tried again.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);

impl Batch {
    /// Changes rows in one transaction, and then what is in memory of them, before anybody else changes either. The listener
    /// hears of it at once.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, i64) -> Result<T, Error> + Send + 'static,
        then: impl FnOnce(&mut Live, &mut T),
    ) -> Result<T, Failure> {
        let batch = self.row().await?;
        let _order = self.inner.order.lock().await;
        self.write_in_order(batch, work, then).await
    }

    /// Reads rows, at once: nobody who looks waits for who writes. What changes in this moment is told when it is written.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, i64) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Failure> {
        // Where nothing was ever put down, there is no row, and nothing is found.
        let batch = self.inner.row.get().copied().unwrap_or(0);
        self.inner.engine.workspace().on_library(move |library| library.read(|tx| work(tx, batch))).await
    }

    /// Writes down what came of pictures, and tells what changed.
    pub(super) async fn flush(&self) -> Result<(), Failure> {
        let nothing = {
            let live = self.live();
            live.outcomes.is_empty() && !live.has_news()
        };
        if nothing || self.inner.row.get().is_none() {
            return Ok(());
        }
        self.write(|_, _| Ok(()), |_, ()| {}).await
    }

    /// Writes in the background, as long as the batch lives.
    pub(super) fn keep_writing(&self) {
        let (batch, news) = (Arc::downgrade(&self.inner), Arc::clone(&self.inner.news));
        tokio::spawn(async move {
            loop {
                news.notified().await;
                let Some(inner) = batch.upgrade() else { return };
                let batch = Self { inner };
                let beat = match batch.inner.how.face {
                    Face::Window => BEAT,
                    // Nobody looks, and the next picture waits for it.
                    Face::Command => Duration::ZERO,
                };
                let flushed = batch.flush().await;
                drop(batch);
                match flushed {
                    Ok(()) => tokio::time::sleep(beat).await,
                    Err(failure) => {
                        tracing::warn!(target: "altsmith::batch", %failure, "what came of pictures is not kept yet");
                        news.notify_one();
                        tokio::time::sleep(AFTER_TROUBLE).await;
                    }
                }
            }
        });
    }

    /// Why the rest is held, in words.
    pub(super) fn said_stop(&self) -> Option<Trouble> {
        self.stopped().map(|failure| self.inner.engine.workspace().localizer().failure(&failure))
    }

    /// The row of this batch, made where there is none yet.
    async fn row(&self) -> Result<i64, Failure> {
        let made = self.inner.row.get_or_try_init(|| async {
            let engine = &self.inner.engine;
            let (process, face) = (engine.queue().await?.process().to_owned(), self.inner.how.face);
            let (now_ms, context) = (engine.now_ms(), self.context());
            engine
                .workspace()
                .on_library(move |library| {
                    library.write(|tx| {
                        let batch = batches::create(tx, face, &process, now_ms)?;
                        batches::set_context(tx, batch, &context)?;
                        Ok(batch)
                    })
                })
                .await
        });
        made.await.copied()
    }

    async fn write_in_order<T: Send + 'static>(
        &self,
        batch: i64,
        work: impl FnOnce(&Transaction<'_>, i64) -> Result<T, Error> + Send + 'static,
        then: impl FnOnce(&mut Live, &mut T),
    ) -> Result<T, Failure> {
        let (outcomes, heard) = {
            let mut live = self.live();
            (std::mem::take(&mut live.outcomes), live.listener.is_some())
        };
        let written =
            self.inner.engine.workspace().on_library(move |library| Ok(commit(library, batch, outcomes, heard, work)));
        let (outcomes, done) = written.await?;
        let localizer = self.inner.engine.workspace().localizer();
        let mut live = self.live();
        let (mut value, counts) = match done {
            Ok(done) => done,
            Err(failure) => {
                live.outcomes.splice(0..0, outcomes);
                return Err(failure);
            }
        };
        let was_idle = live.is_idle();
        live.settle(&outcomes);
        then(&mut live, &mut value);
        let ended = !was_idle && live.is_idle();
        let stopped = live.stopped.as_ref().map(|failure| localizer.failure(failure));
        live.publish(counts, stopped);
        drop(live);
        self.let_go(outcomes, ended);
        Ok(value)
    }

    /// What is written down is told, and gives way to the next.
    fn let_go(&self, outcomes: Vec<Outcome>, ended: bool) {
        let Some(told) = &self.inner.how.told else {
            if ended {
                self.look_at_balances();
            }
            return;
        };
        // Who does not listen any more lets everything go.
        if !outcomes.is_empty() {
            let finished =
                outcomes.into_iter().map(|outcome| Finished { id: outcome.ended.id, permit: outcome.permit });
            let _ = told.send(Told::Finished(finished.collect()));
        }
        if ended {
            let _ = told.send(Told::Idle);
        }
    }
}

impl Live {
    /// What came of these is in their rows.
    fn settle(&mut self, outcomes: &[Outcome]) {
        for Outcome { ended, .. } in outcomes {
            if self.at((ended.id, ended.round)).is_some() {
                self.active.remove(&ended.id);
                self.change(ended.id, item::shown_as(ended.state));
            }
            match ended.state {
                ItemState::Held => self.give_up(1),
                _ => self.finish(1),
            }
        }
    }
}

type Done<T> = Result<(T, Counts), Failure>;

/// One transaction: first what came of pictures, then the work. The outcomes come back: where it failed, they are to be
/// written later.
fn commit<T>(
    library: &Library,
    batch: i64,
    outcomes: Vec<Outcome>,
    heard: bool,
    work: impl FnOnce(&Transaction<'_>, i64) -> Result<T, Error>,
) -> (Vec<Outcome>, Done<T>) {
    let done = library.write(|tx| {
        for outcome in &outcomes {
            batches::finish(tx, &outcome.ended)?;
        }
        let value = work(tx, batch)?;
        let counts = if heard { batches::counts(tx, batch)? } else { Counts::default() };
        Ok((value, counts))
    });
    (outcomes, done)
}

impl Inner {
    /// Something came of a picture, or it stands somewhere else.
    pub(super) fn has_news(&self) {
        self.news.notify_one();
    }
}
