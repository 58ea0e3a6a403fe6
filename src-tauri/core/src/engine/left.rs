//! Pictures without words, for the desk to find again at the next start.

use super::Engine;
use crate::failure::Failure;
use crate::library::{DeskChange, DeskRow};

impl Engine {
    /// What was left without words the last time, in order; pasted pictures only this once.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn desk_left(&self) -> Result<Vec<DeskRow>, Failure> {
        self.blocking(|engine| engine.inner.library.desk_left()).await
    }

    /// Keeps what waits for its words, and forgets what does not any more.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn keep_desk(&self, changes: Vec<DeskChange>) -> Result<(), Failure> {
        if changes.is_empty() {
            return Ok(());
        }
        self.blocking(move |engine| engine.inner.library.keep_desk(&changes)).await
    }
}
