//! The ways in that begin with a button or a key: dialogs (opened here, so that no path passes through the page), the
//! clipboard, an address, the sample.

use super::{Answer, dialog};
use crate::consent;
use crate::shell::Shell;
use altsmith_core::accounts::Consent;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::{self, Incoming};
use tauri::{State, WebviewWindow};
use tauri_plugin_dialog::FilePath;
use tokio::sync::oneshot;

/// Longer is no address that any server takes, or that a person reads.
const LONGEST_ADDRESS: usize = 4 << 10;

/// A picture to try Altsmith with.
const SAMPLE: &[u8] = include_bytes!("../../core/samples/harbour.svg");

/// Lets the person choose files.
#[tauri::command]
pub async fn add_files(window: WebviewWindow, shell: State<'_, Shell>) -> Answer<usize> {
    let capitals: Vec<String> = ingest::EXTENSIONS.iter().map(|e| e.to_uppercase()).collect();
    let both: Vec<&str> = ingest::EXTENSIONS.iter().copied().chain(capitals.iter().map(String::as_str)).collect();
    let dialog = dialog::above(&window, shell.text("dialog-add-files"))
        .add_filter(shell.text("dialog-pictures"), &both)
        .add_filter(shell.text("dialog-all-files"), &["*"]);
    add_chosen(&shell, |chosen| dialog.pick_files(chosen)).await
}

/// Lets the person choose folders.
#[tauri::command]
pub async fn add_folder(window: WebviewWindow, shell: State<'_, Shell>) -> Answer<usize> {
    let dialog = dialog::above(&window, shell.text("dialog-add-folder"));
    add_chosen(&shell, |chosen| dialog.pick_folders(chosen)).await
}

async fn add_chosen(shell: &Shell, ask: impl FnOnce(Box<dyn FnOnce(Option<Vec<FilePath>>) + Send>)) -> Answer<usize> {
    let (sender, chosen) = oneshot::channel();
    ask(Box::new(move |paths| {
        // Nobody waits any more only when the window is gone.
        let _ = sender.send(paths.unwrap_or_default());
    }));
    let chosen = chosen.await.unwrap_or_default();
    let incoming: Vec<Incoming> = chosen.into_iter().filter_map(|p| p.into_path().ok()).map(Incoming::Path).collect();
    let count = incoming.len();
    shell.add(incoming);
    Ok(count)
}

/// Adds the picture at an address that the person typed, once they have seen the whole of it: a script could write one that
/// carries something away.
#[tauri::command]
pub async fn add_url(window: WebviewWindow, shell: State<'_, Shell>, url: String) -> Answer<()> {
    if url.len() > LONGEST_ADDRESS {
        let beginning: String = url.chars().take(80).collect();
        return Err(shell.trouble(&Failure::new(Reason::UrlInvalid).with("name", beginning)));
    }
    let url = match Consent::to_fetch(&url) {
        // Exactly what stands in the dialog is fetched.
        Some(Consent::Fetch { url: whole }) => {
            if !consent::is_given(&window, &shell, &[Consent::Fetch { url: whole.clone() }]).await {
                return Ok(());
            }
            whole
        }
        _ => url,
    };
    shell.add(vec![Incoming::Url { url, typed: true }]);
    Ok(())
}

/// Adds what the clipboard holds: copied files, a picture, or an address, once the person has seen the whole of it. A script
/// can put one there as well as type one.
#[tauri::command]
pub async fn paste(window: WebviewWindow, shell: State<'_, Shell>) -> Answer<()> {
    match shell.clipboard.take(shell.text("name-pasted")).await {
        Ok(incoming) => {
            let asked = incoming.iter().filter_map(|one| match one {
                Incoming::Url { url, .. } => Consent::to_fetch(url),
                _ => None,
            });
            let asked: Vec<Consent> = asked.collect();
            if consent::is_given(&window, &shell, &asked).await {
                shell.add(incoming);
            }
        }
        Err(failure) => shell.notice(failure),
    }
    Ok(())
}

/// Adds the picture that comes with Altsmith.
#[tauri::command]
pub async fn add_sample(shell: State<'_, Shell>) -> Answer<()> {
    shell.add(vec![Incoming::Bytes { bytes: SAMPLE.to_vec(), name: shell.text("name-sample") }]);
    Ok(())
}
