//! What of the desk outlives the program: the pictures that have no words yet. Written in the background, many changes in
//! one transaction, so that a folder of thousands costs no more than one picture.

use super::slot::Slot;
use crate::engine::Engine;
use crate::ingest::{Incoming, Item};
use crate::library::{DeskChange, DeskRow, Origin};
use tokio::sync::{mpsc, oneshot};

/// Writes down what waits for its words.
pub(super) struct Kept {
    changes: mpsc::UnboundedSender<Step>,
}

enum Step {
    Change(DeskChange),
    /// Everything before it is written.
    Written(oneshot::Sender<()>),
}

impl Kept {
    /// Begins to write. Ends when it is dropped.
    pub fn begin(engine: Engine) -> Self {
        let (changes, mut steps) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            while steps.recv_many(&mut taken, usize::MAX).await > 0 {
                let (mut changes, mut waiting) = (Vec::new(), Vec::new());
                for step in taken.drain(..) {
                    match step {
                        Step::Change(change) => changes.push(change),
                        Step::Written(done) => waiting.push(done),
                    }
                }
                if let Err(failure) = engine.keep_desk(changes).await {
                    tracing::warn!(target: "altsmith::desk", %failure, "pictures without words are not kept");
                }
                for done in waiting {
                    // Whoever asked may be gone.
                    let _ = done.send(());
                }
            }
        });
        Self { changes }
    }

    /// A card waits for its words; `everybodys` is what the person knows of all pictures.
    pub fn put(&self, slot: &Slot, everybodys: &str) {
        let (origin, typed) = match &slot.item.from {
            Incoming::Url { url, typed } => (Some(Origin::Url(url.clone())), *typed),
            Incoming::Path(path) => {
                (Some(Origin::Path(std::path::absolute(path).unwrap_or_else(|_| path.clone()))), false)
            }
            Incoming::Bytes { .. } => (None, false),
        };
        let row = DeskRow {
            id: slot.id,
            origin,
            typed,
            name: slot.item.name.clone(),
            source: slot.item.source.clone(),
            context: slot.knows(everybodys).map(str::to_owned),
        };
        self.note(Step::Change(DeskChange::Put(row)));
    }

    /// A card does not wait any more.
    pub fn forget(&self, id: u64) {
        self.note(Step::Change(DeskChange::Drop(id)));
    }

    /// Returns when everything so far is written.
    pub async fn written(&self) {
        let (sender, done) = oneshot::channel();
        self.note(Step::Written(sender));
        let _ = done.await;
    }

    fn note(&self, step: Step) {
        // The writer lives as long as this does.
        let _ = self.changes.send(step);
    }
}

/// The picture of a row; none where it was pasted.
pub(super) fn item(row: &DeskRow) -> Option<Item> {
    let from = match row.origin.clone()? {
        Origin::Path(path) => Incoming::Path(path),
        Origin::Url(url) => Incoming::Url { url, typed: row.typed },
    };
    Some(Item { from, name: row.name.clone(), source: row.source.clone() })
}
