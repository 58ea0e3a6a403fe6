//! The desk follows what happens elsewhere: words that change in the history, settings that change in the window or on the
//! command line.

use super::{Desk, Inner};
use crate::engine::Change;
use crate::view::{CardState, Description, Event, WaitsFor};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

/// How often it is looked whether the command line changed something.
const LOOKS: Duration = Duration::from_secs(2);

impl Desk {
    /// Keeps the cards true while words are edited, tagged or deleted elsewhere (in the history, in the inspector).
    pub(super) fn follow_changes(&self) {
        let mut changes = self.inner.engine.changes();
        let desk = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                let change = match changes.recv().await {
                    Ok(change) => Some(change),
                    Err(RecvError::Lagged(_)) => None,
                    Err(RecvError::Closed) => return,
                };
                let Some(inner) = desk.upgrade() else { return };
                Self { inner }.apply(change).await;
            }
        });
    }

    async fn apply(&self, change: Option<Change>) {
        if let Some(Change { image_id, words }) = change {
            // The card that was described has told of these words itself.
            let old = |slot: &super::Slot| words.is_none() || slot.words.as_ref().map(|shown| shown.id) != words;
            let origin = self.inner.engine.origin_of(image_id).await.ok().flatten();
            let shows = |slot: &super::Slot| match slot.image_id() {
                Some(shown) => shown == image_id && old(slot),
                // One that failed before it was known, and was settled elsewhere.
                None => words.is_some() && slot.is_unsettled() && origin.is_some() && origin == slot.origin(),
            };
            let shown: Vec<u64> = self.state().slots.iter().filter(|slot| shows(slot)).map(|slot| slot.id).collect();
            if !shown.is_empty() {
                let entry = self.inner.engine.entry(image_id).await.ok();
                let newest: Option<Description> = entry.as_ref().and_then(|e| e.versions.first().cloned());
                let mut state = self.state();
                for id in shown {
                    if let Some(slot) = state.slot(id) {
                        slot.refresh(entry.as_ref().map(|e| e.picture.clone()), newest.clone());
                        if !slot.is_to_be_kept() {
                            self.inner.kept.forget(id);
                        }
                        let card = self.card(slot);
                        state.tell(Event::Changed { card: Box::new(card) });
                    }
                }
            }
        }
        self.tell(Event::HistoryChanged);
    }

    /// Tells the listener of settings that changed, here or on the command line, and obeys those that concern cards.
    pub(super) fn follow_settings(&self) {
        let mut changes = self.inner.engine.settings_changes();
        let desk = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut seen = None;
            let mut looks = tokio::time::interval(LOOKS);
            looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                let changed = tokio::select! {
                    changed = changes.changed() => changed.is_ok(),
                    _ = looks.tick() => {
                        let Some(at) = Self::look(&desk, seen).await else { return };
                        seen = at;
                        continue;
                    }
                };
                let Some(inner) = desk.upgrade().filter(|_| changed) else { return };
                Self { inner }.settings_changed();
            }
        });
    }

    /// Reads anew what another process changed. None: the desk is gone.
    async fn look(desk: &Weak<Inner>, seen: Option<i64>) -> Option<Option<i64>> {
        let desk = Self { inner: desk.upgrade()? };
        let engine = &desk.inner.engine;
        // What cannot be read now is read at the next look.
        let Ok(version) = engine.data_version().await else { return Some(seen) };
        // Also at the first look: somebody may have written since the settings were read.
        if seen != Some(version) && engine.read_settings_anew().await.is_ok() && seen.is_some() {
            desk.tell(Event::HistoryChanged);
        }
        Some(Some(version))
    }

    fn settings_changed(&self) {
        let settings = Box::new(self.inner.engine.settings());
        let local_only = settings.local_only;
        let mut state = self.state();
        state.tell(Event::Services { services: self.inner.engine.services() });
        state.tell(Event::Settings { settings });
        if local_only {
            for slot in &mut state.slots {
                if slot.leaves && has_not_left(slot.state) {
                    slot.stop(self.inner.engine.kept_here(&slot.provider));
                }
            }
        }
    }
}

/// Nothing of the picture is on its way now, so it can still be kept here.
pub(super) fn has_not_left(state: CardState) -> bool {
    matches!(state, CardState::Reading | CardState::Waiting { why: WaitsFor::Limit | WaitsFor::Recovery, .. })
}
