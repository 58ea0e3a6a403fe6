//! Whether a file has more than one frame, from its structure; no frame is decoded for that.

use super::Format;

/// More than one frame.
pub fn is_animated(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Png => png_is_animated(bytes),
        Format::WebP => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0x02 != 0),
        Format::Gif => gif_frames(bytes) > 1,
        Format::Avif => bytes.get(8..12) == Some(b"avis"),
        Format::Heic => matches!(bytes.get(8..12), Some(b"hevc" | b"hevx" | b"msf1")),
        Format::Jpeg | Format::Bmp | Format::Tiff | Format::Svg | Format::Ico => false,
    }
}

/// An animated PNG says so in a chunk before its picture, with the number of frames.
fn png_is_animated(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some(head) = rest.get(..8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        match &head[4..8] {
            b"acTL" => return rest.get(8..12).is_some_and(|n| u32::from_be_bytes([n[0], n[1], n[2], n[3]]) > 1),
            b"IDAT" => return false,
            _ => rest = rest.get(length.saturating_add(12)..).unwrap_or_default(),
        }
    }
    false
}

/// Counts image descriptors, up to two.
fn gif_frames(bytes: &[u8]) -> usize {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(flags) = bytes.get(10) else { return 0 };
    let mut at = 13 + table(*flags);
    let mut frames = 0;
    while frames < 2 {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2C) => {
                frames += 1;
                let Some(flags) = bytes.get(at + 9) else { break };
                at += 11 + table(*flags);
            }
            _ => break,
        }
        while let Some(size @ 1..) = bytes.get(at).copied() {
            at += 1 + usize::from(size);
        }
        at += 1;
    }
    frames
}
