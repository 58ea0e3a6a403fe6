//! Frames: whether a file has more than one, and which of them is shown. An animation often begins with an empty frame;
//! the first one in which something can be seen stands for it.

use super::{Format, Limits, png, raster};
use image::codecs::{gif, png as png_codec, webp};
use image::{AnimationDecoder, Frames, ImageResult, RgbaImage};
use std::borrow::Cow;
use std::io::Cursor;

/// Frames that are looked at.
const MOST_FRAMES: usize = 60;

/// A difference that is no content: the noise of a compressor.
pub const NOISE: u8 = 8;

/// More than one frame.
pub fn is_animated(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Png => {
            let frames = png::chunks(bytes).frames;
            frames > 1 || frames == 1 && default_stands_apart(bytes, format)
        }
        Format::WebP => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0x02 != 0),
        Format::Gif => gif_frames(bytes).0 > 1,
        Format::Avif => bytes.get(8..12) == Some(b"avis"),
        Format::Heic => matches!(bytes.get(8..12), Some(b"hevc" | b"hevx" | b"msf1")),
        _ => false,
    }
}

/// The picture that programs without animations show is none of the frames (APNG: no frame control before it).
pub fn default_stands_apart(bytes: &[u8], format: Format) -> bool {
    if format != Format::Png {
        return false;
    }
    let mut rest = bytes.get(8..).unwrap_or_default();
    let mut animated = false;
    while let Some(head) = rest.get(..8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        match &head[4..8] {
            b"acTL" => animated = true,
            b"fcTL" => return false,
            b"IDAT" => return animated,
            _ => {}
        }
        rest = rest.get(length.saturating_add(12)..).unwrap_or_default();
    }
    false
}

/// Something can be seen: not nothing, and not one colour all over.
pub fn has_content(pixels: &RgbaImage) -> bool {
    let mut seen = pixels.pixels().filter(|pixel| pixel.0[3] > NOISE);
    let Some(first) = seen.next() else { return false };
    // One colour on nothing is a shape.
    let shape = pixels.pixels().any(|pixel| pixel.0[3] <= NOISE);
    shape || seen.any(|pixel| (0..3).any(|i| pixel.0[i].abs_diff(first.0[i]) > NOISE))
}

/// The first frame in which something can be seen; the first one where there is none. `None` where no frame can be read.
pub fn first_with_content(bytes: &[u8], format: Format, limits: &Limits) -> Option<RgbaImage> {
    let mut first = None;
    for frame in open(bytes, format, limits).ok()?.take(MOST_FRAMES) {
        let Ok(frame) = frame else { break };
        let pixels = frame.into_buffer();
        if has_content(&pixels) {
            return Some(pixels);
        }
        first.get_or_insert(pixels);
    }
    first
}

fn open<'a>(bytes: &'a [u8], format: Format, limits: &Limits) -> ImageResult<Frames<'a>> {
    let (reader, bounds) = (Cursor::new(bytes), raster::bounds(limits));
    Ok(match format {
        Format::Png => png_codec::PngDecoder::with_limits(reader, bounds)?.apng()?.into_frames(),
        Format::WebP => webp::WebPDecoder::new(reader)?.into_frames(),
        _ => gif::GifDecoder::new(reader)?.into_frames(),
    })
}

/// A GIF whose screen has no size gets that of its frames, as everywhere else.
pub fn with_screen(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes.get(6..10) {
        Some(screen) if screen[..2] == [0, 0] || screen[2..] == [0, 0] => {
            let (_, (width, height)) = gif_frames(bytes);
            let mut changed = bytes.to_vec();
            changed[6..8].copy_from_slice(&width.to_le_bytes());
            changed[8..10].copy_from_slice(&height.to_le_bytes());
            Cow::Owned(changed)
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// Counts image descriptors, up to two, and says how far they reach.
fn gif_frames(bytes: &[u8]) -> (usize, (u16, u16)) {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(flags) = bytes.get(10) else { return (0, (0, 0)) };
    let mut at = 13 + table(*flags);
    let (mut frames, mut reach) = (0, (0, 0));
    while frames < 2 {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2C) => {
                frames += 1;
                let Some(descriptor) = bytes.get(at..at + 10) else { break };
                let number = |at: usize| u16::from_le_bytes([descriptor[at], descriptor[at + 1]]);
                reach.0 = reach.0.max(number(1).saturating_add(number(5)));
                reach.1 = reach.1.max(number(3).saturating_add(number(7)));
                at += 11 + table(descriptor[9]);
            }
            _ => break,
        }
        while let Some(size @ 1..) = bytes.get(at).copied() {
            at += 1 + usize::from(size);
        }
        at += 1;
    }
    (frames, reach)
}
