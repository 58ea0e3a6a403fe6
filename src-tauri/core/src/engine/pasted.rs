//! Where a picture of the library is read once more: at the file or address that it came from; where it came from none of
//! these (it was pasted), from whoever still holds it in memory.

use super::Engine;
use crate::ingest::{Incoming, Item};
use crate::library::{ImageRow, Origin};
use std::sync::{Arc, PoisonError, RwLock};

type Find = Arc<dyn Fn(&ImageRow) -> Option<Item> + Send + Sync>;

/// Who holds pictures in memory.
#[derive(Default)]
pub(super) struct Pasted {
    find: RwLock<Option<Find>>,
}

impl Engine {
    /// Says where pictures are found that came from no file and no address. Whoever says it last is asked.
    pub fn find_pasted(&self, find: impl Fn(&ImageRow) -> Option<Item> + Send + Sync + 'static) {
        *self.inner.pasted.find.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(find));
    }

    /// Where this picture is read again; nothing where it was pasted and nobody holds it any more.
    pub(super) fn item_of(&self, row: &ImageRow) -> Option<Item> {
        let from = match row.origin.clone() {
            Some(Origin::Path(path)) => Incoming::Path(path),
            Some(Origin::Url(url)) => Incoming::Url { url, typed: true },
            None => {
                let find = self.inner.pasted.find.read().unwrap_or_else(PoisonError::into_inner).clone();
                return find.and_then(|find| find(row));
            }
        };
        Some(Item { from, name: row.name.clone(), source: row.name.clone() })
    }
}
