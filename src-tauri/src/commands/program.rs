//! The program itself: its start, its window, its settings, the pages and folders that it opens in other programs.

use super::Answer;
use crate::consent;
use crate::pieces::Paced;
use crate::shell::Shell;
use crate::{theme, window};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider::Descriptor;
use altsmith_core::view::{Event, Settings, Start};
use std::ffi::OsString;
use tauri::ipc::Channel;
use tauri::{AppHandle, State, WebviewWindow};

/// Longer does not fit any title bar.
const LONGEST_TITLE: usize = 200;

/// The page's first call: what it needs to draw itself. From then on `events` tells it what changes.
#[tauri::command]
pub async fn start(window: WebviewWindow, shell: State<'_, Shell>, events: Channel<Event>) -> Answer<Start> {
    let (batch, page, line) = shell.listen().await?;
    let mut line = Paced::new(line);
    tauri::async_runtime::spawn(async move {
        // Ends when a reloaded page has called `start` again, or when the page is gone.
        while let Some(event) = line.recv().await {
            if let Event::Settings { settings } = &event {
                // Set on the command line, perhaps.
                theme::apply(&window, &settings.appearance);
            }
            if events.send(event).is_err() {
                return;
            }
        }
    });
    let view = batch.engine().start_view(env!("CARGO_PKG_VERSION"), page);
    Ok(Start { context: batch.context(), ..view })
}

/// The page has painted: by now at the latest the window is to be seen.
#[tauri::command]
pub async fn ready(app: AppHandle, shell: State<'_, Shell>) -> Answer<()> {
    window::show(&app);
    shell.finish_unfinished();
    Ok(())
}

/// The window's title, for progress.
#[tauri::command]
pub async fn set_title(window: WebviewWindow, text: String) -> Answer<()> {
    let title: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
    // A title that the window system refuses is no trouble of the person's.
    let _ = window.set_title(&title);
    Ok(())
}

/// Keeps the settings; answers them as they now stand.
#[tauri::command]
pub async fn save_settings(window: WebviewWindow, shell: State<'_, Shell>, settings: Settings) -> Answer<Settings> {
    let new = settings.clone();
    let asked = shell.ask(|engine| async move { Ok(engine.accounts().consent_to_settings(&new)) }).await?;
    if !consent::is_given(&window, &shell, &asked).await {
        return shell.ask(|engine| async move { Ok(engine.workspace().settings()) }).await;
    }
    let settings = shell.ask(|engine| async move { engine.workspace().save_settings(settings).await }).await?;
    theme::apply(&window, &settings.appearance);
    Ok(settings)
}

/// Opens the data folder in the system's file manager.
#[tauri::command]
pub async fn open_data_folder(shell: State<'_, Shell>) -> Answer<()> {
    open(&shell, shell.data_folder().as_os_str().to_owned()).await
}

/// Opens a page of a provider in the browser: `home`, `key` or `top_up`. The address comes from its descriptor.
#[tauri::command]
pub async fn open_page(shell: State<'_, Shell>, provider: String, page: String) -> Answer<()> {
    let asked = provider.clone();
    let kind =
        shell.ask(|engine| async move { Ok(engine.workspace().connection(&asked).map(|known| known.kind)) }).await?;
    match kind.and_then(|kind| address(&kind.descriptor, &page)) {
        Some(address) => open(&shell, address.into()).await,
        None => Err(shell.trouble(&Failure::new(Reason::ProviderUnknown).with("provider", provider))),
    }
}

fn address(descriptor: &Descriptor, page: &str) -> Option<&'static str> {
    let address = match page {
        "home" => descriptor.home,
        "key" => descriptor.key_page,
        "top_up" => descriptor.top_up_page,
        _ => None,
    };
    address.filter(|address| address.starts_with("https://"))
}

pub(super) async fn open(shell: &Shell, what: OsString) -> Answer<()> {
    let opened = tokio::task::spawn_blocking(move || open::that_detached(what)).await;
    match opened {
        Ok(Ok(())) => Ok(()),
        _ => Err(shell.trouble(&Failure::new(Reason::Internal).with("detail", "no program to open it with"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_descriptors_are_opened() {
        for kind in altsmith_core::provider::kinds() {
            assert_eq!(address(&kind.descriptor, "home"), kind.descriptor.home);
            assert_eq!(address(&kind.descriptor, "https://example.org"), None);
        }
    }
}
