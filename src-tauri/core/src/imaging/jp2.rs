//! JPEG 2000 through hayro-jpeg2000, which can leave out the finest details: a large scan is decoded at about the size
//! that is wanted.

use super::colour::{self, Profile};
use super::{Format, Header, Undecoded, boxes};
use crate::failure::{Failure, Reason};
use hayro_jpeg2000::{ColorSpace, DecodeError, DecodeSettings, DecoderContext, FormatError, Image, MarkerError};
use image::RgbaImage;

const CONTAINER: &[u8] = b"\0\0\0\x0cjP  \r\n\x87\n";
const CODESTREAM: &[u8] = &[0xFF, 0x4F, 0xFF, 0x51];

/// Wavelets of four bytes for each of four channels, twice, and the copy as RGBA.
const PIXEL_COST: u64 = 40;

/// Whether a file begins so.
pub fn is_jp2(head: &[u8]) -> bool {
    head.starts_with(CONTAINER) || head.starts_with(CODESTREAM)
}

/// Width, height and cost, from the header.
pub fn probe(bytes: &[u8]) -> Result<Header, Failure> {
    let image = open(bytes, None)?;
    let (width, height) = (image.width(), image.height());
    Ok(Header {
        format: Format::Jp2,
        width,
        height,
        pixel_cost: PIXEL_COST,
        fixed_pixel_cost: 0,
        beside: 0,
        scalable: false,
    })
}

/// Decodes to about `wanted_edge`, or in full where the file has no coarser form.
pub fn decode(bytes: &[u8], wanted_edge: u32) -> Result<Undecoded, Failure> {
    // The decoder shows what there is of a file that was cut off.
    if !is_whole(bytes) {
        return Err(refusal(Reason::CutOff));
    }
    let header = open(bytes, None)?;
    let (width, height) = (header.width(), header.height());
    let wanted = u64::from(wanted_edge.max(1)).min(u64::from(width.max(height)));
    let side = |length: u32| (u64::from(length) * wanted).div_ceil(u64::from(width.max(height))).max(1) as u32;
    let image = open(bytes, Some((side(width), side(height))))?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|error| refuse(error, bytes))?;
    let channels = decoded.components().len();
    let samples = decoded.data_u8();
    let (columns, rows) = (image.width(), image.height());
    if channels == 0 || samples.len() != columns as usize * rows as usize * channels {
        return Err(refusal(Reason::Corrupt));
    }
    let alpha = image.has_alpha();
    let rgba = samples.chunks_exact(channels).flat_map(|sample| to_rgba(sample, alpha)).collect();
    let pixels = RgbaImage::from_raw(columns, rows, rgba).ok_or(Reason::DecoderFailed)?;
    let inks = matches!(image.color_space(), ColorSpace::CMYK)
        || matches!(image.color_space(), ColorSpace::Icc { num_channels: 4, .. });
    let icc = match image.color_space() {
        ColorSpace::Icc { profile, .. } => Some(profile.clone()),
        _ => None,
    };
    let (pixels, profile) = if inks {
        (colour::cmyk_to_srgb(&pixels, false, icc.as_deref())?, None)
    } else {
        (pixels, icc.map(Profile::Icc))
    };
    Ok(Undecoded { width, height, profile, ..Undecoded::plain(pixels, alpha && !inks) })
}

fn to_rgba(sample: &[u8], alpha: bool) -> [u8; 4] {
    match (sample, alpha) {
        ([v], _) => [*v, *v, *v, 255],
        ([v, a], true) => [*v, *v, *v, *a],
        ([v, ..], _) if sample.len() == 2 => [*v, *v, *v, 255],
        ([r, g, b], _) => [*r, *g, *b, 255],
        // Four inks, or three colours and their alpha: the same four bytes.
        ([first, second, third, fourth, ..], _) => [*first, *second, *third, *fourth],
        _ => [0, 0, 0, 255],
    }
}

fn open(bytes: &[u8], target_resolution: Option<(u32, u32)>) -> Result<Image<'_>, Failure> {
    let settings = DecodeSettings { target_resolution, ..DecodeSettings::default() };
    Image::new(bytes, &settings).map_err(|error| refuse(error, bytes))
}

/// The end marker stands at the end, and no box is longer than the file.
fn is_whole(bytes: &[u8]) -> bool {
    if bytes.starts_with(CONTAINER) && boxes::is_cut_off(bytes) {
        return false;
    }
    let stream = boxes::parts(bytes).find(|part| part.kind == *b"jp2c").map_or(bytes, |part| part.inside);
    stream[stream.len().saturating_sub(64)..].windows(2).any(|pair| pair == [0xFF, 0xD9])
}

fn refuse(error: DecodeError, bytes: &[u8]) -> Failure {
    refusal(match error {
        _ if !is_whole(bytes) => Reason::CutOff,
        DecodeError::Format(FormatError::Unsupported) | DecodeError::Marker(MarkerError::Unsupported) => {
            Reason::FormatNotBuiltIn
        }
        _ => Reason::Corrupt,
    })
}

fn refusal(reason: Reason) -> Failure {
    Failure::new(reason).with("format", Format::Jp2.name())
}
