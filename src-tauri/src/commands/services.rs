//! Services: their form, their keys (in, never out), tests and actions, the log of requests.

use super::{Answer, program};
use crate::consent;
use crate::shell::Shell;
use altsmith_core::log;
use altsmith_core::private;
use altsmith_core::view::{AccountAction, Checked, Keys, LogLine, ServiceSetup, ServiceView};
use std::collections::BTreeMap;
use tauri::{State, WebviewWindow};

/// Most lines of the log that the page is given.
const LOG_LINES: u32 = 500;

/// Everything about a provider but for its keys.
#[tauri::command]
pub async fn service(shell: State<'_, Shell>, provider: String) -> Answer<ServiceSetup> {
    shell.ask(|engine| async move { engine.accounts().service(&provider).await }).await
}

/// Keeps settings of a provider. What lets pictures or money out is agreed to by the person first; else nothing changes.
#[tauri::command]
pub async fn save_service(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    provider: String,
    values: BTreeMap<String, String>,
) -> Answer<ServiceSetup> {
    let (id, new) = (provider.clone(), values.clone());
    let asked = shell.ask(|engine| async move { engine.accounts().consent_to_service(&id, &new).await }).await?;
    if !consent::is_given(&window, &shell, &asked).await {
        return shell.ask(|engine| async move { engine.accounts().service(&provider).await }).await;
    }
    shell.ask(|engine| async move { engine.accounts().save_service(&provider, values).await }).await
}

/// Whether a provider's keys are set.
#[tauri::command]
pub async fn keys(shell: State<'_, Shell>, provider: String) -> Answer<Keys> {
    shell.ask(|engine| async move { engine.accounts().keys(&provider).await }).await
}

/// Keeps keys.
#[tauri::command]
pub async fn set_keys(shell: State<'_, Shell>, provider: String, values: BTreeMap<String, String>) -> Answer<Keys> {
    shell.ask(|engine| async move { engine.accounts().set_keys(&provider, values).await }).await
}

/// Removes a key, or all of a provider.
#[tauri::command]
pub async fn delete_keys(shell: State<'_, Shell>, provider: String, field: Option<String>) -> Answer<Keys> {
    shell.ask(|engine| async move { engine.accounts().delete_keys(&provider, field.as_deref()).await }).await
}

/// Opens the vault, or makes it.
#[tauri::command]
pub async fn open_vault(shell: State<'_, Shell>, passphrase: String) -> Answer<()> {
    shell.ask(|engine| async move { engine.accounts().open_vault(passphrase).await }).await
}

/// Tries a provider's key.
#[tauri::command]
pub async fn check_service(shell: State<'_, Shell>, provider: String) -> Answer<Checked> {
    shell.ask(|engine| async move { engine.accounts().check_service(&provider).await }).await
}

/// Makes an account, or switches it on.
#[tauri::command]
pub async fn account_action(shell: State<'_, Shell>, provider: String, action: AccountAction) -> Answer<Checked> {
    shell.ask(|engine| async move { engine.accounts().account_action(&provider, action).await }).await
}

/// Adds a server of the person's own, once they agreed to its address. None where they did not.
#[tauri::command]
pub async fn add_connection(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    kind: String,
    name: String,
    endpoint: Option<String>,
) -> Answer<Option<ServiceView>> {
    let (called, address) = (name.clone(), endpoint.clone());
    let asked = shell
        .ask(|engine| async move { Ok(engine.accounts().consent_to_connection(&called, address.as_deref())) })
        .await?;
    if !consent::is_given(&window, &shell, &asked).await {
        return Ok(None);
    }
    shell
        .ask(|engine| async move { engine.accounts().add_connection(&kind, &name, None, endpoint).await.map(Some) })
        .await
}

/// Calls a connection otherwise.
#[tauri::command]
pub async fn rename_connection(shell: State<'_, Shell>, id: String, name: String) -> Answer<ServiceView> {
    shell.ask(|engine| async move { engine.workspace().rename_connection(&id, &name).await }).await
}

/// Takes a connection away that was added; nothing of it is deleted.
#[tauri::command]
pub async fn remove_connection(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.ask(|engine| async move { engine.workspace().remove_connection(&id).await }).await
}

/// Puts a removed connection back.
#[tauri::command]
pub async fn restore_connection(shell: State<'_, Shell>, id: String) -> Answer<ServiceView> {
    shell.ask(|engine| async move { engine.workspace().restore_connection(&id).await }).await
}

/// The log of requests, newest first.
#[tauri::command]
pub async fn request_log(shell: State<'_, Shell>) -> Answer<Vec<LogLine>> {
    shell.ask(|engine| async move { engine.accounts().request_log(LOG_LINES).await }).await
}

/// Opens the folder of the log in the system's file manager.
#[tauri::command]
pub async fn open_log_folder(shell: State<'_, Shell>) -> Answer<()> {
    let folder = log::folder(shell.data_folder());
    // Before the first request there is none; an empty folder is the answer then.
    let made = folder.clone();
    let _ = tokio::task::spawn_blocking(move || private::folder(&made)).await;
    program::open(&shell, folder.into_os_string()).await
}
