//! Pixels: from a file's bytes to an upright sRGB picture in memory, from there to what a provider takes and to the
//! thumbnail. Knows no provider, no database and no window.
//!
//! Decoded once: [`decode`] gives a [`Decoded`] from which both the prepared image and the thumbnail are made.

use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Bounds that hold before a pixel is decoded.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest width or height of the original, in pixels.
    pub max_edge: u32,
    /// Most pixels of the original.
    pub max_pixels: u64,
    /// Most memory that one decode may take, in bytes.
    pub max_memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_edge: 50_000, max_pixels: 300_000_000, max_memory: 1 << 30 }
    }
}

/// What a file is, found by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
#[allow(missing_docs)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Svg,
    Heic,
    Avif,
    Ico,
}

/// A picture in memory: upright, sRGB, eight bits, no larger than was asked for.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// Pixels, RGBA, row after row. May be smaller than the original (scaled while decoding).
    pub pixels: image::RgbaImage,
    /// What the file is.
    pub format: Format,
    /// Width of the original in pixels, upright.
    pub width: u32,
    /// Height of the original in pixels, upright.
    pub height: u32,
    /// Some pixel is not fully opaque.
    pub transparent: bool,
    /// More than one frame; the first is in `pixels`.
    pub animated: bool,
    /// The EXIF block (TIFF structure), where there is one. Read by `facts`, never sent.
    pub exif: Option<Vec<u8>>,
}

/// What the target takes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// MIME types, the preferred first.
    pub formats: &'a [&'a str],
    /// Longest edge in pixels.
    pub max_edge: u32,
    /// Largest file in bytes.
    pub max_bytes: usize,
}

/// A picture as it is sent: re-encoded, upright, without any metadata.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its MIME type.
    pub mime: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Decodes a file's bytes. `wanted_edge` is the longest edge that will be needed: a decoder that can scale while
/// decoding stays at or above it; the rest is not resized here.
///
/// # Errors
/// `FormatNotBuiltIn`, `CutOff`, `Corrupt`, `TooManyPixels`, `TooMuchMemory`, `DecoderFailed` (a panic in a decoder, caught).
pub fn decode(bytes: &[u8], format: Format, wanted_edge: u32, limits: &Limits) -> Result<Decoded, Failure> {
    let _ = (bytes, format, wanted_edge, limits);
    Err(crate::failure::Reason::FormatNotBuiltIn.into())
}

impl Decoded {
    /// What is sent to `target`.
    ///
    /// # Errors
    /// `TooMuchMemory` where the picture cannot be made small enough for the target; `Internal` where the encoder fails.
    pub fn prepare(&self, target: &Target) -> Result<Prepared, Failure> {
        let _ = target;
        Err(crate::failure::Reason::Internal.into())
    }

    /// The thumbnail, a JPEG on white of at most `edge` pixels.
    ///
    /// # Errors
    /// `Internal` where the encoder fails.
    pub fn thumbnail(&self, edge: u32) -> Result<Vec<u8>, Failure> {
        let _ = edge;
        Err(crate::failure::Reason::Internal.into())
    }
}
