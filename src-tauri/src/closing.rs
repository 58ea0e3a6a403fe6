//! The end of the program: nothing new is sent, and what is on its way is waited for and kept. The window goes at once; a
//! second wish to end, or a long silence, ends the rest. What had no answer by then is told of by the next start.

use crate::shell::Shell;
use crate::window;
use altsmith_core::provider::http::Limits;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, CloseRequestApi, Manager};

/// Between two looks whether everything has come.
const LOOK: Duration = Duration::from_millis(100);

/// Whether the program is about to end.
#[derive(Default)]
pub struct Closing(AtomicBool);

/// The person closes the window. It stays, unseen, for as long as answers are on their way.
pub fn on_close(app: &AppHandle, close: &CloseRequestApi) {
    if is_busy(app) {
        close.prevent_close();
        end(app);
    }
}

/// The person is back before the end: what is begun from now on is sent.
pub fn cancel(app: &AppHandle) {
    if app.state::<Closing>().0.swap(false, Ordering::SeqCst) {
        app.state::<Shell>().send_again();
    }
}

/// The system, or the person at a terminal, asks the program to end.
#[cfg(unix)]
pub fn heed_signals(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let Ok(mut signal) = signal(kind) else { return };
            while signal.recv().await.is_some() {
                end(&app);
            }
        });
    }
}

fn end(app: &AppHandle) {
    if app.state::<Closing>().0.swap(true, Ordering::SeqCst) || !is_busy(app) {
        app.exit(0);
        return;
    }
    if let Some(window) = app.get_webview_window(window::LABEL) {
        let _ = window.hide();
    }
    app.state::<Shell>().send_no_more();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let answers = async {
            if let Some(batch) = app.state::<Shell>().batch_now() {
                // What cannot be held now waits at the next start all the same.
                let _ = batch.send_no_more(false).await;
            }
            while is_busy(&app) {
                tokio::time::sleep(LOOK).await;
            }
        };
        // As long as a call of a service may take.
        let _ = tokio::time::timeout(Limits::default().longest(), answers).await;
        if app.state::<Closing>().0.load(Ordering::SeqCst) {
            app.exit(0);
        }
    });
}

fn is_busy(app: &AppHandle) -> bool {
    app.state::<Shell>().is_busy()
}
