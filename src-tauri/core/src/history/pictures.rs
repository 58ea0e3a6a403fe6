//! What the window shows of a picture: the stored thumbnail, and a larger preview made on demand from the original.
//! The page never sees an original.

use super::{Blocking, History};
use crate::describing::{Found, InMemory, THUMBNAIL_EDGE};
use crate::failure::{Failure, Reason};
use crate::ingest::{Incoming, Item};

/// Longest edge of a preview, in pixels.
const PREVIEW_EDGE: u32 = 1600;

impl History {
    /// The thumbnail of the picture with this hash, a JPEG.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn thumbnail(&self, hash: &str) -> Result<Vec<u8>, Failure> {
        let path = self.workspace.data_dir().thumbnail(hash);
        self.blocking(move |_| std::fs::read(path).map_err(|_| Reason::NotFound.into())).await
    }

    /// The picture at up to 1600 pixels, a JPEG, from its original; the thumbnail where the original is gone or lies on
    /// the network.
    ///
    /// # Errors
    /// `NotFound` where there is neither.
    pub async fn preview(&self, hash: &str) -> Result<Vec<u8>, Failure> {
        match self.preview_from_original(hash).await {
            Ok(bytes) => Ok(bytes),
            Err(_) => self.thumbnail(hash).await,
        }
    }

    /// How a picture looks that may not be described yet, as its thumbnail will: known from the history, or read for this alone.
    /// Nothing is fetched for it, and nothing is kept of it.
    ///
    /// # Errors
    /// `NotFound` where it would have to be fetched; whatever reading and decoding can refuse.
    pub(crate) async fn look_of(&self, item: &Item) -> Result<Vec<u8>, Failure> {
        for name in self.describing.names_unread(item).await? {
            if let Ok(known) = self.thumbnail(&name).await {
                return Ok(known);
            }
        }
        if matches!(item.from, Incoming::Url { .. }) {
            return Err(Reason::NotFound.into());
        }
        let found = self.describing.load(item, &self.describing.options()).await?;
        self.drawn(found, THUMBNAIL_EDGE).await
    }

    async fn preview_from_original(&self, hash: &str) -> Result<Vec<u8>, Failure> {
        let wanted = hash.to_owned();
        let image = self.workspace.on_library(move |library| library.image_by_hash(&wanted)).await?;
        let item = self.describing.item_of(&image.ok_or(Reason::NotFound)?).await?.ok_or(Reason::NotFound)?;
        if matches!(item.from, Incoming::Url { .. }) {
            return Err(Reason::NotFound.into());
        }
        let found = self.describing.load(&item, &self.describing.options()).await?;
        if !found.names.iter().any(|name| name == hash) {
            return Err(Reason::NotFound.into());
        }
        self.drawn(found, PREVIEW_EDGE).await
    }

    /// The picture as a JPEG of at most so many pixels.
    async fn drawn(&self, found: Found, edge: u32) -> Result<Vec<u8>, Failure> {
        let InMemory { decoded, permit, .. } = self.describing.decode(found, edge).await?;
        self.blocking(move |_| {
            let _permit = permit;
            decoded.thumbnail(edge)
        })
        .await
    }
}
