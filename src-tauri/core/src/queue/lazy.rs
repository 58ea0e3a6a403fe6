//! The queue of a data folder, opened when the first request is written down. Who describes on this computer alone never
//! opens it.

use super::Queue;
use crate::failure::{Failure, Reason};
use crate::library::Library;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A queue that may not be open yet. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct LazyQueue {
    library: Library,
    data_folder: PathBuf,
    queue: Arc<OnceCell<Queue>>,
}

impl LazyQueue {
    /// The queue of this folder. Touches nothing.
    pub fn new(library: Library, data_folder: PathBuf) -> Self {
        Self { library, data_folder, queue: Arc::default() }
    }

    /// The queue, which is open from now on.
    ///
    /// # Errors
    /// As [`Queue::open`].
    pub async fn get(&self) -> Result<&Queue, Failure> {
        let open = || async {
            let (library, folder) = (self.library.clone(), self.data_folder.clone());
            let opened = tokio::task::spawn_blocking(move || Queue::open(library, &folder)).await;
            opened.unwrap_or_else(|_| Err(Failure::new(Reason::Internal)))
        };
        self.queue.get_or_try_init(open).await
    }
}
