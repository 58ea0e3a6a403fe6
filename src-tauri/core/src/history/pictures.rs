//! What the window shows of a picture: the stored thumbnail, and a larger preview made on demand from the original.
//! The page never sees an original.

use super::{Blocking, History};
use crate::describing::InMemory;
use crate::failure::{Failure, Reason};
use crate::ingest;

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

    async fn preview_from_original(&self, hash: &str) -> Result<Vec<u8>, Failure> {
        let wanted = hash.to_owned();
        let image = self.workspace.on_library(move |library| library.image_by_hash(&wanted)).await?;
        let item = self.describing.item_of(&image.ok_or(Reason::NotFound)?).await?.ok_or(Reason::NotFound)?;
        if matches!(item.from, ingest::Incoming::Url { .. }) {
            return Err(Reason::NotFound.into());
        }
        let read = move |history: &Self| history.describing.find(ingest::read(&item, &ingest::Limits::default())?);
        let found = self.blocking(read).await?;
        if !found.names.iter().any(|name| name == hash) {
            return Err(Reason::NotFound.into());
        }
        let InMemory { decoded, permit, .. } = self.describing.decode(found, PREVIEW_EDGE).await?;
        self.blocking(move |_| {
            let _permit = permit;
            decoded.thumbnail(PREVIEW_EDGE)
        })
        .await
    }
}
