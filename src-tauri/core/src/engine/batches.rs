//! What a batch needs of the engine beside describing: the library, who this process is, and cards.

use super::describe::THUMBNAIL_EDGE;
use super::present::picture;
use super::{Engine, Options};
use crate::failure::{Failure, Reason};
use crate::imaging;
use crate::ingest::{self, Incoming, Item};
use crate::library::{Library, Origin};
use crate::queue::Queue;
use crate::view::{Description, Picture};

impl Engine {
    /// Works on the library, on a thread for that.
    pub(crate) async fn on_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.blocking(move |engine| work(&engine.inner.library)).await
    }

    /// The queue, which knows the processes that are alive.
    pub(crate) async fn processes(&self) -> Result<&Queue, Failure> {
        self.queue().await
    }

    /// The picture and the words of a card, as far as they are there. Blocks.
    pub(crate) fn card_parts(
        &self,
        image: Option<i64>,
        words: Option<(i64, bool)>,
    ) -> (Option<Picture>, Option<Description>) {
        let library = &self.inner.library;
        // A picture that was deleted leaves its card; so do words that were purged.
        let shown = image.and_then(|id| Some((library.image(id).ok()?, library.tags(id).ok()?)));
        let words = words.and_then(|(id, cached)| Some(self.row_view(&library.description(id).ok()?, cached)));
        (shown.map(|(row, tags)| picture(&row, &tags)), words)
    }

    /// How a picture looks, a small JPEG: known from the history, or read for this alone. Nothing is fetched for it, and nothing
    /// is kept of it.
    ///
    /// # Errors
    /// `NotFound` where it would have to be fetched; whatever reading and decoding can refuse.
    pub(crate) async fn look_of(&self, item: &Item) -> Result<Vec<u8>, Failure> {
        for name in self.names_unread(item).await? {
            if let Ok(known) = self.thumbnail(&name).await {
                return Ok(known);
            }
        }
        if matches!(item.from, Incoming::Url { .. }) {
            return Err(Reason::NotFound.into());
        }
        let item = item.clone();
        let loaded = self.blocking(move |_| ingest::read(&item, &ingest::Limits::default())).await?;
        let decoded = self.inner.decoder.decode(loaded.bytes, loaded.format, THUMBNAIL_EDGE).await?;
        let imaging::Held { decoded, permit, .. } = decoded;
        self.blocking(move |_| {
            let _permit = permit;
            decoded.thumbnail(THUMBNAIL_EDGE)
        })
        .await
    }

    /// These options with the question that the words of this row are an incomplete answer to: see [`Engine::completing`].
    pub(crate) async fn completing_words(&self, words: i64, options: Options) -> Result<Options, Failure> {
        let words = self.blocking(move |engine| Ok(engine.row_view(&engine.inner.library.description(words)?, false)));
        self.completing(&words.await?, options).await
    }
}

/// Where a picture is read again.
pub(crate) fn incoming(origin: Option<Origin>, typed: bool) -> Option<Incoming> {
    match origin? {
        Origin::Path(path) => Some(Incoming::Path(path)),
        Origin::Url(url) => Some(Incoming::Url { url, typed }),
    }
}
