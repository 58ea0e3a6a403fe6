//! The batch follows what happens elsewhere: words that change in the history, settings that change in the window or on the
//! command line.

use super::run::has_not_left;
use super::{Batch, Inner, item};
use crate::library::batches::{self, ItemRow, ItemState};
use crate::view::Event;
use crate::workspace::Change;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::MissedTickBehavior;

/// How often it is looked whether the command line changed something.
const LOOKS: Duration = Duration::from_secs(2);

/// A batch changes the history with every picture: so often it is told.
const BEAT: Duration = Duration::from_millis(50);

impl Batch {
    /// Keeps the cards true while words are edited, tagged or deleted elsewhere (in the history, in the inspector).
    pub(super) fn follow_changes(&self) {
        let mut changes = self.inner.engine.workspace().changes();
        let batch = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                let mut seen = match changes.recv().await {
                    Ok(change) => vec![change],
                    Err(RecvError::Lagged(_)) => Vec::new(),
                    Err(RecvError::Closed) => return,
                };
                loop {
                    match changes.try_recv() {
                        Ok(change) => seen.push(change),
                        Err(TryRecvError::Lagged(_)) => {}
                        Err(_) => break,
                    }
                }
                let Some(inner) = batch.upgrade() else { return };
                Self { inner }.apply(seen).await;
                tokio::time::sleep(BEAT).await;
            }
        });
    }

    async fn apply(&self, changes: Vec<Change>) {
        if self.inner.row.get().is_some() && !changes.is_empty() {
            let shown = self.write(
                move |tx, batch| {
                    let mut shown = Vec::new();
                    for Change { image_id, words } in changes {
                        // The card that was described has told of these words itself.
                        for row in batches::showing(tx, batch, image_id, words)? {
                            let newest = batches::newest(tx, image_id)?;
                            let state = state_with(&row, newest);
                            batches::show(tx, row.id, (image_id, newest.map(|(id, _)| id)), state)?;
                            let state = state.map_or_else(|| item::state_of(&row), item::shown_as);
                            shown.push((row, state));
                        }
                    }
                    Ok(shown)
                },
                |live, shown| {
                    for (row, state) in shown {
                        let state = live.state(row).unwrap_or(*state);
                        live.change(row.id, state);
                    }
                },
            );
            if let Err(failure) = shown.await {
                tracing::warn!(target: "altsmith::batch", %failure, "cards do not follow the history");
            }
        }
        self.tell(Event::HistoryChanged);
    }

    /// Tells the listener of settings that changed, here or on the command line, and obeys those that concern pictures.
    pub(super) fn follow_settings(&self) {
        let mut changes = self.inner.engine.workspace().settings_changes();
        let batch = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut seen = None;
            let mut looks = tokio::time::interval(LOOKS);
            looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                let changed = tokio::select! {
                    changed = changes.changed() => changed.is_ok(),
                    _ = looks.tick() => {
                        let Some(at) = Self::look(&batch, seen).await else { return };
                        seen = at;
                        continue;
                    }
                };
                let Some(inner) = batch.upgrade().filter(|_| changed) else { return };
                Self { inner }.settings_changed();
            }
        });
    }

    /// Reads anew what another process changed. None: the batch is gone.
    async fn look(batch: &Weak<Inner>, seen: Option<i64>) -> Option<Option<i64>> {
        let batch = Self { inner: batch.upgrade()? };
        let engine = &batch.inner.engine;
        // What cannot be read now is read at the next look.
        let Ok(version) = engine.history().data_version().await else { return Some(seen) };
        // Also at the first look: somebody may have written since the settings were read.
        if seen != Some(version) && engine.workspace().read_settings_anew().await.is_ok() && seen.is_some() {
            batch.tell(Event::HistoryChanged);
        }
        Some(Some(version))
    }

    fn settings_changed(&self) {
        let settings = Box::new(self.inner.engine.workspace().settings());
        let local_only = settings.local_only;
        let mut live = self.live();
        live.tell(Event::Services { services: self.inner.engine.workspace().services() });
        live.tell(Event::Settings { settings });
        if local_only {
            for active in live.active.values_mut() {
                if active.leaves == Some(true) && has_not_left(active.state) {
                    active.stop(self.inner.engine.workspace().kept_here(&active.provider));
                }
            }
        }
        // Troubles are said in the language of the moment.
        live.moved = true;
        drop(live);
        self.inner.has_news();
    }
}

/// Where an item stands with the newest words of its picture; none: where it stood. One whose request had no outcome has
/// been settled by a model's words; one whose entry was deleted has no words any more.
fn state_with(row: &ItemRow, newest: Option<(i64, bool)>) -> Option<ItemState> {
    let unsettled =
        row.state == ItemState::Failed && row.failure.as_ref().is_some_and(|failure| failure.again.is_some());
    match newest {
        Some((id, true)) if unsettled && row.description_id < Some(id) => Some(ItemState::Done),
        None if row.state == ItemState::Done => Some(ItemState::Cancelled),
        _ => None,
    }
}
