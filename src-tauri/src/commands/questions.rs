//! Questions about a picture.

use super::Answer;
use crate::shell::Shell;
use altsmith_core::view::Conversation;
use tauri::State;

/// What was asked about a picture and answered.
#[tauri::command]
pub async fn conversation(shell: State<'_, Shell>, image_id: i64) -> Answer<Conversation> {
    shell.ask(|engine| async move { engine.conversation(image_id).await }).await
}

/// Asks a question about a picture.
#[tauri::command]
pub async fn ask_about(shell: State<'_, Shell>, image_id: i64, question: String) -> Answer<Conversation> {
    let cancel = shell.questions.begin(image_id);
    shell.ask(|engine| async move { engine.ask_about(image_id, question, &cancel, &|_| {}).await }).await
}

/// Stops waiting for the answer to a question.
#[tauri::command]
pub async fn cancel_question(shell: State<'_, Shell>, image_id: i64) -> Answer<()> {
    shell.questions.cancel(image_id);
    Ok(())
}
