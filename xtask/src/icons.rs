//! The icon set, made from the drawings in `icons/` by Tauri's command line: PNG files for Linux and the window, `icon.ico`
//! for Windows, `icon.icns` for macOS. The drawings themselves are made by hand.
//!
//! Tauri renders every size from one drawing. Small sizes have a drawing of their own, on whole pixels, so the `.ico` is
//! put together here: it is only a table of contents before PNG files.

use crate::machine::Machine;
use crate::prerequisites::Purpose;
use crate::workspace::Workspace;
use crate::{console, install, tauri_cli};
use std::path::Path;

/// The drawing for whole pixels, and the sizes that it is for.
const SMALL: (&str, &[u32]) = ("altsmith-small.svg", &[16, 20, 24]);

/// The drawing for all other sizes.
const LARGE: (&str, &[u32]) = ("altsmith.svg", &[32, 48, 64, 128, 256, 512]);

/// Files beside the containers: name and edge in pixels.
const FILES: [(&str, u32); 7] = [
    ("16x16.png", 16),
    ("32x32.png", 32),
    ("48x48.png", 48),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

/// What Windows picks from: the menu, the task bar at usual scalings, the Explorer's large view.
const ICO_EDGES: [u32; 7] = [16, 20, 24, 32, 48, 64, 256];

/// Writes the whole set again.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    install::provide(&Machine::detect(), workspace, &[Purpose::Page])?;
    let icons = workspace.root.join("icons");
    let rendered = workspace.target.join("icons");
    let render = |drawing: &str, options: &[&str]| {
        let (drawing, rendered) = (icons.join(drawing), rendered.to_string_lossy().into_owned());
        let drawing = drawing.to_string_lossy().into_owned();
        let arguments = [&["icon", &drawing, "--output", &rendered], options].concat();
        tauri_cli::finish(&mut tauri_cli::command(workspace, &workspace.root, &arguments))
    };
    render(LARGE.0, &[])?;
    for (drawing, edges) in [SMALL, LARGE] {
        let edges = edges.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        render(drawing, &["--png", &edges])?;
    }
    let png = |edge: u32| read(&rendered.join(format!("{edge}x{edge}.png")));
    for (name, edge) in FILES {
        write(&icons.join(name), &png(edge)?)?;
    }
    let images = ICO_EDGES.iter().map(|edge| Ok((*edge, png(*edge)?))).collect::<Result<Vec<_>, String>>()?;
    write(&icons.join("icon.ico"), &ico(&images))?;
    write(&icons.join("icon.icns"), &read(&rendered.join("icon.icns"))?)?;
    console::say("icons/ is written again. Look at the small sizes before you commit them.");
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// A Windows icon: header, one 16-byte entry an image, then the PNG files.
fn ico(images: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend([0, 0, 1, 0]);
    out.extend(u16::try_from(images.len()).unwrap_or(u16::MAX).to_le_bytes());
    let mut offset = 6 + 16 * images.len();
    for (edge, png) in images {
        // 256 is written as 0: the field has one byte.
        let edge = u8::try_from(*edge).unwrap_or(0);
        out.extend([edge, edge, 0, 0, 1, 0, 32, 0]);
        out.extend(u32::try_from(png.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(u32::try_from(offset).unwrap_or(u32::MAX).to_le_bytes());
        offset += png.len();
    }
    for (_, png) in images {
        out.extend(png);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ico_points_at_its_images() {
        let file = ico(&[(16, vec![1; 10]), (256, vec![2; 20])]);
        assert_eq!(file[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!((file[6], file[22]), (16, 0));
        let second = u32::from_le_bytes(file[34..38].try_into().unwrap()) as usize;
        assert_eq!(file[second..], [2; 20]);
    }
}
