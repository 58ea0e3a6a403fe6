//! Pictures that were laid into the person's bucket for a service, and still lie there because the program ended in the
//! middle.

use super::Describing;
use crate::accounts::Account;
use crate::provider::{Connection, ImageBy, Request};
use std::sync::atomic::Ordering;

impl Describing {
    /// Takes away what this program left in the person's bucket when it ended in the middle. What cannot be taken away now
    /// stays known for the next time.
    pub(crate) async fn remove_left_uploads(&self, provider: &Connection, account: &Account) {
        let (Ok(queue), Ok(driver)) = (self.queue.get().await, self.workspace.driver()) else { return };
        let Ok(left) = queue.left_uploads().await else { return };
        let request = Request::default();
        let context = account.context(&request, self.workspace.stored_local_only().await.unwrap_or(true));
        for upload in left.into_iter().filter(|left| *left.provider == *provider.id) {
            if driver.remove_upload(&context, &upload.name, &upload.place).await {
                let _ = queue.upload_removed(upload.name).await;
            }
        }
    }

    /// The same once in a sitting, where this service gets its pictures that way.
    pub(super) async fn sweep_uploads(&self, provider: &Connection, account: &Account) {
        if provider.descriptor().accepts.by == ImageBy::Url && !self.inner.swept.swap(true, Ordering::Relaxed) {
            self.remove_left_uploads(provider, account).await;
        }
    }
}
