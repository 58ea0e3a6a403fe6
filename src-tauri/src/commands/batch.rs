//! The batch of the Describe view: pages of cards, and what is done with many or few of them.

use super::Answer;
use crate::shell::Shell;
use altsmith_core::batch::Batch;
use altsmith_core::failure::Failure;
use altsmith_core::library::{BatchOrder, Selection};
use altsmith_core::view::{BatchPage, Card, CopyForm, Removal};
use tauri::State;

/// A page of cards, in the batch's order, and how many there are.
#[tauri::command]
pub async fn batch_page(shell: State<'_, Shell>, offset: u32, limit: u32) -> Answer<BatchPage> {
    on_batch(&shell, async |batch| batch.page(offset, limit).await).await
}

/// These cards, as far as they are there.
#[tauri::command]
pub async fn cards(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<Vec<Card>> {
    on_batch(&shell, async |batch| batch.cards_of(ids).await).await
}

/// Where a card stands in the order.
#[tauri::command]
pub async fn card_place(shell: State<'_, Shell>, id: u64) -> Answer<Option<u32>> {
    on_batch(&shell, async |batch| batch.place_of(id).await).await
}

/// The person looks at these cards: they come first.
#[tauri::command]
pub async fn in_sight(shell: State<'_, Shell>, ids: Vec<u64>) -> Answer<()> {
    on_batch(&shell, async |batch| batch.in_sight(ids).await).await
}

/// Describes pictures again, also where the history has the answer.
#[tauri::command]
pub async fn describe_again(shell: State<'_, Shell>, which: Selection) -> Answer<()> {
    on_batch(&shell, async |batch| batch.describe_again(which).await).await
}

/// Takes back what is held, queued or under way.
#[tauri::command]
pub async fn cancel(shell: State<'_, Shell>, which: Selection) -> Answer<()> {
    on_batch(&shell, async |batch| batch.cancel(which).await).await
}

/// Takes pictures away; their words stay in the history. Answers the number by which they are put back.
#[tauri::command]
pub async fn remove_cards(shell: State<'_, Shell>, which: Selection) -> Answer<Removal> {
    on_batch(&shell, async |batch| batch.remove(which).await).await
}

/// Puts back what a removal took.
#[tauri::command]
pub async fn restore_cards(shell: State<'_, Shell>, removal: i64) -> Answer<()> {
    on_batch(&shell, async |batch| batch.restore(removal).await).await
}

/// Puts the pictures into another order.
#[tauri::command]
pub async fn sort_batch(shell: State<'_, Shell>, by: BatchOrder) -> Answer<()> {
    on_batch(&shell, async |batch| batch.sort(by).await).await
}

/// Puts the words of these pictures on the clipboard; how many have some.
#[tauri::command]
pub async fn copy_batch(shell: State<'_, Shell>, which: Selection, form: CopyForm) -> Answer<u32> {
    let (text, count) = on_batch(&shell, async |batch| batch.descriptions_in_form(which, form).await).await?;
    if count > 0 {
        shell.clipboard.put(text).await.map_err(|failure| shell.trouble(&failure))?;
    }
    Ok(count)
}

/// What the person knows of all pictures.
#[tauri::command]
pub async fn set_context(shell: State<'_, Shell>, text: String) -> Answer<()> {
    on_batch(&shell, async |batch| batch.set_context(&text).await).await
}

/// What the person knows of these pictures; none: what was written for all.
#[tauri::command]
pub async fn set_card_context(shell: State<'_, Shell>, which: Selection, text: Option<String>) -> Answer<()> {
    on_batch(&shell, async |batch| batch.set_card_context(which, text.as_deref()).await).await
}

pub(super) async fn on_batch<T>(shell: &Shell, work: impl AsyncFnOnce(&Batch) -> Result<T, Failure>) -> Answer<T> {
    let batch = shell.batch().await.map_err(|failure| shell.trouble(&failure))?;
    work(&batch).await.map_err(|failure| shell.trouble(&failure))
}
