//! Questions about a picture of the history, to providers that hold a conversation.

use super::Engine;
use crate::failure::{Failure, Reason};
use crate::view::Conversation;
use tokio_util::sync::CancellationToken;

impl Engine {
    /// What was asked about a picture and answered, and who would answer next.
    ///
    /// # Errors
    /// `NotFound`, storage trouble.
    pub async fn conversation(&self, _image_id: i64) -> Result<Conversation, Failure> {
        Err(Reason::Internal.into())
    }

    /// Asks a question about a picture; the earlier ones go with it. The answer is kept before it is returned.
    ///
    /// # Errors
    /// `NotFound`, `FileGone` where the original is no longer there, and whatever describing can refuse.
    pub async fn ask_about(
        &self,
        _image_id: i64,
        _question: String,
        _cancel: &CancellationToken,
    ) -> Result<Conversation, Failure> {
        Err(Reason::Internal.into())
    }
}
