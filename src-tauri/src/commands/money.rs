//! What is and was spent: the estimate before a batch, requests left in the middle, usage, the ledger.

use super::batch::on_batch;
use super::{Answer, dialog};
use crate::shell::Shell;
use altsmith_core::beside::Draft;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::library::Selection;
use altsmith_core::view::{Estimate, LedgerPage, LedgerQuery, Task, TaskKind, Unfinished, Usage};
use std::io::Write as _;
use tauri::{State, WebviewWindow};

/// What describing these pictures would send and cost.
#[tauri::command]
pub async fn estimate(shell: State<'_, Shell>, which: Selection) -> Answer<Estimate> {
    on_batch(&shell, async |batch| batch.estimate(which).await).await
}

/// Describes pictures that wait for the person's word, failed or were cancelled; nothing where other pictures came to be
/// held since the person agreed.
#[tauri::command]
pub async fn describe_cards(shell: State<'_, Shell>, which: Selection, agreed: Option<u32>) -> Answer<()> {
    on_batch(&shell, async |batch| batch.describe_as_agreed(which, agreed).await).await
}

/// Requests that were sent and never answered.
#[tauri::command]
pub async fn unfinished(shell: State<'_, Shell>) -> Answer<Vec<Unfinished>> {
    shell.ask(|engine| async move { engine.recovery().unfinished().await }).await
}

/// Sends an unfinished request again, or gives it up.
#[tauri::command]
pub async fn settle(shell: State<'_, Shell>, job_id: i64, again: bool) -> Answer<()> {
    shell
        .run_task(TaskKind::Unfinished, job_id, |run| async move {
            Box::pin(run.engine.recovery().settle(job_id, again, &run.cancel, &*run.told)).await
        })
        .await
}

/// Asks a service, for free, what became of an unfinished request.
#[tauri::command]
pub async fn ask_outcome(shell: State<'_, Shell>, job_id: i64) -> Answer<()> {
    shell
        .run_task(TaskKind::Unfinished, job_id, |run| async move {
            Box::pin(run.engine.recovery().ask_outcome(job_id, &run.cancel, &*run.told)).await
        })
        .await
}

/// Stops something that the page waits for apart from the cards.
#[tauri::command]
pub async fn cancel_task(shell: State<'_, Shell>, task: Task) -> Answer<()> {
    shell.tasks.cancel(task);
    Ok(())
}

/// What was used. Balances that are due to be read come with a change of the history.
#[tauri::command]
pub async fn usage(shell: State<'_, Shell>, days: u32) -> Answer<Usage> {
    shell.read_shown_balances();
    shell.ask(|engine| async move { engine.accounts().usage(days).await }).await
}

/// A page of the ledger.
#[tauri::command]
pub async fn ledger(shell: State<'_, Shell>, query: LedgerQuery) -> Answer<LedgerPage> {
    shell.ask(|engine| async move { engine.accounts().ledger_page(query).await }).await
}

/// Writes the ledger as CSV where the person says; whether it was written.
#[tauri::command]
pub async fn export_ledger(window: WebviewWindow, shell: State<'_, Shell>, provider: Option<String>) -> Answer<bool> {
    let dialog = dialog::above(&window, shell.text("dialog-export-ledger"))
        .add_filter("CSV", &["csv"])
        .set_file_name("altsmith-ledger.csv");
    let Some(path) = dialog::chosen(|chosen| dialog.save_file(chosen)).await else { return Ok(false) };
    let csv = shell.ask(|engine| async move { engine.accounts().ledger_csv(provider).await }).await?;
    let written = tokio::task::spawn_blocking(move || {
        let mut draft = Draft::begin(&path)?;
        draft.write_all(csv.as_bytes())?;
        draft.finish()
    })
    .await;
    match written {
        Ok(Ok(())) => Ok(true),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::StorageFull => {
            Err(shell.trouble(&Reason::DiskFull.into()))
        }
        _ => Err(shell.trouble(&Failure::new(Reason::StorageFailed))),
    }
}

/// Asks a service for the balance.
#[tauri::command]
pub async fn refresh_balance(shell: State<'_, Shell>, provider: String) -> Answer<()> {
    shell.ask(|engine| async move { engine.accounts().refresh_balance(&provider).await }).await
}
