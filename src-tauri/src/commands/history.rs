//! Words that are kept: looking them up, changing them, copying them out.

use super::{Answer, dialog};
use crate::shell::Shell;
use altsmith_core::export::Format;
use altsmith_core::view::{
    CopyForm, Description, DescriptionEdit, EntryDetail, ExportForm, Exported, HistoryPage, HistoryQuery, TaskKind,
};
use tauri::{State, WebviewWindow};

/// A page of the history.
#[tauri::command]
pub async fn history(shell: State<'_, Shell>, query: HistoryQuery) -> Answer<HistoryPage> {
    shell.ask(|engine| async move { engine.history().page(query).await }).await
}

/// One picture with all its versions.
#[tauri::command]
pub async fn entry(shell: State<'_, Shell>, image_id: i64) -> Answer<EntryDetail> {
    shell.ask(|engine| async move { engine.history().entry(image_id).await }).await
}

/// Describes a picture of the history again, from where it came from.
#[tauri::command]
pub async fn describe_entry(shell: State<'_, Shell>, image_id: i64) -> Answer<EntryDetail> {
    shell
        .run_task(TaskKind::DescribeEntry, image_id, |run| async move {
            Box::pin(run.engine.history().describe_entry(image_id, &run.cancel, &*run.told)).await
        })
        .await
}

/// Keeps the person's words as a new version.
#[tauri::command]
pub async fn edit_description(shell: State<'_, Shell>, id: i64, edit: DescriptionEdit) -> Answer<Description> {
    shell.ask(|engine| async move { engine.history().edit_description(id, edit).await }).await
}

/// Makes an older version the newest.
#[tauri::command]
pub async fn restore_version(shell: State<'_, Shell>, id: i64) -> Answer<Description> {
    shell.ask(|engine| async move { engine.history().restore_version(id).await }).await
}

/// Marks a picture, or takes the mark away.
#[tauri::command]
pub async fn set_favourite(shell: State<'_, Shell>, image_id: i64, on: bool) -> Answer<()> {
    shell.ask(|engine| async move { engine.history().set_favourite(image_id, on).await }).await
}

/// Replaces a picture's tags.
#[tauri::command]
pub async fn set_tags(shell: State<'_, Shell>, image_id: i64, tags: Vec<String>) -> Answer<()> {
    shell.ask(|engine| async move { engine.history().set_tags(image_id, tags).await }).await
}

/// Deletes pictures from the history, with their words and thumbnails; can be undone.
#[tauri::command]
pub async fn delete_entries(shell: State<'_, Shell>, image_ids: Vec<i64>) -> Answer<()> {
    shell.ask(|engine| async move { engine.history().delete_entries(image_ids).await }).await
}

/// Undoes a deletion.
#[tauri::command]
pub async fn undo_delete(shell: State<'_, Shell>, image_ids: Vec<i64>) -> Answer<()> {
    shell.ask(|engine| async move { engine.history().undo_delete(image_ids).await }).await
}

/// Copies words in a form; answers what the clipboard now holds.
#[tauri::command]
pub async fn copy_descriptions(shell: State<'_, Shell>, ids: Vec<i64>, form: CopyForm) -> Answer<String> {
    let text = shell.ask(|engine| async move { engine.history().descriptions_in_form(ids, form).await }).await?;
    copy(&shell, text.clone()).await.map(|()| text)
}

/// Copies text as it is.
#[tauri::command]
pub async fn copy_text(shell: State<'_, Shell>, text: String) -> Answer<()> {
    copy(&shell, text).await
}

async fn copy(shell: &Shell, text: String) -> Answer<()> {
    shell.clipboard.put(text).await.map_err(|failure| shell.trouble(&failure))
}

/// Writes what a search finds of the history, where the person says or beside the pictures; none where they chose no file.
#[tauri::command]
pub async fn export_history(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    query: HistoryQuery,
    form: ExportForm,
) -> Answer<Option<Exported>> {
    let (format, ending) = match form {
        ExportForm::CsvWithMark => (Format::CsvWithMark, "csv"),
        ExportForm::Csv => (Format::Csv, "csv"),
        ExportForm::Jsonl => (Format::Jsonl, "jsonl"),
        ExportForm::Html => (Format::Html, "html"),
        ExportForm::Beside => {
            return shell.ask(|engine| async move { engine.history().export_beside(query).await.map(Some) }).await;
        }
    };
    let dialog = dialog::above(&window, shell.text("dialog-export-history"))
        .add_filter(ending.to_uppercase(), &[ending])
        .set_file_name(format!("altsmith.{ending}"));
    let Some(path) = dialog::chosen(|chosen| dialog.save_file(chosen)).await else { return Ok(None) };
    shell.ask(|engine| async move { engine.history().export_to(query, format, path).await.map(Some) }).await
}
