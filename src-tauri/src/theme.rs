//! Light or dark for what the page does not draw: the frame, the scroll bars and the window's own ground, which is seen
//! for a moment when the window grows.

use tauri::window::Color;
use tauri::{Theme, WebviewWindow};

/// Applies `system`, `light` or `dark` to the window. A window system that refuses keeps its own.
pub fn apply(window: &WebviewWindow, appearance: &str) {
    let _ = window.set_theme(wanted(appearance));
    let dark = window.theme().is_ok_and(|theme| theme == Theme::Dark);
    let _ = window.set_background_color(Some(ground(dark)));
}

fn wanted(appearance: &str) -> Option<Theme> {
    match appearance {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

/// The page's ground colour (`--ground` in its tokens).
pub fn ground(dark: bool) -> Color {
    if dark { Color(0x1a, 0x18, 0x16, 0xff) } else { Color(0xf6, 0xf2, 0xeb, 0xff) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ground_is_the_pages() {
        let hex = |Color(r, g, b, _): Color| format!("#{r:02x}{g:02x}{b:02x}");
        let wanted = format!("--ground: light-dark({}, {});", hex(ground(false)), hex(ground(true)));
        assert!(include_str!("../../ui/src/styles/tokens.css").contains(&wanted), "{wanted}");
    }

    #[test]
    fn only_light_and_dark_overrule_the_system() {
        assert_eq!(wanted("light"), Some(Theme::Light));
        assert_eq!(wanted("dark"), Some(Theme::Dark));
        assert_eq!(wanted("system"), None);
        assert_eq!(wanted("pink"), None);
    }
}
