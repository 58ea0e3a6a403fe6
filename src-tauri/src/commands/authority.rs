//! The further authority for secure connections. Who vouches for a host decides where keys go, so its file is chosen in a
//! dialog of the system, opened here, and the page only sees which it is.

use super::{Answer, dialog};
use crate::shell::Shell;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use tauri::{State, WebviewWindow};

/// The setting's name.
const SETTING: &str = "authority";

/// The file as it is; none where the system's authorities are all.
#[tauri::command]
pub async fn authority(shell: State<'_, Shell>) -> Answer<Option<String>> {
    shell.ask(|engine| async move { Ok(named(&engine)) }).await
}

/// Lets the person choose a file, which is checked before it counts.
#[tauri::command]
pub async fn choose_authority(window: WebviewWindow, shell: State<'_, Shell>) -> Answer<Option<String>> {
    let dialog = dialog::above(&window, shell.text("dialog-authority"))
        .add_filter("PEM", &["pem", "crt", "cer", "PEM", "CRT", "CER"])
        .add_filter(shell.text("dialog-all-files"), &["*"]);
    let chosen = dialog::chosen(|chosen| dialog.pick_file(chosen)).await;
    shell
        .ask(|engine| async move {
            if let Some(path) = chosen {
                let text = path.to_str().ok_or_else(|| Failure::new(Reason::SettingInvalid).with("key", SETTING))?;
                engine.workspace().set_setting(SETTING, &text.into()).await?;
            }
            Ok(named(&engine))
        })
        .await
}

/// Only the system's authorities count from now on.
#[tauri::command]
pub async fn forget_authority(shell: State<'_, Shell>) -> Answer<()> {
    shell.ask(|engine| async move { engine.workspace().unset_setting(SETTING).await }).await
}

fn named(engine: &Engine) -> Option<String> {
    engine.workspace().authority().map(|file| file.to_string_lossy().into_owned())
}
