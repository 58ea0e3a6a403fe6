//! Questions that wait for their answer, so that they can be cancelled: one a picture.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// The questions under way, by picture.
#[derive(Default)]
pub struct Questions {
    under_way: Mutex<HashMap<i64, CancellationToken>>,
}

impl Questions {
    /// A new question about a picture; an older one about it is no longer waited for.
    pub fn begin(&self, image_id: i64) -> CancellationToken {
        let token = CancellationToken::new();
        let before = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(image_id, token.clone());
        if let Some(before) = before {
            before.cancel();
        }
        token
    }

    /// Stops waiting for the answer about a picture.
    pub fn cancel(&self, image_id: i64) {
        if let Some(token) = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&image_id) {
            token.cancel();
        }
    }
}
