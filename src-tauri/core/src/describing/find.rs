//! From a file, an address or pasted bytes to a picture that the library may know: read, or known without being read.

use super::describe::origin_of;
use super::{Blocking, Describing, Options, now_ms};
use crate::facts::Facts;
use crate::failure::{Failure, Reason};
use crate::imaging::{self, Decoder};
use crate::ingest::{self, FileState, Incoming, Item, Loaded};
use crate::library::{ImageRow, NewImage, Origin, ReadFile};

/// A picture that was read, and what the library knows it by.
pub(crate) struct Found {
    pub loaded: Loaded,
    /// See [`crate::library::Library::names`]; never empty.
    pub names: Vec<String>,
    /// Room for a large file, to be held with its bytes.
    pub room: Option<imaging::Permit>,
}

impl Found {
    /// What names it.
    pub fn name(&self) -> &str {
        self.names.first().map_or(&self.loaded.identity, String::as_str)
    }

    /// The file that was read.
    pub fn file(&self) -> ReadFile {
        ReadFile {
            hash: self.loaded.file_hash.clone(),
            identity: self.loaded.identity.clone(),
            state: self.loaded.state,
        }
    }

    /// What the library keeps of it.
    pub fn image(&self, item: &Item, facts: &Facts, looks: u64) -> NewImage {
        NewImage {
            hash: self.name().to_owned(),
            file: Some(self.file()),
            looks: Some(looks),
            name: item.name.clone(),
            origin: origin_of(item),
            format: self.loaded.format,
            width: facts.width,
            height: facts.height,
            bytes: self.loaded.bytes.len() as u64,
            now_ms: now_ms(),
        }
    }
}

impl Describing {
    /// A file's bytes, or an address's, and what the library knows the picture by.
    pub(crate) async fn load(&self, item: &Item, options: &Options) -> Result<Found, Failure> {
        let limits = ingest::Limits::default();
        if let Incoming::Url { .. } = item.from {
            let local_only = options.local_only || self.workspace.stored_local_only().await?;
            let loaded = ingest::fetch(item, &limits, &self.workspace.trust(), local_only).await?;
            return self.blocking(move |describing| describing.find(loaded)).await;
        }
        let bytes = match &item.from {
            Incoming::Path(path) => tokio::fs::metadata(path).await.map_or(0, |file| file.len()),
            _ => 0,
        };
        if Decoder::is_large_file(bytes)
            && let Some(permit) = &options.permit
        {
            // First its turn, then the room: whoever waits for room must keep nobody from giving it back.
            permit.take().await;
        }
        let room = self.inner.decoder.room_for_file(bytes).await;
        let item = item.clone();
        let read = self.blocking(move |describing| describing.find(ingest::read(&item, &limits)?));
        Ok(Found { room, ..read.await? })
    }

    /// What the library knows a picture by. Blocking.
    pub(crate) fn find(&self, loaded: Loaded) -> Result<Found, Failure> {
        let names = self.workspace.library().names(&loaded.identity, &loaded.file_hash)?;
        Ok(Found { loaded, names, room: None })
    }

    /// As [`Found::names`], of a file that stands as it did when it was read. Empty where it is to be read: it is new, it
    /// changed, or there is doubt.
    pub(crate) async fn names_unread(&self, item: &Item) -> Result<Vec<String>, Failure> {
        let (Incoming::Path(path), Some(Origin::Path(place))) = (&item.from, origin_of(item)) else {
            return Ok(Vec::new());
        };
        let path = path.clone();
        self.workspace
            .on_library(move |library| match FileState::at(&path).filter(FileState::is_settled) {
                Some(state) => library.names_of_file(&place, &state),
                None => Ok(Vec::new()),
            })
            .await
    }

    /// A picture of the history.
    pub(crate) async fn image(&self, id: i64) -> Result<ImageRow, Failure> {
        self.workspace.on_library(move |library| library.image(id)).await
    }

    /// A picture of the history once more, from where it came: the same picture or a refusal.
    ///
    /// # Errors
    /// `FileGone` where it was pasted, is no longer there, or is another picture now; whatever reading can refuse.
    pub(crate) async fn read_again(&self, image: &ImageRow, options: &Options) -> Result<(Item, Found), Failure> {
        let gone = |how: &str| Failure::new(Reason::FileGone).with("name", &image.name).with("gone", how);
        let item = self.item_of(image).await?.ok_or_else(|| gone("pasted"))?;
        let mut found = self.load(&item, options).await.map_err(|failure| failure.with("name", &image.name))?;
        let known = found.names.iter().position(|name| *name == image.hash).ok_or_else(|| gone("changed"))?;
        // Of pictures that older programs took for two, this one is meant.
        found.names.swap(0, known);
        Ok((item, found))
    }
}
