//! Answers that the database did not take: their words are shown already, and they are written down as soon as it does.

use super::Recovery;
use crate::failure::Failure;
use crate::library::{DescriptionRow, JobState};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two tries to save what the database did not take.
const SAVE_AGAIN: Duration = Duration::from_secs(3);

impl Recovery {
    /// Writes down, as soon as the database takes it, what was answered and is not saved. Ends with the process: the next one
    /// goes on.
    pub(super) fn save_later(&self) {
        if self.inner.saves_later.swap(true, Ordering::SeqCst) {
            return;
        }
        // It does not keep an engine that nobody needs any more.
        let recovery = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SAVE_AGAIN).await;
                let Some(inner) = recovery.upgrade() else { return };
                let recovery = Self { inner };
                if recovery.finish_stored(&CancellationToken::new()).await.is_err() {
                    continue;
                }
                // Given up before it is looked whether anything is left: what comes from now on begins anew.
                recovery.inner.saves_later.store(false, Ordering::SeqCst);
                if recovery.left(JobState::Answered).await.is_ok_and(|left| left.is_empty()) {
                    // Of a request with an outcome of its own, the service tells it once more.
                    let _ = recovery.ask_outcomes(&CancellationToken::new()).await;
                    return;
                }
                if recovery.inner.saves_later.swap(true, Ordering::SeqCst) {
                    return;
                }
            }
        });
    }

    /// The row that words which were not saved have by now.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn saved_words(&self, shown: &DescriptionRow) -> Result<Option<i64>, Failure> {
        let (image_id, key, since) = (shown.image_id, shown.request_key.clone(), shown.created_ms);
        let versions = self.inner.workspace.on_library(move |library| library.versions(image_id)).await?;
        Ok(versions.into_iter().find(|row| row.request_key == key && row.created_ms >= since).map(|row| row.id))
    }

    /// Whether words were shown that are not saved yet.
    pub fn has_unsaved(&self) -> bool {
        self.inner.saves_later.load(Ordering::SeqCst)
    }
}
