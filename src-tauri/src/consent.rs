//! Asks the person in a dialog of the system: what lets pictures or money out is agreed to there, where no script of the page
//! can answer.

use crate::shell::Shell;
use altsmith_core::accounts::Consent;
use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

/// Whether the person agrees to all of it. At once where there is nothing to agree to.
pub async fn is_given(window: &WebviewWindow, shell: &Shell, asked: &[Consent]) -> bool {
    if asked.is_empty() {
        return true;
    }
    let Ok(batch) = shell.batch().await else { return false };
    let localizer = batch.engine().workspace().localizer();
    let sentences: Vec<_> = asked.iter().map(|consent| consent.sentence(localizer)).collect();
    let (answer, answered) = tokio::sync::oneshot::channel();
    window
        .dialog()
        .message(sentences.join("\n\n"))
        .title(shell.text("consent-title"))
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(shell.text("consent-yes"), shell.text("consent-no")))
        .parent(window)
        .show(move |agreed| {
            let _ = answer.send(agreed);
        });
    answered.await.unwrap_or(false)
}
