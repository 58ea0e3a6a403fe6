//! Dialogs of the system for one file: opened here, so that no path passes through the page.

use std::path::PathBuf;
use tauri::{WebviewWindow, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// What the dialog calls with the choice.
type Chosen = Box<dyn FnOnce(Option<FilePath>) + Send>;

/// A dialog above the window, not shown yet.
pub fn above(window: &WebviewWindow, title: String) -> FileDialogBuilder<Wry> {
    window.dialog().file().set_parent(window).set_title(title)
}

/// Shows a dialog and waits for the choice; none where there was none.
pub async fn chosen(show: impl FnOnce(Chosen)) -> Option<PathBuf> {
    let (sender, choice) = oneshot::channel();
    show(Box::new(move |path| {
        // Nobody waits any more only when the window is gone.
        let _ = sender.send(path);
    }));
    choice.await.ok().flatten()?.into_path().ok()
}
