//! What is sent: in a format, a size and a number of bytes that the target takes.

use super::{Decoded, Prepared, Target, encode, ground, resize};
use crate::failure::{Failure, Reason};
use image::RgbaImage;
use std::borrow::Cow;

/// Qualities of a JPEG, tried in this order before the picture is made smaller.
const QUALITIES: [u8; 4] = [85, 72, 58, 42];

/// Below this edge there is no picture left to describe.
const SMALLEST_EDGE: u32 = 48;

/// Formats that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    Jpeg,
    Png,
    WebP,
}

impl Output {
    fn from_mime(mime: &str) -> Option<Self> {
        match mime {
            "image/jpeg" | "image/jpg" | "image/*" => Some(Self::Jpeg),
            "image/png" => Some(Self::Png),
            "image/webp" => Some(Self::WebP),
            _ => None,
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// The first of the target's formats that can be written; JPEG where it names none of them.
fn preferred(formats: &[&str]) -> Output {
    formats.iter().find_map(|mime| Output::from_mime(mime)).unwrap_or(Output::Jpeg)
}

pub(super) fn prepare(decoded: &Decoded, target: &Target<'_>) -> Result<Prepared, Failure> {
    let mut output = preferred(target.formats);
    let takes_jpeg = target.formats.iter().any(|mime| Output::from_mime(mime) == Some(Output::Jpeg));
    let mut edge = target.max_edge.min(decoded.pixels.width().max(decoded.pixels.height())).max(1);
    loop {
        let fitted = resize::fit(&decoded.pixels, edge, decoded.transparent)?;
        let (laid, transparent) = laid(fitted, decoded.transparent, output);
        if let Some(prepared) = encode_within(&laid, transparent, output, target.max_bytes)? {
            return Ok(prepared);
        }
        if output != Output::Jpeg && takes_jpeg {
            // A photo as PNG is ten times its JPEG: lose the format before the size.
            output = Output::Jpeg;
            continue;
        }
        edge = edge * 3 / 4;
        if edge < SMALLEST_EDGE {
            return Err(Failure::new(Reason::TooMuchMemory).with("limit", target.max_bytes));
        }
    }
}

/// On a ground, where the format has no transparency, or where the picture could not be told from the white that most
/// programs lay it on. Whether it is still transparent is told too.
fn laid(pixels: Cow<'_, RgbaImage>, transparent: bool, output: Output) -> (Cow<'_, RgbaImage>, bool) {
    if !transparent {
        return (pixels, false);
    }
    let ground = ground::of(&pixels);
    if output != Output::Jpeg && ground == ground::WHITE {
        return (pixels, true);
    }
    (encode::on_ground(pixels, true, ground), false)
}

/// The file, where some quality of it keeps to `max_bytes`.
fn encode_within(
    pixels: &RgbaImage,
    transparent: bool,
    output: Output,
    max_bytes: usize,
) -> Result<Option<Prepared>, Failure> {
    let (width, height) = pixels.dimensions();
    let done = |bytes: Vec<u8>| Prepared { bytes, mime: output.mime(), width, height };
    let fits = |bytes: Vec<u8>| (bytes.len() <= max_bytes).then(|| done(bytes));
    match output {
        Output::Png => Ok(fits(encode::png(pixels, transparent)?)),
        Output::WebP => Ok(fits(encode::webp(pixels, transparent)?)),
        Output::Jpeg => {
            for quality in QUALITIES {
                if let Some(prepared) = fits(encode::jpeg(pixels, quality)?) {
                    return Ok(Some(prepared));
                }
            }
            Ok(None)
        }
    }
}
