//! The cards of the Describe view.

use super::Answer;
use crate::shell::Shell;
use tauri::State;

/// Describes cards again, also where the history has the answer.
#[tauri::command]
pub async fn describe_again(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<()> {
    on_desk(&shell, |desk| desk.describe_again(&ids)).await
}

/// Cancels what is queued or under way.
#[tauri::command]
pub async fn cancel(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<()> {
    on_desk(&shell, |desk| desk.cancel(&ids)).await
}

/// Takes cards off the desk; their words stay in the history.
#[tauri::command]
pub async fn remove_cards(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<()> {
    on_desk(&shell, |desk| desk.remove(&ids)).await
}

/// Puts back what the last removal took.
#[tauri::command]
pub async fn restore_cards(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<()> {
    on_desk(&shell, |desk| desk.restore(&ids)).await
}

/// What the person knows of all pictures.
#[tauri::command]
pub async fn set_context(shell: State<'_, Shell>, text: String) -> Answer<()> {
    on_desk(&shell, |desk| desk.set_context(&text)).await
}

/// What the person knows of these pictures; none: what was written for all.
#[tauri::command]
pub async fn set_card_context(shell: State<'_, Shell>, ids: Vec<u64>, text: Option<String>) -> Answer<()> {
    on_desk(&shell, |desk| desk.set_card_context(&ids, text.as_deref())).await
}

pub(super) async fn on_desk(shell: &Shell, work: impl FnOnce(&altsmith_core::desk::Desk)) -> Answer<()> {
    let desk = shell.desk().await.map_err(|failure| shell.trouble(&failure))?;
    work(&desk);
    Ok(())
}
