//! The window: made hidden, put back where it was, then shown in the page's own colour while the page loads. It stays on
//! the page that is in the binary: no other address is ever loaded and no second window is opened by a page.
//!
//! It does not wait for the page's first paint: web engines do not paint what is hidden, so the page would wait for the
//! window and the window for the page; and what the screen has to do for a new window happens while the page loads.

use crate::geometry::{Geometry, Screen};
#[cfg(target_os = "linux")]
use crate::graphics;
use crate::shell::Shell;
use crate::{closing, drop, theme};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
#[cfg(target_os = "linux")]
use tauri::utils::config::WindowConfig;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, LogicalSize, Manager, PhysicalPosition, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::{Notify, OnceCell};
use url::Url;

/// The only window's name.
pub const LABEL: &str = "main";

/// The page in the binary.
#[cfg(target_os = "linux")]
const PAGE: &str = "tauri://localhost";

/// All requests are made in Rust: the web engine is sent to where nobody listens. The page itself comes from the binary. On
/// macOS it takes version 14, which is newer than what Altsmith asks for; there the content policy alone holds.
const DEAD_PROXY: &str = "http://127.0.0.1:1";

/// A data folder that is slow to open (a sleeping disk) must not keep the window away.
const SHOWN_AT_THE_LATEST: Duration = Duration::from_secs(1);
/// Moving a window is hundreds of events; its place is written once it rests.
const RESTS_AFTER: Duration = Duration::from_millis(500);
/// Under this name the engine keeps the window's place.
const REMEMBERED_AS: &str = "window";

/// What is known of the window's place.
#[derive(Default)]
struct WindowPlace {
    /// Put back; what moves the window before is not the person.
    restored: OnceCell<()>,
    latest: Mutex<Option<Geometry>>,
    changed: Notify,
}

/// Whether a window can be opened at all. The window library panics where none can.
pub fn has_display() -> bool {
    #[cfg(target_os = "linux")]
    {
        gtk::init().is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        true
    }
}

/// Makes the window, hidden, and sees to it that it appears. `webview_folder` is where the web engine keeps its files.
///
/// # Errors
/// What the window system says.
pub fn create(app: &AppHandle, webview_folder: PathBuf) -> tauri::Result<()> {
    app.manage(WindowPlace::default());
    let config = app.config().app.windows.iter().find(|w| w.label == LABEL).cloned().unwrap_or_default();
    #[cfg(target_os = "linux")]
    let (config, in_memory) = {
        // Work on the page asks another address, and has no need to start fast.
        let in_memory = !cfg!(dev) && !graphics::has_processor();
        (if in_memory { WindowConfig { url: graphics::nothing()?, ..config } } else { config }, in_memory)
    };
    let mut builder = WebviewWindowBuilder::from_config(app, &config)?;
    // Work on the page asks another address.
    if cfg!(not(any(dev, target_os = "macos"))) {
        builder = builder.proxy_url(Url::parse(DEAD_PROXY).map_err(tauri::Error::InvalidUrl)?);
    }
    let window = builder
        .data_directory(webview_folder)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    if in_memory {
        graphics::draw_in_memory(&window)?;
        window.navigate(Url::parse(PAGE).map_err(tauri::Error::InvalidUrl)?)?;
    }
    let dark = window.theme().is_ok_and(|theme| theme == tauri::Theme::Dark);
    window.set_background_color(Some(theme::ground(dark)))?;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // Where it takes longer, the window moves to its place once that is known.
        let _ = tokio::time::timeout(SHOWN_AT_THE_LATEST, restore(&app)).await;
        show(&app);
        restore(&app).await;
        write_when_at_rest(&app).await;
    });
    Ok(())
}

/// Shows the window; later calls find it shown and do nothing.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL).filter(|w| !w.is_visible().unwrap_or(false)) {
        // A window system that refuses leaves nothing to be done.
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Brings the window before the others, for a second start.
pub fn bring_forward(app: &AppHandle) {
    closing::cancel(app);
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Follows the window's events.
pub fn on_event(app: &AppHandle, event: &WindowEvent) {
    match event {
        WindowEvent::DragDrop(event) => drop::on_event(app, event),
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => note_place(app),
        WindowEvent::ThemeChanged(_) => {
            if let (Some(window), Some(batch)) = (app.get_webview_window(LABEL), app.state::<Shell>().batch_now()) {
                theme::apply(&window, &batch.engine().workspace().settings().appearance);
            }
        }
        WindowEvent::CloseRequested { api, .. } => closing::on_close(app, api),
        WindowEvent::Destroyed => write_place(app),
        _ => {}
    }
}

/// The page in the binary, and nothing else.
fn is_own(url: &Url) -> bool {
    let own = if cfg!(any(windows, target_os = "android")) {
        url.scheme() == "http" && url.host_str() == Some("tauri.localhost") && url.port().is_none()
    } else {
        url.scheme() == "tauri" && url.host_str() == Some("localhost")
    };
    own || cfg!(dev) && url.origin().ascii_serialization() == "http://localhost:1420"
}

/// Puts the window where it was, once; whoever comes later waits for it.
async fn restore(app: &AppHandle) {
    let place = app.state::<WindowPlace>();
    place.restored.get_or_init(|| put_back(app)).await;
}

async fn put_back(app: &AppHandle) {
    let Ok(batch) = app.state::<Shell>().batch().await else { return };
    let Some(window) = app.get_webview_window(LABEL) else { return };
    theme::apply(&window, &batch.engine().workspace().settings().appearance);
    let Ok(Some(text)) = batch.engine().workspace().remembered(REMEMBERED_AS).await else { return };
    let Ok(geometry) = serde_json::from_str::<Geometry>(&text) else { return };
    *app.state::<WindowPlace>().latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(geometry);
    let Some(placed) = geometry.on(&screens(&window)) else { return };
    // A window system that does not place windows for programs (Wayland) ignores the place; the size holds.
    let _ = window.set_size(LogicalSize::new(placed.width, placed.height));
    if let Some((x, y)) = placed.place {
        let _ = window.set_position(PhysicalPosition::new(x, y));
    }
    if placed.maximised {
        let _ = window.maximize();
    }
}

fn screens(window: &WebviewWindow) -> Vec<Screen> {
    let monitors = window.available_monitors().unwrap_or_default();
    monitors
        .iter()
        .map(|monitor| Screen {
            x: monitor.position().x,
            y: monitor.position().y,
            width: monitor.size().width,
            height: monitor.size().height,
            scale: monitor.scale_factor(),
        })
        .collect()
}

/// Notes where the window is now. A full or minimised one keeps the place from before.
fn note_place(app: &AppHandle) {
    let place = app.state::<WindowPlace>();
    let Some(window) = app.get_webview_window(LABEL).filter(|w| w.is_visible().unwrap_or(false)) else { return };
    if !place.restored.initialized()
        || window.is_minimized().unwrap_or(false)
        || window.is_fullscreen().unwrap_or(false)
    {
        return;
    }
    let mut latest = place.latest.lock().unwrap_or_else(PoisonError::into_inner);
    let now = match (*latest, window.is_maximized().unwrap_or(false)) {
        (Some(before), true) => Some(Geometry { maximised: true, ..before }),
        (None, true) => None,
        (_, false) => measure(&window),
    };
    if now.is_some() && *latest != now {
        *latest = now;
        place.changed.notify_one();
    }
}

fn measure(window: &WebviewWindow) -> Option<Geometry> {
    let (at, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
    let size = size.to_logical::<u32>(window.scale_factor().ok()?);
    Some(Geometry { x: at.x, y: at.y, width: size.width, height: size.height, maximised: false })
}

async fn write_when_at_rest(app: &AppHandle) {
    let place = app.state::<WindowPlace>();
    loop {
        place.changed.notified().await;
        tokio::time::sleep(RESTS_AFTER).await;
        let app = app.clone();
        let _ = tokio::task::spawn_blocking(move || write_place(&app)).await;
    }
}

/// Blocking, a few milliseconds. Not kept is no loss worth a message.
fn write_place(app: &AppHandle) {
    let latest = *app.state::<WindowPlace>().latest.lock().unwrap_or_else(PoisonError::into_inner);
    let (Some(geometry), Some(batch)) = (latest, app.state::<Shell>().batch_now()) else { return };
    if let Ok(text) = serde_json::to_string(&geometry) {
        let _ = batch.engine().workspace().remember(REMEMBERED_AS, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(windows))]
    fn only_the_page_in_the_binary_is_loaded() {
        let own = |url: &str| is_own(&Url::parse(url).expect("a url"));
        assert!(own("tauri://localhost") && own("tauri://localhost/index.html#/history"));
        for foreign in [
            "https://example.org/",
            "http://localhost/",
            "http://tauri.localhost/",
            "tauri://example.org/",
            "thumb://localhost/",
            "file:///home/anna/a.png",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
        ] {
            assert!(!own(foreign), "{foreign}");
        }
    }
}
