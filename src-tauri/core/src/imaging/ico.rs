//! Icons and cursors. The largest picture of the file is taken, as it is drawn today: one that is a PNG by itself, of
//! whatever kind, and one with an alpha channel by that channel; the old mask of one bit a pixel counts where there is
//! nothing else.

use super::{Format, Limits, Note, Undecoded, failed, raster};
use crate::failure::{Failure, Reason};
use image::codecs::ico::IcoDecoder;
use image::{DynamicImage, RgbaImage};
use std::io::Cursor;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One picture of the file.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    bytes: &'a [u8],
    pub width: u32,
    pub height: u32,
    bits: u32,
}

impl Entry<'_> {
    pub fn is_png(&self) -> bool {
        self.bytes.starts_with(PNG)
    }
}

/// The largest picture, and how many there are.
pub fn largest(bytes: &[u8]) -> Result<(Entry<'_>, u32), Failure> {
    let refuse = |reason: Reason| Failure::new(reason).with("format", Format::Ico.name());
    let count = bytes.get(4..6).map_or(0, |two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let mut entries = Vec::new();
    let mut missing = None;
    for at in (0..count).map(|at| 6 + 16 * at) {
        match entry(bytes, at) {
            Some(entry) => entries.push(entry),
            None => missing = missing.max(Some(said_area(bytes, at))),
        }
    }
    let area = |entry: &Entry<'_>| u64::from(entry.width) * u64::from(entry.height);
    match entries.iter().max_by_key(|entry| (area(entry), entry.bits)) {
        // The largest one is what is missing.
        found if missing > found.map(area) => Err(refuse(Reason::CutOff)),
        Some(found) => Ok((*found, entries.len() as u32)),
        None => Err(refuse(if count == 0 { Reason::Corrupt } else { Reason::CutOff })),
    }
}

/// The size of a picture by the list; 0 stands for 256. What the list itself does not hold any more may be any size.
fn said_area(bytes: &[u8], at: usize) -> u64 {
    let side =
        |at: usize| bytes.get(at).map_or(u64::from(u32::MAX), |side| if *side == 0 { 256 } else { u64::from(*side) });
    side(at) * side(at + 1)
}

/// `None` where it lies beyond the end of the file. Its size is the picture's own: the list's numbers are often wrong.
fn entry(bytes: &[u8], at: usize) -> Option<Entry<'_>> {
    let number = |at: usize| bytes.get(at..at + 4).map(|n| u32::from_le_bytes([n[0], n[1], n[2], n[3]]) as usize);
    let (length, start) = (number(at + 8)?, number(at + 12)?);
    let picture = bytes.get(start..start.checked_add(length)?)?;
    let of = |at: usize| picture.get(at..at + 4).map_or([0; 4], |n| [n[0], n[1], n[2], n[3]]);
    if picture.starts_with(PNG) {
        let (width, height) = (u32::from_be_bytes(of(16)), u32::from_be_bytes(of(20)));
        return Some(Entry { bytes: picture, width, height, bits: 32 });
    }
    // Its height counts picture and mask.
    let (width, height) = (u32::from_le_bytes(of(4)), i32::from_le_bytes(of(8)).unsigned_abs() / 2);
    let bits = u32::from(u16::from_le_bytes([of(14)[0], of(14)[1]]));
    Some(Entry { bytes: picture, width, height, bits })
}

/// Decodes the largest picture.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Undecoded, Failure> {
    let (entry, count) = largest(bytes)?;
    let mut undecoded =
        if entry.is_png() { raster::decode(entry.bytes, Format::Png, limits)? } else { bitmap(&entry)? };
    undecoded.animated = false;
    if count > 1 {
        undecoded.notes.push(Note::LargestOf { count });
    }
    Ok(undecoded)
}

fn bitmap(entry: &Entry<'_>) -> Result<Undecoded, Failure> {
    let (width, height) = (entry.width, entry.height);
    let whole = entry.bytes.len();
    let picture_end = bitmap_length(entry).filter(|end| *end <= whole);
    let Some(end) = picture_end else {
        return Err(Failure::new(Reason::CutOff).with("format", Format::Ico.name()));
    };
    let mask = (width.div_ceil(32) * 4) as usize * height as usize;
    let masked = whole >= end.saturating_add(mask);
    let alpha_only = decode_as(entry, &entry.bytes[..end]);
    let has_alpha = |pixels: &RgbaImage| entry.bits == 32 && pixels.pixels().any(|pixel| pixel.0[3] != 0);
    let pixels = match alpha_only {
        Ok(pixels) if has_alpha(&pixels) => pixels,
        Ok(pixels) => {
            let mut opaque = pixels;
            opaque.pixels_mut().for_each(|pixel| pixel.0[3] = 255);
            if masked {
                let hidden = hide(&opaque, &entry.bytes[end..end + mask]);
                // A mask that leaves nothing is not meant.
                if hidden.pixels().any(|pixel| pixel.0[3] != 0) { hidden } else { opaque }
            } else {
                opaque
            }
        }
        Err(failure) => return Err(failure),
    };
    Ok(Undecoded { width, height, ..Undecoded::plain(pixels, true) })
}

/// Where the mask's bits are set, nothing is drawn. Its rows run upwards.
fn hide(pixels: &RgbaImage, mask: &[u8]) -> RgbaImage {
    let mut hidden = pixels.clone();
    let row = (pixels.width().div_ceil(32) * 4) as usize;
    for (x, y, pixel) in hidden.enumerate_pixels_mut() {
        let at = (pixels.height() - 1 - y) as usize * row + x as usize / 8;
        if mask.get(at).is_some_and(|byte| byte >> (7 - x % 8) & 1 == 1) {
            pixel.0[3] = 0;
        }
    }
    hidden
}

/// Length of the picture before its mask, in bytes.
fn bitmap_length(entry: &Entry<'_>) -> Option<usize> {
    let number = |at: usize| entry.bytes.get(at..at + 4).map(|n| u32::from_le_bytes([n[0], n[1], n[2], n[3]]) as usize);
    let (header, packing, used) = (number(0)?, number(16)?, number(32)?);
    let colours = if entry.bits > 8 {
        0
    } else if used == 0 {
        1 << entry.bits
    } else {
        used.min(256)
    };
    let masks = if packing == 3 && header == 40 { 12 } else { 0 };
    let row = (u64::from(entry.width) * u64::from(entry.bits)).div_ceil(32) * 4;
    let rows = usize::try_from(row.checked_mul(u64::from(entry.height))?).ok()?;
    header.checked_add(4 * colours)?.checked_add(masks)?.checked_add(rows)
}

/// Through the decoder of the `image` crate, as the only picture of a file.
fn decode_as(entry: &Entry<'_>, picture: &[u8]) -> Result<RgbaImage, Failure> {
    let side = |length: u32| if length >= 256 { 0 } else { length as u8 };
    let mut file = vec![0, 0, 1, 0, 1, 0, side(entry.width), side(entry.height), 0, 0, 1, 0];
    file.extend((entry.bits as u16).to_le_bytes());
    file.extend((picture.len() as u32).to_le_bytes());
    file.extend(22_u32.to_le_bytes());
    file.extend(picture);
    IcoDecoder::new(Cursor::new(&file))
        .and_then(DynamicImage::from_decoder)
        .map(DynamicImage::into_rgba8)
        .map_err(|error| failed(&error, &file, Format::Ico))
}
