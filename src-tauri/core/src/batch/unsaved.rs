//! Words of a paid answer that the database does not take: they are told at once, with the warning, and their place is free
//! for the next picture. What stands in the batch is what is kept: their row is written once they are.

use super::Batch;
use super::live::Told;
use super::run::Described;
use crate::describing::Outcome;
use crate::failure::{Failure, Reason};
use crate::library::batches::ItemRow;
use crate::queue::Permit;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two looks whether the database took words.
const SAVED_YET: Duration = Duration::from_secs(1);

/// Words that are told before they are saved; whoever drops them lets the next one be sent.
pub struct Unsaved {
    /// The picture's item.
    pub id: u64,
    /// The words, with the warning.
    pub shown: Outcome,
    #[allow(dead_code)] // held, not read
    permit: Option<Arc<Permit>>,
}

impl Batch {
    pub(super) async fn end_unsaved(self, row: ItemRow, shown: Outcome, permit: Option<Arc<Permit>>) {
        let at = (row.id, row.round);
        let words = &shown.words;
        let text = [&words.alt, &words.description, &words.title].into_iter().flatten().next().cloned();
        self.piece(at, text.unwrap_or_else(|| words.tags.join(", ")));
        // A command has told of it and is done with it; in the window it lies until it is saved.
        let is_told = self.inner.how.told.is_some();
        let (cancel, idle) = {
            let mut live = self.live();
            live.give_back_place(&row.provider);
            if is_told {
                live.finish(1);
            }
            (live.at(at).map(|active| active.cancel.clone()), live.is_idle())
        };
        if let Some(told) = &self.inner.how.told {
            // It is told after those that come earlier, which may need its place for that.
            permit.iter().for_each(|permit| permit.lend());
            let _ = told.send(Told::Unsaved(Box::new(Unsaved { id: row.id, shown: shown.clone(), permit })));
            if idle {
                let _ = told.send(Told::Idle);
            }
        } else {
            drop(permit);
        }
        self.inner.work.notify_one();
        let Some(cancel) = cancel else { return };
        let came = self.until_saved(&shown, &cancel).await;
        self.end_turn(row, came, None, is_told).await;
    }

    /// The engine saves for all.
    async fn until_saved(&self, shown: &Outcome, cancel: &CancellationToken) -> Result<Described, Failure> {
        loop {
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Err(Reason::Cancelled.into()),
                () = tokio::time::sleep(SAVED_YET) => {}
            }
            let recovery = self.inner.engine.recovery();
            // Looked at first: words that are saved between the two looks are found.
            let nothing_left = !recovery.has_unsaved() && !recovery.leaves_unsaved().await;
            if let Ok(Some(words)) = recovery.saved_words(&shown.words).await {
                return Ok(Described { image: shown.image.id, words, cached: false });
            }
            if nothing_left {
                // The answer was set aside, or its picture was deleted meanwhile.
                return Err(Reason::NotFound.into());
            }
        }
    }
}
