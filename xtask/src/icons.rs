//! The icon set, made from the drawings in `icons/`: PNG files for Linux and the window, `icon.ico` for Windows,
//! `icon.icns` for macOS. `rsvg-convert` renders; the two containers are written here, because both are only a table of
//! contents before PNG files. The drawings themselves are made by hand.

use crate::machine::Machine;
use crate::prerequisites::Purpose;
use crate::workspace::Workspace;
use crate::{console, install};
use std::path::Path;
use std::process::Command;

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

/// Types that macOS reads as PNG: 16, 32, 128, 256, 512 points, each also at double density.
const ICNS_TYPES: [(&[u8; 4], u32); 10] = [
    (b"icp4", 16),
    (b"ic11", 32),
    (b"icp5", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

/// Writes the whole set again.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    install::provide(&Machine::detect(), workspace, &[Purpose::Icons])?;
    let icons = workspace.root.join("icons");
    for (name, edge) in FILES {
        write(&icons.join(name), &render(&icons, edge)?)?;
    }
    let mut images = Vec::new();
    for edge in ICO_EDGES {
        images.push((edge, render(&icons, edge)?));
    }
    write(&icons.join("icon.ico"), &ico(&images))?;
    let mut entries = Vec::new();
    for (kind, edge) in ICNS_TYPES {
        entries.push((kind, render(&icons, edge)?));
    }
    write(&icons.join("icon.icns"), &icns(&entries))?;
    console::say("icons/ is written again. Look at the small sizes before you commit them.");
    Ok(())
}

/// One PNG of `edge` × `edge` pixels. Up to 24 pixels the drawing made for whole pixels is used.
fn render(icons: &Path, edge: u32) -> Result<Vec<u8>, String> {
    let drawing = icons.join(if edge <= 24 { "altsmith-small.svg" } else { "altsmith.svg" });
    let edge = edge.to_string();
    let output = Command::new("rsvg-convert")
        .args(["--width", &edge, "--height", &edge, "--format", "png"])
        .arg(&drawing)
        .output()
        .map_err(|error| format!("rsvg-convert did not start: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("rsvg-convert refused {}: {}", drawing.display(), String::from_utf8_lossy(&output.stderr)))
    }
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

/// A macOS icon: `icns` and the whole length, then type, length and PNG of each entry.
fn icns(entries: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, png) in entries {
        body.extend(kind.iter());
        body.extend(u32::try_from(png.len() + 8).unwrap_or(u32::MAX).to_be_bytes());
        body.extend(png);
    }
    let mut out = b"icns".to_vec();
    out.extend(u32::try_from(body.len() + 8).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(body);
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

    #[test]
    fn an_icns_says_its_own_length() {
        let file = icns(&[(b"ic07", vec![7; 5])]);
        assert_eq!(u32::from_be_bytes(file[4..8].try_into().unwrap()) as usize, file.len());
        assert_eq!(&file[8..12], b"ic07");
        assert_eq!(u32::from_be_bytes(file[12..16].try_into().unwrap()), 13);
        assert_eq!(file[16..], [7; 5]);
    }
}
