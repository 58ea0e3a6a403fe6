//! Questions about a picture.

use super::Answer;
use crate::shell::Shell;
use altsmith_core::view::{Conversation, TaskKind};
use tauri::State;

/// What was asked about a picture and answered.
#[tauri::command]
pub async fn conversation(shell: State<'_, Shell>, image_id: i64) -> Answer<Conversation> {
    shell.ask(|engine| async move { engine.history().conversation(image_id).await }).await
}

/// Asks a question about a picture; `again`: also where it was sent before and may be paid twice.
#[tauri::command]
pub async fn ask_about(shell: State<'_, Shell>, image_id: i64, question: String, again: bool) -> Answer<Conversation> {
    shell
        .run_task(TaskKind::Question, image_id, |run| async move {
            if again {
                Box::pin(run.engine.history().ask_about_again(image_id, question, &run.cancel, &*run.told)).await
            } else {
                Box::pin(run.engine.history().ask_about(image_id, question, &run.cancel, &*run.told)).await
            }
        })
        .await
}
