//! Pixels: from a file's bytes to an upright sRGB picture in memory, from there to what a provider takes and to the
//! thumbnail. Knows no provider, no database and no window.
//!
//! Decoded once: [`Decoder`] gives a [`Decoded`] from which both the prepared image and the thumbnail are made. It decodes
//! in processes of their own ([`crate::worker`]); [`decode`] is what they do.

mod boxes;
mod colour;
mod decode_budget;
mod decode_worker;
mod decoder;
mod encode;
mod exif;
mod format;
mod frames;
mod ground;
#[cfg(feature = "heif")]
mod heif;
#[cfg(not(feature = "heif"))]
#[path = "heif_absent.rs"]
mod heif;
mod ico;
mod ifd;
mod jp2;
mod jpeg;
mod jxl;
mod light;
mod looks;
mod note;
mod orient;
mod png;
mod prepare;
mod raster;
mod raw;
mod resize;
mod scan;
mod svg;
mod thumbnail;

pub use decode_budget::{DecodeBudget, Permit};
pub use decode_worker::DECODE_ROLES;
pub use decoder::{Decoder, Held};
pub use format::{LONGEST_PROLOGUE, SNIFF_BYTES, sniff, unread};
pub(crate) use ground::of as ground_of;
pub use note::Note;

use crate::failure::{Failure, Reason};
use colour::Profile;
use image::metadata::Orientation;
use image::{ImageError, RgbaImage};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use ts_rs::TS;

/// Bounds that hold before a pixel is decoded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
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
    Jxl,
    Jp2,
    /// A camera's own; the preview inside is what is read.
    Raw,
}

/// A picture in memory: upright, sRGB, eight bits, no larger than was asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decoded {
    /// Pixels, RGBA, row after row. May be smaller than the original (scaled while decoding).
    #[serde(skip)] // they go from process to process as they are
    pub pixels: RgbaImage,
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
    #[serde(skip)]
    pub exif: Option<Vec<u8>>,
    /// What the person has to know of what was taken of the file.
    pub notes: Vec<Note>,
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

/// What is known before a pixel is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the file is.
    pub format: Format,
    /// Width in pixels, as stored (not yet upright).
    pub width: u32,
    /// Height in pixels, as stored.
    pub height: u32,
    /// Bytes that decoding takes for each pixel that comes out.
    pixel_cost: u64,
    /// Bytes that it takes for each pixel of the original, however small it comes out.
    fixed_pixel_cost: u64,
    /// Bytes that it takes for what is beside the picture: pictures inside a drawing.
    beside: u64,
    /// The decoder can scale.
    scalable: bool,
}

impl Header {
    /// About how much memory decoding takes at its peak, in bytes, beside the file itself. For [`DecodeBudget::acquire`].
    pub fn memory(&self, wanted_edge: u32) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let divisor = if self.scalable { jpeg::divisor(self.width.max(self.height), wanted_edge) } else { 1 };
        let out = u64::from(self.width.div_ceil(divisor)) * u64::from(self.height.div_ceil(divisor));
        let fixed = pixels.saturating_mul(self.fixed_pixel_cost).saturating_add(self.beside);
        out.saturating_mul(self.pixel_cost).saturating_add(fixed)
    }

    /// Refuses what is beyond the limits.
    fn check(&self, wanted_edge: u32, limits: &Limits) -> Result<(), Failure> {
        let refuse = |reason: Reason| {
            let failure = Failure::new(reason).with("format", self.format.name());
            Err(failure.with("width", self.width).with("height", self.height))
        };
        if self.width == 0 || self.height == 0 {
            refuse(Reason::Corrupt)
        } else if self.format == Format::Svg {
            // Its size is a wish: it is rendered as large as is wanted.
            Ok(())
        } else if self.width.max(self.height) > limits.max_edge {
            refuse(Reason::TooManyPixels)
        } else if u64::from(self.width) * u64::from(self.height) > limits.max_pixels {
            refuse(Reason::TooManyPixels).map_err(|failure: Failure| failure.with("limit", limits.max_pixels))
        } else if self.memory(wanted_edge) > limits.max_memory {
            refuse(Reason::TooMuchMemory)
        } else {
            Ok(())
        }
    }
}

/// What a decoder gives: pixels as they are stored, and what is to be done with them.
struct Undecoded {
    pixels: RgbaImage,
    /// Of the original, as stored.
    width: u32,
    /// Of the original, as stored.
    height: u32,
    profile: Option<Profile>,
    orientation: Option<Orientation>,
    exif: Option<Vec<u8>>,
    animated: bool,
    /// The file has an alpha channel; whether it is used is seen in the pixels.
    alpha: bool,
    notes: Vec<Note>,
}

/// Reads only a file's header, within the default limits.
///
/// # Errors
/// `FormatNotBuiltIn`, `CutOff`, `Corrupt`, `TooManyPixels`, `TooMuchMemory`, `DecoderFailed` (a panic in a decoder, caught).
pub fn probe(bytes: &[u8], format: Format) -> Result<Header, Failure> {
    guarded(format, || probe_within(bytes, format, &Limits::default()))
}

/// Decodes a file's bytes. `wanted_edge` is the longest edge that will be needed: a decoder that can scale while
/// decoding stays at or above it; the rest is not resized here.
///
/// # Errors
/// `FormatNotBuiltIn`, `CutOff`, `Corrupt`, `TooManyPixels`, `TooMuchMemory`, `DecoderFailed` (a panic in a decoder, caught).
pub fn decode(bytes: &[u8], format: Format, wanted_edge: u32, limits: &Limits) -> Result<Decoded, Failure> {
    guarded(format, || decode_within(bytes, format, wanted_edge, limits))
}

fn decode_within(bytes: &[u8], format: Format, wanted_edge: u32, limits: &Limits) -> Result<Decoded, Failure> {
    if format == Format::Svg {
        return svg::decode(bytes, wanted_edge, limits);
    }
    probe_within(bytes, format, limits)?.check(wanted_edge, limits)?;
    let undecoded = match format {
        Format::Jpeg => jpeg::decode(bytes, wanted_edge),
        Format::Heic | Format::Avif => heif::decode(bytes, format, limits),
        Format::Jxl => jxl::decode(bytes, limits),
        Format::Jp2 => jp2::decode(bytes, wanted_edge),
        Format::Raw => raw::decode(bytes, wanted_edge),
        _ => raster::decode(bytes, format, limits),
    }?;
    Ok(undecoded.finish(format))
}

impl Decoded {
    /// What is sent to `target`.
    ///
    /// # Errors
    /// `TooMuchMemory` where the picture cannot be made small enough for the target; `Internal` where the encoder fails.
    pub fn prepare(&self, target: &Target<'_>) -> Result<Prepared, Failure> {
        prepare::prepare(self, target)
    }

    /// Something can be seen: not everything is transparent. A picture of one colour can be seen: a sample of paint is one.
    pub fn is_visible(&self) -> bool {
        !self.transparent || self.pixels.pixels().any(|pixel| pixel.0[3] > frames::NOISE)
    }

    /// The thumbnail, a JPEG of at most `edge` pixels, on the ground on which it can be seen.
    ///
    /// # Errors
    /// `Internal` where the encoder fails.
    pub fn thumbnail(&self, edge: u32) -> Result<Vec<u8>, Failure> {
        thumbnail::thumbnail(self, edge)
    }

    /// What it looks like, 64 bits: few of them differ between pictures that look nearly the same.
    pub fn looks(&self) -> u64 {
        looks::looks(self)
    }
}

impl Undecoded {
    /// Pixels of a file that says nothing more of them.
    fn plain(pixels: RgbaImage, alpha: bool) -> Self {
        let (width, height) = pixels.dimensions();
        Self {
            pixels,
            width,
            height,
            profile: None,
            orientation: None,
            exif: None,
            animated: false,
            alpha,
            notes: Vec::new(),
        }
    }

    /// To sRGB and upright.
    fn finish(mut self, format: Format) -> Decoded {
        if let Some(profile) = &self.profile {
            colour::to_srgb(&mut self.pixels, profile);
        }
        let orientation = self.orientation.unwrap_or(Orientation::NoTransforms);
        let (width, height) =
            if orient::swaps_sides(orientation) { (self.height, self.width) } else { (self.width, self.height) };
        let pixels = orient::upright(self.pixels, orientation);
        let transparent = self.alpha && is_transparent(&pixels);
        Decoded {
            pixels,
            format,
            width,
            height,
            transparent,
            animated: self.animated,
            exif: self.exif,
            notes: self.notes,
        }
    }
}

fn probe_within(bytes: &[u8], format: Format, limits: &Limits) -> Result<Header, Failure> {
    match format {
        Format::Jpeg => jpeg::probe(bytes),
        Format::Svg => svg::probe(bytes, limits),
        Format::Heic | Format::Avif => heif::probe(bytes, format, limits),
        Format::Jxl => jxl::probe(bytes, limits),
        Format::Jp2 => jp2::probe(bytes),
        Format::Raw => raw::probe(bytes),
        _ => raster::probe(bytes, format, limits),
    }
}

/// Some pixel is not fully opaque.
fn is_transparent(pixels: &RgbaImage) -> bool {
    pixels.as_raw().iter().skip(3).step_by(4).any(|alpha| *alpha != 255)
}

/// A decoder that panics over a hostile file ends that picture, not the program.
fn guarded<T>(format: Format, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Failure::new(Reason::DecoderFailed).with("format", format.name())))
}

/// What an error of the `image` crate says of the file.
fn failed(error: &ImageError, bytes: &[u8], format: Format) -> Failure {
    let reason = match error {
        ImageError::Limits(limit) => match limit.kind() {
            image::error::LimitErrorKind::DimensionError => Reason::TooManyPixels,
            _ => Reason::TooMuchMemory,
        },
        ImageError::Unsupported(_) => Reason::FormatNotBuiltIn,
        _ if ends_early(error) || is_shorter_than_it_says(bytes, format) => Reason::CutOff,
        _ => Reason::Corrupt,
    };
    Failure::new(reason).with("format", format.name())
}

/// The error, or some error beneath, is the end of the data.
fn ends_early(error: &ImageError) -> bool {
    if let ImageError::IoError(io) = error {
        return io.kind() == std::io::ErrorKind::UnexpectedEof;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = cause {
        let io = current.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = current.source();
    }
    false
}

/// The container says that there is more than there is.
fn is_shorter_than_it_says(bytes: &[u8], format: Format) -> bool {
    let number = |at: usize| bytes.get(at..at + 4).map(|n| u64::from(u32::from_le_bytes([n[0], n[1], n[2], n[3]])));
    let length = bytes.len() as u64;
    match format {
        Format::WebP => number(4).is_some_and(|size| size + 8 > length),
        Format::Bmp => number(2).is_some_and(|size| size > length),
        Format::Png => !bytes.windows(4).any(|window| window == b"IEND"),
        Format::Gif => bytes.last() != Some(&0x3B),
        Format::Tiff => scan::is_cut_off(bytes),
        _ => false,
    }
}
