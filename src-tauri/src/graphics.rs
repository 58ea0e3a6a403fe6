//! Who draws the page on Linux: the graphics processor where there is one, else WebKit straight into memory.
//!
//! Without a graphics processor (virtual machines, remote desktops) OpenGL is computed too, every shader compiled for it
//! first: the first view came a third later for that and took 80 MiB more, and looked the same.

use std::fs;
use std::path::Path;
use tauri::{Url, WebviewUrl, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Whether a graphics processor can be reached: a render node, or the one that Windows shares with its Linux.
pub fn has_processor() -> bool {
    has_processor_in(Path::new("/dev"))
}

fn has_processor_in(devices: &Path) -> bool {
    let nodes = fs::read_dir(devices.join("dri")).into_iter().flatten().flatten();
    devices.join("dxg").exists()
        || nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

/// A page that loads nothing. WebKit takes the choice of [`draw_in_memory`] only before it has loaded anything.
///
/// # Errors
/// Never: the address is a constant.
pub fn nothing() -> tauri::Result<WebviewUrl> {
    Ok(WebviewUrl::External(Url::parse("about:blank").map_err(tauri::Error::InvalidUrl)?))
}

/// Has WebKit draw into memory, without OpenGL.
///
/// # Errors
/// What the window system says.
pub fn draw_in_memory(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_render_node_is_a_graphics_processor_and_a_screen_alone_is_none() {
        let devices = std::env::temp_dir().join(format!("altsmith-graphics-{}", std::process::id()));
        fs::create_dir_all(devices.join("dri")).expect("a folder");
        assert!(!has_processor_in(&devices) && !has_processor_in(&devices.join("missing")));
        fs::write(devices.join("dri/card0"), "").expect("a file");
        assert!(!has_processor_in(&devices));
        fs::write(devices.join("dri/renderD128"), "").expect("a file");
        assert!(has_processor_in(&devices));
        fs::remove_dir_all(devices.join("dri")).expect("removed");
        fs::write(devices.join("dxg"), "").expect("a file");
        assert!(has_processor_in(&devices));
        fs::remove_dir_all(&devices).expect("removed");
    }
}
