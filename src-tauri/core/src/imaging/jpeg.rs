//! JPEG through libjpeg-turbo, scaled while decoding: of a 24-megapixel photo that is sent with 768 pixels, only a
//! sixteenth of the pixels is ever computed.
//!
//! The segments before the picture (size, EXIF, ICC profile) are read here, not by the library: so the
//! limits hold before it sees a byte, and a profile is found also where the library would warn and stop.

use super::colour::{self, Profile};
use super::{Format, Header, Undecoded, failed};
use crate::failure::{Failure, Reason};
use image::RgbaImage;
use turbojpeg::{Decompressor, Image, PixelFormat, ScalingFactor};

/// More scans than any encoder writes: progressive files with thousands of them are made to keep a decoder busy.
const MAX_SCANS: u32 = 500;

/// What stands before the picture.
#[derive(Default)]
struct Segments {
    frame: Option<Frame>,
    exif: Option<Vec<u8>>,
    icc: Vec<(u8, Vec<u8>)>,
    /// Nothing was missing up to the first scan.
    whole: bool,
}

/// The frame header (SOF).
#[derive(Clone, Copy)]
struct Frame {
    marker: u8,
    bits: u8,
    width: u32,
    height: u32,
    components: u8,
}

impl Frame {
    /// Lossless JPEG cannot be scaled while decoding.
    fn scalable(self) -> bool {
        !matches!(self.marker, 0xC3 | 0xC7 | 0xCB | 0xCF)
    }

    /// What kind of JPEG it is, where that is one that no common program reads.
    fn uncommon(self) -> Option<&'static str> {
        match self.marker {
            0xF7 => Some("JPEG-LS"),
            0xC5..=0xC7 | 0xCD..=0xCF => Some("hierarchical JPEG"),
            0xC3 | 0xCB => Some("lossless JPEG").filter(|_| self.bits != 8),
            _ if self.bits == 12 => Some("12-bit JPEG"),
            _ if self.bits != 8 => Some("JPEG"),
            _ => None,
        }
    }

    /// Progressive files keep all coefficients in memory until the last scan.
    fn progressive(self) -> bool {
        matches!(self.marker, 0xC2 | 0xC6 | 0xCA | 0xCE)
    }
}

/// Width, height and cost, from the frame header.
pub fn probe(bytes: &[u8]) -> Result<Header, Failure> {
    let frame = known_frame(&read_segments(bytes), bytes)?;
    let coefficients = if frame.progressive() { 2 * u64::from(frame.components) } else { 0 };
    Ok(Header {
        format: Format::Jpeg,
        width: frame.width,
        height: frame.height,
        pixel_cost: if frame.components == 4 { 8 } else { 4 },
        fixed_pixel_cost: coefficients,
        beside: 0,
        scalable: frame.scalable(),
    })
}

/// Decodes at the smallest scale that is not below `wanted_edge`.
pub fn decode(bytes: &[u8], wanted_edge: u32) -> Result<Undecoded, Failure> {
    let segments = read_segments(bytes);
    let frame = known_frame(&segments, bytes)?;
    let divisor = if frame.scalable() { divisor(frame.width.max(frame.height), wanted_edge) } else { 1 };
    let icc = join_icc(segments.icc);
    let pixels = if frame.components == 4 {
        // As all browsers show it: the amounts of light that Adobe's programs write, whether or not their marker is there.
        let cmyk = decompress(bytes, divisor, PixelFormat::CMYK)?;
        colour::cmyk_to_srgb(&cmyk, true, icc.as_deref())?
    } else {
        decompress(bytes, divisor, PixelFormat::RGBA)?
    };
    let profile = match (frame.components, icc) {
        (1 | 3, Some(icc)) => Some(Profile::Icc(icc)),
        _ => None,
    };
    Ok(Undecoded {
        width: frame.width,
        height: frame.height,
        profile,
        orientation: segments.exif.as_deref().and_then(super::orient::from_exif),
        exif: segments.exif,
        ..Undecoded::plain(pixels, false)
    })
}

/// Whether any decoder shows it as it is: upright, of one or three channels, and without a profile.
pub fn is_plain(bytes: &[u8]) -> bool {
    let segments = read_segments(bytes);
    let turned = segments.exif.as_deref().and_then(super::orient::from_exif);
    segments.icc.is_empty()
        && turned.is_none_or(|turned| turned == image::metadata::Orientation::NoTransforms)
        && segments.frame.is_some_and(|frame| frame.components != 4 && frame.scalable())
}

/// The largest of 8, 4, 2, 1 that leaves at least `wanted` pixels. Only these have fast inverse transforms.
pub fn divisor(edge: u32, wanted: u32) -> u32 {
    [8, 4, 2].into_iter().find(|d| edge.div_ceil(*d) >= wanted.max(1)).unwrap_or(1)
}

/// Decompresses; four bytes a pixel, whatever they mean.
fn decompress(bytes: &[u8], divisor: u32, format: PixelFormat) -> Result<RgbaImage, Failure> {
    match try_decompress(bytes, divisor, format) {
        Err(message) if message.contains("Premature end of JPEG file") => {
            // Some cameras leave the end marker out. With one put there, only a picture that is really cut off warns.
            let mut ended = bytes.to_vec();
            ended.extend_from_slice(&[0xFF, 0xD9]);
            try_decompress(&ended, divisor, format).map_err(|_| Reason::CutOff.into())
        }
        Err(message) if message.contains("premature end of data segment") => {
            Err(if has_end(bytes) { Reason::Corrupt } else { Reason::CutOff }.into())
        }
        Err(_) if format != PixelFormat::CMYK => lenient(bytes),
        Err(_) => Err(Reason::Corrupt.into()),
        Ok(pixels) => Ok(pixels),
    }
}

/// libjpeg-turbo's own message is the only way to learn from it what was wrong.
fn try_decompress(bytes: &[u8], divisor: u32, format: PixelFormat) -> Result<RgbaImage, String> {
    let text = |e: turbojpeg::Error| e.to_string();
    let mut decompressor = Decompressor::new().map_err(text)?;
    let scale = ScalingFactor::new(1, divisor as usize);
    decompressor.set_scaling_factor(scale).map_err(text)?;
    decompressor.set_scan_limit(MAX_SCANS).map_err(text)?;
    let header = decompressor.read_header(bytes).map_err(text)?.scaled(scale);
    let (width, height) = (header.width, header.height);
    let mut pixels = vec![0; 4 * width * height];
    let image = Image { pixels: pixels.as_mut_slice(), width, pitch: 4 * width, height, format };
    match decompressor.decompress(bytes, image).map_err(text) {
        Err(message) if !is_harmless(&message) => return Err(message),
        _ => {}
    }
    RgbaImage::from_raw(width as u32, height as u32, pixels).ok_or_else(|| "size".to_owned())
}

/// Warnings after which the picture is whole: bytes too many between segments, an odd scan header.
fn is_harmless(message: &str) -> bool {
    ["extraneous bytes before marker", "Invalid SOS parameters", "bad ICC marker", "unknown JFIF revision"]
        .iter()
        .any(|known| message.contains(known))
}

/// A second opinion for files with damaged headers: the decoder of `image` is more patient and always decodes in full.
fn lenient(bytes: &[u8]) -> Result<RgbaImage, Failure> {
    image::load_from_memory_with_format(bytes, image::ImageFormat::Jpeg)
        .map(image::DynamicImage::into_rgba8)
        .map_err(|error| failed(&error, bytes, Format::Jpeg))
}

/// The frame header of a picture that can be decoded.
///
/// # Errors
/// `CutOff` where the file ends before its picture; `FormatNotBuiltIn`, with its name, for a kind that is not read.
fn known_frame(segments: &Segments, bytes: &[u8]) -> Result<Frame, Failure> {
    let refuse = |reason: Reason, name: &str| Err(Failure::new(reason).with("format", name));
    match segments.frame {
        Some(frame) if frame.uncommon().is_some() => {
            refuse(Reason::FormatNotBuiltIn, frame.uncommon().unwrap_or_default())
        }
        _ if !segments.whole => refuse(Reason::CutOff, Format::Jpeg.name()),
        Some(frame) => Ok(frame),
        None if has_end(bytes) => refuse(Reason::Corrupt, Format::Jpeg.name()),
        None => refuse(Reason::CutOff, Format::Jpeg.name()),
    }
}

/// Width and height of a preview inside another file: whole up to its first scan, and of a kind that is read.
pub fn size_of_preview(bytes: &[u8]) -> Option<(u32, u32)> {
    let frame = known_frame(&read_segments(bytes), bytes).ok()?;
    (frame.scalable() && matches!(frame.components, 1 | 3)).then_some((frame.width, frame.height))
}

/// The end marker stands at the end, or only little follows it.
fn has_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(64)..];
    tail.windows(2).any(|pair| pair == [0xFF, 0xD9])
}

/// Walks the segments up to the first scan.
fn read_segments(bytes: &[u8]) -> Segments {
    let mut found = Segments::default();
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        // Fill bytes (0xFF) may stand before a marker, and broken writers leave other bytes there.
        let Some(start) = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF)) else {
            return found;
        };
        let marker = rest[start + 1];
        rest = &rest[start + 2..];
        match marker {
            0x01 | 0xD0..=0xD8 => continue,
            0xD9 | 0xDA => {
                found.whole = true;
                return found;
            }
            _ => {}
        }
        let Some(length) = rest.get(..2).map(|l| usize::from(u16::from_be_bytes([l[0], l[1]]))) else { return found };
        let Some(payload) = rest.get(2..length.max(2)) else { return found };
        found.take(marker, payload);
        rest = &rest[length.max(2)..];
    }
}

impl Segments {
    fn take(&mut self, marker: u8, payload: &[u8]) {
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xF7
                if payload.len() >= 6 && self.frame.is_none() =>
            {
                let number = |at: usize| u32::from(u16::from_be_bytes([payload[at], payload[at + 1]]));
                self.frame = Some(Frame {
                    marker,
                    bits: payload[0],
                    height: number(1),
                    width: number(3),
                    components: payload[5],
                });
            }
            0xE1 => {
                if let (None, Some(exif)) = (&self.exif, payload.strip_prefix(b"Exif\0\0")) {
                    self.exif = Some(exif.to_vec());
                }
            }
            0xE2 => {
                if let Some([number, _count, part @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") {
                    self.icc.push((*number, part.to_vec()));
                }
            }
            _ => {}
        }
    }
}

/// A profile larger than a segment comes in numbered parts.
fn join_icc(mut parts: Vec<(u8, Vec<u8>)>) -> Option<Vec<u8>> {
    parts.sort_by_key(|(number, _)| *number);
    let whole: Vec<u8> = parts.into_iter().flat_map(|(_, part)| part).collect();
    (!whole.is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::divisor;

    #[test]
    fn scaling_stays_at_or_above_what_is_wanted() {
        for (edge, wanted, expected) in
            [(6000, 768, 4), (6000, 750, 8), (6000, 751, 4), (6000, 3000, 2), (6000, 3001, 1), (100, 768, 1), (8, 0, 8)]
        {
            assert_eq!(divisor(edge, wanted), expected, "{edge} → {wanted}");
            assert!(expected == 1 || u32::div_ceil(edge, expected) >= wanted);
        }
    }
}
