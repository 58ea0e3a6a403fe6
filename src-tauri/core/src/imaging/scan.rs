//! TIFF: what its directories say beside the pixels. Which of several pages is taken, what a fourth channel means, and
//! inks with their profile.

use super::colour;
use super::ifd::{self, Directories, Directory};
use super::{Format, Limits, Note, Undecoded, raster};
use crate::failure::Failure;
use image::RgbaImage;
use std::borrow::Cow;
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult};

/// Bits of the kind of a page: a smaller copy, a mask.
const SMALLER: u32 = 1;
const MASK: u32 = 4;

/// Photometric interpretation of inks.
const INKS: u32 = 5;

/// What a further channel means.
const PREMULTIPLIED: u32 = 1;
const NO_ALPHA: u32 = 0;

/// Decodes the first page.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Undecoded, Failure> {
    let Some(directories) = Directories::read(bytes) else {
        return raster::still(bytes, Format::Tiff, limits);
    };
    let pages: Vec<&Directory> = directories.all.iter().filter(|page| is_page(&directories, page)).collect();
    let page = pages.first().copied().or_else(|| directories.all.first());
    let bytes = page.map_or(Cow::Borrowed(bytes), |page| beginning_with(bytes, &directories, page));
    let mut undecoded = match page.and_then(|page| inks(&bytes, &directories, page, limits)) {
        Some(pixels) => Undecoded::plain(pixels, false),
        None => raster::still(&bytes, Format::Tiff, limits)?,
    };
    undecoded.exif = super::exif::compact(&bytes);
    if let Some(page) = page {
        if undecoded.orientation.is_none() {
            undecoded.orientation = directories
                .number(page, ifd::ORIENTATION)
                .and_then(|way| image::metadata::Orientation::from_exif(u8::try_from(way).ok()?));
        }
        match directories.numbers(page, ifd::EXTRA_SAMPLES).first() {
            Some(&PREMULTIPLIED) => raster::unmultiplied(&mut undecoded),
            Some(&NO_ALPHA) if undecoded.alpha => raster::opaque(&mut undecoded),
            _ => {}
        }
    }
    if pages.len() > 1 {
        undecoded.notes.push(Note::FirstOf { count: pages.len() as u32 });
    }
    Ok(undecoded)
}

/// The file as the decoder can read it: its first page comes first.
pub fn first_page(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(directories) = Directories::read(bytes) else { return Cow::Borrowed(bytes) };
    let page = directories.all.iter().find(|page| is_page(&directories, page));
    page.map_or(Cow::Borrowed(bytes), |page| beginning_with(bytes, &directories, page))
}

/// The file ends before what its directories name.
pub fn is_cut_off(bytes: &[u8]) -> bool {
    Directories::read(bytes)
        .is_some_and(|found| found.cut_off || found.all.iter().any(|directory| found.is_cut_off(directory)))
}

/// A page of its own: no smaller copy, no mask.
fn is_page(directories: &Directories<'_>, directory: &Directory) -> bool {
    let kind = directories.number(directory, ifd::NEW_SUBFILE_TYPE).unwrap_or(0);
    !directory.below && kind & (SMALLER | MASK) == 0
}

/// The decoder reads the first directory: where that is no page, the file begins with the first one that is.
fn beginning_with<'a>(bytes: &'a [u8], directories: &Directories<'_>, page: &Directory) -> Cow<'a, [u8]> {
    if directories.all.first().is_none_or(|first| first.at == page.at) {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(directories.beginning_with(page))
}

/// Four inks with a profile: the general decoder would guess their colours.
fn inks(bytes: &[u8], directories: &Directories<'_>, page: &Directory, limits: &Limits) -> Option<RgbaImage> {
    let number = |tag| directories.number(page, tag);
    if number(ifd::PHOTOMETRIC)? != INKS || number(ifd::SAMPLES)? != 4 || number(ifd::PLANES).unwrap_or(1) != 1 {
        return None;
    }
    let profile = directories.data(page, ifd::PROFILE)?;
    let mut bounds = tiff::decoder::Limits::default();
    bounds.decoding_buffer_size = usize::try_from(limits.max_memory).unwrap_or(usize::MAX);
    bounds.intermediate_buffer_size = bounds.decoding_buffer_size;
    let mut decoder = Decoder::new(Cursor::new(bytes)).ok()?.with_limits(bounds);
    let (width, height) = decoder.dimensions().ok()?;
    let amounts = match decoder.read_image().ok()? {
        DecodingResult::U8(amounts) => amounts,
        DecodingResult::U16(amounts) => amounts.into_iter().map(|amount| (amount >> 8) as u8).collect(),
        _ => return None,
    };
    colour::cmyk_to_srgb(&RgbaImage::from_raw(width, height, amounts)?, false, Some(profile)).ok()
}
