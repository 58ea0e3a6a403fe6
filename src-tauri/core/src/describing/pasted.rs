//! Where a picture of the library is read once more: at the file or address that it came from last, or at another place where
//! it lies; where it came from none of these (it was pasted), from whoever still holds it in memory.

use super::Describing;
use crate::failure::Failure;
use crate::ingest::{Incoming, Item};
use crate::library::{ImageRow, Origin};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

type Find = Arc<dyn Fn(&ImageRow) -> Option<Item> + Send + Sync>;

/// Who holds pictures in memory.
#[derive(Default)]
pub(super) struct Pasted {
    find: RwLock<Option<Find>>,
}

impl Describing {
    /// Says where pictures are found that came from no file and no address. Whoever says it last is asked.
    pub fn find_pasted(&self, find: impl Fn(&ImageRow) -> Option<Item> + Send + Sync + 'static) {
        *self.inner.pasted.find.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(find));
    }

    /// Where this picture is read again; nothing where it was pasted and nobody holds it any more. Of several places, the
    /// last one where there still is a file.
    ///
    /// # Errors
    /// Storage trouble.
    pub(crate) async fn item_of(&self, row: &ImageRow) -> Result<Option<Item>, Failure> {
        let from = match row.origin.clone() {
            Some(Origin::Path(path)) => Incoming::Path(self.present_path(row.id, path).await?),
            Some(Origin::Url(url)) => Incoming::Url { url, typed: true },
            None => {
                let find = self.inner.pasted.find.read().unwrap_or_else(PoisonError::into_inner).clone();
                return Ok(find.and_then(|find| find(row)));
            }
        };
        Ok(Some(Item { from, name: row.name.clone(), source: row.name.clone() }))
    }

    async fn present_path(&self, image_id: i64, last: PathBuf) -> Result<PathBuf, Failure> {
        self.workspace
            .on_library(move |library| {
                if last.exists() {
                    return Ok(last);
                }
                let other = library.places(image_id)?.into_iter().find_map(|place| match place {
                    Origin::Path(path) if path.is_file() => Some(path),
                    _ => None,
                });
                Ok(other.unwrap_or(last))
            })
            .await
    }
}
